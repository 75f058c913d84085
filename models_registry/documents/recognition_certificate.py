"""Giấy công nhận mô hình: A4 across, for the owner's wall."""

from __future__ import annotations

from dandvan.documents.model import (
    Align,
    Header,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    Run,
    RunStyle,
)
from dandvan.vietnamese import long_date
from models_registry.documents.model_parts import owners_text
from models_registry.documents.recognition_decision import own_signature
from models_registry.documents.wording import curly
from models_registry.enums import DocumentKind, RecognitionOutcome
from models_registry.models import DanVanModel, Recognition


def recognition_of(dv_model: DanVanModel) -> Recognition | None:
    """The recognition that holds: the last word of a decision on the model, if it is a yes."""
    rows = dv_model.recognitions.select_related(
        "decision__paper__authority", "decision__signer__individual", "decision__commune"
    )
    last = rows.order_by("pk").last()
    return last if last is not None and last.outcome == RecognitionOutcome.RECOGNIZED else None


def build_recognition_certificate(
    recognition: Recognition, *, print_state: PrintState = PrintState.ISSUED
) -> OfficialDocument:
    """The certificate of one recognized model, dated by its decision."""
    decision, dv_model = recognition.decision, recognition.dv_model
    commune, paper, year = dv_model.commune, decision.paper, dv_model.year
    return OfficialDocument(
        kind=DocumentKind.RECOGNITION_CERTIFICATE,
        rule_set=RuleSet.CERTIFICATE,
        type_name="Công nhận",
        header=Header(()),
        place=commune.place_name,
        date=paper.date,
        issuer_name=paper.authority.name,
        authority_line=paper.authority.name,
        body=(
            _line(f"Mô hình “{year.plan.movement_name}” năm {year.year}"),
            _line(Run(f"“{curly(dv_model.name)}”", RunStyle.BOLD)),
            _line("của ", Run(owners_text(dv_model), RunStyle.BOLD)),
        ),
        signatures=(own_signature(decision),),
        foot_note=f"Theo Quyết định số {paper} {long_date(paper.date)}",
        print_state=print_state,
        landscape=True,
        title_metadata=f"Giấy công nhận mô hình “{dv_model.name}”",
    )


def _line(*content: Run | str) -> Paragraph:
    return Paragraph(content, align=Align.CENTER, indent=False)
