"""One model's figures as they are typed: what stands in each cell, who wrote it and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from dandvan.transition import OnBehalfSource
from dandvan.vietnamese import vn_number
from models_registry.models import DanVanModel, Indicator, IndicatorValue, Village
from models_registry.queries_figures import WHOLE

Key = tuple[int, int | None]


@dataclass(frozen=True)
class FigureSheet:
    """Indicators and villages of a model with all rows of figures ever entered, oldest first."""

    indicators: tuple[Indicator, ...]
    villages: tuple[Village, ...]
    rows: tuple[IndicatorValue, ...]

    @property
    def current(self) -> dict[Key, IndicatorValue]:
        """Current figures by indicator and village (None: the whole model)."""
        return {(r.indicator_id, r.village_id): r for r in self.rows if r.is_current}

    def shown(self, row_id: int, key: Key) -> IndicatorValue | None:
        """The figure that a form showed in this cell; None for an empty one."""
        found = (r for r in self.rows if r.pk == row_id)
        return next((r for r in found if (r.indicator_id, r.village_id) == key), None)


def figure_sheet(dv_model: DanVanModel) -> FigureSheet:
    """All figures of a model in a fixed number of queries."""
    rows = IndicatorValue.objects.filter(indicator__dv_model=dv_model)
    rows = rows.select_related("indicator", "village", "recorded_by__individual").order_by("pk")
    return FigureSheet(
        tuple(dv_model.indicators.all()), tuple(dv_model.villages.all()), tuple(rows)
    )


@dataclass(frozen=True)
class Entry:
    """One time a figure was entered or checked: what, where, as of when, by whom, from what."""

    place: str
    what: str
    figure: str
    date: date
    who: str
    at: datetime
    source: str
    note: str
    is_current: bool


def figure_history(sheet: FigureSheet) -> list[tuple[Indicator, list[Entry]]]:
    """What happened to the figures of each indicator, newest first; those without are left out."""
    before: dict[Key, IndicatorValue] = {}
    found: dict[int, list[Entry]] = {row.pk: [] for row in sheet.indicators}
    for row in sheet.rows:
        key = (row.indicator_id, row.village_id)
        found[row.indicator_id].insert(0, _entry(row, before.get(key)))
        before[key] = row
    return [(row, found[row.pk]) for row in sheet.indicators if found[row.pk]]


def _entry(row: IndicatorValue, former: IndicatorValue | None) -> Entry:
    """A row in words; one that only adds the verified figure is a check."""
    checked = row.verified is not None
    what = "kiểm tra" if checked else ("báo cáo lại" if former else "báo cáo")
    figure: Decimal = row.verified if row.verified is not None else row.reported
    source = row.on_behalf_source
    return Entry(
        place=str(row.village) if row.village else WHOLE,
        what=what,
        figure=f"{vn_number(figure)} {row.indicator.unit}",
        date=row.date,
        who=row.recorded_by.display_name,
        at=row.recorded_at,
        source=f"ghi thay theo {OnBehalfSource(source).label}" if source else "",
        note=row.note,
        is_current=row.is_current,
    )
