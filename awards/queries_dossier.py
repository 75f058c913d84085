"""Reads of award dossiers: who may know of them, and the facts of their guards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, prefetch_related_objects

from awards.domain.checklist import missing_at
from awards.domain.dossier_flow import DossierFacts
from awards.enums import EvaluationState, ItemRule, NeededBy, NominationState, ReportState
from awards.models import Dossier, Nomination, NomineeVote
from awards.queries_checklist import (
    ChecklistRow,
    DossierCase,
    cases_of,
    checklist_of,
    components_of,
    nominations_of,
)
from awards.queries_council import council_actors, meeting_day
from awards.queries_evaluation import FindingView, findings_for, impediments_of
from awards.queries_nomination import (
    IMPEDIMENT_READERS,
    READERS,
    impediment_sentences,
    is_council_member,
    own_collective_sentence,
    unmet_sentences,
)
from awards.queries_rounds import since_vote_sentences
from dandvan.roles import Actor, roles_of
from dandvan.vietnamese import short_date
from models_registry.enums import ImpedimentEffect
from models_registry.models import AwardKind, Impediment, User

__all__ = [
    "ChecklistRow",
    "DossierCase",
    "DossierReading",
    "addressee_gone",
    "cases_of",
    "checklist_of",
    "components_of",
    "dossier_actors",
    "dossier_facts",
    "dossiers_visible_to",
    "nominations_of",
    "read_dossier",
]


def dossiers_visible_to(user: User, day: date) -> QuerySet[Dossier]:
    """Dossiers of the commune, for those who handle or read them and members of the council."""
    rows = Dossier.objects.filter(commune_id=user.commune_id, commune__isnull=False)
    return rows if roles_of(user) & READERS or is_council_member(user, day) else rows.none()


def dossier_actors(dossier: Dossier, user: User, day: date) -> frozenset[Actor]:
    """Roles and relations of the person for this dossier; none across communes."""
    return council_actors(user, dossier.commune_id, day)


def addressee_gone(dossier: Dossier, day: date) -> str:
    """Why the deciding authority cannot be addressed on this day; empty when it can."""
    kind = dossier.award_kind
    if kind.holds_on(day) and kind.authority.holds_on(day):
        return ""
    return f"Ngày {short_date(day)} không còn “{kind}”. Chọn nơi đề nghị khác."


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


def _named(cases: Sequence[DossierCase], wrong: Callable[[DossierCase], bool]) -> tuple[str, ...]:
    return tuple(str(case.nomination.subject) for case in cases if wrong(case))


def _report_state(case: DossierCase) -> str:
    report = getattr(case.nomination, "achievement_report", None)
    return report.state if report else ""


def stays(case_vote: NomineeVote | None) -> bool:
    """Whether a nominee stays in the dossier after the vote: not voted down."""
    return case_vote is None or bool(case_vote.passed)


@dataclass(frozen=True)
class DossierReading:
    """A dossier read once: nominees, their findings by number of the evaluation, the checklist."""

    cases: tuple[DossierCase, ...]
    views: Mapping[int, Sequence[FindingView]]
    parts: tuple[ChecklistRow, ...]

    @property
    def nominations(self) -> tuple[Nomination, ...]:
        """The nominations, collectives first."""
        return tuple(case.nomination for case in self.cases)


def read_dossier(dossier: Dossier) -> DossierReading:
    """All that pages and guards read of a dossier; as many queries for one nominee as for ten."""
    prefetch_related_objects([dossier.award_kind], "criteria")
    cases = tuple(cases_of(dossier))
    views = findings_for([case.nomination.evaluation for case in cases])
    return DossierReading(cases, views, checklist_of(dossier, cases))


def dossier_facts(
    dossier: Dossier,
    today: date,
    *,
    problems: tuple[str, ...] = (),
    reading: DossierReading | None = None,
    reader: User | None = None,
) -> DossierFacts:
    """Facts of one dossier on one day; `problems` come from what was typed in the form.

    `reading` saves reading the dossier again. A `reader` outside office hears no impediments.
    """
    reading = read_dossier(dossier) if reading is None else reading
    cases, views, rows = reading.cases, reading.views, reading.parts
    kept = [case for case in cases if stays(case.vote)]
    kind = dossier.award_kind
    impediments = impediments_of([case.nomination.subject for case in kept], today)
    knows = reader is None or bool(roles_of(reader) & IMPEDIMENT_READERS)
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
        unmet_without_vote=_all_unmet(cases, kind, views, without_vote=True),
        unmet=_all_unmet(kept, kind, views, without_vote=False),
        impediments=tuple(
            text
            for c in kept
            for text in impediment_sentences(
                c.nomination.subject,
                today,
                reader=reader,
                rows=impediments[c.nomination.subject],
            )
            + (_since_vote(c, impediments[c.nomination.subject]) if knows else ())
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


def _all_unmet(
    cases: Sequence[DossierCase],
    kind: AwardKind,
    views: Mapping[int, Sequence[FindingView]],
    *,
    without_vote: bool,
) -> tuple[str, ...]:
    """One sentence for each criterion that somebody lacks."""
    return tuple(
        text
        for case in cases
        for text in unmet_sentences(
            case.nomination.evaluation,
            kind,
            without_vote=without_vote,
            views=views[case.nomination.evaluation_id],
        )
    )


def _without_minutes(cases: Sequence[DossierCase]) -> tuple[str, ...]:
    days = [
        f"họp ngày {short_date(meeting_day(c.vote.meeting))}"
        for c in cases
        if c.vote is not None and c.vote.meeting.minutes_id is None
    ]
    return tuple(dict.fromkeys(days))


def _since_vote(case: DossierCase, rows: tuple[Impediment, ...]) -> tuple[str, ...]:
    """That what blocks an honor came up after the council had voted."""
    blocking = [row for row in rows if row.effect == ImpedimentEffect.BLOCKS]
    return since_vote_sentences(case.vote, blocking)
