"""A review as a workbook and as bars: drawn from its figures, nothing is counted here."""

from __future__ import annotations

from dataclasses import dataclass

from awards.domain.review_figures import Cell, ReviewFigures, ReviewTable
from dandvan.sheets import SheetCell, SheetPage, write_book

# Bars grow to this part of the strip, so that the number still stands behind the longest.
WIDEST = 82
LABEL_PX, BAR_PX, GAP_PX = 20, 14, 10
_LONGEST_LABEL = 42


@dataclass(frozen=True)
class Bar:
    """One bar: its column, height from the top in pixels, width in percent, the text behind."""

    series: int
    y: int
    width: str
    text: str


@dataclass(frozen=True)
class BarGroup:
    """The bars of one row under its label."""

    label: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class BarChart:
    """Everything the drawing needs; `legend` names the columns in order."""

    title: str
    legend: tuple[tuple[int, str], ...]
    groups: tuple[BarGroup, ...]
    height: int


def draw_bars(table: ReviewTable) -> BarChart | None:
    """The columns of a table that are drawn; None where there is nothing to draw."""
    lines = [line for line in table.lines if line.key != "total"]
    numbers = [_number(line.cells[column]) for line in lines for column in table.bars]
    most = max(numbers, default=0)
    if not most:
        return None
    groups, y = [], 0
    for line in lines:
        bars, top = [], y + LABEL_PX
        for series, column in enumerate(table.bars):
            cell = line.cells[column]
            width = f"{_number(cell) / most * WIDEST:.2f}"
            bars.append(Bar(series, top + series * (BAR_PX + 2), width, cell.text))
        groups.append(BarGroup(_short(line.label), y + LABEL_PX - 6, tuple(bars)))
        y = top + len(table.bars) * (BAR_PX + 2) + GAP_PX
    legend = tuple((series, table.columns[column]) for series, column in enumerate(table.bars))
    return BarChart(table.title, legend, tuple(groups), y)


def _number(cell: Cell) -> float:
    return max(cell.number or 0, 0)


def _short(label: str) -> str:
    """A label that fits a phone; the whole of it stands in the table."""
    if len(label) <= _LONGEST_LABEL:
        return label
    return label[: _LONGEST_LABEL - 1].rsplit(" ", 1)[0] + "…"


def workbook(figures: ReviewFigures) -> bytes:
    """Every table as a sheet of one .xlsx file; numbers are numbers, text is disarmed."""
    return write_book(
        SheetPage(
            table.title,
            (table.head, *table.columns),
            tuple((line.label, *(_value(cell) for cell in line.cells)) for line in table.lines),
        )
        for table in figures.tables
    )


def _value(cell: Cell) -> SheetCell:
    """The number where the text says no more than it; else the text."""
    says_more = any(sign.isalpha() or sign in "%/" for sign in cell.text)
    return cell.text if cell.number is None or says_more else cell.number
