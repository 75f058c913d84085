"""Notices of what is due in 7 days and in 1 day; told once however often it is run."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dandvan import clock
from dandvan.vietnamese import short_date
from models_registry.enums import NoticeKind
from models_registry.models import Commune, Notice
from models_registry.queries_reminding import ReminderTask, model_tasks
from models_registry.services.notices import notify, people_of_all

DAYS_BEFORE = (7, 1)


@transaction.atomic
def send_due_notices(commune: Commune, today: date | None = None) -> int:
    """Tell the people of every model what is due in 7 days and in 1 day; how many were told.

    The key names what, which model, the last day and how near it is: a second run tells
    nobody again, a moved day is told anew.
    """
    day = today or clock.today()
    due = [
        (task, days)
        for task in model_tasks(commune.pk, day)
        if task.until is not None and (days := (task.until - day).days) in DAYS_BEFORE
    ]
    people = people_of_all([task.dv_model for task, _ in due if task.dv_model])
    before = Notice.objects.filter(kind=NoticeKind.DUE_SOON).count()
    for task, days in due:
        _tell(task, days, people)
    return Notice.objects.filter(kind=NoticeKind.DUE_SOON).count() - before


def _tell(task: ReminderTask, days: int, people: dict[int, list[object]]) -> None:
    """One thing that is due, to the people of its model."""
    dv_model = task.dv_model
    if dv_model is None or task.until is None:
        return
    left = "ngày mai" if days == 1 else f"còn {days} ngày"
    notify(
        users=people[dv_model.pk],
        kind=NoticeKind.DUE_SOON,
        key=f"due:{task.about}:{dv_model.pk}:{task.until:%Y%m%d}:{days}",
        text=f"Mô hình “{dv_model}”: {task.about.label.lower()}, hạn {short_date(task.until)} "
        f"({left}).",
        url_name=f"models_registry:{task.page}",
        url_kwargs={"pk": dv_model.pk},
        dv_model=dv_model,
    )
