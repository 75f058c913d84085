"""Lists for the level above, as they stand; every act on them is on their page."""

from __future__ import annotations

from django.contrib import admin

from dandvan.roles import Role
from models_registry.admin.base import ReadOnlyAdmin
from models_registry.models import DistrictRegistration


@admin.register(DistrictRegistration)
class DistrictRegistrationAdmin(ReadOnlyAdmin):
    """All lists of the commune."""

    reading_roles = frozenset({Role.CLERK, Role.CHAIR})
    list_display = ("code", "year", "authority", "state", "planned", "sent_on")
    list_filter = ("state",)
    list_select_related = ("year", "authority")
