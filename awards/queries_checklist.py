"""The checklist of a dossier: what each part rests on, what lacks, where it is mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.timezone import localtime

from awards.domain.checklist import (
    PartFacts,
    PartStatus,
    needed_for,
    next_step,
    part_status,
)
from awards.enums import EvaluationState, ItemRule, NominationState, ReportState
from awards.models import Dossier, DossierComponent, DossierItem, Nomination, NomineeVote
from awards.queries_council import meeting_day, votes_of
from awards.queries_nomination import detailed
from awards.queries_resting import models_behind_each, recognizing_decision, result_text
from dandvan.vietnamese import short_date
from models_registry.models import DanVanModel, Post


def nominations_of(dossier: Dossier) -> tuple[Nomination, ...]:
    """Nominations in a dossier, collectives first, each as entered."""
    rows = detailed(dossier.nominations.exclude(state=NominationState.WITHDRAWN))
    posts = Prefetch("evaluation__individual__posts", Post.objects.select_related("village"))
    rows = rows.prefetch_related("transitions", posts).order_by("pk")
    return tuple(sorted(rows, key=lambda row: row.evaluation.collective_id is None))


@dataclass(frozen=True)
class ChecklistRow:
    """One part of a dossier: `status` is present, missing, not_due or not_applicable.

    `detail` holds numbers and dates of what is there, `reason` what is lacking; `items` the
    uploaded files; `mend_url_name` with `mend_kwargs` is the page where it is mended.
    """

    component: DossierComponent
    status: PartStatus
    detail: str
    reason: str
    needed_by: str
    due_now: bool
    mend_url_name: str = ""
    mend_kwargs: dict[str, Any] = field(default_factory=dict)
    items: tuple[DossierItem, ...] = ()


@dataclass(frozen=True)
class DossierCase:
    """What the checklist reads of one nominee, read once."""

    nomination: Nomination
    models: tuple[DanVanModel, ...]
    vote: NomineeVote | None


@dataclass(frozen=True)
class _Part:
    """What was found for one part, and where it is mended."""

    found: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    url_name: str = ""
    kwargs: dict[str, Any] = field(default_factory=dict)


def _unique(texts: list[str]) -> tuple[str, ...]:
    """Texts in their order, each once."""
    return tuple(dict.fromkeys(text for text in texts if text))


def _evaluations(dossier: Dossier, cases: Sequence[DossierCase]) -> _Part:
    lacking = [c for c in cases if c.nomination.evaluation.state == EvaluationState.OPEN]
    found = [str(c.nomination.subject) for c in cases if c not in lacking]
    first = lacking[0].nomination.evaluation_id if lacking else None
    return _Part(
        _unique(found),
        tuple(f"chưa kết luận phiếu của {c.nomination.subject}" for c in lacking),
        "admin:awards_evaluation_change" if first else "",
        {"object_id": first} if first else {},
    )


def _bloc_opinion(dossier: Dossier, cases: Sequence[DossierCase]) -> _Part:
    found, lacking, first = [], [], None
    for case in cases:
        moved = [t for t in case.nomination.transitions.all() if t.edge == "agree"]
        if moved and case.nomination.state != NominationState.PROPOSED:
            found.append(short_date(localtime(moved[-1].at).date()))
        else:
            lacking.append(f"chưa có ý kiến về {case.nomination.subject}")
            first = first or case.nomination.pk
    url = "admin:awards_nomination_page" if first else ""
    return _Part(_unique(found), tuple(lacking), url, {"object_id": first} if first else {})


def _recognition(dossier: Dossier, cases: Sequence[DossierCase]) -> _Part:
    decisions, lacking = [], []
    for case in cases:
        own = [d for row in case.models if (d := recognizing_decision(row))]
        decisions += own
        if not own:
            lacking.append(f"{case.nomination.subject} chưa có mô hình được công nhận")
    ordered = sorted(decisions, key=lambda row: (row.paper.date, row.pk))
    url = "admin:models_registry_danvanmodel_changelist" if lacking else ""
    return _Part(_unique([str(row.paper) for row in ordered]), tuple(lacking), url)


def _model_results(dossier: Dossier, cases: Sequence[DossierCase]) -> _Part:
    found, lacking, first = [], [], None
    for case in cases:
        if not case.models:
            lacking.append(f"{case.nomination.subject} chưa có mô hình được công nhận")
        for row in case.models:
            if result_text(row):
                found.append(row.code)
            else:
                lacking.append(f"mô hình {row.code} chưa có báo cáo kết quả")
                first = first or row.pk
    url = "admin:models_registry_danvanmodel_change" if first else ""
    return _Part(
        _unique(sorted(found)), _unique(lacking), url, {"object_id": first} if first else {}
    )


def _achievement_reports(dossier: Dossier, cases: Sequence[DossierCase]) -> _Part:
    found, lacking, first = [], [], None
    for case in cases:
        report = getattr(case.nomination, "achievement_report", None)
        name = case.nomination.subject
        if report is None:
            lacking.append(f"chưa có báo cáo của {name}")
        elif report.state == ReportState.DRAFT:
            lacking.append(f"báo cáo của {name} chưa gửi")
        elif report.state == ReportState.SUBMITTED:
            lacking.append(f"báo cáo của {name} chưa được xác nhận")
        else:
            found.append(short_date(report.confirmed_on))
            continue
        first = first or (
            ("admin:awards_achievementreport_workbench", {"object_id": report.pk})
            if report
            else ("admin:awards_nomination_page", {"object_id": case.nomination.pk})
        )
    url, kwargs = first or ("", {})
    return _Part(_unique(found), tuple(lacking), url, kwargs)


def _minutes(dossier: Dossier, cases: Sequence[DossierCase]) -> _Part:
    found, lacking, first = [], [], None
    for case in cases:
        if case.vote is None:
            lacking.append(f"chưa bình xét {case.nomination.subject}")
        elif (minutes := case.vote.meeting.minutes) is not None:
            found.append(str(minutes.paper or short_date(minutes.date)))
        else:
            first = case.vote.meeting_id
            day = short_date(meeting_day(case.vote.meeting))
            lacking.append(f"biên bản họp ngày {day} chưa có số")
    if first:
        return _Part(
            _unique(found), _unique(lacking), "admin:awards_meeting_workbench", {"object_id": first}
        )
    url = "admin:awards_appraisalmeeting_changelist" if lacking else ""
    return _Part(_unique(found), _unique(lacking), url)


def _proposal(dossier: Dossier, cases: Sequence[DossierCase]) -> _Part:
    paper = dossier.proposal
    return _Part((str(paper.paper or ""),)) if paper else _Part((), ("chưa ký tờ trình",))


def _candidate_list(dossier: Dossier, cases: Sequence[DossierCase]) -> _Part:
    paper = dossier.proposal
    return _Part((short_date(paper.date),)) if paper else _Part((), ("lập khi ký tờ trình",))


_RECORD_RULES: dict[str, Callable[[Dossier, Sequence[DossierCase]], _Part]] = {
    ItemRule.EVALUATIONS: _evaluations,
    ItemRule.BLOC_OPINION: _bloc_opinion,
    ItemRule.RECOGNITION_DECISIONS: _recognition,
    ItemRule.MODEL_RESULTS: _model_results,
    ItemRule.ACHIEVEMENT_REPORTS: _achievement_reports,
    ItemRule.MINUTES: _minutes,
    ItemRule.PROPOSAL: _proposal,
    ItemRule.CANDIDATE_LIST: _candidate_list,
}


def _uploaded(dossier: Dossier, rule: str, items: tuple[DossierItem, ...]) -> _Part:
    """A part that only files fill; the signed scan must be younger than the signature."""
    if rule == ItemRule.SIGNED_SCAN:
        signed = dossier.proposal
        items = tuple(row for row in items if signed and row.added_at >= signed.issued_at)
    found = [row.paper_number or short_date(row.paper_date) or str(row.attachment) for row in items]
    if found:
        return _Part(_unique(found))
    lacking = "chưa tải lên"
    if rule == ItemRule.SIGNED_SCAN and dossier.proposal is None:
        lacking = "tải lên sau khi ký"
    return _Part((), (lacking,), "admin:awards_dossier_item_add", {"object_id": dossier.pk})


def components_of(dossier: Dossier) -> tuple[DossierComponent, ...]:
    """Parts that a dossier of this level needs, valid on the day it was made, in order."""
    rows = DossierComponent.objects.filter(
        commune_id=dossier.commune_id, level=dossier.award_kind.level
    )
    return tuple(rows.on(localtime(dossier.created_at).date()).order_by("order", "pk"))


def items_of(dossier: Dossier) -> dict[int, tuple[DossierItem, ...]]:
    """Files in a dossier that were not taken out, by part."""
    found: dict[int, tuple[DossierItem, ...]] = {}
    rows = dossier.items.filter(removed_at__isnull=True).select_related("attachment")
    for row in rows.order_by("order", "pk"):
        found[row.component_id] = (*found.get(row.component_id, ()), row)
    return found


def cases_of(dossier: Dossier) -> list[DossierCase]:
    """The nominees of a dossier with their models and votes."""
    rows = nominations_of(dossier)
    votes = votes_of(rows)
    models = models_behind_each([row.subject for row in rows], dossier.year)
    return [DossierCase(row, models[row.subject], votes.get(row.pk)) for row in rows]


def checklist_of(
    dossier: Dossier, cases: Sequence[DossierCase] | None = None
) -> tuple[ChecklistRow, ...]:
    """Every part that the dossier must have, in its order, with what is there and what lacks.

    `cases` saves reading the nominees again.
    """
    cases = cases_of(dossier) if cases is None else list(cases)
    items = items_of(dossier)
    with_collective = any(c.nomination.evaluation.collective_id for c in cases)
    step = next_step(dossier.state)
    rows = []
    for component in components_of(dossier):
        files = items.get(component.pk, ())
        rule = _RECORD_RULES.get(component.rule)
        part = rule(dossier, cases) if rule else _uploaded(dossier, component.rule, files)
        applies = with_collective or not component.only_with_collective
        status = part_status(
            PartFacts(component.rule, component.needed_by, part.found, part.lacking, applies),
            dossier.state,
        )
        missing = status == PartStatus.MISSING
        rows.append(
            ChecklistRow(
                component=component,
                status=status,
                detail=", ".join(part.found) if applies else "",
                reason="; ".join(part.lacking) if missing else "",
                needed_by=component.needed_by,
                due_now=step is not None and needed_for(step, component.needed_by),
                mend_url_name=part.url_name if missing else "",
                mend_kwargs=part.kwargs if missing else {},
                items=files,
            )
        )
    return tuple(rows)
