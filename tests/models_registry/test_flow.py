"""The workflow of a model: the full matrix state x edge x who, and each guard."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from dandvan.roles import Actor, Relation, Role
from models_registry.domain.flow import MODEL_FLOW, ModelFacts
from models_registry.enums import ModelState

TODAY = date(2024, 3, 4)
ACTORS: tuple[Actor, ...] = (*Role, *Relation)

WRITERS = ("OWNER", "MEMBER", "CLERK")
JUDGES = ("CLERK", "MOBILIZATION_BLOC")
# Every open triple of architecture, section 3; a changed table must change this set.
OPEN_BY_EDGE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "submit": (("draft",), WRITERS),
    "resubmit": (("returned",), WRITERS),
    "accept": (("submitted",), ("CLERK", "CHAIR")),
    "return": (("submitted",), ("CLERK", "CHAIR")),
    "unaccept": (("accepted",), ("CLERK",)),
    "report": (("accepted",), WRITERS),
    "return_report": (("reported",), ("CLERK",)),
    "assess": (("reported",), JUDGES),
    "reassess": (("assessed",), JUDGES),
    "recognize": (("assessed",), ("CHAIR",)),
    "decline": (("assessed",), ("CHAIR",)),
    "reconsider": (("declined",), ("CHAIR",)),
    "close": (("accepted",), ("CLERK",)),
    "withdraw": (("draft", "submitted", "returned", "accepted", "reported"), ("OWNER", "CLERK")),
    "restore": (("withdrawn",), ("CLERK",)),
    "revoke": (("recognized",), ("CHAIR",)),
}
OPEN_TRIPLES = {
    (state, edge, who)
    for edge, (states, people) in OPEN_BY_EDGE.items()
    for state in states
    for who in people
}
READY = ModelFacts(today=TODAY, has_result_report=True)


def test_matrix_of_state_edge_and_who_is_exactly_the_open_triples() -> None:
    found = set()
    for state, edge, who in product(ModelState.values, MODEL_FLOW.edges, ACTORS):
        look = MODEL_FLOW.look(edge, state=state, actors=frozenset({who}), facts=READY)
        if look.open_state and look.may:
            found.add((state, edge, who.value))

    assert found == OPEN_TRIPLES


def test_targets_of_every_edge() -> None:
    assert {name: edge.target for name, edge in MODEL_FLOW.edges.items()} == {
        "submit": "submitted",
        "resubmit": "submitted",
        "accept": "accepted",
        "return": "returned",
        "unaccept": "submitted",
        "report": "reported",
        "return_report": "accepted",
        "assess": "assessed",
        "reassess": "reported",
        "recognize": "recognized",
        "decline": "declined",
        "reconsider": "assessed",
        "close": "not_carried_out",
        "withdraw": "withdrawn",
        "restore": None,
        "revoke": "revoked",
    }


def test_edges_that_ask_for_a_reason() -> None:
    assert {name for name, edge in MODEL_FLOW.edges.items() if edge.note_required} == {
        "unaccept",
        "reassess",
        "reconsider",
        "close",
        "withdraw",
        "restore",
        "revoke",
    }


def _refusals(edge: str, facts: ModelFacts, who: Actor) -> tuple[str, ...]:
    state = next(iter(MODEL_FLOW.edges[edge].sources))
    return MODEL_FLOW.look(edge, state=state, actors=frozenset({who}), facts=facts).refusals


@pytest.mark.parametrize(
    ("edge", "who", "change", "sentence"),
    [
        ("submit", Relation.OWNER, {"missing_parts": ("địa bàn",)},
         "Chưa gửi được: còn thiếu địa bàn."),
        ("submit", Relation.OWNER, {"window_open": False},
         "Đã hết thời hạn đăng ký. Liên hệ Văn phòng – thống kê để được nhận muộn."),
        ("submit", Role.CLERK, {"window_open": False, "is_clerk": True},
         "Đã hết thời hạn đăng ký. Ghi lý do nhận muộn để tiếp tục."),
        ("resubmit", Relation.OWNER, {"open_corrections": ("Mục tiêu, chỉ tiêu",)},
         "Còn nội dung chưa bổ sung: Mục tiêu, chỉ tiêu."),
        ("resubmit", Relation.OWNER, {"return_due": date(2024, 3, 3)},
         "Đã quá hạn bổ sung 03/03/2024. Liên hệ Văn phòng – thống kê để được gia hạn."),
        ("accept", Role.CLERK, {"own": True, "is_clerk": True},
         "Chủ mô hình và người tham gia không tự tiếp nhận, thẩm định "
         "hoặc công nhận mô hình của mình."),
        ("accept", Role.CHAIR, {}, "Việc tiếp nhận do công chức Văn phòng – thống kê làm."),
        ("return", Role.CLERK, {"is_clerk": True},
         "Ghi ít nhất một nội dung cần bổ sung trước khi trả lại."),
        ("unaccept", Role.CLERK, {"sent_to_district": "DKH"},
         "Mô hình đã đăng ký với cấp trên (DKH) nên không thôi tiếp nhận được. Nếu không làm nữa, "
         "rút mô hình: danh sách gửi lần sau sẽ ghi mô hình này là rút."),
        ("unaccept", Role.CLERK, {"signed_for_district": "DKH"},
         "Mô hình có trong danh sách đã ký, chờ gửi (DKH). Đưa danh sách về dự thảo trước rồi "
         "thôi tiếp nhận."),
        ("report", Relation.OWNER, {"has_result_report": False},
         "Chưa có báo cáo kết quả. Viết báo cáo kết quả trước khi gửi."),
        ("report", Relation.OWNER, {"report_is_newer_than_return": False},
         "Báo cáo kết quả chưa được sửa sau khi bị trả lại."),
        ("assess", Role.MOBILIZATION_BLOC, {"unmarked_qualities": ("Bền vững",)},
         "Chưa đánh giá: Bền vững."),
        ("recognize", Role.CHAIR, {},
         "Mô hình chưa có trong quyết định công nhận nào (cần số, ngày và người ký)."),
        ("recognize", Role.CHAIR,
         {"listed_outcome": "recognized", "not_enough_qualities": ("Trung thực",)},
         "Chưa đủ căn cứ về: Trung thực. Bổ sung rồi thẩm định lại."),
        ("recognize", Role.CHAIR,
         {"listed_outcome": "recognized", "unmet_qualities": ("Lan tỏa",)},
         "Không công nhận được: không đạt Lan tỏa."),
        ("decline", Role.CHAIR, {},
         "Mô hình chưa có trong quyết định nào với kết quả không công nhận."),
        ("revoke", Role.CHAIR, {}, "Chưa có quyết định thu hồi công nhận mô hình này."),
    ],
)  # fmt: skip
def test_guard_refuses_with_its_sentence(
    edge: str, who: Actor, change: dict[str, object], sentence: str
) -> None:
    assert _refusals(edge, replace(READY, **change), who) == (sentence,)


@pytest.mark.parametrize(
    ("edge", "who", "change"),
    [
        ("submit", Relation.OWNER, {}),
        ("submit", Role.CLERK, {"window_open": False, "is_clerk": True, "late_reason": "vắng"}),
        ("resubmit", Relation.OWNER, {"return_due": TODAY}),
        ("resubmit", Role.CLERK, {"return_due": date(2024, 3, 3), "is_clerk": True}),
        ("accept", Role.CHAIR, {"other_clerk_free": False}),
        ("return", Role.CLERK, {"is_clerk": True, "open_corrections": ("Tên mô hình",)}),
        ("recognize", Role.CHAIR, {"listed_outcome": "recognized"}),
        ("decline", Role.CHAIR, {"listed_outcome": "declined", "unmet_qualities": ("Lan tỏa",)}),
        ("revoke", Role.CHAIR, {"listed_outcome": "revoked"}),
    ],
)
def test_guard_lets_pass(edge: str, who: Actor, change: dict[str, object]) -> None:
    assert _refusals(edge, replace(READY, **change), who) == ()


def test_all_refusals_are_told_at_once() -> None:
    facts = replace(READY, missing_parts=("tên mô hình",), window_open=False)

    assert len(_refusals("submit", facts, Relation.OWNER)) == 2
