"""Filters of the list of models."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from dandvan.forms import FilterForm
from dandvan.vietnamese import search_key
from models_registry.enums import ModelState, SubjectType
from models_registry.models import ContentArea, DanVanModel, EmulationYear, ModelExtension, Village
from models_registry.queries_villages import models_in

_CODE = re.compile(r"mh \d+( \d+)?")


class ModelFilter(django_filters.FilterSet):
    """Year, content area, state, village, whose, recognized; words without tone marks."""

    q = django_filters.CharFilter(
        label="Tìm theo tên, mã, nội dung",
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "ví dụ: lang van hoa"}),
    )
    year = django_filters.ModelChoiceFilter(
        label="Năm",
        queryset=EmulationYear.objects.none(),
        method="of_year",
        empty_label="Mọi năm",
    )
    area = django_filters.ModelChoiceFilter(
        label="Nội dung",
        queryset=ContentArea.objects.none(),
        method="of_area",
        empty_label="Mọi nội dung",
    )
    state = django_filters.ChoiceFilter(
        label="Tình trạng", choices=ModelState.choices, empty_label="Mọi tình trạng"
    )
    village = django_filters.ModelChoiceFilter(
        label="Địa bàn",
        method="in_village",
        queryset=Village.objects.none(),
        empty_label="Mọi làng",
    )
    owner = django_filters.ChoiceFilter(
        label="Của ai",
        choices=[(kind.value, f"Của {kind.label}") for kind in SubjectType],
        method="of_kind",
        empty_label="Tập thể và cá nhân",
    )
    recognized = django_filters.ChoiceFilter(
        label="Công nhận",
        choices=[("yes", "Đã được công nhận"), ("no", "Chưa được công nhận")],
        method="is_recognized",
        empty_label="Tất cả",
    )

    class Meta:
        model = DanVanModel
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args: Any, commune_id: int | None = None, **kwargs: Any) -> None:
        """Offer the commune's years, areas and villages."""
        super().__init__(*args, **kwargs)
        offered: dict[str, QuerySet[Any]] = {
            "year": EmulationYear.objects.filter(plan__commune_id=commune_id),
            "area": ContentArea.objects.filter(plan__commune_id=commune_id),
            "village": Village.objects.filter(commune_id=commune_id),
        }
        for name, rows in offered.items():
            self.filters[name].queryset = rows

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Every word is found in the text or in the owner's name, without tone marks."""
        key = search_key(value)
        if _CODE.fullmatch(key):
            return rows.filter(search_text__startswith=key)
        for word in key.split():
            rows = rows.filter(
                Q(search_text__contains=word)
                | Q(collective__search_name__contains=word)
                | Q(individual__search_name__contains=word)
                | Q(owner_person__search_name__contains=word)
            )
        return rows

    def of_year(self, rows: QuerySet[Any], name: str, value: EmulationYear) -> QuerySet[Any]:
        """Models of the year, also those carried over from it since."""
        left = ModelExtension.objects.filter(from_year=value).values("dv_model_id")
        return rows.filter(Q(year=value) | Q(pk__in=left))

    def in_village(self, rows: QuerySet[Any], name: str, value: Village) -> QuerySet[Any]:
        """Carried out in the village, or in one that is part of it now."""
        return rows.filter(models_in(value))

    def of_area(self, rows: QuerySet[Any], name: str, value: ContentArea) -> QuerySet[Any]:
        """The area is the main one or a further one."""
        further = DanVanModel.further_areas.through.objects.filter(contentarea=value)
        return rows.filter(Q(main_area=value) | Q(pk__in=further.values("danvanmodel_id")))

    def of_kind(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """A collective's or an individual's model."""
        return rows.filter(**{f"{value}__isnull": False})

    def is_recognized(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Recognized now, or not."""
        recognized = Q(state=ModelState.RECOGNIZED)
        return rows.filter(recognized if value == "yes" else ~recognized)
