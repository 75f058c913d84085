"""Tones of the badges on pages of awards."""

from __future__ import annotations

from django import template

from awards.enums import (
    DossierState,
    EvaluationState,
    FindingMark,
    NominationState,
    OutcomeResult,
    ReportState,
)

register = template.Library()

TONES: dict[str, str] = {
    EvaluationState.OPEN: "wait",
    EvaluationState.CONCLUDED: "go",
    EvaluationState.FROZEN: "ok",
    FindingMark.MET: "ok",
    FindingMark.NOT_MET: "bad",
    FindingMark.PENDING: "wait",
    NominationState.PROPOSED: "wait",
    NominationState.AGREED: "go",
    NominationState.OBJECTED: "bad",
    NominationState.PUT_FORWARD: "ok",
    OutcomeResult.GRANTED: "honour",
    OutcomeResult.REFUSED: "bad",
    OutcomeResult.RETURNED: "wait",
    ReportState.DRAFT: "",
    ReportState.SUBMITTED: "wait",
    ReportState.CONFIRMED: "ok",
    DossierState.DRAFTING: "go",
    DossierState.CHECKED: "go",
    DossierState.APPRAISED: "go",
    DossierState.SIGNED: "ok",
    DossierState.SENT: "ok",
    DossierState.DECIDED: "honour",
}


@register.filter
def tone(value: str) -> str:
    """Tone of the badge of a state, a mark or an outcome; grey when it has none."""
    return TONES.get(value, "")
