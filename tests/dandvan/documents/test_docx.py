"""Word files: the same texts and measures as the PDF, real styles and tables, equal bytes."""

import io
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter

import docx
import pypdfium2
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from dandvan.documents.docx import render_docx
from dandvan.documents.lines import text_width
from dandvan.documents.model import (
    Annex,
    PageBreak,
    Paragraph,
    PrintState,
    RuleSet,
)
from dandvan.documents.pdf import render_pdf
from tests.dandvan.documents.papers import (
    make_proposal,
)
from tests.dandvan.documents.rich_papers import EVERY_BLOCK, LIST, PAPERS, make_rich
from tests.dandvan.documents.word import (
    html_words,
    lines_in,
    paragraph_of,
    styles_of,
    word_of,
    words_in,
)

MOTTO = "Độc lập - Tự do - Hạnh phúc"


@pytest.mark.parametrize("name", PAPERS)
def test_word_says_what_the_pdf_says(name):
    words = words_in(word_of(PAPERS[name]))

    assert words == html_words(PAPERS[name])
    assert "None" not in words


def test_word_has_the_words_of_the_printed_pages():
    document = pypdfium2.PdfDocument(render_pdf(make_rich()))
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    pages = Counter({"2": 1})  # two pages of the main part, the second one numbered
    document.close()

    assert Counter(text.split()) == Counter(words_in(word_of(make_rich()))) + pages


@pytest.mark.parametrize("name", PAPERS)
def test_equal_papers_are_equal_bytes_with_a_fixed_time(name):
    first, second = render_docx(PAPERS[name]), render_docx(PAPERS[name])

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_another_process_writes_equal_bytes():
    program = (
        "import hashlib, django; django.setup();"
        "from dandvan.documents.docx import render_docx;"
        "from tests.dandvan.documents.rich_papers import make_rich;"
        "print(hashlib.sha256(render_docx(make_rich())).hexdigest())"
    )
    seen = {
        subprocess.run(  # noqa: S603 -- our own program
            [sys.executable, "-c", program],
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "DJANGO_SETTINGS_MODULE": "dandvan.settings",
            },
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(seen) == 1


def test_file_names_its_title_issuer_and_language():
    about = word_of(make_rich()).core_properties

    assert about.title == "Tờ trình Về việc đề nghị tặng Giấy khen năm 2024"
    assert about.author == "Ủy ban nhân dân xã Tơ Tung"
    assert (about.language, about.comments, about.last_modified_by) == ("vi-VN", "", "")
    assert about.created == about.modified
    assert about.created.year == 1980


# -- page ---------------------------------------------------------------------------------------


def measures(section):
    lengths = ("page_width", "page_height", "top_margin", "right_margin")
    more = ("bottom_margin", "left_margin")
    return [round(getattr(section, name).mm) for name in (*lengths, *more)]


def test_sections_are_a4_with_the_margins_and_their_own_orientation():
    sections = word_of(make_rich()).sections
    portrait, landscape = [210, 297, 20, 15, 20, 30], [297, 210, 20, 15, 20, 30]

    assert [measures(section) for section in sections] == [portrait, landscape, portrait]
    assert [section.orientation for section in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]


def test_every_section_counts_from_one_and_hides_its_first_number():
    for section in word_of(make_rich()).sections:
        start = section._sectPr.find(qn("w:pgNumType")).get(qn("w:start"))
        assert (start, section.different_first_page_header_footer) == ("1", True)


def test_page_number_is_a_centered_field_of_the_later_pages():
    first, *others = word_of(make_rich()).sections
    (number,) = first.header.paragraphs
    field = number._p.find(qn("w:fldSimple"))

    assert field.get(qn("w:instr")) == "PAGE"
    assert (number.style.name, number.style.font.size) == ("ND30 Page Number", Pt(14))
    assert number.style.paragraph_format.alignment == 1
    assert [p.text for p in first.first_page_header.paragraphs] == [""]
    assert all(s.header.is_linked_to_previous for s in others)
    assert all(s.first_page_header.is_linked_to_previous for s in others)


def test_draft_is_marked_in_the_head_of_every_page():
    section = word_of(make_rich(print_state=PrintState.DRAFT)).sections[0]

    for head in (section.header, section.first_page_header):
        mark = head.paragraphs[0]
        assert (mark.text, mark.style.name) == ("DỰ THẢO", "ND30 Draft Mark")
        assert (mark.style.font.size, mark.style.font.bold) == (Pt(13), True)


def test_number_and_day_stay_blank_for_signature():
    lines = lines_in(word_of(make_rich(print_state=PrintState.FOR_SIGNATURE)))
    blank = " " * 6

    assert lines[4:6] == [
        f"Số: {blank}/TTr-UBND",
        f"Tơ Tung, ngày{blank}tháng 11 năm 2024",
    ]


def test_annexes_alone_begin_on_the_first_page():
    word = word_of(make_rich(rule_set=RuleSet.ANNEX))

    assert [section.orientation for section in word.sections] == [
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    assert lines_in(word)[0] == "Phụ lục I"


# -- letters ------------------------------------------------------------------------------------


def look(paragraph):
    font = paragraph.style.font
    return font.size.pt, bool(font.bold), bool(font.italic)


def test_components_have_the_prescribed_letters():
    word = word_of(make_rich(title_notes=("(Mẫu)",)))
    expected = {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, True, False),
        MOTTO: (13, True, False),
        "ỦY BAN NHÂN DÂN": (12, True, False),
        "Số: 12/TTr-UBND": (13, False, False),
        "Tơ Tung, ngày 05 tháng 11 năm 2024": (13, False, True),
        "TỜ TRÌNH": (14, True, False),
        "Về việc đề nghị tặng Giấy khen năm 2024": (14, True, False),
        "(Mẫu)": (13, False, True),
        "Kính gửi: Chủ tịch Ủy ban nhân dân huyện Kbang": (14, False, False),
        "Căn cứ Kế hoạch số 56/KH-UBND.": (14, False, True),
        "I. TÌNH HÌNH": (14, True, False),
        "- 02 tập thể": (14, False, False),
        "Nơi nhận:": (12, True, True),
        "- Như trên;": (11, False, False),
        "Phụ lục II": (14, True, False),
        "DANH SÁCH TẬP THỂ": (14, True, False),
    }

    assert {text: look(paragraph_of(word, text)) for text in expected} == expected


def test_every_style_is_times_new_roman_in_vietnamese():
    word = word_of(make_rich())
    defaults = word.styles.element.find(qn("w:docDefaults"))
    fonts = {
        font.get(qn(f"w:{script}"))
        for font in word.styles.element.iter(qn("w:rFonts"))
        for script in ("ascii", "hAnsi")
    }

    assert fonts == {"Times New Roman"}
    assert defaults.find(f".//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"
    assert list(word.element.body.iter(qn("w:rFonts"), qn("w:sz"), qn("w:lang"))) == []


def test_every_paragraph_has_a_style_of_ours_that_exists():
    with zipfile.ZipFile(io.BytesIO(render_docx(make_rich()))) as parts:
        text = parts.read("word/document.xml").decode()
    used = set(re.findall(r'<w:(?:pStyle|tblStyle) w:val="([^"]+)"', text))
    known = {style.style_id for style in word_of(make_rich()).styles}

    assert used - known == set()
    assert {name for name in used if not name.startswith("ND30")} == set()
    assert text.count("<w:p>") == text.count("<w:pStyle ")


def test_blocks_have_their_styles():
    word = word_of(make_proposal(body=EVERY_BLOCK, signatures=(), recipients=()))
    first = [style for style, _ in styles_of(word)].index("ND30 Part")

    assert styles_of(word)[first:] == [
        ("ND30 Part", "Phần I\nKẾT QUẢ"),
        ("ND30 Section", "I. TÌNH HÌNH"),
        ("ND30 Article", "Điều 1. Phạm vi"),
        ("ND30 Clause", "1. Tập thể"),
        ("ND30 Body", "Nghe dân nói, nói dân hiểu"),
        ("ND30 Body", "Hai dòng\nviết tay"),
        ("ND30 Body", "Điều 2. Tặng Giấy khen."),
        ("ND30 Body", "- 02 tập thể"),
        ("ND30 Body", "Họ và tên: Siu Mẫu"),
        ("ND30 Body", "Kỷ luật: Không"),
        ("ND30 Centered", "QUYẾT ĐỊNH:"),
    ]
    runs = paragraph_of(word, "Nghe dân nói, nói dân hiểu").runs
    assert [(r.text, bool(r.bold), bool(r.italic)) for r in runs] == [
        ("Nghe ", False, False),
        ("dân nói, ", True, False),
        ("nói dân hiểu", False, True),
    ]
    assert paragraph_of(word, "Điều 2. Tặng Giấy khen.").runs[0].bold


def test_body_is_justified_with_an_indent_and_headings_are_in_the_outline():
    styles = word_of(make_rich()).styles
    body = styles["ND30 Body"].paragraph_format
    levels = {
        name: styles[name].element.pPr.find(qn("w:outlineLvl")).get(qn("w:val"))
        for name in ("ND30 Type", "ND30 Part", "ND30 Section", "ND30 Article", "ND30 Clause")
    }

    assert (body.alignment, body.space_after) == (3, Pt(6))
    assert body.first_line_indent.mm == pytest.approx(10, abs=0.1)
    assert body.line_spacing == Pt(17.5)
    assert list(levels.values()) == ["0", "1", "1", "2", "2"]
    assert styles["ND30 Section"].paragraph_format.keep_with_next


# -- rules, breaks ------------------------------------------------------------------------------


def rules_of(word):
    """Length of every rule and the text above it, given the room it stands in."""
    found, above = [], ""
    for paragraph in word.element.body.iter(qn("w:p")):
        if paragraph.style == "ND30Rule":
            cell = paragraph.getparent()
            is_cell = cell.tag == qn("w:tc")
            room = cell.tcPr.find(qn("w:tcW")).width.mm if is_cell else 165
            sides = paragraph.pPr.ind_left.mm, paragraph.pPr.ind_right.mm
            assert sides[0] == pytest.approx(sides[1], abs=0.01)
            found.append((above, room - sum(sides)))
        above = docx.text.paragraph.Paragraph(paragraph, None).text
    return dict(found)


def test_rules_are_as_long_as_the_motto_and_two_fifths_of_the_others():
    word = word_of(make_proposal())
    subject = "Về việc đề nghị tặng Giấy khen năm 2024"
    expected = {
        "XÃ TƠ TUNG": 0.4 * text_width("XÃ TƠ TUNG", face="Bold", size=12),
        MOTTO: text_width(MOTTO, face="Bold", size=13),
        subject: 0.4 * text_width(subject, face="Bold", size=14),
    }
    border = word.styles["ND30 Rule"].element.pPr.find(f".//{qn('w:top')}")

    assert rules_of(word) == pytest.approx(expected, abs=0.1)
    assert border.get(qn("w:val")) == "single"


def test_page_break_stands_before_the_next_text_or_table():
    body = (Paragraph("Một"), PageBreak(), Paragraph("Hai"), PageBreak(), LIST)
    word = word_of(make_proposal(body=body))
    *_, second, gap, table = list(word.iter_inner_content())[:-3]
    broken = [p.text for p in word.paragraphs if p.paragraph_format.page_break_before]

    assert broken == ["Hai", ""]
    assert (second.text, gap.style.name, table.style.name) == ("Hai", "ND30 Gap", "ND30 Table")


def test_text_that_means_harm_is_plain_text():
    hostile = "<w:p/> & {{ 1 }} \x00\x0b\x1f\u202e\ud800 file:///etc/passwd"
    word = word_of(make_proposal(body=(Paragraph(hostile), LIST), recipients=(hostile,)))

    assert paragraph_of(word, "<w:p/> & {{ 1 }} file:///etc/passwd").style.name == "ND30 Body"
    assert "- <w:p/> & {{ 1 }} file:///etc/passwd." in lines_in(word)


def test_spaces_pasted_from_elsewhere_are_single():
    annex = Annex("Danh sách   dài", body=(Paragraph("  Một   hai  "), LIST))
    word = word_of(make_proposal(body=(Paragraph("a  b\n\n c"),), annexes=(annex,)))

    assert "a b\n\nc./." in lines_in(word)
    assert "Một hai" in lines_in(word)


def test_landscape_main_part_uses_the_whole_width():
    word = word_of(PAPERS["plain sheet"])
    head = word.tables[0]

    assert round(sum(column.width.mm for column in head.columns)) == 252
    assert measures(word.sections[0])[:2] == [297, 210]
