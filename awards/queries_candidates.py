"""Whom one may propose: every concluded sheet of a year with what each honor still lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from awards.enums import NominationState
from awards.models import Award, Evaluation, Nomination
from awards.queries_evaluation import VOTE_RULE, FindingView, findings_for
from awards.queries_nomination import (
    blocking_sentence,
    candidates_of,
    warning_sentence,
    wrong_kind_sentences,
)
from models_registry.enums import ImpedimentEffect, SubjectType
from models_registry.models import AwardKind, EmulationYear, Impediment

SubjectKey = tuple[int | None, int | None]


@dataclass(frozen=True)
class KindCell:
    """What one honor still lacks of one candidate; `may` when he can be proposed now."""

    kind: AwardKind
    lacking: tuple[FindingView, ...]
    reasons: tuple[str, ...]
    nomination: Nomination | None

    @property
    def may(self) -> bool:
        """Whether nothing stands against proposing him."""
        return not (self.lacking or self.reasons or self.nomination)


@dataclass(frozen=True)
class Candidate:
    """A concluded sheet, what warns, and one cell for each honor of its type of subject."""

    evaluation: Evaluation
    warnings: tuple[str, ...]
    cells: tuple[KindCell, ...]


def candidate_rows(year: EmulationYear, day: date) -> tuple[Candidate, ...]:
    """Every concluded sheet of a year, collectives first; the same few queries for any number."""
    sheets = list(candidates_of(year.plan.commune_id, year.pk))
    sheets.sort(key=lambda row: (row.collective_id is None, row.pk))
    rows = AwardKind.objects.filter(commune_id=year.plan.commune_id).on(day)
    kinds = [
        kind
        for kind in rows.select_related("authority").prefetch_related("criteria")
        if kind.authority.holds_on(day)
    ]
    around = _Around(sheets, year, day)
    views = findings_for(sheets)
    return tuple(
        Candidate(
            evaluation=sheet,
            warnings=around.said(sheet),
            cells=tuple(
                _cell(sheet, kind, views[sheet.pk], around, day)
                for kind in kinds
                if _is_for(kind, sheet)
            ),
        )
        for sheet in sheets
    )


def _is_for(kind: AwardKind, sheet: Evaluation) -> bool:
    """Whether the honor is for this type of subject."""
    if sheet.subject_type == SubjectType.COLLECTIVE:
        return kind.for_collectives
    return kind.for_individuals


class _Around:
    """What stands around the sheets of one year, read once: nominations, awards, impediments."""

    def __init__(self, sheets: Sequence[Evaluation], year: EmulationYear, day: date) -> None:
        """Read it for these subjects."""
        collectives = [row.collective_id for row in sheets if row.collective_id]
        individuals = [row.individual_id for row in sheets if row.individual_id]
        mine = Q(collective__in=collectives) | Q(individual__in=individuals)
        nominations = Nomination.objects.filter(evaluation__year=year).select_related("evaluation")
        self.nominations: dict[tuple[SubjectKey, int], Nomination] = {
            (_key(row.evaluation), row.award_kind_id): row
            for row in nominations.exclude(state=NominationState.WITHDRAWN)
        }
        self.awards = {
            ((row.collective_id, row.individual_id), row.award_kind_id)
            for row in Award.objects.filter(mine, year=year)
        }
        self.impediments: dict[SubjectKey, list[Impediment]] = defaultdict(list)
        for row in Impediment.objects.filter(mine):
            if row.stands_on(day):
                self.impediments[(row.collective_id, row.individual_id)].append(row)

    def blocking(self, sheet: Evaluation) -> tuple[str, ...]:
        """Impediments that stop an honor."""
        return tuple(
            blocking_sentence(sheet.subject, row)
            for row in self.impediments.get(_key(sheet), ())
            if row.effect == ImpedimentEffect.BLOCKS
        )

    def said(self, sheet: Evaluation) -> tuple[str, ...]:
        """All impediments, those that stop and those that only warn."""
        warns = tuple(
            warning_sentence(sheet.subject, row)
            for row in self.impediments.get(_key(sheet), ())
            if row.effect == ImpedimentEffect.WARNS
        )
        return (*self.blocking(sheet), *warns)


def _key(sheet: Evaluation) -> SubjectKey:
    """Who is evaluated, as two numbers of which one is empty."""
    return sheet.collective_id, sheet.individual_id


def _cell(
    sheet: Evaluation,
    kind: AwardKind,
    views: Sequence[FindingView],
    around: _Around,
    day: date,
) -> KindCell:
    """One honor for one candidate."""
    needed = {criterion.pk for criterion in kind.criteria.all()}
    lacking = tuple(
        view
        for view in views
        if view.criterion.pk in needed and not view.is_met and view.criterion.rule != VOTE_RULE
    )
    key = (_key(sheet), kind.pk)
    awarded = (
        (f"{sheet.subject} đã được tặng {kind} năm {sheet.year.year}.",)
        if key in around.awards
        else ()
    )
    return KindCell(
        kind=kind,
        lacking=lacking,
        reasons=(*wrong_kind_sentences(sheet, kind, day), *awarded, *around.blocking(sheet)),
        nomination=around.nominations.get(key),
    )
