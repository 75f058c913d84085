"""Sheets from Excel: what is read, what is named as wrong, what is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from dandvan import sheets
from dandvan.errors import DomainError
from dandvan.sheets import read_pasted, read_xlsx, sheet_from_json, write_xlsx
from dandvan.vietnamese import mended, old_encoding
from tests.roster_sheets import xlsx


def cells(sheet):
    return [row.cells for row in sheet.rows]


def test_values_of_a_file_are_read_as_people_write_them():
    sheet = read_xlsx(
        xlsx(
            [
                ["Tên", "Ngày sinh", "Số hộ", "Tỷ lệ"],
                ["Đinh  Hmu\u031bnh ", datetime(1980, 5, 14), 157.0, 12.5],  # noqa: DTZ001 -- as Excel has it
                [None, date(1979, 1, 2), 900000001, None],
            ]
        )
    )

    assert cells(sheet) == [
        ("Tên", "Ngày sinh", "Số hộ", "Tỷ lệ"),
        ("Đinh Hmưnh", "14/05/1980", "157", "12.5"),
        ("", "02/01/1979", "900000001"),
    ]
    assert [row.number for row in sheet.rows] == [1, 2, 3]


def test_merged_cells_are_faults_of_their_rows():
    def merge(sheet):
        sheet.merge_cells("B2:B3")

    sheet = read_xlsx(xlsx([["Tên", "Đơn vị"], ["A", "UBND"], ["B", None]], merge))

    fault = "Ô gộp B2:B3: bỏ gộp ô rồi ghi đủ từng dòng."
    assert [row.faults for row in sheet.rows] == [(), (fault,), (fault,)]


def test_a_formula_without_a_result_is_named():
    sheet = read_xlsx(xlsx([["Mã", "Số hộ"], ["L01", "=SUM(1,2)"], ["L02", 5]]))

    assert [row.faults for row in sheet.rows] == [
        (),
        ("Ô B2 là công thức chưa có kết quả: chép rồi dán thành giá trị.",),
        (),
    ]


def test_an_error_value_is_named():
    def break_it(sheet):
        sheet["B2"].value, sheet["B2"].data_type = "#N/A", "e"

    sheet = read_xlsx(xlsx([["Mã", "Số hộ"], ["L01", 1]], break_it))

    assert sheet.rows[1].faults == ("Ô B2 báo lỗi #N/A: ghi lại giá trị.",)


def test_only_the_first_filled_sheet_is_read_and_said():
    book = Workbook()
    book.active.title = "Trống"
    for name in ("CB", "Cũ"):
        book.create_sheet(name).append([name])
    stream = io.BytesIO()
    book.save(stream)

    sheet = read_xlsx(stream.getvalue())

    assert cells(sheet) == [("CB",)]
    assert sheet.notes == ("Tệp có 2 trang tính có dữ liệu; chỉ đọc trang “CB”.",)


def zipped(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "kiểu cũ (.xls) hoặc có đặt mật khẩu"),
        ("Họ tên;Năm sinh\nĐinh Pơng;1968".encode(), "Chỉ nhận tệp Excel .xlsx"),
        (b"", "Chỉ nhận tệp Excel .xlsx"),
        (b"PK\x03\x04 broken", "Tệp bị hỏng"),
        (zipped(word__document_xml="x"), "không phải bảng Excel"),
        (zipped(xl__workbook_xml="x"), "Không đọc được tệp Excel này"),
        (zipped(xl__workbook_xml="x", xl__big_xml=b"0" * 7_000_000), "Bảng quá lớn"),
        (xlsx([]), "Tệp không có dòng nào"),
        (b"PK\x03\x04" + b"0" * sheets.MOST_BYTES, "Tệp lớn hơn 2 MB"),
    ],
    ids=["xls", "csv", "empty", "broken", "docx", "no-book", "bomb", "no-rows", "too-big"],
)
def test_other_files_are_refused_by_their_content(content, words):
    with pytest.raises(DomainError) as refused:
        read_xlsx(content)

    assert words in refused.value.reasons[0]


def test_a_sheet_that_goes_on_for_ever_is_refused():
    def far_down(sheet):
        sheet["A9000"] = "cuối"

    with pytest.raises(DomainError, match=r"Trang tính kéo dài tới dòng 9\.000"):
        read_xlsx(xlsx([["Mã"], ["L01"]], far_down))


def test_too_many_rows_are_refused():
    with pytest.raises(DomainError, match="Bảng có 601 dòng; mỗi lần nhập tối đa 600 dòng"):
        read_pasted("\n".join(f"dòng {number}" for number in range(601)))


def test_pasted_cells_may_hold_lines_and_lone_marks():
    assert cells(read_pasted('Tên\tĐơn vị\nA\t"UBND\nxã"\n\nB\tC')) == [
        ("Tên", "Đơn vị"),
        ("A", "UBND xã"),
        ("B", "C"),
    ]
    assert cells(read_pasted('A\t"lẻ\nB\tC')) == [("A", '"lẻ'), ("B", "C")]


def test_a_sheet_survives_the_form_and_goes_back_to_text():
    sheet = read_pasted("Tên\tĐơn vị\nA\tUBND")

    assert sheet_from_json(sheet.to_json()) == sheet
    assert read_pasted(sheet.to_text()) == sheet
    for broken in ("", "[]", '{"rows": [[1]], "notes": []}', '{"rows": 3}'):
        with pytest.raises(DomainError):
            sheet_from_json(broken)


def test_a_sample_disarms_formulas_and_is_read_back_as_meant():
    content = write_xlsx("Mẫu", ["Tên", "Số"], [["=1+1", "-5"]])

    (row,) = list(load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2))
    assert [(cell.value, cell.data_type) for cell in row] == [("'=1+1", "s"), ("'-5", "s")]
    assert cells(read_xlsx(content)) == [("Tên", "Số"), ("=1+1", "-5")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NguyÔn V¨n Hïng", "TCVN3"),
        ("§inh ThÞ Mlip", "TCVN3"),
        ("Ph¹m §øc Toµn", "TCVN3"),
        ("Nguyeãn Vaên Huøng", "VNI"),
        ("Ñinh Thò Mlip", "VNI"),
        ("Đinh Văn Krĭng", ""),
        ("Y Ñơn, làng Đak Pơ Kao, 12 m²", ""),
        ("TRẦN THỊ BÍCH THUẬN", ""),
        ("hoà, khoá, thuỷ, quý, luỹ tre", ""),
        ("Hò\u0323p", ""),
    ],
)
def test_old_font_encodings_are_told_from_unicode(text, name):
    assert old_encoding(text) == name


def test_a_like_looking_letter_becomes_the_vietnamese_one():
    assert mended("Ðinh Hmu\u031bnh") == "Đinh Hmưnh"
