"""Columns of the lists that come in: found by their Vietnamese headings, in any order. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dandvan.vietnamese import mended, search_key
from models_registry.enums import RosterKind

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_IGNORED = frozenset({"stt", "tt", "so tt", "so thu tu", "thu tu", "ghi chu", "ky ten", "chu ky"})
_HEADER_SEARCHED = 15


@dataclass(frozen=True)
class SheetColumn:
    """A column that is understood: its heading, other headings for it, whether it must be there."""

    name: str
    label: str
    synonyms: tuple[str, ...] = ()
    needed: bool = False
    example: str = ""

    def heading_keys(self) -> frozenset[str]:
        """What headings are compared by."""
        return frozenset(search_key(text) for text in (self.label, *self.synonyms))


COLUMNS: dict[str, tuple[SheetColumn, ...]] = {
    RosterKind.PEOPLE: (
        SheetColumn("code", "Mã", ("Mã số", "Mã cán bộ", "Mã nhân viên", "Số hiệu")),
        SheetColumn(
            "full_name",
            "Họ và tên",
            ("Họ tên", "Họ, tên", "Họ và tên cán bộ", "Họ tên cán bộ", "Tên cán bộ", "Tên người"),
            needed=True,
            example="Đinh Thị Mẫu",
        ),
        SheetColumn("family_name", "Họ và tên đệm", ("Họ đệm", "Họ lót", "Họ và chữ đệm", "Họ")),
        SheetColumn("given_name", "Tên"),
        SheetColumn(
            "birth",
            "Ngày sinh",
            ("Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Năm sinh", "Sinh năm", "Sinh ngày"),
            example="14/05/1986",
        ),
        SheetColumn("sex", "Giới tính", ("Giới", "Nam, nữ", "Nam nữ", "Phái"), example="Nữ"),
        SheetColumn("ethnicity", "Dân tộc", ("Thành phần dân tộc",), example="Bahnar"),
        SheetColumn("religion", "Tôn giáo"),
        SheetColumn(
            "title",
            "Chức vụ",
            ("Chức danh", "Chức vụ, chức danh", "Chức danh, chức vụ", "Chức vụ hiện nay"),
            needed=True,
            example="Trưởng làng",
        ),
        SheetColumn(
            "kind",
            "Loại chức danh",
            ("Loại cán bộ", "Đối tượng", "Nhóm đối tượng", "Nhóm chức danh", "Loại", "Ngạch"),
            needed=True,
            example="Người hoạt động không chuyên trách ở làng",
        ),
        SheetColumn(
            "unit",
            "Đơn vị công tác",
            ("Đơn vị", "Cơ quan", "Cơ quan, đơn vị", "Nơi công tác", "Tập thể", "Bộ phận"),
            example="",
        ),
        SheetColumn(
            "village", "Làng", ("Thôn", "Thôn, làng", "Thôn làng", "Địa bàn"), example="Leng"
        ),
        SheetColumn(
            "phone",
            "Điện thoại",
            ("Số điện thoại", "SĐT", "ĐT", "Di động", "Điện thoại di động", "Số ĐT"),
            example="0900 000 099",
        ),
        SheetColumn(
            "since",
            "Giữ chức vụ từ ngày",
            ("Từ ngày", "Ngày giữ chức vụ", "Ngày bổ nhiệm", "Thời gian giữ chức vụ"),
            example="01/07/2024",
        ),
        SheetColumn("party_post", "Chức vụ Đảng", ("Chức vụ trong Đảng",)),
        SheetColumn("government_post", "Chức vụ chính quyền"),
        SheetColumn("association_post", "Chức vụ đoàn thể"),
        SheetColumn("residence", "Nơi thường trú", ("Thường trú", "Nơi ở", "Chỗ ở", "Địa chỉ")),
        SheetColumn("origin", "Quê quán", ("Nguyên quán",)),
        SheetColumn("education", "Trình độ chuyên môn", ("Chuyên môn", "Trình độ")),
        SheetColumn("political_theory", "Trình độ lý luận chính trị", ("Lý luận chính trị",)),
    ),
    RosterKind.COLLECTIVES: (
        SheetColumn("code", "Mã", ("Mã tập thể", "Mã đơn vị", "Mã số")),
        SheetColumn(
            "name",
            "Tên tập thể",
            ("Tên đơn vị", "Tập thể", "Đơn vị", "Tên cơ quan", "Tên cơ quan, đơn vị", "Tên"),
            needed=True,
            example="Chi hội Phụ nữ làng Leng",
        ),
        SheetColumn(
            "kind",
            "Loại tập thể",
            ("Loại", "Loại đơn vị", "Loại hình", "Nhóm"),
            needed=True,
            example="Tập thể ở làng",
        ),
        SheetColumn(
            "head",
            "Người đứng đầu",
            ("Thủ trưởng", "Trưởng đơn vị", "Người phụ trách", "Đứng đầu", "Phụ trách"),
            example="Đinh Thị Mẫu",
        ),
        SheetColumn("village", "Làng", ("Thôn", "Thôn, làng", "Địa bàn"), example="Leng"),
        SheetColumn(
            "address", "Địa chỉ", ("Trụ sở", "Nơi đặt trụ sở"), example="Nhà rông làng Leng"
        ),
        SheetColumn(
            "phone", "Điện thoại", ("Số điện thoại", "SĐT", "ĐT", "Số ĐT"), example="0900 000 199"
        ),
    ),
    RosterKind.VILLAGES: (
        SheetColumn("code", "Mã làng", ("Mã", "Mã thôn", "Mã số"), needed=True, example="L05"),
        SheetColumn(
            "name", "Tên làng", ("Làng", "Thôn", "Tên thôn", "Thôn, làng", "Tên"), needed=True,
            example="Leng",
        ),
        SheetColumn("households", "Số hộ", ("Hộ", "Tổng số hộ", "Số hộ dân"), example="157"),
        SheetColumn(
            "people",
            "Số khẩu",
            ("Khẩu", "Nhân khẩu", "Số nhân khẩu", "Dân số", "Tổng số khẩu", "Số người"),
            example="716",
        ),
        SheetColumn(
            "main_ethnic", "Dân tộc chính", ("Dân tộc", "Thành phần dân tộc"), example="Bahnar"
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """Where the columns of a sheet stand; `header` is the index of the row of headings."""

    header: int
    positions: tuple[tuple[int, str], ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]

    def values(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a row by the names of their columns, mended."""
        return {
            name: mended(cells[index]) if index < len(cells) else ""
            for index, name in self.positions
        }


def heading_key(text: str) -> str:
    """What a heading is compared by: no tone marks, no remark in brackets."""
    return search_key(_BRACKETS.sub(" ", text))


@cache
def _names_by_key(kind: str) -> dict[str, str]:
    """Names of the columns by everything that heads them."""
    return {key: column.name for column in COLUMNS[kind] for key in column.heading_keys()}


def _positions(kind: str, cells: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Columns of one row of headings; a field that comes twice is read where it comes first."""
    names = _names_by_key(kind)
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        name = names.get(heading_key(cell))
        if name is not None:
            found.setdefault(name, index)
    return tuple((index, name) for name, index in found.items())


def find_layout(kind: str, rows: Sequence[Sequence[str]]) -> Layout:
    """The row of headings is the one near the top that names most columns; then the columns.

    `missing` are the headings that must be there and are not.
    """
    best = max(
        range(min(len(rows), _HEADER_SEARCHED)),
        key=lambda index: (len(_positions(kind, rows[index])), -index),
        default=0,
    )
    cells = rows[best] if rows else ()
    positions = _positions(kind, cells)
    names, read = {name for _, name in positions}, {index for index, _ in positions}
    if {"family_name", "given_name"} <= names:
        names.add("full_name")
    missing = (column.label for column in COLUMNS[kind] if column.needed)
    by_label = {column.label: column.name for column in COLUMNS[kind]}
    return Layout(
        header=best,
        positions=positions,
        unknown=tuple(
            cell
            for index, cell in enumerate(cells)
            if cell and index not in read and heading_key(cell) not in _IGNORED
        ),
        missing=tuple(label for label in missing if by_label[label] not in names),
    )
