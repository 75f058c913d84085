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
from dandvan.vietnamese import long_date
from models_registry.documents.model_parts import figures_table, model_facts, villages_text
from models_registry.documents.wording import (
    UNKNOWN,
    commune_header,
    curly,
    person_name,
    post_title,
)
from models_registry.enums import DocumentKind
from models_registry.models import ModelAssessment
from models_registry.queries_figures import figure_grid
from models_registry.queries_law import recipients_for

_MARK_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Phẩm chất", 4),
    Column("Kết quả", 2.4, Align.CENTER),
    Column("Căn cứ, lý do", 7),
)
# Written in by hand: nobody records the hour and the spot of a visit.
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
    dv_model, commune = assessment.dv_model, assessment.dv_model.commune
    villages = villages_text(dv_model, assessment.date)
    where = f"{villages}, {commune.name}" if villages else commune.name
    team = paragraphs(curly(assessment.team)) or (Paragraph(_BY_HAND),)
    return (
        Paragraph(f"Thời gian bắt đầu: {_HOUR}, {long_date(assessment.date)}."),
        Paragraph(f"Địa điểm: {_BY_HAND} ({where})."),
        Paragraph("Thành phần tham dự:", keep_with_next=True),
        *team,
        Paragraph(f"Chủ trì (chủ tọa): {_BY_HAND}"),
        Paragraph(f"Thư ký (người ghi biên bản): {_writer(assessment)}."),
        Heading(HeadingLevel.SECTION, "I.", "Mô hình được thẩm định"),
        LabelValues(
            (
                LabelValue("Tên mô hình", curly(dv_model.name)),
                *model_facts(dv_model, assessment.date),
            )
        ),
    )


def _writer(assessment: ModelAssessment) -> str:
    """Who recorded the round, with the post of that day."""
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
        Heading(HeadingLevel.SECTION, "III.", "Kết luận"),
        *paragraphs(curly(assessment.conclusion)),
    )


def _closing(assessment: ModelAssessment) -> str:
    return (
        "Biên bản được đọc lại cho những người tham dự cùng nghe và thống nhất. "
        f"Buổi thẩm định kết thúc vào {_HOUR}, {long_date(assessment.date)}"
    )


def _signatures(assessment: ModelAssessment) -> SignatureRow:
    """Who wrote, the model's owner, who led it (his name is not on record)."""
    return SignatureRow(
        (
            SignatureBlock(("Thư ký",), assessment.assessed_by.display_name),
            SignatureBlock(
                ("Chủ mô hình",), assessment.dv_model.registrant_on(assessment.date).full_name
            ),
            SignatureBlock(("Chủ tọa",)),
        )
    )
