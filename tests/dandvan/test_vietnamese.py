"""Vietnamese text: search keys, names, dates and numbers in words."""

from datetime import date
from decimal import Decimal

import pytest

from dandvan.vietnamese import (
    long_date,
    name_sort_key,
    nfc,
    number_in_words,
    one_line,
    search_key,
    short_date,
    two_digits,
    vn_number,
    weekday_date,
)


def test_nfc_joins_decomposed_accents_and_drops_invisible_marks() -> None:
    assert nfc("Tơ\u031b Tung\u200b\u202e") == nfc("Tơ\u031b Tung")
    assert nfc("Đinh Va\u0306n Kri\u0306ng") == "Đinh Văn Krĭng"


def test_one_line_folds_every_white_space() -> None:
    assert one_line("  Làng\u00a0Stơr \n xã\tTơ Tung ") == "Làng Stơr xã Tơ Tung"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Làng văn hóa", "lang van hoa"),
        ("ĐẶNG Thị Ưnh", "dang thi unh"),
        ("Đinh Văn Krĭng", "dinh van kring"),
        ("Ngôi nhà xanh - Nói không!", "ngoi nha xanh noi khong"),
    ],
)
def test_search_key_has_no_marks(text: str, key: str) -> None:
    assert search_key(text) == key


def test_names_sort_by_given_name_in_vietnamese_order() -> None:
    names = ["Đinh Văn Ưnh", "Lê Thị Án", "Đinh Văn An", "Võ Thị Đào", "Bùi Dung", "Lê Ăn"]

    assert sorted(names, key=name_sort_key) == [
        "Đinh Văn An",
        "Lê Thị Án",
        "Lê Ăn",
        "Bùi Dung",
        "Võ Thị Đào",
        "Đinh Văn Ưnh",
    ]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 6, 29), "ngày 29 tháng 6 năm 2026"),
        (date(2026, 3, 1), "ngày 01 tháng 3 năm 2026"),
        (date(2023, 10, 9), "ngày 09 tháng 10 năm 2023"),
    ],
)
def test_long_date_follows_the_decree(day: date, text: str) -> None:
    assert long_date(day) == text


def test_short_and_weekday_dates() -> None:
    assert short_date(date(2024, 11, 5)) == "05/11/2024"
    assert short_date(None) == ""
    assert weekday_date(date(2024, 11, 20)) == "Thứ Tư, ngày 20 tháng 11 năm 2024"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3265, "3.265"),
        (Decimal("89.10"), "89,1"),
        (Decimal("86000000.00"), "86.000.000"),
        (0, "0"),
        (None, ""),
    ],
)
def test_vn_number(value: object, text: str) -> None:
    assert vn_number(value) == text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (105, "một trăm lẻ năm"),
        (710_000, "bảy trăm mười nghìn"),
        (1_070_000, "một triệu không trăm bảy mươi nghìn"),
        (2_000_005, "hai triệu không trăm lẻ năm"),
    ],
)
def test_number_in_words(number: int, words: str) -> None:
    assert number_in_words(number) == words


def test_number_in_words_refuses_what_it_cannot_say() -> None:
    with pytest.raises(ValueError, match="out of range"):
        number_in_words(10**12)


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (7, "07"), (10, "10"), (124, "124")])
def test_counts_have_two_digits_and_nothing_is_one_zero(number: int, text: str) -> None:
    assert two_digits(number) == text
