"""The first page: what waits for whom, counted right on both sides of every line."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from awards.queries_home import own_tasks
from awards.queries_queue import models_on_the_way, office_queue
from dandvan import clock
from dandvan.models import WorkingDate
from dandvan.roles import Role
from dandvan.transition import OnBehalfSource
from models_registry.enums import CorrectionKind, FormPart, ModelState, WindowKind
from models_registry.models import Correction, DanVanModel, ModelTransition, YearWindow
from models_registry.services.praise import check_praise, propose_praise
from tests.factories import make_draft, make_individual, make_user

pytestmark = pytest.mark.django_db

IN_NOVEMBER = date(2024, 11, 20)


@pytest.fixture(autouse=True)
def _november(year):
    YearWindow.objects.create(
        year=year,
        code="BC",
        kind=WindowKind.RESULT_REPORT,
        name="Nộp báo cáo kết quả",
        starts=date(2024, 10, 1),
        ends=date(2024, 11, 20),
    )
    with clock.at(IN_NOVEMBER):
        yield


def in_state(owner, year, state: ModelState, **overrides) -> DanVanModel:
    """A model as it stands in a state; the page only reads it."""
    dv_model = make_draft(owner, year, **overrides)
    DanVanModel.objects.filter(pk=dv_model.pk).update(
        state=state, code=f"MH-2024-{dv_model.pk:02d}"
    )
    ModelTransition.objects.create(
        dv_model=dv_model,
        edge="submit",
        from_state="draft",
        to_state=state,
        by=owner,
        at=clock.now() - timedelta(days=3),
    )
    return dv_model


def page(user) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(reverse("home"))
    assert response.status_code == 200
    return response.content.decode()


def counts(user) -> dict[str, int]:
    """Tiles of the person's queue, by key."""
    return {tile.key: tile.count for tile in office_queue(user, clock.today()).tiles}


# --- Access -------------------------------------------------------------------------------------


def test_home_sends_an_anonymous_visitor_to_the_login(client):
    response = client.get(reverse("home"))

    assert response.status_code == 302
    assert response.url == f"{reverse('login')}?next=/"


def test_home_is_refused_to_an_account_without_a_role(client, commune):
    client.force_login(make_user(commune, "khong-vai-tro"))

    assert client.get(reverse("home")).status_code == 403


def test_home_takes_no_post(client, clerk):
    client.force_login(clerk)

    assert client.post(reverse("home")).status_code == 405


def test_home_opens_for_an_account_without_a_commune(client, db):
    client.force_login(make_user(None, "khong-xa", Role.ADMIN))

    assert client.get(reverse("home")).status_code == 200


# --- The office ---------------------------------------------------------------------------------


def test_queue_of_the_clerk_counts_each_state_once(owner, year, clerk):
    in_state(owner, year, ModelState.SUBMITTED)
    in_state(owner, year, ModelState.SUBMITTED)
    in_state(owner, year, ModelState.REPORTED)
    in_state(owner, year, ModelState.ACCEPTED)
    make_draft(owner, year)

    assert counts(clerk) == {
        "submitted": 2,
        "reported": 1,
        "assessed": 0,
        "evaluations_open": 0,
        "models_unsent": 2,
        "dossiers_open": 0,
    }


def test_queue_of_bloc_and_chair_holds_their_own_work_only(owner, year, bloc_member, chair):
    in_state(owner, year, ModelState.SUBMITTED)
    in_state(owner, year, ModelState.REPORTED)
    in_state(owner, year, ModelState.ASSESSED)

    assert counts(bloc_member) == {"reported": 1, "nominations_to_agree": 0}
    assert counts(chair) == {
        "assessed": 1,
        "nominations_to_put_forward": 0,
        "dossiers_to_sign": 0,
    }


def test_queue_of_another_commune_is_empty(owner, year, stranger):
    in_state(owner, year, ModelState.SUBMITTED)

    assert counts(stranger)["submitted"] == 0


@pytest.mark.parametrize(("day", "late"), [(20, 0), (21, 1)])
def test_result_is_overdue_from_the_day_after_the_window(owner, year, clerk, day, late):
    in_state(owner, year, ModelState.ACCEPTED)

    with clock.at(date(2024, 11, day)):
        assert counts(clerk).get("results_late", 0) == late


@pytest.mark.parametrize(("due", "late"), [(20, 0), (19, 1)])
def test_supplement_is_overdue_from_the_day_after_its_due_day(owner, year, clerk, due, late):
    in_state(owner, year, ModelState.RETURNED, return_due=date(2024, 11, due))

    assert counts(clerk).get("returns_late", 0) == late


def test_heading_counts_what_waits(owner, year, clerk, viewer):
    in_state(owner, year, ModelState.SUBMITTED)
    in_state(owner, year, ModelState.REPORTED)

    assert "<h1>Hôm nay có 3 việc đang chờ</h1>" in page(clerk)
    assert "<h1>Hôm nay chưa có việc nào chờ bạn</h1>" in page(viewer)
    assert "Thứ Tư, ngày 20 tháng 11 năm 2024" in page(clerk)


def test_viewer_sees_the_figures_of_the_year(owner, year, viewer):
    in_state(owner, year, ModelState.RECOGNIZED)
    in_state(owner, year, ModelState.WITHDRAWN)
    make_draft(owner, year)

    queue = office_queue(viewer, clock.today())

    assert {key: value for key, value in queue.counts.items() if key.startswith("figure_")} == {
        "figure_registered": 1,
        "figure_recognized": 1,
        "figure_nominated": 0,
        "figure_awarded": 0,
    }
    assert "Mô hình được công nhận" in page(viewer)


def test_administrator_finds_accounts_and_the_working_date_of_a_demo(administrator, clerk):
    real = page(administrator)
    WorkingDate.objects.create(day=IN_NOVEMBER)
    demo = page(administrator)

    accounts, day = reverse("admin:models_registry_user_changelist"), reverse("awards:working_date")
    assert f'href="{accounts}"' in real
    assert f'href="{day}"' not in real
    assert f'href="{day}"' in demo
    assert f'href="{day}"' not in page(clerk)


# --- One's own work -----------------------------------------------------------------------------


def test_participant_sees_open_corrections_first(owner, year, clerk):
    dv_model = in_state(owner, year, ModelState.RETURNED, return_due=date(2024, 11, 25))
    Correction.objects.create(
        dv_model=dv_model,
        part=FormPart.GOAL,
        kind=CorrectionKind.MISSING,
        what_to_do="Ghi số hộ tham gia.",
        due=date(2024, 11, 25),
        opened_by=clerk,
        opened_at=clock.now(),
    )

    html = page(owner)

    assert "Mục tiêu, chỉ tiêu (thiếu)" in html
    assert "Ghi số hộ tham gia." in html
    assert "25/11/2024" in html
    assert html.index("Cần bổ sung") < html.index("Lịch năm 2024")
    assert "<h1>Hôm nay có 1 việc đang chờ</h1>" in html


def test_corrections_of_others_are_not_shown(owner, year, clerk, participant):
    dv_model = in_state(owner, year, ModelState.RETURNED)
    Correction.objects.create(
        dv_model=dv_model,
        part=FormPart.GOAL,
        kind=CorrectionKind.MISSING,
        what_to_do="Ghi số hộ tham gia.",
        due=date(2024, 11, 25),
        opened_by=clerk,
        opened_at=clock.now(),
    )

    assert "Ghi số hộ tham gia." not in page(participant)


def test_own_tasks_name_drafts_and_results_late_ones_first(owner, year):
    make_draft(owner, year, name="Bản nháp đợt 1")
    in_state(owner, year, ModelState.ACCEPTED, name="Đang làm")
    in_state(owner, year, ModelState.SUBMITTED, name="Đã gửi")

    tasks = own_tasks(models_on_the_way(owner), [], clock.today())

    assert [(task.what, task.about, task.late) for task in tasks] == [
        ("Hoàn thành bản nháp", "Bản nháp đợt 1", True),
        ("Báo cáo kết quả", "Đang làm", False),
    ]
    assert tasks[1].detail == "Hôm nay là ngày cuối."


def test_participant_without_a_model_is_invited_to_register(participant):
    assert "Bạn chưa có mô hình nào" in page(participant)


@pytest.mark.parametrize(("days", "shown"), [(30, True), (31, False)])
def test_acts_on_behalf_are_shown_for_thirty_days(owner, year, clerk, days, shown):
    dv_model = in_state(owner, year, ModelState.SUBMITTED)
    ModelTransition.objects.create(
        dv_model=dv_model,
        edge="submit",
        from_state="draft",
        to_state="submitted",
        by=clerk,
        on_behalf_of=owner.individual,
        on_behalf_source=OnBehalfSource.ZALO,
        at=clock.now() - timedelta(days=days),
    )

    assert ("Văn phòng đã ghi thay bạn" in page(owner)) is shown


def test_praise_waits_first_for_the_clerk_then_for_the_chairman(owner, clerk, chair, year):
    person = make_individual(owner.commune, "Nông Thị Hiệp")
    praise = propose_praise(user=owner, individual=person, reason="Thăm từng nhà.")
    shown = {
        user.username: "Đề nghị biểu dương chờ kiểm tra" in page(user) for user in (clerk, chair)
    }
    check_praise(user=clerk, praise_id=praise.pk)

    assert shown == {"vanphong": True, "chutich": False}
    assert "Chờ biểu dương" in page(chair)
    assert "Chờ biểu dương" not in page(clerk)


# --- Cost ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_home_of_the_clerk_costs_the_same_for_one_and_three_rows(
    owner, year, clerk, rows, django_assert_num_queries
):
    for _ in range(rows):
        in_state(owner, year, ModelState.SUBMITTED)
        in_state(clerk, year, ModelState.ACCEPTED)
    client = Client()
    client.force_login(clerk)

    with django_assert_num_queries(13):
        client.get(reverse("home"))


@pytest.mark.parametrize("rows", [1, 3])
def test_home_of_a_participant_costs_the_same_for_one_and_three_rows(
    owner, year, rows, django_assert_num_queries
):
    for _ in range(rows):
        in_state(owner, year, ModelState.ACCEPTED)
    client = Client()
    client.force_login(owner)

    with django_assert_num_queries(11):
        client.get(reverse("home"))
