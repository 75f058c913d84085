"""Filters of the lists of awards; text is found without tone marks."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from awards.enums import DossierState, EvaluationState, NominationState
from awards.models import Dossier, Evaluation, Nomination
from dandvan.forms import FilterForm
from dandvan.vietnamese import search_key
from models_registry.enums import SubjectType
from models_registry.models import AwardKind, EmulationYear


def _years(request: Any) -> QuerySet[EmulationYear]:
    """Years of the person's commune, newest first."""
    rows = EmulationYear.objects.filter(plan__commune_id=request.user.commune_id)
    return rows.select_related("plan").order_by("-year")


def _award_kinds(request: Any) -> QuerySet[AwardKind]:
    """Award kinds of the person's commune."""
    return AwardKind.objects.filter(commune_id=request.user.commune_id)


def _by_subject_type(rows: QuerySet[Any], value: str, path: str) -> QuerySet[Any]:
    """Rows of collectives or of individuals."""
    if value == SubjectType.COLLECTIVE:
        return rows.filter(**{f"{path}collective__isnull": False})
    return rows.filter(**{f"{path}individual__isnull": False})


def _by_words(rows: QuerySet[Any], value: str, path: str) -> QuerySet[Any]:
    """Rows whose subject has these words in its name, tone marks aside."""
    for word in search_key(value).split():
        rows = rows.filter(
            Q(**{f"{path}collective__search_name__contains": word})
            | Q(**{f"{path}individual__search_name__contains": word})
        )
    return rows


class SubjectFilterSet(django_filters.FilterSet):
    """What lists of subjects have in common: words of the name, year, kind of subject."""

    subject_path = ""

    q = django_filters.CharFilter(label="Tên tập thể, cá nhân", method="by_words")
    year = django_filters.ModelChoiceFilter(
        label="Năm thi đua", queryset=_years, empty_label="Tất cả"
    )
    subject_type = django_filters.ChoiceFilter(
        label="Đối tượng",
        choices=[(choice.value, choice.label.capitalize()) for choice in SubjectType],
        empty_label="Tất cả",
        method="by_subject_type",
    )

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Search without tone marks."""
        return _by_words(rows, value, self.subject_path)

    def by_subject_type(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Collectives or individuals."""
        return _by_subject_type(rows, value, self.subject_path)


class EvaluationFilter(SubjectFilterSet):
    """Filters of the list of evaluations."""

    state = django_filters.ChoiceFilter(
        label="Tình trạng", choices=EvaluationState.choices, empty_label="Tất cả"
    )

    class Meta:
        model = Evaluation
        form = FilterForm
        fields = ["q", "year", "subject_type", "state"]


class NominationFilter(SubjectFilterSet):
    """Filters of the list of nominations."""

    subject_path = "evaluation__"

    year = django_filters.ModelChoiceFilter(
        label="Năm thi đua",
        queryset=_years,
        field_name="evaluation__year",
        empty_label="Tất cả",
    )
    award_kind = django_filters.ModelChoiceFilter(
        label="Hình thức khen", queryset=_award_kinds, empty_label="Tất cả"
    )
    state = django_filters.ChoiceFilter(
        label="Tình trạng", choices=NominationState.choices, empty_label="Tất cả"
    )

    class Meta:
        model = Nomination
        form = FilterForm
        fields = ["q", "year", "award_kind", "subject_type", "state"]


class DossierFilter(django_filters.FilterSet):
    """Filters of the list of dossiers."""

    q = django_filters.CharFilter(label="Mã hồ sơ, tên người được đề nghị", method="by_words")
    year = django_filters.ModelChoiceFilter(
        label="Năm thi đua", queryset=_years, empty_label="Tất cả"
    )
    award_kind = django_filters.ModelChoiceFilter(
        label="Hình thức khen", queryset=_award_kinds, empty_label="Tất cả"
    )
    state = django_filters.ChoiceFilter(
        label="Tình trạng", choices=DossierState.choices, empty_label="Tất cả"
    )

    class Meta:
        model = Dossier
        form = FilterForm
        fields = ["q", "year", "award_kind", "state"]

    def by_words(self, rows: QuerySet[Dossier], name: str, value: str) -> QuerySet[Dossier]:
        """Dossiers of this code, or with a nominee of this name."""
        named = _by_words(Nomination.objects.filter(dossier__in=rows), value, "evaluation__")
        return rows.filter(Q(code__icontains=value.strip()) | Q(pk__in=named.values("dossier")))
