"""Interim and final reviews: the list, one page, the models behind a figure, the workbook."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from django.views.generic import ListView, TemplateView

from awards.documents.period_review import review_warnings
from awards.domain.review_figures import ReviewFigures, ReviewTable, differences
from awards.domain.review_text import SECTIONS
from awards.enums import ReviewAct
from awards.forms_review import ReviewStartForm
from awards.models import PeriodReview
from awards.queries_review import REVIEW_READERS, figures_of, live_figures, reviews_visible_to
from awards.reports.period_review import draw_bars, workbook
from awards.services.period_review import make_review, reopen_review
from awards.views.review_links import models_behind, rows_behind
from dandvan import clock
from dandvan.buttons import ActionButton
from dandvan.documents.file_names import file_name
from dandvan.roles import Role, roles_of
from dandvan.sheets import XLSX_TYPE
from dandvan.views import (
    ActionView,
    RoleRequiredMixin,
    VisibleObjectMixin,
    remember_result,
    run_service,
    used_result,
)
from models_registry.models import EmulationYear
from models_registry.queries import models_visible_to

MODELS_PER_PAGE = 50
_TONES = {ReviewAct.ISSUED: "ok", ReviewAct.REOPENED: "bad"}


def review_url(review: PeriodReview) -> str:
    """The page of a review."""
    return reverse("awards:period_review", args=[review.pk])


class ReviewList(RoleRequiredMixin, ListView):
    """Reviews of the commune, newest first; the clerk starts one here."""

    http_method_names = ["get", "post", "head", "options"]
    roles = REVIEW_READERS
    template_name = "awards/period_review_list.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[PeriodReview]:
        """Reviews that the person may read."""
        return reviews_visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form for the clerk."""
        kwargs.setdefault("form", self._form() if self._may() else None)
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Start a review; a refused form keeps what was typed."""
        if not self._may():
            raise PermissionDenied
        if first := used_result(request):
            return redirect(first)
        form = self._form(request.POST)
        made = None
        if form.is_valid():
            data = form.cleaned_data
            made = run_service(
                lambda: make_review(
                    user=request.user, year=data["year"], kind=data["kind"], day=data["date"]
                ),
                form,
            )
        if made is None:
            self.object_list = self.get_queryset()
            return self.render_to_response(self.get_context_data(form=form))
        remember_result(request, review_url(made))
        return redirect(review_url(made))

    def _may(self) -> bool:
        return Role.CLERK in roles_of(self.request.user)

    def _form(self, *data: Any) -> ReviewStartForm:
        years = EmulationYear.objects.filter(plan__commune_id=self.request.user.commune_id)
        this = years.filter(year=clock.today().year).first() if not data else None
        return ReviewStartForm(*data, years=years, initial={"year": this})


class ReviewMixin(VisibleObjectMixin):
    """A review of the person's commune, for the office and the leaders."""

    roles = REVIEW_READERS

    def visible(self) -> QuerySet[PeriodReview]:
        """Reviews that the person may read."""
        return reviews_visible_to(self.request.user)  # type: ignore[attr-defined]


class ReviewPage(ReviewMixin, TemplateView):
    """Tables first, bars beside them, words, acts, what happened."""

    http_method_names = ["get", "head", "options"]
    template_name = "awards/period_review.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Figures, and of an issued paper what the data says otherwise now."""
        review = self.get_object()
        figures = figures_of(review)
        changed: tuple[str, ...] = ()
        if review.is_issued:
            changed = differences(figures, live_figures(review.year, review.kind, review.date))
        return super().get_context_data(
            review=review,
            figures=figures,
            heads=_heads(review, figures),
            tables=[_shown(review, table) for table in figures.tables],
            changed=changed,
            texts=[(title, review.texts.get(key, "")) for key, title, _ in SECTIONS],
            warnings=() if review.is_issued else review_warnings(review),
            actions=review_actions(review, roles_of(self.request.user)),
            events=_events(review),
            paper_url=reverse("awards:period_review_paper", args=[review.pk]),
            **kwargs,
        )


def _heads(review: PeriodReview, figures: ReviewFigures) -> list[tuple[str, str, str]]:
    """Tiles: label, number, the rows behind it."""
    found = []
    for key, label in (
        ("sent", "Gửi đăng ký"),
        ("accepted", "Đã tiếp nhận"),
        ("recognized", "Được công nhận"),
        ("living", "Đang duy trì"),
    ):
        cell = figures.cell("summary", key)
        if cell is not None:
            found.append((label, cell.text, models_behind(review, "summary", key, 0)))
    return found


def _shown(review: PeriodReview, table: ReviewTable) -> dict[str, Any]:
    """A table with the address behind every figure, and its drawing."""
    lines = [
        (
            line.label,
            [
                (name, cell.text, rows_behind(review, table, line, n, cell))
                for n, (name, cell) in enumerate(zip(table.columns, line.cells, strict=True))
            ],
        )
        for line in table.lines
    ]
    texts = table.key in ("gap", "late", "resource", "title")
    return {
        "table": table,
        "lines": lines,
        "chart": draw_bars(table) if table.bars else None,
        "side": "" if texts else "right num",
        "css": "cards" if texts else "review",
    }


def _events(review: PeriodReview) -> list[dict[str, Any]]:
    """What happened to the paper, oldest first."""
    return [
        {
            "label": row.get_act_display(),
            "who": row.by.display_name,
            "at": row.at,
            "note": row.note,
            "css": _TONES.get(ReviewAct(row.act), ""),
        }
        for row in review.events.select_related("by__individual")
    ]


def review_actions(review: PeriodReview, roles: frozenset[Role]) -> list[ActionButton]:
    """What this person may do with the paper now."""

    def form(label: str, name: str, style: str = "alt") -> ActionButton:
        url = reverse(f"awards:period_review_{name}", args=[review.pk])
        return ActionButton(label, needs_form_url=url, style=style)

    if review.is_issued:
        if Role.CLERK not in roles:
            return []
        url = reverse("awards:period_review_reopen", args=[review.pk])
        return [
            ActionButton(
                "Mở lại để sửa", url=url, style="stop", note="required", note_label="Lý do mở lại"
            )
        ]
    found = []
    if Role.CLERK in roles:
        found += [
            form("Sửa lời văn", "edit", "primary"),
            form("Lấy lại bản nháp theo số liệu", "redraft"),
            form("Chỉ tiêu của năm", "targets"),
        ]
    if roles & {Role.CLERK, Role.CHAIR}:
        by_paper = Role.CHAIR not in roles
        found.append(form("Ghi đã ký, ban hành" if by_paper else "Ký, ban hành", "issue"))
    return found


class ReviewModels(ReviewMixin, TemplateView):
    """The models behind one figure of a review; without a figure those sent in the year."""

    http_method_names = ["get", "head", "options"]
    template_name = "awards/period_review_models.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Models that the person may know of, and how many he may not."""
        review = self.get_object()
        words, counted = self._figure(figures_of(review))
        rows = models_visible_to(self.request.user).filter(pk__in=counted)
        rows = rows.select_related("year", "collective", "individual", "main_area")
        page = Paginator(list(rows.order_by("code", "pk")), MODELS_PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        hidden = len(counted) - page.paginator.count
        return super().get_context_data(
            review=review, words=words, page_obj=page, hidden=hidden, **kwargs
        )

    def _figure(self, figures: ReviewFigures) -> tuple[tuple[str, str, str], tuple[int, ...]]:
        """Names of table, row and column, and the models; 404 for a figure that is not there."""
        given = self.request.GET
        table = figures.table(given.get("bang", "summary"))
        line = table.line(given.get("dong", "sent")) if table else None
        column = given.get("cot", "0")
        if table is None or line is None or not re.fullmatch(r"[0-9]", column):
            raise Http404
        if int(column) >= len(line.cells):
            raise Http404
        names = (table.title, line.label, table.columns[int(column)])
        return names, line.cells[int(column)].models


class ReviewWorkbook(ReviewMixin, View):
    """All tables as one Excel file."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file under a name that a person can read."""
        review = self.get_object()
        response = HttpResponse(workbook(figures_of(review)), content_type=XLSX_TYPE)
        name = file_name("so-lieu", str(review), suffix="xlsx")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class ReviewReopen(ReviewMixin, ActionView):
    """Back to a draft with a reason."""

    def act(self, obj: Any) -> str:
        """Call the service."""
        note = self.request.POST.get("note", "")
        reopen_review(user=self.request.user, review_id=obj.pk, note=note)
        return "Đã mở lại báo cáo. Bản đã ban hành được giữ; lần ban hành sau thay cho bản ấy."

    def done_url(self, obj: Any) -> str:
        """Back to the review."""
        return review_url(obj)
