"""Sample papers and a ruler: what stands where on a rendered page, in points and millimeters."""

import io
from datetime import date

import pdfplumber

from dandvan.documents.model import (
    Align,
    Annex,
    Column,
    Header,
    NumberLine,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    SignatureBlock,
    SignatureRow,
    Table,
)
from dandvan.documents.pdf import render_pdf

MM = 72 / 25.4
HEADER = Header(("Ủy ban nhân dân", "xã Tơ Tung"))
VICE_CHAIR = SignatureRow(
    (SignatureBlock(("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"), name="Đinh Văn Mẫu"),)
)
SENTENCE = (
    "Phong trào thi đua “Dân vận khéo” trên địa bàn xã tiếp tục được triển khai sâu rộng, "
    "được Nhân dân đồng tình hưởng ứng, góp phần hoàn thành các chỉ tiêu của địa phương."
)


def make_proposal(**overrides):
    given = {
        "kind": "proposal",
        "rule_set": RuleSet.NUMBERED,
        "type_name": "Tờ trình",
        "subject_line": "Về việc đề nghị tặng Giấy khen năm 2024",
        "header": HEADER,
        "number_line": NumberLine("TTr-UBND", 12),
        "place": "Tơ Tung",
        "date": date(2024, 11, 5),
        "issuer_name": "Ủy ban nhân dân xã Tơ Tung",
        "addressees": ("Chủ tịch Ủy ban nhân dân huyện Kbang",),
        "bases": ("Căn cứ Luật Thi đua, khen thưởng,", "Căn cứ Kế hoạch số 56/KH-UBND"),
        "body": make_body(2),
        "signatures": (VICE_CHAIR,),
        "recipients": ("Như trên", "Lưu: VT, VP"),
        "print_state": PrintState.ISSUED,
    }
    return OfficialDocument(**(given | overrides))


def make_body(count):
    return tuple(Paragraph(f"Đoạn {number}. {SENTENCE}") for number in range(1, count + 1))


def make_minutes(**overrides):
    given = {
        "rule_set": RuleSet.MINUTES,
        "type_name": "Biên bản",
        "subject_line": "Họp Hội đồng Thi đua - Khen thưởng xã",
        "number_line": NumberLine("BB-HĐTĐKT", 2),
        "addressees": (),
        "bases": (),
        "signatures": (
            SignatureRow(
                (
                    SignatureBlock(("Thư ký",), name="Siu Thị Mẫu"),
                    SignatureBlock(("Chủ tọa",), name="Đinh Văn Mẫu"),
                )
            ),
        ),
        "recipients": ("Thành viên Hội đồng", "Lưu: VT, Hồ sơ"),
    }
    return make_proposal(**(given | overrides))


def make_list_annex(count, **overrides):
    columns = (
        Column("STT", 1, Align.CENTER),
        Column("Họ và tên", 4),
        Column("Tóm tắt thành tích", 9, Align.JUSTIFY),
    )
    rows = tuple((str(n), f"Người thứ {n}", f"Dòng {n}. {SENTENCE}") for n in range(1, count + 1))
    total = ("", "Tổng cộng", f"{count} người")
    given = {"title": "Danh sách cá nhân", "body": (Table(columns, rows, total=total),)}
    return Annex(**(given | overrides))


def pages_of(doc):
    """Pages of a document as pdfplumber sees them, kept open."""
    return pages_in(render_pdf(doc))


def pages_in(pdf):
    return pdfplumber.open(io.BytesIO(pdf)).pages


def line_of(page, words):
    """The printed line that holds `words`: its text, left, right, top, bottom and first letter."""
    found = [line for line in page.extract_text_lines() if words in line["text"]]
    assert len(found) == 1, f"{words!r} stands in {len(found)} lines"
    return found[0]


def words_of(page, words):
    """The box of `words`, which may share their line with others."""
    found = page.search(words.replace("(", r"\(").replace(")", r"\)").replace(".", r"\."))
    assert len(found) == 1, f"{words!r} found {len(found)} times"
    return found[0]


def rules_of(page):
    """Level rules on a page, thin rectangles or lines, from top to bottom."""
    drawn = [*page.rects, *page.lines, *page.curves]
    return sorted((r for r in drawn if r["height"] < 2 and r["width"] > 5), key=lambda r: r["top"])


def rule_below(page, box):
    """The nearest rule under a box of words."""
    return next(
        rule
        for rule in rules_of(page)
        if rule["top"] >= box["bottom"] - 3 and rule["x0"] < box["x1"] and rule["x1"] > box["x0"]
    )
