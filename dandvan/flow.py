"""The workflow engine: a workflow is data, an `Edge` at a time. Pure Python.

An edge says from which states it leads where, who may take it and which conditions must
hold. The same `Flow.look` draws buttons and guards the act itself, so a page can never
offer what the service refuses.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from dandvan.roles import Actor

Facts = TypeVar("Facts")
Guard = Callable[[Facts], str | None]


@dataclass(frozen=True)
class Edge(Generic[Facts]):
    """One act of a workflow.

    `label` is the verb on the button; `target` None means that the service computes the
    state (restore). `note_required` asks for a reason. `by_paper`: CLERK may record the act
    from signed paper instead of one of `who`.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str | None
    who: frozenset[Actor]
    guards: tuple[Guard[Facts], ...] = ()
    note_required: bool = False
    by_paper: bool = False
    style: str = "primary"


@dataclass(frozen=True)
class Look:
    """What an edge looks like for one person and one object."""

    open_state: bool
    may: bool
    refusals: tuple[str, ...] = field(default=())

    @property
    def allowed(self) -> bool:
        """Whether the act can be done now by this person."""
        return self.open_state and self.may and not self.refusals


class Flow(Generic[Facts]):
    """The edges of one kind of object, by name."""

    def __init__(self, name: str, edges: Iterable[Edge[Facts]]) -> None:
        """Keep the edges in their order; a doubled name is a mistake in the code."""
        self.name = name
        self.edges: dict[str, Edge[Facts]] = {}
        for edge in edges:
            if edge.name in self.edges:
                raise ValueError(f"edge {edge.name} stands twice in flow {name}")
            self.edges[edge.name] = edge

    def look(self, edge_name: str, *, state: str, actors: frozenset[Actor], facts: Facts) -> Look:
        """Whether the edge leaves from `state`, whether one of `actors` may, all refusals."""
        edge = self.edges[edge_name]
        refusals = tuple(text for guard in edge.guards if (text := guard(facts)) is not None)
        return Look(state in edge.sources, bool(edge.who & actors), refusals)

    def open_edges(self, *, state: str, actors: frozenset[Actor]) -> tuple[Edge[Facts], ...]:
        """Edges that leave from `state` and that one of `actors` may take, in table order."""
        return tuple(
            edge for edge in self.edges.values() if state in edge.sources and edge.who & actors
        )
