"""Tables ready for the template: every column holds the longest word of its head, its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

from dandvan.documents.blocks import Block, Column, GroupRow, Row, Table
from dandvan.documents.lines import text_width

_CELL_SIDES = 3.6  # millimeters taken by padding and rule
_FIGURE = re.compile(r"[-−+]?\d[\d.,/%]*")


@dataclass(frozen=True)
class TableView:
    """What the template prints of a table."""

    kind: ClassVar[str] = "table"
    table: Table
    columns: tuple[tuple[Column, int], ...]
    rows: tuple[tuple[Row | GroupRow, tuple[tuple[Column, str], ...]], ...]


def _figures(table: Table, place: int) -> set[str]:
    """Sums, dates and numbers of one column: a figure broken over two lines is misread."""
    rows = [row.cells for row in table.rows if isinstance(row, Row)]
    cells = [row[place] for row in [*rows, table.total or ()] if place < len(row)]
    return {word for cell in cells for word in cell.split() if _FIGURE.fullmatch(word)}


def _least_percents(table: Table, width: float) -> list[float]:
    size = 12 if table.compact else 13
    longest = [
        max(
            text_width(word, face="Bold", size=size)
            for word in {*(column.title.split() or ["x"]), *_figures(table, place)}
        )
        for place, column in enumerate(table.columns)
    ]
    return [100 * (length + _CELL_SIDES) / width for length in longest]


def column_percents(table: Table, width: float) -> tuple[int, ...]:
    """Whole percents of `width` millimeters per column, 100 together, by weight.

    A column is never narrower than the longest word of its head and its longest figure while
    there is room for that.
    """
    weights = sum(column.weight for column in table.columns)
    shares = [100 * column.weight / weights for column in table.columns]
    least = _least_percents(table, width)
    if sum(least) < 100:
        wanted = [max(0.0, minimum - share) for share, minimum in zip(shares, least, strict=True)]
        spare = [max(0.0, share - minimum) for share, minimum in zip(shares, least, strict=True)]
        taken = sum(wanted) / (sum(spare) or 1)
        shares = [s + w - p * taken for s, w, p in zip(shares, wanted, spare, strict=True)]
    edges, passed = [0], 0.0
    for share in shares:
        passed += share
        edges.append(round(passed))
    return tuple(right - left for left, right in pairwise(edges))


def _laid_rows(table: Table) -> tuple[tuple[Row | GroupRow, tuple[tuple[Column, str], ...]], ...]:
    """Every row with its cells beside their columns, the total last."""
    rows = [row for row in table.rows if isinstance(row, Row | GroupRow)]
    if table.total:
        rows.append(Row(table.total, bold=True))
    return tuple(
        (row, tuple(zip(table.columns, row.cells if isinstance(row, Row) else (), strict=False)))
        for row in rows
    )


def with_laid_tables(blocks: Sequence[Block], width: float) -> list[Any]:
    """The blocks of a text `width` millimeters wide, tables replaced by what is printed of them."""
    return [
        TableView(
            block,
            tuple(zip(block.columns, column_percents(block, width), strict=True)),
            _laid_rows(block),
        )
        if isinstance(block, Table)
        else block
        for block in blocks
    ]
