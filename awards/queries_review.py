"""Interim and final reviews: who reads them, and their figures put together (plan V.1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from awards.domain.review_figures import (
    Cell,
    Line,
    ReviewFigures,
    ReviewTable,
    counted,
    from_json,
    plain,
    share,
)
from awards.enums import ReviewKind, TargetKind
from awards.models import PeriodReview, YearTarget
from awards.queries_review_around import (
    award_table,
    evaluation_table,
    participation_table,
    resource_table,
    spread_table,
    telling_table,
    title_table,
)
from awards.queries_review_models import ids, model_history
from awards.queries_review_tables import (
    YearRows,
    area_table,
    field_table,
    gap_table,
    late_table,
    living_table,
    movement_table,
    state_table,
    step_table,
    subject_table,
    village_table,
    window_table,
)
from dandvan import clock
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import vn_number
from models_registry.enums import ModelState, WindowKind
from models_registry.models import EmulationYear, User, Village, YearWindow
from models_registry.queries_figure_totals import NOT_COUNTED

REVIEW_READERS = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC, Role.CHAIR, Role.VIEWER})
_WINDOW_OF = {
    ReviewKind.INTERIM: WindowKind.INTERIM_REVIEW,
    ReviewKind.FINAL: WindowKind.FINAL_REVIEW,
}


def reviews_visible_to(user: User) -> QuerySet[PeriodReview]:
    """Reviews of the person's commune, for the office and the leaders."""
    rows = PeriodReview.objects.filter(commune_id=user.commune_id, commune__isnull=False)
    if not roles_of(user) & REVIEW_READERS:
        return rows.none()
    return rows.select_related("commune", "year__plan__commune", "document__paper")


def default_day(year: EmulationYear, kind: str) -> date:
    """The last day of the year's window for this review, else 30 June or 31 December."""
    windows = YearWindow.objects.filter(year=year, kind=_WINDOW_OF[ReviewKind(kind)])
    last = windows.order_by("-ends").first()
    if last is not None:
        return last.ends
    return date(year.year, 6, 30) if kind == ReviewKind.INTERIM else date(year.year, 12, 31)


def figures_of(review: PeriodReview) -> ReviewFigures:
    """The figures of a review: the kept ones of an issued paper, else those of the data."""
    if review.figures is not None:
        return from_json(review.figures)
    return live_figures(review.year, review.kind, review.date)


def last_day(year: int, kind: str, day: date) -> date:
    """Until when things count: the day of an interim review, the whole year of a final one."""
    return day if kind == ReviewKind.INTERIM else max(day, date(year, 12, 31))


def year_before(day: date) -> date:
    """The same day a year earlier; 28 February for the day that year lacks."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def live_figures(year: EmulationYear, kind: str, day: date) -> ReviewFigures:
    """Every table of a review from the data as it is now, as of the review's last day.

    `year` with its plan and commune. About 35 queries, whatever the number of rows.
    """
    until = last_day(year.year, kind, day)
    seen = min(until, clock.today())
    data = _year_rows(year, until, seen)
    people = participation_table(year, seen)
    field, area, village = field_table(data), area_table(data), village_table(data)
    going = [row.pk for row in data.living]
    standing = [*ids(data.rows, recognized=True), *going]
    tables = (
        _summary(year, data, people, going),
        state_table(data),
        window_table(data),
        field,
        area,
        village,
        subject_table(data),
        living_table(data),
        movement_table(data),
        people,
        title_table(year, len(data.villages), seen),
        resource_table(
            (row.pk for row in data.rows if row.state not in NOT_COUNTED),
            until,
            whole=until >= clock.today(),
        ),
        evaluation_table(year, seen),
        award_table(year, seen),
        spread_table(standing, seen),
        telling_table(year, seen),
        step_table(data),
        late_table(data),
        gap_table((field, area, village)),
    )
    return ReviewFigures(year.year, str(kind), seen, tables)


def _year_rows(year: EmulationYear, until: date, seen: date) -> YearRows:
    """What the tables of models are made of."""
    commune, plan = year.plan.commune, year.plan
    history = model_history(commune.pk, year.year)
    villages = Village.objects.filter(commune=commune).on(seen).order_by("code")
    return YearRows(
        rows=history.of_year(year.year, until),
        before=history.of_year(year.year - 1, year_before(until)),
        history=history,
        year=year.year,
        until=until,
        day=seen,
        windows=tuple(year.windows.all()),
        areas=tuple(plan.areas.all()),
        villages=tuple(villages),
        movements=tuple(plan.movements.all()),
    )


def _summary(
    year: EmulationYear, data: YearRows, people: ReviewTable, going: list[int]
) -> ReviewTable:
    """The head figures beside last year and the year's targets."""
    rows, before = data.rows, data.before
    targets = {row.kind: row.value for row in YearTarget.objects.filter(year=year, is_current=True)}
    all_people = people.lines[-1].cells
    recognized, accepted = ids(rows, recognized=True), ids(rows, accepted=True)
    was, taken = ids(before, recognized=True), ids(before, accepted=True)
    former = data.history.living_before(data.year - 1, year_before(data.until))
    lines = [
        _line("entered", "Mô hình đã lập", [r.pk for r in rows], [r.pk for r in before]),
        _line(
            "sent",
            "Mô hình đã gửi đăng ký",
            ids(rows, sent=True),
            ids(before, sent=True),
            targets.get(TargetKind.REGISTERED),
        ),
        _line("accepted", "Mô hình đã tiếp nhận", accepted, taken),
        _line(
            "recognized",
            "Mô hình được công nhận",
            recognized,
            was,
            targets.get(TargetKind.RECOGNIZED),
        ),
        Line(
            "rate",
            "Tỷ lệ công nhận trên số đã tiếp nhận",
            (share(len(recognized), len(accepted)), share(len(was), len(taken)), *_target()),
        ),
        *(
            _line(state.value, f"Mô hình {words}", ids(rows, state=state), ids(before, state=state))
            for state, words in (
                (ModelState.DECLINED, "không được công nhận"),
                (ModelState.WITHDRAWN, "đã rút"),
                (ModelState.NOT_CARRIED_OUT, "không thực hiện"),
                (ModelState.REVOKED, "bị thu hồi công nhận"),
            )
        ),
        _line(
            "living",
            "Mô hình được công nhận đang duy trì",
            [*recognized, *going],
            [*was, *(row.pk for row in former)],
        ),
        Line(
            "participation",
            "Tỷ lệ đăng ký tham gia",
            (
                all_people[4],
                Cell("–"),
                *_target(targets.get(TargetKind.PARTICIPATION), all_people[4].number, "%"),
            ),
        ),
    ]
    head = ("Năm nay", "Năm trước", "Chỉ tiêu", "So với chỉ tiêu")
    note = "Năm trước tính đến cùng ngày của năm trước."
    return ReviewTable("summary", "Kết quả chung", "Nội dung", head, tuple(lines), note)


def _line(
    key: str,
    label: str,
    now: list[int] | tuple[int, ...],
    last: list[int] | tuple[int, ...],
    target: Decimal | None = None,
) -> Line:
    """Models of this year, of last year, the target and how far it is reached."""
    return Line(key, label, (counted(now), counted(last), *_target(target, len(now))))


def _target(
    target: Decimal | None = None, reached: float | None = None, unit: str = ""
) -> tuple[Cell, Cell]:
    """A target and whether it is reached; dashes without one."""
    if target is None or reached is None:
        return Cell("–"), Cell("–")
    apart = Decimal(str(reached)) - target
    words = "đạt" if apart >= 0 else f"thiếu {vn_number(-apart)}{unit}"
    return plain(float(target), f"{vn_number(target)}{unit}"), Cell(words)
