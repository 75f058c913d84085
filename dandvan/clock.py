"""The only clock of the movement: `today()` and `now()`.

A real installation follows the calendar. The demo runs on a working date (one settings row,
read once per request or command); `now()` is then that date with the real time of day.
`at()` lets the demo loader and tests act on a chosen moment. Sessions, tokens and rate limits
never ask this module: they live in real time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)
_working_date: ContextVar[date | None] = ContextVar("working_date", default=None)
_working_date_read: ContextVar[bool] = ContextVar("working_date_read", default=False)


def demo_date() -> date | None:
    """The assumed working date of the demo; None in a real installation."""
    if not _working_date_read.get():
        load_working_date()
    return _working_date.get()


def load_working_date() -> None:
    """Read the working date from its row (once per request or command)."""
    from dandvan.models import WorkingDate  # noqa: PLC0415 -- models need the app registry

    row = WorkingDate.objects.filter(pk=1).first()
    _working_date.set(row.day if row else None)
    _working_date_read.set(True)


def forget_working_date() -> None:
    """Make the next question read the row again."""
    _working_date_read.set(False)
    _working_date.set(None)


def now() -> datetime:
    """The moment of the act, aware, in the zone of the commune."""
    moment = _moment.get()
    if moment is not None:
        return moment
    real = timezone.localtime()
    day = demo_date()
    return real if day is None else datetime.combine(day, real.timetz())


def today() -> date:
    """The day of the act in the zone of the commune."""
    return now().date()


@contextmanager
def at(moment: datetime | date) -> Iterator[None]:
    """Act at a chosen moment (a plain date means 09:00); for the demo loader and tests."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(9, 0))
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
