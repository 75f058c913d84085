"""Filter of the lists registered with the level above."""

from __future__ import annotations

from typing import Any

import django_filters

from dandvan.forms import FilterForm
from models_registry.enums import DistrictState
from models_registry.models import DistrictRegistration, EmulationYear


class DistrictFilter(django_filters.FilterSet):
    """Year, state."""

    year = django_filters.ModelChoiceFilter(
        label="Năm", queryset=EmulationYear.objects.none(), empty_label="Mọi năm"
    )
    state = django_filters.ChoiceFilter(
        label="Tình trạng", choices=DistrictState.choices, empty_label="Mọi tình trạng"
    )

    class Meta:
        model = DistrictRegistration
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args: Any, commune_id: int | None = None, **kwargs: Any) -> None:
        """Offer the commune's years."""
        super().__init__(*args, **kwargs)
        self.filters["year"].queryset = EmulationYear.objects.filter(plan__commune_id=commune_id)
