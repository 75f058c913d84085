"""The commune's villages, authorities and signers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from models_registry.admin.base import ReferenceAdmin, ScopedRelatedFilter
from models_registry.models import Authority, ReceivingOffice, Signer, Village


@admin.register(Village)
class VillageAdmin(ReferenceAdmin):
    """Villages; a village ends by its last day."""

    change_list_template = "admin/models_registry/roster_list.html"
    list_display = ("code", "name", "main_ethnic", "households", "people", "valid_to")
    list_display_links = ("code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A name, once given, changes from a day on, on the page of villages."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "name"] if obj is not None and obj.name else fixed

    def view_on_site(self, obj: Village) -> str:
        """The page on which villages are renamed and merged."""
        return reverse("models_registry:villages")


@admin.register(Authority)
class AuthorityAdmin(ReferenceAdmin):
    """Who issues papers and decides."""

    list_display = ("name", "level", "is_party", "valid_from", "valid_to")
    list_filter = ("level",)
    readonly_fields = ("own_collective_kind",)


@admin.register(ReceivingOffice)
class ReceivingOfficeAdmin(ReferenceAdmin):
    """Who receives dossiers for an authority."""

    commune_path = "authority__commune"
    list_display = ("name", "authority", "valid_from", "valid_to")
    list_filter = (("authority", ScopedRelatedFilter),)


@admin.register(Signer)
class SignerAdmin(ReferenceAdmin):
    """Who signs for which body, from when to when."""

    list_display = ("individual", "post", "body", "form", "valid_from", "valid_to")
    list_filter = ("body",)
