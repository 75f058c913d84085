"""Several papers as one plain PDF with bookmarks and a first page of contents; always a copy."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pikepdf

from dandvan.documents import pdf as printing
from dandvan.documents.model import (
    Align,
    Column,
    OfficialDocument,
    PrintState,
    RuleSet,
    Table,
)
from dandvan.documents.pictures import picture_as_page
from dandvan.errors import DomainError

__all__ = [
    "BundlePart",
    "ContentsEntry",
    "build_contents",
    "check_mergeable",
    "merge_bundle",
    "picture_as_page",
]

COPY_NOTE = (
    "Bản sao để tra cứu, ghép từ các văn bản trong hồ sơ; văn bản có giá trị là từng bản gốc "
    "đã ký. Số trang ghi ở đây là số thứ tự trang trong tệp này."
)
# What pikepdf raises on a file that is not what it says.
_UNREADABLE = (
    pikepdf.PdfError,
    AttributeError,
    KeyError,
    RuntimeError,
    TypeError,
    ValueError,
)
_BROKEN = "Tệp PDF bị hỏng hoặc không đúng định dạng nên không ghép được; hãy tải lên bản khác."
_EMPTY = "Tệp PDF không có trang nào; hãy tải lên bản khác."
_LOCKED = (
    "Tệp PDF đang đặt mật khẩu hoặc hạn chế quyền nên không ghép được; "
    "hãy lưu lại bản không đặt mật khẩu rồi tải lên."
)


@dataclass(frozen=True)
class BundlePart:
    """One paper of a bundle; `level` 0 is a chapter of the bookmarks, 1 stands below it."""

    title: str
    pdf: bytes
    level: int = 0


@dataclass(frozen=True)
class ContentsEntry:
    """A line of the contents: first and number of pages count within the bundle, from 1."""

    title: str
    first_page: int
    pages: int
    level: int = 0


ContentsBuilder = Callable[[str, Sequence[ContentsEntry]], OfficialDocument]


def build_contents(title: str, entries: Sequence[ContentsEntry]) -> OfficialDocument:
    """The first page of a bundle: "MỤC LỤC HỒ SƠ", one row per part, and that this is a copy."""
    rows = tuple(
        (str(number), entry.title, str(entry.first_page), str(entry.pages))
        for number, entry in enumerate(entries, start=1)
    )
    columns = (
        Column("STT", 1, Align.CENTER),
        Column("Tên văn bản, tài liệu", 9),
        Column("Từ trang", 1.6, Align.CENTER),
        Column("Số trang", 1.6, Align.CENTER),
    )
    return OfficialDocument(
        kind="contents",
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Mục lục hồ sơ",
        subject_line=title,
        body=(Table(columns, rows),),
        print_state=PrintState.ISSUED,
        foot_note=COPY_NOTE,
    )


def check_mergeable(pdf: bytes) -> None:
    """Raises DomainError with a sentence for a PDF that is locked, broken or without pages."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            if opened.is_encrypted:
                raise DomainError([_LOCKED])
            sizes = [page.mediabox for page in opened.pages]
    except pikepdf.PasswordError as error:
        raise DomainError([_LOCKED]) from error
    except _UNREADABLE as error:
        raise DomainError([_BROKEN]) from error
    if not sizes:
        raise DomainError([_EMPTY])


def _entries(parts: Sequence[BundlePart], contents_pages: int) -> list[ContentsEntry]:
    entries, first = [], contents_pages + 1
    for part in parts:
        pages = printing.page_count(part.pdf)
        entries.append(ContentsEntry(part.title, first, pages, part.level))
        first += pages
    return entries


def _contents(
    parts: Sequence[BundlePart], title: str, builder: ContentsBuilder
) -> tuple[bytes, list[ContentsEntry]]:
    """The contents as PDF with its entries, rendered again when it is longer than one page."""
    length = 1
    while True:
        entries = _entries(parts, length)
        rendered = printing.render_pdf(builder(title, entries))
        if (pages := printing.page_count(rendered)) <= length:
            return rendered, entries
        length = pages


def _append(bundle: pikepdf.Pdf, pdf: bytes) -> None:
    """Add the pages of a PDF, with what stands in its form fields and marks drawn onto them."""
    with pikepdf.open(io.BytesIO(pdf)) as source:
        source.generate_appearance_streams()
        source.flatten_annotations()
        for page in source.pages:
            for key in ("/StructParents", "/Annots", "/AA", "/Tabs"):
                if key in page:
                    del page[key]
        bundle.pages.extend(source.pages)


def _add_bookmarks(
    bundle: pikepdf.Pdf, entries: Sequence[ContentsEntry], contents_title: str
) -> None:
    with bundle.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(contents_title, 0))
        for entry in entries:
            item = pikepdf.OutlineItem(entry.title, entry.first_page - 1)
            (outline.root[-1].children if entry.level else outline.root).append(item)


def merge_bundle(
    parts: Sequence[BundlePart], *, title: str, contents: ContentsBuilder = build_contents
) -> bytes:
    """One PDF: contents first, then every part in order, with bookmarks; equal bytes again.

    Raises DomainError naming every part that cannot be merged, or when there is no part.
    """
    if not parts:
        raise DomainError(["Hồ sơ chưa có văn bản nào để ghép."])
    reasons = []
    for part in parts:
        try:
            check_mergeable(part.pdf)
        except DomainError as error:
            reasons += [f"“{part.title}”: {reason}" for reason in error.reasons]
    if reasons:
        raise DomainError(reasons)
    first, entries = _contents(parts, title, contents)
    with pikepdf.new() as bundle:
        for part in [BundlePart(title, first), *parts]:
            try:
                _append(bundle, part.pdf)
            except _UNREADABLE as error:
                raise DomainError([f"“{part.title}”: {_BROKEN}"]) from error
        bundle.Root.Lang = pikepdf.String("vi")
        bundle.Root.PageMode = pikepdf.Name.UseOutlines
        bundle.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        bundle.docinfo["/Title"] = f"{title} (bản sao)"
        _add_bookmarks(bundle, entries, "Mục lục hồ sơ")
        merged = io.BytesIO()
        bundle.save(merged, deterministic_id=True)
    return merged.getvalue()
