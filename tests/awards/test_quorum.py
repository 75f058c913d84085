"""Quorum, sums and thresholds at both sides."""

from dataclasses import replace

import pytest

from awards.domain.quorum import (
    Count,
    VoteTerms,
    base_of,
    has_quorum,
    minimum_present,
    passes,
    quorum_problem,
    sum_problem,
    votes_needed,
)
from awards.enums import RatioBase

TWO_THIRDS_AND_HALF = VoteTerms(2, 3, 1, 2, strictly_more=True, ratio_base=RatioBase.PRESENT)
NINETY_OF_ALL = VoteTerms(2, 3, 90, 100, strictly_more=False, ratio_base=RatioBase.ALL_MEMBERS)


@pytest.mark.parametrize(
    ("present", "members", "enough"),
    [(7, 11, False), (8, 11, True), (6, 9, True), (5, 9, False), (0, 0, False), (2, 3, True)],
)
def test_quorum_of_two_thirds(present: int, members: int, enough: bool) -> None:
    assert has_quorum(present, members, TWO_THIRDS_AND_HALF) is enough


@pytest.mark.parametrize(("members", "least"), [(9, 6), (10, 7), (11, 8), (1, 1)])
def test_minimum_present_is_rounded_up(members: int, least: int) -> None:
    assert minimum_present(members, TWO_THIRDS_AND_HALF) == least


@pytest.mark.parametrize(
    ("votes", "present", "passed"),
    [(5, 10, False), (6, 10, True), (5, 9, True), (4, 9, False), (7, 10, True), (0, 0, False)],
)
def test_more_than_half_of_those_present(votes: int, present: int, passed: bool) -> None:
    assert passes(votes, present, 11, TWO_THIRDS_AND_HALF) is passed


@pytest.mark.parametrize(("votes", "passed"), [(9, False), (10, True)])
def test_ninety_percent_of_all_members_counts_the_absent(votes: int, passed: bool) -> None:
    assert passes(votes, 10, 11, NINETY_OF_ALL) is passed


@pytest.mark.parametrize(("strictly", "passed"), [(True, False), (False, True)])
def test_exact_ratio_passes_only_when_from_is_enough(strictly: bool, passed: bool) -> None:
    terms = replace(TWO_THIRDS_AND_HALF, pass_num=7, pass_den=10, strictly_more=strictly)

    assert passes(7, 10, 10, terms) is passed


def test_a_ratio_of_nothing_still_needs_one_vote() -> None:
    terms = replace(TWO_THIRDS_AND_HALF, pass_num=0, pass_den=1, strictly_more=False)

    assert (passes(0, 5, 5, terms), passes(1, 5, 5, terms)) == (False, True)


def test_base_and_votes_needed() -> None:
    assert base_of(10, 11, TWO_THIRDS_AND_HALF) == 10
    assert base_of(10, 11, NINETY_OF_ALL) == 11
    assert votes_needed(10, 11, TWO_THIRDS_AND_HALF) == 6
    assert votes_needed(10, 11, NINETY_OF_ALL) == 10


def test_barred_members_are_present_but_no_voters() -> None:
    assert sum_problem(Count(7, 0, 0, present=10, barred=3)) is None


@pytest.mark.parametrize("votes_for", [6, 8])
def test_a_wrong_sum_is_told(votes_for: int) -> None:
    assert sum_problem(Count(votes_for, 0, 0, present=10, barred=3)) == (
        f"Tổng số phiếu là {votes_for}, phải bằng 7 "
        "(có mặt 10, trong đó 3 không tham gia biểu quyết). Kiểm tra lại số phiếu."
    )


def test_no_opinion_counts_as_a_vote_given() -> None:
    assert sum_problem(Count(5, 3, 2, present=10, barred=0)) is None


def test_too_few_present_is_told() -> None:
    assert quorum_problem(8, 11, TWO_THIRDS_AND_HALF) is None
    assert quorum_problem(7, 11, TWO_THIRDS_AND_HALF) == (
        "Không đủ số thành viên để họp: có mặt 7 trên 11, phải có từ 8."
    )
