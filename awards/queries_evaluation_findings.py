"""Findings of evaluations with their explanations: computed now, or as kept at freezing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse

from awards.domain.eligibility import FindingResult, Missing, Where, find
from awards.enums import EvaluationState, FindingMark
from awards.models import CriterionFinding, Evaluation
from awards.queries_evaluation_facts import YearSources, key_of, vote_of_evaluation
from models_registry.enums import CriterionMode
from models_registry.models import Criterion, EmulationYear

VOTE_RULE = "vote_passed"

# Where a missing fact is entered; one address stands for the whole year.
_PLACES: dict[Where, str] = {
    Where.MODEL: "admin:models_registry_danvanmodel_workbench",
    Where.YEARLY_FACTS: "admin:models_registry_yearlyrecord_year",
    Where.VILLAGES: "admin:models_registry_village_changelist",
    Where.MEETING: "admin:awards_appraisalmeeting_changelist",
}


class FindingLink(NamedTuple):
    """Where a missing fact is entered."""

    label: str
    url_name: str
    kwargs: dict[str, Any]

    @property
    def url(self) -> str:
        """The address; empty while there is no such page."""
        try:
            return reverse(self.url_name, kwargs=self.kwargs)
        except NoReverseMatch:
            return ""


@dataclass(frozen=True)
class FindingView:
    """One criterion of section IV with its finding, judged or automatic.

    `reason` is the clerk's, `explanation` the sentences of the rule; `finding` is the stored
    mark of a judged criterion (None while unmarked and on a frozen sheet).
    """

    criterion: Criterion
    mark: str
    reason: str = ""
    explanation: tuple[str, ...] = ()
    links: tuple[FindingLink, ...] = ()
    provisional: bool = False
    automatic: bool = False
    evidence: str = ""
    finding: CriterionFinding | None = None

    @property
    def mark_label(self) -> str:
        """The mark in words."""
        if self.mark == FindingMark.PENDING and self.criterion.rule == VOTE_RULE:
            return "Chưa bình xét"
        if self.mark == FindingMark.PENDING and not self.automatic:
            return "Chưa đánh giá"
        return str(FindingMark(self.mark).label)

    @property
    def mark_css(self) -> str:
        """Tone of the badge."""
        return {FindingMark.MET: "ok", FindingMark.NOT_MET: "bad"}.get(FindingMark(self.mark), "")

    @property
    def is_met(self) -> bool | None:
        """True, False, or None while there is no result."""
        return {FindingMark.MET: True, FindingMark.NOT_MET: False}.get(FindingMark(self.mark))

    @property
    def shown_links(self) -> tuple[FindingLink, ...]:
        """Links to pages that exist; several that lead to the same page stay several."""
        return tuple(link for link in self.links if link.url)

    @property
    def words(self) -> str:
        """Reason or explanation in one line."""
        return " ".join((self.reason, *self.explanation)).strip()

    @property
    def sentence(self) -> str:
        """What a refusal says about this criterion: code, clause, condition, why."""
        head = f"{self.criterion.code} ({self.criterion.clause}) – {self.mark_label.lower()}"
        text = self.criterion.text.rstrip(" .")
        return f"{head}: {text}. {self.words}".strip()


def criteria_of(year: EmulationYear) -> list[Criterion]:
    """Criteria of the year's plan, collectives first, in plan order."""
    return list(Criterion.objects.filter(plan_id=year.plan_id).order_by("subject_type", "order"))


def findings_of(evaluation: Evaluation) -> tuple[FindingView, ...]:
    """Findings of one evaluation in plan order; a frozen sheet answers from what was kept."""
    return findings_for([evaluation])[evaluation.pk]


def findings_for(
    evaluations: Sequence[Evaluation], *, as_of_now: bool = False
) -> dict[int, tuple[FindingView, ...]]:
    """Findings of several evaluations of one year, by number of the evaluation.

    The same few queries for any number. `as_of_now` computes frozen sheets anew too.
    Raises ValueError for evaluations of different years.
    """
    if not evaluations:
        return {}
    year = evaluations[0].year
    if any(row.year_id != year.pk for row in evaluations):
        raise ValueError("evaluations of one year are asked for at a time")
    return findings_from(evaluations, criteria_of(year), YearSources(year), as_of_now=as_of_now)


def findings_from(
    evaluations: Sequence[Evaluation],
    criteria: Sequence[Criterion],
    sources: YearSources,
    *,
    as_of_now: bool = False,
) -> dict[int, tuple[FindingView, ...]]:
    """Views of all criteria for each evaluation."""
    judged: dict[int, dict[int, CriterionFinding]] = defaultdict(dict)
    for row in CriterionFinding.objects.filter(evaluation__in=evaluations).select_related(
        "evidence", "marked_by__individual"
    ):
        judged[row.evaluation_id][row.criterion_id] = row
    votes = _votes(evaluations)
    found = {}
    for evaluation in evaluations:
        own = [c for c in criteria if c.subject_type == evaluation.subject_type]
        if evaluation.state == EvaluationState.FROZEN and not as_of_now:
            found[evaluation.pk] = _frozen_views(evaluation, own)
            continue
        facts = sources.facts_of(key_of(evaluation), votes.get(evaluation.pk))
        marked = judged[evaluation.pk]
        found[evaluation.pk] = tuple(
            _automatic_view(criterion, find(criterion.rule, facts, criterion.params), sources.year)
            if criterion.mode == CriterionMode.AUTOMATIC
            else _judged_view(criterion, marked.get(criterion.pk))
            for criterion in own
        )
    return found


def _votes(evaluations: Sequence[Evaluation]) -> dict[int, Any]:
    """The vote of each evaluation; read along with the rows where the query allowed it."""
    known = {row.pk: row.vote for row in evaluations if hasattr(row, "vote")}
    unknown = [row.pk for row in evaluations if row.pk not in known]
    if unknown:
        rows = Evaluation.objects.filter(pk__in=unknown).annotate(vote=vote_of_evaluation())
        known |= dict(rows.order_by().values_list("pk", "vote"))
    return known


def _automatic_view(
    criterion: Criterion, result: FindingResult, year: EmulationYear
) -> FindingView:
    """What a rule found, as a page shows it."""
    return FindingView(
        criterion=criterion,
        mark=result.mark.value,
        explanation=result.explanation,
        links=tuple(_link(missing, year) for missing in result.missing),
        provisional=result.provisional,
        automatic=True,
    )


def _link(missing: Missing, year: EmulationYear) -> FindingLink:
    """The page on which something missing is entered."""
    numbers = {Where.MODEL: missing.ident, Where.YEARLY_FACTS: year.pk}
    pk = numbers.get(missing.where)
    return FindingLink(missing.what, _PLACES[missing.where], {"pk": pk} if pk else {})


def _judged_view(criterion: Criterion, row: CriterionFinding | None) -> FindingView:
    """What a person marked, as a page shows it."""
    if row is None:
        return FindingView(criterion, FindingMark.PENDING.value)
    return FindingView(
        criterion=criterion,
        mark=row.mark,
        reason=row.reason,
        evidence=str(row.evidence) if row.evidence_id else "",
        finding=row,
    )


def frozen_rows(views: Iterable[FindingView]) -> list[dict[str, Any]]:
    """What a frozen sheet keeps: a list of objects in plan order, with the words of the plan."""
    return [
        {
            "code": view.criterion.code,
            "clause": view.criterion.clause,
            "text": view.criterion.text,
            "rule": view.criterion.rule,
            "mark": view.mark,
            "reason": view.reason,
            "explanation": list(view.explanation),
            "evidence": view.evidence,
            "provisional": view.provisional,
            "automatic": view.automatic,
        }
        for view in views
    ]


def _frozen_views(evaluation: Evaluation, criteria: Sequence[Criterion]) -> tuple[FindingView, ...]:
    """Views of what was kept; the words of the plan are those of the day of freezing."""
    by_code = {criterion.code: criterion for criterion in criteria}
    views = []
    for row in evaluation.frozen_findings or ():
        current = by_code.get(row["code"])
        kept = Criterion(
            pk=current.pk if current else None,
            plan_id=evaluation.year.plan_id,
            code=row["code"],
            clause=row["clause"],
            text=row["text"],
            full_text=current.full_text if current else row["text"],
            rule=row["rule"],
            mode=CriterionMode.AUTOMATIC if row["automatic"] else CriterionMode.JUDGED,
            subject_type=evaluation.subject_type,
        )
        views.append(
            FindingView(
                criterion=kept,
                mark=row["mark"],
                reason=row["reason"],
                explanation=tuple(row["explanation"]),
                provisional=row["provisional"],
                automatic=row["automatic"],
                evidence=row["evidence"],
            )
        )
    return tuple(views)


def changes_since_frozen(evaluation: Evaluation) -> tuple[str, ...]:
    """One warning per criterion whose sources changed since the sheet was frozen.

    Empty for a sheet that is not frozen. The sheet itself never changes.
    """
    if evaluation.state != EvaluationState.FROZEN:
        return ()
    now = {v.criterion.code: v for v in findings_for([evaluation], as_of_now=True)[evaluation.pk]}
    warnings = []
    for row in evaluation.frozen_findings or ():
        view = now.get(row["code"])
        if view is None or not row["automatic"]:
            continue
        if (view.mark, list(view.explanation)) != (row["mark"], row["explanation"]):
            label = FindingMark(row["mark"]).label.lower()
            warnings.append(
                f"{row['code']}: dữ liệu đã thay đổi sau khi khóa phiếu (khi khóa: {label}; "
                f"hiện nay: {view.mark_label.lower()}). {view.words}"
            )
    return tuple(warnings)
