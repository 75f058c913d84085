"""The agenda of a meeting: who may stand on it, and what is to be known of each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from awards.models import AppraisalMeeting, CouncilMember, Nomination, NomineeVote
from awards.queries_council import (
    agenda_of,
    barred_members,
    meeting_day,
    members_on,
    votable_nominations,
    votes_of,
)
from awards.queries_resting import models_behind
from models_registry.models import ModelMember, Post
from models_registry.models.dated import on_day


@dataclass(frozen=True)
class AgendaLine:
    """A nominee of the agenda with the conflicts found: who is barred, what is only noted."""

    nomination: Nomination
    order: int
    reason: str
    barred: tuple[str, ...]
    notes: tuple[str, ...]


def agenda_lines(meeting: AppraisalMeeting) -> tuple[AgendaLine, ...]:
    """The agenda in order, each nominee with his conflicts."""
    reasons = dict(meeting.agenda.values_list("nomination_id", "reason"))
    return tuple(
        AgendaLine(
            row,
            number,
            reasons.get(row.pk, ""),
            tuple(
                f"{line.member.individual.full_name}: {line.reason}"
                for line in barred_members(meeting, row)
            ),
            conflict_notes(meeting, row),
        )
        for number, row in enumerate(agenda_of(meeting), start=1)
    )


def conflict_notes(meeting: AppraisalMeeting, nomination: Nomination) -> tuple[str, ...]:
    """Members near the case who vote all the same: of the collective, or named in a model."""
    day, evaluation = meeting_day(meeting), nomination.evaluation
    barred = {line.member.pk for line in barred_members(meeting, nomination)}
    inside: set[int] = set()
    if evaluation.collective_id:
        posts = Post.objects.filter(on_day(day), collective_id=evaluation.collective_id)
        inside = set(posts.values_list("individual_id", flat=True))
    behind = models_behind(evaluation.subject, evaluation.year)
    named = set(
        ModelMember.objects.filter(dv_model__in=behind).values_list("individual_id", flat=True)
    ) | {row.owner_person_id for row in behind}
    return tuple(
        f"{member.individual.full_name}: {_note(member, inside)}"
        for member in members_on(meeting.council, day)
        if member.pk not in barred and member.individual_id in inside | named
    )


def _note(member: CouncilMember, inside: set[int]) -> str:
    return (
        "là thành viên của tập thể được đề nghị"
        if member.individual_id in inside
        else "có tên trong mô hình của người được đề nghị"
    )


def agenda_candidates(meeting: AppraisalMeeting) -> tuple[Nomination, ...]:
    """Who may be put on the agenda: open cases first, then those that were voted down."""
    rows = tuple(votable_nominations(meeting))
    return (*rows, *failed_before(meeting, {row.pk for row in rows}))


def failed_before(meeting: AppraisalMeeting, known: set[int]) -> tuple[Nomination, ...]:
    """Nominations of the year whose last closed vote was not passed, beyond those known."""
    failed = NomineeVote.objects.filter(
        Q(nomination__evaluation__year_id=meeting.year_id),
        is_final=True,
        passed=False,
        meeting__closed_at__isnull=False,
        nomination__state__in=("agreed", "put_forward"),
        nomination__commune_id=meeting.commune_id,
    ).exclude(nomination__in=known)
    rows = {
        vote.nomination_id: vote.nomination
        for vote in failed.select_related(
            "nomination__award_kind",
            "nomination__evaluation__year__plan",
            "nomination__evaluation__collective",
            "nomination__evaluation__individual",
        )
    }
    last = votes_of(tuple(rows.values()))
    return tuple(row for pk, row in rows.items() if pk in last and not last[pk].passed)
