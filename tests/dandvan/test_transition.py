"""move(): asks for all refusals, writes the trace and the state, or nothing at all."""

from datetime import datetime

import pytest

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Relation, Role
from dandvan.transition import move
from models_registry.domain.flow import MODEL_FLOW, ModelFacts
from models_registry.enums import ModelState
from models_registry.models import DanVanModel
from tests.factories import make_draft

OWNER = frozenset({Relation.OWNER})


@pytest.fixture
def draft(owner, year):
    with clock.at(datetime(2024, 3, 4, 9, 0)):  # noqa: DTZ001 -- made aware by the clock
        yield make_draft(owner, year)


def _move(draft, owner, **overrides):
    given = {
        "flow": MODEL_FLOW,
        "facts": ModelFacts(today=clock.today()),
        "actors": OWNER,
        "by": owner,
        **overrides,
    }
    return move(
        draft, overrides.pop("edge", "submit"), **{k: v for k, v in given.items() if k != "edge"}
    )


def test_move_writes_state_version_and_trace(draft, owner) -> None:
    trace = _move(draft, owner, note=" gửi ")

    draft.refresh_from_db()
    assert (draft.state, draft.version) == (ModelState.SUBMITTED, 2)
    assert (trace.edge, trace.from_state, trace.to_state, trace.by, trace.note) == (
        "submit",
        "draft",
        "submitted",
        owner,
        "gửi",
    )
    assert trace.at == clock.now()


def _unchanged(draft: DanVanModel) -> bool:
    fresh = DanVanModel.objects.get(pk=draft.pk)
    return (fresh.state, fresh.version, fresh.transitions.count()) == (ModelState.DRAFT, 1, 0)


def test_move_refuses_who_may_not(draft, owner) -> None:
    with pytest.raises(NotAllowed) as refused:
        _move(draft, owner, actors=frozenset({Role.VIEWER}))

    assert refused.value.reasons == ("Bạn không có quyền làm việc “Gửi đăng ký”.",)
    assert _unchanged(draft)


def test_move_refuses_a_wrong_state_in_words(draft, owner) -> None:
    with pytest.raises(DomainError) as refused:
        _move(draft, owner, edge="resubmit")

    assert refused.value.reasons == (
        "Không thể “Gửi lại sau khi bổ sung” khi đang ở trạng thái “Bản nháp”.",
    )
    assert _unchanged(draft)


def test_move_tells_every_refusal_and_the_missing_reason(draft, owner) -> None:
    with pytest.raises(DomainError) as refused:
        _move(draft, owner, edge="withdraw", note="  ")

    assert refused.value.reasons == ("Ghi lý do khi “Rút mô hình”.",)
    assert _unchanged(draft)
