"""The calendar page: what each window asks, and who has not done it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from awards.enums import DossierState, NominationState
from awards.models import Dossier, Nomination, NomineeVote
from awards.queries_home import days_left
from dandvan.vietnamese import short_date
from models_registry.enums import AwardLevel, ModelState, ReportKind, WindowKind
from models_registry.models import (
    Collective,
    DanVanModel,
    EmulationYear,
    ModelReport,
    YearWindow,
)
from models_registry.models.dated import on_day
from models_registry.queries_sent import STANDING, unsent_models

ASKS: dict[str, str] = {
    WindowKind.REGISTRATION: "Tập thể, cá nhân đăng ký mô hình; Văn phòng – thống kê tiếp nhận.",
    WindowKind.UPWARD_REGISTRATION: "Văn phòng – thống kê lập, trình ký và gửi danh sách mô hình "
    "đăng ký với cấp trên.",
    WindowKind.PROGRESS: "Chủ mô hình báo cáo tiến độ.",
    WindowKind.RESULT_REPORT: "Chủ mô hình báo cáo kết quả kèm số liệu và minh chứng.",
    WindowKind.ASSESSMENT: "Văn phòng – thống kê và Khối Dân vận thẩm định từng mô hình.",
    WindowKind.INTERIM_REVIEW: "Xã sơ kết phong trào.",
    WindowKind.COUNCIL: "Hội đồng họp bình xét các đề nghị khen thưởng.",
    WindowKind.DOSSIER: "Lập, ký và gửi hồ sơ đề nghị khen thưởng.",
    WindowKind.FINAL_REVIEW: "Xã tổng kết phong trào.",
}
NOUNS: dict[str, str] = {
    WindowKind.REGISTRATION: "tập thể",
    WindowKind.UPWARD_REGISTRATION: "mô hình",
    WindowKind.PROGRESS: "mô hình",
    WindowKind.RESULT_REPORT: "mô hình",
    WindowKind.ASSESSMENT: "mô hình",
    WindowKind.COUNCIL: "đề nghị",
    WindowKind.DOSSIER: "hồ sơ",
}


@dataclass(frozen=True)
class Person:
    """Somebody who has not done it: a name and the model or dossier, if there is one."""

    name: str
    about: str = ""
    key: str = ""
    pk: int = 0


@dataclass(frozen=True)
class WindowView:
    """One window: when, what it asks, how it stands, who (counted in `noun`) has not done it."""

    window: Any
    asks: str
    status: str
    noun: str
    undone: list[Person] = field(default_factory=list)
    is_over: bool = False


@dataclass(frozen=True)
class Undone:
    """What is not done in the years shown, read in a few queries; models know their `unsent`."""

    models: list[Any]
    without_model: dict[int, list[Collective]]
    nominations: list[Nomination]
    dossiers: list[Dossier]


def windows_of_years(commune_id: int | None, years: Iterable[int]) -> list[YearWindow]:
    """Windows of the commune that count for these emulation years, in order of time."""
    rows = YearWindow.objects.filter(year__plan__commune_id=commune_id, year__year__in=years)
    return list(rows.select_related("year").order_by("year__year", "starts", "id"))


def undone_in_years(commune_id: int | None, years: list[int], today: date) -> Undone:
    """Models not yet reported or assessed, collectives without a model, and so on."""
    progress = ModelReport.objects.filter(
        dv_model=OuterRef("pk"), kind=ReportKind.PROGRESS, is_current=True
    )
    models = DanVanModel.objects.filter(
        commune_id=commune_id,
        year__year__in=years,
        state__in=(ModelState.RETURNED, *STANDING),
    ).annotate(has_progress=Exists(progress))
    unsent = unsent_models(DanVanModel.objects.filter(pk=OuterRef("pk")))
    models = models.annotate(unsent=Exists(unsent))
    unvoted = Nomination.objects.filter(
        ~Exists(NomineeVote.objects.filter(nomination=OuterRef("pk"))),
        commune_id=commune_id,
        evaluation__year__year__in=years,
        state=NominationState.PUT_FORWARD,
        award_kind__makes_dossier=True,
    )
    unfinished = Dossier.objects.filter(
        commune_id=commune_id,
        year__year__in=years,
        award_kind__level=AwardLevel.UPWARD,
    ).exclude(state__in=(DossierState.SENT, DossierState.DECIDED, DossierState.CANCELLED))
    return Undone(
        models=list(models.select_related("year", "owner_person", "collective", "individual")),
        without_model=_without_model(commune_id, years, today),
        nominations=list(
            unvoted.select_related(
                "evaluation__year", "evaluation__collective", "evaluation__individual"
            )
        ),
        dossiers=list(unfinished.select_related("year", "award_kind")),
    )


def _without_model(
    commune_id: int | None, years: list[int], today: date
) -> dict[int, list[Collective]]:
    """Collectives of the movement that have registered nothing, by year; two queries."""
    collectives = list(
        Collective.objects.filter(on_day(today), commune_id=commune_id, kind__eligible=True)
    )
    taking_part = set(
        DanVanModel.objects.filter(
            commune_id=commune_id, year__year__in=years, collective__isnull=False
        )
        .exclude(state__in=(ModelState.DRAFT, ModelState.WITHDRAWN))
        .values_list("year__year", "collective_id")
    )
    return {
        year: [row for row in collectives if (year, row.pk) not in taking_part] for year in years
    }


def window_views(windows: list[YearWindow], undone: Undone | None, today: date) -> list[WindowView]:
    """Every window with its words; names are left out when `undone` is None.

    Who has not registered is named once a year: at the last registration that has begun, and
    not for years gone by.
    """
    asked: dict[int, int] = {
        window.year_id: window.pk
        for window in sorted(windows, key=lambda row: row.starts)
        if window.kind == WindowKind.REGISTRATION
        and window.starts <= today
        and window.year.year >= today.year
    }
    return [
        _view(
            window,
            None
            if window.kind == WindowKind.REGISTRATION and asked.get(window.year_id) != window.pk
            else undone,
            today,
        )
        for window in windows
    ]


def _view(window: YearWindow, undone: Undone | None, today: date) -> WindowView:
    """One window on this day."""
    started, is_over = window.starts <= today, window.ends < today
    if is_over:
        status = "đã hết hạn"
    elif started:
        status = f"đang mở, {days_left(window.ends, today)}"
    else:
        status = f"từ ngày {short_date(window.starts)}"
    names = _who(window, undone) if undone and started else []
    return WindowView(
        window, ASKS.get(window.kind, ""), status, NOUNS.get(window.kind, ""), names, is_over
    )


def _who(window: YearWindow, undone: Undone) -> list[Person]:
    """Who has not done what the window asks."""
    year = window.year.year
    models = [row for row in undone.models if row.year_id == window.year_id]
    if window.kind == WindowKind.REGISTRATION:
        return [Person(row.name) for row in undone.without_model.get(year, ())]
    if window.kind == WindowKind.UPWARD_REGISTRATION:
        return _people(row for row in models if row.unsent)
    if window.kind == WindowKind.PROGRESS:
        return _people(
            row for row in models if row.state == ModelState.ACCEPTED and not row.has_progress
        )
    if window.kind == WindowKind.RESULT_REPORT:
        return _people(row for row in models if row.state == ModelState.ACCEPTED)
    if window.kind == WindowKind.ASSESSMENT:
        return _people(row for row in models if row.state == ModelState.REPORTED)
    if window.kind == WindowKind.COUNCIL:
        return [
            Person(str(row.subject))
            for row in undone.nominations
            if row.evaluation.year_id == window.year_id
        ]
    if window.kind == WindowKind.DOSSIER:
        return [
            Person(row.code, str(row.award_kind), "dossier", row.pk)
            for row in undone.dossiers
            if row.year_id == window.year_id
        ]
    return []


def open_dossiers(year: EmulationYear) -> tuple[str, ...]:
    """Dossiers of the year that are neither sent, decided nor given up, as one sentence."""
    rows = Dossier.objects.filter(year=year).exclude(
        state__in=(DossierState.DECIDED, DossierState.CANCELLED)
    )
    rows = rows.exclude(state=DossierState.SENT, award_kind__level=AwardLevel.UPWARD)
    codes = list(rows.order_by("code").values_list("code", flat=True))
    return (f"Hồ sơ chưa gửi, chưa quyết định: {', '.join(codes)}.",) if codes else ()


def people_waiting(window: YearWindow, today: date) -> list[Person]:
    """Who has not done what one window asks, whether it has begun or not."""
    year = window.year
    undone = undone_in_years(year.plan.commune_id, [year.year], today)
    return _who(window, undone)


def _people(models: Iterable[Any]) -> list[Person]:
    """Owners of models, with the model."""
    return [Person(row.owner_name, str(row), "model", row.pk) for row in models]


def late_supplements(undone: Undone, today: date) -> list[tuple[Person, date]]:
    """Owners past the day until which a returned model was to be mended."""
    return [
        (Person(row.owner_name, str(row), "model", row.pk), row.return_due)
        for row in undone.models
        if row.state == ModelState.RETURNED and row.return_due and row.return_due < today
    ]
