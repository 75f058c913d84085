"""Quorum, sums and thresholds of a vote in the council (dossiers, section 6). Pure.

Counts are whole persons and whole votes; ratios are fractions compared without rounding.
"""

from dataclasses import dataclass

from awards.enums import RatioBase, TieRule


@dataclass(frozen=True)
class VoteTerms:
    """A vote rule: quorum from num/den of all members; passed above (or from) num/den of base.

    Without `count_barred` members barred in a case count neither as members nor as present.
    """

    quorum_num: int
    quorum_den: int
    pass_num: int
    pass_den: int
    strictly_more: bool
    ratio_base: str
    min_present: int = 0
    count_barred: bool = True
    tie_rule: str = TieRule.REFUSED


@dataclass(frozen=True)
class Count:
    """The count for one nominee; `barred` of those present take no part in it."""

    votes_for: int
    votes_against: int
    no_opinion: int
    present: int
    barred: int


def _counted(people: int, barred: int, terms: VoteTerms) -> int:
    """People that the rule counts, when `barred` of them take no part in a case."""
    return people if terms.count_barred else people - barred


def minimum_present(members: int, terms: VoteTerms, barred: int = 0) -> int:
    """How many must be there: the fraction rounded up to a whole person, or the least number."""
    whole = _counted(members, barred, terms)
    return max(-(-whole * terms.quorum_num // terms.quorum_den), terms.min_present)


def has_quorum(present: int, members: int, terms: VoteTerms, barred: int = 0) -> bool:
    """Whether the meeting may vote; `barred` of those present take no part in this case."""
    here = _counted(present, barred, terms)
    return members > 0 and here >= minimum_present(members, terms, barred)


def base_of(present: int, members: int, terms: VoteTerms, barred: int = 0) -> int:
    """What the ratio is taken of: those present (barred ones too by default) or all members."""
    whole = members if terms.ratio_base == RatioBase.ALL_MEMBERS else present
    return _counted(whole, barred, terms)


def votes_needed(present: int, members: int, terms: VoteTerms, barred: int = 0) -> int:
    """The smallest number of votes for with which a nominee passes."""
    base = base_of(present, members, terms, barred)
    if terms.strictly_more:
        return base * terms.pass_num // terms.pass_den + 1
    return -(-base * terms.pass_num // terms.pass_den)


def passes(votes_for: int, present: int, members: int, terms: VoteTerms, barred: int = 0) -> bool:
    """Whether the vote is passed, by the exact fraction; nobody voting for never passes."""
    return votes_for > 0 and votes_for >= votes_needed(present, members, terms, barred)


def is_tie(count: Count) -> bool:
    """As many for as against, and somebody voted."""
    return 0 < count.votes_for == count.votes_against


def result_of(count: Count, members: int, terms: VoteTerms, leader_for: bool | None = None) -> bool:
    """What a count comes to: by the ratio, a tie by the rule for ties.

    A tie is passed only by the side of who led (`leader_for`) where the rule says so; a tie in
    a repeat vote is not passed.
    """
    if is_tie(count):
        return terms.tie_rule == TieRule.CHAIR and leader_for is True
    return passes(count.votes_for, count.present, members, terms, count.barred)


def tie_problem(count: Count, terms: VoteTerms, leader_for: bool | None, turn: int) -> str | None:
    """What a tie still lacks before the count may be closed; None when nothing."""
    if not is_tie(count):
        return None
    if terms.tie_rule == TieRule.CHAIR and leader_for is None:
        return "Hòa phiếu: ghi phía mà người điều hành đã biểu quyết, theo quy tắc biểu quyết."
    if terms.tie_rule == TieRule.REPEAT and turn == 1:
        return "Hòa phiếu: theo quy tắc phải biểu quyết lại một lượt rồi mới khóa."
    return None


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


def quorum_problem(present: int, members: int, terms: VoteTerms, barred: int = 0) -> str | None:
    """The sentence when too few are there; None when the meeting may vote."""
    if has_quorum(present, members, terms, barred):
        return None
    out = f" (không tính {barred} người không được biểu quyết)" if barred else ""
    return (
        f"Không đủ số thành viên để họp: có mặt {_counted(present, barred, terms)} trên "
        f"{_counted(members, barred, terms)}{'' if terms.count_barred else out}, "
        f"phải có từ {minimum_present(members, terms, barred)}."
    )
