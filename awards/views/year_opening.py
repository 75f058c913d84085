"""The page on which a new year is opened from the one before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from awards.forms_calendar import CarriedWindowForm
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role
from dandvan.views import RoleRequiredMixin, remember_result, used_result
from models_registry.queries_year_opening import (
    CarriedWindow,
    OpeningView,
    opening_view,
    year_to_open_from,
)
from models_registry.services.year_opening import NewWindow, open_year, opened_words


class YearOpenView(RoleRequiredMixin, View):
    """What is carried over, the days to be mended, the button."""

    http_method_names = ["get", "post", "head", "options"]
    roles = frozenset({Role.CLERK})

    def get(self, request: HttpRequest) -> HttpResponse:
        """The preview."""
        view = self._view()
        return self._page(view, _forms(view))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open the year; a refusal keeps what was typed."""
        if first := used_result(request):
            return redirect(first)
        view = self._view()
        if view is None:
            return self._page(None, [])
        rows = _forms(view, request.POST)
        kept = [(row, form) for row, form in rows if form["keep"].value()]
        # Every form is asked, so that all errors are said at once.
        answers = [form.is_valid() for _, form in kept]
        if not all(answers):
            return self._page(view, rows)
        windows = [
            NewWindow(
                row.window.pk,
                form.cleaned_data["name"],
                form.cleaned_data["starts"],
                form.cleaned_data["ends"],
            )
            for row, form in kept
        ]
        try:
            done = open_year(user=request.user, from_year_id=view.former.pk, windows=windows)
        except NotAllowed as error:
            raise PermissionDenied(" ".join(error.reasons)) from error
        except DomainError as error:
            return self._page(view, rows, list(error.reasons))
        messages.success(
            request, f"Đã mở năm {done.year.year} với {done.windows:02d} đợt trong lịch."
        )
        url = reverse("awards:calendar")
        remember_result(request, url)
        return redirect(url)

    def _view(self) -> OpeningView | None:
        """What would be carried over today."""
        today = clock.today()
        former = year_to_open_from(self.request.user.commune_id, today)
        return opening_view(former, today) if former else None

    def _page(
        self, view: OpeningView | None, rows: list[Any], refusals: list[str] | None = None
    ) -> HttpResponse:
        context = {
            "view": view,
            "rows": rows,
            "refusals": refusals or [],
            "has_errors": bool(refusals) or any(form.errors for _, form in rows),
            "opened": opened_words(view.done) if view and view.done else "",
            "back": reverse("awards:calendar"),
        }
        return render(self.request, "awards/year_open.html", context)


def _forms(
    view: OpeningView | None, data: Any = None
) -> list[tuple[CarriedWindow, CarriedWindowForm]]:
    """A small form for every window of the former year."""
    if view is None:
        return []
    return [
        (
            row,
            CarriedWindowForm(
                data,
                prefix=f"dot-{row.window.pk}",
                initial={
                    "keep": not row.clashes,
                    "name": row.name,
                    "starts": row.starts,
                    "ends": row.ends,
                },
            ),
        )
        for row in view.windows
    ]
