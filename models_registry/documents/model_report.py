"""Báo cáo kết quả of one model, as a sheet of the dossier."""

from __future__ import annotations

from datetime import date

from dandvan.documents.model import (
    Align,
    Block,
    Column,
    Heading,
    HeadingLevel,
    LabelValue,
    LabelValues,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    SignatureBlock,
    SignatureRow,
    Table,
    paragraphs,
)
from dandvan.vietnamese import short_date
from models_registry.documents.figures import NOT_VERIFIED, figure_lines
from models_registry.documents.wording import (
    SIGN_NOTE,
    commune_header,
    curly,
    decision_citation,
    person_name,
    post_title,
)
from models_registry.enums import RecognitionOutcome, ReportKind
from models_registry.models import DanVanModel, ModelReport

_FIGURE_COLUMNS = (
    Column("STT", 1, Align.CENTER),
    Column("Chỉ tiêu", 6),
    Column("Đơn vị", 2.4, Align.CENTER),
    Column("Đề ra", 2.2, Align.RIGHT),
    Column("Báo cáo", 2.4, Align.RIGHT),
    Column("Đã kiểm tra", 2.6, Align.RIGHT),
)


def build_model_report(
    dv_model: DanVanModel, *, print_state: PrintState = PrintState.DRAFT
) -> OfficialDocument:
    """The current result report of a model: who, where, text, figures, what was decided."""
    report = dv_model.reports.filter(kind=ReportKind.RESULT, is_current=True).first()
    day = report.date if report else dv_model.year.cutoff
    return OfficialDocument(
        kind="model_report",
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Báo cáo kết quả mô hình",
        subject_line=f"“{dv_model.name}”",
        header=commune_header(dv_model.commune),
        place=dv_model.commune.place_name,
        date=report.date if report else None,
        issuer_name=dv_model.commune.ubnd_name,
        body=_body(dv_model, report, day),
        signatures=(_signature(dv_model),),
        print_state=print_state,
        foot_note=_recognition(dv_model),
        title_metadata=f"Báo cáo kết quả mô hình “{dv_model.name}”",
    )


def _body(dv_model: DanVanModel, report: ModelReport | None, day: date) -> tuple[Block, ...]:
    return (
        Heading(HeadingLevel.SECTION, "I.", "Thông tin chung"),
        LabelValues(_facts(dv_model, day)),
        Heading(HeadingLevel.SECTION, "II.", "Kết quả thực hiện"),
        *(paragraphs(curly(report.text)) if report else (Paragraph("Chưa có báo cáo kết quả."),)),
        Heading(HeadingLevel.SECTION, "III.", "Số liệu"),
        _figures(dv_model),
    )


def _facts(dv_model: DanVanModel, day: date) -> tuple[LabelValue, ...]:
    villages = ", ".join(str(village) for village in dv_model.villages.all())
    starts, ends = short_date(dv_model.start_date), short_date(dv_model.end_date)
    period = f"Từ {starts}" + (f" đến {ends}" if ends else "") if starts else ""
    co_owners = ", ".join(row.name for row in dv_model.co_owners.all())
    return (
        LabelValue("Mã mô hình", dv_model.code),
        LabelValue("Của", ", ".join(filter(None, (dv_model.owner_name, co_owners)))),
        LabelValue("Nội dung", dv_model.main_area.short_title if dv_model.main_area else ""),
        LabelValue("Địa bàn", villages),
        LabelValue("Thời gian", period),
        LabelValue("Người tham gia", _members(dv_model, day)),
    )


def _members(dv_model: DanVanModel, day: date) -> str:
    rows = dv_model.members.select_related("individual")
    return "; ".join(
        f"{person_name(row.individual)} – {row.get_part_display().lower()}"
        + (f" ({title})" if (title := post_title(row.individual, day)) else "")
        for row in rows
    )


def _figures(dv_model: DanVanModel) -> Table:
    rows = tuple(
        (
            str(number),
            line.name,
            line.unit,
            line.target,
            line.reported,
            line.verified or (NOT_VERIFIED if line.reported else ""),
        )
        for number, line in enumerate(figure_lines(dv_model), start=1)
    )
    return Table(_FIGURE_COLUMNS, rows, empty_note="Mô hình không có số liệu.")


def _recognition(dv_model: DanVanModel) -> str:
    """What was decided after the report was written, as a note under it."""
    rows = dv_model.recognitions.filter(outcome=RecognitionOutcome.RECOGNIZED)
    rows = rows.select_related("decision__paper__authority")
    cited = [decision_citation(row.decision) for row in rows]
    return f"Mô hình đã được công nhận tại {'; '.join(cited)}." if cited else ""


def _signature(dv_model: DanVanModel) -> SignatureRow:
    return SignatureRow(
        (SignatureBlock(("Người báo cáo",), dv_model.owner_person.full_name, SIGN_NOTE),)
    )
