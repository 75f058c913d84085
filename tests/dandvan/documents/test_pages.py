"""How papers break over pages, and what their files are."""

import io
import logging
import subprocess
import sys

import pikepdf
import pytest

from dandvan.documents.blocks import PageBreak, Paragraph, Table
from dandvan.documents.model import Annex, Column, RuleSet
from dandvan.documents.pdf import page_count, page_pictures, render_html, render_pdf
from tests.dandvan.documents.papers import (
    MM,
    VICE_CHAIR,
    make_body,
    make_list_annex,
    make_proposal,
    pages_of,
)

HOSTILE = '<script>alert("x")</script> & <img src="http://example.com/x.png"> {{ 1 }}'


@pytest.mark.parametrize("count", range(10, 41, 3))
def test_signature_never_stands_alone(count):
    page = pages_of(make_proposal(body=make_body(count)))[-1]
    lines = page.extract_text().split("\n")
    post = lines.index("Nơi nhận: TM. ỦY BAN NHÂN DÂN")

    assert lines[post - 1].endswith("./.")
    assert lines[-1] == "Đinh Văn Mẫu"


@pytest.mark.parametrize("rows", range(4, 16, 2))
def test_signature_stays_with_the_last_rows_of_a_table(rows):
    table = make_list_annex(rows).body
    last = pages_of(make_proposal(body=(*make_body(2), *table)))[-1].extract_text()

    assert f"Tổng cộng {rows} người" in last
    assert last.endswith("Đinh Văn Mẫu")


def test_header_row_repeats_and_no_row_is_cut():
    pages = pages_of(make_proposal(annexes=(make_list_annex(40),)))[1:]
    texts = [" ".join(page.extract_text().split()) for page in pages]
    heads = [text.count("STT Họ và tên Tóm tắt thành tích") for text in texts]

    assert len(pages) > 2
    assert heads == [1] * len(pages)
    for number in range(1, 41):
        holders = [text for text in texts if f"Dòng {number}. " in text]
        assert len(holders) == 1
    ends = [text.count("chỉ tiêu của địa phương.") for text in texts]
    starts = [text.count("Dòng ") for text in texts]
    assert ends == starts


def test_empty_table_says_so():
    table = Table((Column("STT"), Column("Tên")), (), empty_note="Chưa có mô hình.")

    assert "Chưa có mô hình." in pages_of(make_proposal(body=(table,)))[0].extract_text()


def test_narrow_column_keeps_its_head_on_one_line():
    table = Table((Column("STT", 0.1), Column("Nội dung", 9)), (("1", "Một"),))
    lines = pages_of(make_proposal(body=(table,)))[0].extract_text().split("\n")

    assert "STT Nội dung" in lines


def test_annexes_count_their_pages_from_one():
    annexes = (
        make_list_annex(20, landscape=True),
        Annex("Tóm tắt", (Paragraph("Một."), PageBreak(), Paragraph("Hai."))),
        Annex("Mô hình", (Paragraph("Ba."), PageBreak(), Paragraph("Bốn."))),
    )
    pages = pages_of(make_proposal(body=make_body(10), annexes=annexes))
    numbers = [
        "".join(char["text"] for char in page.chars if char["bottom"] < 20 * MM) for page in pages
    ]
    wide = [page.width > page.height for page in pages]
    landscape = wide.count(True)

    assert landscape > 1
    assert numbers == ["", "2", *["", *map(str, range(2, landscape + 1))], "", "2", "", "2"]
    assert wide == [False, False, *[True] * landscape, False, False, False, False]


def test_annex_head_names_number_title_and_document():
    pages = pages_of(make_proposal(annexes=(make_list_annex(1), make_list_annex(1))))
    lines = pages[2].extract_text().split("\n")

    assert lines[:4] == [
        "Phụ lục II",
        "DANH SÁCH CÁ NHÂN",
        "(Kèm theo Tờ trình số 12/TTr-UBND",
        "ngày 05 tháng 11 năm 2024 của Ủy ban nhân dân xã Tơ Tung)",
    ]


def test_annex_may_stand_alone_in_its_file():
    annex = make_list_annex(2, attached_to="Quyết định số 05/QĐ-UBND", landscape=True)
    doc = make_proposal(rule_set=RuleSet.ANNEX, body=(), annexes=(annex,), signatures=())
    page, *others = pages_of(doc)

    assert others == []
    assert page.width > page.height
    assert page.extract_text().startswith("Phụ lục\nDANH SÁCH CÁ NHÂN\n(Kèm theo Quyết định số 05")


def test_annex_carries_its_own_signature():
    annex = make_list_annex(1, signatures=(VICE_CHAIR,))
    page = pages_of(make_proposal(annexes=(annex,)))[1]

    assert page.extract_text().endswith("PHÓ CHỦ TỊCH\nĐinh Văn Mẫu")


def test_user_text_is_printed_literally():
    table = Table((Column("Nội dung"),), ((HOSTILE,),))
    doc = make_proposal(
        subject_line=HOSTILE,
        body=(Paragraph(HOSTILE), table, Paragraph("Hết")),
        annexes=(Annex(HOSTILE, ()),),
    )
    html = render_html(doc)
    text = " ".join(" ".join(page.extract_text() for page in pages_of(doc)).split())

    assert "<script" not in html
    assert "<img" not in html
    assert text.count('<script>alert("x")</script>') == 3
    assert text.count('<SCRIPT>ALERT("X")</SCRIPT>') == 1
    assert text.count("{{ 1 }}") == 4


def test_render_logs_nothing(caplog):
    with caplog.at_level(logging.WARNING):
        render_pdf(make_proposal(annexes=(make_list_annex(30),)))

    assert [record.getMessage() for record in caplog.records] == []


def test_equal_documents_give_equal_bytes_in_two_processes():
    code = (
        "import django, hashlib; django.setup()\n"
        "from tests.dandvan.documents.papers import make_list_annex, make_proposal\n"
        "from dandvan.documents.pdf import render_pdf\n"
        "raw = render_pdf(make_proposal(annexes=(make_list_annex(3),)))\n"
        "print(hashlib.sha256(raw).hexdigest())"
    )
    runs = [
        subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]

    assert runs[0] == runs[1]
    assert len(runs[0].strip()) == 64


def test_file_is_tagged_archival_and_in_vietnamese():
    raw = render_pdf(make_proposal(annexes=(make_list_annex(2),)))
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        meta = pdf.open_metadata()
        heads = [
            item.A.Scope
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"
        ]

        assert str(pdf.Root.Lang) == "vi"
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        assert meta["pdfuaid:part"] == "1"
        assert str(pdf.docinfo["/Title"]) == "Tờ trình Về việc đề nghị tặng Giấy khen năm 2024"
        assert heads == ["/Column"] * 3


def test_page_pictures_are_png_of_every_page():
    raw = render_pdf(make_proposal(body=make_body(10)))
    pictures = page_pictures(raw, dpi=40)

    assert page_count(raw) == 2
    assert [picture[:8] for picture in pictures] == [b"\x89PNG\r\n\x1a\n"] * 2
