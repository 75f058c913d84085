"""Every admin of the project: one commune, no deletion, no state written by a stock form."""

import pytest
from django.contrib import admin
from django.urls import reverse

from dandvan.admin import CommuneScopedAdmin
from dandvan.roles import Role
from models_registry.models import (
    AwardKind,
    Collective,
    DanVanModel,
    DecreeForm,
    DefaultRecipients,
    Impediment,
    Individual,
    LegalBasis,
    ReceivingOffice,
    Regime,
    SubjectKind,
    Village,
)
from models_registry.services.numbering import take_number
from models_registry.services.participation import register_oneself
from models_registry.services.recognition import record_decision
from models_registry.services.yearly import record_fact
from tests.factories import (
    make_authority,
    make_collective,
    make_criterion,
    make_individual,
    make_plan,
    make_signer,
    make_user,
    make_village,
)
from tests.models_registry.model_steps import assessed_model, on

pytestmark = pytest.mark.django_db

REGISTRY = sorted(
    (model for model in admin.site._registry if model._meta.app_label == "models_registry"),
    key=lambda model: model._meta.model_name,
)
# Rows that only services write: their admins offer neither adding nor saving.
WRITTEN_BY_SERVICES = {
    "danvanmodel",
    "decision",
    "issueddocument",
    "modelassessment",
    "papernumber",
    "participation",
    "yearlyrecord",
}


def named(model):
    return model._meta.model_name


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def one_of_everything(clerk: object) -> None:
    """At least one row for every admin of the registry, in the clerk's commune."""
    commune = clerk.commune
    year = make_plan(commune)
    year.plan.movements.create(code="NTM", kind="movement", name="Xây dựng nông thôn mới")
    make_village(commune)
    make_criterion(year, "TT1a")
    authority = make_authority(commune)
    ReceivingOffice.objects.create(authority=authority, name="Phòng Nội vụ")
    person = make_individual(commune, "Siu Văn Chung")
    signer = make_signer(person)
    Impediment.objects.create(
        individual=person,
        kind="reminder",
        effect="warns",
        reason="Nhắc nhở",
        paper="305-CV/ĐU",
        starts="2024-10-24",
    )
    regime = Regime.objects.create(commune=commune, code="A", decree="98/2023/NĐ-CP", title="A")
    DecreeForm.objects.create(
        regime=regime, code="M", subject_type="collective", name="Mẫu", layout="movement"
    )
    LegalBasis.objects.create(commune=commune, code="L", order=1, citation="Luật")
    AwardKind.objects.create(
        commune=commune, code="GK", name="Giấy khen", form="giay_khen", authority=authority
    )
    DefaultRecipients.objects.create(commune=commune, document_kind="proposal", lines=["Như trên"])
    owner = make_user(commune, f"chu{commune.code}", Role.PARTICIPANT, full_name="Đinh Thị Chủ")
    assessed_model(owner, clerk, year)
    with on(11, 20):
        record_decision(
            user=clerk,
            authority=authority,
            number_text="1/QĐ-UBND",
            date=on_day(),
            title="Thử",
            signer=signer,
        )
        take_number(authority=authority, number_text="2/QĐ-UBND", date=on_day())
        register_oneself(user=owner)
        record_fact(
            user=clerk,
            year=year,
            kind="party_rating",
            value="strong",
            status="final",
            paper_number="1-QĐ/HU",
            paper_date=on_day(),
            issuer="Huyện ủy",
        )


def on_day():
    from dandvan import clock

    return clock.today()


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=str), ids=str)
def test_every_admin_is_scoped_and_deletes_nothing(model, rf, clerk, administrator):
    model_admin = admin.site._registry[model]

    assert isinstance(model_admin, CommuneScopedAdmin)
    assert tuple(model_admin.list_editable) == ()
    for user in (clerk, administrator):
        request = rf.get("/")
        request.user = user
        assert model_admin.has_delete_permission(request) is False
        assert model_admin.get_actions(request) == {}


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=str), ids=str)
def test_rows_with_a_state_have_no_writing_form_or_inline(model, rf, clerk, administrator):
    model_admin = admin.site._registry[model]
    names = {field.name for field in model._meta.get_fields()}
    if "state" not in names:
        return

    for user in (clerk, administrator):
        request = rf.get("/")
        request.user = user
        assert model_admin.has_add_permission(request) is False
        assert model_admin.has_change_permission(request) is False
        for inline in model_admin.get_inline_instances(request):
            assert inline.has_add_permission(request, None) is False
            assert inline.has_change_permission(request, None) is False


@pytest.mark.parametrize("model", REGISTRY, ids=named)
def test_inlines_of_the_registry_hold_reference_rows_only(model):
    inline_models = {named(inline.model) for inline in admin.site._registry[model].inlines}

    assert inline_models <= {"post", "pastaward"}


def test_what_services_write_is_only_read_in_the_admin(rf, clerk, administrator):
    read_only = set()
    for model in REGISTRY:
        answers = []
        for user in (clerk, administrator):
            request = rf.get("/")
            request.user = user
            answers.append(admin.site._registry[model].has_change_permission(request))
        if answers == [False, False]:
            read_only.add(named(model))

    assert read_only == WRITTEN_BY_SERVICES


@pytest.mark.parametrize("model", REGISTRY, ids=named)
def test_list_and_row_pages_open_for_who_may_and_say_403_to_others(
    client, clerk, administrator, model
):
    one_of_everything(clerk)
    readers = admin.site._registry[model].reading_roles

    for user, role in ((clerk, Role.CLERK), (administrator, Role.ADMIN)):
        client.force_login(user)
        expected = 200 if role in readers else 403
        assert client.get(page(model, "changelist")).status_code == expected
        row = model._default_manager.order_by("pk").first()
        if row is None:
            assert named(model) == "issueddocument"
            continue
        answer = client.get(page(model, "change", row.pk), follow=True)
        assert answer.status_code == expected


@pytest.mark.parametrize("model", REGISTRY, ids=named)
def test_rows_of_another_commune_are_not_found(client, clerk, stranger, commune, model):
    one_of_everything(clerk)
    role = Role.ADMIN if named(model) == "user" else Role.CLERK
    client.force_login(make_user(stranger.commune, "nguoila2", role))
    ours = clerk if named(model) == "user" else model._default_manager.order_by("pk").first()
    number = ours.pk if ours else 1

    assert client.get(page(model, "change", number)).status_code == 404


@pytest.mark.parametrize("model", REGISTRY, ids=named)
def test_lists_of_another_commune_show_nothing_of_ours(client, clerk, stranger, model):
    one_of_everything(clerk)
    role = Role.ADMIN if named(model) == "user" else Role.CLERK
    client.force_login(make_user(stranger.commune, "nguoila2", role))

    answer = client.get(page(model, "changelist"))

    rows = set(answer.context["cl"].result_list.values_list("pk", flat=True))
    ours = set(model._default_manager.values_list("pk", flat=True))
    if named(model) == "user":
        ours = {clerk.pk}
    assert rows & ours - foreign_rows(model, stranger) == set()
    assert "Đinh Thị Chủ" not in answer.content.decode()


def foreign_rows(model, stranger):
    """Rows that the other commune has itself: its clerk and his person."""
    kept = {
        Individual: {stranger.individual_id},
        SubjectKind: set(
            SubjectKind.objects.filter(commune=stranger.commune).values_list("pk", flat=True)
        ),
    }
    return kept.get(model, set())


@pytest.mark.parametrize("who", ["owner", "viewer", "publicist"])
def test_the_admin_is_closed_to_who_works_on_the_web(client, request, who):
    client.force_login(request.getfixturevalue(who))

    answer = client.get(reverse("admin:models_registry_danvanmodel_changelist"))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize(
    ("model", "count"),
    [(Village, 1), (Village, 3), (Individual, 1), (Individual, 3), (Collective, 1)],
)
def test_lists_stay_below_twelve_queries(
    client, clerk, commune, model, count, django_assert_max_num_queries
):
    for number in range(count):
        make_village(commune, f"L{number}", f"Làng {number}")
        make_individual(commune, f"Người {number}")
        make_collective(commune, f"Tập thể {number}")
    client.force_login(clerk)
    client.get(page(model, "changelist"))

    with django_assert_max_num_queries(12):
        client.get(page(model, "changelist"))


def test_models_list_has_the_same_queries_for_one_and_three_rows(
    client, clerk, owner, year, django_assert_num_queries
):
    client.force_login(clerk)
    url = page(DanVanModel, "changelist")
    assessed_model(owner, clerk, year)
    client.get(url)

    with django_assert_num_queries(9):
        client.get(url)
    assessed_model(owner, clerk, year, name="Hai")
    assessed_model(owner, clerk, year, name="Ba")
    with django_assert_num_queries(9):
        client.get(url)
