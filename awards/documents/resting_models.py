"""Models that the nominees of a dossier rest on, and the decisions that recognized them."""

from __future__ import annotations

from collections.abc import Iterable

from awards.documents.nominees import Nominee
from awards.queries_resting import models_behind
from models_registry.enums import RecognitionOutcome
from models_registry.models import DanVanModel, Decision


def models_of_nominees(nominees: Iterable[Nominee]) -> tuple[DanVanModel, ...]:
    """Models behind all nominees, each once, in order of year and code."""
    found: dict[int, DanVanModel] = {}
    for nominee in nominees:
        evaluation = nominee.nomination.evaluation
        for row in models_behind(evaluation.subject, evaluation.year):
            found.setdefault(row.pk, row)
    return tuple(sorted(found.values(), key=lambda row: (row.year_id, row.code, row.pk)))


def recognizing_decisions(models: Iterable[DanVanModel]) -> tuple[Decision, ...]:
    """Decisions that recognize these models, by date, each once."""
    rows = Decision.objects.filter(
        recognitions__dv_model__in=[row.pk for row in models],
        recognitions__outcome=RecognitionOutcome.RECOGNIZED,
    )
    return tuple(
        rows.select_related("paper__authority", "scan").order_by("paper__date", "pk").distinct()
    )
