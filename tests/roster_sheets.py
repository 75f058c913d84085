"""Sheets for tests of imports: the 60-row list with nine kinds of faults, files in memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook

HEADINGS = (
    "STT",
    "HỌ VÀ TÊN",
    "Ngày, tháng, năm sinh",
    "Giới tính",
    "Dân tộc",
    "Chức danh",
    "Loại chức danh",
    "Đơn vị",
    "Thôn, làng",
    "SĐT",
    "Zalo",
)
FAMILIES = ("Đinh", "Nguyễn", "Siu", "Nông", "Lê", "Bùi")
GIVEN = ("Pơng", "Hlơn", "Krĭng", "Toản", "Sầm", "Ngần", "Kiên", "Blơ", "Mlip", "Tráng")


def good_row(number: int) -> list[str]:
    """A right row; no two of the first sixty bear one name."""
    family, given = FAMILIES[number // 10 % 6], GIVEN[number % 10]
    return [
        str(number + 1),
        f"{family} Văn {given}",
        f"{number % 28 + 1:02d}/03/{1965 + number % 30}",
        "Nam",
        "Bahnar",
        "Công an viên",
        "Người ở làng",
        "",
        "Leng" if number % 2 else "làng Stơr",
        f"0900 000 {number + 100}",
        "có",
    ]


def sixty_rows() -> list[list[str]]:
    """Sixty rows; those numbered in FAULTS are wrong or doubtful, row 21 only looks so."""
    rows = [good_row(number) for number in range(60)]
    rows[3][8] = "Kon Ka Kinh"
    rows[8][6] = "Chuyên gia"
    rows[13][2] = "31/02/1980"
    rows[18][9] = "09-khong-ro"
    rows[23][1] = "NguyÔn V¨n Hïng"
    rows[28][1] = ""
    rows[33][1:3] = ["Võ Thị Thử", "01/01/1990"]
    rows[38][1:3] = rows[37][1:3]
    rows[43][3] = "khác"
    # Decomposed accents are mended without a word.
    rows[20][1] = "Siu Va\u0306n Po\u031bng"
    return rows


FAULTS = {
    5: ("wrong", ("Làng “Kon Ka Kinh” không có trong danh sách làng của xã.",)),
    10: (
        "wrong",
        ("Loại chức danh “Chuyên gia” chưa rõ: ghi một trong “Công chức”; “Người ở làng”.",),
    ),
    15: ("wrong", ("Ngày sinh “31/02/1980” không có trong lịch.",)),
    20: ("wrong", ("Điện thoại “09-khong-ro” chưa đúng: ghi 10 chữ số bắt đầu bằng 0.",)),
    25: (
        "wrong",
        (
            "Họ và tên: chữ “NguyÔn V¨n Hïng” ở bảng mã TCVN3. Đổi sang Unicode "
            "(Unikey: Ctrl + Shift + F6) rồi dán lại.",
        ),
    ),
    30: ("wrong", ("Thiếu họ và tên.",)),
    35: ("doubtful", ("Trùng tên với Võ Thị Thử, chưa ghi ngày sinh – Công chức.",)),
    40: ("doubtful", ("Trùng với dòng 39 của bảng.",)),
    45: ("wrong", ("Giới tính “khác” chưa rõ: ghi Nam hoặc Nữ.",)),
}


def pasted(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> str:
    """Rows as Excel puts them on the clipboard."""
    return "\n".join("\t".join(row) for row in (headings, *rows))


def xlsx(rows: Sequence[Sequence[Any]], change: Callable[[Any], None] | None = None) -> bytes:
    """Rows as an .xlsx file; `change` gets the sheet before it is saved."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
