"""Ballot papers and ties: sums always add up or are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.domain.ballots import BallotPapers, ballot_problems
from awards.domain.quorum import (
    Count,
    VoteTerms,
    base_of,
    has_quorum,
    result_of,
    tie_problem,
)
from awards.enums import RatioBase, TieRule

TERMS = VoteTerms(2, 3, 1, 2, strictly_more=True, ratio_base=RatioBase.PRESENT)
RIGHT = BallotPapers(issued=10, collected=9, lost=1, valid=8, void=1)
COUNT = Count(votes_for=5, votes_against=2, no_opinion=1, present=11, barred=1)
small = st.integers(min_value=-2, max_value=14)


@given(
    st.builds(BallotPapers, small, small, small, small, small),
    st.builds(Count, small, small, small, st.integers(0, 14), st.integers(0, 4)),
)
def test_ballots_add_up_or_are_refused(papers: BallotPapers, count: Count) -> None:
    numbers = (*vars(papers).values(), count.votes_for, count.votes_against, count.no_opinion)
    right = (
        min(numbers) >= 0
        and papers.issued <= count.present - count.barred
        and papers.issued == papers.collected + papers.lost
        and papers.collected == papers.valid + papers.void
        and papers.valid == count.votes_for + count.votes_against + count.no_opinion
    )

    assert (ballot_problems(papers, count) == {}) is right


@given(st.integers(0, 12), st.integers(0, 12), st.sampled_from(TieRule), st.booleans())
def test_a_tie_is_passed_only_by_the_leader(votes_for, against, tie_rule, leader_for) -> None:
    terms = replace(TERMS, pass_num=0, pass_den=1, strictly_more=False, tie_rule=tie_rule)
    count = Count(votes_for, against, 0, votes_for + against, 0)

    passed = result_of(count, 12, terms, leader_for)

    if votes_for == against:
        assert passed is (votes_for > 0 and tie_rule == TieRule.CHAIR and leader_for)
    else:
        assert passed is (votes_for > 0)


@pytest.mark.parametrize(
    ("papers", "count", "field", "sentence"),
    [
        (
            {"issued": 11, "lost": 2},
            {},
            "issued",
            "Phát ra 11 phiếu, nhiều hơn 10 người được biểu quyết "
            "(có mặt 11, không tham gia biểu quyết 1).",
        ),
        (
            {"lost": 0},
            {},
            "lost",
            "Thu về 9 và không thu về 0 phải bằng 10 phiếu phát ra.",
        ),
        (
            {"issued": 8, "lost": 0},
            {},
            "collected",
            "Thu về 9 phiếu, nhiều hơn 8 phiếu phát ra.",
        ),
        ({"void": 2}, {}, "void", "Hợp lệ 8 và không hợp lệ 2 phải bằng 9 phiếu thu về."),
        (
            {},
            {"votes_for": 6},
            "votes_for",
            "Tán thành 6, không tán thành 2 và không ghi ý kiến 1 cộng lại là 9, "
            "phải bằng 8 phiếu hợp lệ.",
        ),
    ],
)
def test_each_wrong_sum_has_its_sentence_beside_its_field(papers, count, field, sentence) -> None:
    found = ballot_problems(replace(RIGHT, **papers), replace(COUNT, **count))

    assert found == {field: sentence}


def test_a_tie_waits_for_what_its_rule_asks() -> None:
    tie = replace(COUNT, votes_for=4, votes_against=4)
    chair, repeat = (replace(TERMS, tie_rule=rule) for rule in (TieRule.CHAIR, TieRule.REPEAT))

    assert tie_problem(tie, TERMS, None, 1) is None
    assert tie_problem(tie, chair, None, 1).startswith("Hòa phiếu: ghi phía")
    assert tie_problem(tie, chair, False, 1) is None
    assert tie_problem(tie, repeat, None, 1).startswith("Hòa phiếu: theo quy tắc phải")
    assert tie_problem(tie, repeat, None, 2) is None
    assert tie_problem(COUNT, chair, None, 1) is None


def test_a_rule_may_leave_barred_members_out_and_ask_for_a_least_number() -> None:
    without = replace(TERMS, count_barred=False)

    assert (base_of(10, 12, TERMS, 3), base_of(10, 12, without, 3)) == (10, 7)
    assert (has_quorum(8, 12, TERMS, 3), has_quorum(8, 12, without, 3)) == (True, False)
    assert has_quorum(8, 12, replace(TERMS, min_present=9)) is False
