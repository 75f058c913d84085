"""The workflows of nominations and achievement reports: full matrices and every guard."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from awards.domain.nomination_flow import NOMINATION_FLOW, NominationFacts
from awards.domain.report_flow import REPORT_FLOW, ReportFacts
from awards.enums import NominationState, ReportState
from dandvan.roles import Actor, Relation, Role

TODAY = date(2024, 11, 20)
ACTORS: tuple[Actor, ...] = (*Role, *Relation)
OpenEdges = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
# Every open triple of architecture, section 3; a changed table must change these.
NOMINATION_OPEN: OpenEdges = {
    "agree": (("proposed",), ("MOBILIZATION_BLOC",)),
    "object": (("proposed",), ("MOBILIZATION_BLOC",)),
    "repropose": (("objected",), ("CLERK",)),
    "put_forward": (("agreed",), ("CHAIR",)),
    "withdraw": (("proposed", "agreed", "objected", "put_forward"), ("CLERK",)),
}
REPORT_OPEN: OpenEdges = {
    "submit": (("draft",), ("NOMINEE", "CLERK")),
    "confirm": (("submitted",), ("UNIT_HEAD",)),
    "return": (("submitted", "confirmed"), ("UNIT_HEAD", "CLERK")),
}
NOMINATION = NominationFacts(today=TODAY)
REPORT = ReportFacts(today=TODAY)


def triples(table: OpenEdges) -> set[tuple[str, str, str]]:
    return {
        (state, edge, who)
        for edge, (states, people) in table.items()
        for state in states
        for who in people
    }


def open_triples(flow: Any, states: Any, facts: Any) -> set[tuple[str, str, str]]:
    found = set()
    for state, edge, who in product(states, flow.edges, ACTORS):
        look = flow.look(edge, state=state, actors=frozenset({who}), facts=facts)
        if look.open_state and look.may:
            found.add((state, edge, who.value))
    return found


def refusals(flow: Any, edge: str, facts: Any) -> tuple[str, ...]:
    state = next(iter(flow.edges[edge].sources))
    return flow.look(edge, state=state, actors=flow.edges[edge].who, facts=facts).refusals


def test_nomination_matrix_is_exactly_the_open_triples() -> None:
    found = open_triples(NOMINATION_FLOW, NominationState.values, NOMINATION)

    assert found == triples(NOMINATION_OPEN)


def test_report_matrix_is_exactly_the_open_triples() -> None:
    assert open_triples(REPORT_FLOW, ReportState.values, REPORT) == triples(REPORT_OPEN)


def test_targets_notes_and_papers_of_nomination_edges() -> None:
    found = {
        e.name: (e.target, e.note_required, e.by_paper) for e in NOMINATION_FLOW.edges.values()
    }

    assert found == {
        "agree": ("agreed", False, True),
        "object": ("objected", True, True),
        "repropose": ("proposed", True, False),
        "put_forward": ("put_forward", False, True),
        "withdraw": ("withdrawn", True, False),
    }


def test_targets_notes_and_papers_of_report_edges() -> None:
    found = {e.name: (e.target, e.note_required, e.by_paper) for e in REPORT_FLOW.edges.values()}

    assert found == {
        "submit": ("submitted", False, False),
        "confirm": ("confirmed", False, True),
        "return": ("draft", True, False),
    }


@pytest.mark.parametrize("edge", ["agree", "object", "put_forward"])
def test_nominee_gives_no_opinion_on_himself(edge: str) -> None:
    assert refusals(NOMINATION_FLOW, edge, replace(NOMINATION, own=True)) == (
        "Người được đề nghị khen thưởng không tự cho ý kiến về trường hợp của mình.",
    )


@pytest.mark.parametrize("edge", ["repropose", "put_forward"])
def test_impediment_stops_a_nomination(edge: str) -> None:
    facts = replace(NOMINATION, blocked_by=("A đang bị kỷ luật.", "A có đơn."))

    assert refusals(NOMINATION_FLOW, edge, facts) == ("A đang bị kỷ luật. A có đơn.",)


def test_withdraw_refused_when_the_dossier_went_further() -> None:
    facts = replace(NOMINATION, dossier_locked="Đã gửi")

    assert refusals(NOMINATION_FLOW, "withdraw", facts) == (
        "Hồ sơ của đề nghị này đang ở trạng thái “Đã gửi”. Trả lại hồ sơ để sửa trước.",
    )


@pytest.mark.parametrize(
    ("edge", "change", "sentence"),
    [
        ("submit", {"missing_parts": ("thành tích đạt được",)},
         "Chưa gửi được: còn thiếu thành tích đạt được."),
        ("submit", {"nomination_withdrawn": True}, "Đề nghị khen thưởng này đã rút."),
        ("confirm", {"nomination_withdrawn": True}, "Đề nghị khen thưởng này đã rút."),
        ("confirm", {"own": True},
         "Người báo cáo không tự xác nhận báo cáo của mình. Cấp trên trực tiếp xác nhận; "
         "Văn phòng – thống kê ghi nhận theo bản đã ký."),
        ("confirm", {"confirmed_on": date(2024, 11, 21)},
         "Ngày xác nhận 21/11/2024 chưa tới. Kiểm tra lại ngày."),
        ("confirm", {"confirmed_on": date(2024, 11, 14), "submitted_on": date(2024, 11, 15)},
         "Ngày xác nhận 14/11/2024 không thể trước ngày báo cáo 15/11/2024."),
        ("return", {"dossier_locked": "Đã ký tờ trình"},
         "Hồ sơ của báo cáo này đang ở trạng thái “Đã ký tờ trình”. "
         "Trả lại hồ sơ để sửa trước."),
    ],
)  # fmt: skip
def test_report_guard_refuses_with_its_sentence(
    edge: str, change: dict[str, Any], sentence: str
) -> None:
    assert refusals(REPORT_FLOW, edge, replace(REPORT, **change)) == (sentence,)


@pytest.mark.parametrize(
    "change",
    [
        {"confirmed_on": TODAY, "submitted_on": TODAY},
        {"confirmed_on": date(2024, 11, 15), "submitted_on": date(2024, 11, 15)},
        {"confirmed_on": TODAY},
    ],
)
def test_confirm_passes_on_the_days_themselves(change: dict[str, Any]) -> None:
    assert refusals(REPORT_FLOW, "confirm", replace(REPORT, **change)) == ()
