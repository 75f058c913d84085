"""A new year is opened from the one before, in one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, has_role
from dandvan.vietnamese import one_line, short_date
from models_registry.domain.year_windows import Span, span_refusals
from models_registry.models import (
    EmulationPlan,
    EmulationYear,
    User,
    YearOpening,
    YearWindow,
)
from models_registry.queries_year_calendar import spans_of


@dataclass(frozen=True)
class NewWindow:
    """A window that is carried over: from which one, with which name and days."""

    source_id: int
    name: str
    starts: date
    ends: date


@transaction.atomic
def open_year(*, user: User, from_year_id: int, windows: Sequence[NewWindow]) -> YearOpening:
    """Open the year after this one with the windows given (plan V.1); the plan goes on.

    People, villages and living models are rows of every year: nothing of them is copied.
    Raises NotAllowed for anybody but CLERK, DomainError: opened already, no window, days that
    do not fit; nothing is written then.
    """
    if not has_role(user, Role.CLERK):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê mở năm thi đua mới."])
    found = EmulationYear.objects.filter(pk=from_year_id, plan__commune_id=user.commune_id).first()
    if found is None:
        raise DomainError(["Không tìm thấy năm thi đua này."])
    # The plan is the lock: two clerks never open one year twice.
    plan = EmulationPlan.objects.select_for_update(of=("self",)).get(pk=found.plan_id)
    number = found.year + 1
    done = YearOpening.objects.filter(year__plan=plan, year__year=number).first()
    if done is not None:
        raise DomainError([opened_words(done)])
    if not windows:
        raise DomainError(["Chọn ít nhất một đợt mang sang năm mới."])
    year, _ = EmulationYear.objects.get_or_create(plan=plan, year=number)
    _write_windows(found, year, windows)
    return YearOpening.objects.create(
        year=year, from_year=found, windows=len(windows), by=user, at=clock.now()
    )


def opened_words(row: YearOpening) -> str:
    """Who opened a year and when."""
    day = row.at.astimezone(clock.now().tzinfo).date()
    return (
        f"Năm {row.year.year} đã được {row.by.display_name} mở ngày {short_date(day)}; "
        "không mở hai lần. Thêm, đổi từng đợt ở Lịch phong trào."
    )


def _write_windows(
    former: EmulationYear, year: EmulationYear, windows: Sequence[NewWindow]
) -> None:
    """Write the windows; all refusals at once, naming the window."""
    sources = {row.pk: row for row in former.windows.all()}
    if any(given.source_id not in sources for given in windows):
        raise DomainError(["Có đợt không thuộc năm trước. Tải lại trang rồi chọn lại."])
    taken = set(year.windows.values_list("code", flat=True))
    spans = spans_of(year)
    mine = [
        Span(one_line(given.name), sources[given.source_id].kind, given.starts, given.ends)
        for given in windows
    ]
    reasons = []
    for number, (given, span) in enumerate(zip(windows, mine, strict=True)):
        others = [*spans, *mine[:number], *mine[number + 1 :]]
        reasons += [f"{span.name}: {text}" for text in span_refusals(span, others, year.year)]
        if not span.name:
            reasons.append("Ghi tên của từng đợt.")
        if new_code(sources[given.source_id]) in taken:
            reasons.append(f"{span.name}: năm {year.year} đã có đợt này.")
    if reasons:
        raise DomainError(list(dict.fromkeys(reasons)))
    for given, span in zip(windows, mine, strict=True):
        YearWindow.objects.create(
            year=year,
            code=new_code(sources[given.source_id]),
            kind=span.kind,
            name=span.name,
            starts=span.starts,
            ends=span.ends,
        )


def new_code(window: YearWindow) -> str:
    """The code of the same window a year later."""
    number = window.year.year
    return window.code.replace(str(number), str(number + 1))
