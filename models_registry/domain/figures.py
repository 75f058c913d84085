"""Figures as people type them, what is wrong with them, how two of them differ. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from dandvan.errors import DomainError
from dandvan.vietnamese import nfc, vn_number
from models_registry.domain.units import conversion, unit_key
from models_registry.enums import IndicatorKind

LARGEST_FIGURE = Decimal(10) ** 14
# A village's count may be old: up to three times of it is asked about, more is refused.
REFUSED_ABOVE = 3
# Labor: nobody works more days than passed; ten days by every inhabitant is asked about.
ASKED_LABOR_DAYS = 10
# Twenty times the target, or a thousandth of it in money, is mostly a slip of the unit.
ASKED_TARGETS = 20
ASKED_TARGET_PART = 1000
# Smaller sums of money stand for thousands or millions.
SMALLEST_BARE_MONEY = 1000
WRONG_NUMBER = "nhập bằng chữ số, ví dụ 1.870 hoặc 12,5."
_WHOLE = {IndicatorKind.HOUSEHOLDS: "số hộ", IndicatorKind.PEOPLE: "số người"}

_TYPED = re.compile(r"(?P<sign>[-−–]?)\s*(?P<number>\d[\d.,\s]*)(?P<unit>.*)", re.DOTALL)
_PART = re.compile(r"(\d[\d.,\s]*?)\s*([^\d\s.,][^\d]*)")
_GROUPED = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
_PLAIN = re.compile(r"\d+([.,]\d+)?")


def read_number(text: str) -> Decimal | None:
    """A number as written in Vietnamese: 1.870 or 12,5 (12.5 too); None for anything else."""
    bare = re.sub(r"\s", "", text)
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(".", "")
    elif not _PLAIN.fullmatch(bare):
        return None
    return Decimal(bare.replace(",", "."))


def read_figure(text: str, *, kind: str = IndicatorKind.OTHER, unit: str = "") -> Decimal | None:
    """A typed figure in the indicator's own unit; None for an empty text.

    Understands unit words ("3.265 m2", "0,3 ha" for m², "86 triệu", "1 tỷ 200 triệu").
    Raises DomainError with what is wrong, worded to stand after the indicator's name.
    """
    said = nfc(text).strip()
    if not said:
        return None
    match = _TYPED.fullmatch(said)
    if match is None:
        raise DomainError(WRONG_NUMBER)
    if match["sign"]:
        raise DomainError("nhập số từ 0 trở lên.")
    number, typed = read_number(match["number"]), match["unit"].strip()
    value = _compound(said, kind, unit) if any(c.isdigit() for c in typed) else None
    if value is None:
        if number is None:
            raise DomainError(WRONG_NUMBER)
        value = number * _factor(typed, kind, unit)
    return _fit(value, kind, bare=not typed)


def _compound(said: str, kind: str, unit: str) -> Decimal | None:
    """Money in several parts: "1 tỷ 200 triệu"; None for no such thing."""
    if kind != IndicatorKind.VND or not all(
        piece.strip() == "" for piece in _PART.sub("", said).splitlines()
    ):
        return None
    parts = [(read_number(number), word) for number, word in _PART.findall(said)]
    if any(number is None for number, _ in parts):
        return None
    return sum((number * _factor(word, kind, unit) for number, word in parts if number), Decimal(0))


def _factor(typed: str, kind: str, unit: str) -> Decimal:
    """By what the typed unit is multiplied; DomainError for one that does not fit."""
    factor = conversion(typed, kind=kind, unit=unit)
    if factor is None:
        own = f" Đổi ra “{unit}” rồi nhập lại." if unit else ""
        raise DomainError(f"“{typed}” không phải đơn vị của chỉ tiêu này.{own}")
    return factor


def _fit(value: Decimal, kind: str, *, bare: bool) -> Decimal:
    """The figure as it is stored, or what is wrong with its form."""
    if value >= LARGEST_FIGURE:
        raise DomainError("số quá lớn.")
    if kind in _WHOLE and value != value.to_integral_value():
        raise DomainError(f"{_WHOLE[IndicatorKind(kind)]} là số nguyên, ví dụ 43 hoặc 1.870.")
    if value != round(value, 2):
        raise DomainError("tối đa hai chữ số sau dấu phẩy.")
    if kind == IndicatorKind.VND and bare and 0 < value < SMALLEST_BARE_MONEY:
        number = vn_number(_plain(value))
        raise DomainError(
            f"{number} đồng hay {number} triệu đồng? Ghi rõ, ví dụ “{number} triệu” "
            f"hoặc “{number} đồng”."
        )
    return value if value == 0 else _plain(round(value, 2))


def _plain(value: Decimal) -> Decimal:
    """Without the empty end of the fraction."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


@dataclass(frozen=True)
class FigureFacts:
    """A figure with what it is measured against; None where nothing is known.

    `place` names a village, or the whole model; `households` and `people` are those of the
    place, `days` how long the model has been carried out, `target` the whole indicator's.
    """

    name: str
    unit: str
    kind: str
    value: Decimal
    place: str = ""
    households: int | None = None
    people: int | None = None
    days: int | None = None
    target: Decimal | None = None

    @property
    def label(self) -> str:
        """The indicator and its place, as a sentence begins."""
        return ", ".join(filter(None, (self.name, self.place)))

    @property
    def written(self) -> str:
        """The figure with its unit."""
        return f"{vn_number(self.value)} {self.unit}".strip()


def impossible(facts: FigureFacts) -> str | None:
    """Why this figure cannot be; None when it can."""
    if not 0 <= facts.value < LARGEST_FIGURE:
        return f"{facts.label}: nhập số từ 0 trở lên, tối đa 14 chữ số."
    if facts.kind == IndicatorKind.PERCENT and facts.value > 100:
        return f"{facts.label}: tỷ lệ {vn_number(facts.value)}% lớn hơn 100%. Kiểm tra lại số."
    limit = _inhabitants(facts)
    if limit and facts.value > limit * REFUSED_ABOVE:
        return (
            f"{facts.label}: {facts.written}, trong khi {_place(facts)} chỉ có "
            f"{vn_number(limit)} {_counted(facts)}. Kiểm tra lại số."
        )
    if facts.kind == IndicatorKind.LABOR_DAYS and facts.people and facts.days:
        most = facts.people * facts.days
        if facts.value > most:
            return (
                f"{facts.label}: {facts.written}, trong khi {vn_number(facts.people)} người của "
                f"{_place(facts)} làm cả {vn_number(facts.days)} ngày cũng chỉ được "
                f"{vn_number(most)} ngày công. Kiểm tra lại số."
            )
    return None


def doubtful(facts: FigureFacts) -> str | None:
    """What makes one ask again before this figure is kept; None for nothing."""
    limit = _inhabitants(facts)
    if limit and facts.value > limit:
        return (
            f"{facts.label}: {facts.written}, nhiều hơn {vn_number(limit)} {_counted(facts)} "
            f"của {_place(facts)} trong danh sách."
        )
    shared = (facts.people or 0) * ASKED_LABOR_DAYS
    if facts.kind == IndicatorKind.LABOR_DAYS and 0 < shared < facts.value:
        return (
            f"{facts.label}: {facts.written}, hơn {ASKED_LABOR_DAYS} ngày cho mỗi người trong "
            f"{vn_number(facts.people)} người của {_place(facts)}."
        )
    if not facts.target:
        return None
    aimed = f"{vn_number(facts.target)} {facts.unit}"
    if facts.value > facts.target * ASKED_TARGETS:
        return f"{facts.label}: {facts.written}, hơn {ASKED_TARGETS} lần chỉ tiêu đề ra ({aimed})."
    if facts.kind == IndicatorKind.VND and 0 < facts.value * ASKED_TARGET_PART <= facts.target:
        return (
            f"{facts.label}: {facts.written}, quá nhỏ so với chỉ tiêu đề ra ({aimed}). "
            "Có thể thiếu chữ “nghìn” hoặc “triệu”."
        )
    return None


def _inhabitants(facts: FigureFacts) -> int | None:
    """How many of the counted there are in the place; None for repeated counts ("lượt")."""
    if "lượt" in unit_key(facts.name) or "lượt" in unit_key(facts.unit):
        return None
    return {
        IndicatorKind.HOUSEHOLDS: facts.households,
        IndicatorKind.PEOPLE: facts.people,
    }.get(IndicatorKind(facts.kind))


def _counted(facts: FigureFacts) -> str:
    """What the place's own number counts."""
    return "hộ" if facts.kind == IndicatorKind.HOUSEHOLDS else "người"


def _place(facts: FigureFacts) -> str:
    """The place in the middle of a sentence."""
    return facts.place or "địa bàn của mô hình"


def difference_words(reported: Decimal, verified: Decimal, unit: str = "") -> str:
    """Both figures and how far apart they are: "báo cáo 31 hộ, kiểm tra 27 hộ (−4)"."""
    end = f" {unit}" if unit else ""
    apart = "khớp" if reported == verified else signed(verified - reported)
    return f"báo cáo {vn_number(reported)}{end}, kiểm tra {vn_number(verified)}{end} ({apart})"


def signed(value: Decimal) -> str:
    """A difference with its sign: −4, +2; 0 without."""
    if value == 0:
        return "0"
    return f"{'−' if value < 0 else '+'}{vn_number(abs(value))}"


def first_of_each(sentences: Iterable[str | None]) -> list[str]:
    """Sentences once each, in order, empty ones dropped."""
    return list(dict.fromkeys(text for text in sentences if text))
