"""One edge of an awards flow, by the person himself or recorded by the clerk from paper."""

from __future__ import annotations

from typing import Any

from dandvan.errors import DomainError, StaleRecord
from dandvan.flow import Flow
from dandvan.roles import Actor, Role, roles_of
from dandvan.transition import move
from models_registry.models import User


def paper_actors(flow: Flow[Any], edge_name: str, user: User) -> frozenset[Actor]:
    """Whom the clerk stands for when he records this act from a signed paper."""
    edge = flow.edges[edge_name]
    if edge.by_paper and Role.CLERK in roles_of(user):
        return edge.who
    return frozenset()


def take_flow_edge(
    row: Any,
    edge_name: str,
    *,
    flow: Flow[Any],
    facts: Any,
    actors: frozenset[Actor],
    user: User,
    note: str = "",
    trace: dict[str, Any] | None = None,
    extra_fields: tuple[str, ...] = (),
) -> Any:
    """Take an edge with a locked row; `trace` holds the fields of a signed paper, if any.

    Returns the transition. Raises NotAllowed or DomainError with every refusal.
    """
    if edge_name not in flow.edges:
        raise DomainError([f"Không có việc này khi đang ở trạng thái “{row.get_state_display()}”."])
    if trace:
        actors = actors | paper_actors(flow, edge_name, user)
    return move(
        row,
        edge_name,
        flow=flow,
        facts=facts,
        actors=actors,
        by=user,
        note=note,
        extra_fields=extra_fields,
        **(trace or {}),
    )


def refuse_stale(row: Any, version: int | None, what: str) -> None:
    """Raise StaleRecord when the form was filled in from an older version of the row."""
    if version is None or version == row.version:
        return
    raise StaleRecord(
        [
            f"Trong lúc bạn đang sửa, người khác đã lưu {what} này. Nội dung bạn nhập vẫn còn; "
            "đối chiếu với bản mới rồi lưu lại."
        ]
    )
