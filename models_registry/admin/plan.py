"""The plan, its years, windows, areas, qualities and criteria."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from models_registry.admin.base import ReferenceAdmin, ReferenceForm, ScopedRelatedFilter
from models_registry.domain.year_windows import Span, span_refusals
from models_registry.models import (
    ContentArea,
    Criterion,
    EmulationPlan,
    EmulationYear,
    LinkedMovement,
    Quality,
    YearWindow,
)
from models_registry.queries_year_calendar import spans_of
from models_registry.services.year_lock import locked_words


@admin.register(EmulationPlan)
class EmulationPlanAdmin(ReferenceAdmin):
    """The official plan; its number and date are entered here once they are known."""

    list_display = ("title", "number", "date", "issuer")


@admin.register(EmulationYear)
class EmulationYearAdmin(ReferenceAdmin):
    """Years of the movement."""

    commune_path = "plan__commune"
    list_display = ("year", "plan", "culture_cutoff")
    fixed_fields = ("plan", "year")


class YearWindowForm(ReferenceForm):
    """A new window fits its year and the other windows; an existing one only gets a name."""

    def clean(self) -> dict[str, Any]:
        """Ask the same rules as for a window that is moved."""
        cleaned = super().clean()
        year = cleaned.get("year")
        if self.instance.pk or not (year and cleaned.get("starts") and cleaned.get("ends")):
            return cleaned
        span = Span(
            cleaned.get("name", ""), cleaned.get("kind", ""), cleaned["starts"], cleaned["ends"]
        )
        if year.locked_at:
            raise ValidationError(locked_words(year.year))
        for sentence in span_refusals(span, spans_of(year), year.year):
            self.refuse(sentence, constraint="year_window_dates_in_order")
        return cleaned


@admin.register(YearWindow)
class YearWindowAdmin(ReferenceAdmin):
    """Periods of the calendar."""

    form = YearWindowForm
    commune_path = "year__plan__commune"
    list_display = ("name", "kind", "year", "starts", "ends")
    list_filter = (("year", ScopedRelatedFilter), "kind")
    # Days of a window move with a reason, on the page of the calendar.
    fixed_fields = ("code", "year", "kind", "starts", "ends")

    def view_on_site(self, obj: YearWindow) -> str:
        """The page on which the days are moved."""
        return reverse("awards:window_move", args=[obj.pk])


class PlanPartAdmin(ReferenceAdmin):
    """A part of the plan: it stays with its plan."""

    commune_path = "plan__commune"
    fixed_fields = ("code", "plan", "subject_type")


@admin.register(LinkedMovement)
class LinkedMovementAdmin(PlanPartAdmin):
    """Movements and programs that models are tied to."""

    list_display = ("name", "kind", "counted_alone", "order")
    list_filter = ("kind",)


@admin.register(ContentArea)
class ContentAreaAdmin(PlanPartAdmin):
    """Content areas of section II."""

    list_display = ("short_title", "subject_type", "clause", "order", "national_field")
    list_filter = ("subject_type", "national_field")


@admin.register(Quality)
class QualityAdmin(PlanPartAdmin):
    """Qualities that a model is assessed by."""

    list_display = ("name", "clause", "required", "order")


@admin.register(Criterion)
class CriterionAdmin(PlanPartAdmin):
    """Conditions of section IV; how one is worked out comes from the plan file."""

    list_display = ("code", "text", "clause", "subject_type", "mode")
    list_filter = ("subject_type", "mode")
    readonly_fields = ("mode", "rule", "params")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new criterion needs its rule: it comes with the plan file."""
        return False
