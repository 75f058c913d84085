"""Blocks of a document body as frozen dataclasses; all text is plain, cleaned at construction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar

from dandvan.documents.text import clean_text


class RunStyle(StrEnum):
    """How words of a run look."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    BOLD_ITALIC = "bold-italic"


class Align(StrEnum):
    """Where the lines of a paragraph or cell stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class HeadingLevel(StrEnum):
    """Levels of Nghị định 30/2020, PL I, II.6đ."""

    PART = "part"  # label on its own line, title below, both centered
    SECTION = "section"  # "I. MỤC ĐÍCH, YÊU CẦU"
    ARTICLE = "article"  # "Điều 1. Phạm vi"
    CLAUSE = "clause"  # "1. Mục đích", bold, alone on its line


def _cleaned(value: Any, *, keep_ends: bool) -> Any:
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return clean_text(value, keep_ends=keep_ends)
    if isinstance(value, list | tuple):
        return tuple(_cleaned(item, keep_ends=keep_ends) for item in value)
    return value


@dataclass(frozen=True)
class Part:
    """Base of every piece of a document: strings cleaned, lists made tuples."""

    keeps_ends: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Clean every text once, here, so that no builder has to."""
        for field in fields(self):
            value = _cleaned(getattr(self, field.name), keep_ends=self.keeps_ends)
            object.__setattr__(self, field.name, value)


@dataclass(frozen=True)
class Run(Part):
    """Words in one style inside a paragraph; spaces at its ends count."""

    keeps_ends: ClassVar[bool] = True
    text: str
    style: RunStyle = RunStyle.PLAIN


Content = str | Sequence[Run | str]


def as_runs(content: Content) -> tuple[Run, ...]:
    """Content as runs: a bare string is one plain run."""
    pieces = (content.strip(),) if isinstance(content, str) else content
    return tuple(piece if isinstance(piece, Run) else Run(piece) for piece in pieces)


@dataclass(frozen=True)
class _TextBlock(Part):
    """A block that holds running text; `content` becomes a tuple of runs."""

    keeps_ends: ClassVar[bool] = True
    content: Content

    def __post_init__(self) -> None:
        """Turn strings into runs."""
        object.__setattr__(self, "content", as_runs(self.content))
        super().__post_init__()

    @property
    def runs(self) -> tuple[Run, ...]:
        """The running text, always as runs."""
        return as_runs(self.content)


@dataclass(frozen=True)
class Paragraph(_TextBlock):
    """A paragraph; justified with a first-line indent of 1 cm unless said otherwise."""

    kind: ClassVar[str] = "paragraph"
    align: Align = Align.JUSTIFY
    indent: bool = True
    keep_with_next: bool = False


@dataclass(frozen=True)
class NumberedItem(_TextBlock):
    """A numbered clause: "1.", "a)", "Điều 1." and its text on the same line."""

    kind: ClassVar[str] = "numbered"
    label: str = ""
    bold_label: bool = False


@dataclass(frozen=True)
class ListItem(_TextBlock):
    """A line "- …"."""

    kind: ClassVar[str] = "item"


@dataclass(frozen=True)
class CenteredTitle(Part):
    """A bold line in the middle, such as "QUYẾT ĐỊNH:"; printed as given."""

    kind: ClassVar[str] = "centered"
    text: str


@dataclass(frozen=True)
class Heading(Part):
    """A heading; the label carries its own mark ("I.", "Điều 1.", "1.", "Phần I")."""

    kind: ClassVar[str] = "heading"
    level: HeadingLevel
    label: str
    title: str


@dataclass(frozen=True)
class LabelValue(Part):
    """One line "label: value"; `empty` is printed where there is no value."""

    label: str
    value: str
    empty: str = "Không"

    @property
    def shown(self) -> str:
        """The value, or what stands for its lack."""
        return self.value or self.empty


@dataclass(frozen=True)
class LabelValues(Part):
    """Lines "label: value", one below the other."""

    kind: ClassVar[str] = "values"
    rows: tuple[LabelValue, ...]


@dataclass(frozen=True)
class Column(Part):
    """A table column; `weight` is its share of the width."""

    title: str
    weight: float = 1
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Row(Part):
    """A table row, one text per column; "\\n" in a cell starts a new line."""

    kind: ClassVar[str] = "row"
    cells: tuple[str, ...]
    bold: bool = False


@dataclass(frozen=True)
class GroupRow(Part):
    """A row across all columns, such as "I. TẬP THỂ"."""

    kind: ClassVar[str] = "group"
    title: str


@dataclass(frozen=True)
class Table(Part):
    """A ruled table; header repeated on every page, no row cut in two.

    `rows` takes Row, GroupRow or bare sequences of texts; `compact` prints 12 pt, for wide tables.
    `empty_note` stands in one row across when there are none.
    Raises ValueError on a wrong cell count.
    """

    kind: ClassVar[str] = "table"
    columns: tuple[Column, ...]
    rows: tuple[Row | GroupRow | Sequence[str], ...]
    total: tuple[str, ...] | None = None
    caption: str = ""
    compact: bool = False
    empty_note: str = "Không có."

    def __post_init__(self) -> None:
        """Make rows of bare sequences and count the cells."""
        rows = tuple(r if isinstance(r, Row | GroupRow) else Row(tuple(r)) for r in self.rows)
        object.__setattr__(self, "rows", rows)
        super().__post_init__()
        counted = [row.cells for row in rows if isinstance(row, Row)]
        for cells in [*counted, *([self.total] if self.total else [])]:
            if len(cells) != len(self.columns):
                raise ValueError(f"{len(cells)} cells for {len(self.columns)} columns: {cells}")


@dataclass(frozen=True)
class PageBreak(Part):
    """What follows starts on a new page."""

    kind: ClassVar[str] = "break"


Block = (
    Paragraph | NumberedItem | ListItem | CenteredTitle | Heading | LabelValues | Table | PageBreak
)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """A person's long text as paragraphs, one per line that is not empty."""
    return tuple(Paragraph(line) for line in clean_text(text).split("\n") if line.strip())
