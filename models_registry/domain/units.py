"""Units of figures: which words mean the same unit, and how one changes into another. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from dandvan.vietnamese import nfc
from models_registry.enums import IndicatorKind

_ONE = Decimal(1)
# Words of each family with their size in its smallest unit; the first word is how it is written.
FAMILIES: dict[str, dict[str, Decimal]] = {
    "area": {
        "m²": _ONE,
        "m2": _ONE,
        "mét vuông": _ONE,
        "ha": Decimal(10_000),
        "hecta": Decimal(10_000),
        "héc ta": Decimal(10_000),
        "héc-ta": Decimal(10_000),
        "km2": Decimal(1_000_000),
        "km²": Decimal(1_000_000),
    },
    "money": {
        "đồng": _ONE,
        "đ": _ONE,
        "vnđ": _ONE,
        "vnd": _ONE,
        "nghìn": Decimal(1000),
        "ngàn": Decimal(1000),
        "k": Decimal(1000),
        "nghìn đồng": Decimal(1000),
        "ngàn đồng": Decimal(1000),
        "triệu": Decimal(1_000_000),
        "tr": Decimal(1_000_000),
        "triệu đồng": Decimal(1_000_000),
        "tỷ": Decimal(10) ** 9,
        "tỉ": Decimal(10) ** 9,
        "tỷ đồng": Decimal(10) ** 9,
        "tỉ đồng": Decimal(10) ** 9,
    },
    "mass": {
        "kg": _ONE,
        "ki-lô-gam": _ONE,
        "yến": Decimal(10),
        "tạ": Decimal(100),
        "tấn": Decimal(1000),
    },
    "length": {"m": _ONE, "mét": _ONE, "km": Decimal(1000), "ki-lô-mét": Decimal(1000)},
    "days": {"ngày công": _ONE, "công": _ONE, "ngày": _ONE},
    "households": {"hộ": _ONE, "hộ dân": _ONE, "hộ gia đình": _ONE, "gia đình": _ONE},
    "people": {
        "người": _ONE,
        "lượt người": _ONE,
        "nhân khẩu": _ONE,
        "khẩu": _ONE,
        "học sinh": _ONE,
        "em": _ONE,
    },
    "percent": {"%": _ONE, "phần trăm": _ONE},
}
_FAMILY_OF_KIND = {
    IndicatorKind.LAND_M2: "area",
    IndicatorKind.LABOR_DAYS: "days",
    IndicatorKind.VND: "money",
    IndicatorKind.HOUSEHOLDS: "households",
    IndicatorKind.PEOPLE: "people",
    IndicatorKind.PERCENT: "percent",
}
# Kinds that add up over models need one and the same unit everywhere.
_FIXED_UNITS = {
    IndicatorKind.LAND_M2: "m²",
    IndicatorKind.LABOR_DAYS: "ngày công",
    IndicatorKind.VND: "đồng",
    IndicatorKind.PERCENT: "%",
}


def unit_key(unit: str) -> str:
    """A unit as it is compared: lower case, single spaces, no dot at the end."""
    return re.sub(r"\s+", " ", nfc(unit)).strip(" .").lower().replace("m^2", "m²")


def family_of(kind: str, unit: str) -> str:
    """The family of an indicator's unit; empty for a unit of its own (bản tin, suất)."""
    key = unit_key(unit)
    by_kind = _FAMILY_OF_KIND.get(IndicatorKind(kind), "")
    if by_kind:
        return by_kind
    return next((name for name, words in FAMILIES.items() if key in words), "")


def base_factor(kind: str, unit: str) -> Decimal:
    """How many of the family's smallest unit one of the indicator's is; 1 without a family."""
    return FAMILIES.get(family_of(kind, unit), {}).get(unit_key(unit), _ONE)


def conversion(typed: str, *, kind: str, unit: str) -> Decimal | None:
    """By what a figure typed in one unit is multiplied; None for a unit that does not fit."""
    key = unit_key(typed)
    if key in ("", unit_key(unit)):
        return _ONE
    size = FAMILIES.get(family_of(kind, unit), {}).get(key)
    return None if size is None else size / base_factor(kind, unit)


def standard_unit(kind: str, unit: str) -> str | None:
    """The unit in which an indicator of this kind counts: its own, or the one it must have.

    None when the typed unit cannot be that one ("ha" for land that adds up in m²).
    """
    fixed = _FIXED_UNITS.get(IndicatorKind(kind))
    if fixed is None:
        return unit
    words = FAMILIES[_FAMILY_OF_KIND[IndicatorKind(kind)]]
    return fixed if words.get(unit_key(unit)) == _ONE else None


def fixed_unit(kind: str) -> str:
    """The one unit of a kind that adds up over models; empty for other kinds."""
    return _FIXED_UNITS.get(IndicatorKind(kind), "")
