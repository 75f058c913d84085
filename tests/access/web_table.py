"""Who gets what at every address outside the admin, as read from web_table.txt.

One line an address, one column a person. Each line: URL name, what its arguments are, how it
is asked, then the status for every column.
`get`: a page to read (POST is 405); `post`: an act, sent without fields (GET is 405);
`form`: a page with a form (asked with GET; DELETE is 405). 200 a page, 302 an act done or
refused with a sentence (or the way to the log-in), 400 and 409 the refusal of an autosave,
401 no session for a script, 403 not this role, 404 not to be known of.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.access.world import World

COLUMNS = (
    "owner",
    "member",
    "participant",
    "clerk",
    "bloc",
    "chair",
    "publicist",
    "viewer",
    "administrator",
    "secretary",
    "council_member",
    "roleless",
    "stranger",
    "anonymous",
)


@dataclass(frozen=True)
class Line:
    """One line of a table."""

    name: str
    arguments: tuple[tuple[str, str], ...]
    method: str
    statuses: tuple[int, ...]

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        """What tells addresses apart: the name and the names of its arguments."""
        return self.name, frozenset(name for name, _ in self.arguments)

    @property
    def label(self) -> str:
        """The line as a failure names it."""
        return " ".join((self.name, *(f"{name}={value}" for name, value in self.arguments)))

    def kwargs(self, world: World) -> dict[str, Any]:
        """The arguments of the address in this world."""
        return {name: found(world, value) for name, value in self.arguments}


def read_tables() -> dict[str, tuple[Line, ...]]:
    """The tables of web_table.txt by name."""
    tables: dict[str, list[Line]] = {}
    for text in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        if text.startswith("["):
            rows = tables.setdefault(text.strip("[]"), [])
        elif text and not text.startswith("#"):
            rows.append(line_of(text))
    return {name: tuple(rows) for name, rows in tables.items()}


def line_of(text: str) -> Line:
    """One line of text."""
    head, _, statuses = text.partition("|")
    name, *arguments, method = head.split()
    pairs = tuple((pair.split("=")[0], pair.split("=")[1]) for pair in arguments)
    return Line(name, pairs, method, tuple(int(word) for word in statuses.split()))


def found(world: World, text: str) -> Any:
    """What a word of the table stands for: "model:draft" is the number of that model."""
    kind, _, name = text.partition(":")
    if kind == "evaluation":
        return world.evaluation.pk
    if kind == "decision":
        return world.decision.pk
    if kind == "year":
        return world.year.pk
    if kind == "window":
        return world.year.windows.earliest("pk").pk
    if kind == "file":
        return _file(world, name)
    if kind == "round":
        return world.models[name].assessments.get().pk
    rows = {
        "model": world.models,
        "nomination": world.nominations,
        "report": world.reports,
        "meeting": world.meetings,
        "dossier": world.dossiers,
        "around": world.around,
    }
    return rows[kind][name].pk if kind in rows else text


def _file(world: World, name: str) -> int:
    """Evidence of a model, or the scan of the decision."""
    if name == "decision":
        return world.decision.scan_id
    return world.models[name].attachments.get().pk
