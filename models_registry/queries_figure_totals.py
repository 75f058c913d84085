"""Figures added up over models: land, labor days and money of a year, reported and verified."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from dandvan.roles import Role
from dandvan.vietnamese import vn_number
from models_registry.domain.figures import signed
from models_registry.domain.units import fixed_unit
from models_registry.enums import IndicatorKind, ModelState
from models_registry.models import DanVanModel, IndicatorValue, User, Village
from models_registry.queries import models_visible_to
from models_registry.queries_figures import figure_grids

# Who reads the figures of a whole year.
FIGURE_READERS = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC, Role.CHAIR, Role.VIEWER})
# Only these add up over models: a household may take part in several of them.
ADDED_KINDS = (IndicatorKind.LAND_M2, IndicatorKind.LABOR_DAYS, IndicatorKind.VND)
# What never came about, or was found to be wrong, is no achievement of the year.
NOT_COUNTED = (
    ModelState.DRAFT,
    ModelState.WITHDRAWN,
    ModelState.NOT_CARRIED_OUT,
    ModelState.REVOKED,
)


@dataclass(frozen=True)
class FigureTotal:
    """A sum as reported and as far as it was verified; `checked` is the reported part of that."""

    kind: str
    reported: Decimal = Decimal(0)
    verified: Decimal = Decimal(0)
    checked: Decimal = Decimal(0)

    def __add__(self, other: FigureTotal) -> FigureTotal:
        """Both together."""
        return FigureTotal(
            self.kind,
            self.reported + other.reported,
            self.verified + other.verified,
            self.checked + other.checked,
        )

    @property
    def label(self) -> str:
        """What is added up."""
        return str(IndicatorKind(self.kind).label).split(" (")[0].capitalize()

    @property
    def heading(self) -> str:
        """What is added up, with its unit where that says more."""
        same = self.unit == self.label.lower()
        return self.label if same else f"{self.label} ({self.unit})"

    @property
    def unit(self) -> str:
        """The unit of the sum."""
        return fixed_unit(self.kind)

    @property
    def unchecked(self) -> Decimal:
        """What was reported and not verified yet."""
        return self.reported - self.checked

    @property
    def remark(self) -> str:
        """What is not verified, and how far the verified part is from what was reported."""
        parts = []
        if self.reported and not self.checked:
            return "chưa kiểm tra"
        if self.unchecked:
            parts.append(f"chưa kiểm tra {vn_number(self.unchecked)}")
        if self.verified != self.checked:
            parts.append(f"lệch {signed(self.verified - self.checked)} so với báo cáo")
        return ", ".join(parts)


def counted_models(user: User) -> QuerySet[DanVanModel]:
    """Models whose figures count, as far as the person may know of them."""
    return models_visible_to(user).exclude(state__in=NOT_COUNTED)


def totals_by_kind(
    models: QuerySet[DanVanModel], kinds: Iterable[str] = ADDED_KINDS
) -> dict[str, FigureTotal]:
    """Sums by kind over these models, in one query; zero where there is nothing."""
    found = {str(kind): FigureTotal(str(kind)) for kind in kinds}
    for (kind, _), total in _sums(models, tuple(found)).items():
        found[kind] += total
    return found


def totals_until(models: QuerySet[DanVanModel], until: date) -> dict[str, FigureTotal]:
    """Sums of the kinds that add up from the figures that were the newest on that day.

    Three queries for any number of models.
    """
    found = {str(kind): FigureTotal(str(kind)) for kind in ADDED_KINDS}
    for grid in figure_grids(models.prefetch_related("villages"), until).values():
        for row in grid.rows:
            kind, whole = row.indicator.kind, row.whole is not None
            if kind in found and (row.indicator.summable or whole):
                for value in row.values:
                    seen = value.verified
                    part = Decimal(0) if seen is None else value.reported
                    found[kind] += FigureTotal(kind, value.reported, seen or Decimal(0), part)
    return found


def totals_by_village(
    models: QuerySet[DanVanModel],
) -> dict[Village | None, dict[str, FigureTotal]]:
    """Sums of the kinds that add up, by village (None: counted for whole models), in one query.

    Villages carry their number, code and name only.
    """
    found: dict[Village | None, dict[str, FigureTotal]] = {}
    for (kind, village), total in _sums(models, ADDED_KINDS).items():
        found.setdefault(village, {})[kind] = total
    return found


def _sums(
    models: QuerySet[DanVanModel], kinds: Iterable[str]
) -> dict[tuple[str, Village | None], FigureTotal]:
    """Sums by kind and village of current figures that can be added."""
    rows: Any = IndicatorValue.objects.filter(
        Q(indicator__summable=True) | Q(village__isnull=True),
        is_current=True,
        indicator__kind__in=kinds,
        indicator__dv_model__in=models.order_by(),
    )
    place = ("village", "village__code", "village__name")
    rows = rows.values_list("indicator__kind", *place).annotate(
        told=Sum("reported"),
        seen=Sum("verified"),
        part=Sum("reported", filter=Q(verified__isnull=False)),
    )
    zero = Decimal(0)
    found = {}
    for kind, pk, code, name, told, seen, part in rows.order_by("village__code"):
        village = Village(pk=pk, code=code, name=name) if pk else None
        found[kind, village] = FigureTotal(kind, told or zero, seen or zero, part or zero)
    return found
