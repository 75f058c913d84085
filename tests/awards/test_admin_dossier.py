"""The clerk's pages of nominations, reports, meetings and dossiers in the admin."""

from __future__ import annotations

import datetime
import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.enums import DossierState, ItemRule, NominationState, ReportState
from awards.models import (
    AchievementReport,
    AppraisalMeeting,
    Award,
    Dossier,
    DossierComponent,
    Nomination,
)
from models_registry.models import AwardKind, Decision
from tests.awards.award_steps import (
    appraised,
    confirmed_report,
    filled_dossier,
    nominated,
    sent_report,
    upward_kind,
    voted,
)
from tests.awards.web_cast import (
    WebCast,
    another_person,
    concluded,
    make_web_cast,
    on,
    open_meeting,
    proposed,
)


@pytest.fixture
def cast(commune, year) -> WebCast:
    return make_web_cast(commune, year)


@pytest.fixture
def kind(cast) -> AwardKind:
    return upward_kind(cast)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def staff(user):
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    return user


def url(name: str, *args, **kwargs) -> str:
    return reverse(f"admin:awards_{name}", args=args or None, kwargs=kwargs or None)


def get(user, address: str, day: int = 19):
    with on(day):
        return signed_in(user).get(address)


def post(user, address: str, day: int = 19, **data):
    with on(day):
        return signed_in(user).post(address, data, follow=True)


def says(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def page(row) -> str:
    """The page of a row."""
    names = {
        Nomination: "nomination_page",
        AchievementReport: "achievementreport_workbench",
        AppraisalMeeting: "meeting_workbench",
        Dossier: "dossier_workbench",
    }
    return url(names[type(row)], object_id=row.pk)


def act(row, name: str) -> str:
    names = {
        Nomination: "nomination_page_act",
        AchievementReport: "achievementreport_workbench_act",
        AppraisalMeeting: "meeting_workbench_act",
        Dossier: "dossier_workbench_act",
    }
    return url(names[type(row)], object_id=row.pk, act=name)


def rows_of(cast: WebCast, kind: AwardKind):
    """A row of each kind."""
    nomination = nominated(cast, kind)
    report = sent_report(cast, nomination)
    return [nomination, report, filled_dossier(cast, nomination), open_meeting(cast)]


def scan() -> SimpleUploadedFile:
    """A scan of one empty page."""
    stream = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(stream)
    return SimpleUploadedFile("ban-chup.pdf", stream.getvalue(), "application/pdf")


# -- who gets in ---------------------------------------------------------------------------------


def test_pages_are_the_clerks(cast, kind, stranger):
    chair = staff(cast.chair)
    for row in rows_of(cast, kind):
        assert get(cast.clerk, page(row)).status_code == 200
        assert get(chair, page(row)).status_code == 403
        assert get(stranger, page(row)).status_code == 404
        assert post(cast.clerk, page(row)).status_code == 405
        assert signed_in(cast.nominee).get(page(row)).status_code == 302


def test_stock_pages_lead_to_ours_and_never_save(cast, kind):
    for row in rows_of(cast, kind):
        stock = url(f"{row._meta.model_name}_change", row.pk)

        assert get(cast.clerk, stock).headers["Location"] == page(row)
        assert get(cast.clerk, url(f"{row._meta.model_name}_add")).status_code == 403
        assert get(cast.clerk, url(f"{row._meta.model_name}_delete", row.pk)).status_code == 403


@pytest.mark.parametrize(
    "model", ["nomination", "achievementreport", "appraisalmeeting", "dossier"]
)
def test_lists_show_the_communes_rows_only(cast, kind, stranger, model):
    rows_of(cast, kind)
    address = url(f"{model}_changelist")

    assert get(cast.clerk, address).context["cl"].result_count == 1
    assert get(stranger, address).context["cl"].result_count == 0
    assert get(staff(cast.chair), address).status_code == 403


def test_nominations_are_found_without_tone_marks(cast, kind):
    nominated(cast, kind)
    address = url("nomination_changelist")

    assert [
        get(cast.clerk, f"{address}?q={word}").context["cl"].result_count
        for word in ("luong ngan", "NGẦN", "khac")
    ] == [1, 1, 0]


def test_unknown_acts_and_strange_addresses_do_not_exist(cast, kind):
    row = nominated(cast, kind)

    assert get(cast.clerk, act(row, "chia-tay")).status_code == 404
    assert get(cast.clerk, url("nomination_change", "abc")).status_code == 404
    assert get(cast.clerk, url("nomination_candidates") + "?nam=1999").status_code == 404


# -- nominations ---------------------------------------------------------------------------------


def test_candidates_say_what_each_honor_lacks(cast, kind):
    evaluation = concluded(cast)
    other = concluded(cast, another_person(cast, "Đinh Văn Tư"))
    finding = other.findings.get()
    finding.mark = "not_met"
    finding.save(update_fields=["mark"])

    response = get(cast.clerk, url("nomination_candidates"))

    cells = {
        (c.evaluation.pk, cell.kind.code): (
            cell.may,
            [f.criterion.code for f in cell.lacking],
        )
        for c in response.context["candidates"]
        for cell in c.cells
    }
    assert cells == {
        (evaluation.pk, "GK_XA"): (True, []),
        (evaluation.pk, "GK_HUYEN"): (True, []),
        (other.pk, "GK_XA"): (False, ["CN1a"]),
        (other.pk, "GK_HUYEN"): (False, ["CN1a"]),
    }


def test_candidates_ask_as_often_for_one_as_for_three(cast, kind, django_assert_num_queries):
    concluded(cast)
    client = signed_in(cast.clerk)
    address = url("nomination_candidates")
    with on(19):
        client.get(address)
        with CaptureQueriesContext(connection) as first:
            client.get(address)
    for name in ("Đinh Văn Tư", "Đinh Thị Năm"):
        concluded(cast, another_person(cast, name))

    with on(19), django_assert_num_queries(len(first)):
        client.get(address)


def test_clerk_proposes_once_by_double_click(cast, kind):
    evaluation = concluded(cast)
    address = url("nomination_propose", evaluation=evaluation.pk, kind=kind.pk)

    for _ in range(2):
        response = post(cast.clerk, address, once="a", citation="Hướng dẫn 623 lượt")

    row = Nomination.objects.get()
    assert response.redirect_chain == [(page(row), 302)]
    assert (row.award_kind, row.citation) == (kind, "Hướng dẫn 623 lượt")


def test_a_refused_proposal_keeps_what_was_typed(cast):
    row = proposed(cast)
    address = url("nomination_propose", evaluation=row.evaluation_id, kind=cast.award_kind.pk)

    response = post(cast.clerk, address, citation="Đã gõ")

    assert response.context["form"].non_field_errors() == [
        "Lương Thị Ngần đã được đề nghị Giấy khen của Chủ tịch UBND xã năm 2024."
    ]
    assert response.context["form"]["citation"].value() == "Đã gõ"


def test_proposal_of_another_commune_does_not_exist(cast, stranger):
    evaluation = concluded(cast)
    address = url("nomination_propose", evaluation=evaluation.pk, kind=cast.award_kind.pk)

    assert get(stranger, address).status_code == 404


def test_clerk_records_the_bloc_from_paper_and_the_scan_survives_a_refusal(cast):
    row = proposed(cast)
    given = {"paper_number": "03/BC-DV", "paper_date": "18/11/2024"}
    cast.signer.body = "bloc"
    cast.signer.save(update_fields=["body"])

    refused = post(cast.clerk, act(row, "agree"), **given, scan=scan())
    kept = refused.context["form"]["scan_kept"].value()
    response = post(cast.clerk, act(row, "agree"), **given, signer=cast.signer.pk, scan_kept=kept)

    row.refresh_from_db()
    assert refused.context["form"].non_field_errors() == [
        "Ghi nhận theo văn bản đã ký còn thiếu người ký."
    ]
    assert row.state == NominationState.AGREED
    assert says(response) == ["Đã ghi nhận Khối Dân vận thống nhất đề nghị Lương Thị Ngần."]
    assert row.transitions.last().paper_scan_id == int(kept)


def test_withdraw_without_a_reason_is_refused_on_its_form(cast):
    row = proposed(cast)

    response = post(cast.clerk, act(row, "withdraw"), note=" ")

    row.refresh_from_db()
    assert response.context["form"].non_field_errors() == ["Ghi lý do khi “Rút đề nghị”."]
    assert row.state == NominationState.PROPOSED


def test_an_act_of_another_state_leads_back_with_its_reason(cast):
    row = proposed(cast)

    with on(19):
        response = signed_in(cast.clerk).get(act(row, "put_forward"), follow=True)

    assert says(response) == ["Không thể “Đưa ra bình xét” khi đang ở trạng thái “Đã đề xuất”."]


def test_citation_and_report_are_begun_from_the_nomination(cast, kind):
    row = nominated(cast, kind)

    post(cast.clerk, act(row, "citation"), citation="Ngắn")
    response = post(cast.clerk, act(row, "report"))

    row.refresh_from_db()
    assert (row.citation, response.redirect_chain[0][0]) == ("Ngắn", page(row.achievement_report))


# -- achievement reports -------------------------------------------------------------------------


def test_report_is_written_sent_and_confirmed_from_paper(cast, kind):
    row = nominated(cast, kind)
    post(cast.clerk, act(row, "report"))
    report = AchievementReport.objects.get()
    texts = {"achievement": "Hướng dẫn 623 lượt.", "form": report.form_id}

    post(cast.clerk, act(report, "write"), **texts, version=report.version)
    post(cast.clerk, act(report, "submit"))
    post(
        cast.clerk,
        act(report, "confirm"),
        confirmed_on="19/11/2024",
        signer=cast.signer.pk,
        paper_number="Báo cáo thành tích",
        paper_date="19/11/2024",
        scan=scan(),
    )

    report.refresh_from_db()
    assert (report.state, report.achievement, report.confirmer_name) == (
        ReportState.CONFIRMED,
        "Hướng dẫn 623 lượt.",
        "Nguyễn Văn Chủ",
    )


def test_a_stale_report_is_refused_once_and_keeps_the_text(cast, kind):
    row = nominated(cast, kind)
    post(cast.clerk, act(row, "report"))
    report = AchievementReport.objects.get()
    given = {"form": report.form_id, "achievement": "Của tôi"}

    first = post(cast.clerk, act(report, "write"), **given, version=99)
    again = first.context["form"]["version"].value()

    assert first.context["form"]["achievement"].value() == "Của tôi"
    assert "người khác đã lưu báo cáo này" in first.context["form"].non_field_errors()[0]
    assert again == str(report.version)


# -- meetings ------------------------------------------------------------------------------------


def test_clerk_holds_a_meeting_from_entry_to_minutes(cast, kind):
    row = nominated(cast, kind)
    chair = cast.council.members.get(post="chair")
    with on(18, 16):
        client = signed_in(cast.clerk)
        client.post(
            url("meeting_new"),
            {
                "year": cast.year.pk,
                "day": "18/11/2024",
                "starts": "14:00",
                "place": "Hội trường",
                "chair": chair.pk,
                "ballot": "show_of_hands",
            },
        )
        meeting = AppraisalMeeting.objects.get()
        people = {f"presence_{m.pk}": "present" for m in cast.council.members.all()}
        client.post(act(meeting, "attendance"), {**people, "version": 1})
        client.post(
            url("meeting_vote", meeting.pk, row.pk),
            {"version": 2, "votes_for": 3, "votes_against": 0, "no_opinion": 0},
        )
        client.post(act(meeting, "close"), {"version": 3, "ends": "15:30"})
        client.post(act(meeting, "minutes"), {"number_text": "07/BB-HĐTĐKT", "date": "18/11/2024"})

    meeting.refresh_from_db()
    assert (meeting.votes.get().passed, str(meeting.minutes.paper)) == (True, "07/BB-HĐTĐKT")
    assert get(cast.clerk, page(meeting)).status_code == 200


def test_a_wrong_count_is_refused_on_its_form(cast, kind):
    row = nominated(cast, kind)
    meeting = open_meeting(cast)

    response = post(
        cast.clerk,
        url("meeting_vote", meeting.pk, row.pk),
        version=meeting.version,
        votes_for=4,
        votes_against=0,
        no_opinion=0,
    )

    assert response.context["form"].non_field_errors() == [
        "Tổng số phiếu là 4, phải bằng 3 "
        "(có mặt 4, trong đó 1 không tham gia biểu quyết). Kiểm tra lại số phiếu."
    ]


def test_vote_of_somebody_else_does_not_exist(cast, kind):
    meeting = open_meeting(cast)
    row = proposed(cast)

    assert get(cast.clerk, url("meeting_vote", meeting.pk, row.pk)).status_code == 404


def test_council_is_edited_as_a_reference_row(cast, stranger):
    address = url("council_change", cast.council.pk)

    assert get(cast.clerk, address).status_code == 200
    assert get(stranger, address).status_code == 404


# -- dossiers ------------------------------------------------------------------------------------


def part(rule: ItemRule) -> DossierComponent:
    return DossierComponent.objects.get(rule=rule)


def test_clerk_makes_fills_and_checks_a_dossier(cast, kind):
    row = nominated(cast, kind)
    sent_report(cast, row)
    response = post(cast.clerk, url("dossier_new"), once="x", year=cast.year.pk, award_kind=kind.pk)
    dossier = Dossier.objects.get()
    assert response.redirect_chain == [(page(dossier), 302)]

    post(cast.clerk, act(dossier, "add_nominees"), nominations=[row.pk], version=1)
    refused = post(cast.clerk, act(dossier, "check"))
    post(
        cast.clerk,
        url("dossier_item_add", dossier.pk),
        component=part(ItemRule.RATING_PAPERS).pk,
        paper_number="97/TB-UBND",
        scan=scan(),
    )
    post(cast.clerk, act(dossier, "check"), once="y")

    dossier.refresh_from_db()
    assert refused.context["form"].non_field_errors() == ["Còn thiếu: RATING (chưa tải lên)."]
    assert (dossier.state, dossier.items.get().paper_number) == (
        DossierState.CHECKED,
        "97/TB-UBND",
    )


def test_workbench_says_what_lacks_until_when_and_where_it_is_mended(cast, kind):
    row = nominated(cast, kind)
    report = sent_report(cast, row)
    dossier = filled_dossier(cast, row)

    parts = {p["title"]: p for p in get(cast.clerk, page(dossier)).context["checklist"]}

    assert (parts["REPORTS"]["reason"], parts["REPORTS"]["url"]) == (
        "Báo cáo của Lương Thị Ngần chưa được xác nhận.",
        page(report),
    )
    assert parts["SCAN"]["url"] == (
        f"{url('dossier_item_add', dossier.pk)}?phan={part(ItemRule.SIGNED_SCAN).pk}"
    )
    assert parts["SCAN"]["detail"] == "Cần có khi gửi."
    assert {title: p["ok"] for title, p in parts.items()} == {
        "EVALUATIONS": True,
        "BLOC": True,
        "RATING": True,
        "REPORTS": False,
        "MINUTES": False,
        "PROPOSAL": None,
        "LIST": None,
        "SCAN": False,
    }


def test_buttons_are_what_the_flow_offers(cast, kind):
    row = nominated(cast, kind)
    dossier = filled_dossier(cast, row)

    buttons = get(cast.clerk, page(dossier)).context["actions"]

    assert [(b.label, b.allowed, tuple(b.reasons)) for b in buttons] == [
        ("Chuyển kiểm tra xong", False, ("Chưa gửi báo cáo thành tích: Lương Thị Ngần.",)),
        ("Hủy hồ sơ", True, ()),
    ]


def test_a_file_is_taken_out_again(cast, kind):
    row = nominated(cast, kind)
    dossier = filled_dossier(cast, row)
    item = dossier.items.get()

    response = post(cast.clerk, url("dossier_item_remove", dossier.pk, item.pk))

    assert says(response) == ["Đã gỡ tệp khỏi phần “RATING”."]
    assert dossier.items.filter(removed_at=None).count() == 0


def test_a_broken_file_is_refused_beside_its_field(cast, kind):
    dossier = filled_dossier(cast, nominated(cast, kind))
    broken = SimpleUploadedFile("a.pdf", b"khong phai pdf", "application/pdf")

    response = post(
        cast.clerk,
        url("dossier_item_add", dossier.pk),
        component=part(ItemRule.RATING_PAPERS).pk,
        scan=broken,
    )

    assert list(response.context["form"].errors) == ["scan"]
    assert dossier.items.count() == 1


def test_clerk_records_signing_sending_and_the_answer(cast, kind):
    dossier = appraised(cast, kind)
    row = dossier.nominations.get()
    given = {"date": "19/11/2024", "signer": cast.signer.pk}

    unnumbered = post(cast.clerk, act(dossier, "sign"), **given, number_text="", scan=scan())
    post(
        cast.clerk,
        act(dossier, "sign"),
        **given,
        number_text="58/TTr-UBND",
        scan_kept=unnumbered.context["form"]["scan_kept"].value(),
    )
    post(cast.clerk, act(dossier, "send"), day=20, sent_on="20/11/2024")
    post(
        cast.clerk,
        act(dossier, "decide"),
        day=30,
        number_text="3105/QĐ-UBND",
        date="29/11/2024",
        title="Tặng Giấy khen",
        **{f"result_{row.pk}": "granted"},
    )

    dossier.refresh_from_db()
    assert unnumbered.context["form"].errors.as_text() != ""
    assert (dossier.state, str(dossier.proposal.paper), str(dossier.decision.paper)) == (
        DossierState.DECIDED,
        "58/TTr-UBND",
        "3105/QĐ-UBND",
    )
    assert Award.objects.get().individual == cast.nominee.individual


def test_a_refused_answer_leaves_no_decision(cast, kind):
    dossier = appraised(cast)
    row = dossier.nominations.get()

    response = post(
        cast.clerk,
        act(dossier, "decide"),
        number_text="05/QĐ-UBND",
        date="19/11/2024",
        title="Tặng Giấy khen",
        signer=cast.signer.pk,
        scan=scan(),
        **{f"result_{row.pk}": "refused", f"reason_{row.pk}": ""},
    )

    assert response.context["form"].non_field_errors() == ["Ghi lý do đối với Lương Thị Ngần."]
    assert Decision.objects.count() == 0


def test_acts_that_the_level_does_not_know_do_not_exist(cast):
    dossier = appraised(cast)

    assert get(cast.clerk, act(dossier, "sign")).status_code == 404
    assert get(cast.clerk, act(dossier, "send")).status_code == 404


def test_every_form_of_a_dossier_can_be_opened(cast, kind):
    dossier = appraised(cast, kind)

    found = {
        name: get(cast.clerk, act(dossier, name)).status_code
        for name in ("sign", "return", "cancel", "add_item")
    }

    assert found == {"sign": 200, "return": 200, "cancel": 200, "add_item": 200}


@pytest.mark.parametrize(
    ("model", "queries"),
    [("nomination", 6), ("achievementreport", 6), ("appraisalmeeting", 6), ("dossier", 6)],
)
def test_lists_ask_as_often_for_one_row_as_for_three(
    cast, kind, model, queries, django_assert_num_queries
):
    rows_of(cast, kind)
    client = signed_in(cast.clerk)
    address = url(f"{model}_changelist")
    with on(19):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
        for name in ("Đinh Văn Tư", "Đinh Thị Năm"):
            row = nominated(cast, kind, another_person(cast, name))
            confirmed_report(cast, row)
            filled_dossier(cast, row)
        voted(cast)
        voted(cast)
        with on(19), django_assert_num_queries(queries):
            client.get(address)


def test_return_of_a_checked_dossier_by_a_note_button(cast, kind):
    dossier = appraised(cast, kind)

    response = post(cast.clerk, act(dossier, "return"), note="Bổ sung xếp loại", once="q")

    dossier.refresh_from_db()
    assert dossier.state == DossierState.DRAFTING
    assert says(response) == ["Đã trả lại hồ sơ HS-2024-01 để bổ sung."]
    assert dossier.transitions.last().at.date() == datetime.date(2024, 11, 19)
