"""Vietnamese text: normal form, search without tone marks, sorting, dates in words. Pure."""

import re
import unicodedata
from datetime import date

_SPACES = re.compile(r"[ \t\u00a0\u2007\u202f]+")
_DROPPED = {*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, *range(0x80, 0xA0)} | {
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
}
_BASE_ORDER = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
_TONES = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def nfc(text: str) -> str:
    """Text in precomposed form, without control, zero-width and direction marks."""
    kept = "".join(char for char in text if ord(char) not in _DROPPED)
    return unicodedata.normalize("NFC", kept.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """One clean line: normal form, any run of white space is one space."""
    return _SPACES.sub(" ", nfc(text).replace("\n", " ")).strip()


# Letters that only the old fonts put into words: TCVN3 writes a letter as one such sign.
_TCVN3 = re.compile(
    r"(?:[A-Za-z][\u00a1-\u00af\u00b5-\u00b9\u00bb-\u00bfÆÇËÎÏÐÖ×ØÛÜÞßäåæçëîïðö÷øûüþ]"
    r"|[\u00a1-\u00a9\u00ae\u00b5ÆÇÖ×ØÛÜÞßäåæçëîïðö÷øûüþ][a-z])|[a-z][ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ]"
)
# VNI writes the plain letter and its marks as a second sign.
_VNI = re.compile(r"[aA][âêàáãåäëéèúüÂÊÀÁÃÅÄËÉÈÚÜ]|[eE][âàáãåäÂÀÁÃÅÄ]|[aeouy][øûïùõ]|\b[Ññ]inh\b")


def old_encoding(text: str) -> str:
    """Name of the old font encoding that a text seems typed in; empty for Unicode."""
    text = nfc(text)
    if _VNI.search(text):
        return "VNI"
    return "TCVN3" if _TCVN3.search(text) else ""


def mended(text: str) -> str:
    """One clean line in which Đ is the Vietnamese letter, not its Icelandic or Croatian twin."""
    line = re.sub(r"\b[ÐƉ](?=[^\W\d_])", "Đ", one_line(text))
    return re.sub(r"\bɖ", "đ", line)


def search_key(text: str) -> str:
    """What a search compares: lower case, no tone or other marks, đ as d, single spaces."""
    plain = unicodedata.normalize("NFD", nfc(text).lower().replace("đ", "d").replace("ƀ", "b"))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]+", " ", bare).split())


def _letter_key(char: str) -> tuple[int, int]:
    """Place of a letter in the Vietnamese alphabet and of its tone."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONES[mark] for mark in parts if mark in _TONES), 0)
    base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    index = _BASE_ORDER.find(base)
    if index < 0 and parts:
        index = _BASE_ORDER.find(parts[0])
    return (index if index >= 0 else 900 + ord(char[0]), tone)


def name_sort_key(name: str) -> str:
    """Sort key of a person: given name first, then family and middle names, Vietnamese order."""
    words = nfc(name).lower().split()
    ordered = words[-1:] + words[:-1]
    return " ".join(
        "".join(f"{base:03d}" for base, _ in map(_letter_key, word))
        + "."
        + "".join(str(tone) for _, tone in map(_letter_key, word))
        for word in ordered
    )


def two_digits(number: int) -> str:
    """A number of at least two digits: 01-09, then as it is (Nghị định 30/2020, PL I, II.3c).

    Nothing at all is written 0: "không tán thành 0".
    """
    return f"{number:02d}" if number else "0"


def month_text(month: int) -> str:
    """Month of an official date: leading zero for 1 and 2 only (Nghị định 30/2020, PL I, II.4b)."""
    return f"{month:02d}" if month <= 2 else str(month)


def long_date(day: date) -> str:
    """An official date: "ngày 05 tháng 02 năm 2026", "ngày 29 tháng 6 năm 2026"."""
    return f"ngày {day.day:02d} tháng {month_text(day.month)} năm {day.year}"


def short_date(day: date | None) -> str:
    """A date as people type it: 20/11/2024; empty for None."""
    return "" if day is None else f"{day.day:02d}/{day.month:02d}/{day.year}"


_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def weekday_date(day: date) -> str:
    """A date with its weekday: "Thứ Tư, ngày 20 tháng 11 năm 2024"."""
    return f"{_WEEKDAYS[day.weekday()]}, {long_date(day)}"


def vn_number(value: object, places: int | None = None) -> str:
    """A number as written in Vietnamese: 1.234,5; trailing zeros of the fraction dropped.

    `value` is an int, float or Decimal; empty text for None.
    """
    if value is None:
        return ""
    text = f"{value:,.{places}f}" if places is not None else f"{value:,}"
    if "." in text and places is None:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", "_").replace(".", ",").replace("_", ".")


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_UNITS = ("", " nghìn", " triệu", " tỷ")


def _group_in_words(number: int, *, full: bool) -> str:
    """Words of 0-999; `full` says the hundreds even when they are zero."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens == 0:
        if ones:
            words.append(f"{'lẻ ' if words else ''}{_DIGITS[ones]}")
    else:
        words.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
        if ones == 1 and tens > 1:
            words.append("mốt")
        elif ones == 5:
            words.append("lăm")
        elif ones:
            words.append(_DIGITS[ones])
    return " ".join(words)


def number_in_words(number: int) -> str:
    """A whole number from 0 to 999,999,999,999 in words, lower case. Raises ValueError outside."""
    if not 0 <= number < 10**12:
        raise ValueError("number out of range")
    if number == 0:
        return _DIGITS[0]
    groups = []
    rest = number
    while rest:
        rest, group = divmod(rest, 1000)
        groups.append(group)
    parts = []
    for index in range(len(groups) - 1, -1, -1):
        if groups[index]:
            full = index < len(groups) - 1
            parts.append(_group_in_words(groups[index], full=full) + _UNITS[index])
    return " ".join(parts)
