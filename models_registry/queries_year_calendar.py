"""Reading the calendar of the years: windows as spans, moves, feeds, what a feed tells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dandvan.ics import DayEvent
from models_registry.domain.year_windows import Span
from models_registry.enums import ReminderAbout
from models_registry.models import CalendarFeed, EmulationYear, User, WindowChange, YearWindow
from models_registry.queries_reminding import due_of_person

DUE_WORDS = {
    ReminderAbout.CORRECTIONS: "Hạn bổ sung",
    ReminderAbout.REPORT: "Hạn báo cáo kết quả",
    ReminderAbout.DRAFT: "Hạn gửi đăng ký",
}


def spans_of(year: EmulationYear, *, but: YearWindow | None = None) -> list[Span]:
    """The windows of a year as the rules look at them, without one of them."""
    rows = year.windows.exclude(pk=but.pk) if but else year.windows.all()
    return [Span(row.name, row.kind, row.starts, row.ends) for row in rows]


def changes_of_years(commune_id: int | None, years: Iterable[int]) -> list[WindowChange]:
    """Moves of windows of these years, the latest first."""
    rows = WindowChange.objects.filter(
        window__year__plan__commune_id=commune_id, window__year__year__in=years
    )
    return list(rows.select_related("window__year", "by__individual").order_by("-pk"))


def feed_of(user: User) -> CalendarFeed | None:
    """The person's address in use, if there is one."""
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True).first()


def user_of_feed(token: str) -> User | None:
    """Whose address this is, while it is in use and the account is open."""
    feed = (
        CalendarFeed.objects.filter(token=token, revoked_at__isnull=True, user__is_active=True)
        .select_related("user")
        .first()
    )
    return feed.user if feed else None


def calendar_events(user: User, today: date) -> list[DayEvent]:
    """Windows of last, this and next year, and the due days of the person's own models."""
    windows = YearWindow.objects.filter(
        year__plan__commune_id=user.commune_id,
        year__year__range=(today.year - 1, today.year + 1),
    ).order_by("starts", "pk")
    events = [
        DayEvent(f"dot-{row.pk}@danvankheo", row.name, row.starts, row.ends) for row in windows
    ]
    for task in due_of_person(user, today):
        if task.dv_model is None or task.until is None:
            continue
        named = task.dv_model.code or str(task.dv_model)
        events.append(
            DayEvent(
                f"han-{task.about}-{task.dv_model.pk}@danvankheo",
                f"{DUE_WORDS[task.about]}: mô hình {named}",
                task.until,
                task.until,
            )
        )
    return events
