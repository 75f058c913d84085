"""Who has to be reminded of what: models that wait for their people, people not registered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from dandvan.vietnamese import short_date
from models_registry.domain.messages import Recipient, message_text
from models_registry.enums import (
    CorrectionStatus,
    MemberPart,
    ModelState,
    ReminderAbout,
    WindowKind,
)
from models_registry.models import (
    Correction,
    DanVanModel,
    EmulationYear,
    Individual,
    ModelMember,
    Reminder,
    User,
    YearWindow,
)
from models_registry.models.dated import on_day
from models_registry.queries import current_individual_id
from models_registry.queries_participation import roster

# A draft is spoken of when its window closes within this many days.
DRAFT_DAYS = 30
_WAITS_FOR_OWNER = (ModelState.DRAFT, ModelState.RETURNED, ModelState.ACCEPTED)


@dataclass(frozen=True)
class ReminderTask:
    """One thing somebody has to do: who, what, until when, and when he was last reminded.

    `summary` is what a reminder records, `what` and `points` are the words of the message,
    `page` and `page_pk` name the page on which he does it.
    """

    about: ReminderAbout
    individual: Individual
    summary: str
    what: str
    page: str
    page_pk: int | None = None
    points: tuple[str, ...] = ()
    until: date | None = None
    late: bool = False
    dv_model: DanVanModel | None = None
    year: EmulationYear | None = None
    last: Reminder | None = None

    @property
    def pk(self) -> int:
        """Number of the model, else of the person."""
        return self.dv_model.pk if self.dv_model else self.individual.pk


def recipient(individual: Individual) -> Recipient:
    """How a message speaks to somebody."""
    return Recipient(
        individual.full_name, individual.honorific.lower() if individual.sex else "ông/bà"
    )


def sender_words(user: User) -> str:
    """Who may be asked: the clerk and his office."""
    place = f" {user.commune.name}" if user.commune else ""
    return f"{user.display_name}, Văn phòng – thống kê{place}"


def message_of(task: ReminderTask, *, user: User, address: str, today: date) -> str:
    """The message of a task, ready to be sent; `address` is the full address of its page."""
    return message_text(
        to=recipient(task.individual),
        what=task.what,
        points=task.points,
        until=task.until,
        today=today,
        address=address,
        sender=sender_words(user),
    )


def _models(commune_id: int | None) -> QuerySet[DanVanModel]:
    """Models that wait for their people, with what the task of each needs; three queries."""
    windows = YearWindow.objects.filter(year=OuterRef("year"), kind=WindowKind.RESULT_REPORT)
    latest = windows.order_by("-ends")
    still_open = Correction.objects.filter(status=CorrectionStatus.OPEN).order_by("id")
    return (
        DanVanModel.objects.filter(commune_id=commune_id, state__in=_WAITS_FOR_OWNER)
        .select_related("owner_person", "window", "year")
        .annotate(
            report_opens=Subquery(latest.values("starts")[:1]),
            report_ends=Subquery(latest.values("ends")[:1]),
        )
        .prefetch_related(
            Prefetch("corrections", still_open, "open_rows"),
            Prefetch("reminders", Reminder.objects.order_by("id"), "reminder_rows"),
        )
    )


def model_task(commune_id: int | None, model_id: int, today: date) -> ReminderTask | None:
    """What the people of one model have to do now; None when nothing waits for them."""
    dv_model = _models(commune_id).filter(pk=model_id).first()
    return _task_of(dv_model, today) if dv_model else None


def model_tasks(commune_id: int | None, today: date) -> list[ReminderTask]:
    """What the models of the commune wait for, in the order of their rows."""
    rows = _models(commune_id).order_by("pk")
    return [task for row in rows if (task := _task_of(row, today))]


def reminder_tasks(commune_id: int | None, today: date) -> list[ReminderTask]:
    """Everything that somebody of the commune has to be reminded of; late and early due first."""
    tasks = model_tasks(commune_id, today)
    tasks += _participation_tasks(commune_id, today)
    far = date.max
    return sorted(
        tasks,
        key=lambda task: (not task.late, task.until or far, task.individual.sort_name, task.pk),
    )


def due_of_person(user: User, today: date) -> list[ReminderTask]:
    """What the models of one person (as owner or in charge) wait for, with its last day."""
    person = current_individual_id(user)
    if person is None:
        return []
    leads = ModelMember.objects.filter(
        on_day(today), individual_id=person, part=MemberPart.LEAD
    ).values("dv_model_id")
    mine = _models(user.commune_id).filter(Q(owner_person_id=person) | Q(pk__in=leads))
    tasks = [task for row in mine.order_by("pk") if (task := _task_of(row, today))]
    return [task for task in tasks if task.until is not None]


def _task_of(dv_model: DanVanModel, today: date) -> ReminderTask | None:
    """The task of one model by its state."""
    if dv_model.state == ModelState.RETURNED or dv_model.open_rows:
        return _mending_task(dv_model, today)
    if dv_model.state == ModelState.ACCEPTED:
        return _report_task(dv_model, today)
    return _draft_task(dv_model, today)


def _last(dv_model: DanVanModel, about: ReminderAbout) -> Reminder | None:
    """The latest reminder of this kind; one about anything counts too, a moved day does not."""
    rows = [row for row in dv_model.reminder_rows if row.about in (about, ReminderAbout.OTHER)]
    return max(rows, key=lambda row: (row.reminded_on, row.pk), default=None)


def _named(dv_model: DanVanModel) -> str:
    """How a message names a model."""
    return f"“{dv_model}”" + (f" ({dv_model.code})" if dv_model.code else "")


def _mending_task(dv_model: DanVanModel, today: date) -> ReminderTask:
    """A return to be answered, or to be sent again when nothing is left to mend."""
    rows: list[Correction] = dv_model.open_rows
    until = max((row.due for row in rows), default=dv_model.return_due)
    what = f"Mô hình {_named(dv_model)} được trả lại, cần bổ sung:"
    summary = f"Nhắc bổ sung, hạn {short_date(until)}."
    if not rows:
        what = f"Mô hình {_named(dv_model)} đã bổ sung xong nhưng chưa gửi lại. Xin bấm “Gửi lại”."
        summary = f"Nhắc gửi lại sau khi bổ sung, hạn {short_date(until)}."
    return ReminderTask(
        ReminderAbout.CORRECTIONS,
        dv_model.owner_person,
        summary,
        what,
        "model_supplement",
        dv_model.pk,
        tuple(
            f"{row.get_part_display()} ({row.get_kind_display()}): {row.what_to_do}" for row in rows
        ),
        until,
        until is not None and until < today,
        dv_model,
        last=_last(dv_model, ReminderAbout.CORRECTIONS),
    )


def _report_task(dv_model: DanVanModel, today: date) -> ReminderTask | None:
    """A result report from the first day of the latest window on."""
    opens, until = dv_model.report_opens, dv_model.report_ends
    if opens is None or opens > today:
        return None
    return ReminderTask(
        ReminderAbout.REPORT,
        dv_model.owner_person,
        f"Nhắc nộp báo cáo kết quả, hạn {short_date(until)}.",
        f"Mô hình {_named(dv_model)} chưa nộp báo cáo kết quả.",
        "model_report",
        dv_model.pk,
        until=until,
        late=until < today,
        dv_model=dv_model,
        last=_last(dv_model, ReminderAbout.REPORT),
    )


def _draft_task(dv_model: DanVanModel, today: date) -> ReminderTask | None:
    """A draft whose window closes soon."""
    window = dv_model.window
    soon = today + timedelta(days=DRAFT_DAYS)
    if window is None or not window.is_open_on(today) or window.ends > soon:
        return None
    return ReminderTask(
        ReminderAbout.DRAFT,
        dv_model.owner_person,
        f"Nhắc gửi đăng ký mô hình, hạn {short_date(window.ends)}.",
        f"Bản đăng ký mô hình {_named(dv_model)} đang viết dở, chưa gửi.",
        "model_submit",
        dv_model.pk,
        until=window.ends,
        dv_model=dv_model,
        last=_last(dv_model, ReminderAbout.DRAFT),
    )


def _participation_tasks(commune_id: int | None, today: date) -> Iterable[ReminderTask]:
    """Everybody who holds a post and has not registered in the year of today."""
    years = EmulationYear.objects.filter(plan__commune_id=commune_id, year=today.year)
    year = years.select_related("plan").first()
    if year is None:
        return []
    return [
        ReminderTask(
            ReminderAbout.PARTICIPATION,
            row.individual,
            f"Nhắc đăng ký tham gia phong trào năm {year.year}.",
            f"Phong trào thi đua “{year.plan.movement_name}” năm {year.year} chưa có tên "
            f"{recipient(row.individual).honorific} trong danh sách đăng ký tham gia. "
            "Mỗi người chỉ ghi một dòng về việc sẽ làm.",
            "participation_register",
            year=year,
            last=row.reminder,
        )
        for row in roster(year, today).rows
        if row.active and row.participation is None
    ]
