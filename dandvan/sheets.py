"""Sheets from Excel: pasted text and .xlsx files as rows of clean text, samples to fill in."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from dandvan.errors import DomainError
from dandvan.vietnamese import nfc, one_line, short_date, vn_number

MOST_ROWS, MOST_COLUMNS = 600, 60
_LAST_ROW = 3000
MOST_BYTES = 2 * 1024 * 1024
_MOST_UNPACKED = 6 * 1024 * 1024
_MOST_PARTS = 400
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_FORMULA_SIGNS = ("=", "+", "-", "@")
# What Excel does not allow in the name of a sheet.
_TITLE_SIGNS = re.compile(r"[\[\]:*?/\\]")
_PASTE = "Hoặc mở tệp, chép danh sách rồi dán vào ô bên dưới."


@dataclass(frozen=True)
class SheetRow:
    """One row that is not empty: its number in the sheet, its cells, what is wrong with them."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[str, ...] = ()
    is_merged_across: bool = False


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet and what the reader has to be told about the file."""

    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The sheet as text that a form carries from the preview to the writing."""
        rows = [[r.number, r.cells, r.faults, r.is_merged_across] for r in self.rows]
        return json.dumps({"rows": rows, "notes": self.notes}, ensure_ascii=False)

    def to_text(self) -> str:
        """The sheet as text with tabs, as it would be pasted from Excel."""
        written = io.StringIO()
        writer = csv.writer(written, delimiter="\t", lineterminator="\n")
        writer.writerows(row.cells for row in self.rows)
        return written.getvalue()


def sheet_from_json(text: str) -> Sheet:
    """The sheet that a form carried. Raises DomainError when the text is none."""
    try:
        found = json.loads(text)
        rows = tuple(
            SheetRow(
                int(number),
                tuple(one_line(str(cell)) for cell in cells[:MOST_COLUMNS]),
                tuple(one_line(str(fault)) for fault in faults),
                bool(merged),
            )
            for number, cells, faults, merged in found["rows"]
        )
        notes = tuple(one_line(str(note)) for note in found["notes"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DomainError(["Bảng đã xem trước không còn nguyên vẹn. Dán lại danh sách."]) from error
    return _limited(Sheet(rows, notes))


def read_pasted(text: str) -> Sheet:
    """Text copied from Excel (cells parted by tabs). Raises DomainError for too many rows."""
    # A lone quotation mark would swallow every row after it.
    quoting = csv.QUOTE_MINIMAL if text.count('"') % 2 == 0 else csv.QUOTE_NONE
    reader = csv.reader(io.StringIO(nfc(text)), delimiter="\t", quoting=quoting)
    try:
        lines = list(reader)
    except csv.Error as error:
        raise DomainError(["Có ô quá dài. Chép lại đúng phần danh sách rồi dán."]) from error
    rows = (_row(number, cells) for number, cells in enumerate(lines, start=1))
    return _limited(Sheet(tuple(row for row in rows if any(row.cells))))


def read_xlsx(content: bytes) -> Sheet:
    """The first sheet of an .xlsx file that has rows.

    Merged cells, formulas without a result and error values become faults of their rows.
    Raises DomainError for any other file, one that is too big or cannot be read.
    """
    _check_file(content)
    try:
        asked = load_workbook(io.BytesIO(content), keep_links=False)
        results = load_workbook(io.BytesIO(content), keep_links=False, data_only=True)
        sheets = [sheet for sheet in asked.worksheets if _visible(sheet)]
        filled = [sheet for sheet in sheets if _has_rows(sheet)]
        if not filled:
            raise DomainError(["Tệp không có dòng nào. Mở tệp xem lại danh sách."])
        first = filled[0]
        notes = (
            (f"Tệp có {len(filled)} trang tính có dữ liệu; chỉ đọc trang “{first.title}”.",)
            if len(filled) > 1
            else ()
        )
        return _limited(Sheet(_rows_of(first, results[first.title]), notes))
    except DomainError:
        raise
    except Exception as error:  # any of the many ways in which a damaged file breaks the reader
        raise DomainError(
            [f"Không đọc được tệp Excel này. Mở bằng Excel, lưu lại rồi tải lên. {_PASTE}"]
        ) from error


def _check_file(content: bytes) -> None:
    """Refuse what is no .xlsx by its content, and what would grow too big when unpacked."""
    if len(content) > MOST_BYTES:
        raise DomainError([f"Tệp lớn hơn {MOST_BYTES // 1024 // 1024} MB. {_PASTE}"])
    if content.startswith(_OLD_OFFICE):
        raise DomainError(
            [
                "Tệp Excel kiểu cũ (.xls) hoặc có đặt mật khẩu. Mở bằng Excel, lưu lại thành "
                f".xlsx không mật khẩu rồi tải lên. {_PASTE}"
            ]
        )
    if not content.startswith(_ZIP):
        raise DomainError([f"Chỉ nhận tệp Excel .xlsx (không nhận .csv, Word, ảnh). {_PASTE}"])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DomainError([f"Tệp bị hỏng, không mở được. {_PASTE}"]) from error
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise DomainError([f"Tệp này không phải bảng Excel .xlsx. {_PASTE}"])
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED:
        raise DomainError(
            ["Bảng quá lớn. Chép riêng phần danh sách sang tệp mới, hoặc dán vào ô bên dưới."]
        )


def _visible(sheet: Any) -> bool:
    return bool(sheet.sheet_state == "visible")


def _has_rows(sheet: Any) -> bool:
    """Whether a sheet has a value somewhere at its top."""
    last = min(sheet.max_row, _LAST_ROW)
    rows = sheet.iter_rows(max_row=last, max_col=MOST_COLUMNS, values_only=True)
    return any(value is not None for row in rows for value in row)


def _rows_of(asked: Any, results: Any) -> tuple[SheetRow, ...]:
    """Rows of a sheet; `asked` knows the formulas, `results` what they came to."""
    if asked.max_row > _LAST_ROW:
        raise DomainError(
            [
                f"Trang tính kéo dài tới dòng {vn_number(asked.max_row)}. Xóa các dòng trống ở "
                "cuối, hoặc chép riêng danh sách rồi dán vào ô bên dưới."
            ]
        )
    merged: dict[int, list[str]] = defaultdict(list)
    across = set()
    for area in asked.merged_cells.ranges:
        fault = f"Ô gộp {area.coord}: bỏ gộp ô rồi ghi đủ từng dòng."
        for number in range(area.min_row, min(area.max_row, _LAST_ROW) + 1):
            merged[number].append(fault)
            if area.min_row == area.max_row:
                across.add(number)
    rows = []
    last_column = min(asked.max_column, MOST_COLUMNS)
    pairs = zip(
        asked.iter_rows(max_col=last_column), results.iter_rows(max_col=last_column), strict=False
    )
    for number, (cells, known) in enumerate(pairs, start=1):
        faults = [*merged[number], *_cell_faults(cells, known)]
        row = _row(number, [_text(cell.value) for cell in known], faults, number in across)
        if any(row.cells) or (row.faults and number not in merged):
            rows.append(row)
    return tuple(rows)


def _cell_faults(cells: Sequence[Any], known: Sequence[Any]) -> list[str]:
    """Formulas without a result and error values, by the names of their cells."""
    faults = []
    for cell, result in zip(cells, known, strict=False):
        if cell.data_type == "f" and result.value is None:
            faults.append(
                f"Ô {cell.coordinate} là công thức chưa có kết quả: chép rồi dán thành giá trị."
            )
        elif result.data_type == "e":
            faults.append(f"Ô {cell.coordinate} báo lỗi {result.value}: ghi lại giá trị.")
    return faults


def _row(
    number: int, cells: Iterable[str], faults: Iterable[str] = (), merged_across: bool = False
) -> SheetRow:
    cleaned = [_rearmed(one_line(cell)) for cell in cells][:MOST_COLUMNS]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    return SheetRow(number, tuple(cleaned), tuple(faults), merged_across)


def _text(value: Any) -> str:
    """A value of a cell as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _limited(sheet: Sheet) -> Sheet:
    if len(sheet.rows) > MOST_ROWS:
        raise DomainError(
            [
                f"Bảng có {vn_number(len(sheet.rows))} dòng; mỗi lần nhập tối đa {MOST_ROWS} dòng. "
                "Chia thành nhiều lần."
            ]
        )
    return sheet


def disarmed(text: str) -> str:
    """Text that Excel never takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _rearmed(text: str) -> str:
    """Such a text as it was meant."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_SIGNS) else text


SheetCell = str | int | float


@dataclass(frozen=True)
class SheetPage:
    """One sheet to write: title, one row of headings, rows of text and numbers."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[SheetCell]]


def write_xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A sheet with one row of headings; every cell is text, formulas are disarmed."""
    return write_book([SheetPage(title, headings, rows)])


def write_book(pages: Iterable[SheetPage]) -> bytes:
    """A workbook of several sheets; text cells are text and disarmed, numbers stay numbers."""
    book = Workbook()
    book.remove(book.active)
    for page in pages:
        # openpyxl gives a second sheet of the same name a number of its own.
        sheet = book.create_sheet(_TITLE_SIGNS.sub(" ", page.title)[:31].strip())
        for line in (page.headings, *page.rows):
            sheet.append([disarmed(cell) if isinstance(cell, str) else cell for cell in line])
        _dress(sheet, page.headings)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _dress(sheet: Any, headings: Sequence[str]) -> None:
    """Bold headings that stay in sight, columns as wide as they."""
    for index, heading in enumerate(headings, start=1):
        head = sheet.cell(row=1, column=index)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(index)].width = max(14, len(heading) + 2)
    for line_cells in sheet.iter_rows():
        for cell in line_cells:
            if isinstance(cell.value, str):
                # As text, so that a telephone number keeps its first 0.
                cell.number_format = "@"
    sheet.freeze_panes = "A2"
