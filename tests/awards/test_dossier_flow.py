"""The workflow of dossiers, upward and own: full matrices and every guard."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from awards.domain.dossier_flow import OWN_FLOW, UPWARD_FLOW, DossierFacts, dossier_flow
from awards.enums import DossierState
from dandvan.roles import Actor, Relation, Role
from models_registry.enums import AwardLevel

ACTORS: tuple[Actor, ...] = (*Role, *Relation)
OpenEdges = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
UPWARD_OPEN: OpenEdges = {
    "check": (("drafting",), ("CLERK",)),
    "appraise": (("checked",), ("COUNCIL_SECRETARY",)),
    "sign": (("appraised",), ("CHAIR",)),
    "send": (("signed",), ("CLERK",)),
    "decide": (("sent",), ("CLERK",)),
    "return": (("checked", "appraised", "signed", "sent"), ("CLERK", "CHAIR")),
    "readdress": (("sent",), ("CLERK",)),
    "cancel": (("drafting", "checked", "appraised"), ("CLERK",)),
}
OWN_OPEN: OpenEdges = {
    "check": UPWARD_OPEN["check"],
    "appraise": UPWARD_OPEN["appraise"],
    "decide": (("appraised",), ("CHAIR",)),
    "return": (("checked", "appraised"), ("CLERK", "CHAIR")),
    "cancel": UPWARD_OPEN["cancel"],
}
READY = DossierFacts(today=date(2024, 11, 20), nominees=2, passed=2)
FLOWS = {"upward": (UPWARD_FLOW, UPWARD_OPEN), "own": (OWN_FLOW, OWN_OPEN)}


@pytest.mark.parametrize("level", FLOWS)
def test_matrix_of_state_edge_and_who_is_exactly_the_open_triples(level: str) -> None:
    flow, table = FLOWS[level]
    found = set()
    for state, edge, who in product(DossierState.values, flow.edges, ACTORS):
        look = flow.look(edge, state=state, actors=frozenset({who}), facts=READY)
        if look.open_state and look.may:
            found.add((state, edge, who.value))

    assert found == {
        (state, edge, who)
        for edge, (states, people) in table.items()
        for state in states
        for who in people
    }


def test_flow_follows_the_level() -> None:
    assert dossier_flow(AwardLevel.UPWARD) is UPWARD_FLOW
    assert dossier_flow(AwardLevel.OWN) is OWN_FLOW


def test_targets_notes_and_papers_of_the_upward_edges() -> None:
    found = {e.name: (e.target, e.note_required, e.by_paper) for e in UPWARD_FLOW.edges.values()}

    assert found == {
        "check": ("checked", False, False),
        "appraise": ("appraised", False, True),
        "sign": ("signed", False, True),
        "send": ("sent", False, False),
        "decide": ("decided", False, False),
        "return": ("drafting", True, False),
        "readdress": ("drafting", True, False),
        "cancel": ("cancelled", True, False),
    }


def test_targets_notes_and_papers_of_the_own_edges() -> None:
    found = {e.name: (e.target, e.note_required, e.by_paper) for e in OWN_FLOW.edges.values()}

    assert found == {
        "check": ("checked", False, False),
        "appraise": ("appraised", False, True),
        "decide": ("decided", False, True),
        "return": ("drafting", True, False),
        "cancel": ("cancelled", True, False),
    }


def refusals(flow: Any, edge: str, facts: DossierFacts) -> tuple[str, ...]:
    state = next(iter(flow.edges[edge].sources))
    return flow.look(edge, state=state, actors=flow.edges[edge].who, facts=facts).refusals


GUARDS: list[tuple[str, dict[str, Any], str]] = [
    ("check", {"nominees": 0}, "Hồ sơ chưa có đối tượng đề nghị nào."),
    ("check", {"own_collectives": ("UBND xã",)},
     "Người có thẩm quyền không tự khen tập thể do mình đứng đầu: UBND xã."),
    ("check", {"addressee_gone": "Không còn cấp huyện."}, "Không còn cấp huyện."),
    ("check", {"not_agreed": ("A", "B")}, "Khối Dân vận chưa thống nhất: A, B."),
    ("check", {"reports_not_sent": ("A",)}, "Chưa gửi báo cáo thành tích: A."),
    ("check", {"evaluations_open": ("A",)}, "Phiếu đánh giá chưa kết luận: A."),
    ("check", {"unmet_without_vote": ("A: TT4.", "B: TT5.")}, "A: TT4. B: TT5."),
    ("check", {"impediments": ("A đang bị kỷ luật.",)}, "A đang bị kỷ luật."),
    ("check", {"missing_check": ("Văn bản xếp loại năm",)}, "Còn thiếu: Văn bản xếp loại năm."),
    ("appraise", {"not_put_forward": ("A",)}, "Chủ tịch chưa đưa ra bình xét: A."),
    ("appraise", {"reports_not_confirmed": ("A",)}, "Báo cáo thành tích chưa được xác nhận: A."),
    ("appraise", {"not_voted": ("A",)}, "Chưa có kết quả bình xét của Hội đồng: A."),
    ("appraise", {"meetings_without_minutes": ("họp ngày 18/11/2024",)},
     "Biên bản chưa ban hành: họp ngày 18/11/2024."),
    ("appraise", {"passed": 0}, "Không đối tượng nào được Hội đồng bình xét. Hủy hồ sơ này."),
    ("appraise", {"impediments": ("A đang bị kỷ luật.",)}, "A đang bị kỷ luật."),
    ("appraise", {"missing_appraise": ("Bản sao",)}, "Còn thiếu: Bản sao."),
    ("sign", {"unmet": ("A: TT1d.",)}, "A: TT1d."),
    ("sign", {"evaluations_open": ("A",)}, "Phiếu đánh giá chưa kết luận: A."),
    ("sign", {"missing_sign": ("Bản sao",)}, "Còn thiếu: Bản sao."),
    ("sign", {"problems": ("Nhập số.", "Nhập ngày.")}, "Nhập số. Nhập ngày."),
    ("sign", {"addressee_gone": "Không còn cấp huyện."}, "Không còn cấp huyện."),
    ("send", {"missing_send": ("Bản chụp",)}, "Còn thiếu: Bản chụp."),
    ("send", {"problems": ("Nhập ngày gửi.",)}, "Nhập ngày gửi."),
    ("decide", {"problems": ("Chưa có kết quả.",)}, "Chưa có kết quả."),
]  # fmt: skip


@pytest.mark.parametrize(("edge", "change", "sentence"), GUARDS)
def test_guard_refuses_with_its_sentence(edge: str, change: dict[str, Any], sentence: str) -> None:
    assert refusals(UPWARD_FLOW, edge, replace(READY, **change)) == (sentence,)


@pytest.mark.parametrize("edge", UPWARD_OPEN)
def test_edges_are_free_when_all_is_there(edge: str) -> None:
    facts = replace(READY, addressee_gone="Không còn." if edge == "readdress" else "")

    assert refusals(UPWARD_FLOW, edge, facts) == ()


def test_readdress_refused_while_the_addressee_exists() -> None:
    assert refusals(UPWARD_FLOW, "readdress", READY) == (
        "Cơ quan nhận hồ sơ vẫn còn; không cần chuyển nơi nhận.",
    )


def test_own_decision_refused_for_the_own_collective() -> None:
    facts = replace(READY, own_collectives=("UBND xã",))

    assert refusals(OWN_FLOW, "decide", facts) == (
        "Người có thẩm quyền không tự khen tập thể do mình đứng đầu: UBND xã.",
    )


def test_all_refusals_of_a_check_are_told_at_once() -> None:
    facts = replace(READY, nominees=0, not_agreed=("A",), missing_check=("X",))

    assert len(refusals(UPWARD_FLOW, "check", facts)) == 3
