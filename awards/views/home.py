"""The first page: what waits for me."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from awards.queries_home import (
    FIGURE_LABELS,
    OwnTask,
    acts_on_behalf,
    calendar_notes,
    chart_windows,
    marks_to_give,
    open_corrections,
    own_tasks,
    report_tasks,
    year_windows,
)
from awards.queries_queue import OfficeQueue, dossier_lacks, list_says, office_queue
from awards.views.work_links import list_url, page_url, row_url
from dandvan import clock
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import weekday_date
from dandvan.views import RoleRequiredMixin
from models_registry.models import User, YearWindow
from models_registry.queries import current_individual_id
from models_registry.queries_district import DISTRICT_TONES
from models_registry.queries_figure_totals import (
    FIGURE_READERS,
    FigureTotal,
    counted_models,
    totals_by_kind,
)
from models_registry.queries_models import STATE_TONES
from models_registry.queries_participation import own_participation
from models_registry.services.registration import REGISTRANTS

URGENT_ROWS = 12
LATER_KEY = "setup_later"
SETUP_ROLES = frozenset({Role.ADMIN, Role.CLERK})


class HomeView(RoleRequiredMixin, TemplateView):
    """What waits for the person who signed in, by role, and the year's calendar."""

    http_method_names = ["get", "head", "options"]
    template_name = "awards/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the set-up while it is not done; it can be put off for this session."""
        commune = request.user.commune
        if commune is not None and not commune.set_up and roles_of(request.user) & SETUP_ROLES:
            if not request.session.get(LATER_KEY):
                return redirect("awards:setup")
            kwargs["setup_waits"] = True
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tasks of one's own, the office's queue, the year, the most urgent rows."""
        user, today = self.request.user, clock.today()
        queue = office_queue(user, today)
        windows = year_windows(user.commune_id, today.year)
        year_pk = next((row.year_id for row in windows if row.year.year == today.year), None)
        context = {
            "eyebrow": weekday_date(today),
            "today": today,
            **queue_context(queue, user, year_pk),
            **_own_context(queue, user),
            **_year_context(queue, user, windows),
            "totals": _totals(user, year_pk),
            "admin_links": _admin_links(user),
        }
        waiting = sum(tile["count"] for tile in context["tiles"])
        waiting += len(context["corrections"]) + len(context["tasks"])
        context["title"] = (
            f"Hôm nay có {waiting} việc đang chờ" if waiting else "Hôm nay chưa có việc nào chờ bạn"
        )
        return super().get_context_data(**context, **kwargs)


def queue_context(queue: OfficeQueue, user: User, year_pk: int | None = None) -> dict[str, Any]:
    """Tiles with their pages, urgent models and dossiers with theirs."""
    clerk = Role.CLERK in roles_of(user)
    left = len(queue.work) - URGENT_ROWS
    return {
        "tiles": [
            {
                "label": tile.label,
                "count": tile.count,
                "url": list_url(tile.key, clerk=clerk, year_pk=year_pk),
            }
            for tile in queue.tiles
        ],
        "work": [
            {
                "item": item,
                "url": row_url("model", item.dv_model.pk, clerk=clerk),
                "tone": STATE_TONES.get(item.dv_model.state, ""),
            }
            for item in queue.work[:URGENT_ROWS]
        ],
        "work_note": f"còn {left} mô hình nữa, mở từ các ô phía trên" if left > 0 else "",
        "dossiers": [
            {
                "dossier": row,
                "lacks": dossier_lacks(row),
                "url": row_url("dossier", row.pk, clerk=clerk),
            }
            for row in queue.dossiers
        ],
        "lists": [
            {
                "list": row,
                "says": list_says(row),
                "url": row_url("list", row.pk, clerk=clerk),
                "tone": DISTRICT_TONES.get(row.state, ""),
                "late": row.planned is not None and row.planned < clock.today(),
            }
            for row in queue.lists
        ],
        "figures": [
            {
                "label": label,
                "count": queue.counts[key],
                "url": list_url(key, clerk=False, year_pk=year_pk),
            }
            for key, label in FIGURE_LABELS.items()
            if key in queue.counts
        ],
    }


def _own_context(queue: OfficeQueue, user: User) -> dict[str, Any]:
    """What the person has to do himself, what was recorded for him, his models."""
    today, person = clock.today(), current_individual_id(user)
    corrections = open_corrections(queue.own_models, today)
    tasks = own_tasks(queue.own_models, corrections, today)
    tasks += marks_to_give(queue.all_models)
    if person:
        tasks += report_tasks(person, today)
    return {
        "corrections": [_with_url(task) for task in corrections],
        "tasks": [_with_url(task) for task in tasks],
        "behalf": [
            {"act": act, "url": row_url("own_model", act.dv_model.pk, clerk=False)}
            for act in (acts_on_behalf(person) if person else [])
        ],
        "own_models": [
            {
                "dv_model": row,
                "url": row_url("own_model", row.pk, clerk=False),
                "tone": STATE_TONES.get(row.state, ""),
            }
            for row in sorted(queue.own_models, key=lambda row: -row.pk)
        ],
        "invite": bool(roles_of(user) & {Role.PARTICIPANT, Role.PUBLICIST}),
        "participation": own_participation(user.commune_id, person, today)
        if roles_of(user) & REGISTRANTS
        else None,
    }


def _totals(user: User, year_pk: int | None) -> list[tuple[FigureTotal, str]]:
    """Land, labor and money of the year with the page of their rows, for the office."""
    if year_pk is None or not roles_of(user) & FIGURE_READERS:
        return []
    url = reverse("models_registry:year_figures")
    sums = totals_by_kind(counted_models(user).filter(year_id=year_pk))
    return [(row, f"{url}?year={year_pk}&kind={kind}#cac-dong") for kind, row in sums.items()]


def _with_url(task: OwnTask) -> dict[str, Any]:
    """A task and the page where it is done."""
    return {"task": task, "url": row_url(task.key, task.pk, clerk=False)}


def _year_context(queue: OfficeQueue, user: User, windows: list[YearWindow]) -> dict[str, Any]:
    """The calendar of this year and what it says about today."""
    today = clock.today()
    office = bool(roles_of(user) & {Role.CLERK, Role.MOBILIZATION_BLOC, Role.CHAIR})
    return {
        "year": today.year,
        "year_text": str(today.year),
        "windows": chart_windows(windows),
        "notes": calendar_notes(windows, queue.all_models, today, office=office),
        "may_edit_windows": Role.CLERK in roles_of(user),
    }


def _admin_links(user: User) -> list[tuple[str, str]]:
    """Pages of an administrator (words, address): accounts, and the assumed day of a demo."""
    if Role.ADMIN not in roles_of(user):
        return []
    links = [("Tài khoản và vai trò", page_url("admin:models_registry_user_changelist"))]
    if clock.demo_date():
        links.append(("Đổi ngày làm việc giả định", page_url("awards:working_date")))
    return [(words, url) for words, url in links if url]
