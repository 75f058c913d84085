"""Recognized models that a nominee rests on, and the text of a report begun from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from awards.models import AchievementReport, Evaluation
from dandvan.vietnamese import short_date
from models_registry.domain.figure_texts import mismatches
from models_registry.domain.units import family_of
from models_registry.enums import (
    MemberPart,
    ModelState,
    RecognitionOutcome,
    ReportKind,
    ReviewOutcome,
)
from models_registry.models import (
    Collective,
    DanVanModel,
    Decision,
    EmulationYear,
    Individual,
    ModelMember,
    Recognition,
)
from models_registry.queries_figure_texts import counts_of, known_figure
from models_registry.queries_figure_totals import ADDED_KINDS
from models_registry.queries_figures import FigureGrid, figure_grids

# A person rests on what he led; only without such a model on what he proposed, then built.
_PARTS = (MemberPart.LEAD, MemberPart.PROPOSER, MemberPart.MAIN_CONTRIBUTOR)


def recognized_models(year: EmulationYear) -> QuerySet[DanVanModel]:
    """Recognized models that count for a year: its own, and living ones looked at in it."""
    lives_on = Q(reviews__year=year, reviews__outcome=ReviewOutcome.CONTINUES)
    rows = DanVanModel.objects.filter(
        Q(year=year) | lives_on, commune_id=year.plan.commune_id, state=ModelState.RECOGNIZED
    )
    return rows.order_by("year__year", "code", "pk").distinct()


def models_behind(subject: Collective | Individual, year: EmulationYear) -> tuple[DanVanModel, ...]:
    """Models of a collective, or those in which a person played his highest part; by code.

    Models of the year itself come before living models of earlier years.
    """
    return models_behind_each([subject], year)[subject]


def models_behind_each(
    subjects: Sequence[Collective | Individual], year: EmulationYear
) -> dict[Collective | Individual, tuple[DanVanModel, ...]]:
    """`models_behind` for several subjects at once, in the same few queries for any number."""
    collectives = [row for row in subjects if isinstance(row, Collective)]
    persons = [row for row in subjects if isinstance(row, Individual)]
    parts = _parts_of(persons)
    models = tuple(
        recognized_models(year)
        .filter(
            Q(collective__in=collectives)
            | Q(co_owners__in=collectives)
            | Q(pk__in={pk for played in parts.values() for pk in played})
        )
        .prefetch_related(
            "co_owners",
            "reports",
            Prefetch("recognitions", Recognition.objects.select_related("decision__paper")),
        )
    )
    found: dict[Collective | Individual, tuple[DanVanModel, ...]] = {
        row: tuple(m for m in models if m.collective_id == row.pk or row in m.co_owners.all())
        for row in collectives
    }
    return found | {row: _highest_part(models, parts.get(row.pk, {}), year) for row in persons}


def models_behind_all(evaluations: Iterable[Evaluation]) -> tuple[DanVanModel, ...]:
    """Models behind the subjects of these sheets, each once, in order of year and code."""
    by_year: dict[EmulationYear, list[Collective | Individual]] = {}
    for row in evaluations:
        by_year.setdefault(row.year, []).append(row.subject)
    return each_once(
        dv_model
        for year, subjects in by_year.items()
        for models in models_behind_each(subjects, year).values()
        for dv_model in models
    )


def each_once(models: Iterable[DanVanModel]) -> tuple[DanVanModel, ...]:
    """Models, each once, in order of year and code."""
    found = {row.pk: row for row in models}
    return tuple(sorted(found.values(), key=lambda row: (row.year_id, row.code, row.pk)))


def _parts_of(persons: Sequence[Individual]) -> dict[int, dict[int, set[str]]]:
    """Parts that persons played, by person and model."""
    parts: dict[int, dict[int, set[str]]] = {}
    if persons:
        rows = ModelMember.objects.filter(individual__in=persons, part__in=_PARTS)
        for person, dv_model, part in rows.values_list("individual_id", "dv_model_id", "part"):
            parts.setdefault(person, {}).setdefault(dv_model, set()).add(part)
    return parts


def _highest_part(
    models: Sequence[DanVanModel], played: Mapping[int, set[str]], year: EmulationYear
) -> tuple[DanVanModel, ...]:
    """Those of the models in which one person played his highest part."""
    for part in _PARTS:
        found = tuple(row for row in models if part in played.get(row.pk, ()))
        if found:
            own_year = tuple(row for row in found if row.year_id == year.pk)
            return own_year or found
    return ()


def recognizing_decision(dv_model: DanVanModel) -> Decision | None:
    """The latest decision that recognizes a model; uses prefetched rows where there are some."""
    found = [
        row.decision
        for row in dv_model.recognitions.all()
        if row.outcome == RecognitionOutcome.RECOGNIZED
    ]
    return max(found, key=lambda row: (row.paper.date, row.pk), default=None)


def recognizing_decisions(models: Iterable[DanVanModel]) -> tuple[Decision, ...]:
    """Decisions that recognize these models, by date, each once."""
    rows = Decision.objects.filter(
        recognitions__dv_model__in=[row.pk for row in models],
        recognitions__outcome=RecognitionOutcome.RECOGNIZED,
    )
    return tuple(
        rows.select_related("paper__authority", "scan").order_by("paper__date", "pk").distinct()
    )


def result_text(dv_model: DanVanModel) -> str:
    """The text of the current result report; empty without one."""
    reports = dv_model.reports.all()
    return next((r.text for r in reports if r.kind == ReportKind.RESULT and r.is_current), "")


def verified_lines(grid: FigureGrid) -> tuple[str, ...]:
    """Verified figures of a model, summed over villages: "Hộ hiến đất: 43 hộ".

    An indicator with a village still unverified is left out, as a part is no sum; figures
    that cannot be summed are given only for the whole model.
    """
    return tuple(
        f"{row.indicator.name}: {row.verified_text} {row.indicator.unit}"
        for row in grid.rows
        if row.verified is not None
    )


def achievement_notes(report: AchievementReport) -> list[str]:
    """Numbers of a báo cáo thành tích that the figures of its models do not bear out."""
    evaluation = report.nomination.evaluation
    models = models_behind(evaluation.subject, evaluation.year)
    grids = figure_grids(models).values()
    known = [known_figure(row) for grid in grids for row in grid.rows]
    aside = counts_of(village for row in models for village in row.villages.all())
    for kind in ADDED_KINDS:
        same = [row for row in known if row.kind == kind]
        # Sums over several models are no slip either.
        sums = {sum((row.reported or Decimal(0) for row in same), Decimal(0))}
        aside[family_of(kind, "")] = sums | {
            sum((row.verified or Decimal(0) for row in same), Decimal(0))
        }
    text = "\n".join((report.achievement, report.measures, report.policy, report.party_work))
    return [row.sentence for row in mismatches(text, known, aside=aside)]


def begun_text(models: Iterable[DanVanModel]) -> str:
    """What a báo cáo thành tích starts with: each model with result, figures and decision."""
    paragraphs, rows = [], list(models)
    grids = figure_grids(rows)
    for row in rows:
        decision = recognizing_decision(row)
        parts = [f"Mô hình “{row.name}” (năm {row.year.year})."]
        if text := result_text(row).strip():
            parts.append(text if text.endswith(".") else f"{text}.")
        if figures := verified_lines(grids[row.pk]):
            parts.append(f"Số liệu đã kiểm tra: {'; '.join(figures)}.")
        if decision:
            day = short_date(decision.paper.date)
            parts.append(f"Được công nhận tại Quyết định số {decision.paper} ngày {day}.")
        paragraphs.append(" ".join(parts))
    return "\n".join(paragraphs)
