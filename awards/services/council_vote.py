"""The count for one nominee: by hands or by ballot papers, in one round or a repeat."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from django.db import transaction

from awards.domain.ballots import BallotPapers, ballot_problems
from awards.domain.quorum import Count, sum_problem
from awards.enums import Ballot, CouncilPost
from awards.models import AppraisalMeeting, CouncilMember, Nomination, NomineeVote
from awards.queries_council import (
    ballot_for,
    barred_members,
    kept_from,
    present_members,
    votable_nominations,
)
from awards.services.council import locked_meeting, touch
from dandvan.errors import DomainError
from models_registry.models import User
from models_registry.queries import current_individual_id
from models_registry.services.year_lock import refuse_locked_year

KEPT = (
    "Bạn không tham gia biểu quyết trường hợp này nên không ghi và không xem số phiếu trước khi "
    "khóa. Nhờ thư ký Hội đồng hoặc Văn phòng – thống kê ghi."
)
_NO_PAPERS = dict.fromkeys(("issued", "collected", "lost", "valid", "void"))


@transaction.atomic
def record_vote(
    *,
    user: User,
    meeting_id: int,
    nomination: Nomination,
    votes_for: int,
    votes_against: int,
    no_opinion: int = 0,
    papers: BallotPapers | None = None,
    leader_for: bool | None = None,
    not_voting: Sequence[CouncilMember] = (),
    led_by: CouncilMember | None = None,
    version: int | None = None,
) -> NomineeVote:
    """Write the count of the round that is open; replaced by a second call until closing.

    `papers` for a secret ballot, `not_voting` who declared themselves (those barred by their
    posts are added), `leader_for` the leader's side in a tie. Raises NotAllowed, StaleRecord,
    DomainError: wrong sums, no attendance, wrong leader, a nominee not before this council.
    """
    meeting = locked_meeting(meeting_id, user=user, version=version)
    row = _nominee(meeting, nomination)
    refuse_locked_year(row.evaluation.year)
    refuse_kept(user, meeting, row)
    present = present_members(meeting)
    if not present:
        raise DomainError(["Ghi thành viên có mặt, vắng mặt trước khi ghi phiếu."])
    barred = barred_ids(meeting, row) | {member.pk for member in not_voting}
    out = [member for member in present if member.pk in barred]
    count = Count(votes_for, votes_against, no_opinion, len(present), len(out))
    way = ballot_for(meeting, row)
    reasons = [
        *wrong_voters(meeting, present, out, not_voting, led_by),
        *count_problems(count, papers, way),
    ]
    if reasons:
        raise DomainError(reasons)
    vote, _ = NomineeVote.objects.update_or_create(
        meeting=meeting,
        nomination=row,
        is_final=True,
        defaults={
            "votes_for": votes_for,
            "votes_against": votes_against,
            "no_opinion": no_opinion,
            "ballot": way,
            **(dataclasses.asdict(papers) if papers else _NO_PAPERS),
            "leader_for": leader_for if 0 < votes_for == votes_against else None,
            "led_by": led_by,
            "round": meeting.votes.filter(nomination=row, is_final=False).count() + 1,
        },
    )
    vote.not_voting.set(out)
    touch(meeting)
    return vote


@transaction.atomic
def repeat_vote(
    *,
    user: User,
    meeting_id: int,
    nomination: Nomination,
    reason: str,
    version: int | None = None,
) -> NomineeVote:
    """Open a new round for a nominee; returns the round before, which stays as it was.

    Raises NotAllowed, StaleRecord, DomainError: closed, no count yet, no reason.
    """
    meeting = locked_meeting(meeting_id, user=user, version=version)
    row = _nominee(meeting, nomination)
    refuse_locked_year(row.evaluation.year)
    refuse_kept(user, meeting, row)
    vote = meeting.votes.select_for_update().filter(nomination=row, is_final=True).first()
    if vote is None:
        raise DomainError(["Chưa ghi số phiếu lượt trước nên chưa có gì để biểu quyết lại."])
    if not reason.strip():
        raise DomainError(["Ghi lý do biểu quyết lại; biên bản nêu cả hai lượt."], field="reason")
    vote.is_final = False
    vote.repeat_reason = reason.strip()
    vote.save(update_fields=["is_final", "repeat_reason"])
    touch(meeting)
    return vote


def _nominee(meeting: AppraisalMeeting, nomination: Nomination) -> Nomination:
    """The nomination when it is before this council. Raises DomainError."""
    row = votable_nominations(meeting).filter(pk=nomination.pk).first()
    if row is None:
        raise DomainError(
            ["Đề nghị này chưa được Khối Dân vận thống nhất hoặc không thuộc cuộc họp này."]
        )
    return row


def refuse_kept(user: User, meeting: AppraisalMeeting, nomination: Nomination) -> None:
    """Raise DomainError when the count of this nominee is kept from the person."""
    if nomination.pk in kept_from(meeting, current_individual_id(user)):
        raise DomainError([KEPT])


def barred_ids(meeting: AppraisalMeeting, nomination: Nomination) -> set[int]:
    """Members barred by who they are to the nominee."""
    return {row.member.pk for row in barred_members(meeting, nomination)}


def count_problems(count: Count, papers: BallotPapers | None, way: str) -> list[str]:
    """What does not add up in a count taken in this way, in sentences."""
    if way == Ballot.SECRET:
        if papers is None:
            return ["Bỏ phiếu kín: ghi số phiếu phát ra, thu về, hợp lệ và không hợp lệ."]
        return list(dict.fromkeys(ballot_problems(papers, count).values()))
    if papers is not None:
        return ["Biểu quyết giơ tay không có phiếu giấy; để trống số phiếu phát ra, thu về."]
    if min(count.votes_for, count.votes_against, count.no_opinion) < 0:
        return ["Số phiếu không được âm."]
    problem = sum_problem(count)
    return [problem] if problem else []


def papers_of(vote: NomineeVote) -> BallotPapers | None:
    """The ballot papers of a count; None for a show of hands."""
    if vote.ballot != Ballot.SECRET:
        return None
    return BallotPapers(vote.issued, vote.collected, vote.lost, vote.valid, vote.void)


def wrong_voters(
    meeting: AppraisalMeeting,
    present: Sequence[CouncilMember],
    out: Sequence[CouncilMember],
    declared: Sequence[CouncilMember],
    led_by: CouncilMember | None,
) -> list[str]:
    """What is wrong with who did not vote and who led."""
    here, barred = {m.pk for m in present}, {m.pk for m in out}
    reasons = []
    if any(member.pk not in here for member in declared):
        reasons.append("Người không tham gia biểu quyết phải là thành viên có mặt.")
    if meeting.chair_id in barred and led_by is None:
        reasons.append(
            "Chủ tọa không được biểu quyết trường hợp này. Chọn Phó Chủ tịch Hội đồng điều hành."
        )
    if led_by is not None and (
        led_by.post != CouncilPost.VICE or led_by.pk not in here or led_by.pk in barred
    ):
        reasons.append(
            "Người điều hành phải là Phó Chủ tịch Hội đồng có mặt "
            "và được biểu quyết trường hợp này."
        )
    return reasons
