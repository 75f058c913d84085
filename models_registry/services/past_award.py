"""Honors from before the application, entered by the clerk from their decisions."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import one_line, short_date
from models_registry.enums import PastAwardKind
from models_registry.models import Collective, Commune, Individual, PastAward, User


@dataclass(frozen=True)
class PastAwardInput:
    """What stands in the decision; `year` is the year of the merit."""

    subject: Collective | Individual
    year: int
    kind: str
    name: str
    decision_number: str
    decision_date: datetime.date
    issuer: str
    reason: str = ""


@transaction.atomic
def record_past_award(*, user: User, given: PastAwardInput) -> PastAward:
    """Enter an earlier honor of a person or collective of the commune.

    Raises NotAllowed (CLERK), DomainError: another commune, a day to come or before the year
    of the merit, the same decision entered already.
    """
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ Văn phòng nhập khen thưởng đã có."])
    Commune.objects.select_for_update().get(pk=user.commune_id)
    if reasons := _wrong(user, given):
        raise DomainError(reasons)
    return PastAward.objects.create(
        **{_field(given.subject): given.subject},
        year=given.year,
        kind=given.kind,
        name=one_line(given.name),
        decision_number=one_line(given.decision_number),
        decision_date=given.decision_date,
        issuer=one_line(given.issuer),
        reason=one_line(given.reason),
    )


def _field(subject: Collective | Individual) -> str:
    return "individual" if isinstance(subject, Individual) else "collective"


def _wrong(user: User, given: PastAwardInput) -> list[str]:
    """What speaks against entering it."""
    if given.subject.commune_id != user.commune_id:
        return ["Không tìm thấy tập thể, cá nhân này."]
    reasons = []
    if given.kind not in PastAwardKind.values:
        reasons.append("Chọn danh hiệu hay hình thức khen thưởng.")
    if not one_line(given.name):
        reasons.append("Nhập tên danh hiệu, hình thức khen.")
    if not one_line(given.decision_number) or not one_line(given.issuer):
        reasons.append("Nhập số quyết định và cơ quan ban hành.")
    if given.decision_date > clock.today():
        day = short_date(given.decision_date)
        reasons.append(f"Ngày quyết định {day} chưa tới. Kiểm tra lại ngày.")
    if given.decision_date.year < given.year:
        reasons.append(
            f"Quyết định năm {given.decision_date.year} không thể khen năm {given.year}."
        )
    same = PastAward.objects.filter(
        **{_field(given.subject): given.subject},
        decision_number__iexact=one_line(given.decision_number),
        decision_date=given.decision_date,
    )
    if same.exists():
        reasons.append(f"Quyết định số {given.decision_number} đã được nhập cho {given.subject}.")
    return reasons
