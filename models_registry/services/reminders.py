"""Reminders: what the clerk said to whom, when and how."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import one_line, short_date
from models_registry.enums import NoticeKind, ReminderAbout, ReminderWay
from models_registry.models import EmulationYear, Individual, Reminder, User
from models_registry.queries import model_actors
from models_registry.services.move_model import locked_model
from models_registry.services.notices import notify, tell_people

LONGEST = 300
# Where the person does what he is reminded of.
_PAGES = {ReminderAbout.CORRECTIONS: "model_supplement", ReminderAbout.REPORT: "model_report"}


@transaction.atomic
def remind_owner(
    *,
    user: User,
    model_id: int,
    text: str,
    about: str = ReminderAbout.OTHER,
    way: str = ReminderWay.APP,
    reminded_on: datetime.date | None = None,
) -> Reminder:
    """Remind the owner, or record that he was reminded: how and on which day.

    The same words on the same day in the same way are one reminder. Raises NotAllowed (CLERK),
    DomainError.
    """
    dv_model = locked_model(model_id, user=user)
    if Role.CLERK not in model_actors(dv_model, user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê nhắc chủ mô hình."])
    given = _checked(about=about, way=way, text=text, reminded_on=reminded_on)
    given |= {"dv_model": dv_model, "individual_id": dv_model.owner_person_id}
    if same := Reminder.objects.filter(**given).last():
        return same
    row = Reminder.objects.create(**given, year=dv_model.year, by=user, at=clock.now())
    tell_people(
        dv_model,
        by=user,
        kind=NoticeKind.REMINDED,
        key=f"reminder:{row.pk}",
        text=f"Nhắc về mô hình “{dv_model}”: {row.text}",
        page=_PAGES.get(ReminderAbout(about), "model_detail"),
    )
    return row


@transaction.atomic
def remind_person(
    *,
    user: User,
    individual: Individual,
    year: EmulationYear,
    text: str,
    about: str = ReminderAbout.PARTICIPATION,
    way: str = ReminderWay.APP,
    reminded_on: datetime.date | None = None,
) -> Reminder:
    """Record that somebody was reminded of what he has to do without a model.

    Raises NotAllowed (CLERK), DomainError.
    """
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê ghi việc đã nhắc."])
    if individual.commune_id != user.commune_id or year.plan.commune_id != user.commune_id:
        raise DomainError("Không tìm thấy người này trong xã.")
    given = _checked(about=about, way=way, text=text, reminded_on=reminded_on)
    given |= {"dv_model": None, "individual": individual, "year": year}
    # The person is the lock: two clicks at once leave one row.
    Individual.objects.select_for_update(of=("self",)).get(pk=individual.pk)
    if same := Reminder.objects.filter(**given).last():
        return same
    row = Reminder.objects.create(**given, by=user, at=clock.now())
    account = User.objects.filter(individual=individual, is_active=True)
    notify(
        users=account.exclude(pk=user.pk),
        kind=NoticeKind.REMINDED,
        key=f"reminder:{row.pk}",
        text=row.text,
        url_name="models_registry:participation_register"
        if about == ReminderAbout.PARTICIPATION
        else "",
    )
    return row


def _checked(
    *, about: str, way: str, text: str, reminded_on: datetime.date | None
) -> dict[str, Any]:
    """Fields of a reminder; raises DomainError with every reason against them."""
    said, day = one_line(text), reminded_on or clock.today()
    wrong = []
    if about not in ReminderAbout.values:
        wrong.append(("about", "Chọn lại việc cần nhắc."))
    if way not in ReminderWay.values:
        wrong.append(("way", "Chọn cách đã nhắc: Zalo, điện thoại, gặp trực tiếp hoặc giấy."))
    if not said:
        wrong.append(("text", "Ghi nội dung nhắc."))
    if len(said) > LONGEST:
        wrong.append(("text", f"Rút gọn nội dung nhắc còn tối đa {LONGEST} ký tự."))
    if day > clock.today():
        wrong.append(("reminded_on", f"Ngày nhắc {short_date(day)} chưa tới. Kiểm tra lại ngày."))
    if wrong:
        field = wrong[0][0] if len(wrong) == 1 else None
        raise DomainError([sentence for _, sentence in wrong], field=field)
    return {"about": about, "way": way, "text": said, "reminded_on": day}
