"""Proposals of praise, as they stand; every act on them is on their page."""

from __future__ import annotations

from django.contrib import admin

from dandvan.roles import Role
from models_registry.admin.base import ReadOnlyAdmin
from models_registry.models import Praise


@admin.register(Praise)
class PraiseAdmin(ReadOnlyAdmin):
    """All proposals of the commune, read by those who check and grant."""

    reading_roles = frozenset({Role.CLERK, Role.CHAIR})
    list_display = ("subject_shown", "proposer", "proposed_on", "state", "granted_on")
    list_filter = ("state",)
    list_select_related = ("individual", "dv_model", "proposer")

    @admin.display(description="Được biểu dương")
    def subject_shown(self, row: Praise) -> str:
        """Whom or what it is about."""
        return row.subject
