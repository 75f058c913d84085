"""The calendar: windows of the years, what each asks, who is late."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from awards.queries_calendar import (
    Person,
    WindowView,
    late_supplements,
    undone_in_years,
    window_views,
    windows_of_years,
)
from awards.queries_home import chart_windows
from awards.views.work_links import row_url
from dandvan import clock
from dandvan.roles import Role, roles_of
from dandvan.views import RoleRequiredMixin
from models_registry.enums import WindowKind
from models_registry.queries_year_calendar import changes_of_years, feed_of

NAMING_ROLES = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC, Role.CHAIR})


class CalendarView(RoleRequiredMixin, TemplateView):
    """Everybody sees windows; clerk, bloc and chairman also see who has not done it."""

    http_method_names = ["get", "head", "options"]
    template_name = "awards/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The current year first, then the next, then the last one, as far as they have windows."""
        user, today = self.request.user, clock.today()
        feed = feed_of(user)
        years = [today.year, today.year + 1, today.year - 1]
        windows = windows_of_years(user.commune_id, years)
        names = bool(roles_of(user) & NAMING_ROLES)
        undone = undone_in_years(user.commune_id, years, today) if names else None
        views = window_views(windows, undone, today)
        clerk = Role.CLERK in roles_of(user)
        late = late_supplements(undone, today) if undone else []
        rows = [_row(view, clerk=clerk) for view in views]
        _mark_late_reports(rows)
        return super().get_context_data(
            today=today,
            shown=[
                {
                    "year": year,
                    "row": mine[0].year,
                    "may_lock": clerk and year <= today.year,
                    "title": f"Năm thi đua {year}",
                    "chart": chart_windows(mine),
                    "windows": [row for row in rows if row["view"].window.year.year == year],
                }
                for year in years
                if (mine := [window for window in windows if window.year.year == year])
            ],
            late_supplements=[(_named(person, clerk=clerk), due) for person, due in late],
            names=names,
            clerk=clerk,
            locker=bool(roles_of(user) & {Role.CLERK, Role.CHAIR}),
            feed=feed,
            feed_url=self.request.build_absolute_uri(
                reverse("awards:calendar_feed", args=[feed.token])
            )
            if feed
            else "",
            changes=changes_of_years(user.commune_id, years),
            **kwargs,
        )


def _named(person: Person, *, clerk: bool) -> dict[str, Any]:
    """A name with the page of its model or dossier."""
    url = row_url(person.key, person.pk, clerk=clerk) if person.key else ""
    return {"person": person, "url": url}


def _row(view: WindowView, *, clerk: bool) -> dict[str, Any]:
    """One window with its names and the anchor that the first page leads to."""
    late = view.is_over and view.window.kind == WindowKind.RESULT_REPORT and view.undone
    return {
        "view": view,
        "anchor": f"dot-{view.window.pk}",
        "late": bool(late),
        "people": [_named(person, clerk=clerk) for person in view.undone],
    }


def _mark_late_reports(rows: list[dict[str, Any]]) -> None:
    """The first page's count of overdue results leads to the first such window."""
    first = next((row for row in rows if row["late"]), None)
    if first:
        first["anchor"] = "qua-han-bao-cao"
