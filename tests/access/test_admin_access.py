"""Every admin of the project and every address of it: one commune, no deletion, no state by hand.

What is asked here is generated from the admin's own register, so that a new ModelAdmin or a
new page of one is asked, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.db.models import Model
from django.test import RequestFactory, TestCase
from django.urls import reverse

from awards.admin.act_page import WorkAdmin
from awards.models import Council, CouncilMember, DossierItem
from dandvan.admin import CommuneScopedAdmin
from dandvan.roles import STAFF_ROLES, Role
from models_registry.admin.model_acts import NOTE_ACTS, PAGES
from models_registry.models import (
    BaseSalary,
    DefaultRecipients,
    LegalBasis,
)
from tests.access.visitors import Visitors
from tests.access.world import World
from tests.factories import make_user

ADMINS = sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label_lower)
LOGIN = "/quan-tri/login/"
NOT_STAFF = ("participant", "member", "publicist", "viewer", "secretary", "roleless", "anonymous")
STAFF = {
    "clerk": Role.CLERK,
    "bloc": Role.MOBILIZATION_BLOC,
    "chair": Role.CHAIR,
    "administrator": Role.ADMIN,
}
EVALUATION_ACTS = ("conclude", "reopen", "revise")

# Who reads which rows; everything else is read by clerk and administrator.
READ_BY = {
    "awards.achievementreport": {"clerk"},
    "awards.appraisalmeeting": {"clerk"},
    "awards.dossier": {"clerk"},
    "awards.evaluation": {"clerk"},
    "awards.nomination": {"clerk"},
    "models_registry.assessormark": {"clerk"},
    "models_registry.danvanmodel": {"clerk", "bloc", "chair"},
    "models_registry.decision": {"clerk", "chair"},
    "models_registry.districtregistration": {"clerk", "chair"},
    "models_registry.impediment": {"clerk", "chair"},
    "models_registry.issueddocument": {"clerk"},
    "models_registry.modelassessment": {"clerk"},
    "models_registry.papernumber": {"clerk"},
    "models_registry.participation": {"clerk"},
    "models_registry.praise": {"clerk", "chair"},
    "models_registry.replication": {"clerk"},
    "models_registry.sitevisit": {"clerk"},
    "models_registry.user": {"administrator"},
    "models_registry.yearlyrecord": {"clerk"},
}
# Rows that only services write: their admins offer neither adding nor saving.
WRITTEN_BY_SERVICES = {
    "awards.achievementreport",
    "awards.appraisalmeeting",
    "awards.dossier",
    "awards.evaluation",
    "awards.nomination",
    "models_registry.assessormark",
    "models_registry.danvanmodel",
    "models_registry.decision",
    "models_registry.districtregistration",
    "models_registry.issueddocument",
    "models_registry.modelassessment",
    "models_registry.papernumber",
    "models_registry.participation",
    "models_registry.praise",
    "models_registry.replication",
    "models_registry.sitevisit",
    "models_registry.yearlyrecord",
}
# Lists that offer acts on many rows at once; each has a page that says beforehand what happens.
BULK_ACTS = {"models_registry.danvanmodel": ("accept", "return", "assess", "decide")}
# Rows of the plan file: changed here, added by the file alone.
ADDED_BY_PLAN = {"models_registry.criterion", "models_registry.decreeform"}
# Reference rows that stand on the page of the row they belong to.
INLINES = {
    "models_registry.assessmentteammember",
    "models_registry.post",
    "models_registry.pastaward",
    "awards.councilmember",
}


def label(model: type[Model]) -> str:
    """Name of a model as the tables above write it."""
    return model._meta.label_lower


def readers_of(model: type[Model]) -> set[str]:
    """Who of the staff opens this admin."""
    return READ_BY.get(label(model), {"clerk", "administrator"})


# -- what admins are ------------------------------------------------------------------------------


def test_tables_name_registered_models_only():
    registered = {label(model) for model, _ in ADMINS}

    assert set(READ_BY) | WRITTEN_BY_SERVICES <= registered


@pytest.mark.parametrize(("model", "model_admin"), ADMINS, ids=lambda value: str(value))
def test_admin_is_scoped_and_has_no_bulk_act_of_the_stock_admin(model, model_admin):
    assert isinstance(model_admin, CommuneScopedAdmin)
    assert tuple(model_admin.list_editable) == ()
    assert model_admin.actions is None
    assert model_admin.show_full_result_count is False
    assert model_admin.list_select_related is not False
    for inline in model_admin.inlines:
        assert label(inline.model) in INLINES
        assert "state" not in {field.name for field in inline.model._meta.get_fields()}


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "model_admin"), ADMINS, ids=lambda value: str(value))
def test_admin_deletes_nothing_and_saves_no_row_of_a_service(commune, model, model_admin):
    everybody = make_user(commune, "tatca", *Role)
    request = RequestFactory().get("/")
    request.user = everybody
    writes = label(model) not in WRITTEN_BY_SERVICES

    assert tuple(model_admin.get_actions(request)) == BULK_ACTS.get(label(model), ())
    assert model_admin.has_delete_permission(request) is False
    adds = writes and label(model) not in ADDED_BY_PLAN
    assert model_admin.has_add_permission(request) is adds
    assert model_admin.has_change_permission(request) is writes
    assert "state" not in {field.name for field in model._meta.get_fields()} or not writes
    for inline in model_admin.get_inline_instances(request):
        assert inline.has_delete_permission(request, None) is False


# -- who comes in ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Door:
    """One address of an admin; `row` says whether it names a row of the commune."""

    model: type[Model]
    name: str
    kwargs: tuple[tuple[str, Any], ...]
    query: str = ""

    @property
    def url(self) -> str:
        """The address."""
        return reverse(f"admin:{self.name}", kwargs=dict(self.kwargs)) + self.query

    @property
    def row(self) -> bool:
        """Whether it names a row."""
        return bool(self.kwargs)

    @property
    def kind(self) -> str:
        """Last word of the name: "changelist", "delete" and so on."""
        return self.name.rsplit("_", 1)[1]


def doors(world: World) -> Iterator[Door]:
    """Every named address of every admin, with rows of this world, every act of those with acts."""
    for model, model_admin in ADMINS:
        for pattern in model_admin.get_urls():
            if pattern.name is None:  # the stock redirect of old addresses
                continue
            names = tuple(pattern.pattern.converters)
            if "bulk_act" in names:
                query = f"?m={row_of(world, model).pk}"
                for act in BULK_ACTS[label(model)]:
                    yield Door(model, pattern.name, (("bulk_act", act),), query)
                continue
            for act in acts_of(model_admin) if "act" in names else ("",):
                given = {name: argument(world, model, pattern.name, name) for name in names}
                if act:
                    given["act"] = act
                yield Door(model, pattern.name, tuple(given.items()))


def acts_of(model_admin: Any) -> tuple[str, ...]:
    """The acts that an admin offers."""
    if isinstance(model_admin, WorkAdmin):
        return tuple(model_admin.pages)
    if label(model_admin.model) == "models_registry.danvanmodel":
        return (*PAGES, *sorted(NOTE_ACTS))
    return EVALUATION_ACTS


def argument(world: World, model: type[Model], url_name: str, name: str) -> Any:
    """A row of this world for an argument of an address."""
    if name in ("act", "token"):
        return "khong-co" if name == "token" else ""
    if url_name == "models_registry_yearlyrecord_year" or name == "year_pk":
        return world.year.pk
    if name == "item":
        return DossierItem.objects.get(dossier=world.dossiers["upward"]).pk
    if name in ("object_id", "pk"):
        return row_of(world, model).pk
    return {
        "nomination": world.nominations["sent"],
        "evaluation": world.evaluation,
        "kind": world.cast.award_kind,
    }[name].pk


def row_of(world: World, model: type[Model]) -> Model:
    """A row of a model in the commune of this world."""
    known = {
        "awards.dossier": world.dossiers["upward"],
        "awards.appraisalmeeting": world.meetings["open"],
        "models_registry.danvanmodel": world.models["reported"],
        "models_registry.user": world.people["clerk"],
    }
    if label(model) in known:
        return known[label(model)]
    path = admin.site._registry[model].commune_path
    return model._default_manager.filter(**{path: world.commune}).order_by("pk")[0]


# In another year than the world: its decisions stay without money.
MONEY_DAYS = {"valid_from": "2010-01-01", "valid_to": "2010-12-31"}


class AdminWorld(Visitors):
    """The world with a row for every admin, and somebody of another commune with every role."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        commune = cls.world.commune
        cls.world.year.plan.movements.create(code="NTM", kind="movement", name="Nông thôn mới")
        LegalBasis.objects.create(commune=commune, code="L", order=1, citation="Luật Thi đua")
        DefaultRecipients.objects.create(
            commune=commune, document_kind="proposal", lines=["Như trên"]
        )
        BaseSalary.objects.create(
            commune=commune, code="B", amount=2_340_000, decree="73/2024/NĐ-CP", **MONEY_DAYS
        )
        cls.world.cast.award_kind.rates.create(code="R", coefficient="0.15", **MONEY_DAYS)
        other = cls.world.people["stranger"].commune
        cls.foreigner = make_user(other, "ladutvai", *Role, full_name="Phan Văn Lạ")

    def setUp(self) -> None:
        super().setUp()
        self.let_in("foreigner", self.foreigner)


class TestDoors(AdminWorld, TestCase):
    def test_who_does_not_work_here_is_led_to_the_log_in(self) -> None:
        wrong = {}
        for number, door in enumerate(doors(self.world)):
            # Everybody at a few doors, two of them at every door.
            for role in NOT_STAFF if number < 5 else ("participant", "anonymous"):
                answer = self.answer(role, "get", door.url)
                if answer.status_code != 302 or not answer.headers["Location"].startswith(LOGIN):
                    wrong[door.url, role] = answer.status_code

        assert wrong == {}

    def test_who_works_here_opens_what_his_role_reads(self) -> None:
        wrong = {}
        for door in doors(self.world):
            for role in STAFF:
                status, _ = self.ask(role, "get", door.url)
                if role not in readers_of(door.model):
                    fits = status == self.ask(role, "post", door.url)[0] == 403
                else:
                    fits = status in self.expected(door, role)
                if not fits:
                    wrong[door.url, role] = status

        assert wrong == {}

    @staticmethod
    def expected(door: Door, role: str) -> tuple[int, ...]:
        """What a reader may get; acts may ask for another role, a state or POST."""
        if door.kind == "delete":
            return (403,)
        if door.kind in ("changelist", "history"):
            return (200,)
        if door.kind == "add" and not door.row:
            closed = label(door.model) in WRITTEN_BY_SERVICES | ADDED_BY_PLAN
            writer = "administrator" if label(door.model) == "models_registry.user" else "clerk"
            return (403,) if closed or role != writer else (200,)
        if door.kind == "result":
            return (404,)
        if door.kind in ("change", "page", "workbench"):
            return (200, 302)
        return (200, 302, 403, 405)

    def test_rows_of_another_commune_are_not_there(self) -> None:
        wrong = {}
        for door in doors(self.world):
            if not door.row:
                continue
            for method in ("get", "post"):
                status, _ = self.ask("foreigner", method, door.url)
                # Where nobody deletes or saves, the stock page says so before it looks.
                closed = door.kind == "delete" or (
                    method == "post"
                    and door.kind == "change"
                    and label(door.model) in WRITTEN_BY_SERVICES
                )
                if status not in ((403, 404) if closed else (404,)):
                    wrong[door.url, method] = status

        assert wrong == {}

    def test_unknown_rows_are_not_there(self) -> None:
        wrong = {}
        for model, _ in ADMINS:
            opts = model._meta
            for kind in ("change", "history"):
                for number in ("999999", "abc"):
                    name = f"admin:{opts.app_label}_{opts.model_name}_{kind}"
                    role = "administrator" if "clerk" not in readers_of(model) else "clerk"
                    status, _ = self.ask(role, "get", reverse(name, args=[number]))
                    if status != 404:
                        wrong[label(model), kind, number] = status

        assert wrong == {}

    def test_first_pages_are_for_who_works_here(self) -> None:
        urls = [
            reverse("admin:index"),
            reverse("admin:jsi18n"),
            *(reverse("admin:app_list", args=[app]) for app in ("models_registry", "awards")),
        ]
        got = {
            (url, role): self.ask(role, "get", url)[0]
            for url in urls
            for role in (*NOT_STAFF, *STAFF)
        }

        open_to = {key: 200 for key in got if key[1] in STAFF}
        closed = {key: 302 for key in got if key[1] not in STAFF}
        # A part of the admin without a row for this role is not there.
        awards = reverse("admin:app_list", args=["awards"])
        missing = {(awards, role): 404 for role in ("bloc", "chair")}
        assert got == open_to | closed | missing


class TestScope(AdminWorld, TestCase):
    def test_lists_of_another_commune_show_no_row_of_ours(self) -> None:
        shown = {}
        for model, model_admin in ADMINS:
            opts = model._meta
            url = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
            answer = self.answer("foreigner", "get", url)
            rows = set(answer.context["cl"].queryset.values_list("pk", flat=True))
            ours = {
                *model._default_manager.filter(
                    **{model_admin.commune_path: self.world.commune}
                ).values_list("pk", flat=True)
            }
            text = answer.content.decode()
            names = [name for name in self.our_words() if name in text]
            assert ours, label(model)
            if rows & ours or names:
                shown[label(model)] = (rows & ours, names)

        assert shown == {}

    def our_words(self) -> tuple[str, ...]:
        """Words that stand in lists and filters of our commune."""
        return (
            "Lương Thị Ngần",
            "Ngõ xanh, vườn sạch",
            "Stơr",
            "Nội dung T1",
            "Tơ Tung",
            "vanphong",
            "112/QĐ-UBND",
        )

    def test_choices_of_forms_are_rows_of_the_commune(self) -> None:
        offered = {}
        for model, model_admin in ADMINS:
            request = RequestFactory().get("/")
            request.user = self.foreigner
            if not model_admin.has_add_permission(request):
                continue
            for name, field in choice_fields(model_admin, request):
                ours = rows_of_ours(field.queryset.model, self.world)
                if found := set(field.queryset.values_list("pk", flat=True)) & ours:
                    offered[label(model), name] = found

        assert offered == {}

    def test_choices_are_read_at_all(self) -> None:
        request = RequestFactory().get("/")
        request.user = self.foreigner
        names = {
            (label(model), name)
            for model, model_admin in ADMINS
            if model_admin.has_add_permission(request)
            for name, _ in choice_fields(model_admin, request)
        }

        assert ("models_registry.user", "individual") in names
        assert ("awards.council", "individual") in names

    def test_autocomplete_offers_rows_of_the_commune(self) -> None:
        url = reverse("admin:autocomplete")
        asked = {
            "app_label": CouncilMember._meta.app_label,
            "model_name": CouncilMember._meta.model_name,
            "field_name": "individual",
        }

        ours = self.answer("clerk", "get", url, **asked).json()["results"]
        theirs = self.answer("foreigner", "get", url, **asked).json()["results"]

        assert "Lương Thị Ngần" in {row["text"].split(" (")[0] for row in ours}
        commune = self.foreigner.commune
        people = {str(pk) for pk in commune.individuals.values_list("pk", flat=True)}
        assert {row["id"] for row in theirs} == people
        assert self.answer("bloc", "get", url, **asked).status_code == 403
        assert self.answer("participant", "get", url, **asked).status_code == 302

    def test_only_the_council_uses_autocomplete(self) -> None:
        using = {
            label(owner)
            for owner, fields in (
                pair
                for model, model_admin in ADMINS
                for pair in (
                    (model, model_admin.autocomplete_fields),
                    *((row.model, row.autocomplete_fields) for row in model_admin.inlines),
                )
            )
            if fields
        }

        assert using == {label(CouncilMember)}
        assert admin.site._registry[Council].autocomplete_fields == ()


def choice_fields(model_admin: Any, request: Any) -> Iterator[tuple[str, Any]]:
    """Fields with rows to choose from, of the form of a new row and of the rows below it."""
    classes = [model_admin.get_form(request)]
    for inline in model_admin.get_inline_instances(request):
        classes.append(inline.get_formset(request).form)
    for form_class in classes:
        for name, field in form_class.base_fields.items():
            if isinstance(field, forms.ModelChoiceField):
                yield name, field


def rows_of_ours(model: type[Model], world: World) -> set[int]:
    """Rows of a related model that belong to the commune of this world."""
    registered = admin.site._registry.get(model)
    path = registered.commune_path if registered else "commune"
    rows = model._default_manager.filter(**{path: world.commune})
    return set(rows.values_list("pk", flat=True))


def test_staff_columns_are_the_staff_roles():
    assert set(STAFF.values()) == STAFF_ROLES
