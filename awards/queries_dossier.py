"""Reads of award dossiers: who may know of them, their guards' facts, their checklist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from awards.domain.checklist import (
    PartFacts,
    PartStatus,
    missing_at,
    needed_for,
    next_step,
    part_status,
)
from awards.domain.dossier_flow import DossierFacts
from awards.enums import (
    EvaluationState,
    ItemRule,
    NeededBy,
    NominationState,
    ReportState,
)
from awards.models import Dossier, DossierComponent, DossierItem, Nomination, NomineeVote
from awards.queries_council import council_actors, meeting_day, vote_of
from awards.queries_nomination import (
    READERS,
    detailed,
    impediment_sentences,
    is_council_member,
    own_collective_sentence,
    unmet_sentences,
)
from awards.queries_resting import models_behind, recognizing_decision, result_text
from dandvan.roles import Actor, roles_of
from dandvan.vietnamese import short_date
from models_registry.models import DanVanModel, User


def dossiers_visible_to(user: User, day: date) -> QuerySet[Dossier]:
    """Dossiers of the commune, for those who handle or read them and members of the council."""
    rows = Dossier.objects.filter(commune_id=user.commune_id, commune__isnull=False)
    return rows if roles_of(user) & READERS or is_council_member(user, day) else rows.none()


def dossier_actors(dossier: Dossier, user: User, day: date) -> frozenset[Actor]:
    """Roles and relations of the person for this dossier; none across communes."""
    return council_actors(user, dossier.commune_id, day)


def nominations_of(dossier: Dossier) -> tuple[Nomination, ...]:
    """Nominations in a dossier, collectives first, each as entered."""
    rows = detailed(dossier.nominations.exclude(state=NominationState.WITHDRAWN)).order_by("pk")
    return tuple(sorted(rows, key=lambda row: row.evaluation.collective_id is None))


def addressee_gone(dossier: Dossier, day: date) -> str:
    """Why the deciding authority cannot be addressed on this day; empty when it can."""
    kind = dossier.award_kind
    if kind.holds_on(day) and kind.authority.holds_on(day):
        return ""
    return f"Ngày {short_date(day)} không còn “{kind}”. Chọn nơi đề nghị khác."


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
class _Case:
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


def _evaluations(dossier: Dossier, cases: list[_Case]) -> _Part:
    lacking = [c for c in cases if c.nomination.evaluation.state == EvaluationState.OPEN]
    found = [str(c.nomination.subject) for c in cases if c not in lacking]
    first = lacking[0].nomination.evaluation_id if lacking else None
    return _Part(
        _unique(found),
        tuple(f"chưa kết luận phiếu của {c.nomination.subject}" for c in lacking),
        "admin:awards_evaluation_change" if first else "",
        {"object_id": first} if first else {},
    )


def _bloc_opinion(dossier: Dossier, cases: list[_Case]) -> _Part:
    found, lacking, first = [], [], None
    for case in cases:
        moved = [t for t in case.nomination.transitions.all() if t.edge == "agree"]
        if moved and case.nomination.state != NominationState.PROPOSED:
            found.append(short_date(moved[-1].at.date()))
        else:
            lacking.append(f"chưa có ý kiến về {case.nomination.subject}")
            first = first or case.nomination.pk
    url = "admin:awards_nomination_page" if first else ""
    return _Part(_unique(found), tuple(lacking), url, {"object_id": first} if first else {})


def _recognition(dossier: Dossier, cases: list[_Case]) -> _Part:
    decisions, lacking = [], []
    for case in cases:
        own = [d for row in case.models if (d := recognizing_decision(row))]
        decisions += own
        if not own:
            lacking.append(f"{case.nomination.subject} chưa có mô hình được công nhận")
    ordered = sorted(decisions, key=lambda row: (row.paper.date, row.pk))
    url = "admin:models_registry_danvanmodel_changelist" if lacking else ""
    return _Part(_unique([str(row.paper) for row in ordered]), tuple(lacking), url)


def _model_results(dossier: Dossier, cases: list[_Case]) -> _Part:
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


def _achievement_reports(dossier: Dossier, cases: list[_Case]) -> _Part:
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


def _minutes(dossier: Dossier, cases: list[_Case]) -> _Part:
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


def _proposal(dossier: Dossier, cases: list[_Case]) -> _Part:
    paper = dossier.proposal
    return _Part((str(paper.paper or ""),)) if paper else _Part((), ("chưa ký tờ trình",))


def _candidate_list(dossier: Dossier, cases: list[_Case]) -> _Part:
    paper = dossier.proposal
    return _Part((short_date(paper.date),)) if paper else _Part((), ("lập khi ký tờ trình",))


_RECORD_RULES: dict[str, Callable[[Dossier, list[_Case]], _Part]] = {
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
    return tuple(rows.on(dossier.created_at.date()).order_by("order", "pk"))


def items_of(dossier: Dossier) -> dict[int, tuple[DossierItem, ...]]:
    """Files in a dossier that were not taken out, by part."""
    found: dict[int, tuple[DossierItem, ...]] = {}
    rows = dossier.items.filter(removed_at__isnull=True).select_related("attachment")
    for row in rows.order_by("order", "pk"):
        found[row.component_id] = (*found.get(row.component_id, ()), row)
    return found


def _cases(dossier: Dossier) -> list[_Case]:
    """The nominees of a dossier with their models and votes."""
    return [
        _Case(row, models_behind(row.subject, dossier.year), vote_of(row))
        for row in nominations_of(dossier)
    ]


def checklist_of(dossier: Dossier) -> tuple[ChecklistRow, ...]:
    """Every part that the dossier must have, in its order, with what is there and what lacks."""
    cases = _cases(dossier)
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


# Said by guards of their own, with names.
_SAID_ELSEWHERE = frozenset(
    {
        ItemRule.EVALUATIONS,
        ItemRule.BLOC_OPINION,
        ItemRule.ACHIEVEMENT_REPORTS,
        ItemRule.MINUTES,
    }
)


def _missing(rows: tuple[ChecklistRow, ...], step: NeededBy) -> tuple[str, ...]:
    return missing_at(
        step,
        [
            (row.status, row.needed_by, f"{row.component.title} ({row.reason})")
            for row in rows
            if row.component.rule not in _SAID_ELSEWHERE
        ],
    )


def _named(cases: list[_Case], wrong: Callable[[_Case], bool]) -> tuple[str, ...]:
    return tuple(str(case.nomination.subject) for case in cases if wrong(case))


def _report_state(case: _Case) -> str:
    report = getattr(case.nomination, "achievement_report", None)
    return report.state if report else ""


def stays(case_vote: NomineeVote | None) -> bool:
    """Whether a nominee stays in the dossier after the vote: not voted down."""
    return case_vote is None or bool(case_vote.passed)


def dossier_facts(dossier: Dossier, today: date, *, problems: tuple[str, ...] = ()) -> DossierFacts:
    """Facts of one dossier on one day; `problems` come from what was typed in the form."""
    cases = _cases(dossier)
    rows = checklist_of(dossier)
    kept = [case for case in cases if stays(case.vote)]
    kind = dossier.award_kind
    agreed = (NominationState.AGREED, NominationState.PUT_FORWARD)
    sent = (ReportState.SUBMITTED, ReportState.CONFIRMED)
    return DossierFacts(
        today=today,
        nominees=len(cases),
        own_collectives=_named(
            cases, lambda c: bool(own_collective_sentence(c.nomination.subject, kind))
        ),
        not_agreed=_named(cases, lambda c: c.nomination.state not in agreed),
        not_put_forward=_named(kept, lambda c: c.nomination.state != NominationState.PUT_FORWARD),
        reports_not_sent=_named(cases, lambda c: _report_state(c) not in sent),
        reports_not_confirmed=_named(kept, lambda c: _report_state(c) != ReportState.CONFIRMED),
        evaluations_open=_named(
            cases,
            lambda c: (
                c.nomination.evaluation.state == EvaluationState.OPEN
                or not c.nomination.evaluation.is_current
            ),
        ),
        unmet_without_vote=_all_unmet(cases, kind, without_vote=True),
        unmet=_all_unmet(kept, kind, without_vote=False),
        impediments=tuple(
            text for c in kept for text in impediment_sentences(c.nomination.subject, today)
        ),
        not_voted=_named(cases, lambda c: c.vote is None),
        passed=sum(1 for c in cases if c.vote is not None and c.vote.passed),
        meetings_without_minutes=_without_minutes(cases),
        missing_check=_missing(rows, NeededBy.CHECK),
        missing_appraise=_missing(rows, NeededBy.APPRAISE),
        missing_sign=_missing(rows, NeededBy.SIGN),
        missing_send=_missing(rows, NeededBy.SEND),
        addressee_gone=addressee_gone(dossier, today),
        problems=problems,
    )


def _all_unmet(cases: list[_Case], kind: Any, *, without_vote: bool) -> tuple[str, ...]:
    return tuple(
        text
        for case in cases
        for text in unmet_sentences(case.nomination.evaluation, kind, without_vote=without_vote)
    )


def _without_minutes(cases: list[_Case]) -> tuple[str, ...]:
    days = [
        f"họp ngày {short_date(meeting_day(c.vote.meeting))}"
        for c in cases
        if c.vote is not None and c.vote.meeting.minutes_id is None
    ]
    return _unique(days)
