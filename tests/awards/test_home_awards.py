"""What waits in awards, step by step: whose tile counts it, and when it leaves the tile."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from awards.queries_home import report_tasks
from awards.queries_queue import dossier_lacks, office_queue, unfinished_dossiers
from awards.services.achievement_report import (
    save_achievement_report,
    start_achievement_report,
    submit_achievement_report,
)
from awards.services.nomination import withdraw_nomination
from awards.views.home import queue_context
from dandvan import clock
from dandvan.roles import Role
from models_registry.enums import FactKind, FactStatus, FactValue, WindowKind
from models_registry.models import YearlyRecord, YearWindow
from tests.awards.web_cast import (
    agreed,
    another_person,
    concluded,
    drafting_dossier,
    make_web_cast,
    on,
    open_meeting,
    proposed,
    put_forward,
)
from tests.factories import make_user, make_village

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(commune, year):
    return make_web_cast(commune, year)


@pytest.fixture(autouse=True)
def _day(db):
    with on(20):
        yield


def counts(user) -> dict[str, int]:
    """Tiles of one person that are not empty, by key."""
    return {tile.key: tile.count for tile in office_queue(user, clock.today()).tiles if tile.count}


# --- Nominations, step by step ------------------------------------------------------------------


def test_proposed_nomination_waits_for_clerk_and_bloc(cast):
    proposed(cast)

    assert counts(cast.clerk) == {"nominations_waiting": 1}
    assert counts(cast.bloc) == {"nominations_to_agree": 1}
    assert counts(cast.chair) == {}


def test_agreed_nomination_waits_for_the_chair(cast):
    agreed(cast)

    assert counts(cast.bloc) == {}
    assert counts(cast.chair) == {"nominations_to_put_forward": 1}


def test_put_forward_nomination_waits_for_the_secretary_alone(cast):
    put_forward(cast)

    assert counts(cast.clerk) == {}
    assert counts(cast.chair) == {}
    assert counts(cast.secretary) == {"nominations_to_vote": 1}
    assert counts(cast.member) == {}


def test_withdrawn_nomination_waits_for_nobody(cast):
    nomination = proposed(cast)
    with on(16):
        withdraw_nomination(user=cast.clerk, nomination_id=nomination.pk, note="Nhầm hình thức")

    assert counts(cast.clerk) == {}
    assert counts(cast.bloc) == {}


def test_open_meeting_waits_for_its_secretary_only(cast):
    open_meeting(cast)

    assert counts(cast.secretary) == {"meetings_open": 1}
    assert counts(cast.member) == {}


# --- Achievement reports ------------------------------------------------------------------------


def test_report_to_write_stands_with_the_nominee_until_it_is_submitted(cast):
    nomination = agreed(cast)
    report = start_achievement_report(user=cast.clerk, nomination=nomination)
    nominee, day = cast.nominee.individual_id, clock.today()

    before = [(task.what, task.about, task.pk) for task in report_tasks(nominee, day)]
    report = save_achievement_report(
        user=cast.nominee,
        report_id=report.pk,
        version=report.version,
        values={"achievement": "Hướng dẫn dân làm thủ tục tại làng.", "measures": "Đi từng làng."},
    )
    submit_achievement_report(user=cast.nominee, report_id=report.pk)

    assert before == [("Viết báo cáo thành tích", "Lương Thị Ngần", report.pk)]
    assert report_tasks(nominee, day) == []
    assert report_tasks(cast.outsider.individual_id, day) == []
    assert counts(cast.chair)["reports_to_confirm"] == 1
    assert "reports_to_confirm" not in counts(cast.outsider)


# --- Dossiers -----------------------------------------------------------------------------------


def test_dossier_row_counts_what_it_lacks(cast):
    drafting_dossier(cast, put_forward(cast))

    (dossier,) = unfinished_dossiers(cast.clerk, clock.today())

    assert (dossier.nominees, dossier.unagreed, dossier.unwritten, dossier.unvoted) == (1, 0, 1, 1)
    assert dossier_lacks(dossier) == (
        "01 báo cáo thành tích chưa xác nhận, 01 trường hợp chưa bình xét"
    )


def test_dossiers_are_shown_to_clerk_and_chair_of_the_commune_only(cast, stranger):
    drafting_dossier(cast, put_forward(cast))

    shown = [
        len(unfinished_dossiers(user, clock.today()))
        for user in (cast.clerk, cast.chair, cast.bloc, cast.nominee, stranger)
    ]

    assert shown == [1, 1, 0, 0, 0]


def test_home_shows_the_dossier_with_its_page(cast):
    dossier = drafting_dossier(cast, put_forward(cast))
    client = Client()
    client.force_login(cast.chair)

    html = client.get(reverse("home")).content.decode()

    assert reverse("awards:dossier_detail", args=[dossier.pk]) in html
    assert "01 trường hợp chưa bình xét" in html


# --- Yearly facts -------------------------------------------------------------------------------


def missing(user) -> int:
    return counts(user).get("facts_missing", 0)


def open_assessment(year, starts: datetime.date) -> None:
    YearWindow.objects.create(
        year=year,
        code="TD",
        kind=WindowKind.ASSESSMENT,
        name="Thẩm định",
        starts=starts,
        ends=datetime.date(2024, 12, 15),
    )


@pytest.mark.parametrize(("first_day", "asked"), [(20, 3), (21, 0)])
def test_yearly_facts_are_asked_for_once_the_assessment_begins(cast, first_day, asked):
    make_village(cast.commune)
    concluded(cast)
    open_assessment(cast.year, datetime.date(2024, 11, first_day))

    # One village, the Party committee, and the one person who is evaluated.
    assert missing(cast.clerk) == asked


def test_yearly_facts_leave_the_count_when_they_are_entered(cast):
    village = make_village(cast.commune)
    gone = make_village(cast.commune, "L02", "Cũ", valid_to=datetime.date(2024, 6, 30))
    open_assessment(cast.year, datetime.date(2024, 11, 1))
    before = missing(cast.clerk)

    YearlyRecord.objects.create(
        commune=cast.commune,
        year=cast.year,
        kind=FactKind.CULTURE_TITLE,
        village=village,
        value=FactValue.ACHIEVED,
        status=FactStatus.FINAL,
        paper_number="10/QĐ-UBND",
        paper_date=datetime.date(2024, 11, 10),
        issuer="UBND xã",
        recorded_by=cast.clerk,
        recorded_at=clock.now(),
    )

    assert gone.pk
    assert (before, missing(cast.clerk)) == (2, 1)


# --- Links --------------------------------------------------------------------------------------


def test_figures_lead_to_the_rows_of_this_year(cast, viewer):
    proposed(cast)

    figures = queue_context(office_queue(viewer, clock.today()), viewer, cast.year.pk)["figures"]

    nominations = reverse("awards:nomination_list")
    assert [(row["label"], row["count"]) for row in figures] == [
        ("Mô hình đã đăng ký", 0),
        ("Mô hình được công nhận", 0),
        ("Đề nghị khen thưởng", 1),
        ("Đã khen thưởng", 0),
    ]
    assert figures[2]["url"] == f"{nominations}?year={cast.year.pk}"


def test_every_tile_of_everybody_leads_to_a_page_that_opens(cast, viewer):
    administrator = make_user(cast.commune, "quantri", Role.ADMIN)
    make_user(cast.commune, "moi", Role.PARTICIPANT, must_change_password=True)
    put_forward(cast)
    proposed(cast, another_person(cast, "Đinh Văn Bốn"))
    open_meeting(cast)
    open_assessment(cast.year, datetime.date(2024, 11, 1))
    opened = {}

    for user in (cast.clerk, cast.bloc, cast.chair, cast.secretary, viewer, administrator):
        client = Client()
        client.force_login(user)
        context = queue_context(office_queue(user, clock.today()), user, cast.year.pk)
        for tile in [*context["tiles"], *context["figures"]]:
            opened[user.username, tile["label"]] = client.get(tile["url"]).status_code

    assert set(opened.values()) == {200}
    assert len(opened) == 27
