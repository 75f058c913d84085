"""The first page of one person: what to mend, to finish, to report, and the year around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from awards.enums import NominationState
from awards.enums import ReportState as AchievementState
from awards.models import AchievementReport
from awards.queries_queue import result_is_due, result_is_late
from dandvan import clock
from dandvan.vietnamese import short_date
from models_registry.domain.flow import MODEL_FLOW
from models_registry.enums import CorrectionStatus, ModelState, WindowKind
from models_registry.models import Correction, DanVanModel, ModelTransition, Post, YearWindow
from models_registry.models.dated import on_day

BEHALF_DAYS = 30
# An open window is spoken of when it closes within this many days.
SOON_DAYS = 30
WINDOW_TONES = {
    WindowKind.REGISTRATION: "ok",
    WindowKind.UPWARD_REGISTRATION: "go",
    WindowKind.PROGRESS: "go",
    WindowKind.RESULT_REPORT: "go",
    WindowKind.ASSESSMENT: "wait",
    WindowKind.INTERIM_REVIEW: "wait",
    WindowKind.COUNCIL: "wait",
    WindowKind.DOSSIER: "honour",
    WindowKind.FINAL_REVIEW: "wait",
}
FIGURE_LABELS = {
    "figure_registered": "Mô hình đã đăng ký",
    "figure_recognized": "Mô hình được công nhận",
    "figure_nominated": "Đề nghị khen thưởng",
    "figure_awarded": "Đã khen thưởng",
}


@dataclass(frozen=True)
class OwnTask:
    """Something a person has to do himself; `key` and `pk` name the page where he does it."""

    what: str
    about: str
    detail: str
    key: str
    pk: int
    due: date | None = None
    late: bool = False


@dataclass(frozen=True)
class BehalfAct:
    """An act that the office recorded for somebody: what, by whom, on what word, when."""

    label: str
    who: str
    source: str
    at: Any
    dv_model: DanVanModel


def year_windows(commune_id: int | None, year: int) -> list[YearWindow]:
    """Windows of the commune that touch a calendar year, in order of their first day."""
    rows = YearWindow.objects.filter(
        year__plan__commune_id=commune_id,
        starts__lte=date(year, 12, 31),
        ends__gte=date(year, 1, 1),
    )
    return list(rows.select_related("year").order_by("starts", "ends", "id"))


def chart_windows(windows: Iterable[YearWindow]) -> list[dict[str, Any]]:
    """The windows as the year's chart draws them."""
    return [
        {
            "name": window.name,
            "starts": window.starts,
            "ends": window.ends,
            "tone": WINDOW_TONES.get(WindowKind(window.kind), "go"),
        }
        for window in windows
    ]


def open_corrections(models: Iterable[DanVanModel], today: date) -> list[OwnTask]:
    """What was sent back of one's own models and is not mended yet, earliest due first."""
    by_id = {row.pk: row for row in models}
    if not by_id:
        return []
    rows = Correction.objects.filter(
        dv_model_id__in=by_id,
        status=CorrectionStatus.OPEN,
        dv_model__state__in=(ModelState.RETURNED, ModelState.ACCEPTED),
    ).order_by("due", "id")
    return [
        OwnTask(
            what=f"{row.get_part_display()} ({row.get_kind_display()})",
            about=str(by_id[row.dv_model_id]),
            detail=row.what_to_do,
            key="correction",
            pk=row.dv_model_id,
            due=row.due,
            late=row.due < today,
        )
        for row in rows
    ]


def own_tasks(
    models: Iterable[DanVanModel], corrections: Iterable[OwnTask], today: date
) -> list[OwnTask]:
    """Drafts to finish, models to send again and results to report; late and urgent first."""
    waiting = {task.pk for task in corrections}
    tasks = [
        task
        for row in models
        if row.pk not in waiting and (task := _task_of_model(row, today)) is not None
    ]
    return sorted(tasks, key=lambda task: (not task.late, task.due or date.max, task.pk))


def _task_of_model(dv_model: Any, today: date) -> OwnTask | None:
    """The owner's task with one model of his, None when it waits for somebody else."""
    name = str(dv_model)
    if dv_model.state == ModelState.DRAFT:
        window = dv_model.window
        ends = window.ends if window else None
        if ends is None:
            return OwnTask("Hoàn thành bản nháp", name, "", "draft", dv_model.pk)
        late = ends < today
        detail = (
            f"Đợt đăng ký đã hết ngày {short_date(ends)}; liên hệ Văn phòng để được nhận muộn."
            if late
            else f"Đợt đăng ký {days_left(ends, today)}."
        )
        return OwnTask("Hoàn thành bản nháp", name, detail, "draft", dv_model.pk, ends, late)
    if dv_model.state == ModelState.ASSESSED and dv_model.asked_due is not None:
        due = dv_model.asked_due
        detail = f"{dv_model.asked_what} (hạn {short_date(due)})"
        return OwnTask("Bổ sung căn cứ", name, detail, "evidence", dv_model.pk, due, due < today)
    if dv_model.state == ModelState.RETURNED:
        due = dv_model.return_due
        late = due is not None and due < today
        return OwnTask("Gửi lại sau khi bổ sung", name, "", "correction", dv_model.pk, due, late)
    if result_is_due(dv_model, today):
        ends, late = dv_model.report_ends, result_is_late(dv_model, today)
        detail = f"Đã quá hạn {(today - ends).days} ngày." if late else f"{days_left(ends, today)}."
        return OwnTask(
            "Báo cáo kết quả", name, detail.capitalize(), "result", dv_model.pk, ends, late
        )
    return None


def marks_to_give(models: Iterable[Any]) -> list[OwnTask]:
    """Reported models on which this assessor has not given all of his marks."""
    return [
        OwnTask("Cho ý kiến thẩm định", str(row), row.owner_name, "marks", row.pk)
        for row in models
        if row.marks_wait
    ]


def days_left(last: date, today: date) -> str:
    """How long something is still open, in words: "còn 3 ngày (đến hết ngày 15/03/2024)"."""
    left = (last - today).days
    if left == 0:
        return "hôm nay là ngày cuối"
    return f"còn {left} ngày (đến hết ngày {short_date(last)})"


def acts_on_behalf(person_id: int) -> list[BehalfAct]:
    """What the office recorded for this person in the last thirty days, newest first."""
    rows = (
        ModelTransition.objects.filter(
            on_behalf_of_id=person_id, at__gte=clock.now() - timedelta(days=BEHALF_DAYS)
        )
        .select_related("dv_model", "by__individual")
        .order_by("-id")[:10]
    )
    return [
        BehalfAct(
            label=MODEL_FLOW.edges[row.edge].label if row.edge in MODEL_FLOW.edges else row.edge,
            who=row.by.display_name if row.by else "",
            source=row.get_on_behalf_source_display(),
            at=row.at,
            dv_model=row.dv_model,
        )
        for row in rows
    ]


def achievement_reports_to_write(person_id: int, today: date) -> QuerySet[AchievementReport]:
    """Drafts of achievement reports of this person and of the collectives he heads today."""
    headed = Post.objects.filter(on_day(today), individual_id=person_id, heads__isnull=False)
    subject = Q(nomination__evaluation__individual_id=person_id) | Q(
        nomination__evaluation__collective__in=headed.values("heads")
    )
    return (
        AchievementReport.objects.filter(subject, state=AchievementState.DRAFT)
        .exclude(nomination__state=NominationState.WITHDRAWN)
        .select_related(
            "nomination__award_kind",
            "nomination__evaluation__individual",
            "nomination__evaluation__collective",
        )
    )


def report_tasks(person_id: int, today: date) -> list[OwnTask]:
    """Achievement reports to write, as tasks."""
    return [
        OwnTask(
            "Viết báo cáo thành tích",
            str(row.nomination.subject),
            f"Đề nghị: {row.nomination.award_kind}.",
            "achievement_report",
            row.pk,
        )
        for row in achievement_reports_to_write(person_id, today)
    ]


def calendar_notes(
    windows: Iterable[YearWindow], models: Iterable[Any], today: date, *, office: bool
) -> list[tuple[str, bool]]:
    """Sentences under the calendar (text, is it late): what is open, overdue, next."""
    rows, waiting = list(windows), [row for row in models if row.state == ModelState.ACCEPTED]
    notes: list[tuple[str, bool]] = []
    for window in rows:
        unsent = (
            sum(row.year_id == window.year_id for row in waiting)
            if office and window.kind == WindowKind.RESULT_REPORT
            else 0
        )
        soon = (window.ends - today).days <= SOON_DAYS
        if window.is_open_on(today) and (soon or unsent):
            more = f" {unsent} mô hình chưa gửi báo cáo." if unsent else ""
            notes.append((f"{window.name}: {days_left(window.ends, today)}.{more}", False))
        elif window.ends < today and unsent:
            words = f"đã hết hạn ngày {short_date(window.ends)}, {unsent} mô hình chưa gửi báo cáo."
            notes.append((f"{window.name}: {words}", True))
    coming = next((window for window in rows if window.starts > today), None)
    if coming:
        notes.append((f"Sắp tới: {coming.name}, từ ngày {short_date(coming.starts)}.", False))
    return sorted(notes, key=lambda note: not note[1])
