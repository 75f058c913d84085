"""The plan, its years, windows, areas, qualities and criteria."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from models_registry.admin.base import ReferenceAdmin, ScopedRelatedFilter
from models_registry.models import (
    ContentArea,
    Criterion,
    EmulationPlan,
    EmulationYear,
    LinkedMovement,
    Quality,
    YearWindow,
)


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


@admin.register(YearWindow)
class YearWindowAdmin(ReferenceAdmin):
    """Periods of the calendar."""

    commune_path = "year__plan__commune"
    list_display = ("name", "kind", "year", "starts", "ends")
    list_filter = (("year", ScopedRelatedFilter), "kind")
    fixed_fields = ("code", "year")


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
