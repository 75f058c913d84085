"""Meetings and their counts as papers tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from awards.domain.quorum import base_of
from awards.enums import CouncilPost
from awards.models import (
    AppraisalMeeting,
    Attendance,
    CouncilMember,
    Nomination,
    NomineeVote,
)
from awards.queries_council import (
    barred_members,
    meeting_day,
    minutes_symbol,
    terms_of,
    vote_rule_for,
    votes_of,
)
from awards.queries_rounds import earlier_rounds, round_words
from dandvan.vietnamese import long_date, vn_number
from models_registry.documents.wording import of_commune, person_name

_OTHER_REASON = "có liên quan đến đối tượng được xét"


def meetings_of(nominations: Iterable[Nomination]) -> tuple[AppraisalMeeting, ...]:
    """Closed meetings whose vote these nominations passed, by time, each once."""
    return meetings_of_votes(votes_of(tuple(nominations)).values())


def meetings_of_votes(votes: Iterable[NomineeVote | None]) -> tuple[AppraisalMeeting, ...]:
    """Meetings of the votes that passed, by time, each once."""
    found = {vote.meeting_id: vote.meeting for vote in votes if vote is not None and vote.passed}
    return tuple(sorted(found.values(), key=lambda row: (row.starts_at, row.pk)))


def minutes_citation(meeting: AppraisalMeeting) -> str:
    """The minutes as other papers cite them; "…" while they have no number."""
    council = of_commune(meeting.council.name, meeting.commune)
    minutes = meeting.minutes
    number = (
        str(minutes.paper) if minutes and minutes.paper else f"…/{minutes_symbol(meeting.commune)}"
    )
    day = minutes.date if minutes else meeting_day(meeting)
    return f"Biên bản số {number} {long_date(day)} của {council} về việc xét khen thưởng"


@dataclass(frozen=True)
class MemberLine:
    """A member as the minutes list him."""

    member: CouncilMember
    name: str
    council_post: str
    present: bool
    reason: str


def member_lines(meeting: AppraisalMeeting) -> tuple[MemberLine, ...]:
    """Members of the meeting in the order of the council, with presence."""
    rows = meeting.attendance.select_related("member__individual").order_by(
        "member__order", "member_id"
    )
    return tuple(map(_member_line, rows))


def _member_line(row: Attendance) -> MemberLine:
    return MemberLine(
        row.member,
        person_name(row.member.individual),
        CouncilPost(row.member.post).label,
        row.present,
        row.reason,
    )


@dataclass(frozen=True)
class VoteLine:
    """The count for one nominee in words; `base` is what the ratio is taken of."""

    vote: NomineeVote
    base: int
    ratio: str
    barred: tuple[str, ...]
    leader: str
    earlier: tuple[str, ...] = ()

    @property
    def result(self) -> str:
        """What came of it; open until the meeting is closed."""
        if self.vote.passed is None:
            return "chưa chốt"
        return "được thông qua" if self.vote.passed else "không được thông qua"


def vote_line(vote: NomineeVote, members: tuple[MemberLine, ...]) -> VoteLine:
    """The count of one nominee with its ratio, who was barred and why, who led."""
    present = sum(line.present for line in members)
    rule = vote_rule_for(vote.nomination, meeting_day(vote.meeting))
    out = vote.not_voting.count()
    base = base_of(present, len(members), terms_of(rule), out) if rule else present
    percent = vn_number(round(100 * vote.votes_for / base, 1)) if base else "0"
    reasons = {row.member.pk: row.reason for row in barred_members(vote.meeting, vote.nomination)}
    barred = vote.not_voting.select_related("individual").order_by("order", "pk")
    return VoteLine(
        vote,
        base,
        f"{percent}%",
        tuple(
            f"{person_name(row.individual)} ({reasons.get(row.pk, _OTHER_REASON)})"
            for row in barred
        ),
        person_name(vote.led_by.individual) if vote.led_by else "",
        tuple(round_words(row) for row in earlier_rounds(vote.meeting).get(vote.nomination_id, ())),
    )
