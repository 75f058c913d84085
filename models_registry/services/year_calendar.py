"""The calendar of a year: windows are moved with a reason; calendar programs get an address."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, has_role
from dandvan.vietnamese import one_line
from models_registry.domain.year_windows import Span, span_refusals
from models_registry.models import CalendarFeed, EmulationYear, User, WindowChange, YearWindow
from models_registry.queries_year_calendar import spans_of
from models_registry.services.year_lock import refuse_locked_year

REASON_LENGTH = 300


@transaction.atomic
def move_window(
    *, user: User, window_id: int, starts: date, ends: date, reason: str
) -> WindowChange:
    """Give a window other days; the trace keeps the old ones and why (plan V.1).

    Raises NotAllowed for anybody but CLERK, DomainError with every reason: no reason, days
    unchanged, turned round, overlapping a window of the same kind, out of the year's course.
    """
    if not has_role(user, Role.CLERK):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê đổi được thời hạn trong năm."])
    found = YearWindow.objects.filter(pk=window_id, year__plan__commune_id=user.commune_id).first()
    if found is None:
        raise DomainError(["Không tìm thấy đợt này."])
    # The year is the lock: two windows moved at once never come to overlap.
    year = EmulationYear.objects.select_for_update(of=("self",)).get(pk=found.year_id)
    window = YearWindow.objects.select_for_update(of=("self",)).get(pk=window_id)
    refuse_locked_year(year)
    reason = one_line(reason)
    if not reason:
        raise DomainError("Ghi lý do đổi thời hạn.", field="reason")
    if len(reason) > REASON_LENGTH:
        raise DomainError(f"Lý do dài quá {REASON_LENGTH} ký tự.", field="reason")
    if (starts, ends) == (window.starts, window.ends):
        raise DomainError("Thời hạn vẫn như cũ. Chọn ngày khác, hoặc quay lại lịch.")
    span = Span(window.name, window.kind, starts, ends)
    if refusals := span_refusals(span, spans_of(year, but=window), year.year):
        raise DomainError(refusals)
    row = WindowChange.objects.create(
        window=window,
        old_starts=window.starts,
        old_ends=window.ends,
        new_starts=starts,
        new_ends=ends,
        reason=reason,
        by=user,
        at=clock.now(),
    )
    window.starts, window.ends = starts, ends
    window.save(update_fields=["starts", "ends"])
    row.window = window
    return row


@transaction.atomic
def make_feed(*, user: User) -> CalendarFeed:
    """A new secret address for the person's calendar program; an older one ends."""
    end_feed(user=user)
    return CalendarFeed.objects.create(
        user=user, token=secrets.token_urlsafe(32), created_at=clock.now()
    )


@transaction.atomic
def end_feed(*, user: User) -> bool:
    """The person's address leads nowhere any more; whether there was one."""
    # The account is the lock: two clicks never leave two addresses in use.
    User.objects.select_for_update().get(pk=user.pk)
    in_use = CalendarFeed.objects.filter(user=user, revoked_at__isnull=True)
    return bool(in_use.update(revoked_at=clock.now()))
