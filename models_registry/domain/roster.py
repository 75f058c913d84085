"""Cells of the lists that come in from a sheet: days, counts, telephone numbers, names. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from dandvan.vietnamese import old_encoding, search_key
from models_registry.enums import Sex

_DATE = re.compile(r"(\d{1,2})[/\-. ]+(\d{1,2})[/\-. ]+(\d{4})")
_SHORT_DATE = re.compile(r"\d{1,2}[/\-. ]+\d{1,2}[/\-. ]+\d{2}")
_YEAR = re.compile(r"\d{4}")
_GROUPED = re.compile(r"\d{1,3}(?:[. ,]\d{3})+|\d+")
YOUNGEST, OLDEST = 14, 110


class CellFault(ValueError):
    """What is wrong with one cell, as a sentence."""


def whole_name(values: Mapping[str, str]) -> str:
    """The name of a person, also where family name and given name stand apart."""
    parted = f"{values.get('family_name', '')} {values.get('given_name', '')}".strip()
    return values.get("full_name", "") or parted


def encoding_fault(label: str, text: str) -> str:
    """The sentence about text in an old font; empty for Unicode."""
    encoding = old_encoding(text)
    if not encoding:
        return ""
    return (
        f"{label}: chữ “{text}” ở bảng mã {encoding}. Đổi sang Unicode (Unikey: Ctrl + Shift + F6) "
        "rồi dán lại."
    )


def read_birth(text: str, today: date) -> tuple[date | None, int | None]:
    """A day of birth, or the year alone. Raises CellFault."""
    if _YEAR.fullmatch(text):
        year = int(text)
        _check_age(text, year, today)
        return None, year
    day = read_date("Ngày sinh", text)
    _check_age(text, day.year, today)
    return day, day.year


def _check_age(text: str, year: int, today: date) -> None:
    if not today.year - OLDEST <= year <= today.year - YOUNGEST:
        raise CellFault(f"Ngày sinh “{text}” không hợp lý: kiểm tra lại năm.")


def read_date(label: str, text: str) -> date:
    """A day as dd/mm/yyyy. Raises CellFault."""
    if _SHORT_DATE.fullmatch(text):
        raise CellFault(f"{label} “{text}”: ghi đủ bốn chữ số của năm, ví dụ 14/05/1986.")
    match = _DATE.fullmatch(text)
    if match is None:
        raise CellFault(f"{label} “{text}” chưa đúng dạng: ghi ngày/tháng/năm, ví dụ 14/05/1986.")
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError as error:
        raise CellFault(f"{label} “{text}” không có trong lịch.") from error


def read_sex(text: str) -> str:
    """Male or female by its Vietnamese word. Raises CellFault."""
    known = {"nam": Sex.MALE, "nu": Sex.FEMALE}
    if (key := search_key(text)) not in known:
        raise CellFault(f"Giới tính “{text}” chưa rõ: ghi Nam hoặc Nữ.")
    return known[key].value


def phone_digits(text: str) -> str:
    """Digits of a telephone number, beginning with 0; +84 and a lost first 0 are mended."""
    digits = re.sub(r"\D", "", text)
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = digits[2:]
    if len(digits) == 9 and not digits.startswith("0"):
        digits = f"0{digits}"
    return digits


def read_phone(text: str) -> str:
    """A telephone number written 0900 000 001. Raises CellFault."""
    digits = phone_digits(text)
    if re.search(r"[^\d\s+.()\-]", text) or not re.fullmatch(r"0\d{9,10}", digits):
        raise CellFault(f"Điện thoại “{text}” chưa đúng: ghi 10 chữ số bắt đầu bằng 0.")
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


def read_count(label: str, text: str, most: int) -> int:
    """A whole number from 0 to `most`, with or without points. Raises CellFault."""
    if re.fullmatch(r"[-–\u2212]\s*\d[\d.,]*", text):
        raise CellFault(f"{label} “{text}” là số âm.")
    if not _GROUPED.fullmatch(text):
        raise CellFault(f"{label} “{text}” chưa phải số nguyên.")
    number = int(re.sub(r"\D", "", text))
    if number > most:
        raise CellFault(f"{label} “{text}” quá lớn: kiểm tra lại.")
    return number


def village_key(text: str) -> str:
    """What names of villages are compared by: without "làng", "thôn" before them."""
    return re.sub(r"^(lang|thon|buon) ", "", search_key(text))


def unit_key(text: str) -> str:
    """What names of collectives are compared by: usual abbreviations written out."""
    key = f" {search_key(text)} "
    for short, full in (
        (" ubnd ", " uy ban nhan dan "),
        (" hdnd ", " hoi dong nhan dan "),
        (" lhpn ", " lien hiep phu nu "),
        (" ccb ", " cuu chien binh "),
        (" mttq ", " mat tran to quoc "),
    ):
        key = key.replace(short, full)
    return " ".join(key.split())
