"""What opening a new year carries over, and what is still missing for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models_registry.domain.year_windows import Span, next_year
from models_registry.enums import FactStatus
from models_registry.models import (
    DanVanModel,
    EmulationYear,
    Individual,
    Village,
    YearlyRecord,
    YearOpening,
    YearWindow,
)
from models_registry.models.dated import on_day
from models_registry.queries_living import UNFINISHED, living_models
from models_registry.queries_year_calendar import spans_of

# From this month on it is the coming year that is opened.
FIRST_MONTH = 7


@dataclass(frozen=True)
class CarriedWindow:
    """A window of the former year with its days a year later; whether it clashes there."""

    window: YearWindow
    name: str
    starts: date
    ends: date
    clashes: bool


@dataclass(frozen=True)
class OpeningView:
    """Everything the page of opening a year says."""

    former: EmulationYear
    number: int
    done: YearOpening | None
    windows: list[CarriedWindow]
    carried: list[tuple[str, int]]
    missing: list[str]


def year_to_open_from(commune_id: int | None, today: date) -> EmulationYear | None:
    """The year whose successor is opened now; None while the commune has none."""
    number = today.year if today.month >= FIRST_MONTH else today.year - 1
    rows = EmulationYear.objects.filter(plan__commune_id=commune_id, year__lte=number)
    return rows.select_related("plan__commune").order_by("-year", "-pk").first()


def opening_view(former: EmulationYear, today: date) -> OpeningView:
    """What is carried into the year after this one, and what is missing."""
    number, commune_id = former.year + 1, former.plan.commune_id
    target = EmulationYear.objects.filter(plan=former.plan, year=number).first()
    there = spans_of(target) if target else []
    living = living_models(commune_id, number).count()
    unfinished = DanVanModel.objects.filter(year=former, state__in=UNFINISHED).count()
    villages = Village.objects.filter(on_day(today), commune_id=commune_id)
    return OpeningView(
        former,
        number,
        YearOpening.objects.filter(year__plan=former.plan, year__year=number)
        .select_related("year", "by__individual")
        .first(),
        [_carried(row, there, number) for row in former.windows.select_related("year")],
        [
            ("Làng", villages.count()),
            ("Cá nhân", Individual.objects.filter(commune_id=commune_id).count()),
            ("Mô hình đang sống, cần rà soát", living),
            ("Mô hình chưa xong, cần gia hạn hoặc kết thúc", unfinished),
        ],
        _missing(former, villages.filter(name="").count(), unfinished),
    )


def _carried(row: YearWindow, there: list[Span], number: int) -> CarriedWindow:
    """One window a year later."""
    starts, ends = next_year(row.starts), next_year(row.ends)
    clashes = any(
        span.kind == row.kind and span.starts <= ends and starts <= span.ends for span in there
    )
    name = row.name.replace(str(number - 1), str(number))
    return CarriedWindow(row, name, starts, ends, clashes)


def _missing(former: EmulationYear, nameless: int, unfinished: int) -> list[str]:
    """Facts that are not there yet; none of them stops the opening."""
    said = []
    if not former.plan.number or not former.plan.date:
        said.append("Kế hoạch phát động chưa có số, ngày.")
    if nameless:
        said.append(f"{nameless:02d} làng chưa có tên.")
    provisional = YearlyRecord.objects.filter(
        year=former, is_current=True, status=FactStatus.PROVISIONAL
    ).count()
    if provisional:
        said.append(f"{provisional:02d} kết quả của năm {former.year} còn tạm tính.")
    if unfinished:
        said.append(f"{unfinished:02d} mô hình năm {former.year} chưa xong.")
    if former.locked_at is None:
        said.append(f"Năm {former.year} chưa khóa.")
    return said
