"""Filter of the list of spreading models."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from dandvan.forms import FilterForm
from models_registry.models import DanVanModel, EmulationYear


class SpreadFilter(django_filters.FilterSet):
    """Year of the model; adopted somewhere or nowhere yet."""

    year = django_filters.ModelChoiceFilter(
        label="Năm", queryset=EmulationYear.objects.none(), empty_label="Mọi năm"
    )
    adopted = django_filters.ChoiceFilter(
        label="Nhân rộng",
        choices=[("yes", "Đã có nơi áp dụng"), ("no", "Chưa có nơi nào áp dụng")],
        method="is_adopted",
        empty_label="Tất cả",
    )

    class Meta:
        model = DanVanModel
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args: Any, commune_id: int | None = None, **kwargs: Any) -> None:
        """Offer the commune's years."""
        super().__init__(*args, **kwargs)
        self.filters["year"].queryset = EmulationYear.objects.filter(plan__commune_id=commune_id)

    def is_adopted(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """With or without a living adopter."""
        return rows.filter(adopted=value == "yes")
