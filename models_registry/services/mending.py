"""Small slips that the clerk mends himself, with reason and the difference on record."""

from __future__ import annotations

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role
from dandvan.text_diff import changed, likeness
from dandvan.vietnamese import one_line
from models_registry.enums import FormPart, ModelState, NoticeKind
from models_registry.models import DanVanModel, ModelMend, User
from models_registry.queries import missing_parts, model_actors, person_in_model
from models_registry.queries_parts import COLUMN_OF, part_text
from models_registry.services.draft_values import write_values
from models_registry.services.move_model import check_version, locked_model
from models_registry.services.notices import tell_people

MENDABLE = frozenset({ModelState.SUBMITTED, ModelState.ACCEPTED, ModelState.REPORTED})
LONGEST_REASON = 300
# Below this share of equal words a name is another name, not a mended one.
SAME_NAME = 0.5


def why_not_mended(dv_model: DanVanModel) -> str:
    """Why the clerk cannot mend the texts of this model now; empty when he can."""
    state = ModelState(dv_model.state)
    if state in MENDABLE:
        return ""
    if state in (ModelState.DRAFT, ModelState.RETURNED):
        return (
            "Chủ mô hình đang sửa và chưa gửi nên Văn phòng không sửa đè lên được. "
            "Nhắn chủ mô hình sửa, hoặc đợi gửi lại."
        )
    if state in (ModelState.RECOGNIZED, ModelState.REVOKED):
        return (
            "Mô hình đã có quyết định công nhận nên tên và nội dung giữ đúng như trên giấy tờ "
            "đã ban hành."
        )
    return f"Mô hình đang ở trạng thái “{state.label}” nên không sửa lỗi nhỏ được nữa."


@transaction.atomic
def mend_model(
    *, user: User, model_id: int, part: str, text: str, reason: str, version: int | None = None
) -> ModelMend:
    """Mend a slip in the name or a text of a model that was handed in; its people are told.

    Not owner, figures or lists. Papers that were issued stay as they are. Raises NotAllowed
    (CLERK), StaleRecord, DomainError with all reasons.
    """
    dv_model = locked_model(model_id, user=user)
    if Role.CLERK not in model_actors(dv_model, user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê sửa lỗi nhỏ."])
    if refusal := why_not_mended(dv_model):
        raise DomainError(refusal)
    check_version(dv_model, version)
    if part not in COLUMN_OF:
        raise DomainError("Chỉ sửa lỗi nhỏ ở tên và các phần viết bằng lời.", field="part")
    former, said = part_text(dv_model, part), one_line(reason)
    field = COLUMN_OF[FormPart(part)]
    missing_before = set(missing_parts(dv_model))
    changed_fields = write_values(dv_model, {field: text})
    if reasons := _wrong_mend(dv_model, FormPart(part), former, said, missing_before, user):
        raise DomainError(reasons)
    dv_model.version += 1
    dv_model.changed_by, dv_model.changed_at = user, clock.now()
    dv_model.save(update_fields={*changed_fields, "version", "changed_by", "changed_at"})
    row = ModelMend.objects.create(
        dv_model=dv_model,
        part=part,
        former_text=former,
        new_text=part_text(dv_model, part),
        reason=said,
        by=user,
        at=clock.now(),
    )
    tell_people(
        dv_model,
        by=user,
        kind=NoticeKind.MENDED,
        key=f"mend:{row.pk}",
        text=f"{user.display_name} đã sửa lỗi nhỏ ở phần “{row.get_part_display()}” của mô hình "
        f"“{dv_model}”: {said}",
    )
    return row


def _wrong_mend(
    dv_model: DanVanModel,
    part: FormPart,
    former: str,
    reason: str,
    missing_before: set[FormPart],
    user: User,
) -> list[str]:
    """What speaks against a mend that already stands on the locked row."""
    new, reasons = part_text(dv_model, part), []
    if person_in_model(dv_model, user.individual_id):
        reasons.append(
            "Đây là mô hình của bạn hoặc bạn tham gia; nhờ công chức khác của Văn phòng sửa."
        )
    if not reason:
        reasons.append("Ghi lý do sửa.")
    if len(reason) > LONGEST_REASON:
        reasons.append(f"Rút gọn lý do còn tối đa {LONGEST_REASON} ký tự.")
    if former == new:
        reasons.append("Nội dung chưa thay đổi. Sửa rồi lưu lại.")
    emptied = set(missing_parts(dv_model)) - missing_before
    if emptied:
        reasons.append(f"Không để trống phần “{part.label}”.")
    elif part == FormPart.NAME and changed(former, new) and likeness(former, new) < SAME_NAME:
        reasons.append(
            "Chỉ sửa lỗi nhỏ trong tên mô hình. Muốn đặt tên khác, trả lại để chủ mô hình đổi."
        )
    return reasons
