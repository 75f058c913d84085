"""The council and its members in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from awards.models import Council, CouncilMember
from dandvan.admin import CommuneScopedAdmin


class CouncilMemberInline(admin.TabularInline):
    """Members of a council with their dates; rows end, they are never deleted."""

    model = CouncilMember
    extra = 0
    autocomplete_fields = ("individual",)
    fields = ("order", "individual", "post", "valid_from", "valid_to")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may open the council."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Writers of the council."""
        return CouncilAdmin.has_change_permission(self._council_admin(), request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Writers of the council."""
        return CouncilAdmin.has_change_permission(self._council_admin(), request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here."""
        return False

    def _council_admin(self) -> Any:
        return self.admin_site._registry[Council]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """People of the person's commune only."""
        kwargs["queryset"] = self._council_admin()._scoped(db_field.remote_field.model, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Council)
class CouncilAdmin(CommuneScopedAdmin):
    """Councils by their decisions."""

    list_display = ("name", "decision_number", "decision_date", "valid_from", "valid_to")
    search_fields = ("name", "decision_number")
    inlines = (CouncilMemberInline,)

    class Media:
        css = {"all": ("css/pages/admin_awards.css",)}
