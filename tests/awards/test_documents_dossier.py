"""Papers of a dossier: same names and counts everywhere, law of the day, nothing empty."""

import re
from datetime import date, datetime

import pytest

from awards.documents.achievement_report import build_achievement_report
from awards.documents.candidate_list import build_candidate_list
from awards.documents.evaluation_sheet import build_evaluation_sheet
from awards.documents.minutes import build_minutes
from awards.documents.model_summary import build_model_summary
from awards.documents.nominees import nominees_of, past_honors
from awards.documents.paper_checks import dossier_warnings
from awards.documents.papers import dossier_papers
from awards.documents.proposal import build_proposal, proposal_bases
from awards.models import Award, Dossier, Outcome
from dandvan import clock
from dandvan.documents.model import GroupRow, ListItem, PrintState
from models_registry.documents.model_report import build_model_report
from models_registry.models import Authority, Decision, PaperNumber, Signer
from tests.awards.paper_cast import make_paper_cast
from tests.awards.pdf_text import html_text

pytestmark = pytest.mark.django_db

NAMES = ("Hội Liên hiệp Phụ nữ xã", "Ông Trịnh Quốc Dương", "Bà Đinh Thị Mai Krĭng")


@pytest.fixture(autouse=True)
def _working_day():
    with clock.at(datetime(2024, 11, 20, 9, 0)):  # noqa: DTZ001 -- clock.at makes it aware
        yield


@pytest.fixture
def cast():
    return make_paper_cast()


def rows_of(table):
    return [row for row in table.rows if not isinstance(row, GroupRow)]


def test_names_are_equal_in_proposal_list_and_minutes(cast):
    proposal = build_proposal(cast.dossier, cast.day)
    (candidates,) = proposal.annexes[0].body
    minutes = build_minutes(cast.meeting)
    result_table = minutes.body[-2]

    named = [item.runs[0].text for item in proposal.body if isinstance(item, ListItem)]
    assert tuple(text.split(",")[0] for text in named) == NAMES
    assert tuple(row.cells[1] for row in candidates.rows if hasattr(row, "cells")) == NAMES
    assert tuple(row.cells[1] for row in result_table.rows) == NAMES


def test_counts_are_equal_in_proposal_and_list(cast):
    proposal = build_proposal(cast.dossier, cast.day)
    counts = nominees_of(cast.dossier, cast.day).counts

    assert counts == "01 (một) tập thể, 02 (hai) cá nhân"
    assert f"tặng Giấy khen cho {counts} đã có thành tích" in html_text(proposal)
    titles = [row.title for row in proposal.annexes[0].body[0].rows if isinstance(row, GroupRow)]
    assert titles == ["I. TẬP THỂ: 01 (một) tập thể", "II. CÁ NHÂN: 02 (hai) cá nhân"]


def test_list_of_persons_alone_has_no_word_of_collectives():
    cast = make_paper_cast(with_collective=False)
    proposal = build_proposal(cast.dossier, cast.day)

    assert nominees_of(cast.dossier, cast.day).counts == "02 (hai) cá nhân"
    assert "tập thể" not in proposal.annexes[0].title.lower()
    titles = [row.title for row in proposal.annexes[0].body[0].rows if isinstance(row, GroupRow)]
    assert titles == ["I. CÁ NHÂN: 02 (hai) cá nhân"]


@pytest.mark.parametrize(
    ("day", "cited", "not_cited"),
    [
        (date(2023, 12, 19), "91/2017/NĐ-CP", "98/2023/NĐ-CP"),
        (date(2024, 11, 19), "98/2023/NĐ-CP", "91/2017/NĐ-CP"),
    ],
)
def test_bases_are_those_of_the_day(day, cited, not_cited):
    cast = make_paper_cast(day)
    bases = proposal_bases(cast.dossier, nominees_of(cast.dossier, day), day)
    text = " ".join(bases)

    assert f"Nghị định số {cited}" in text
    assert not_cited not in text
    assert all(row.startswith("Căn cứ ") for row in bases)
    assert bases[-4:] == (
        "Căn cứ Kế hoạch số 1360/KH-UBND ngày 09 tháng 10 năm 2023 của Ủy ban nhân dân huyện "
        "Kbang về phát động phong trào thi đua “Dân vận khéo”",
        "Căn cứ Kế hoạch số …/KH-UBND ngày … tháng … năm … của Ủy ban nhân dân xã Tơ Tung "
        "phát động phong trào thi đua “Dân vận khéo”",
        f"Căn cứ Quyết định số 112/QĐ-UBND ngày 15 tháng 11 năm {day.year} của Chủ tịch Ủy ban "
        f"nhân dân xã Tơ Tung về công nhận mô hình “Dân vận khéo” năm {day.year}",
        f"Căn cứ Biên bản số 07/BB-HĐTĐKT ngày 19 tháng {day.month} năm {day.year} của Hội đồng "
        "Thi đua – Khen thưởng xã Tơ Tung về việc xét khen thưởng",
    )


def test_proposal_is_addressed_to_the_authority_and_its_office(cast):
    proposal = build_proposal(cast.dossier, cast.day)

    assert proposal.addressees == (
        "Chủ tịch Ủy ban nhân dân huyện Kbang",
        "Phòng Nội vụ huyện Kbang",
    )
    assert proposal.recipients == (
        "Như trên",
        "TT Đảng ủy xã",
        "TT HĐND xã",
        "TT UBND xã",
        "Lưu: VT, VP",
    )


def test_proposal_of_a_deputy_is_signed_for_the_chairman(cast):
    deputy = Signer.objects.create(
        commune=cast.commune,
        individual=cast.nominations[1].subject,
        form="KT.",
        post="Phó Chủ tịch",
        valid_from=date(2024, 1, 1),
    )
    (row,) = build_proposal(cast.dossier, cast.day, signer=deputy).signatures

    assert row.blocks[0].lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert row.blocks[0].name == "Trịnh Quốc Dương"


def test_no_paper_shows_an_empty_value(cast):
    documents = [paper.build(PrintState.DRAFT) for paper in dossier_papers(cast.dossier, cast.day)]

    assert len(documents) == 9
    for document in documents:
        text = html_text(document)
        assert re.findall(r"\bNone\b|\bnan\b|\(\s*\)|: ;|, ,|\.\.(?!\.)|\[\]", text) == []


def test_minutes_tell_absence_barred_members_and_ratio(cast):
    text = html_text(build_minutes(cast.meeting))

    assert (
        "gồm 04 thành viên; có mặt 03; vắng 01: Ông Trịnh Quốc Dương (lý do: đi khám bệnh)" in text
    )
    assert (
        "Không tham gia biểu quyết: Bà Đinh Thị Mai Krĭng (đứng đầu tập thể được đề nghị)" in text
    )
    assert (
        "02 thành viên biểu quyết; tán thành 02, không tán thành 0, không có ý kiến 0; "
        "tán thành đạt 66,7% (2/3); được thông qua." in text
    )
    assert "kết thúc vào 16 giờ 00 phút, ngày 18 tháng 11 năm 2024./." in text


def test_report_prints_the_form_number_only_when_it_was_checked(cast):
    report = cast.nominations[1].achievement_report

    assert (report.form.form_number, report.form.number_confirmed) == ("Mẫu số 08", False)
    assert build_achievement_report(report).form_mark == ""
    report.form.number_confirmed = True
    assert build_achievement_report(report).form_mark == "Mẫu số 08"


def test_report_of_the_full_form_bears_its_headings(cast):
    report = cast.nominations[1].achievement_report
    report.form = cast.dossier.regime.forms.get(code="03-CN")
    text = html_text(build_achievement_report(report))

    for heading in (
        "Mẫu số 03",
        "I. SƠ LƯỢC LÝ LỊCH",
        "Ngày, tháng, năm sinh: 14 tháng 5 năm 1986",
        "II. THÀNH TÍCH ĐẠT ĐƯỢC",
        "1. Quyền hạn, nhiệm vụ được giao hoặc đảm nhận",
        "2. Thành tích đạt được của cá nhân",
        "III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG",
        "NGƯỜI BÁO CÁO THÀNH TÍCH",
    ):
        assert heading in text


def test_report_of_a_collective_bears_the_headings_of_its_form(cast):
    report = cast.nominations[0].achievement_report
    report.form = cast.dossier.regime.forms.get(code="02-TT")
    text = html_text(build_achievement_report(report))

    for heading in (
        "Tên tập thể đề nghị: Hội Liên hiệp Phụ nữ xã",
        "1. Đặc điểm, tình hình",
        "2. Chức năng, nhiệm vụ",
        "XÁC NHẬN CỦA CẤP TRÌNH KHEN THƯỞNG",
        "THỦ TRƯỞNG ĐƠN VỊ",
    ):
        assert heading in text


def test_past_honors_hold_what_was_decided_before_the_day_once(cast):
    subject = cast.nominations[1].subject
    authority = Authority.objects.get(commune=cast.commune, code="CT_UBND_XA")
    paper = PaperNumber.objects.create(
        authority=authority, number=9, symbol="QĐ-UBND", year=2024, date=date(2024, 2, 1)
    )
    decision = Decision.objects.create(
        commune=cast.commune,
        paper=paper,
        title="Về việc tặng Giấy khen",
        recorded_by=cast.clerk,
        recorded_at=clock.now(),
    )
    Award.objects.create(
        nomination=cast.nominations[1],
        award_kind=cast.commune.award_kinds.get(code="GK_XA"),
        year=cast.year,
        individual=subject,
        decision=decision,
    )

    def found(day):
        return [(row.year, row.name, row.date) for row in past_honors(subject, day)]

    before = (2023, "Giấy khen", date(2023, 12, 15))
    assert found(date(2024, 2, 1)) == [before]
    assert found(date(2024, 2, 2)) == [before, (2024, "Giấy khen", date(2024, 2, 1))]


def test_sheet_shows_every_condition_with_result_and_ground(cast):
    nomination = cast.nominations[1]
    document = build_evaluation_sheet(nomination.evaluation, nomination=nomination)
    table = next(block for block in document.body if hasattr(block, "columns"))
    codes = cast.year.plan.criteria.filter(subject_type="individual").count()

    assert len(rows_of(table)) == codes
    assert all(all(cell for cell in row.cells) for row in rows_of(table))


def test_summary_shows_reported_beside_verified_figures(cast):
    (table,) = build_model_summary(cast.dossier, cast.day).annexes[0].body
    (row,) = table.rows

    assert row.cells[4] == "Diện tích đất hiến: 3.265 m²"
    assert row.cells[5] == "Diện tích đất hiến: 3.240 m²"
    assert row.cells[7] == "\n".join(NAMES)


def test_summary_says_when_a_figure_was_not_verified(cast):
    cast.dv_model.indicators.get().values.update(verified=None)
    (table,) = build_model_summary(cast.dossier, cast.day).annexes[0].body

    assert table.rows[0].cells[5] == "Diện tích đất hiến: chưa kiểm tra"


def test_model_report_names_members_and_decision(cast):
    text = html_text(build_model_report(cast.dv_model))

    assert "Ông Trịnh Quốc Dương – phụ trách (Công chức Địa chính" in text
    assert "đã được công nhận tại Quyết định số 112/QĐ-UBND ngày 15 tháng 11 năm 2024" in text


def test_own_list_goes_to_the_chairman_with_its_dossier():
    cast = make_paper_cast(award_code="GK_XA")
    papers = dossier_papers(cast.dossier, cast.day)
    text = html_text(build_candidate_list(cast.dossier, cast.day))

    assert [paper.slug for paper in papers][:4] == [
        "quyet-dinh-khen-thuong",
        "danh-sach",
        "tong-hop-mo-hinh",
        "bien-ban",
    ]
    assert f"(Kèm theo Hồ sơ {cast.dossier.code} trình Chủ tịch Ủy ban nhân dân xã Tơ Tung)" in text


def test_own_list_after_the_decision_names_those_who_are_honored():
    cast = make_paper_cast(award_code="GK_XA")
    for number, nomination in enumerate(cast.nominations):
        Outcome.objects.create(
            nomination=nomination,
            result="refused" if number == 0 else "granted",
            reason="Đã được khen" if number == 0 else "",
            recorded_by=cast.clerk,
            recorded_at=clock.now(),
        )
    (annex,) = build_candidate_list(Dossier.objects.get(), cast.day).annexes

    assert annex.title == (
        "Danh sách cá nhân được tặng Giấy khen của Chủ tịch Ủy ban nhân dân xã Tơ Tung "
        "trong phong trào thi đua “Dân vận khéo” năm 2024"
    )
    assert tuple(row.cells[1] for row in rows_of(annex.body[0])) == NAMES[1:]


def test_page_warns_of_what_nobody_has_checked(cast):
    warnings = dossier_warnings(cast.dossier, cast.day)

    assert warnings[0] == (
        "Kế hoạch phát động của xã chưa có số, ngày nên được dẫn bằng dấu “…”. "
        "Nhập số, ngày khi biết."
    )
    assert warnings[-1] == "Tỷ lệ biểu quyết chưa đối chiếu với quy định của tỉnh."
    assert sum("Thông tư số 01/2024/TT-BNV" in row for row in warnings) == 1
