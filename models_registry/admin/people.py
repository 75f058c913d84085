"""Collectives and individuals, their posts, honors and what may stand against an honor."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import reverse

from dandvan.admin import CommuneScopedAdmin
from dandvan.roles import Role
from models_registry.admin.base import (
    CommuneInline,
    KeyedSearchMixin,
    ReferenceAdmin,
    ReferenceForm,
    ScopedRelatedFilter,
)
from models_registry.models import (
    Collective,
    Impediment,
    Individual,
    PastAward,
    Post,
    SubjectKind,
)


@admin.register(SubjectKind)
class SubjectKindAdmin(ReferenceAdmin):
    """Kinds of collectives and positions; which of them the movement is for."""

    list_display = ("name", "subject_type", "eligible", "order")
    list_filter = ("subject_type", "eligible")
    fixed_fields = ("code", "subject_type")


class PostInline(CommuneInline):
    """Posts of a person, dated."""

    model = Post
    fk_name = "individual"


class PastAwardInline(CommuneInline):
    """Honors a person received before."""

    model = PastAward
    fk_name = "individual"
    exclude = ("collective",)


class CollectiveAwardInline(CommuneInline):
    """Honors a collective received before."""

    model = PastAward
    fk_name = "collective"
    exclude = ("individual",)


@admin.register(Individual)
class IndividualAdmin(KeyedSearchMixin, ReferenceAdmin):
    """People; found without tone marks."""

    change_list_template = "admin/models_registry/roster_list.html"
    list_display = ("full_name", "unit", "government_post", "party_post", "birth_date")
    inlines = (PostInline, PastAwardInline)

    def view_on_site(self, obj: Individual) -> str:
        """The clerk's page on the person: posts, leaving, who goes on with his models."""
        return reverse("models_registry:person", args=[obj.pk])


@admin.register(Collective)
class CollectiveAdmin(KeyedSearchMixin, ReferenceAdmin):
    """Collectives; found without tone marks."""

    change_list_template = "admin/models_registry/roster_list.html"
    list_display = ("name", "kind", "village", "valid_to")
    list_filter = (("kind", ScopedRelatedFilter),)
    inlines = (CollectiveAwardInline,)


class ImpedimentForm(ReferenceForm):
    """About exactly one: a collective or a person."""

    def clean(self) -> dict[str, Any]:
        """Say it in words before the database would refuse."""
        cleaned = super().clean()
        if bool(cleaned.get("collective")) == bool(cleaned.get("individual")):
            sentence = "Chọn một tập thể hoặc một cá nhân (không chọn cả hai)."
            self.refuse(sentence, constraint="impediment_one_subject")
        return cleaned


@admin.register(Impediment)
class ImpedimentAdmin(ReferenceAdmin):
    """What may stand against an honor: nobody but the clerk and the chairman sees it."""

    form = ImpedimentForm
    # The commune is that of whichever subject the row has, see get_queryset.
    commune_path = "individual__commune"
    reading_roles = frozenset({Role.CLERK, Role.CHAIR})
    list_display = ("subject", "kind", "effect", "paper", "starts", "cleared_on")
    list_select_related = ("collective", "individual")
    list_display_links = ("subject", "kind")
    list_filter = ("kind", "effect")

    def get_queryset(self, request: Any) -> Any:
        """Rows of both kinds of subject in the person's commune."""
        rows = super(CommuneScopedAdmin, self).get_queryset(request)
        commune = request.user.commune_id
        return rows.filter(collective__commune=commune) | rows.filter(individual__commune=commune)

    @admin.display(description="Đối tượng")
    def subject(self, row: Impediment) -> str:
        """Whom it is about."""
        return str(row.collective or row.individual)
