"""Spreading: who adopts a recognized model, how, with which results (plan I.1, III.1)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import nfc, one_line, short_date
from models_registry.domain.replication import adoption_refusals
from models_registry.models import (
    Collective,
    DanVanModel,
    Individual,
    Replication,
    User,
    Village,
)
from models_registry.queries_replication import adoption_facts, recorder_of
from models_registry.services.move_model import locked_model

_WHO = (
    "Chỉ Văn phòng – thống kê, người của mô hình hoặc người của nơi áp dụng ghi được việc nhân "
    "rộng này."
)


@dataclass(frozen=True)
class AdoptionInput:
    """Who adopts a model, since when, how; exactly one of village, collective and place."""

    since: datetime.date
    village: Village | None = None
    collective: Collective | None = None
    place: str = ""
    adopting_model: DanVanModel | None = None
    responsible: Individual | None = None
    contact: str = ""
    adapted: str = ""
    results: str = ""
    paper: str = ""

    def fields(self) -> dict[str, object]:
        """Values of the row, texts in normal form."""
        return {
            "since": self.since,
            "village": self.village,
            "collective": self.collective,
            "place": one_line(self.place),
            "adopting_model": self.adopting_model,
            "responsible": self.responsible,
            "contact": one_line(self.contact),
            "adapted": nfc(self.adapted).strip(),
            "results": nfc(self.results).strip(),
            "paper": one_line(self.paper),
        }


@transaction.atomic
def record_replication(*, user: User, model_id: int, adoption: AdoptionInput) -> Replication:
    """Record that somebody adopts a recognized model.

    Raises NotAllowed (CLERK, the model's people, the adopting side), DomainError with every
    reason (not recognized or revoked, place, day, responsible person).
    """
    dv_model = locked_model(model_id, user=user, later=True)
    _check(user, dv_model, adoption)
    return Replication.objects.create(
        dv_model=dv_model, **adoption.fields(), recorded_by=user, recorded_at=clock.now()
    )


@transaction.atomic
def change_replication(
    *, user: User, replication_id: int, version: int | None, adoption: AdoptionInput
) -> Replication:
    """Mend what was recorded: how it was adapted, with which results, who is responsible.

    Raises NotAllowed, StaleRecord, DomainError (also: ended already).
    """
    row = _locked(replication_id, user)
    dv_model = locked_model(row.dv_model_id, user=user, later=True)
    if not recorder_of(user, dv_model, clock.today()).may(
        village_id=row.village_id,
        collective_id=row.collective_id,
        adopting_model=row.adopting_model,
    ):
        raise NotAllowed([_WHO])
    if row.ended_on is not None:
        raise DomainError(f"{row.where} đã thôi áp dụng từ ngày {short_date(row.ended_on)}.")
    if version is not None and version != row.version:
        raise StaleRecord(
            [
                "Trong lúc bạn đang sửa, người khác đã lưu dòng này. Nội dung bạn nhập vẫn còn "
                "bên dưới; đối chiếu với bản mới rồi lưu lại."
            ]
        )
    _check(user, dv_model, adoption, row)
    values = adoption.fields()
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    return row


@transaction.atomic
def end_replication(
    *, user: User, replication_id: int, ended_on: datetime.date, reason: str
) -> Replication:
    """End an adoption with its reason; repeated, nothing changes.

    Raises NotAllowed (CLERK only), DomainError.
    """
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê ghi việc thôi áp dụng."])
    row = _locked(replication_id, user)
    if row.ended_on is not None:
        return row
    said = one_line(reason)
    reasons = []
    if not said:
        reasons.append("Ghi lý do thôi áp dụng.")
    if len(said) > 300:
        reasons.append("Rút gọn lý do còn tối đa 300 ký tự.")
    if ended_on > clock.today():
        reasons.append(f"Ngày thôi áp dụng {short_date(ended_on)} chưa tới. Kiểm tra lại ngày.")
    if ended_on < row.since:
        reasons.append(
            f"Ngày thôi áp dụng {short_date(ended_on)} có trước ngày bắt đầu áp dụng "
            f"({short_date(row.since)})."
        )
    if reasons:
        raise DomainError(reasons)
    row.ended_on, row.end_reason = ended_on, said
    row.version += 1
    row.save(update_fields=["ended_on", "end_reason", "version"])
    return row


def _locked(replication_id: int, user: User) -> Replication:
    """The row under its lock."""
    row = (
        Replication.objects.select_for_update(of=("self",))
        .select_related("village", "collective", "adopting_model")
        .filter(pk=replication_id, dv_model__commune_id=user.commune_id)
        .first()
    )
    if row is None:
        raise DomainError("Không tìm thấy dòng nhân rộng này.")
    return row


def _check(
    user: User, dv_model: DanVanModel, adoption: AdoptionInput, row: Replication | None = None
) -> None:
    """Who may, then everything that stands against it; `row` is the one being mended."""
    today = clock.today()
    recorder = recorder_of(user, dv_model, today)
    if not recorder.may_some:
        raise NotAllowed([_WHO])
    named = adoption.village or adoption.collective or adoption.place.strip()
    if named and not recorder.may(
        village_id=adoption.village.pk if adoption.village else None,
        collective_id=adoption.collective.pk if adoption.collective else None,
        adopting_model=adoption.adopting_model,
    ):
        # A chosen place can be mended in the form: what was typed is kept.
        raise DomainError(_WHO)
    related = (
        adoption.village,
        adoption.collective,
        adoption.adopting_model,
        adoption.responsible,
    )
    if any(item is not None and item.commune_id != dv_model.commune_id for item in related):
        raise DomainError("Nơi áp dụng, mô hình hoặc người phụ trách không thuộc xã này.")
    facts = adoption_facts(
        dv_model,
        today,
        since=adoption.since,
        village=adoption.village,
        collective=adoption.collective,
        place=one_line(adoption.place),
        adopting_model=adoption.adopting_model,
        responsible=adoption.responsible,
        exclude_pk=row.pk if row else None,
    )
    if reasons := adoption_refusals(facts):
        raise DomainError(reasons)
