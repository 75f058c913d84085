"""Báo cáo kết quả of one model, as a sheet of the dossier."""

from __future__ import annotations

from datetime import date

from dandvan.documents.model import (
    Block,
    Heading,
    HeadingLevel,
    LabelValues,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    paragraphs,
)
from models_registry.documents.model_parts import figures_table, model_facts, reporter_signature
from models_registry.documents.wording import commune_header, curly, decision_citation
from models_registry.enums import RecognitionOutcome, ReportKind
from models_registry.models import DanVanModel, ModelReport
from models_registry.queries_figures import figure_grid


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
        signatures=(reporter_signature(dv_model, day),),
        print_state=print_state,
        foot_note=_recognition(dv_model),
        title_metadata=f"Báo cáo kết quả mô hình “{dv_model.name}”",
    )


def _body(dv_model: DanVanModel, report: ModelReport | None, day: date) -> tuple[Block, ...]:
    return (
        Heading(HeadingLevel.SECTION, "I.", "Thông tin chung"),
        LabelValues(model_facts(dv_model, day)),
        Heading(HeadingLevel.SECTION, "II.", "Kết quả thực hiện"),
        *(paragraphs(curly(report.text)) if report else (Paragraph("Chưa có báo cáo kết quả."),)),
        Heading(HeadingLevel.SECTION, "III.", "Số liệu"),
        figures_table(figure_grid(dv_model)),
    )


def _recognition(dv_model: DanVanModel) -> str:
    """What was decided after the report was written, as a note under it."""
    rows = dv_model.recognitions.filter(outcome=RecognitionOutcome.RECOGNIZED)
    rows = rows.select_related("decision__paper__authority")
    cited = [decision_citation(row.decision) for row in rows]
    return f"Mô hình đã được công nhận tại {'; '.join(cited)}." if cited else ""
