"""The figures of an interim or final review as tables that never change once made. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dandvan.vietnamese import vn_number


@dataclass(frozen=True)
class Cell:
    """What stands in a table: its text, the number behind it, the models that were counted."""

    text: str
    number: float | None = None
    models: tuple[int, ...] = ()


@dataclass(frozen=True)
class Line:
    """One row: a key that names it, its label and its cells."""

    key: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ReviewTable:
    """One table. `bars` are the columns drawn as bars."""

    key: str
    title: str
    head: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""
    bars: tuple[int, ...] = ()

    def line(self, key: str) -> Line | None:
        """The row of this key."""
        return next((row for row in self.lines if row.key == key), None)


@dataclass(frozen=True)
class ReviewFigures:
    """All tables of one review, as of one day."""

    year: int
    kind: str
    until: date
    tables: tuple[ReviewTable, ...]

    def table(self, key: str) -> ReviewTable | None:
        """The table of this key."""
        return next((row for row in self.tables if row.key == key), None)

    def cell(self, table: str, line: str, column: int = 0) -> Cell | None:
        """One cell; None where there is none."""
        found = self.table(table)
        row = found.line(line) if found else None
        return row.cells[column] if row and 0 <= column < len(row.cells) else None

    def number(self, table: str, line: str, column: int = 0) -> int:
        """The whole number in one cell; 0 where there is none."""
        found = self.cell(table, line, column)
        return int(found.number) if found and found.number is not None else 0


def counted(models: Iterable[int]) -> Cell:
    """How many models, and which."""
    rows = tuple(sorted(models))
    return Cell(vn_number(len(rows)), len(rows), rows)


def plain(number: float | None, text: str = "") -> Cell:
    """A number that has no models behind it; empty for None."""
    if number is None:
        return Cell(text or "–")
    return Cell(text or vn_number(number), number)


def share(part: float, whole: float) -> Cell:
    """A part in percent with one decimal: "45,5%"; a dash of nothing."""
    if not whole:
        return Cell("–")
    percent = round(part * 100 / whole, 1)
    return Cell(f"{vn_number(percent)}%", percent)


def to_json(figures: ReviewFigures) -> dict[str, Any]:
    """The figures as they are kept with an issued paper."""
    return {**asdict(figures), "until": figures.until.isoformat()}


def from_json(kept: dict[str, Any]) -> ReviewFigures:
    """The figures back from what `to_json` made and the database kept."""
    return ReviewFigures(
        year=kept["year"],
        kind=kept["kind"],
        until=date.fromisoformat(kept["until"]),
        tables=tuple(_table(row) for row in kept["tables"]),
    )


def _table(kept: dict[str, Any]) -> ReviewTable:
    lines = tuple(
        Line(
            row["key"],
            row["label"],
            tuple(Cell(c["text"], c["number"], tuple(c["models"])) for c in row["cells"]),
        )
        for row in kept["lines"]
    )
    rest = {name: kept[name] for name in ("key", "title", "head", "note")}
    return ReviewTable(
        **rest, columns=tuple(kept["columns"]), lines=lines, bars=tuple(kept["bars"])
    )


def differences(kept: ReviewFigures, now: ReviewFigures) -> tuple[str, ...]:
    """What the data says now otherwise than the kept figures, cell by cell, in sentences."""
    found: list[str] = []
    for table in kept.tables:
        other = now.table(table.key)
        if other is None:
            continue
        found += _table_differences(table, other)
    return tuple(found)


def _table_differences(table: ReviewTable, other: ReviewTable) -> Iterable[str]:
    for row in table.lines:
        new = other.line(row.key)
        if new is None:
            yield f"{table.title}: “{row.label}” nay không còn."
            continue
        for name, before, after in _pairs(table.columns, row, new):
            if before != after:
                yield f"{table.title}, “{row.label}”, {name}: {before} → nay {after}."
    known = {row.key for row in table.lines}
    for row in other.lines:
        if row.key not in known:
            yield f"{table.title}: nay thêm “{row.label}”."


def _pairs(columns: Sequence[str], old: Line, new: Line) -> Iterable[tuple[str, str, str]]:
    for name, before, after in zip(columns, old.cells, new.cells, strict=False):
        yield name[:1].lower() + name[1:], before.text, after.text
