"""The team that assesses models, and the notes of its visits."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from models_registry.admin.base import (
    CommuneInline,
    ReadOnlyAdmin,
    ReferenceAdmin,
    ScopedRelatedFilter,
)
from models_registry.enums import TeamPart
from models_registry.models import AssessmentTeam, AssessmentTeamMember, SiteVisit
from models_registry.queries_assessing import site_visits_visible_to


class TeamFormSet(BaseInlineFormSet):
    """The members of one team together."""

    def clean(self) -> None:
        """One leader: two new rows are not compared by the database before they are written."""
        super().clean()
        parts = [form.cleaned_data.get("part") for form in self.forms if form.is_valid()]
        if parts.count(TeamPart.LEADER) > 1:
            raise ValidationError("Tổ thẩm định chỉ có một trưởng đoàn.")


class TeamMemberInline(CommuneInline):
    """Who sits in the team."""

    model = AssessmentTeamMember
    formset = TeamFormSet
    fields = ("individual", "part", "order")


@admin.register(AssessmentTeam)
class AssessmentTeamAdmin(ReferenceAdmin):
    """Teams by their decisions; the latest one holds."""

    commune_path = "year__plan__commune"
    fixed_fields = ("year",)
    list_display = ("decision_number", "decision_date", "year")
    list_filter = (("year", ScopedRelatedFilter),)
    list_select_related = ("year",)
    inlines = (TeamMemberInline,)


@admin.register(SiteVisit)
class SiteVisitAdmin(ReadOnlyAdmin):
    """Notes of visits; written on the pages of the models, none of one's own model."""

    commune_path = "dv_model__commune"
    list_display = ("dv_model", "date", "place", "by", "corrects")
    list_filter = (("dv_model__year", ScopedRelatedFilter),)
    list_select_related = ("dv_model", "by__individual", "corrects")
    fields = (
        "dv_model",
        "date",
        "villages",
        "place",
        "seen",
        "conclusion",
        "corrects",
        "by",
        "at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[SiteVisit]:
        """What this person may read."""
        rows = super().get_queryset(request)
        return rows.filter(pk__in=site_visits_visible_to(request.user).values("pk"))
