"""Figures of a model as papers show them: reported beside verified."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dandvan.vietnamese import vn_number
from models_registry.models import DanVanModel, Indicator, IndicatorValue

NOT_VERIFIED = "chưa kiểm tra"


@dataclass(frozen=True)
class FigureLine:
    """One indicator in words: name with unit, target, reported, verified; "" for none."""

    name: str
    unit: str
    target: str
    reported: str
    verified: str


def figure_lines(dv_model: DanVanModel, until: date | None = None) -> tuple[FigureLine, ...]:
    """Figures of every indicator of a model, in its order: the current ones, or those of a day."""
    rows = dv_model.indicators.prefetch_related("values__village")
    return tuple(_figure_line(row, until) for row in rows)


def _values_of(indicator: Indicator, until: date | None) -> list[IndicatorValue]:
    """Current values; with `until` those that were the newest on that day."""
    rows = indicator.values.all()
    if until is None:
        return [row for row in rows if row.is_current]
    newest = {}
    for row in sorted(rows, key=lambda row: row.pk):
        if row.date <= until:
            newest[row.village_id] = row
    known = sorted(newest.values(), key=lambda row: row.pk)
    # One figure of the whole and figures of villages replace each other.
    whole_is_newer = bool(known) and known[-1].village_id is None
    return [row for row in known if (row.village_id is None) == whole_is_newer]


def _figure_line(indicator: Indicator, until: date | None) -> FigureLine:
    values = _values_of(indicator, until)
    checked = [value for value in values if value.verified is not None]
    return FigureLine(
        name=indicator.name,
        unit=indicator.unit,
        target=vn_number(_plain(indicator.target)),
        reported=_together(indicator, values, "reported"),
        verified=_together(indicator, checked, "verified") if len(checked) == len(values) else "",
    )


def _together(indicator: Indicator, values: Iterable[IndicatorValue], field: str) -> str:
    """The sum over the villages, or one figure per village where they do not add up."""
    rows = list(values)
    if not rows:
        return ""
    if indicator.summable or len(rows) == 1:
        return vn_number(_plain(sum((getattr(row, field) for row in rows), Decimal(0))))
    return "; ".join(
        f"{row.village or 'chung'}: {vn_number(_plain(getattr(row, field)))}" for row in rows
    )


def _plain(value: Decimal | None) -> Decimal | int | None:
    """A whole number without its empty decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value
