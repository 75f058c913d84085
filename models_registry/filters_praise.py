"""Filter of the list of praise."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from dandvan.forms import FilterForm
from dandvan.vietnamese import search_key
from models_registry.enums import PraiseState
from models_registry.models import EmulationYear, Praise


class PraiseFilter(django_filters.FilterSet):
    """Words of the name, year of the proposal, state."""

    q = django_filters.CharFilter(
        label="Tên người, mô hình",
        method="search",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    year = django_filters.ModelChoiceFilter(
        label="Năm", queryset=EmulationYear.objects.none(), method="of_year", empty_label="Mọi năm"
    )
    state = django_filters.ChoiceFilter(
        label="Tình trạng", choices=PraiseState.choices, empty_label="Mọi tình trạng"
    )

    class Meta:
        model = Praise
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args: Any, commune_id: int | None = None, **kwargs: Any) -> None:
        """Offer the commune's years."""
        super().__init__(*args, **kwargs)
        self.filters["year"].queryset = EmulationYear.objects.filter(plan__commune_id=commune_id)

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Every word is found in the person's or the model's name, without tone marks."""
        for word in search_key(value).split():
            rows = rows.filter(
                Q(individual__search_name__contains=word) | Q(dv_model__search_name__contains=word)
            )
        return rows

    def of_year(self, rows: QuerySet[Any], name: str, value: EmulationYear) -> QuerySet[Any]:
        """Proposed in this calendar year."""
        return rows.filter(proposed_on__year=value.year)
