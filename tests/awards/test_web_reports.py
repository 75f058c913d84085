"""Báo cáo thành tích on the web: written, saved while typing, sent, confirmed, returned."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from awards.enums import ReportState
from awards.models import AchievementReport
from awards.services.achievement_report import (
    save_achievement_report,
    start_achievement_report,
    submit_achievement_report,
)
from tests.awards.web_cast import WebCast, another_person, make_web_cast, on, proposed, put_forward

LIST = reverse("awards:report_list")
TEXT = "Phụ trách mô hình, vận động 43 hộ hiến 3.265 m² đất."


@pytest.fixture
def cast(commune, year) -> WebCast:
    return make_web_cast(commune, year)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def report_url(name: str, report) -> str:
    return reverse(f"awards:report_{name}", args=[report.pk])


def draft(cast: WebCast) -> AchievementReport:
    nomination = put_forward(cast)
    with on(17, 11):
        return start_achievement_report(user=cast.nominee, nomination=nomination)


def sent(cast: WebCast) -> AchievementReport:
    report = draft(cast)
    with on(17, 12):
        saved = save_achievement_report(
            user=cast.nominee,
            report_id=report.pk,
            version=report.version,
            values={"achievement": TEXT},
        )
        return submit_achievement_report(user=cast.nominee, report_id=saved.pk)


def texts(report: AchievementReport, **given) -> dict:
    return {
        "version": report.version,
        "achievement": TEXT,
        "measures": "",
        "policy": "",
        "party_work": "",
        "act": "submit",
        **given,
    }


def test_nominee_writes_and_reads_his_report(cast):
    report = draft(cast)

    with on(18):
        response = signed_in(cast.nominee).post(
            report_url("edit", report), texts(report), follow=True
        )

    report.refresh_from_db()
    assert report.achievement == TEXT
    assert response.redirect_chain == [(report_url("detail", report), 302)]
    assert TEXT in response.content.decode()


def test_stale_form_is_refused_and_keeps_what_was_typed(cast):
    report = draft(cast)
    with on(18):
        save_achievement_report(
            user=cast.clerk,
            report_id=report.pk,
            version=report.version,
            values={"achievement": "Bản của văn phòng"},
        )
        client = signed_in(cast.nominee)

        response = client.post(report_url("edit", report), texts(report))
        page = response.content.decode()
        again = response.context["form"]["version"].value()

    report.refresh_from_db()
    assert response.status_code == 200
    assert report.achievement == "Bản của văn phòng"
    assert TEXT in page
    assert "Bản của văn phòng" in page
    assert "đã lưu báo cáo này" in page
    assert str(again) == str(report.version)


def test_autosave_saves_and_never_sends(cast):
    report = draft(cast)

    with on(18, 14):
        answer = signed_in(cast.nominee).post(report_url("autosave", report), texts(report))

    report.refresh_from_db()
    assert answer.json() == {"saved_at": "14:00", "version": report.version}
    assert report.achievement == TEXT
    assert report.state == ReportState.DRAFT


def test_autosave_of_a_stale_form_says_so(cast):
    report = draft(cast)

    with on(18):
        answer = signed_in(cast.nominee).post(
            report_url("autosave", report), texts(report, version=report.version + 5)
        )

    assert answer.status_code == 409
    assert "đã lưu báo cáo này" in answer.json()["error"]


def test_autosave_of_a_text_too_long_says_so(cast):
    report = draft(cast)

    with on(18):
        answer = signed_in(cast.nominee).post(
            report_url("autosave", report), texts(report, achievement="a" * 9000)
        )

    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Rút gọn thành tích đạt được")


def test_empty_report_is_not_sent(cast):
    report = draft(cast)

    with on(18):
        response = signed_in(cast.nominee).post(report_url("submit", report), follow=True)

    report.refresh_from_db()
    assert [str(m) for m in response.context["messages"]] == [
        "Chưa gửi được: còn thiếu thành tích đạt được."
    ]
    assert report.state == ReportState.DRAFT
    assert not report.transitions.exists()


def test_nominee_sends_once(cast):
    report = draft(cast)
    client = signed_in(cast.nominee)
    with on(18):
        client.post(report_url("edit", report), texts(report))
        client.post(report_url("submit", report), {"once": "a"})
        client.post(report_url("submit", report), {"once": "a"})

    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert [row.edge for row in report.transitions.all()] == ["submit"]


def test_head_of_the_unit_confirms_with_the_day(cast):
    report = sent(cast)

    with on(18):
        response = signed_in(cast.chair).post(
            report_url("confirm", report), {"confirmed_on": "18/11/2024"}, follow=True
        )

    report.refresh_from_db()
    assert report.state == ReportState.CONFIRMED
    assert report.confirmer_name == "Nguyễn Văn Chủ"
    assert f"{report.confirmed_on:%d/%m/%Y}" == "18/11/2024"
    assert response.redirect_chain == [(report_url("detail", report), 302)]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Nhập ngày xác nhận, ví dụ 20/11/2024."),
        ("16/11/2024", "Ngày xác nhận 16/11/2024 không thể trước ngày báo cáo 17/11/2024."),
        ("19/11/2024", "Ngày xác nhận 19/11/2024 chưa tới. Kiểm tra lại ngày."),
    ],
)
def test_confirmation_with_a_wrong_day_is_refused(cast, day, sentence):
    report = sent(cast)

    with on(18):
        response = signed_in(cast.chair).post(report_url("confirm", report), {"confirmed_on": day})

    report.refresh_from_db()
    assert sentence in response.content.decode()
    assert report.state == ReportState.SUBMITTED
    assert report.confirmed_on is None


def test_head_returns_with_a_note_the_nominee_reads_first(cast):
    report = sent(cast)
    with on(18):
        signed_in(cast.chair).post(report_url("return", report), {"note": "Ghi rõ số hộ."})
        page = signed_in(cast.nominee).get(report_url("edit", report)).content.decode()

    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    assert "Ghi rõ số hộ." in page


def test_sent_report_is_not_written_on(cast):
    report = sent(cast)

    with on(18):
        response = signed_in(cast.nominee).get(report_url("edit", report), follow=True)

    assert response.redirect_chain == [(report_url("detail", report), 302)]
    assert [str(m) for m in response.context["messages"]] == [
        "Báo cáo đang ở trạng thái “Chờ xác nhận” nên không sửa được."
    ]


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("edit", "member"),
        ("autosave", "chair"),
        ("submit", "chair"),
        ("confirm", "nominee"),
        ("confirm", "clerk"),
        ("return", "member"),
    ],
)
def test_acts_of_another_role_are_forbidden(cast, name, who):
    report = sent(cast)
    before = report.version

    with on(18):
        response = signed_in(getattr(cast, who)).post(
            report_url(name, report), {"note": "x", "confirmed_on": "18/11/2024", **texts(report)}
        )

    report.refresh_from_db()
    assert response.status_code == 403
    assert (report.version, report.state) == (before, ReportState.SUBMITTED)


@pytest.mark.parametrize("name", ["submit", "return", "autosave"])
def test_acts_take_no_get(cast, name):
    assert signed_in(cast.nominee).get(report_url(name, draft(cast))).status_code == 405


def test_report_does_not_exist_for_others(cast, stranger):
    report = sent(cast)

    with on(18):
        for user in (stranger, cast.outsider):
            client = signed_in(user)
            for name in ("detail", "edit", "confirm"):
                assert client.get(report_url(name, report)).status_code == 404
            for name in ("submit", "return", "autosave"):
                assert client.post(report_url(name, report)).status_code == 404


def test_list_asks_the_same_queries_for_one_row_and_three(cast, django_assert_num_queries):
    client = signed_in(cast.clerk)
    draft(cast)
    with on(18):
        client.get(LIST)
        with django_assert_num_queries(6):
            client.get(LIST)
        for name in ("Đinh Thị Mlip", "Vi Văn Toản"):
            start_achievement_report(
                user=cast.clerk, nomination=proposed(cast, another_person(cast, name))
            )

    with on(18), django_assert_num_queries(6):
        assert len(client.get(LIST).context["page_obj"].object_list) == 3
