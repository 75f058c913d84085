"""Handing a model over: who held it, who goes on (plan II.1; issue: change of post, leaving)."""

from __future__ import annotations

import datetime

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role
from dandvan.vietnamese import one_line, short_date
from models_registry.enums import MemberPart, ModelState
from models_registry.models import DanVanModel, Individual, ModelHandover, ModelMember, User
from models_registry.queries import active_on, model_actors
from models_registry.queries_staff import LIVING
from models_registry.services.move_model import locked_model

MOST_LETTERS = 300
# Until it is assessed, a model of an individual goes on as his who takes it over; later its
# marks and its decision rest on the name it had.
_MOVES_SUBJECT = (
    ModelState.DRAFT,
    ModelState.SUBMITTED,
    ModelState.RETURNED,
    ModelState.ACCEPTED,
    ModelState.REPORTED,
)


@transaction.atomic
def hand_over_model(
    *,
    user: User,
    model_id: int,
    from_person: Individual,
    to_person: Individual | None,
    date: datetime.date,
    reason: str,
) -> ModelHandover:
    """Pass a model's registrant, lead or member on; with `to_person` None nobody goes on yet.

    His parts end the day before and stay; a successor of the registrant or lead leads, another
    one takes the same parts. Raises NotAllowed (CLERK), DomainError with every reason.
    """
    dv_model = locked_model(model_id, user=user, later=True)
    if Role.CLERK not in model_actors(dv_model, user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê ghi bàn giao mô hình."])
    held = list(dv_model.members.filter(individual=from_person, ended_by__isnull=True))
    waiting = dv_model.handovers.filter(
        from_person=from_person, to_person__isnull=True, settled_by__isnull=True
    ).first()
    said = one_line(reason)
    if reasons := [
        *_who_refusals(dv_model, from_person, to_person, date, bool(held or waiting)),
        *_when_refusals(held, date, said),
        *(["Mô hình đã được ghi là chưa có người tiếp tục."] if waiting and not to_person else []),
    ]:
        raise DomainError(reasons)
    row = ModelHandover(
        dv_model=dv_model,
        from_person=from_person,
        to_person=to_person,
        date=date,
        reason=said,
        by=user,
        at=clock.now(),
    )
    former = [*held, *(waiting.ended_members.all() if waiting else [])]
    row.owner_moved = to_person is not None and dv_model.owner_person_id == from_person.pk
    row.takes_lead = to_person is not None and _leads(dv_model, from_person, former)
    row.subject_moved = (
        to_person is not None
        and dv_model.individual_id == from_person.pk
        and dv_model.state in _MOVES_SUBJECT
    )
    row.save()
    _end_parts(held, row)
    if to_person is not None:
        _take_over(dv_model, row, to_person, former)
        if waiting is not None:
            waiting.settled_by = row
            waiting.save(update_fields=["settled_by"])
    dv_model.version += 1
    dv_model.changed_by, dv_model.changed_at = user, clock.now()
    dv_model.save(
        update_fields=["owner_person", "individual", "version", "changed_by", "changed_at"]
    )
    return row


def _who_refusals(
    dv_model: DanVanModel,
    from_person: Individual,
    to_person: Individual | None,
    date: datetime.date,
    takes_part: bool,
) -> list[str]:
    """What speaks against these people and this model."""
    reasons = []
    if dv_model.state not in LIVING:
        state = dv_model.get_state_display().lower()
        reasons.append(f"Mô hình đang “{state}” nên không còn gì để bàn giao.")
    owns = from_person.pk in (dv_model.owner_person_id, dv_model.individual_id)
    if not (owns or takes_part):
        reasons.append(f"{from_person} không phụ trách, không tham gia mô hình này.")
    if to_person is None:
        return reasons
    if to_person.commune_id != dv_model.commune_id:
        return [*reasons, "Không tìm thấy người tiếp nhận này."]
    if to_person.pk == from_person.pk:
        reasons.append("Người tiếp nhận phải là người khác.")
    elif not Individual.objects.filter(active_on(date), pk=to_person.pk).exists():
        reasons.append(
            f"{to_person} không giữ chức vụ nào vào ngày {short_date(date)}. Chọn người khác."
        )
    return reasons


def _when_refusals(held: list[ModelMember], date: datetime.date, reason: str) -> list[str]:
    """What speaks against this day and this reason."""
    reasons = []
    if date > clock.today():
        reasons.append(f"Ngày bàn giao {short_date(date)} chưa tới. Ghi vào ngày bàn giao.")
    begun = [row.valid_from for row in held if row.valid_from and row.valid_from >= date]
    if begun and min(begun) <= clock.today():
        reasons.append(f"Ngày bàn giao phải sau ngày bắt đầu tham gia ({short_date(min(begun))}).")
    if not reason:
        reasons.append("Ghi lý do bàn giao.")
    if len(reason) > MOST_LETTERS:
        reasons.append(f"Rút gọn lý do còn tối đa {MOST_LETTERS} ký tự (đang có {len(reason)}).")
    return reasons


def _leads(dv_model: DanVanModel, from_person: Individual, former: list[ModelMember]) -> bool:
    """Whether who follows this person leads the model."""
    owns = from_person.pk in (dv_model.owner_person_id, dv_model.individual_id)
    return owns or any(row.part == MemberPart.LEAD for row in former)


def _end_parts(held: list[ModelMember], handover: ModelHandover) -> None:
    """His parts end the day before; a part that would begin later ends on its first day."""
    last = handover.date - datetime.timedelta(days=1)
    for row in held:
        if row.valid_to is None or row.valid_to > last:
            row.valid_to = max(last, row.valid_from or last)
        row.ended_by = handover
        row.save(update_fields=["valid_to", "ended_by"])


def _take_over(
    dv_model: DanVanModel, row: ModelHandover, to_person: Individual, former: list[ModelMember]
) -> None:
    """The successor becomes registrant where the other one was, and takes his parts."""
    if row.owner_moved:
        dv_model.owner_person = to_person
    if row.subject_moved:
        dv_model.individual = to_person
    parts = {MemberPart.LEAD.value} if row.takes_lead else {part.part for part in former}
    there = dv_model.members.filter(individual=to_person, ended_by__isnull=True)
    for part in sorted(parts - set(there.values_list("part", flat=True))):
        dv_model.members.create(individual=to_person, part=part, valid_from=row.date)
