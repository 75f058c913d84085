"""Lists registered with the level above: the pages that are read, and the acts by button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from dandvan import clock
from dandvan.roles import Role, roles_of
from dandvan.views import ActionView, RoleRequiredMixin, VisibleObjectMixin
from models_registry.documents.district_rows import due_rows
from models_registry.enums import DistrictState, RegisteredKind
from models_registry.filters_district import DistrictFilter
from models_registry.models import DanVanModel, DistrictRegistration, EmulationYear, User
from models_registry.queries_district import (
    DISTRICT_TONES,
    READERS,
    listed_registrations,
    registration_events,
    registrations_visible_to,
    waited_for,
)
from models_registry.queries_files import attachments_visible_to
from models_registry.queries_sent import unsent_models
from models_registry.services.district import (
    cancel_list,
    leave_out,
    make_list,
    refresh_list,
    reopen_list,
    return_list,
    unsend_list,
)
from models_registry.services.district_answer import unanswer_list
from models_registry.views.district_parts import (
    answer_rows,
    district_actions,
    district_checks,
    district_url,
    reply_state,
    send_rows,
)
from models_registry.views.papers import district_paper_links

# Acts of a button: the service, what is said afterwards.
ACTS: dict[str, tuple[Callable[..., DistrictRegistration], str]] = {
    "dua-ve": (return_list, "Đã đưa danh sách về dự thảo. Lần ký sau cấp số mới."),
    "chua-gui": (unsend_list, "Đã ghi lại là chưa gửi."),
    "xoa-tra-loi": (unanswer_list, "Đã xóa văn bản trả lời; danh sách chờ trả lời."),
    "huy": (cancel_list, "Đã hủy danh sách."),
    "lap-lai": (reopen_list, "Đã lập lại danh sách với mô hình của hôm nay."),
}
ROW_ACTS = {
    "de-lai": (True, "Đã để mô hình lại lần sau."),
    "dua-vao": (False, "Đã đưa mô hình vào danh sách."),
}
_KIND_TITLES = {
    RegisteredKind.NEW: "Mô hình đăng ký",
    RegisteredKind.CHANGED: "Mô hình thay đổi",
    RegisteredKind.WITHDRAWN: "Mô hình rút",
}


class DistrictListView(RoleRequiredMixin, ListView):
    """Lists of the commune, newest first, and what has still to be sent."""

    http_method_names = ["get", "head", "options"]
    template_name = "models_registry/district_list.html"
    paginate_by = 20
    roles = READERS

    def get_queryset(self) -> QuerySet[DistrictRegistration]:
        """What the filters leave."""
        self.filter = DistrictFilter(
            self.request.GET,
            queryset=listed_registrations(self.request.user),
            commune_id=self.request.user.commune_id,
        )
        rows: QuerySet[DistrictRegistration] = self.filter.qs
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows with their tones, filters, years with something to send."""
        context = super().get_context_data(**kwargs)
        context["rows"] = [
            (row, DISTRICT_TONES.get(row.state, "")) for row in context["page_obj"].object_list
        ]
        context["filter"] = self.filter
        context["filtered"] = any(self.request.GET.get(name) for name in self.filter.filters)
        context["may_make"] = Role.CLERK in roles_of(self.request.user)
        context["due"] = due_years(self.request.user)
        return context


def due_years(user: User) -> list[tuple[int, int, int, bool]]:
    """Years from this one on: key, year, models still to be sent, whether a list is being made.

    This year stands in any case, a later one when there is something to send.
    """
    this = clock.today().year
    models = DanVanModel.objects.filter(commune_id=user.commune_id, year__year__gte=this)
    counts = {
        row["year"]: row["n"]
        for row in unsent_models(models).order_by().values("year").annotate(n=Count("pk"))
    }
    draft = DistrictRegistration.objects.filter(year=OuterRef("pk"), state=DistrictState.DRAFT)
    years = EmulationYear.objects.filter(plan__commune_id=user.commune_id, year__gte=this).annotate(
        has_draft=Exists(draft)
    )
    return [
        (year.pk, year.year, counts.get(year.pk, 0), year.has_draft)
        for year in years.order_by("year")
        if year.year == this or year.pk in counts
    ]


class DistrictPage(VisibleObjectMixin, View):
    """A page of one list, for office and readers."""

    http_method_names = ["get", "head", "options"]
    roles = READERS

    def visible(self) -> QuerySet[DistrictRegistration]:
        """Lists that the person may read."""
        return registrations_visible_to(self.request.user)


class DistrictDetailView(DistrictPage):
    """What is sent, what is missing, what was answered, the buttons."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Content left, acts and events right."""
        row, user = self.get_object(), request.user
        rows = list(row.rows.select_related("dv_model", "correction", "reply_paper"))
        in_draft = row.state == DistrictState.DRAFT
        is_clerk = Role.CLERK in roles_of(user)
        files = attachments_visible_to(user).filter(pk__in=(row.scan_id, row.answer_scan_id))
        context = {
            "row": row,
            "state_css": DISTRICT_TONES.get(row.state, ""),
            "groups": _groups(rows),
            "left_out": [item for item in rows if item.left_out],
            "questions": [(item, reply_state(item)) for item in rows if item.question],
            "in_draft": in_draft,
            "may_edit": in_draft and is_clerk,
            "not_yet": _not_yet(row, rows) if in_draft else [],
            "waiting": waited_for(row) if in_draft else [],
            "checks": district_checks(row),
            "send_rows": send_rows(row),
            "answer_rows": answer_rows(row),
            "files": [
                {
                    "name": item.title or item.original_name,
                    "size": item.size,
                    "url": reverse("models_registry:attachment", args=[item.pk]),
                }
                for item in files
            ],
            "actions": district_actions(row, user),
            "papers": district_paper_links(row),
            "events": registration_events(row),
        }
        return render(request, "models_registry/district_detail.html", context)


def _groups(rows: list[Any]) -> list[tuple[str, str, list[Any]]]:
    """Kind, title and rows of every kind that is sent."""
    kept = [row for row in rows if not row.left_out]
    groups = [
        (kind.value, title, [row for row in kept if row.kind == kind])
        for kind, title in _KIND_TITLES.items()
    ]
    return [group for group in groups if group[2]]


def _not_yet(registration: DistrictRegistration, rows: list[Any]) -> list[Any]:
    """What would be in the draft if it were brought up to date, and is not."""
    there = {row.dv_model_id for row in rows}
    due = due_rows(registration.year, window=registration.window, but=registration)
    return [row for row in due if row.dv_model.pk not in there]


class DistrictMakeView(ActionView):
    """One tap: everything that has still to be sent becomes a list."""

    roles = READERS

    def visible(self) -> QuerySet[EmulationYear]:
        """Years of the commune."""
        return EmulationYear.objects.filter(plan__commune_id=self.request.user.commune_id)

    def act(self, obj: Any) -> str:
        """Make the list, or bring the one in hand up to date."""
        self.made = make_list(user=self.request.user, year=obj)
        count = self.made.rows.filter(left_out=False).count()
        if not count:
            return f"Danh sách {self.made.code} đã có; chưa có mô hình nào để gửi."
        return f"Danh sách {self.made.code} có {count} mô hình."

    def done_url(self, obj: Any) -> str:
        """The list; all lists after a refusal."""
        made = getattr(self, "made", None)
        return district_url(made) if made else reverse("models_registry:district_list")


class DistrictAct(ActionView):
    """An act on one list, for office and readers; the service says who may."""

    roles = READERS

    def visible(self) -> QuerySet[DistrictRegistration]:
        """Lists that the person may read."""
        return registrations_visible_to(self.request.user)

    def done_url(self, obj: Any) -> str:
        """Back to the list."""
        return district_url(obj)


class DistrictActView(DistrictAct):
    """Refresh, or one of the ways back."""

    def act(self, obj: Any) -> str:
        """Call the service of the act."""
        name, user = self.kwargs["act"], self.request.user
        if name == "cap-nhat":
            refresh_list(user=user, registration_id=obj.pk)
            return "Đã cập nhật danh sách theo dữ liệu hôm nay."
        if name not in ACTS:
            raise Http404
        call, said = ACTS[name]
        call(user=user, registration_id=obj.pk, note=self.request.POST.get("note", ""))
        return said


class DistrictRowView(DistrictAct):
    """Leave one model for a later list, or take it in again."""

    def act(self, obj: Any) -> str:
        """Call the service."""
        if self.kwargs["act"] not in ROW_ACTS:
            raise Http404
        left_out, said = ROW_ACTS[self.kwargs["act"]]
        get_object_or_404(obj.rows, pk=self.kwargs["row_pk"])
        leave_out(
            user=self.request.user,
            registration_id=obj.pk,
            row_id=self.kwargs["row_pk"],
            left_out=left_out,
        )
        return said
