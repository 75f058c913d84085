"""The clerk's acts on a registration: accept, return with corrections, close."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role
from dandvan.vietnamese import nfc, one_line, short_date, two_digits
from models_registry.domain.flow import MODEL_FLOW, not_ones_own
from models_registry.enums import (
    CorrectionKind,
    CorrectionStatus,
    FormPart,
    ModelState,
    NoticeKind,
    ReminderAbout,
    ReminderWay,
)
from models_registry.models import Correction, DanVanModel, User
from models_registry.queries import correction_due, model_actors, model_facts
from models_registry.queries_parts import part_text
from models_registry.services.correction_rounds import next_round
from models_registry.services.move_model import locked_model, take_edge
from models_registry.services.notices import tell_people


@dataclass(frozen=True)
class CorrectionInput:
    """One thing to mend: which part of the form, what is wrong, what to do, until when."""

    part: str
    kind: str
    what_to_do: str
    due: datetime.date | None = None


def _require_edge(dv_model: DanVanModel, edge: str, user: User) -> None:
    """A person without the right hears that first, not what is wrong with his form."""
    row = MODEL_FLOW.edges[edge]
    if not row.who & model_actors(dv_model, user):
        raise NotAllowed([f"Bạn không có quyền làm việc “{row.label}”."])


@transaction.atomic
def accept_model(
    *, user: User, model_id: int, version: int | None = None, note: str = ""
) -> DanVanModel:
    """Accept a submitted model. Raises NotAllowed, StaleRecord, DomainError."""
    dv_model = locked_model(model_id, user=user, version=version)
    done = take_edge(dv_model, "accept", user=user, note=nfc(note))
    tell_people(
        dv_model,
        by=user,
        kind=NoticeKind.ACCEPTED,
        key=f"accept:{done.pk}",
        text=f"Mô hình “{dv_model}” đã được tiếp nhận, mã {dv_model.code}.",
    )
    return dv_model


@transaction.atomic
def unaccept_model(*, user: User, model_id: int, note: str) -> DanVanModel:
    """Take an acceptance back. Raises NotAllowed, DomainError."""
    dv_model = locked_model(model_id, user=user)
    take_edge(dv_model, "unaccept", user=user, note=nfc(note))
    return dv_model


@transaction.atomic
def close_model(*, user: User, model_id: int, note: str) -> DanVanModel:
    """End an accepted model that was not carried out. Raises NotAllowed, DomainError."""
    dv_model = locked_model(model_id, user=user)
    take_edge(dv_model, "close", user=user, note=nfc(note))
    return dv_model


@transaction.atomic
def return_model(
    *,
    user: User,
    model_id: int,
    corrections: Sequence[CorrectionInput],
    version: int | None = None,
    note: str = "",
) -> DanVanModel:
    """Return a submitted registration with at least one correction.

    A correction without `due` gets ten days; the latest one is the due date of the return.
    Raises NotAllowed, StaleRecord, DomainError.
    """
    dv_model = locked_model(model_id, user=user, version=version)
    _require_edge(dv_model, "return", user)
    open_corrections(dv_model, corrections, user=user, edge="return")
    done = take_edge(dv_model, "return", user=user, note=nfc(note), extra_fields=("return_due",))
    tell_returned(dv_model, corrections, by=user, kind=NoticeKind.RETURNED, key=f"return:{done.pk}")
    return dv_model


def tell_returned(
    dv_model: DanVanModel, corrections: Sequence[CorrectionInput], *, by: User, kind: str, key: str
) -> None:
    """Tell the people of a model that it, or its report, came back and until when to mend it."""
    what = "Báo cáo kết quả của mô hình" if kind == NoticeKind.REPORT_RETURNED else "Mô hình"
    count = two_digits(len(corrections))
    tell_people(
        dv_model,
        by=by,
        kind=kind,
        key=key,
        text=f"{what} “{dv_model}” được trả lại, cần bổ sung {count} nội dung, "
        f"hạn {short_date(dv_model.return_due)}.",
        page="model_supplement",
    )


def open_corrections(
    dv_model: DanVanModel, corrections: Sequence[CorrectionInput], *, user: User, edge: str
) -> list[Correction]:
    """Write the corrections of a return on a locked model and set its due date.

    Nothing is written for a model in a state the edge does not leave from: the edge then
    says so. Returns what was written. Raises DomainError with every wrong row.
    """
    if dv_model.state not in MODEL_FLOW.edges[edge].sources:
        return []
    today = clock.today()
    reasons = []
    for number, row in enumerate(corrections, start=1):
        if row.part not in FormPart.values or row.kind not in CorrectionKind.values:
            reasons.append(f"Nội dung bổ sung {number}: chọn lại phần và tình trạng.")
        if not row.what_to_do.strip():
            reasons.append(f"Nội dung bổ sung {number}: ghi việc cần làm.")
        if row.due and row.due < today:
            reasons.append(f"Nội dung bổ sung {number}: hạn {short_date(row.due)} đã qua.")
    if reasons:
        raise DomainError(reasons)
    number = next_round(dv_model)
    written = [
        dv_model.corrections.create(
            round=number,
            part=row.part,
            kind=row.kind,
            what_to_do=nfc(row.what_to_do).strip(),
            due=row.due or correction_due(today),
            former_text=part_text(dv_model, row.part),
            opened_by=user,
            opened_at=clock.now(),
        )
        for row in corrections
    ]
    if written:
        dv_model.return_due = max(row.due for row in written)
    return written


@transaction.atomic
def withdraw_correction(*, user: User, correction_id: int) -> Correction:
    """Take back one correction that is still open; repeated, nothing changes.

    Only who asked for it takes it back; another reviewer when that account is closed. Raises
    NotAllowed (CLERK or CHAIR only), DomainError (not his, answered already, one's own model).
    """
    correction = Correction.objects.filter(
        pk=correction_id, dv_model__commune_id=user.commune_id
    ).first()
    if correction is None:
        raise DomainError("Không tìm thấy nội dung cần bổ sung này.")
    dv_model = locked_model(correction.dv_model_id, user=user)
    _require_edge(dv_model, "return", user)
    correction.refresh_from_db()
    if correction.status == CorrectionStatus.WITHDRAWN:
        return correction
    if refusal := not_ones_own(model_facts(dv_model, user, clock.today())):
        raise DomainError(refusal)
    author = correction.opened_by
    if author.pk != user.pk and author.is_active:
        raise DomainError(f"Chỉ {author.display_name}, người đã trả, rút lại được nội dung này.")
    if correction.status == CorrectionStatus.ANSWERED:
        raise DomainError("Nội dung này đã được bổ sung nên không rút lại được.")
    correction.status = CorrectionStatus.WITHDRAWN
    correction.closed_by = user
    correction.closed_at = clock.now()
    correction.save(update_fields=["status", "closed_by", "closed_at"])
    _tell_withdrawn(dv_model, correction, by=user)
    return correction


def _tell_withdrawn(dv_model: DanVanModel, correction: Correction, *, by: User) -> None:
    """Say what need not be mended any more, and what is left to do."""
    left = dv_model.corrections.filter(status=CorrectionStatus.OPEN).count()
    if left:
        rest = f"Còn {two_digits(left)} nội dung cần bổ sung."
    elif dv_model.state == ModelState.RETURNED:
        rest = "Không còn nội dung nào phải bổ sung, gửi lại được ngay."
    else:
        rest = "Không còn nội dung nào phải bổ sung."
    returned = dv_model.state == ModelState.RETURNED
    tell_people(
        dv_model,
        by=by,
        kind=NoticeKind.CORRECTION_WITHDRAWN,
        key=f"withdraw-correction:{correction.pk}",
        text=f"Mô hình “{dv_model}”: không phải sửa phần “{correction.get_part_display()}” nữa. "
        f"{rest}",
        page="model_supplement" if left or returned else "model_detail",
    )


@transaction.atomic
def extend_return(*, user: User, model_id: int, due: datetime.date, note: str) -> DanVanModel:
    """Move the due date of a return; the reason stands among the reminders of the timeline.

    Repeated with the same day, nothing changes. Raises NotAllowed (CLERK), DomainError.
    """
    dv_model = locked_model(model_id, user=user)
    if Role.CLERK not in model_actors(dv_model, user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê gia hạn bổ sung."])
    if dv_model.state != ModelState.RETURNED:
        raise DomainError("Mô hình không ở bước bổ sung nên không gia hạn được.")
    if due == dv_model.return_due:
        return dv_model
    reasons = []
    if due < clock.today():
        reasons.append(f"Hạn mới {short_date(due)} đã qua. Chọn ngày khác.")
    if not note.strip():
        reasons.append("Ghi lý do gia hạn.")
    if reasons:
        raise DomainError(reasons)
    dv_model.return_due = due
    dv_model.version += 1
    dv_model.changed_by = user
    dv_model.changed_at = clock.now()
    dv_model.save(update_fields=["return_due", "version", "changed_by", "changed_at"])
    dv_model.corrections.filter(status=CorrectionStatus.OPEN).update(due=due)
    text = f"Gia hạn bổ sung đến {short_date(due)}: {one_line(note)}"
    row = dv_model.reminders.create(
        individual_id=dv_model.owner_person_id,
        about=ReminderAbout.DUE_MOVED,
        way=ReminderWay.APP,
        reminded_on=clock.today(),
        text=text[:300],
        by=user,
        at=clock.now(),
    )
    tell_people(
        dv_model,
        by=user,
        kind=NoticeKind.DUE_MOVED,
        key=f"reminder:{row.pk}",
        text=f"Mô hình “{dv_model}”: hạn bổ sung nay là {short_date(due)}.",
        page="model_supplement",
    )
    return dv_model
