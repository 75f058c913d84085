"""Figures of models, the one reader of their rows: by indicator and village, summed, compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from dandvan.vietnamese import vn_number
from models_registry.domain.figures import difference_words, signed
from models_registry.models import DanVanModel, Indicator, IndicatorValue, Village

NOT_VERIFIED = "chưa kiểm tra"
WHOLE = "chung cả mô hình"


@dataclass(frozen=True)
class FigureRow:
    """One indicator with its figures of the villages or of the whole model.

    `total` and `verified` are sums only where adding makes sense; `verified` is None until
    every figure was checked: a part is no sum.
    """

    indicator: Indicator
    cells: tuple[tuple[Village, IndicatorValue | None], ...]
    whole: IndicatorValue | None
    total: Decimal | None
    verified: Decimal | None

    @property
    def values(self) -> tuple[IndicatorValue, ...]:
        """The figures there are: of the villages, else of the whole model."""
        by_village = tuple(value for _, value in self.cells if value is not None)
        return by_village if self.whole is None else (*by_village, self.whole)

    @property
    def target_text(self) -> str:
        """What was aimed at, as written."""
        return vn_number(self.indicator.target)

    @property
    def total_text(self) -> str:
        """The sum, or the figure of the whole model, as written."""
        return vn_number(self.total)

    @property
    def verified_text(self) -> str:
        """What was checked, as written; empty until every figure was."""
        return vn_number(self.verified)

    @property
    def reported_words(self) -> str:
        """What was reported, as papers print it: the sum, else one figure per village."""
        if self.total is not None:
            return self.total_text
        return "; ".join(f"{_place(v)}: {vn_number(v.reported)}" for v in self.values)

    @property
    def verified_words(self) -> str:
        """What was checked, as papers print it; empty until every figure was."""
        if self.verified is not None:
            return self.verified_text
        if self.total is not None or any(v.verified is None for v in self.values):
            return ""
        return "; ".join(f"{_place(v)}: {vn_number(v.verified)}" for v in self.values)

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None without a target or a figure."""
        if self.indicator.target is None or self.total is None:
            return None
        return self.total >= self.indicator.target

    @property
    def differing(self) -> tuple[IndicatorValue, ...]:
        """Figures that were found to be other than reported."""
        return tuple(v for v in self.values if v.verified not in (None, v.reported))

    @property
    def apart(self) -> str:
        """How far the verified sum is from the reported one, with its sign; empty for equal."""
        if self.total is None or self.verified is None:
            return "; ".join(f"{_place(v)} {v.apart}" for v in self.differing)
        return "" if self.total == self.verified else signed(self.verified - self.total)

    @property
    def difference(self) -> str:
        """The difference between reported and verified in words; empty without one."""
        if not self.differing:
            return ""
        places = [
            f"{_place(v)} {difference_words(v.reported, v.verified or Decimal(0))}"
            for v in self.differing
        ]
        if self.total is None or self.verified is None:
            return "; ".join(places)
        whole = difference_words(self.total, self.verified, self.indicator.unit)
        return whole if len(self.values) == 1 else f"{whole}; {'; '.join(places)}"


def _place(value: IndicatorValue) -> str:
    """Where a figure was counted."""
    return str(value.village) if value.village else WHOLE


@dataclass(frozen=True)
class FigureGrid:
    """Indicators of a model; columns are the villages that have figures."""

    villages: tuple[Village, ...] = ()
    rows: tuple[FigureRow, ...] = ()
    has_verified: bool = field(default=False)

    @property
    def has_figures(self) -> bool:
        """Whether any figure is there."""
        return any(row.values for row in self.rows)

    @property
    def differences(self) -> tuple[tuple[str, str], ...]:
        """Indicators whose verified figures are other than the reported ones, with the words."""
        return tuple((r.indicator.name, words) for r in self.rows if (words := r.difference))


def figure_grid(dv_model: DanVanModel, until: date | None = None) -> FigureGrid:
    """Figures of every indicator, one column per village with a figure.

    The current ones, or with `until` those that were the newest on that day.
    """
    return figure_grids([dv_model], until)[dv_model.pk]


def figure_grids(models: Iterable[DanVanModel], until: date | None = None) -> dict[int, FigureGrid]:
    """`figure_grid` of several models (by id) in the same few queries for any number."""
    rows = list(models)
    values = IndicatorValue.objects.select_related("village").order_by("village__code", "pk")
    if until is None:
        values = values.filter(is_current=True)
    indicators = Indicator.objects.filter(dv_model__in=rows).prefetch_related(
        Prefetch("values", values)
    )
    by_model: dict[int, list[Indicator]] = {row.pk: [] for row in rows}
    for indicator in indicators:
        by_model[indicator.dv_model_id].append(indicator)
    return {row.pk: _grid(row, by_model[row.pk], until) for row in rows}


def _grid(dv_model: DanVanModel, indicators: Sequence[Indicator], until: date | None) -> FigureGrid:
    """The grid of one model."""
    known = {row.pk: _values_of(row, until) for row in indicators}
    counted = {v.village_id: v.village for row in known.values() for v in row if v.village}
    # A village that left the registration keeps its figures, after those that are still in it.
    listed = [row for row in dv_model.villages.all() if counted.pop(row.pk, None)]
    villages = (*listed, *counted.values())
    rows = tuple(_figure_row(row, villages, known[row.pk]) for row in indicators)
    return FigureGrid(villages, rows, any(row.verified_words for row in rows))


def _values_of(indicator: Indicator, until: date | None) -> list[IndicatorValue]:
    """Current values; with `until` those that were the newest on that day."""
    rows = indicator.values.all()
    if until is None:
        return list(rows)
    newest = {}
    for row in sorted(rows, key=lambda row: row.pk):
        if row.date <= until:
            newest[row.village_id] = row
    known = sorted(newest.values(), key=lambda row: row.pk)
    # One figure of the whole and figures of villages replace each other.
    whole_is_newer = bool(known) and known[-1].village_id is None
    return [row for row in known if (row.village_id is None) == whole_is_newer]


def _figure_row(
    indicator: Indicator, villages: Iterable[Village], values: Sequence[IndicatorValue]
) -> FigureRow:
    """One row; an indicator that cannot be added has a total only as a figure of the whole."""
    places = {value.village_id: value for value in values}
    whole = places.get(None)
    by_village = [value for value in values if value.village_id is not None]
    total = verified = None
    if whole is not None:
        total, verified = whole.reported, whole.verified
    elif by_village and (indicator.summable or len(by_village) == 1):
        total = sum((value.reported for value in by_village), Decimal(0))
        if all(value.verified is not None for value in by_village):
            verified = sum((value.verified or Decimal(0) for value in by_village), Decimal(0))
    cells = tuple((village, places.get(village.pk)) for village in villages)
    return FigureRow(indicator, cells, whole, total, verified)
