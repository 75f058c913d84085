"""An official document as frozen dataclasses: what stands on paper, not how it looks."""

from __future__ import annotations

import dataclasses
import datetime
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dandvan.documents.blocks import (
    Align,
    Block,
    CenteredTitle,
    Column,
    Content,
    GroupRow,
    Heading,
    HeadingLevel,
    LabelValue,
    LabelValues,
    ListItem,
    NumberedItem,
    PageBreak,
    Paragraph,
    Part,
    Row,
    Run,
    RunStyle,
    Table,
    paragraphs,
)

__all__ = [
    "Align",
    "Annex",
    "Block",
    "CenteredTitle",
    "Column",
    "Content",
    "GroupRow",
    "Header",
    "Heading",
    "HeadingLevel",
    "LabelValue",
    "LabelValues",
    "ListItem",
    "NumberLine",
    "NumberedItem",
    "OfficialDocument",
    "PageBreak",
    "Paragraph",
    "PrintState",
    "Row",
    "RuleSet",
    "Run",
    "RunStyle",
    "SignatureBlock",
    "SignatureRow",
    "Table",
    "paragraphs",
    "to_json",
]


class RuleSet(StrEnum):
    """Which layout rules a document follows."""

    NUMBERED = "numbered"  # a numbered type of Nghị định 30/2020
    ANNEX = "annex"  # annexes alone in a file, no head of their own
    DECREE_FORM = "decree_form"  # báo cáo thành tích: head with place and date, no number
    PLAIN_SHEET = "plain_sheet"  # phiếu, mục lục
    MINUTES = "minutes"  # biên bản: number, no place and date, recipients below the signatures
    CERTIFICATE = "certificate"  # giấy công nhận: A4 across in a frame, one page


class PrintState(StrEnum):
    """Which of the three prints this is."""

    DRAFT = "draft"  # "DỰ THẢO" on every page, number and day blank
    FOR_SIGNATURE = "for_signature"  # clean, number and day blank
    ISSUED = "issued"


@dataclass(frozen=True)
class Header(Part):
    """Head of page one: lines of the body above (not bold) and of the issuing body (bold).

    Printed in capitals. `national_title` False leaves out Quốc hiệu and Tiêu ngữ.
    """

    issuer: tuple[str, ...]
    superior: tuple[str, ...] = ()
    national_title: bool = True


@dataclass(frozen=True)
class NumberLine(Part):
    """The line "Số: 12/TTr-UBND"; `symbol` is what stands after the slash."""

    symbol: str
    number: int | None = None


@dataclass(frozen=True)
class SignatureBlock(Part):
    """One who signs: authority and post lines (7a), note under them, posts and name (7b).

    `dateline` is an italic line above ("Tơ Tung, ngày … tháng … năm 2024").
    """

    lines: tuple[str, ...]
    name: str = ""
    note: str = ""
    name_posts: tuple[str, ...] = ()
    dateline: str = ""


@dataclass(frozen=True)
class SignatureRow(Part):
    """One to three signatures side by side; a single one stands where `position` says."""

    blocks: tuple[SignatureBlock, ...]
    position: Align = Align.RIGHT

    @property
    def has_dateline(self) -> bool:
        """Whether a block has a date above it: all keep the room then, so posts stay level."""
        return any(block.dateline for block in self.blocks)


@dataclass(frozen=True)
class Annex(Part):
    """An annex on pages of its own that count from 1.

    `label` ("Phụ lục II") and `attached_to` (the words in brackets) are worked out when empty.
    """

    title: str
    body: tuple[Block, ...]
    landscape: bool = False
    label: str = ""
    attached_to: str = ""
    signatures: tuple[SignatureRow, ...] = ()


@dataclass(frozen=True)
class OfficialDocument(Part):
    """One document on paper. `type_name` is written as in a sentence: "Tờ trình".

    `issuer_name` ("Ủy ban nhân dân xã Tơ Tung") serves annex lines and metadata. A NUMBERED
    document without `type_name` is a công văn.
    Raises ValueError when ISSUED lacks its number or date.
    """

    kind: str
    rule_set: RuleSet
    type_name: str = ""
    subject_line: str = ""
    title_notes: tuple[str, ...] = ()  # italic lines under the title, e.g. "(Áp dụng cho tập thể)"
    header: Header | None = None
    number_line: NumberLine | None = None
    place: str = ""
    date: datetime.date | None = None
    issuer_name: str = ""
    form_mark: str = ""  # "Mẫu số 07", top right above the head
    addressees: tuple[str, ...] = ()
    authority_line: str = ""  # "Chủ tịch Ủy ban nhân dân xã Tơ Tung" of a quyết định
    bases: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    signatures: tuple[SignatureRow, ...] = ()
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    print_state: PrintState = PrintState.DRAFT
    landscape: bool = False
    foot_note: str = ""  # small italic line after everything, e.g. that this is a copy
    title_metadata: str = ""

    def __post_init__(self) -> None:
        """Clean the texts, then refuse an issued document without number or date."""
        super().__post_init__()
        numbered = self.rule_set in (RuleSet.NUMBERED, RuleSet.MINUTES)
        if self.print_state is not PrintState.ISSUED or not numbered:
            return
        if self.number_line is None or self.number_line.number is None or self.date is None:
            raise ValueError("an issued document needs its number and date")

    @property
    def title(self) -> str:
        """Title of the file: type and subject in one line."""
        words = self.title_metadata or f"{self.type_name} {self.subject_line}".strip()
        annex_title = self.annexes[0].title if self.annexes else ""
        return " ".join((words or annex_title or self.kind).split())


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"_": type(value).__name__, **named}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def to_json(doc: OfficialDocument) -> str:
    """The document as canonical JSON: sorted keys, equal text for equal documents."""
    return json.dumps(_plain(doc), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
