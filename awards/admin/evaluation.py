"""Evaluations against section IV: the list, the year's table, one sheet with its acts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from awards.admin.evaluation_form import OpenForm
from awards.admin.evaluation_page import STATE_TONES, SheetPage, workbench_url
from awards.models import Evaluation
from awards.queries_evaluation import findings_table, open_choices
from awards.services.evaluation import open_evaluation, subject_by_key
from dandvan import clock
from dandvan.admin import CommuneScopedAdmin
from dandvan.admin_pages import page_context
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role
from dandvan.templatetags.ui import state as state_badge
from dandvan.vietnamese import search_key
from dandvan.views import remember_result, used_result
from models_registry.enums import SubjectType
from models_registry.models import EmulationYear


class YearFilter(admin.SimpleListFilter):
    """Years of the person's commune."""

    title, parameter_name = "năm thi đua", "nam"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        """The years, latest first."""
        for year in years_of(request):
            yield str(year.year), str(year.year)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the year."""
        value = self.value() or ""
        if not (value.isascii() and value.isdigit() and len(value) < 5):
            return queryset
        return queryset.filter(year__year=int(value))


class SubjectFilter(admin.SimpleListFilter):
    """Collectives or individuals."""

    title, parameter_name = "đối tượng", "loai"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The two types."""
        return [(kind.value, kind.label.capitalize()) for kind in SubjectType]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the type."""
        if self.value() not in SubjectType.values:
            return queryset
        return queryset.filter(**{f"{self.value()}__isnull": False})


def years_of(request: HttpRequest) -> QuerySet[EmulationYear]:
    """Years of the commune, latest first."""
    rows = EmulationYear.objects.filter(plan__commune_id=request.user.commune_id)
    return rows.select_related("plan").order_by("-year", "-pk")


class SheetList(ChangeList):
    """Rows lead straight to the page of the sheet."""

    def url_for_result(self, result: Evaluation) -> str:
        """Address of the page."""
        return workbench_url(result)


@admin.register(Evaluation)
class EvaluationAdmin(CommuneScopedAdmin):
    """Sheets of section IV; each write is a form of ours that calls one service."""

    reading_roles = frozenset({Role.CLERK})
    writing_roles: frozenset[Role] = frozenset()
    list_display = ("subject_shown", "year_shown", "state_shown", "outcome_shown", "round")
    list_display_links = ("subject_shown",)
    list_filter = (YearFilter, SubjectFilter, "state", "is_current")
    list_select_related = ("year", "collective", "individual")
    search_fields = ("pk",)
    search_help_text = "Tìm theo tên tập thể, cá nhân; không cần gõ dấu."
    change_list_template = "admin/awards/evaluation_list.html"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Rows whose subject has every word of the search, without tone marks."""
        for word in search_key(search_term).split():
            queryset = queryset.filter(collective__search_name__contains=word) | queryset.filter(
                individual__search_name__contains=word
            )
        return queryset, False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list whose rows lead to the page of the sheet."""
        return SheetList

    def get_urls(self) -> list[URLPattern]:
        """The year's table, opening, one sheet and its acts."""
        wrap = self.admin_site.admin_view
        return [
            path("bang/", wrap(self.table_view), name="awards_evaluation_table"),
            path("mo/<int:year_pk>/", wrap(self.open_view), name="awards_evaluation_open"),
            path("<int:pk>/phieu/", wrap(self.sheet_view), name="awards_evaluation_workbench"),
            path("<int:pk>/viec/<slug:act>/", wrap(self.act_view), name="awards_evaluation_act"),
            *super().get_urls(),
        ]

    @admin.display(description="Đối tượng")
    def subject_shown(self, row: Evaluation) -> str:
        """Who is evaluated."""
        return str(row.subject)

    @admin.display(description="Năm", ordering="year__year")
    def year_shown(self, row: Evaluation) -> int:
        """The year."""
        return row.year.year

    @admin.display(description="Tình trạng", ordering="state")
    def state_shown(self, row: Evaluation) -> SafeString:
        """The state as a badge."""
        return state_badge(row.get_state_display(), STATE_TONES.get(row.state, ""))

    @admin.display(description="Kết luận")
    def outcome_shown(self, row: Evaluation) -> str:
        """The beginning of the conclusion."""
        return Truncator(row.outcome).chars(120) or "Chưa kết luận"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The stock page of a row is the page of the sheet."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return redirect(workbench_url(row))

    def _sheet(self, request: HttpRequest, pk: int) -> SheetPage:
        """The page of one sheet; 403 without the role, 404 for another commune's."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).select_related(
            "year__plan", "collective__kind", "individual"
        )
        return SheetPage(self, request, get_object_or_404(rows, pk=pk))

    def sheet_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Section IV as a matrix; POST saves the marks."""
        page = self._sheet(request, pk)
        if request.method == "POST":
            return page.save()
        return page.show() if request.method in ("GET", "HEAD") else not_allowed("GET, POST")

    def act_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Conclude, reopen or revise; POST only."""
        page = self._sheet(request, pk)
        return page.act(act) if request.method == "POST" else not_allowed("POST")

    def table_view(self, request: HttpRequest) -> HttpResponse:
        """All subjects of a year against all criteria."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return not_allowed("GET")
        years = list(years_of(request))
        wanted = request.GET.get("nam") or str(clock.today().year)
        year = next((row for row in years if str(row.year) == wanted), None)
        if year is None and (request.GET.get("nam") or not years):
            raise Http404
        year = year or years[0]
        tables, suggestions = findings_table(year)
        context = page_context(
            self,
            request,
            title=f"Đánh giá theo mục IV – năm {year.year}",
            year=year,
            years=years,
            tables=tables,
            suggestions=suggestions,
            tones=STATE_TONES,
        )
        return TemplateResponse(request, "admin/awards/evaluation_table.html", context)

    def open_view(self, request: HttpRequest, year_pk: int) -> HttpResponse:
        """Open a sheet for a subject."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        year = get_object_or_404(years_of(request), pk=year_pk)
        if request.method not in ("GET", "HEAD", "POST"):
            return not_allowed("GET, POST")
        if request.method == "POST" and (first := used_result(request)):
            return redirect(first)
        choices = open_choices(year)
        data = request.POST if request.method == "POST" else None
        form = OpenForm(data, choices=choices)
        if data is not None and form.is_valid() and (row := self._open(request, year, form)):
            url = workbench_url(row)
            remember_result(request, url)
            messages.success(request, f"Đã mở phiếu đánh giá {row.subject} năm {year.year}.")
            return redirect(url)
        title = f"Mở phiếu đánh giá năm {year.year}"
        context = page_context(
            self,
            request,
            title=f"Lỗi: {title}" if form.errors else title,
            heading=title,
            year=year,
            form=form,
            back_url=f"{reverse('admin:awards_evaluation_table')}?nam={year.year}",
        )
        return TemplateResponse(request, "admin/awards/evaluation_open.html", context)

    def _open(self, request: HttpRequest, year: EmulationYear, form: OpenForm) -> Any:
        """Call the service; refusals stand on the form."""
        try:
            subject = subject_by_key(request.user, *form.key)
            return open_evaluation(user=request.user, year=year, subject=subject)
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            for reason in error.reasons:
                form.add_error("subject", reason)
            return None


def not_allowed(allowed: str) -> HttpResponse:
    """The answer to a wrong method."""
    return HttpResponse(status=405, headers={"Allow": allowed})
