"""Biên bản thẩm định mô hình of one round (Nghị định 30/2020/NĐ-CP, PL III, mẫu 1.9)."""

from __future__ import annotations

from dandvan.documents.model import (
    Align,
    Block,
    Column,
    Heading,
    HeadingLevel,
    LabelValue,
    LabelValues,
    NumberedItem,
    NumberLine,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    SignatureBlock,
    SignatureRow,
    Table,
    paragraphs,
)
from dandvan.vietnamese import long_date, short_date
from models_registry.documents.model_parts import figures_table, model_facts, villages_text
from models_registry.documents.wording import (
    UNKNOWN,
    commune_header,
    curly,
    person_name,
    post_title,
)
from models_registry.enums import DocumentKind, TeamPart
from models_registry.models import AssessmentAttendee, ModelAssessment
from models_registry.queries_figures import figure_grid
from models_registry.queries_law import recipients_for

_MARK_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Phẩm chất", 4),
    Column("Kết quả", 2.4, Align.CENTER),
    Column("Căn cứ, lý do", 7),
)
_REQUEST_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Phẩm chất", 3.4),
    Column("Cần bổ sung", 7),
    Column("Hạn", 2.4, Align.CENTER),
)
# Written in by hand where it is not on record.
_HOUR = f"{UNKNOWN} giờ {UNKNOWN} phút"
_BY_HAND = "." * 40


def build_assessment_minutes(
    assessment: ModelAssessment, *, print_state: PrintState = PrintState.DRAFT
) -> OfficialDocument:
    """The minutes of one round: who, when, each quality with its reason, the conclusion."""
    dv_model, commune = assessment.dv_model, assessment.dv_model.commune
    later = f" (vòng {assessment.round})" if assessment.round > 1 else ""
    return OfficialDocument(
        kind=DocumentKind.ASSESSMENT_MINUTES,
        rule_set=RuleSet.MINUTES,
        type_name="Biên bản",
        subject_line=f"Thẩm định mô hình “{curly(dv_model.name)}”{later}",
        header=commune_header(commune),
        number_line=NumberLine(f"BB-{commune.agency_symbol}"),
        place=commune.place_name,
        date=assessment.date,
        issuer_name=commune.ubnd_name,
        body=(*_opening(assessment), *_results(assessment), Paragraph(_closing(assessment))),
        signatures=(_signatures(assessment),),
        recipients=recipients_for(commune, DocumentKind.ASSESSMENT_MINUTES, assessment.date),
        print_state=print_state,
    )


def _opening(assessment: ModelAssessment) -> tuple[Block, ...]:
    """Time, place, team and the model they looked at."""
    dv_model = assessment.dv_model
    leader = _attendee(assessment, TeamPart.LEADER)
    return (
        Paragraph(f"Thời gian bắt đầu: {_hour(assessment)}, {long_date(assessment.date)}."),
        Paragraph(f"Địa điểm: {_place(assessment)}."),
        Paragraph("Thành phần tham dự:", keep_with_next=True),
        *_team(assessment),
        Paragraph(
            f"Chủ trì (chủ tọa): {_named(leader, assessment)}."
            if leader
            else f"Chủ trì (chủ tọa): {_BY_HAND}"
        ),
        Paragraph(f"Thư ký (người ghi biên bản): {_writer(assessment)}."),
        Heading(HeadingLevel.SECTION, "I.", "Mô hình được thẩm định"),
        LabelValues(
            (
                LabelValue("Tên mô hình", curly(dv_model.name)),
                *model_facts(dv_model, assessment.date),
            )
        ),
    )


def _hour(assessment: ModelAssessment) -> str:
    """When it began; two blanks where nobody recorded it."""
    start = assessment.starts_at
    return f"{start:%H} giờ {start:%M} phút" if start else _HOUR


def _place(assessment: ModelAssessment) -> str:
    """Where it was held, else a line with the model's villages beside it."""
    if assessment.place:
        return curly(assessment.place)
    commune = assessment.dv_model.commune
    villages = villages_text(assessment.dv_model, assessment.date)
    where = f"{villages}, {commune.name}" if villages else commune.name
    return f"{_BY_HAND} ({where})"


def _team(assessment: ModelAssessment) -> tuple[Block, ...]:
    """The members of the team that were there, by which decision, and others."""
    lines: list[Block] = []
    people = assessment.attendees.select_related("individual__commune")
    if people:
        if assessment.by_team is not None:
            lines.append(Paragraph(f"{assessment.by_team}:", keep_with_next=True))
        lines += [
            NumberedItem(f"{_named(row, assessment)} – {row.get_part_display()};", label=f"{n}.")
            for n, row in enumerate(people, start=1)
        ]
    lines += paragraphs(curly(assessment.team))
    return tuple(lines) or (Paragraph(_BY_HAND),)


def _attendee(assessment: ModelAssessment, part: TeamPart) -> AssessmentAttendee | None:
    """Who did this in the session."""
    return assessment.attendees.filter(part=part).select_related("individual__commune").first()


def _named(row: AssessmentAttendee, assessment: ModelAssessment) -> str:
    """A person of the session with the post of that day."""
    person = row.individual
    return ", ".join(filter(None, (person_name(person), post_title(person, assessment.date))))


def _writer(assessment: ModelAssessment) -> str:
    """The secretary of the session, else who recorded it, with the post of that day."""
    if secretary := _attendee(assessment, TeamPart.SECRETARY):
        return _named(secretary, assessment)
    person = assessment.assessed_by.individual
    if person is None:
        return assessment.assessed_by.display_name
    return ", ".join(filter(None, (person_name(person), post_title(person, assessment.date))))


def _results(assessment: ModelAssessment) -> tuple[Block, ...]:
    """Marks with reason and evidence, figures as verified, conclusion."""
    rows = []
    marks = assessment.marks.select_related("quality", "evidence").order_by("quality__order")
    for number, mark in enumerate(marks, start=1):
        evidence = f"\nMinh chứng: {mark.evidence}" if mark.evidence else ""
        reason = f"{curly(mark.reason)}{evidence}"
        rows.append((str(number), mark.quality.name, mark.get_mark_display(), reason))
    grid = figure_grid(assessment.dv_model)
    figures = (Paragraph("Số liệu của mô hình:", keep_with_next=True), figures_table(grid))
    return (
        Heading(HeadingLevel.SECTION, "II.", "Kết quả thẩm định"),
        Table(_MARK_COLUMNS, tuple(rows), empty_note="Chưa ghi kết quả."),
        *(figures if grid.rows else ()),
        *_requests(assessment),
        Heading(HeadingLevel.SECTION, "III.", "Kết luận"),
        *paragraphs(curly(assessment.conclusion)),
    )


def _requests(assessment: ModelAssessment) -> tuple[Block, ...]:
    """What is asked for where the evidence is not enough."""
    rows = tuple(
        (str(number), row.quality.name, curly(row.what), short_date(row.due))
        for number, row in enumerate(assessment.requests.select_related("quality"), start=1)
    )
    if not rows:
        return ()
    words = "Chưa đủ căn cứ để đánh giá; chủ mô hình bổ sung:"
    return (Paragraph(words, keep_with_next=True), Table(_REQUEST_COLUMNS, rows))


def _closing(assessment: ModelAssessment) -> str:
    return (
        "Biên bản được đọc lại cho những người tham dự cùng nghe và thống nhất. "
        f"Buổi thẩm định kết thúc vào {_HOUR}, {long_date(assessment.date)}"
    )


def _signatures(assessment: ModelAssessment) -> SignatureRow:
    """Who wrote, the model's owner, who led it (blank where that is not on record)."""
    secretary = _attendee(assessment, TeamPart.SECRETARY)
    leader = _attendee(assessment, TeamPart.LEADER)
    wrote = secretary.individual.full_name if secretary else assessment.assessed_by.display_name
    return SignatureRow(
        (
            SignatureBlock(("Thư ký",), wrote),
            SignatureBlock(
                ("Chủ mô hình",), assessment.dv_model.registrant_on(assessment.date).full_name
            ),
            SignatureBlock(("Chủ tọa",), leader.individual.full_name if leader else ""),
        )
    )
