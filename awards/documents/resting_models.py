"""Models that the nominees of a dossier rest on, and the decisions that recognized them."""

from __future__ import annotations

from collections.abc import Iterable

from awards.documents.nominees import Nominee
from awards.queries_resting import models_behind_each
from models_registry.enums import RecognitionOutcome
from models_registry.models import (
    Collective,
    DanVanModel,
    Decision,
    EmulationYear,
    Individual,
)


def models_of_nominees(nominees: Iterable[Nominee]) -> tuple[DanVanModel, ...]:
    """Models behind all nominees, each once, in order of year and code."""
    by_year: dict[EmulationYear, list[Collective | Individual]] = {}
    for nominee in nominees:
        evaluation = nominee.nomination.evaluation
        by_year.setdefault(evaluation.year, []).append(evaluation.subject)
    return each_once(
        row
        for year, subjects in by_year.items()
        for models in models_behind_each(subjects, year).values()
        for row in models
    )


def each_once(models: Iterable[DanVanModel]) -> tuple[DanVanModel, ...]:
    """Models, each once, in order of year and code."""
    found = {row.pk: row for row in models}
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
