"""The calendar of a year as places on a strip: percent across, lanes down. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

# Width of the strip on a desktop and of one letter of a label, both in pixels: enough to keep
# labels of one lane apart; on a phone the labels are not drawn.
STRIP_PX = 900
LETTER_PX = 6.2
LANE_PX = 30
TOP_PX = 20
IN_BAR_PX = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One window: x and width in percent, y in pixels; label_x and anchor place its name."""

    name: str
    tone: str
    x: str
    width: str
    y: int
    label_x: str
    label_dx: int
    anchor: str
    dates: str
    open_now: bool

    @property
    def is_outside(self) -> bool:
        """Whether the name stands beside its bar, over the lines of the months."""
        return self.label_dx != IN_BAR_PX


@dataclass(frozen=True, slots=True)
class YearChart:
    """Everything the drawing needs; heights in pixels, places in percent with a point."""

    year: int
    bars: list[Bar]
    months: list[tuple[int, str]]
    today_x: str
    today_label: str
    today_anchor: str
    height: int
    axis_y: int


def _percent(day: date, year: int, *, end: bool = False) -> float:
    """Place of a day on the strip, 0 to 100; days outside the year stop at its edge."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    length = (last - first).days + 1
    return min(100.0, max(0.0, ((day - first).days + (1 if end else 0)) / length * 100))


def _value(window: Any, key: str, default: Any = None) -> Any:
    """Attribute of an object or entry of a mapping."""
    if isinstance(window, Mapping):
        return window.get(key, default)
    return getattr(window, key, default)


def _free_lane(lanes: list[float], start: float, end: float) -> int:
    """Number of the first lane whose last label ends before `start`; notes the new end."""
    for index, taken in enumerate(lanes):
        if taken <= start:
            lanes[index] = end
            return index
    lanes.append(end)
    return len(lanes) - 1


def _text(number: float) -> str:
    """A number for an attribute: a point, never the comma of the Vietnamese locale."""
    return f"{number:.2f}"


def _label_place(x: float, right: float, label: float) -> tuple[float, int, str, float, float]:
    """Where a name goes: in its bar, else after it, else before it.

    Gives place, shift in pixels, text anchor, and the stretch (start, end) taken on the lane.
    """
    if label <= right - x:
        return x, IN_BAR_PX, "start", x, right
    if right + label <= 100:
        return right, 8, "start", x, right + label
    return x, -8, "end", x - label, right


def _bar(window: Any, year: int, today: date | None, lanes: list[float]) -> Bar:
    """Place one window and its name."""
    name, start, end = (_value(window, key) for key in ("name", "starts", "ends"))
    x, right = _percent(start, year), _percent(end, year, end=True)
    label = (len(name) * LETTER_PX + 20) / STRIP_PX * 100
    label_x, shift, anchor, taken_from, taken_to = _label_place(x, right, label)
    lane = _free_lane(lanes, taken_from, taken_to + 0.6)
    one_year = start.year == end.year == year
    shape = "%d/%m" if one_year else "%d/%m/%Y"
    return Bar(
        name=name,
        tone=_value(window, "tone") or "go",
        x=_text(x),
        width=_text(max(right - x, 0.5)),
        y=TOP_PX + lane * LANE_PX,
        label_x=_text(label_x),
        label_dx=shift,
        anchor=anchor,
        dates=f"{start.strftime(shape)} – {end.strftime(shape)}",
        open_now=today is not None and start <= today <= end,
    )


def draw_year(year: int, windows: Iterable[Any], today: date | None = None) -> YearChart:
    """Places of the windows (objects or mappings: name, starts, ends, tone) that touch the year."""
    inside = [
        window
        for window in windows
        if _value(window, "starts") <= date(year, 12, 31)
        and _value(window, "ends") >= date(year, 1, 1)
    ]
    inside.sort(key=lambda window: (_value(window, "starts"), _value(window, "ends")))
    lanes: list[float] = []
    bars = [_bar(window, year, today, lanes) for window in inside]
    axis_y = TOP_PX + max(len(lanes), 1) * LANE_PX + 4
    shown = today if today is not None and today.year == year else None
    place = _percent(shown, year) if shown else 0.0
    return YearChart(
        year=year,
        bars=bars,
        months=[(month, _text(_percent(date(year, month, 1), year))) for month in range(1, 13)],
        today_x=_text(place) if shown else "",
        today_label=f"{shown:%d/%m}" if shown else "",
        today_anchor="end" if place > 92 else "start" if place < 8 else "middle",
        height=axis_y + 24,
        axis_y=axis_y,
    )
