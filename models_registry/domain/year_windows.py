"""Whether the days of a window fit its year and the other windows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dandvan.vietnamese import short_date
from models_registry.enums import WindowKind

# What begins no earlier than what: nobody reports before anybody could register.
COURSE = (
    WindowKind.REGISTRATION,
    WindowKind.RESULT_REPORT,
    WindowKind.ASSESSMENT,
    WindowKind.FINAL_REVIEW,
)


@dataclass(frozen=True)
class Span:
    """A window as far as the rules look at it."""

    name: str
    kind: str
    starts: date
    ends: date


def span_refusals(span: Span, others: Iterable[Span], year: int) -> list[str]:
    """Why these days cannot be: turned round, far from the year, overlapping, out of order."""
    if span.ends < span.starts:
        return [
            f"Ngày cuối ({short_date(span.ends)}) trước ngày đầu ({short_date(span.starts)})."
            " Sửa lại một trong hai ngày."
        ]
    refusals = []
    first, last = date(year - 1, 7, 1), date(year + 1, 6, 30)
    if span.starts < first or span.ends > last:
        refusals.append(
            f"Đợt của năm {year} nằm trong khoảng từ {short_date(first)} đến {short_date(last)}."
        )
    rows = list(others)
    for other in rows:
        if other.kind == span.kind and other.starts <= span.ends and span.starts <= other.ends:
            refusals.append(
                f"Trùng ngày với đợt “{other.name}” cùng loại "
                f"({short_date(other.starts)} – {short_date(other.ends)})."
            )
    return [*refusals, *_order_refusals(span, rows)]


def _order_refusals(span: Span, others: list[Span]) -> list[str]:
    """The first window of each kind keeps to the course of the year."""
    if span.kind not in COURSE:
        return []
    place = COURSE.index(WindowKind(span.kind))
    own = min([span.starts, *(row.starts for row in others if row.kind == span.kind)])
    refusals = []
    for kind in COURSE:
        rows = [row for row in others if row.kind == kind]
        if kind == span.kind or not rows:
            continue
        first = min(rows, key=lambda row: row.starts)
        before = COURSE.index(kind) < place
        if before and own < first.starts:
            refusals.append(f"Không mở trước đợt “{first.name}” (từ {short_date(first.starts)}).")
        if not before and own > first.starts:
            refusals.append(f"Không mở sau đợt “{first.name}” (từ {short_date(first.starts)}).")
    return refusals


def next_year(day: date) -> date:
    """The same day a year later; the last of February for a leap day."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap else day.day)
