"""Filter of the page of a year's figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet

from dandvan.forms import FilterForm
from models_registry.enums import IndicatorKind
from models_registry.models import DanVanModel, EmulationYear, Indicator, IndicatorValue, Village


class YearFiguresFilter(django_filters.FilterSet):
    """Models of a year, by what they count and in which village."""

    year = django_filters.ChoiceFilter(label="Năm", empty_label=None)
    kind = django_filters.ChoiceFilter(
        label="Loại số liệu",
        choices=IndicatorKind.choices,
        method="of_kind",
        empty_label="Mọi loại",
    )
    village = django_filters.ModelChoiceFilter(
        label="Làng", queryset=Village.objects.none(), method="of_village", empty_label="Mọi làng"
    )

    class Meta:
        model = DanVanModel
        form = FilterForm
        fields: list[str] = []

    def __init__(
        self,
        *args: Any,
        commune_id: int | None = None,
        years: Iterable[EmulationYear] = (),
        **kwargs: Any,
    ) -> None:
        """Offer the years, read once, and the commune's villages."""
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = [(str(row.pk), str(row)) for row in years]
        self.filters["village"].queryset = Village.objects.filter(commune_id=commune_id)

    def of_kind(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """With an indicator of this kind."""
        return rows.filter(pk__in=Indicator.objects.filter(kind=value).values("dv_model"))

    def of_village(self, rows: QuerySet[Any], name: str, value: Village) -> QuerySet[Any]:
        """With a figure of this village."""
        values = IndicatorValue.objects.filter(village=value, is_current=True)
        return rows.filter(pk__in=values.values("indicator__dv_model"))
