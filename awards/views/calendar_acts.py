"""Acts about the calendar: moving a window, the address for a calendar program."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from awards.forms_calendar import WindowMoveForm
from awards.queries_calendar import NOUNS, people_waiting
from dandvan import clock
from dandvan.ics import calendar_file
from dandvan.roles import Role
from dandvan.vietnamese import short_date
from dandvan.views import RoleRequiredMixin, remember_result, run_service, used_result
from models_registry.models import User, WindowChange, YearWindow
from models_registry.queries_year_calendar import calendar_events, user_of_feed
from models_registry.services.year_calendar import end_feed, make_feed, move_window

_READ = ["get", "head", "options"]
NAMES_SAID = 5


class WindowMoveView(RoleRequiredMixin, View):
    """Give one window other days."""

    http_method_names = ["get", "post", "head", "options"]
    roles = frozenset({Role.CLERK})

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form with the days of now."""
        window = self._window(pk)
        form = WindowMoveForm(initial={"starts": window.starts, "ends": window.ends})
        return self._page(window, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move it; say who can act again when it had closed."""
        window, form = self._window(pk), WindowMoveForm(request.POST)
        if first := used_result(request):
            return redirect(first)
        if not form.is_valid():
            return self._page(window, form)
        row = run_service(
            lambda: move_window(user=request.user, window_id=pk, **form.cleaned_data), form
        )
        if row is None:
            return self._page(window, form)
        messages.success(
            request,
            f"Đã đổi đợt “{row.window.name}” thành từ {short_date(row.new_starts)} "
            f"đến hết {short_date(row.new_ends)}.",
        )
        if said := _reopened(row):
            messages.info(request, said)
        url = f"{reverse('awards:calendar')}#dot-{pk}"
        remember_result(request, url)
        return redirect(url)

    def _window(self, pk: int) -> YearWindow:
        """A window of the commune, or 404."""
        rows = YearWindow.objects.filter(year__plan__commune_id=self.request.user.commune_id)
        return get_object_or_404(rows.select_related("year__plan"), pk=pk)

    def _page(self, window: YearWindow, form: WindowMoveForm) -> HttpResponse:
        """The page; names who has not done it when the window has closed."""
        today = clock.today()
        closed = window.ends < today
        context = {
            "form": form,
            "window": window,
            "closed": closed,
            "waiting": people_waiting(window, today) if closed else [],
            "noun": NOUNS.get(window.kind, ""),
            "changes": window.changes.select_related("by__individual").order_by("-pk"),
            "back": reverse("awards:calendar"),
        }
        return render(self.request, "awards/window_move.html", context)


def _reopened(row: WindowChange) -> str:
    """Who can act again since a closed window is open; empty when it was not closed."""
    today = clock.today()
    if not row.old_ends < today or not row.window.is_open_on(today):
        return ""
    people = people_waiting(row.window, today)
    if not people:
        return "Đợt đã đóng nay mở lại; không còn ai chưa làm."
    names = ", ".join(person.name for person in people[:NAMES_SAID])
    more = f" và {len(people) - NAMES_SAID} nơi khác" if len(people) > NAMES_SAID else ""
    return f"Đợt đã đóng nay mở lại. Người làm tiếp được: {names}{more}."


class CalendarFileView(RoleRequiredMixin, View):
    """The calendar as a file, for who is signed in."""

    http_method_names = _READ

    def get(self, request: HttpRequest) -> HttpResponse:
        """The file."""
        return _file(request.user)


class CalendarFeedView(View):
    """The calendar at a secret address, read by a calendar program without log-in."""

    http_method_names = _READ

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The file, or 404 for an address that leads nowhere."""
        user = user_of_feed(token)
        if user is None:
            raise Http404
        return _file(user)


def _file(user: Any) -> HttpResponse:
    """One person's calendar; nobody on the way keeps it."""
    person: User = user
    data = calendar_file(
        "Dân vận khéo", calendar_events(person, clock.today()), made_at=clock.now()
    )
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lich-dan-van-kheo.ics"'
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


class FeedMakeView(RoleRequiredMixin, View):
    """A new address for the person himself."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it once; an older one ends."""
        if first := used_result(request):
            return redirect(first)
        make_feed(user=request.user)
        messages.success(request, "Đã lập địa chỉ lịch. Địa chỉ cũ, nếu có, không dùng được nữa.")
        return _back(request)


class FeedEndView(RoleRequiredMixin, View):
    """The address leads nowhere any more."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """End it."""
        if first := used_result(request):
            return redirect(first)
        ended = end_feed(user=request.user)
        messages.success(
            request,
            "Đã ngừng địa chỉ lịch; không ai đọc được lịch ở đó nữa."
            if ended
            else "Chưa có địa chỉ lịch nào đang dùng.",
        )
        return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the calendar, where the address stands."""
    url = f"{reverse('awards:calendar')}#dia-chi-lich"
    remember_result(request, url)
    return redirect(url)
