"""The admin's first page and the calendar: counts lead to rows, names only for the office."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from awards.enums import DossierState
from awards.queries_queue import dossier_lacks
from awards.templatetags.work_queue import records_in_order
from awards.views.work_links import list_url, page_url, row_url
from dandvan import clock
from models_registry.enums import ModelState, WindowKind
from models_registry.models import DanVanModel, EmulationYear, YearWindow
from tests.factories import make_collective, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(year):
    YearWindow.objects.create(
        year=year,
        code="BC",
        kind=WindowKind.RESULT_REPORT,
        name="Nộp báo cáo kết quả",
        starts=date(2024, 10, 1),
        ends=date(2024, 10, 31),
    )
    with clock.at(date(2024, 11, 20)):
        yield


def in_state(owner, year, state: ModelState, **overrides) -> DanVanModel:
    dv_model = make_draft(owner, year, **overrides)
    DanVanModel.objects.filter(pk=dv_model.pk).update(
        state=state, code=f"MH-2024-{dv_model.pk:02d}"
    )
    return dv_model


def get(user, url: str) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


# --- Links --------------------------------------------------------------------------------------


def test_page_url_keeps_query_and_anchor_and_is_empty_without_a_page():
    assert page_url("awards:calendar#qua-han") == "/lich/#qua-han"
    assert page_url("home?a=1") == "/?a=1"
    assert page_url("awards:no_such_page") == ""


def test_clerk_works_in_the_admin_others_on_the_web():
    changelist = reverse("admin:models_registry_danvanmodel_changelist")

    assert list_url("submitted", clerk=True) == f"{changelist}?state__exact=submitted"
    assert not list_url("submitted", clerk=False).startswith(reverse("admin:index"))
    assert row_url("model", 7, clerk=True) == reverse(
        "admin:models_registry_danvanmodel_workbench", args=[7]
    )
    assert list_url("unknown", clerk=True) == ""


# --- The admin's first page ---------------------------------------------------------------------


def test_admin_opens_on_the_work_queue(owner, year, clerk):
    dv_model = in_state(owner, year, ModelState.SUBMITTED, name="Cổng rào xanh")

    html = get(clerk, reverse("admin:index"))

    link = reverse("admin:models_registry_danvanmodel_changelist") + "?state__exact=submitted"
    assert f'href="{link}"' in html
    assert reverse("admin:models_registry_danvanmodel_workbench", args=[dv_model.pk]) in html
    assert (
        html.index("Chờ tiếp nhận") < html.index("Cổng rào xanh") < html.index("Kế hoạch phát động")
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_admin_index_costs_the_same_for_one_and_three_rows(
    owner, year, clerk, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        in_state(owner, year, ModelState.SUBMITTED)
    client = Client()
    client.force_login(clerk)

    with django_assert_max_num_queries(12) as found:
        client.get(reverse("admin:index"))

    assert len(found) == 7


def test_admin_index_is_closed_to_who_has_no_office_account(owner):
    client = Client()
    client.force_login(owner)

    response = client.get(reverse("admin:index"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


def test_records_are_grouped_and_none_is_lost():
    app_list = [
        {"models": [{"object_name": "Zebra"}, {"object_name": "User"}]},
        {"models": [{"object_name": "Dossier"}, {"object_name": "DanVanModel"}]},
    ]

    names = [
        (title, [row["object_name"] for row in rows]) for title, rows in records_in_order(app_list)
    ]

    assert names == [
        ("Mô hình", ["DanVanModel"]),
        ("Hội đồng, hồ sơ, văn bản", ["Dossier"]),
        ("Tài khoản", ["User"]),
        ("Danh mục khác", ["Zebra"]),
    ]


# --- Dossiers -----------------------------------------------------------------------------------


def lacking(**given: object) -> SimpleNamespace:
    """A dossier with the counts that the query gives it; complete unless told otherwise."""
    complete = {
        "state": DossierState.DRAFTING,
        "is_upward": True,
        "nominees": 2,
        "unagreed": 0,
        "unwritten": 0,
        "unvoted": 0,
        "has_signed_set": False,
    }
    return SimpleNamespace(**{**complete, **given})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"nominees": 0, "unwritten": 0}, "chưa có đề nghị nào"),
        ({}, "đủ để kiểm tra"),
        (
            {"unagreed": 1, "unwritten": 2},
            "01 đề nghị chưa được Khối Dân vận thống nhất, 02 báo cáo thành tích chưa xác nhận",
        ),
        ({"state": DossierState.CHECKED, "unvoted": 2}, "02 trường hợp chưa bình xét"),
        ({"state": DossierState.APPRAISED}, "chờ ký tờ trình"),
        ({"state": DossierState.APPRAISED, "is_upward": False}, "chờ quyết định"),
        ({"state": DossierState.SIGNED}, "bản chụp bộ hồ sơ đã ký"),
        ({"state": DossierState.SIGNED, "has_signed_set": True}, "đủ để gửi"),
    ],
)
def test_dossier_says_what_it_lacks_or_waits_for(given, words):
    assert dossier_lacks(lacking(**given)) == words


# --- The calendar -------------------------------------------------------------------------------


def test_calendar_names_who_is_late_to_the_office_only(owner, year, clerk, participant):
    in_state(owner, year, ModelState.ACCEPTED, name="Cổng rào xanh")

    office, other = (
        get(clerk, reverse("awards:calendar")),
        get(participant, reverse("awards:calendar")),
    )

    assert "Nộp báo cáo kết quả" in office
    assert "Nộp báo cáo kết quả" in other
    assert "Cổng rào xanh" in office
    assert 'id="qua-han-bao-cao"' in office
    assert "Cổng rào xanh" not in other


def test_calendar_names_nobody_when_all_have_reported(owner, year, clerk):
    in_state(owner, year, ModelState.REPORTED, name="Cổng rào xanh")

    html = get(clerk, reverse("awards:calendar"))

    assert "Cổng rào xanh" not in html
    assert 'id="qua-han-bao-cao"' not in html


@pytest.mark.parametrize(("state", "named"), [(ModelState.DRAFT, 1), (ModelState.SUBMITTED, 0)])
def test_calendar_names_collectives_that_have_not_registered(owner, year, clerk, state, named):
    in_state(owner, year, state)

    html = get(clerk, reverse("awards:calendar"))

    assert html.count("1 tập thể") == named


def test_calendar_asks_for_registrations_of_a_year_once_and_not_of_the_past(year, clerk):
    make_collective(year.plan.commune)
    later = {"kind": WindowKind.REGISTRATION, "name": "Đợt 2", "starts": date(2024, 9, 4)}
    YearWindow.objects.create(year=year, code="DK2", ends=date(2024, 10, 31), **later)
    past = EmulationYear.objects.create(plan=year.plan, year=2023)
    earlier = {"kind": WindowKind.REGISTRATION, "name": "Năm cũ", "starts": date(2023, 1, 2)}
    YearWindow.objects.create(year=past, code="DK", ends=date(2023, 3, 1), **earlier)

    html = get(clerk, reverse("awards:calendar"))

    assert html.count("1 tập thể") == 1
    assert html.index("Đợt 2") < html.index("1 tập thể") < html.index("Năm cũ")


def test_calendar_sends_an_anonymous_visitor_to_the_login(client):
    response = client.get(reverse("awards:calendar"))

    assert response.status_code == 302
    assert response.url == f"{reverse('login')}?next=/lich/"


def test_calendar_takes_no_post(client, clerk):
    client.force_login(clerk)

    assert client.post(reverse("awards:calendar")).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_calendar_costs_the_same_for_one_and_three_rows(
    owner, year, clerk, rows, django_assert_num_queries
):
    for _ in range(rows):
        in_state(owner, year, ModelState.ACCEPTED)
    client = Client()
    client.force_login(clerk)

    with django_assert_num_queries(12):
        client.get(reverse("awards:calendar"))
