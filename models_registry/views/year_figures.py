"""The figures of a year: added up by kind and village, then row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from dandvan import clock
from dandvan.vietnamese import vn_number
from dandvan.views import RoleRequiredMixin
from models_registry.filters_figures import YearFiguresFilter
from models_registry.models import DanVanModel, EmulationYear, Village
from models_registry.queries_figure_totals import (
    ADDED_KINDS,
    FIGURE_READERS,
    FigureTotal,
    counted_models,
    totals_by_village,
)
from models_registry.queries_figures import FigureRow, figure_grids

MODELS_PER_PAGE = 20


@dataclass(frozen=True)
class Line:
    """An indicator of a model: reported, verified, how far apart."""

    dv_model: DanVanModel
    row: FigureRow
    reported: str
    verified: str
    apart: str


class YearFiguresView(RoleRequiredMixin, TemplateView):
    """Office and leaders read; every number leads to the rows it is made of."""

    http_method_names = ["get", "head", "options"]
    roles = FIGURE_READERS
    template_name = "models_registry/year_figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Sums of the year, then the rows that the filter leaves."""
        user = self.request.user
        data = self.request.GET.copy()
        years = list(EmulationYear.objects.filter(plan__commune_id=user.commune_id))
        default = next((row for row in years if row.year == clock.today().year), None)
        default = default or next(iter(years), None)
        if default is not None:
            data.setdefault("year", str(default.pk))
        models = counted_models(user)
        found = YearFiguresFilter(data, queryset=models, commune_id=user.commune_id, years=years)
        chosen = found.form.cleaned_data if found.form.is_valid() else {}
        year = next((row for row in years if str(row.pk) == chosen.get("year")), default)
        counted = models.filter(year=year)
        rows = found.qs if found.form.is_valid() else counted
        rows = rows.select_related("year", "collective", "individual").prefetch_related("villages")
        # One year's models are few: read at once they need no counting beforehand.
        page = Paginator(list(rows.order_by("code", "pk")), MODELS_PER_PAGE).get_page(
            data.get("page")
        )
        sums = totals_by_village(counted)
        lines = _lines(page.object_list, chosen.get("kind"), chosen.get("village"))
        return super().get_context_data(
            filter=found,
            year=year,
            totals=_whole(sums, year),
            villages=_by_village(sums, year),
            lines=lines,
            page_obj=page,
            narrowed=bool(chosen.get("kind") or chosen.get("village")),
            **kwargs,
        )


def _link(year: EmulationYear | None, **chosen: Any) -> str:
    """The rows behind a number."""
    given = {"year": year.pk if year else "", **chosen}
    return f"?{urlencode(given)}#cac-dong"


def _by_village(
    sums: Mapping[Village | None, Mapping[str, FigureTotal]], year: EmulationYear | None
) -> list[tuple[str, list[tuple[FigureTotal, str]]]]:
    """Sums of each village with the links to their rows; villages without figures left out."""
    rows = sorted(sums, key=lambda village: (village is None, village.code if village else ""))
    return [
        (
            str(village) if village else "ghi chung cả mô hình",
            [
                (
                    sums[village].get(kind, FigureTotal(kind)),
                    _link(year, kind=kind, village=village.pk if village else ""),
                )
                for kind in ADDED_KINDS
            ],
        )
        for village in rows
    ]


def _whole(
    sums: Mapping[Village | None, Mapping[str, FigureTotal]], year: EmulationYear | None
) -> list[tuple[FigureTotal, str]]:
    """Sums over all villages with the links to their rows."""
    return [
        (
            sum((by_kind[kind] for by_kind in sums.values() if kind in by_kind), FigureTotal(kind)),
            _link(year, kind=kind),
        )
        for kind in ADDED_KINDS
    ]


def _lines(models: Iterable[DanVanModel], kind: str | None, village: Village | None) -> list[Line]:
    """Indicators with figures, of one kind and village where these are chosen."""
    rows = list(models)
    grids = figure_grids(rows)
    found = []
    for dv_model in rows:
        for row in grids[dv_model.pk].rows:
            if not row.values or (kind and row.indicator.kind != kind):
                continue
            if village is None:
                found.append(Line(dv_model, row, row.reported_words, row.verified_words, row.apart))
            elif value := next((v for v in row.values if v.village_id == village.pk), None):
                told, seen = vn_number(value.reported), vn_number(value.verified)
                found.append(Line(dv_model, row, told, seen, value.apart))
    return found
