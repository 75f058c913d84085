import pytest

from dandvan.documents.text import clean_text, sentence_end, without_end_mark


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("To\u031b Tung", "Tơ Tung"),
        ("mo\u0302\u0309 hình", "mổ hình"),
        ("a\u0000b\u202ec\u200bd\u00ade", "abcde"),
        ("một\tdòng\r\nhai", "một dòng\nhai"),
        ("  hai đầu  ", "hai đầu"),
        ("Bahnar ĭ ŏ ĕ ƀ", "Bahnar ĭ ŏ ĕ ƀ"),
        ("lẻ \ud800 đôi", "lẻ  đôi"),
        ("dòng\u2028mới\uffff", "dòng\nmới"),
    ],
)
def test_clean_text_keeps_what_can_be_printed(given, kept):
    assert clean_text(given) == kept


def test_clean_text_keeps_ends_when_asked():
    assert clean_text(" giữa ", keep_ends=True) == " giữa "


@pytest.mark.parametrize("given", ["Kính trình", "Kính trình.", "Kính trình./.", "Kính trình;"])
def test_sentence_end_is_written_once(given):
    assert sentence_end(given) == "Kính trình./."


def test_without_end_mark_keeps_marks_inside():
    assert without_end_mark("Lưu: VT, VP.; ") == "Lưu: VT, VP"
