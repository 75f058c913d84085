"""The team that assesses models, and the notes of its visits."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse

from models_registry.admin.base import (
    CommuneInline,
    ReadOnlyAdmin,
    ReferenceAdmin,
    ScopedRelatedFilter,
)
from models_registry.enums import TeamPart
from models_registry.models import (
    AssessmentTeam,
    AssessmentTeamMember,
    AssessorMark,
    SiteVisit,
    User,
)
from models_registry.queries_assessing import assessor_marks_visible_to, site_visits_visible_to


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


class GuardedRowsAdmin(ReadOnlyAdmin):
    """Rows that not every reader of the list may see: lists, pages and histories alike."""

    commune_path = "dv_model__commune"

    def visible_rows(self, user: User) -> QuerySet[Any]:
        """Rows that this person may read."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What this person may read."""
        rows = super().get_queryset(request)
        return rows.filter(pk__in=self.visible_rows(request.user).values("pk"))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The role first: the stock page would look for the row before."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)


@admin.register(SiteVisit)
class SiteVisitAdmin(GuardedRowsAdmin):
    """Notes of visits; written on the pages of the models, none of one's own model."""

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

    def visible_rows(self, user: User) -> QuerySet[SiteVisit]:
        """Notes that this person may read."""
        return site_visits_visible_to(user)


@admin.register(AssessorMark)
class AssessorMarkAdmin(GuardedRowsAdmin):
    """What single assessors think, replaced marks too; hidden as on every other page."""

    list_display = ("dv_model", "round", "assessor", "quality", "mark", "given_at", "replaced_at")
    list_filter = (("dv_model__year", ScopedRelatedFilter), "mark")
    list_select_related = ("dv_model", "assessor", "quality")
    fields = (
        "dv_model",
        "round",
        "assessor",
        "quality",
        "mark",
        "reason",
        "given_by",
        "given_at",
        "replaced_at",
    )

    def visible_rows(self, user: User) -> QuerySet[AssessorMark]:
        """Marks that this person may read."""
        return assessor_marks_visible_to(user)
