"""Models: the list, and the page of one whole model with its acts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dandvan import clock
from dandvan.admin_bulk import BulkActsMixin
from dandvan.admin_pages import page_context
from dandvan.templatetags.ui import state as state_badge
from dandvan.templatetags.ui import waiting
from dandvan.vietnamese import short_date
from models_registry.admin.base import OFFICE, KeyedSearchMixin, ReadOnlyAdmin, ScopedRelatedFilter
from models_registry.admin.bulk_acts import BULK_PAGES
from models_registry.admin.model_acts import answer_act, workbench_url
from models_registry.admin.workbench import STATE_TONES, whole_model, workbench_context
from models_registry.models import DanVanModel, ModelTransition
from models_registry.queries import models_visible_to


class WorkbenchList(ChangeList):
    """Rows lead straight to the page of the whole model."""

    def url_for_result(self, result: DanVanModel) -> str:
        """Address of the page."""
        return workbench_url(result)


@admin.register(DanVanModel)
class DanVanModelAdmin(BulkActsMixin, KeyedSearchMixin, ReadOnlyAdmin):
    """All models of the commune; each write is a form of ours that calls one service."""

    bulk_pages = BULK_PAGES
    reading_roles = OFFICE
    search_key_field = "search_text"
    search_help_text = "Tìm theo mã, tên, nội dung; không cần gõ dấu."
    list_display = ("code_shown", "name_shown", "owner_shown", "state_shown", "since_shown")
    list_display_links = ("code_shown", "name_shown")
    list_filter = (
        ("year", ScopedRelatedFilter),
        "state",
        "national_field",
        ("main_area", ScopedRelatedFilter),
        ("villages", ScopedRelatedFilter),
    )
    list_select_related = ("year", "collective", "individual")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DanVanModel]:
        """What this person may know of, with the moment of the latest step."""
        steps = (
            ModelTransition.objects.filter(dv_model=OuterRef("pk"))
            .order_by()
            .values("dv_model")
            .annotate(latest=Max("at"))
            .values("latest")
        )
        rows = super().get_queryset(request)
        visible = models_visible_to(request.user).values("pk")
        return rows.filter(pk__in=visible).annotate(
            since=Coalesce(Subquery(steps), "changed_at", "created_at")
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list whose rows lead to the page of the whole model."""
        return WorkbenchList

    def get_urls(self) -> list[URLPattern]:
        """The page of one model and its acts."""
        wrap = self.admin_site.admin_view
        prefix = "models_registry_danvanmodel"
        return [
            path("<int:pk>/ho-so/", wrap(self.workbench_view), name=f"{prefix}_workbench"),
            path("<int:pk>/viec/<slug:act>/", wrap(self.act_view), name=f"{prefix}_act"),
            *super().get_urls(),
        ]

    @admin.display(description="Mã", ordering="code")
    def code_shown(self, row: DanVanModel) -> SafeString:
        """Code, or that there is none yet."""
        return format_html('<span class="num nowrap">{}</span>', row.code_or_draft)

    @admin.display(description="Tên mô hình", ordering="search_name")
    def name_shown(self, row: DanVanModel) -> str:
        """Name, or that there is none yet."""
        return str(row)

    @admin.display(description="Chủ mô hình")
    def owner_shown(self, row: DanVanModel) -> str:
        """Whose model it is."""
        return row.owner_name

    @admin.display(description="Tình trạng", ordering="state")
    def state_shown(self, row: DanVanModel) -> SafeString:
        """The state as a badge."""
        return state_badge(row.get_state_display(), STATE_TONES.get(row.state, ""))

    @admin.display(description="Từ ngày", ordering="since")
    def since_shown(self, row: DanVanModel) -> SafeString:
        """Since when the model is in this state, and how long that is."""
        moment: datetime = row.since
        day = timezone.localtime(moment).date()
        days = (clock.today() - day).days
        return format_html(
            '<span class="num nowrap">{}</span><span class="sub">{}</span>',
            short_date(day),
            waiting(max(days, 0)),
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The stock page of a row is the page of the whole model."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        dv_model = self.get_object(request, object_id)
        if dv_model is None:
            raise Http404
        return redirect(workbench_url(dv_model))

    def workbench_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The whole model on one page."""
        rows = whole_model(self.get_queryset(request))
        dv_model = self._row(request, pk, rows)
        context = page_context(self, request, **workbench_context(dv_model, request))
        return TemplateResponse(request, "admin/models_registry/workbench.html", context)

    def act_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """One act on the model."""
        rows = self.get_queryset(request).select_related("year__plan")
        return answer_act(self, request, self._row(request, pk, rows), act)

    def _row(self, request: HttpRequest, pk: int, rows: QuerySet[DanVanModel]) -> DanVanModel:
        """One model; 403 without the role, 404 when it is not visible to this person."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(rows, pk=pk)
