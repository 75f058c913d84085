"""The workflow of an evaluation as the full matrix state x edge x who."""

from __future__ import annotations

from itertools import product

import pytest

from awards.domain.evaluation_flow import EVALUATION_FLOW, EvaluationFacts
from awards.enums import EvaluationState
from dandvan.roles import Relation, Role

ACTORS = (*Role, *Relation)
FINE = EvaluationFacts(given_back=True)
# The whole table: who may take which edge from which state.
OPEN = {
    ("open", "conclude", Role.CLERK),
    ("concluded", "reopen", Role.CLERK),
    ("concluded", "freeze", Role.CLERK),
    ("concluded", "freeze", Role.CHAIR),
    ("concluded", "freeze", Relation.COUNCIL_SECRETARY),
    ("frozen", "revise", Role.CLERK),
}


def test_the_matrix_is_exactly_the_table():
    found = {
        (state.value, edge, who)
        for state, edge, who in product(EvaluationState, EVALUATION_FLOW.edges, ACTORS)
        if EVALUATION_FLOW.look(
            edge, state=state.value, actors=frozenset({who}), facts=FINE
        ).allowed
    }

    assert found == OPEN


def test_targets_and_notes():
    assert {e.name: (e.target, e.note_required) for e in EVALUATION_FLOW.edges.values()} == {
        "conclude": ("concluded", False),
        "reopen": ("open", True),
        "freeze": ("frozen", False),
        "revise": ("open", True),
    }


@pytest.mark.parametrize(
    ("edge", "state", "facts", "refusals"),
    [
        (
            "conclude",
            "open",
            EvaluationFacts(unmarked=("TT1a", "TT1b")),
            ("Chưa kết luận được: còn tiêu chuẩn chưa đánh giá TT1a, TT1b.",),
        ),
        ("conclude", "open", EvaluationFacts(provisional=("TT4",)), ()),
        (
            "freeze",
            "concluded",
            EvaluationFacts(provisional=("TT4", "TT5a"), provisional_reason="  "),
            ("Tiêu chuẩn TT4, TT5a dựa trên số liệu tạm tính. Ghi lý do dùng số liệu tạm tính.",),
        ),
        (
            "freeze",
            "concluded",
            EvaluationFacts(provisional=("TT4",), provisional_reason="Tháng 12 mới có"),
            (),
        ),
        (
            "revise",
            "frozen",
            EvaluationFacts(),
            (
                "Chỉ đánh giá lại sau khi hồ sơ bị trả lại, gửi lại cho nơi khác "
                "hoặc không được khen thưởng.",
            ),
        ),
        (
            "revise",
            "frozen",
            EvaluationFacts(given_back=True, is_current=False),
            ("Đã có vòng đánh giá mới hơn. Làm việc trên vòng đó.",),
        ),
    ],
)
def test_guards_speak_in_sentences(edge, state, facts, refusals):
    look = EVALUATION_FLOW.look(edge, state=state, actors=frozenset({Role.CLERK}), facts=facts)

    assert look.refusals == refusals
    assert look.allowed is not bool(refusals)
