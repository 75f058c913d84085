"""Reads of evaluations: what stands against an honor, what guards ask, the year's table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from awards.domain.evaluation_flow import EvaluationFacts
from awards.enums import (
    DossierState,
    EvaluationState,
    FindingMark,
    NominationState,
    OutcomeResult,
)
from awards.models import DossierTransition, Evaluation
from awards.queries_evaluation_access import (
    evaluation_actors,
    evaluations_visible_to,
    evidence_for,
    impediments_of,
    impediments_shown_to,
    open_choices,
    standing_impediments,
)
from awards.queries_evaluation_facts import YearSources, key_of, vote_of_evaluation
from awards.queries_evaluation_findings import (
    VOTE_RULE,
    FindingLink,
    FindingView,
    changes_since_frozen,
    criteria_of,
    findings_for,
    findings_from,
    findings_of,
    frozen_rows,
)
from dandvan import clock
from models_registry.enums import SubjectType
from models_registry.models import AwardKind, Collective, Criterion, EmulationYear, Individual
from models_registry.models.dated import on_day

__all__ = [
    "VOTE_RULE",
    "FindingLink",
    "FindingView",
    "FindingsTable",
    "SheetRow",
    "Suggestion",
    "award_kinds_for",
    "changes_since_frozen",
    "evaluation_actors",
    "evaluation_facts",
    "evaluations_visible_to",
    "evidence_for",
    "findings_for",
    "findings_of",
    "findings_table",
    "frozen_rows",
    "impediments_of",
    "impediments_shown_to",
    "open_choices",
    "outcome_text",
    "own_collective_sentence",
    "readiness",
    "standing_impediments",
    "unmet_for",
]


@dataclass(frozen=True)
class SheetRow:
    """A row of the year's table: one evaluation with its findings in the table's columns."""

    evaluation: Evaluation
    cells: tuple[FindingView | None, ...]

    @property
    def unmet(self) -> tuple[str, ...]:
        """Codes that are not met."""
        return tuple(c.criterion.code for c in self.cells if c and c.mark == FindingMark.NOT_MET)

    @property
    def pending(self) -> tuple[str, ...]:
        """Codes without a result."""
        return tuple(c.criterion.code for c in self.cells if c and c.mark == FindingMark.PENDING)

    @property
    def met_count(self) -> int:
        """How many criteria are met."""
        return sum(1 for c in self.cells if c and c.mark == FindingMark.MET)


@dataclass(frozen=True)
class FindingsTable:
    """Subjects of one type and the criteria they are held against."""

    subject_type: SubjectType
    criteria: tuple[Criterion, ...]
    rows: tuple[SheetRow, ...]


class Suggestion(NamedTuple):
    """A subject with a recognized model of the year that nobody evaluates yet."""

    subject_type: str
    pk: int
    name: str
    models: str


def unmet_for(
    evaluation: Evaluation,
    award_kind: AwardKind,
    *,
    without_vote: bool = False,
    views: Sequence[FindingView] | None = None,
) -> tuple[FindingView, ...]:
    """Criteria that this honor needs and the subject does not meet, in plan order.

    `without_vote` leaves out the vote; `views` saves reading the findings again. Each view's
    `sentence` names the clause. Source: plan IV.1.3.
    """
    needed = {criterion.pk for criterion in award_kind.criteria.all()}
    found = findings_of(evaluation) if views is None else views
    return tuple(
        view
        for view in found
        if view.criterion.pk in needed
        and view.mark != FindingMark.MET
        and not (without_vote and view.criterion.rule == VOTE_RULE)
    )


def award_kinds_for(evaluation: Evaluation, day: date) -> QuerySet[AwardKind]:
    """Honors of the commune that this type of subject may get on the day, own level first."""
    field = (
        "for_collectives"
        if evaluation.subject_type == SubjectType.COLLECTIVE
        else "for_individuals"
    )
    rows = AwardKind.objects.filter(on_day(day), commune_id=evaluation.commune_id, **{field: True})
    rows = rows.select_related("authority").prefetch_related("criteria")
    return rows.order_by("level", "code")


def own_collective_sentence(subject: Collective | Individual, award_kind: AwardKind) -> str:
    """Why this authority cannot honor this subject: its own collective; empty when it can."""
    kind = award_kind.authority.own_collective_kind
    if kind and isinstance(subject, Collective) and subject.kind.code == kind:
        return (
            f"{award_kind.authority.name} không tự khen tập thể do mình đứng đầu: {subject.name}."
        )
    return ""


def readiness(
    evaluation: Evaluation, views: Sequence[FindingView]
) -> tuple[tuple[AwardKind, tuple[str, ...]], ...]:
    """For every honor of today: what still stands against it (codes of criteria, or words)."""
    rows = []
    for kind in award_kinds_for(evaluation, clock.today()):
        needed = {criterion.pk for criterion in kind.criteria.all()}
        lacking = (v for v in views if v.criterion.pk in needed and v.mark != FindingMark.MET)
        barred = ("không tự khen tập thể của mình",) * bool(
            own_collective_sentence(evaluation.subject, kind)
        )
        rows.append((kind, (*barred, *(view.criterion.code for view in lacking))))
    return tuple(rows)


def outcome_text(views: Sequence[FindingView]) -> str:
    """A conclusion in words, proposed to the clerk: what is met, and for which honors."""
    met = sum(1 for view in views if view.mark == FindingMark.MET)
    parts = [f"Đạt {met}/{len(views)} tiêu chuẩn."]
    for mark, words in (
        (FindingMark.NOT_MET, "Không đạt"),
        (FindingMark.PENDING, "Chưa có kết quả"),
    ):
        codes = [view.criterion.code for view in views if view.mark == mark]
        if codes:
            parts.append(f"{words}: {', '.join(codes)}.")
    return " ".join(parts)


# -- facts of the workflow -------------------------------------------------------------------


def evaluation_facts(
    evaluation: Evaluation, views: Sequence[FindingView], *, provisional_reason: str = ""
) -> EvaluationFacts:
    """What the guards ask; services build it from the locked row."""
    return EvaluationFacts(
        unmarked=tuple(
            v.criterion.code for v in views if not v.automatic and v.mark == FindingMark.PENDING
        ),
        provisional=tuple(v.criterion.code for v in views if v.provisional),
        provisional_reason=provisional_reason,
        given_back=_given_back(evaluation),
        is_current=evaluation.is_current,
    )


def _given_back(evaluation: Evaluation) -> bool:
    """Whether what rests on the frozen sheet came back: refused, returned or readdressed.

    A dossier in drafting whose nominees' sheets are frozen has been out of the house.
    """
    if evaluation.state != EvaluationState.FROZEN:
        return False
    standing = evaluation.nominations.exclude(state=NominationState.WITHDRAWN)
    turned_down = Q(outcome__result__in=(OutcomeResult.REFUSED, OutcomeResult.RETURNED))
    came_back = Q(dossier__state=DossierState.DRAFTING) & Exists(
        DossierTransition.objects.filter(
            dossier=OuterRef("dossier"), edge__in=("return", "readdress")
        )
    )
    return standing.filter(turned_down | came_back).exists()


# -- the year's table ------------------------------------------------------------------------


def findings_table(
    year: EmulationYear,
) -> tuple[tuple[FindingsTable, ...], tuple[Suggestion, ...]]:
    """All current evaluations of the year against all criteria, and subjects not evaluated yet.

    One table per subject type, collectives first; a fixed number of queries for any number
    of subjects.
    """
    evaluations = list(
        Evaluation.objects.filter(year=year, is_current=True)
        .select_related("collective", "individual", "year__plan")
        .annotate(vote=vote_of_evaluation())
        .order_by("collective__kind__order", "individual__sort_name", "id")
    )
    criteria, sources = criteria_of(year), YearSources(year)
    found = findings_from(evaluations, criteria, sources)
    tables = []
    for subject_type in SubjectType:
        own = tuple(c for c in criteria if c.subject_type == subject_type)
        rows = tuple(
            SheetRow(row, _cells(own, found[row.pk]))
            for row in evaluations
            if row.subject_type == subject_type
        )
        tables.append(FindingsTable(subject_type, own, rows))
    return tuple(tables), _suggestions(evaluations, sources)


def _cells(
    criteria: Sequence[Criterion], views: Sequence[FindingView]
) -> tuple[FindingView | None, ...]:
    """Findings in the order of the columns; None where a frozen sheet has none."""
    by_code = {view.criterion.code: view for view in views}
    return tuple(by_code.get(criterion.code) for criterion in criteria)


def _suggestions(evaluations: Sequence[Evaluation], sources: YearSources) -> tuple[Suggestion, ...]:
    """Eligible subjects for whom a model would count and who have no evaluation."""
    known = {key_of(row) for row in evaluations}
    found = []
    for key, subject in sources.subjects.items():
        if key in known or not subject.eligible:
            continue
        codes = [model.code for model in sources.counting_models(key)]
        if codes:
            found.append(Suggestion(key[0], key[1], subject.name, ", ".join(codes)))
    return tuple(sorted(found, key=lambda row: (row.subject_type, row.name)))
