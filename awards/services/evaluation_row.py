"""The row of an evaluation under its lock; who may write it, who saved it last."""

from __future__ import annotations

from awards.models import Evaluation
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date
from models_registry.models import User
from models_registry.services.year_lock import refuse_locked_year


def only_clerk(user: User) -> None:
    """Raise NotAllowed for anybody but CLERK."""
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê đánh giá theo mục IV."])


def locked_evaluation(evaluation_id: int, *, user: User, version: int | None = None) -> Evaluation:
    """The evaluation under a row lock; inside `transaction.atomic`.

    Raises DomainError for another commune's or an unknown one, StaleRecord for an old form.
    """
    evaluation = (
        Evaluation.objects.select_for_update(of=("self",))
        .select_related("year__plan", "collective__kind", "individual")
        .filter(pk=evaluation_id, commune_id=user.commune_id, commune__isnull=False)
        .first()
    )
    if evaluation is None:
        raise DomainError(["Không tìm thấy phiếu đánh giá này."])
    refuse_locked_year(evaluation.year)
    if version is not None and version != evaluation.version:
        raise StaleRecord([_who_saved(evaluation)])
    return evaluation


def _who_saved(evaluation: Evaluation) -> str:
    """Who saved the sheet last and when, as a sentence for a stale form."""
    last_finding = evaluation.findings.select_related("marked_by__individual").order_by(
        "-marked_at", "-id"
    )
    last_step = evaluation.transitions.select_related("by__individual").order_by("-id")
    traces = [(row.marked_at, row.marked_by) for row in last_finding[:1]]
    traces += [(row.at, row.by) for row in last_step[:1]]
    moment, who = max(traces, key=lambda trace: trace[0], default=(None, None))
    when = ""
    if moment is not None:
        local = moment.astimezone(clock.now().tzinfo)
        when = f" lúc {local:%H:%M} ngày {short_date(local.date())}"
    name = who.display_name if who is not None else "người khác"
    return (
        f"Trong lúc bạn đang sửa, {name} đã lưu phiếu đánh giá này{when}. "
        "Nội dung bạn nhập vẫn còn bên dưới; đối chiếu với bản mới rồi lưu lại."
    )
