"""Tables of Word files: lists with their head on every page, heads and signatures without rules."""

import pytest
from docx.oxml.ns import qn

from dandvan.documents.model import (
    Align,
    Annex,
    Column,
    GroupRow,
    PrintState,
    Row,
    SignatureBlock,
    SignatureRow,
    Table,
)
from tests.dandvan.documents.papers import (
    VICE_CHAIR,
    make_body,
    make_list_annex,
    make_minutes,
    make_proposal,
)
from tests.dandvan.documents.word import has_mark, ruled_tables, word_of

COLUMNS = (Column("STT", 1, Align.CENTER), Column("Họ và tên", 4), Column("Ghi chú", 2))


def table_of(**overrides):
    given = {
        "columns": COLUMNS,
        "rows": (GroupRow("I. CÁ NHÂN"), ("1", "Siu Mẫu\nlàng Leng", ""), Row(("", "x", ""), True)),
        "total": ("", "Tổng cộng", "01"),
    }
    word = word_of(make_proposal(body=(Table(**(given | overrides)),)))
    (table,) = ruled_tables(word)
    return table


def texts(row):
    return [cell.text for cell in row.cells]


def test_header_row_repeats_and_no_row_is_cut():
    table = table_of()

    assert [has_mark(row, "tblHeader") for row in table.rows] == [True, False, False, False, False]
    assert all(has_mark(row, "cantSplit") for row in table.rows)


def test_every_row_of_a_long_list_is_kept_whole():
    (table,) = ruled_tables(word_of(make_proposal(annexes=(make_list_annex(60),))))

    assert len(table.rows) == 62
    assert all(has_mark(row, "cantSplit") for row in table.rows)


def test_cells_group_rows_and_total_stand_in_their_columns():
    rows = table_of().rows

    assert texts(rows[0]) == ["STT", "Họ và tên", "Ghi chú"]
    assert {cell._tc for cell in rows[1].cells} == {rows[1].cells[0]._tc}
    assert rows[1].cells[0].text == "I. CÁ NHÂN"
    assert [p.text for p in rows[2].cells[1].paragraphs] == ["Siu Mẫu", "làng Leng"]
    assert texts(rows[4]) == ["", "Tổng cộng", "01"]
    bold = [[r.bold for p in row.cells[1].paragraphs for r in p.runs] for row in rows[1:]]
    assert bold == [[True], [None, None], [True], [True]]
    assert [cell.paragraphs[0].alignment for cell in rows[2].cells] == [1, None, None]


def test_group_row_stays_with_the_row_below_it():
    paragraph = table_of().rows[1].cells[0].paragraphs[0]

    assert paragraph.paragraph_format.keep_with_next


def test_table_without_rows_says_so_across_all_columns():
    rows = table_of(rows=(), total=None).rows

    assert len(rows) == 2
    assert rows[1].cells[0]._tc.grid_span == 3
    assert rows[1].cells[0].text == "Không có."


@pytest.mark.parametrize(
    ("compact", "styles"),
    [
        (False, {"ND30 Table Head": 13, "ND30 Table Text": 13}),
        (True, {"ND30 Table Head Compact": 12, "ND30 Table Text Compact": 12}),
    ],
)
def test_letters_of_a_table(compact, styles):
    table = table_of(compact=compact)
    used = [p.style for row in table.rows for cell in row.cells for p in cell.paragraphs]

    assert {style.name: style.font.size.pt for style in used} == styles


def test_columns_fill_the_width_of_the_text():
    table = table_of()
    widths = [column.width.mm for column in table.columns]

    assert sum(widths) == pytest.approx(165, abs=0.1)
    assert widths[1] == pytest.approx(2 * widths[2], rel=0.1)
    assert [cell.width.mm for cell in table.rows[2].cells] == pytest.approx(widths, abs=0.01)


def test_caption_stays_above_its_table():
    word = word_of(make_proposal(body=(Table(COLUMNS, (), caption="Bảng 1"),)))
    (caption,) = [p for p in word.paragraphs if p.text == "Bảng 1"]

    assert caption.style.name == "ND30 Caption"
    assert caption.style.paragraph_format.keep_with_next


def test_ruled_table_has_rules_on_all_sides_and_layout_tables_none():
    word = word_of(make_proposal(body=(Table(COLUMNS, ()),)))
    borders = word.styles["ND30 Table"].element.find(f".//{qn('w:tblBorders')}")

    assert {b.tag.split("}")[1] for b in borders} == {
        "top",
        "left",
        "bottom",
        "right",
        "insideH",
        "insideV",
    }
    assert word.styles["ND30 Layout"].element.find(f".//{qn('w:tblBorders')}") is None
    assert [table.style.name for table in word.tables] == [
        "ND30 Layout",
        "ND30 Table",
        "ND30 Layout",
    ]


# -- signatures ---------------------------------------------------------------------------------


def held(word):
    """Whether each piece of the body is held with the next one, up to the last table."""
    pieces = list(word.iter_inner_content())
    last = max(i for i, piece in enumerate(pieces) if hasattr(piece, "rows"))
    return [is_held(piece) for piece in pieces[:last]]


def is_held(piece):
    if not hasattr(piece, "rows"):
        return bool(piece.paragraph_format.keep_with_next)
    cells = piece.rows[-1].cells
    return all(p.paragraph_format.keep_with_next for cell in cells for p in cell.paragraphs)


def test_recipients_stand_left_of_the_signature_on_the_page_of_the_last_words():
    word = word_of(make_proposal(body=make_body(3)))
    (row,) = word.tables[-1].rows
    left, right = row.cells

    assert left.text == "Nơi nhận:\n- Như trên;\n- Lưu: VT, VP."
    assert right.text.split("\n") == [
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "",
        "Đinh Văn Mẫu",
    ]
    assert has_mark(row, "cantSplit")
    assert held(word)[-3:] == [False, False, True]


def test_signature_after_a_table_is_held_with_its_last_row():
    word = word_of(make_proposal(body=(), annexes=(make_list_annex(3, signatures=(VICE_CHAIR,)),)))

    assert held(word)[-2:] == [True, True]


def test_recipients_of_minutes_stand_below_on_the_page_of_the_signatures():
    signed, below = word_of(make_minutes()).tables[-1].rows

    assert [cell.text.split("\n")[0] for cell in signed.cells] == ["THƯ KÝ", "CHỦ TỌA"]
    assert all(p.paragraph_format.keep_with_next for c in signed.cells for p in c.paragraphs)
    assert below.cells[0]._tc.grid_span == 2
    assert below.cells[0].text == "Nơi nhận:\n- Thành viên Hội đồng;\n- Lưu: VT, Hồ sơ."


def test_recipients_without_a_signature_stand_below_the_text():
    word = word_of(make_proposal(signatures=()))

    assert [p.text for p in word.paragraphs][-3:] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT, VP."]
    assert word.paragraphs[-4].paragraph_format.keep_with_next


@pytest.mark.parametrize(
    ("position", "expected"),
    [(Align.RIGHT, [42, 58]), (Align.LEFT, [58, 42]), (Align.CENTER, [100])],
)
def test_single_signature_stands_where_it_says(position, expected):
    row = SignatureRow((SignatureBlock(("Người lập",), name="A"),), position=position)
    word = word_of(make_proposal(body=make_body(1), signatures=(row,), recipients=()))
    table = word.tables[-1]
    shares = [round(column.width.mm / 1.65) for column in table.columns]

    assert shares == expected
    signed = [share for share, cell in zip(shares, table.rows[0].cells, strict=True) if cell.text]
    assert signed == [max(expected)]


def test_rows_of_signatures_are_tables_of_their_own():
    rows = (VICE_CHAIR, VICE_CHAIR)
    word = word_of(make_proposal(signatures=rows, recipients=(), print_state=PrintState.DRAFT))

    assert len(word.tables) == 3
    assert [p.style.name for p in word.paragraphs][-2:] == ["ND30 Gap", "ND30 Gap"]


def test_paper_that_ends_with_a_table_ends_its_sections_with_a_flat_paragraph():
    annexes = (Annex("Một", body=(Table(COLUMNS, ()),)), Annex("Hai", body=(Table(COLUMNS, ()),)))
    word = word_of(make_proposal(annexes=annexes))
    ends = [p for p in word.paragraphs if p._p.pPr is not None and p._p.pPr.sectPr is not None]

    assert [p.style.name for p in ends] == ["ND30 Gap", "ND30 Gap"]
    assert word.paragraphs[-1].style.name == "ND30 Gap"
    assert [p.paragraph_format.line_spacing.pt for p in (*ends, word.paragraphs[-1])] == [1, 1, 1]
