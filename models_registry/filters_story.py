"""Filters of the lists of stories and of what was made known."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from dandvan.forms import FilterForm
from dandvan.vietnamese import search_key
from models_registry.enums import PropagationWay, StoryKind, StoryState
from models_registry.models import EmulationYear, Propagation, Story, Village


class StoryFilter(django_filters.FilterSet):
    """Words of the title, kind, state."""

    q = django_filters.CharFilter(
        label="Tiêu đề",
        method="search",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = django_filters.ChoiceFilter(
        label="Loại", choices=StoryKind.choices, empty_label="Mọi loại"
    )
    state = django_filters.ChoiceFilter(
        label="Tình trạng", choices=StoryState.choices, empty_label="Mọi tình trạng"
    )

    class Meta:
        model = Story
        form = FilterForm
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Every word stands in the title, without tone marks."""
        for word in search_key(value).split():
            rows = rows.filter(search_title__contains=word)
        return rows


class PropagationFilter(django_filters.FilterSet):
    """Year, way, village."""

    year = django_filters.ModelChoiceFilter(
        label="Năm", queryset=EmulationYear.objects.none(), method="of_year", empty_label="Mọi năm"
    )
    way = django_filters.ChoiceFilter(
        label="Hình thức", choices=PropagationWay.choices, empty_label="Mọi hình thức"
    )
    village = django_filters.ModelChoiceFilter(
        label="Làng",
        field_name="villages",
        queryset=Village.objects.none(),
        empty_label="Mọi làng",
    )

    class Meta:
        model = Propagation
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args: Any, commune_id: int | None = None, **kwargs: Any) -> None:
        """Offer the commune's years and villages."""
        super().__init__(*args, **kwargs)
        years = EmulationYear.objects.filter(plan__commune_id=commune_id)
        self.filters["year"].queryset = years
        self.filters["village"].queryset = Village.objects.filter(commune_id=commune_id)

    def of_year(self, rows: QuerySet[Any], name: str, value: EmulationYear) -> QuerySet[Any]:
        """Begun in this calendar year."""
        return rows.filter(starts__year=value.year)
