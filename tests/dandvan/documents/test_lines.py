import pytest

from dandvan.documents.lines import balanced_lines, text_width
from dandvan.documents.model import Align, Column, Table
from dandvan.documents.tables import column_percents

SUBJECT = (
    "Về việc đề nghị tặng Giấy khen của Chủ tịch Ủy ban nhân dân huyện Kbang cho các tập thể, "
    "cá nhân có thành tích xuất sắc trong phong trào thi đua “Dân vận khéo” năm 2024"
)


def broken(text, width=150):
    return balanced_lines(text, face="Bold", size=14, width=width)


def test_lines_keep_every_word_and_fit():
    lines = broken(SUBJECT)

    assert " ".join(lines) == SUBJECT
    assert all(text_width(line, face="Bold", size=14) <= 150 for line in lines)


def test_lines_are_about_equally_long():
    widths = [text_width(line, face="Bold", size=14) for line in broken(SUBJECT)]

    assert min(widths) > 0.8 * max(widths)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Hội đồng Thi đua - Khen thưởng", 65, ("Hội đồng", "Thi đua - Khen thưởng")),
        ("Ủy ban nhân dân xã Tơ Tung", 60, ("Ủy ban nhân dân", "xã Tơ Tung")),
        ("Trao cho Nguyễn Văn Mẫu", 45, ("Trao cho", "Nguyễn Văn Mẫu")),
        ("dòng một\ndòng hai", 150, ("dòng một", "dòng hai")),
        ("", 150, ()),
    ],
)
def test_lines_break_where_a_typist_breaks(text, width, lines):
    assert broken(text, width) == lines


def test_phrase_wider_than_the_line_is_broken_between_words():
    assert broken("Ủy ban nhân dân", 25) == ("Ủy ban", "nhân dân")


def test_column_percents_follow_weights_and_sum_to_a_hundred():
    table = Table((Column("A", 1), Column("B", 2), Column("C", 4, Align.RIGHT)), ())

    assert column_percents(table, 165) == (14, 29, 57)


def test_column_is_not_narrower_than_the_longest_word_of_its_head():
    table = Table((Column("STT", 0.01), Column("Nội dung", 9)), ())

    assert column_percents(table, 165) == (7, 93)


def test_column_holds_its_longest_figure_on_one_line():
    columns = (Column("Chỉ tiêu", 9), Column("Đề ra", 1), Column("Báo cáo", 1))
    table = Table(columns, (("Quỹ xoay vòng", "80.000.000", "86.000.000"),))

    percents = column_percents(table, 165)

    needed = text_width("80.000.000", face="Bold", size=13)
    assert 165 * percents[1] / 100 >= needed
    assert 165 * percents[2] / 100 >= needed
