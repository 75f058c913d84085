"""Filter of the public page: by year, village and content area."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from dandvan.forms import FilterForm
from dandvan.vietnamese import search_key
from models_registry.models import Commune, ContentArea, DanVanModel, EmulationYear, Village


class ShowcaseFilter(django_filters.FilterSet):
    """Words without tone marks, year, village, content area."""

    q = django_filters.CharFilter(
        label="Tìm", method="search", widget=forms.TextInput(attrs={"type": "search"})
    )
    year = django_filters.ModelChoiceFilter(
        label="Năm", queryset=EmulationYear.objects.none(), empty_label="Mọi năm"
    )
    village = django_filters.ModelChoiceFilter(
        label="Làng",
        field_name="villages",
        queryset=Village.objects.none(),
        empty_label="Mọi làng",
    )
    area = django_filters.ModelChoiceFilter(
        label="Nội dung",
        field_name="main_area",
        queryset=ContentArea.objects.none(),
        empty_label="Mọi nội dung",
    )

    class Meta:
        model = DanVanModel
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args: Any, commune: Commune, **kwargs: Any) -> None:
        """Offer what the commune has."""
        super().__init__(*args, **kwargs)
        self.filters["year"].queryset = EmulationYear.objects.filter(plan__commune=commune)
        self.filters["village"].queryset = Village.objects.filter(commune=commune)
        self.filters["area"].queryset = ContentArea.objects.filter(plan__commune=commune)

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Every word stands in the name."""
        for word in search_key(value).split():
            rows = rows.filter(search_name__contains=word)
        return rows
