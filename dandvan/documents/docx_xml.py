"""Pieces of a Word file: elements, runs, paragraphs, tables. Lengths in mm, spacing in points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dandvan.documents.blocks import Align, Run, RunStyle

Element = Any  # lxml elements with the helpers of python-docx carry no types
ALIGNMENTS = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_BOLD = (RunStyle.BOLD, RunStyle.BOLD_ITALIC)
_ITALIC = (RunStyle.ITALIC, RunStyle.BOLD_ITALIC)
_SPACE_KEPT = "{http://www.w3.org/XML/1998/namespace}space"


def dxa(millimeters: float) -> int:
    """Millimeters in the twentieths of a point that Word counts in."""
    return round(millimeters * 1440 / 25.4)


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of the Word namespace: element("jc", val="center")."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def style_id(name: str) -> str:
    """Id of a style: its name without spaces, as Word itself makes it."""
    return name.replace(" ", "")


def one_spaced(text: str) -> str:
    """Text as a page sets it: any run of spaces and line ends is one space, none at the ends."""
    return " ".join(re.split(r"[ \n]+", text.strip(" \n")))


def run(text: str, style: RunStyle = RunStyle.PLAIN) -> Element:
    """Words in one style; "\\n" is a line break, spaces stay as they are."""
    made = element("r")
    marks = [element("b")] * (style in _BOLD) + [element("i")] * (style in _ITALIC)
    if marks:
        made.append(element("rPr", *marks))
    for index, line in enumerate(text.split("\n")):
        if index:
            made.append(element("br"))
        words = element("t")
        words.text = line
        words.set(_SPACE_KEPT, "preserve")
        made.append(words)
    return made


def laid_runs(runs: Iterable[Run]) -> list[Element]:
    """Running text with single spaces, across the ends of runs too; line breaks stay."""
    laid: list[tuple[str, RunStyle]] = []
    before = "\n"
    for piece in runs:
        text = re.sub(r" *\n *", "\n", re.sub(r" +", " ", piece.text))
        if before[-1] in " \n":
            text = text.lstrip(" ")
        if text:
            laid.append((text, piece.style))
            before = text
    return [run(text, style) for text, style in laid]


def paragraph(
    style: str,
    content: str | Sequence[Element] = (),
    *,
    align: Align | None = None,
    first_line: float | None = None,
    before: float | None = None,
    after: float | None = None,
) -> Element:
    """A paragraph in a style; the options overrule what the style says."""
    made = element("p")
    made.style = style_id(style)
    if align is not None:
        made.get_or_add_pPr().jc_val = ALIGNMENTS[align]
    if first_line is not None:
        made.get_or_add_pPr().first_line_indent = Mm(first_line)
    space(made, before=before, after=after)
    made.extend([run(content)] if isinstance(content, str) else content)
    return made


def space(made: Element, *, before: float | None = None, after: float | None = None) -> None:
    """Set the room above and below a paragraph, in points."""
    if before is not None:
        made.get_or_add_pPr().spacing_before = Pt(before)
    if after is not None:
        made.get_or_add_pPr().spacing_after = Pt(after)


def keep_with_next(piece: Element) -> None:
    """Hold a paragraph, or a table row by all its paragraphs, on the page of what follows."""
    for held in piece.iter(qn("w:p")):
        held.get_or_add_pPr().keepNext_val = True


def gap(points: float) -> Element:
    """An empty paragraph exactly so high: parts two tables, ends a page that ends in a table."""
    made = paragraph("ND30 Gap")
    made.get_or_add_pPr().append(element("spacing", line=round(points * 20), lineRule="exact"))
    return made


def rule(*, length: float, room: float) -> Element:
    """A level rule of `length` in the middle of `room`: the top border of a flat paragraph.

    Drawn text lines would move when the text changes machine; a border keeps its place.
    """
    made = paragraph("ND30 Rule")
    side = Mm(max(0.0, (room - length) / 2))
    made.get_or_add_pPr().ind_left = side
    made.get_or_add_pPr().ind_right = side
    return made


@dataclass(frozen=True)
class Cell:
    """A table cell: its paragraphs, and over how many columns it reaches."""

    paragraphs: tuple[Element, ...]
    span: int = 1


def table_row(
    cells: Sequence[Cell], widths: Sequence[float], *, is_header: bool = False
) -> Element:
    """A row that is never cut in two; a header row stands again on every page."""
    marks = [element("cantSplit"), *([element("tblHeader")] if is_header else [])]
    made = element("tr", element("trPr", *marks))
    column = 0
    for cell in cells:
        width = sum(widths[column : column + cell.span])
        column += cell.span
        settings = [element("tcW", w=dxa(width), type="dxa")]
        if cell.span > 1:
            settings.append(element("gridSpan", val=cell.span))
        made.append(element("tc", element("tcPr", *settings), *cell.paragraphs))
    return made


def table(style: str, widths: Sequence[float], rows: Iterable[Element]) -> Element:
    """A table of fixed columns, as wide as the text when the widths say so."""
    settings = element(
        "tblPr",
        element("tblStyle", val=style_id(style)),
        element("tblW", w=dxa(sum(widths)), type="dxa"),
        # Centered, the edges are the same in Word and LibreOffice whatever the cell margins.
        element("jc", val="center"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="04A0", firstRow=1, noHBand=1, noVBand=1),
    )
    grid = element("tblGrid", *(element("gridCol", w=dxa(width)) for width in widths))
    return element("tbl", settings, grid, *rows)


class Flow:
    """The text of a file, filled from top to bottom."""

    def __init__(self, body: Element) -> None:
        """Write at the end of the body, before the settings of the last section."""
        self._body = body
        self._breaks_page = False

    @property
    def last(self) -> Element | None:
        """What was written last; None in an empty text."""
        return self._body[-1].getprevious()

    @property
    def ends_with_table(self) -> bool:
        """Whether a table was written last."""
        return self.last is not None and self.last.tag == qn("w:tbl")

    def add(self, *pieces: Element) -> None:
        """Write paragraphs and tables; between two tables a gap, or Word would join them."""
        for piece in pieces:
            if piece.tag == qn("w:tbl") and (self._breaks_page or self.ends_with_table):
                self._write(gap(1))
            self._write(piece)

    def break_page(self) -> None:
        """What is written next starts a page."""
        self._breaks_page = True

    def keep_last(self) -> None:
        """Hold what was written last on one page with what comes next, a gap with what it ends."""
        piece = self.last
        while piece is not None:
            is_table = piece.tag == qn("w:tbl")
            keep_with_next(piece[-1] if is_table else piece)
            if is_table or piece.style != style_id("ND30 Gap"):
                return
            piece = piece.getprevious()

    def end(self) -> Element:
        """End a section: a last gap gives up its height. The last paragraph of the section."""
        self._breaks_page = False
        if self.last is None or self.ends_with_table:
            self._write(gap(1))
        elif self.last.style == style_id("ND30 Gap"):
            self.last.getparent().replace(self.last, gap(1))
        return self.last

    def _write(self, piece: Element) -> None:
        if self._breaks_page:
            piece.get_or_add_pPr().pageBreakBefore_val = True
            self._breaks_page = False
        self._body[-1].addprevious(piece)
