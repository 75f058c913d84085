"""Registration of models by their owners, or by the clerk for them (plan II, III.2)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Relation, Role, roles_of
from dandvan.transition import BEHALF_SOURCES, OnBehalfSource
from dandvan.vietnamese import nfc, short_date
from models_registry.domain.registration_code import registration_code
from models_registry.enums import CorrectionStatus, ModelState, WindowKind
from models_registry.models import (
    Correction,
    DanVanModel,
    EmulationYear,
    Individual,
    User,
    YearWindow,
)
from models_registry.queries import current_individual_id, model_actors, model_relations
from models_registry.services.correction_rounds import keep_new_texts
from models_registry.services.draft_values import IndicatorInput, MemberInput, write_values
from models_registry.services.move_model import check_version, locked_model, take_edge
from models_registry.services.year_lock import refuse_locked_year

__all__ = [
    "IndicatorInput",
    "MemberInput",
    "answer_correction",
    "behalf_trace",
    "require_writer",
    "restore_model",
    "resubmit_model",
    "save_draft",
    "start_draft",
    "submit_model",
    "withdraw_model",
]
WRITERS = frozenset({Relation.OWNER, Relation.MEMBER, Role.CLERK})
REGISTRANTS = frozenset(Role) - {Role.VIEWER, Role.ADMIN}
EDITABLE = frozenset({ModelState.DRAFT.value, ModelState.RETURNED.value})
ANSWERABLE = frozenset({ModelState.RETURNED.value, ModelState.ACCEPTED.value})


def require_writer(dv_model: DanVanModel, user: User) -> None:
    """Raise NotAllowed for anybody but owner, members and CLERK."""
    if not WRITERS & model_actors(dv_model, user):
        raise NotAllowed(
            ["Chỉ người đăng ký, người tham gia hoặc Văn phòng – thống kê sửa được mô hình này."]
        )


def behalf_trace(dv_model: DanVanModel, user: User, source: str) -> dict[str, Any]:
    """Fields on_behalf_source and on_behalf_of of a trace; empty for one's own model.

    Raises DomainError when the clerk acts for somebody without saying on what it rests.
    """
    if model_relations(dv_model, user):
        return {}
    if source not in OnBehalfSource.values:
        raise DomainError(
            f"Chọn căn cứ khi làm thay {dv_model.owner_person}: {BEHALF_SOURCES}.",
            field="on_behalf_source",
        )
    return {"on_behalf_source": source, "on_behalf_of": dv_model.owner_person}


@transaction.atomic
def start_draft(
    *,
    user: User,
    year: EmulationYear,
    window: YearWindow | None,
    owner_person: Individual | None = None,
) -> DanVanModel:
    """Open a draft; the nameless one of the same owner and window when there is one.

    Only CLERK starts for somebody else or before the window opens; a draft of a window that
    has ended waits for a late acceptance or another one. Raises NotAllowed, DomainError.
    """
    person_id = owner_person.pk if owner_person else current_individual_id(user)
    is_clerk = Role.CLERK in roles_of(user)
    if not roles_of(user) & REGISTRANTS:
        raise NotAllowed(["Tài khoản này không đăng ký mô hình."])
    if person_id != current_individual_id(user) and not is_clerk:
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê đăng ký thay người khác."])
    if person_id is None:
        raise DomainError("Chọn người đăng ký.", field="owner_person")
    if owner_person and owner_person.commune_id != user.commune_id:
        raise DomainError("Không tìm thấy người này.", field="owner_person")
    if year.plan.commune_id != user.commune_id:
        raise DomainError("Năm thi đua không thuộc xã này.", field="window")
    _check_window(window, year, is_clerk=is_clerk)
    # The year is the lock: two clicks at once never make two empty drafts.
    EmulationYear.objects.select_for_update(of=("self",)).get(pk=year.pk)
    refuse_locked_year(year)
    empty = DanVanModel.objects.filter(
        owner_person_id=person_id, year=year, window=window, state=ModelState.DRAFT, name=""
    ).first()
    if empty is not None:
        return empty
    return DanVanModel.objects.create(
        commune_id=user.commune_id,
        year=year,
        window=window,
        owner_person_id=person_id,
        created_by=user,
        created_at=clock.now(),
        changed_by=user,
        changed_at=clock.now(),
    )


def _check_window(window: YearWindow | None, year: EmulationYear, *, is_clerk: bool) -> None:
    """The window belongs to the year, is one of registration and has begun (or CLERK)."""
    if window is None:
        if not is_clerk:
            raise DomainError("Hiện không có đợt đăng ký nào đang mở.", field="window")
        return
    if window.kind != WindowKind.REGISTRATION or window.year_id != year.pk:
        raise DomainError("Chọn lại đợt đăng ký.", field="window")
    if not is_clerk and clock.today() < window.starts:
        said = f"Đợt đăng ký này mở từ ngày {short_date(window.starts)}."
        raise DomainError(said, field="window")


@transaction.atomic
def save_draft(
    *, user: User, model_id: int, version: int | None, values: dict[str, Any]
) -> DanVanModel:
    """Save any parts of a draft or of a returned registration; the state stays.

    `values`: see draft_values. Raises NotAllowed, StaleRecord, DomainError (with `field`).
    """
    dv_model = locked_model(model_id, user=user)
    require_writer(dv_model, user)
    if dv_model.state not in EDITABLE:
        raise DomainError(
            f"Mô hình đang ở trạng thái “{dv_model.get_state_display()}” nên không sửa được nữa."
        )
    check_version(dv_model, version)
    changed = write_values(dv_model, values)
    dv_model.version += 1
    dv_model.changed_by = user
    dv_model.changed_at = clock.now()
    dv_model.save(update_fields={*changed, "version", "changed_by", "changed_at"})
    return dv_model


@transaction.atomic
def submit_model(
    *,
    user: User,
    model_id: int,
    version: int | None = None,
    window: YearWindow | None = None,
    late_reason: str = "",
    on_behalf_source: str = "",
    note: str = "",
) -> DanVanModel:
    """Send a complete draft; it gets its code ("MH-2024-07") under a lock on the year.

    `window` moves the draft to another open window and its year. `late_reason` is CLERK's
    way in after the window. Raises NotAllowed, StaleRecord, DomainError.
    """
    dv_model = locked_model(model_id, user=user, version=version)
    require_writer(dv_model, user)
    fields = ["submitted_on"]
    if dv_model.state == ModelState.DRAFT:
        trace = behalf_trace(dv_model, user, on_behalf_source)
        fields += _move_to_window(dv_model, window)
        if not dv_model.code:
            dv_model.code = _next_code(dv_model.year)
            fields.append("code")
        dv_model.submitted_on = clock.today()
    else:
        trace = {}
    window_open = dv_model.window is not None and dv_model.window.is_open_on(clock.today())
    late = "" if window_open else nfc(late_reason).strip()
    said = [f"Nhận muộn: {late}" if late else "", nfc(note).strip()]
    take_edge(
        dv_model,
        "submit",
        user=user,
        note="\n".join(part for part in said if part),
        late_reason=late,
        extra_fields=tuple(fields),
        **trace,
    )
    return dv_model


def _move_to_window(dv_model: DanVanModel, window: YearWindow | None) -> list[str]:
    """Put a draft into another registration window of the same plan; changed columns."""
    if window is None or window.pk == dv_model.window_id:
        return []
    if window.kind != WindowKind.REGISTRATION or window.year.plan_id != dv_model.year.plan_id:
        raise DomainError("Chọn lại đợt đăng ký.", field="window")
    refuse_locked_year(window.year)
    dv_model.window = window
    dv_model.year = window.year
    return ["window", "year"]


def _next_code(year: EmulationYear) -> str:
    """The next free code of the year, under its lock."""
    EmulationYear.objects.select_for_update(of=("self",)).get(pk=year.pk)
    prefix = registration_code(year.year, 1).removesuffix("01")
    codes = DanVanModel.objects.filter(
        commune_id=year.plan.commune_id, code__startswith=prefix
    ).values_list("code", flat=True)
    used = [int(rest) for code in codes if (rest := code.removeprefix(prefix)).isdigit()]
    return registration_code(year.year, max(used, default=0) + 1)


@transaction.atomic
def answer_correction(*, user: User, correction_id: int, answer: str) -> Correction:
    """Say how one thing was mended; an answer may be worded again until the model is sent.

    Raises NotAllowed, DomainError (empty answer, taken back, not returned, past its due
    date for anybody but CLERK).
    """
    correction = (
        Correction.objects.filter(dv_model__commune_id=user.commune_id)
        .filter(pk=correction_id)
        .first()
    )
    if correction is None:
        raise DomainError("Không tìm thấy nội dung cần bổ sung này.")
    dv_model = locked_model(correction.dv_model_id, user=user)
    require_writer(dv_model, user)
    correction.refresh_from_db()
    text = nfc(answer).strip()
    if correction.status == CorrectionStatus.ANSWERED and correction.answer == text:
        return correction
    reasons = _unanswerable(dv_model, correction, user)
    if not text:
        reasons.append(f"Ghi đã sửa phần “{correction.get_part_display()}” thế nào.")
    if reasons:
        raise DomainError(reasons, field="answer")
    correction.status = CorrectionStatus.ANSWERED
    correction.answer = text
    correction.closed_by = user
    correction.closed_at = clock.now()
    correction.save(update_fields=["status", "answer", "closed_by", "closed_at"])
    return correction


def _unanswerable(dv_model: DanVanModel, correction: Correction, user: User) -> list[str]:
    """Why a correction cannot be answered now."""
    if correction.status == CorrectionStatus.WITHDRAWN:
        return ["Nội dung này đã được rút lại, không cần bổ sung."]
    if dv_model.state not in ANSWERABLE:
        return ["Mô hình không ở bước bổ sung nên không ghi trả lời được."]
    due = dv_model.return_due
    if (
        dv_model.state == ModelState.RETURNED
        and due
        and clock.today() > due
        and Role.CLERK not in roles_of(user)
    ):
        return [
            f"Đã quá hạn bổ sung {short_date(due)}. Liên hệ Văn phòng – thống kê để được gia hạn."
        ]
    return []


@transaction.atomic
def resubmit_model(
    *,
    user: User,
    model_id: int,
    version: int | None = None,
    on_behalf_source: str = "",
    note: str = "",
) -> DanVanModel:
    """Send a returned model again once every correction is answered.

    Raises NotAllowed, StaleRecord, DomainError.
    """
    dv_model = locked_model(model_id, user=user, version=version)
    require_writer(dv_model, user)
    returned = dv_model.state == ModelState.RETURNED
    trace = behalf_trace(dv_model, user, on_behalf_source) if returned else {}
    take_edge(dv_model, "resubmit", user=user, note=nfc(note), **trace)
    keep_new_texts(dv_model)
    return dv_model


@transaction.atomic
def withdraw_model(
    *, user: User, model_id: int, note: str, on_behalf_source: str = ""
) -> DanVanModel:
    """Take a model back before it is assessed; where it was is kept for a restore.

    Raises NotAllowed, DomainError.
    """
    dv_model = locked_model(model_id, user=user)
    trace = {}
    if on_behalf_source:
        trace = behalf_trace(dv_model, user, on_behalf_source)
    if dv_model.state != ModelState.WITHDRAWN:
        dv_model.withdrawn_from = dv_model.state
    take_edge(
        dv_model, "withdraw", user=user, note=nfc(note), extra_fields=("withdrawn_from",), **trace
    )
    return dv_model


@transaction.atomic
def restore_model(*, user: User, model_id: int, note: str) -> DanVanModel:
    """Put a withdrawn model back where it was. Raises NotAllowed, DomainError."""
    dv_model = locked_model(model_id, user=user)
    target = dv_model.withdrawn_from
    dv_model.withdrawn_from = ""
    take_edge(
        dv_model,
        "restore",
        user=user,
        note=nfc(note),
        target=target,
        extra_fields=("withdrawn_from",),
    )
    return dv_model
