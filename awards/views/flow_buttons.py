"""Buttons of an object page, drawn from its flow: what is offered is what the service allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from dandvan.buttons import ActionButton
from dandvan.flow import Flow
from dandvan.roles import Actor, Role, roles_of

NOTE_LABELS = {
    "object": "Lý do chưa thống nhất",
    "repropose": "Lý do đề xuất lại",
    "withdraw": "Lý do rút",
    "return": "Cần sửa, bổ sung gì",
}


@dataclass(frozen=True)
class Way:
    """Where an act is done: a POST address, or with `form` a page that asks for more."""

    url_name: str
    form: bool = False


def optional_url(url_name: str, *args: Any) -> str:
    """Address of a page of another part of the project; empty while it does not exist."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def flow_buttons(
    flow: Flow[Any],
    row: Any,
    *,
    actors: frozenset[Actor],
    facts: Any,
    ways: Mapping[str, Way],
    elsewhere: str = "",
) -> list[ActionButton]:
    """A button for every edge that one of `actors` may take from the row's state.

    An edge without a way on the web leads to `elsewhere` (the clerk's workbench); with neither
    it is left out.
    """
    buttons = []
    for edge in flow.open_edges(state=row.state, actors=actors):
        way = ways.get(edge.name)
        if way is None and not elsewhere:
            continue
        look = flow.look(edge.name, state=row.state, actors=actors, facts=facts)
        url = reverse(way.url_name, args=[row.pk]) if way else elsewhere
        asks_more = way is None or way.form
        buttons.append(
            ActionButton(
                label=edge.label,
                url="" if asks_more else url,
                needs_form_url=url if asks_more else "",
                allowed=look.allowed,
                reasons=look.refusals,
                style=edge.style,
                note="required" if edge.note_required and not asks_more else "none",
                note_label=NOTE_LABELS.get(edge.name, "Lý do"),
            )
        )
    return buttons


def paper_button(flow: Flow[Any], row: Any, *, user: Any, url: str) -> list[ActionButton]:
    """The clerk's way to record from signed paper what others decide; empty for others."""
    if not url or Role.CLERK not in roles_of(user):
        return []
    mine = frozenset({Role.CLERK})
    waits = any(
        edge.by_paper and row.state in edge.sources and not edge.who & mine
        for edge in flow.edges.values()
    )
    if not waits:
        return []
    return [ActionButton("Ghi nhận theo văn bản đã ký", needs_form_url=url, style="alt")]
