"""Quorum, sums and thresholds of a vote in the council (dossiers, section 6). Pure.

Counts are whole persons and whole votes; ratios are fractions compared without rounding.
"""

from dataclasses import dataclass

from awards.enums import RatioBase


@dataclass(frozen=True)
class VoteTerms:
    """A vote rule: quorum from num/den of all members; passed above (or from) num/den of base."""

    quorum_num: int
    quorum_den: int
    pass_num: int
    pass_den: int
    strictly_more: bool
    ratio_base: str


@dataclass(frozen=True)
class Count:
    """The count for one nominee; `barred` of those present take no part in it."""

    votes_for: int
    votes_against: int
    no_opinion: int
    present: int
    barred: int


def minimum_present(members: int, terms: VoteTerms) -> int:
    """How many of the members must be there: the fraction rounded up to a whole person."""
    return -(-members * terms.quorum_num // terms.quorum_den)


def has_quorum(present: int, members: int, terms: VoteTerms) -> bool:
    """Whether the meeting may vote; members barred in a single case still count as present."""
    return members > 0 and present >= minimum_present(members, terms)


def base_of(present: int, members: int, terms: VoteTerms) -> int:
    """What the ratio is taken of: those present (barred ones too) or all members."""
    return members if terms.ratio_base == RatioBase.ALL_MEMBERS else present


def votes_needed(present: int, members: int, terms: VoteTerms) -> int:
    """The smallest number of votes for with which a nominee passes."""
    base = base_of(present, members, terms)
    if terms.strictly_more:
        return base * terms.pass_num // terms.pass_den + 1
    return -(-base * terms.pass_num // terms.pass_den)


def passes(votes_for: int, present: int, members: int, terms: VoteTerms) -> bool:
    """Whether the vote is passed, by the exact fraction; nobody voting for never passes."""
    return votes_for > 0 and votes_for >= votes_needed(present, members, terms)


def sum_problem(count: Count) -> str | None:
    """The sentence when the votes are not as many as those who could vote; None when they are."""
    voters = count.present - count.barred
    votes = count.votes_for + count.votes_against + count.no_opinion
    if votes == voters:
        return None
    barred = f", trong đó {count.barred} không tham gia biểu quyết" if count.barred else ""
    return (
        f"Tổng số phiếu là {votes}, phải bằng {voters} "
        f"(có mặt {count.present}{barred}). Kiểm tra lại số phiếu."
    )


def quorum_problem(present: int, members: int, terms: VoteTerms) -> str | None:
    """The sentence when too few are there; None when the meeting may vote."""
    if has_quorum(present, members, terms):
        return None
    return (
        f"Không đủ số thành viên để họp: có mặt {present} trên {members}, "
        f"phải có từ {minimum_present(members, terms)}."
    )
