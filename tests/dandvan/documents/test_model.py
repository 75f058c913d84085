import json

import pytest

from dandvan.documents.model import (
    Annex,
    Column,
    LabelValue,
    ListItem,
    NumberedItem,
    NumberLine,
    Paragraph,
    PrintState,
    Run,
    RunStyle,
    Table,
    paragraphs,
    to_json,
)
from dandvan.documents.wording import (
    annex_label,
    attached_line,
    base_lines,
    closed_body,
    number_text,
    place_and_date,
    recipient_lines,
    roman,
)
from tests.dandvan.documents.papers import make_minutes, make_proposal


def test_text_is_cleaned_at_construction():
    assert Paragraph("To\u031b\u0000 Tung").runs == (Run("Tơ Tung"),)
    assert make_proposal(recipients=["Lưu: VT\u200b"]).recipients == ("Lưu: VT",)


def test_runs_keep_the_space_between_them():
    block = Paragraph(("Điều ", Run("1. ", RunStyle.BOLD), "Tặng"))

    assert "".join(run.text for run in block.runs) == "Điều 1. Tặng"


def test_json_is_equal_for_equal_documents_and_reads_back():
    first, second = to_json(make_proposal()), to_json(make_proposal())

    assert first == second
    assert json.loads(first)["date"] == "2024-11-05"
    assert json.loads(first)["body"][0]["_"] == "Paragraph"
    assert to_json(make_proposal(place="Kông Lơng Khơng")) != first


def test_issued_document_needs_number_and_date():
    with pytest.raises(ValueError, match="number and date"):
        make_proposal(number_line=NumberLine("TTr-UBND"))
    with pytest.raises(ValueError, match="number and date"):
        make_minutes(date=None)


def test_table_refuses_a_wrong_number_of_cells():
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        Table((Column("A"), Column("B")), (("một",),))


def test_label_value_says_what_is_lacking():
    assert LabelValue("Vắng", "").shown == "Không"
    assert LabelValue("Vắng", "01 người").shown == "01 người"


def test_paragraphs_drop_empty_lines():
    assert paragraphs("Một.\r\n\r\n Hai. ") == (Paragraph("Một."), Paragraph("Hai."))


@pytest.mark.parametrize(
    ("state", "number", "day"),
    [
        (PrintState.DRAFT, "      /TTr-UBND", "Tơ Tung, ngày      tháng 11 năm 2024"),
        (PrintState.FOR_SIGNATURE, "      /TTr-UBND", "Tơ Tung, ngày      tháng 11 năm 2024"),
        (PrintState.ISSUED, "12/TTr-UBND", "Tơ Tung, ngày 05 tháng 11 năm 2024"),
    ],
)
def test_number_and_day_are_blank_until_issued(state, number, day):
    doc = make_proposal(print_state=state)

    assert number_text(doc) == number
    assert place_and_date(doc) == day


def test_bases_end_with_semicolons_and_one_stop():
    assert base_lines(make_proposal()) == (
        "Căn cứ Luật Thi đua, khen thưởng;",
        "Căn cứ Kế hoạch số 56/KH-UBND.",
    )


def test_recipients_get_dash_and_end_once():
    doc = make_proposal(recipients=("- Như trên;", "Lưu: VT, VP."))

    assert recipient_lines(doc) == ("- Như trên;", "- Lưu: VT, VP.")


@pytest.mark.parametrize("block", [Paragraph, ListItem, NumberedItem])
def test_body_ends_once_with_slash_mark(block):
    doc = make_proposal(body=(block("Một."), block(("Xem ", Run("xét./.", RunStyle.BOLD)))))

    first, last = closed_body(doc)

    assert first == block("Một.")
    assert last.runs == (Run("Xem "), Run("xét./.", RunStyle.BOLD))


def test_body_that_ends_with_a_table_is_left_alone():
    table = Table((Column("A"),), (("một",),))

    assert closed_body(make_proposal(body=(table,))) == (table,)


def test_annexes_are_numbered_only_when_several():
    one, two = Annex("Một", ()), Annex("Hai", ())

    assert annex_label(make_proposal(annexes=(one,)), 0) == "Phụ lục"
    assert annex_label(make_proposal(annexes=(one, two)), 1) == "Phụ lục II"
    assert [roman(number) for number in (1, 4, 9, 14, 40, 89)] == [
        "I", "IV", "IX", "XIV", "XL", "LXXXIX",
    ]  # fmt: skip


def test_attached_line_names_the_document():
    doc = make_proposal(annexes=(Annex("Một", ()),))

    assert attached_line(doc, doc.annexes[0]) == (
        "(Kèm theo Tờ trình số 12/TTr-UBND ngày 05 tháng 11 năm 2024 "
        "của Ủy ban nhân dân xã Tơ Tung)"
    )
