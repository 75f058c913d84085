"""Registrations to take part, as they were recorded."""

from __future__ import annotations

from django.contrib import admin

from models_registry.admin.base import ReadOnlyAdmin, ScopedRelatedFilter
from models_registry.models import Participation


@admin.register(Participation)
class ParticipationAdmin(ReadOnlyAdmin):
    """Every row, also the withdrawn ones; written on the page of the roster."""

    commune_path = "individual__commune"
    list_display = ("individual", "year", "registered_on", "on_behalf_source", "withdrawn_at")
    list_filter = (("year", ScopedRelatedFilter), "on_behalf_source")
    list_select_related = ("individual", "year")
