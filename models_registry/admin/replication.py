"""Adoptions of models, as they were recorded."""

from __future__ import annotations

from django.contrib import admin

from models_registry.admin.base import ReadOnlyAdmin
from models_registry.models import Replication


@admin.register(Replication)
class ReplicationAdmin(ReadOnlyAdmin):
    """Every row, also the ended ones; written on the pages of the models."""

    commune_path = "dv_model__commune"
    list_display = ("dv_model", "where_shown", "since", "who_shown", "ended_on")
    list_select_related = ("dv_model", "village", "collective", "responsible")

    @admin.display(description="Nơi áp dụng")
    def where_shown(self, row: Replication) -> str:
        """Who adopts the model."""
        return row.where

    @admin.display(description="Phụ trách")
    def who_shown(self, row: Replication) -> str:
        """The person to talk to."""
        return row.who
