"""Lists ask the database as often for three rows as for one, and at most twelve times."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from django.db import connection, models, transaction
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse
from django.views.generic import ListView

from awards.enums import ReviewKind
from awards.models import Award, Nomination
from awards.services.honor import give_register_number
from awards.services.period_review import make_review
from dandvan import clock
from dandvan.roles import Role
from models_registry.models import User, Village
from models_registry.services.district import cancel_list, make_list
from models_registry.services.participation import register_oneself
from models_registry.services.propagation import PropagationInput, record_propagation
from models_registry.services.story import offer_story, release_story, start_story
from tests.access.test_admin_access import ADMINS, AdminWorld, label, readers_of
from tests.awards.award_steps import sent_report
from tests.awards.web_cast import (
    WebCast,
    another_person,
    drafting_dossier,
    make_web_cast,
    on,
    open_meeting,
    put_forward,
)
from tests.factories import make_commune, make_plan, make_user
from tests.models_registry.model_steps import assessed_model, make_decision

MOST = 12

# Pages of the web that list, and how often each asks for each of these people.
PEOPLE = ("clerk", "bloc", "chair", "owner", "secretary")
WEB_LISTS = {
    "home": (12, 11, 12, 11, 10),
    "models_registry:model_list": (10, 10, 10, 10, 10),
    "models_registry:notice_list": (5, 5, 5, 5, 5),
    "models_registry:praise_list": (6, 6, 6, 6, 6),
    "models_registry:replication_list": (8, 8, 8, 7, 7),
    "models_registry:story_list": (7, 7, 7, 7, 7),
    "models_registry:propagation_list": (12, 12, 12, 12, 12),
    "models_registry:model_mine": (5, 5, 5, 7, 5),
    "awards:calendar": (12, 12, 12, 7, 7),
    "awards:index": (8, 8, 9, 9, 9),
    "awards:evaluation_list": (7, 7, 7, 7, 7),
    "awards:nomination_list": (8, 8, 8, 9, 9),
    "awards:report_list": (6, 6, 6, 7, 7),
    "awards:meeting_list": (7, 7, 7, 8, 8),
    "awards:dossier_list": (8, 8, 8, 9, 9),
    "awards:honor_list": (11, 10, 10, 11, 11),
}
# Pages that list for the clerk.
CLERK_PAGES = {
    "awards:honor_handover": 7,
    "models_registry:district_list": 9,
    "models_registry:participation_roster": 10,
    "models_registry:year_figures": 10,
    "models_registry:reminder_list": 11,
    "models_registry:participation_enter": 10,
    "models_registry:review_sheet": 6,
    "models_registry:unfinished": 6,
    "models_registry:roster_home": 8,
    "models_registry:handovers": 5,
    "models_registry:villages": 7,
    "awards:period_review_list": 9,
    "admin:index": 7,
    "admin:models_registry_decision_new": 12,
    "admin:awards_evaluation_table": 12,
    "admin:awards_nomination_candidates": 18,
}
# Holds every sheet of the year against every award kind: seven sources of facts beside the rest.
MORE_THAN_TWELVE = {"admin:awards_nomination_candidates"}
# The list of each admin.
ADMIN_LISTS = {
    "awards.achievementreport": 6,
    "awards.appraisalmeeting": 6,
    "awards.council": 6,
    "awards.dossier": 6,
    "awards.evaluation": 7,
    "awards.nomination": 6,
    "models_registry.assessmentteam": 7,
    "models_registry.assessormark": 7,
    "models_registry.authority": 6,
    "models_registry.awardkind": 6,
    "models_registry.awardrate": 7,
    "models_registry.basesalary": 6,
    "models_registry.collective": 7,
    "models_registry.contentarea": 6,
    "models_registry.criterion": 6,
    "models_registry.danvanmodel": 9,
    "models_registry.decision": 6,
    "models_registry.decreeform": 7,
    "models_registry.defaultrecipients": 6,
    "models_registry.districtregistration": 6,
    "models_registry.emulationplan": 6,
    "models_registry.emulationyear": 6,
    "models_registry.impediment": 6,
    "models_registry.individual": 6,
    "models_registry.issueddocument": 6,
    "models_registry.legalbasis": 6,
    "models_registry.linkedmovement": 6,
    "models_registry.modelassessment": 6,
    "models_registry.papernumber": 8,
    "models_registry.participation": 7,
    "models_registry.praise": 6,
    "models_registry.quality": 6,
    "models_registry.receivingoffice": 7,
    "models_registry.regime": 6,
    "models_registry.replication": 6,
    "models_registry.signer": 6,
    "models_registry.sitevisit": 7,
    "models_registry.subjectkind": 6,
    "models_registry.user": 7,
    "models_registry.village": 6,
    "models_registry.yearlyrecord": 8,
    "models_registry.yearwindow": 7,
}


def queries(client: Client, url: str, **data: str) -> tuple[int, Any]:
    """How often a page asks the database once it is warm, and its answer."""
    client.get(url, data)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url, data)
    assert answer.status_code == 200, (url, answer.status_code)
    return len(asked), answer


# -- lists of the admin ---------------------------------------------------------------------------

# What a copy of a row must have of its own: field -> how many more, or another word.
OWN_VALUES: dict[str, dict[str, Any]] = {
    "awards.evaluation": {"round": 1, "is_current": False},
    "awards.council": {"decision_number": ""},
    "models_registry.assessmentteam": {"decision_number": ""},
    "models_registry.defaultrecipients": {"document_kind": ""},
    "models_registry.decreeform": {"is_default": False},
    "models_registry.emulationyear": {"year": 1},
    "models_registry.papernumber": {"number": 100},
    "models_registry.modelassessment": {"round": 1},
    "models_registry.yearlyrecord": {"is_current": False},
    "models_registry.user": {"username": ""},
}


def copy_of(row: models.Model, number: int) -> models.Model:
    """A row like this one, written as it stands; only what must differ differs."""
    twin = copy.copy(row)
    twin._state = copy.copy(row._state)
    twin.pk, twin._state.adding = None, True
    own = OWN_VALUES.get(label(type(row)), {})
    for field in type(row)._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.one_to_one and field.null:
            setattr(twin, field.attname, None)
            continue
        if field.name in own and isinstance(own[field.name], bool):
            setattr(twin, field.attname, own[field.name])
        elif field.name in own and isinstance(own[field.name], int):
            setattr(twin, field.attname, value + own[field.name] * number)
        elif field.name in ("code", *own) and isinstance(value, str):
            setattr(twin, field.attname, f"{value}{number}")
    return type(row)._default_manager.bulk_create([twin])[0]


class TestAdminLists(AdminWorld, TestCase):
    def test_lists_ask_as_often_for_three_rows_as_for_one(self) -> None:
        world, got = self.world, {}
        for role, number in (("member", "113/QĐ-UBND"), ("publicist", "114/QĐ-UBND")):
            with on(20):
                register_oneself(user=world.people[role])
                make_decision(
                    world.cast.clerk, world.cast.award_kind.authority, world.cast.signer, number
                )
        for model, model_admin in ADMINS:
            path = model_admin.commune_path
            rows = model._default_manager.filter(**{path: world.commune})
            first = rows.order_by("pk")[0]
            for number in range(1, 4 - rows.count()):
                copy_of(first, number)
            keys = [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)[:3]]
            counts = [self.count(model, keys[:size]) for size in (1, 3)]
            got[label(model)] = counts[0] if counts[0] == counts[1] else counts

        assert got == ADMIN_LISTS
        assert max(got.values()) <= MOST

    def count(self, model: type[models.Model], keys: list[str]) -> int:
        """Queries of the list of these rows."""
        opts = model._meta
        role = "clerk" if "clerk" in readers_of(model) else "administrator"
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
        asked, answer = queries(self.client_of(role), url, id__in=",".join(keys))
        assert len(answer.context["cl"].result_list) == len(keys), label(model)
        return asked


# -- pages that list -----------------------------------------------------------------------------


def one_more_of_everything(cast: WebCast, number: int) -> None:
    """A model of the owner; a sheet, a nomination, its report, a dossier, a meeting."""
    owner = User.objects.get(username="tuphap")
    assessed_model(owner, cast.clerk, cast.year, name=f"Mô hình {number}")
    if number:
        person = another_person(cast, f"Người thứ {number}")
        cast.nominee = make_user(
            cast.commune, f"nguoi{number}", Role.PARTICIPANT, individual=person
        )
    with on(1, month=3):
        register_oneself(user=cast.nominee)
    nomination = put_forward(cast)
    sent_report(cast, nomination)
    drafting_dossier(cast, nomination)
    honored(cast, nomination, number)
    open_meeting(cast)
    row = make_list(user=cast.clerk, year=cast.year)
    cancel_list(user=cast.clerk, registration_id=row.pk, note="Lập thử")
    made_known(cast, number)
    if number < len(ReviewKind.values):
        make_review(user=cast.clerk, year=cast.year, kind=ReviewKind.values[number])


def honored(cast: WebCast, nomination: Nomination, number: int) -> None:
    """An honor granted here that waits to be handed over, and one from before."""
    person = nomination.evaluation.individual
    with on(20), transaction.atomic():
        decision = make_decision(
            cast.clerk, cast.award_kind.authority, cast.signer, f"{200 + number}/QĐ-UBND"
        )
        give_register_number(
            Award.objects.create(
                nomination=nomination,
                award_kind=nomination.award_kind,
                year=cast.year,
                individual=person,
                decision=decision,
            )
        )
    person.past_awards.create(
        year=2020,
        kind="award",
        name="Giấy khen",
        decision_number=f"{number}/QĐ-UBND",
        decision_date="2020-12-01",
        issuer="Chủ tịch UBND xã",
    )


def made_known(cast: WebCast, number: int) -> None:
    """A story that is out and a row of propagation in a village."""
    writer = User.objects.filter(username="vanhoa").first()
    if writer is None:
        writer = make_user(cast.commune, "vanhoa", Role.PUBLICIST, full_name="Bế Thị Văn")
    with on(20):
        story = start_story(user=writer, kind="news", title=f"Tin {number}", text="Việc tốt.")
        offer_story(user=writer, story_id=story.pk)
        release_story(user=cast.chair, story_id=story.pk)
        given = PropagationInput(
            way="zalo",
            title=f"Bài {number}",
            starts=clock.today(),
            villages=Village.objects.filter(commune=cast.commune)[:1],
        )
        record_propagation(user=writer, given=given)


class TestPagesThatList(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        commune = make_commune()
        cls.cast = make_web_cast(commune, make_plan(commune))
        one_more_of_everything(cls.cast, 0)

    def test_pages_ask_as_often_for_three_rows_as_for_one(self) -> None:
        cast = self.cast
        people = dict(
            zip(
                PEOPLE,
                (cast.clerk, cast.bloc, cast.chair, cast.nominee, cast.secretary),
                strict=True,
            )
        )

        one = self.counts(people)
        for number in (1, 2):
            one_more_of_everything(cast, number)
        three = self.counts(people)

        expected = {
            (name, role): count
            for name, counts in WEB_LISTS.items()
            for role, count in zip(PEOPLE, counts, strict=True)
        } | {(name, "clerk"): count for name, count in CLERK_PAGES.items()}
        assert one == expected
        assert three == expected
        assert {name for (name, _), count in one.items() if count > MOST} == MORE_THAN_TWELVE

    def counts(self, people: dict[str, User]) -> dict[tuple[str, str], int]:
        """Queries of every page for everybody it is counted for."""
        got = {}
        for role, user in people.items():
            client = Client()
            client.force_login(user)
            for name in (*WEB_LISTS, *(CLERK_PAGES if role == "clerk" else ())):
                with on(20):
                    got[name, role] = queries(client, reverse(name))[0]
        return got


def test_every_list_of_the_web_is_counted():
    """Views that show a list are found by their base; other pages that list are named above."""
    lists = {
        name
        for name, view in named_views(get_resolver())
        if isinstance(getattr(view, "view_class", None), type)
        and issubclass(view.view_class, ListView)
    }

    assert lists - set(WEB_LISTS) - set(CLERK_PAGES) == set()
    assert {"models_registry:model_list", "awards:dossier_list"} <= lists


def named_views(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, Any]]:
    """Name and view of every address outside the admin."""
    for row in resolver.url_patterns:
        if isinstance(row, URLResolver):
            if row.namespace != "admin":
                inner = f"{namespace}{row.namespace}:" if row.namespace else namespace
                yield from named_views(row, inner)
        elif row.name is not None:
            yield f"{namespace}{row.name}", row.callback
