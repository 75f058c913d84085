"""What happens to a model after its year: carried over into a later one."""

from __future__ import annotations

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role
from dandvan.vietnamese import one_line
from models_registry.enums import ModelState
from models_registry.models import DanVanModel, EmulationYear, ModelExtension, User
from models_registry.queries import model_actors
from models_registry.services.move_model import locked_model
from models_registry.services.year_lock import refuse_locked_year

EXTENDABLE = (ModelState.ACCEPTED, ModelState.REPORTED)
MOST_LETTERS = 500


@transaction.atomic
def extend_model(
    *, user: User, model_id: int, to_year: EmulationYear, reason: str
) -> ModelExtension:
    """Carry an unfinished model over into a later year of its plan; the code stays.

    From then on its windows, its assessment and whatever counts by year are those of
    `to_year`; the row keeps where it came from. Raises NotAllowed (CLERK), DomainError.
    """
    dv_model = locked_model(model_id, user=user)
    refuse_locked_year(to_year)
    if Role.CLERK not in model_actors(dv_model, user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê gia hạn mô hình sang năm sau."])
    said = one_line(reason)
    if reasons := _refusals(dv_model, to_year, said):
        raise DomainError(reasons)
    row = ModelExtension.objects.create(
        dv_model=dv_model,
        from_year=dv_model.year,
        to_year=to_year,
        reason=said,
        by=user,
        at=clock.now(),
    )
    dv_model.year = to_year
    dv_model.version += 1
    dv_model.changed_by, dv_model.changed_at = user, clock.now()
    dv_model.save(update_fields=["year", "version", "changed_by", "changed_at"])
    return row


def _refusals(dv_model: DanVanModel, to_year: EmulationYear, reason: str) -> list[str]:
    """What speaks against carrying this model over into that year."""
    reasons = []
    if dv_model.state not in EXTENDABLE:
        reasons.append(
            f"Mô hình đang ở trạng thái “{dv_model.get_state_display()}”: chỉ gia hạn mô hình "
            "đang thực hiện hoặc đã báo cáo mà chưa thẩm định."
        )
    if to_year.plan_id != dv_model.year.plan_id:
        reasons.append(
            f"Năm {to_year.year} theo kế hoạch khác. Kết thúc mô hình này và đăng ký lại."
        )
    elif to_year.year <= dv_model.year.year:
        reasons.append(f"Mô hình đang thuộc năm {dv_model.year.year}: chọn năm sau năm đó.")
    elif to_year.year > clock.today().year + 1:
        reasons.append(f"Năm {to_year.year} còn xa: gia hạn nhiều nhất đến năm sau năm nay.")
    if not reason:
        reasons.append("Ghi lý do gia hạn sang năm sau.")
    if len(reason) > MOST_LETTERS:
        reasons.append(f"Rút gọn lý do còn tối đa {MOST_LETTERS} ký tự (đang có {len(reason)}).")
    return reasons
