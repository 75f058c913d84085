"""Báo cáo thành tích on the form of the decree in force (dossiers, section 5)."""

from __future__ import annotations

import re
from datetime import date

from awards.documents.nominees import PastHonor, past_honors
from awards.documents.report_facts import collective_facts, person_facts, short_facts
from awards.models import AchievementReport
from dandvan import clock
from dandvan.documents.model import (
    Align,
    Block,
    Column,
    Header,
    Heading,
    HeadingLevel,
    LabelValues,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    Run,
    RunStyle,
    SignatureBlock,
    SignatureRow,
    Table,
    paragraphs,
)
from dandvan.vietnamese import long_date
from models_registry.documents.wording import SEAL_NOTE, SIGN_NOTE, curly, subject_name
from models_registry.enums import DocumentKind
from models_registry.models import Collective, Individual

FULL_COLLECTIVE, FULL_INDIVIDUAL, MOVEMENT = "full_collective", "full_individual", "movement"
_NOT_WRITTEN = "(Chưa ghi.)"
# The seal beside the signature names the body already.
_BODY_OF_POST = re.compile(r"\s+(Ủy ban nhân dân|UBND)\b.*$")


def report_day(report: AchievementReport) -> date:
    """The day on which the report speaks: handed in, else today."""
    return report.submitted_on or clock.today()


def build_achievement_report(
    report: AchievementReport, *, print_state: PrintState = PrintState.DRAFT
) -> OfficialDocument:
    """The report of one nominee on its form; the form's number only where it is confirmed."""
    nomination, day = report.nomination, report_day(report)
    subject, form = nomination.subject, report.form
    commune = nomination.commune
    movement, year = nomination.evaluation.year.plan.movement_name, nomination.evaluation.year.year
    note = f"(Về thành tích thực hiện phong trào thi đua “{movement}” năm {year})"
    return OfficialDocument(
        kind=DocumentKind.ACHIEVEMENT_REPORT,
        rule_set=RuleSet.DECREE_FORM,
        type_name="Báo cáo thành tích",
        subject_line=f"Đề nghị tặng {nomination.award_kind.name}".upper(),
        title_notes=(note,),
        header=_header(subject),
        place=commune.place_name,
        date=report.submitted_on,
        issuer_name=commune.ubnd_name,
        form_mark=form.form_number if form.number_confirmed else "",
        body=(
            *_opening(report, subject, day),
            *_achievements(report, subject),
            *(_past(subject, day) if form.with_past_awards else ()),
        ),
        signatures=_signatures(report, subject, day),
        print_state=print_state,
        title_metadata=f"Báo cáo thành tích của {subject_name(subject)}",
    )


def _header(subject: Collective | Individual) -> Header:
    """The proposing unit; above it the commune where the unit is not the committee itself."""
    commune = subject.commune
    own = tuple(commune.header_lines)
    is_committee = isinstance(subject, Individual) or subject.name == commune.ubnd_name
    return Header(own) if is_committee else Header((subject.name,), superior=own)


def _name_line(label: str, name: str) -> Paragraph:
    return Paragraph((f"{label}: ", Run(name, RunStyle.BOLD)))


def _opening(
    report: AchievementReport, subject: Collective | Individual, day: date
) -> tuple[Block, ...]:
    """Name line and part I of the form."""
    if isinstance(subject, Individual):
        title = (
            "Sơ lược lý lịch"
            if report.form.layout == FULL_INDIVIDUAL
            else "Sơ lược đặc điểm, tình hình"
        )
        facts = person_facts if report.form.layout == FULL_INDIVIDUAL else short_facts
        return (
            Heading(HeadingLevel.SECTION, "I.", title),
            LabelValues(facts(subject, day)),
        )
    name = _name_line("Tên tập thể đề nghị", subject.name)
    situation, duties = collective_facts(subject)
    section = Heading(HeadingLevel.SECTION, "I.", "Sơ lược đặc điểm, tình hình")
    if report.form.layout == FULL_COLLECTIVE:
        return (
            name,
            section,
            Heading(HeadingLevel.CLAUSE, "1.", "Đặc điểm, tình hình"),
            LabelValues(situation),
            Heading(HeadingLevel.CLAUSE, "2.", "Chức năng, nhiệm vụ"),
            *(paragraphs(curly(duties)) or (Paragraph(_NOT_WRITTEN),)),
        )
    return (name, section, LabelValues(situation), *paragraphs(curly(duties)))


def _achievements(report: AchievementReport, subject: Collective | Individual) -> tuple[Block, ...]:
    """Part II: the texts that were written, under the headings of the form."""
    texts = [
        ("Thành tích đạt được", report.achievement),
        ("Những biện pháp, nguyên nhân đạt được thành tích", report.measures),
        (
            "Việc thực hiện chủ trương, chính sách của Đảng, pháp luật của Nhà nước",
            report.policy,
        ),
        ("Hoạt động của tổ chức đảng, đoàn thể", report.party_work),
    ]
    if isinstance(subject, Individual) and report.form.layout == FULL_INDIVIDUAL:
        duties = ("Quyền hạn, nhiệm vụ được giao hoặc đảm nhận", subject.tasks)
        texts = [duties, ("Thành tích đạt được của cá nhân", report.achievement), *texts[1:]]
    written = [(title, text) for title, text in texts if text.strip()]
    section = Heading(HeadingLevel.SECTION, "II.", "Thành tích đạt được")
    if not written:
        return (section, Paragraph(_NOT_WRITTEN))
    if len(written) == 1:
        return (section, *paragraphs(curly(written[0][1])))
    blocks: list[Block] = [section]
    for number, (title, text) in enumerate(written, start=1):
        blocks.append(Heading(HeadingLevel.CLAUSE, f"{number}.", title))
        blocks.extend(paragraphs(curly(text)))
    return tuple(blocks)


def _past(subject: Collective | Individual, day: date) -> tuple[Block, ...]:
    """Part III: the two tables of titles and of awards."""
    honors = past_honors(subject, day)
    parts = (
        (
            "1.",
            "Danh hiệu thi đua",
            "Số, ngày, tháng, năm của quyết định công nhận danh hiệu thi đua; "
            "cơ quan ban hành quyết định",
            True,
        ),
        (
            "2.",
            "Hình thức khen thưởng",
            "Số, ngày, tháng, năm của quyết định khen thưởng; cơ quan ban hành quyết định",
            False,
        ),
    )
    blocks: list[Block] = [
        Heading(HeadingLevel.SECTION, "III.", "Các hình thức đã được khen thưởng")
    ]
    for label, title, paper_title, is_title in parts:
        blocks.append(Heading(HeadingLevel.CLAUSE, label, title))
        columns = (Column("Năm", 1.2, Align.CENTER), Column(title, 3), Column(paper_title, 6))
        rows = tuple(_honor_cells(row) for row in honors if row.is_title is is_title)
        blocks.append(Table(columns, rows, empty_note="Chưa có."))
    return tuple(blocks)


def _honor_cells(row: PastHonor) -> tuple[str, str, str]:
    return str(row.year), row.name, f"Số {row.number} {long_date(row.date)}; {row.issuer}"


def _signatures(
    report: AchievementReport, subject: Collective | Individual, day: date
) -> tuple[SignatureRow, ...]:
    """Blocks of the form: who reports, who confirms; names only of those who did."""
    confirmed = f"N{long_date(report.confirmed_on)[1:]}" if report.confirmed_on else ""
    words = (
        "Thủ trưởng đơn vị xác nhận, đề nghị"
        if isinstance(subject, Individual)
        else "Xác nhận của cấp trình khen thưởng"
    )
    post = _BODY_OF_POST.sub("", report.confirmer_post)
    posts = (post,) if post else ()
    confirmer = SignatureBlock(
        (words, *posts), name=report.confirmer_name, note=SEAL_NOTE, dateline=confirmed
    )
    if isinstance(subject, Individual):
        reporter = SignatureBlock(("Người báo cáo thành tích",), subject.full_name, SIGN_NOTE)
        proposing = SignatureBlock(("Xác nhận của cấp trình khen thưởng",), note=SEAL_NOTE)
        return (
            SignatureRow((confirmer, reporter)),
            SignatureRow((proposing,), position=Align.CENTER),
        )
    head = subject.head_on(day)
    leader = SignatureBlock(("Thủ trưởng đơn vị",), head.full_name if head else "", SEAL_NOTE)
    return (SignatureRow((confirmer, leader)),)
