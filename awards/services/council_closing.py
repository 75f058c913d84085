"""Closing a meeting: everything is checked once more, then the count is final."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction

from awards.domain.quorum import Count, quorum_problem, result_of, tie_problem
from awards.models import AppraisalMeeting, CouncilMember, NomineeVote
from awards.queries_council import (
    agenda_of,
    ballot_for,
    kept_from,
    meeting_day,
    members_on,
    names_of,
    present_members,
    terms_of,
    vote_rule_for,
)
from awards.services.council import locked_meeting
from awards.services.council_vote import (
    barred_ids,
    count_problems,
    papers_of,
    wrong_voters,
)
from dandvan import clock
from dandvan.errors import DomainError
from models_registry.models import User
from models_registry.queries import current_individual_id


@transaction.atomic
def close_meeting(
    *, user: User, meeting_id: int, ends_at: datetime.datetime, version: int | None = None
) -> AppraisalMeeting:
    """Close the count for ever and set `passed` on every vote.

    Raises NotAllowed, StaleRecord, DomainError: attendance incomplete, no quorum, somebody on
    the agenda without a vote, a sum or leader that no longer fits, no vote rule, wrong time.
    """
    meeting = locked_meeting(meeting_id, user=user, version=version)
    votes = list(
        meeting.votes.filter(is_final=True).select_related(
            "led_by",
            "nomination__award_kind",
            "nomination__evaluation__collective__kind",
            "nomination__evaluation__individual",
        )
    )
    kept = kept_from(meeting, current_individual_id(user))
    reasons = [*_wrong_times(meeting, ends_at), *_wrong_count(meeting, votes, kept)]
    if reasons:
        raise DomainError(list(dict.fromkeys(reasons)))
    members, present = members_on(meeting.council, meeting_day(meeting)), present_members(meeting)
    for vote in votes:
        rule = vote_rule_for(vote.nomination, meeting_day(meeting))
        if rule is None:
            raise DomainError(["Chưa có quy tắc biểu quyết áp dụng vào ngày họp."])
        count = _count_of(meeting, vote, present)
        vote.passed = result_of(count, len(members), terms_of(rule), vote.leader_for)
        vote.save(update_fields=["passed"])
    meeting.ends_at = ends_at
    meeting.closed_at = clock.now()
    meeting.closed_by = user
    meeting.version += 1
    meeting.save(update_fields=["ends_at", "closed_at", "closed_by", "version"])
    return meeting


def _wrong_times(meeting: AppraisalMeeting, ends_at: datetime.datetime) -> list[str]:
    """Whether the meeting ended after it began and is over."""
    if ends_at <= meeting.starts_at:
        return ["Giờ kết thúc phải sau giờ bắt đầu."]
    if ends_at > clock.now():
        return ["Giờ kết thúc chưa tới; khóa cuộc họp sau khi họp xong."]
    return []


def _wrong_count(
    meeting: AppraisalMeeting, votes: Sequence[NomineeVote], kept: frozenset[int]
) -> list[str]:
    """Everything that keeps the count from being final; no numbers of cases that are `kept`."""
    day = meeting_day(meeting)
    members = members_on(meeting.council, day)
    present = present_members(meeting)
    written = set(meeting.attendance.values_list("member_id", flat=True))
    reasons = []
    if unsaid := [member for member in members if member.pk not in written]:
        reasons.append(f"Chưa ghi có mặt hay vắng: {names_of(unsaid)}.")
    voted = {vote.nomination_id for vote in votes}
    reopened = [v.nomination for v in meeting.votes.exclude(nomination__in=voted)]
    due = {row.pk: row for row in (*agenda_of(meeting), *reopened)}
    if missing := [row for pk, row in due.items() if pk not in voted]:
        names = ", ".join(str(row.subject) for row in missing)
        reasons.append(f"Chưa ghi kết quả biểu quyết: {names}.")
    if not votes and not missing:
        reasons.append("Cuộc họp chưa có trường hợp nào được biểu quyết.")
    for vote in votes:
        wrong = _wrong_row(meeting, vote, present, len(members))
        if wrong and vote.nomination_id in kept:
            wrong = [f"{vote.nomination.subject}: số phiếu chưa khớp; nhờ người ghi kiểm tra lại."]
        reasons += wrong
    return reasons


def _wrong_row(
    meeting: AppraisalMeeting,
    vote: NomineeVote,
    present: Sequence[CouncilMember],
    members: int,
) -> list[str]:
    """What is wrong with one vote as things stand at closing."""
    rule = vote_rule_for(vote.nomination, meeting_day(meeting))
    if rule is None:
        return ["Chưa có quy tắc biểu quyết áp dụng vào ngày họp."]
    terms, subject = terms_of(rule), vote.nomination.subject
    count = _count_of(meeting, vote, present)
    reasons = []
    if problem := quorum_problem(len(present), members, terms, count.barred):
        reasons.append(problem)
    declared = list(vote.not_voting.all())
    out = _out(meeting, vote, present)
    wrong = [
        *count_problems(count, papers_of(vote), vote.ballot),
        *wrong_voters(meeting, present, out, declared, vote.led_by),
    ]
    if vote.ballot != ballot_for(meeting, vote.nomination):
        wrong.append("Cách biểu quyết theo quy tắc đã đổi; ghi lại số phiếu.")
    if problem := tie_problem(count, terms, vote.leader_for, vote.round):
        wrong.append(problem)
    return reasons + [f"{subject}: {text}" for text in wrong]


def _out(
    meeting: AppraisalMeeting, vote: NomineeVote, present: Sequence[CouncilMember]
) -> list[CouncilMember]:
    """Members there who take no part in this vote."""
    barred = barred_ids(meeting, vote.nomination) | {m.pk for m in vote.not_voting.all()}
    return [member for member in present if member.pk in barred]


def _count_of(
    meeting: AppraisalMeeting, vote: NomineeVote, present: Sequence[CouncilMember]
) -> Count:
    """The count as things stand now."""
    barred = len(_out(meeting, vote, present))
    return Count(vote.votes_for, vote.votes_against, vote.no_opinion, len(present), barred)
