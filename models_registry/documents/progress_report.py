"""Báo cáo tiến độ of one model: what was said on a day, and the figures known by then."""

from __future__ import annotations

from dandvan.documents.model import (
    Heading,
    HeadingLevel,
    LabelValues,
    OfficialDocument,
    PrintState,
    RuleSet,
    paragraphs,
)
from models_registry.documents.model_parts import figures_table, model_facts, reporter_signature
from models_registry.documents.wording import commune_header, curly
from models_registry.enums import DocumentKind
from models_registry.models import ModelReport
from models_registry.queries_figures import figure_grid


def build_progress_report(
    report: ModelReport, *, print_state: PrintState = PrintState.DRAFT
) -> OfficialDocument:
    """A progress report of a model as it was on the day it bears."""
    dv_model, commune = report.dv_model, report.dv_model.commune
    return OfficialDocument(
        kind=DocumentKind.PROGRESS_REPORT,
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Báo cáo tiến độ mô hình",
        subject_line=f"“{dv_model.name}”",
        header=commune_header(commune),
        place=commune.place_name,
        date=report.date,
        issuer_name=commune.ubnd_name,
        body=(
            Heading(HeadingLevel.SECTION, "I.", "Thông tin chung"),
            LabelValues(model_facts(dv_model, report.date)),
            Heading(HeadingLevel.SECTION, "II.", "Tiến độ thực hiện"),
            *paragraphs(curly(report.text)),
            Heading(HeadingLevel.SECTION, "III.", "Số liệu đến ngày báo cáo"),
            figures_table(figure_grid(dv_model, until=report.date), verified=False),
        ),
        signatures=(reporter_signature(dv_model, report.date),),
        print_state=print_state,
    )
