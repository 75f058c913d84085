"""Body blocks and ruled tables of a Word file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dandvan.documents.blocks import (
    Align,
    CenteredTitle,
    Column,
    GroupRow,
    Heading,
    HeadingLevel,
    LabelValues,
    ListItem,
    NumberedItem,
    PageBreak,
    Paragraph,
    Row,
    Run,
    RunStyle,
)
from dandvan.documents.docx_xml import (
    Cell,
    Element,
    Flow,
    gap,
    keep_with_next,
    laid_runs,
    one_spaced,
    paragraph,
    run,
    table,
    table_row,
)
from dandvan.documents.tables import TableView

_AFTER_TABLE = 10  # points


def write_blocks(flow: Flow, blocks: Iterable[Any], width: float) -> None:
    """Write the blocks of a text `width` millimeters wide, tables laid by `with_laid_tables`."""
    for block in blocks:
        if isinstance(block, TableView):
            _write_table(flow, block, width)
        elif isinstance(block, PageBreak):
            flow.break_page()
        else:
            flow.add(*_paragraphs(block))
            if isinstance(block, Paragraph) and block.keep_with_next:
                flow.keep_last()


def _paragraphs(block: Any) -> Iterator[Element]:
    if isinstance(block, Paragraph):
        yield _running(block)
    elif isinstance(block, NumberedItem):
        style = RunStyle.BOLD if block.bold_label else RunStyle.PLAIN
        yield _body([Run(block.label, style), Run(" "), *block.runs])
    elif isinstance(block, ListItem):
        yield _body([Run("- "), *block.runs])
    elif isinstance(block, CenteredTitle):
        yield paragraph("ND30 Centered", one_spaced(block.text))
    elif isinstance(block, Heading):
        yield _heading(block)
    elif isinstance(block, LabelValues):
        for row in block.rows:
            yield paragraph("ND30 Body", one_spaced(f"{row.label}: {row.shown}"))
    else:
        raise TypeError(f"no Word form for {type(block).__name__}")


def _body(runs: list[Run]) -> Element:
    return paragraph("ND30 Body", laid_runs(runs))


def _running(block: Paragraph) -> Element:
    is_flush = not block.indent or block.align in (Align.CENTER, Align.RIGHT)
    return paragraph(
        "ND30 Body",
        laid_runs(block.runs),
        align=None if block.align is Align.JUSTIFY else block.align,
        first_line=0 if is_flush else None,
    )


def _heading(block: Heading) -> Element:
    label, title = one_spaced(block.label), one_spaced(block.title)
    if block.level in (HeadingLevel.PART, HeadingLevel.SECTION):
        title = title.upper()
    mark = "\n" if block.level is HeadingLevel.PART else " "
    return paragraph(f"ND30 {block.level.value.capitalize()}", f"{label}{mark}{title}".strip())


# -- tables -------------------------------------------------------------------------------------


def _write_table(flow: Flow, view: TableView, width: float) -> None:
    """The table and its caption; a gap below takes the place of the margin tables do not have."""
    look = " Compact" if view.table.compact else ""
    widths = [percent * width / 100 for _, percent in view.columns]
    if view.table.caption:
        flow.add(paragraph("ND30 Caption", one_spaced(view.table.caption)))
    heads = [
        Cell((paragraph(f"ND30 Table Head{look}", one_spaced(column.title)),))
        for column, _ in view.columns
    ]
    style = f"ND30 Table Text{look}"
    rows = [table_row(heads, widths, is_header=True)]
    rows += [table_row(_cells(row, cells, style, len(widths)), widths) for row, cells in view.rows]
    if not view.rows:
        note = paragraph(style, one_spaced(view.table.empty_note), align=Align.CENTER)
        rows.append(table_row([Cell((note,), len(widths))], widths))
    flow.add(table("ND30 Table", widths, rows), gap(_AFTER_TABLE))


def _cells(
    row: Row | GroupRow, cells: tuple[tuple[Column, str], ...], style: str, count: int
) -> tuple[Cell, ...]:
    if isinstance(row, GroupRow):
        title = paragraph(style, [run(one_spaced(row.title), RunStyle.BOLD)])
        keep_with_next(title)
        return (Cell((title,), count),)
    letters = RunStyle.BOLD if row.bold else RunStyle.PLAIN
    return tuple(Cell(_lines(text, column, style, letters)) for column, text in cells)


def _lines(text: str, column: Column, style: str, letters: RunStyle) -> tuple[Element, ...]:
    """A paragraph per line of a cell: the last line of each is not stretched."""
    align = None if column.align is Align.LEFT else column.align
    lines = (one_spaced(line) for line in text.split("\n"))
    return tuple(paragraph(style, [run(line, letters)], align=align) for line in lines)
