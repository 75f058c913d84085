"""Setting up a new installation: who leads, how they sign, what the plan file leaves open."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from awards.services.setup import LeaderInput, PlanPaper, set_up_commune
from awards.services.working_date import change_working_date
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.models import WorkingDate
from dandvan.roles import Role
from models_registry.enums import Sex, SignerBody, SigningForm, SubjectType
from models_registry.models import Collective, Individual, Post, Signer
from tests.factories import make_authority, make_kind, make_user, make_village

pytestmark = pytest.mark.django_db

TODAY = date(2024, 3, 4)
CHAIRMAN = LeaderInput("Đinh Văn Mẫu", Sex.MALE, date(2021, 6, 25))
DEPUTY = LeaderInput(
    "Lương Thị Thử", Sex.FEMALE, date(2022, 1, 10), SigningForm.KT, "văn hóa – xã hội"
)


@pytest.fixture(autouse=True)
def _in_march(in_march):
    """All of it happens on 04/03/2024."""


@pytest.fixture
def new_commune(commune, year):
    """A commune with its plan, where nobody has been entered."""
    commune.set_up = False
    commune.save(update_fields=["set_up"])
    make_kind(commune, SubjectType.INDIVIDUAL, "CADRE", name="Cán bộ")
    make_kind(commune, SubjectType.COLLECTIVE, "COMMUNE_UBND", name="Ủy ban nhân dân xã")
    make_authority(commune)
    return commune


@pytest.fixture
def first(new_commune):
    """The first account: administrator and clerk."""
    return make_user(new_commune, "quantri", Role.ADMIN, Role.CLERK)


# --- The service --------------------------------------------------------------------------------


def test_set_up_writes_people_posts_signers_and_the_commune(first, new_commune):
    village = make_village(new_commune, "L09", "")

    set_up_commune(
        user=first,
        chairman=CHAIRMAN,
        deputies=[DEPUTY],
        village_names={village.pk: " Klăh "},
        plan=PlanPaper("35/KH-UBND", date(2024, 1, 15)),
    )

    new_commune.refresh_from_db()
    village.refresh_from_db()
    plan = new_commune.plans.get()
    head = Collective.objects.get()
    assert new_commune.set_up
    assert head.name == "Ủy ban nhân dân xã Tơ Tung"
    assert head.head_on(TODAY).full_name == "Đinh Văn Mẫu"
    assert list(Post.objects.values_list("title", "kind__code", "valid_from", "deputy_of")) == [
        ("Chủ tịch UBND", "CADRE", date(2021, 6, 25), None),
        ("Phó Chủ tịch UBND (văn hóa – xã hội)", "CADRE", date(2022, 1, 10), head.pk),
    ]
    assert list(Signer.objects.values_list("individual__full_name", "body", "form", "post")) == [
        ("Đinh Văn Mẫu", SignerBody.UBND, SigningForm.HEAD, "Chủ tịch"),
        ("Lương Thị Thử", SignerBody.UBND, SigningForm.KT, "Phó Chủ tịch"),
    ]
    assert village.name == "Klăh"
    assert (plan.number, plan.date) == ("35/KH-UBND", date(2024, 1, 15))


def test_acting_chairman_signs_with_q(first):
    set_up_commune(
        user=first,
        chairman=LeaderInput("Đinh Văn Mẫu", Sex.MALE, date(2024, 1, 2), SigningForm.Q),
    )

    signer = Signer.objects.get()
    assert signer.signature_lines("ỦY BAN NHÂN DÂN") == ("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH")
    assert signer.post == "Quyền Chủ tịch"


def test_deputy_who_does_not_sign_has_no_signer_row(first):
    set_up_commune(
        user=first,
        chairman=CHAIRMAN,
        deputies=[LeaderInput("Lương Thị Thử", Sex.FEMALE, TODAY, None)],
    )

    assert list(Signer.objects.values_list("individual__full_name", flat=True)) == ["Đinh Văn Mẫu"]


def test_set_up_can_be_given_in_parts(first, new_commune):
    set_up_commune(user=first, chairman=CHAIRMAN, finished=False)
    new_commune.refresh_from_db()
    assert not new_commune.set_up

    set_up_commune(user=first, finished=True)

    new_commune.refresh_from_db()
    assert new_commune.set_up
    assert Individual.objects.count() == 1


def test_set_up_of_a_plan_without_the_kind_cadre_takes_its_first_kind(first, new_commune):
    kinds = new_commune.subject_kinds.filter(subject_type=SubjectType.INDIVIDUAL)
    kinds.filter(code="CADRE").update(code="OFFICIAL")

    set_up_commune(user=first, chairman=CHAIRMAN)

    assert Post.objects.get().kind.code == "OFFICIAL"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "Nhập Chủ tịch Ủy ban nhân dân xã, hoặc chọn “Để sau”."),
        (
            {"chairman": LeaderInput("Đinh Văn Mẫu", Sex.MALE, date(2024, 3, 5))},
            "Ngày giữ chức vụ của Đinh Văn Mẫu (05/03/2024) sau ngày hôm nay.",
        ),
        (
            {"chairman": CHAIRMAN, "deputies": [CHAIRMAN]},
            "Một người được nhập hai lần. Mỗi người chỉ nhập một dòng.",
        ),
        (
            {"chairman": CHAIRMAN, "plan": PlanPaper("", date(2024, 3, 5))},
            "Ngày ban hành kế hoạch (05/03/2024) sau ngày hôm nay.",
        ),
        (
            {"chairman": LeaderInput("  ", Sex.MALE, TODAY)},
            "Nhập họ và tên của người lãnh đạo.",
        ),
    ],
)
def test_set_up_refuses_with_a_sentence_and_writes_nothing(first, new_commune, given, reason):
    with pytest.raises(DomainError) as refused:
        set_up_commune(user=first, **given)

    new_commune.refresh_from_db()
    assert refused.value.reasons == (reason,)
    assert not new_commune.set_up
    assert not Individual.objects.exists()
    assert not Collective.objects.exists()


def test_a_post_may_begin_today(first, new_commune):
    set_up_commune(user=first, chairman=LeaderInput("Đinh Văn Mẫu", Sex.MALE, TODAY))

    assert Post.objects.get().valid_from == TODAY


def test_set_up_refuses_a_second_chairman_and_the_same_deputy_twice(first):
    set_up_commune(user=first, chairman=CHAIRMAN, deputies=[DEPUTY], finished=False)

    with pytest.raises(DomainError, match="Chủ tịch đã được nhập trước đó"):
        set_up_commune(
            user=first, chairman=LeaderInput("Người Khác", Sex.MALE, TODAY), finished=False
        )
    with pytest.raises(DomainError, match="Lương Thị Thử đã được nhập trước đó"):
        set_up_commune(user=first, deputies=[DEPUTY], finished=False)

    assert Individual.objects.count() == 2


def test_two_villages_never_get_one_name(first, new_commune):
    make_village(new_commune, "L01", "Stơr")
    open_one = make_village(new_commune, "L09", "")

    with pytest.raises(DomainError, match="Đã có làng tên STƠR"):
        set_up_commune(user=first, chairman=CHAIRMAN, village_names={open_one.pk: "STƠR"})

    open_one.refresh_from_db()
    assert open_one.name == ""


def test_village_of_another_commune_is_not_named(first, stranger):
    foreign = make_village(stranger.commune, "X01", "")

    set_up_commune(user=first, chairman=CHAIRMAN, village_names={foreign.pk: "Klăh"})

    foreign.refresh_from_db()
    assert foreign.name == ""


def test_set_up_is_not_for_everybody_and_not_twice(first, new_commune, owner):
    with pytest.raises(NotAllowed):
        set_up_commune(user=owner, chairman=CHAIRMAN)
    set_up_commune(user=first, chairman=CHAIRMAN)

    with pytest.raises(DomainError, match="đã nhập xong"):
        set_up_commune(user=first, deputies=[DEPUTY])


# --- The pages ----------------------------------------------------------------------------------


def steps_data() -> dict[int, dict[str, str]]:
    leader = {"sex": "male", "since": "25/06/2021"}
    return {
        1: {**leader, "full_name": "Đinh Văn Mẫu", "signs": "head"},
        2: {**leader, "full_name": "Lương Văn Thử", "signs": "KT.", "field_of_work": "kinh tế"},
        3: {"plan_number": "35/KH-UBND", "plan_date": "15/01/2024"},
    }


def send(client, step: int, **overrides: str):
    url = f"{reverse('awards:setup')}?buoc={step}"
    return client.post(url, {**steps_data()[step], **overrides})


def test_home_leads_the_first_account_to_the_set_up(client, first):
    client.force_login(first)

    assert client.get(reverse("home")).url == reverse("awards:setup")


def test_home_leads_others_nowhere(client, new_commune, participant):
    client.force_login(participant)

    assert client.get(reverse("home")).status_code == 200


def test_set_up_can_be_put_off_for_the_session(client, first):
    client.force_login(first)

    response = client.post(reverse("awards:setup"), {"act": "later"})

    assert response.url == reverse("home")
    html = client.get(reverse("home")).content.decode()
    assert "Thông tin ban đầu của xã chưa nhập xong." in html


def test_set_up_goes_through_its_three_steps(client, first, new_commune):
    village = make_village(new_commune, "L09", "")
    client.force_login(first)

    targets = [send(client, 1).url, send(client, 2).url]
    targets.append(send(client, 3, **{f"village_{village.pk}": "Klăh"}).url)

    new_commune.refresh_from_db()
    village.refresh_from_db()
    assert targets == ["/thiet-lap/?buoc=2", "/thiet-lap/?buoc=2", "/"]
    assert new_commune.set_up
    assert village.name == "Klăh"
    assert Signer.objects.count() == 2
    assert client.get(reverse("home")).status_code == 200


def test_set_up_step_sent_twice_writes_once(client, first):
    client.force_login(first)

    answers = [send(client, 2, once="mot-lan").url for _ in range(2)]

    assert answers == ["/thiet-lap/?buoc=2"] * 2
    assert Individual.objects.count() == 1


def test_last_step_without_a_chairman_is_refused_and_keeps_what_was_typed(client, first):
    client.force_login(first)

    html = send(client, 3).content.decode()

    assert "Nhập Chủ tịch Ủy ban nhân dân xã" in html
    assert 'value="35/KH-UBND"' in html
    assert "15/01/2024" in html


def test_set_up_names_the_wrong_field(client, first):
    client.force_login(first)

    html = send(client, 1, since="31/02/2024", full_name="").content.decode()

    assert "Nhập họ và tên." in html
    assert "31/02/2024" in html
    assert not Individual.objects.exists()


def test_set_up_is_closed_when_it_is_done(client, clerk):
    client.force_login(clerk)

    assert client.get(reverse("awards:setup")).url == reverse("home")


@pytest.mark.parametrize("name", ["awards:setup", "awards:working_date"])
def test_administration_pages_are_refused_to_others(client, new_commune, participant, name):
    anonymous = client.get(reverse(name))
    client.force_login(participant)

    assert anonymous.url.startswith(reverse("login"))
    assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse(name)).status_code == 403
    assert client.delete(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", ["awards:setup", "awards:working_date"])
def test_administration_pages_refuse_other_methods(client, first, name):
    client.force_login(first)

    assert client.delete(reverse(name)).status_code == 405


# --- The working date ---------------------------------------------------------------------------


def test_working_date_exists_only_in_a_demo(client, administrator, commune):
    client.force_login(administrator)

    assert client.get(reverse("awards:working_date")).status_code == 404
    assert client.post(reverse("awards:working_date"), {"day": "01/12/2024"}).status_code == 404


def test_administrator_changes_the_working_date(client, administrator, year):
    WorkingDate.objects.create(day=date(2024, 11, 20))
    client.force_login(administrator)

    shown = client.get(reverse("awards:working_date")).content.decode()
    response = client.post(reverse("awards:working_date"), {"day": "01/12/2024"})

    assert 'value="20/11/2024"' in shown
    assert response.url == reverse("home")
    assert WorkingDate.objects.get().day == date(2024, 12, 1)


@pytest.mark.parametrize(("year_typed", "accepted"), [(2023, 0), (2024, 1), (2025, 1), (2026, 0)])
def test_working_date_stays_within_the_years_of_the_plan(administrator, year, year_typed, accepted):
    WorkingDate.objects.create(day=date(2024, 11, 20))
    wanted = date(year_typed, 6, 1)

    if accepted:
        change_working_date(user=administrator, day=wanted)
    else:
        with pytest.raises(DomainError, match="Chọn một ngày từ năm 2024 đến năm 2025"):
            change_working_date(user=administrator, day=wanted)

    assert (WorkingDate.objects.get().day == wanted) is bool(accepted)


def test_working_date_is_the_administrators_alone(clerk, year):
    WorkingDate.objects.create(day=date(2024, 11, 20))

    with pytest.raises(NotAllowed):
        change_working_date(user=clerk, day=date(2024, 12, 1))

    clock.forget_working_date()
    assert clock.demo_date() == date(2024, 11, 20)
