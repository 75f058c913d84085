"""The only writer of a model's state."""

from __future__ import annotations

from typing import Any

from dandvan import clock
from dandvan.errors import DomainError, StaleRecord
from dandvan.roles import Actor, Role, roles_of
from dandvan.transition import move
from dandvan.vietnamese import short_date
from models_registry.domain.flow import MODEL_FLOW
from models_registry.models import DanVanModel, ModelTransition, User
from models_registry.queries import model_actors, model_facts
from models_registry.services.submissions import HAND_INS, keep_submission
from models_registry.services.year_lock import refuse_locked_year


def locked_model(
    model_id: int, *, user: User, version: int | None = None, later: bool = False
) -> DanVanModel:
    """The model under a row lock; call inside `transaction.atomic`.

    `later` for acts that by nature come after the year, which may be locked then. Raises
    DomainError for another commune's or an unknown model or a locked year, StaleRecord when
    `version` (of the form that was filled in) is no longer the current one.
    """
    dv_model = (
        DanVanModel.objects.select_for_update(of=("self",))
        .select_related("year__plan", "window", "main_area")
        .filter(pk=model_id, commune_id=user.commune_id)
        .first()
    )
    if dv_model is None:
        raise DomainError(["Không tìm thấy mô hình này."])
    if not later:
        refuse_locked_year(dv_model.year)
    check_version(dv_model, version)
    return dv_model


def check_version(dv_model: DanVanModel, version: int | None) -> None:
    """Raise StaleRecord, naming who saved and when, when the form is out of date."""
    if version is None or version == dv_model.version:
        return
    who = dv_model.changed_by.display_name if dv_model.changed_by_id else "người khác"
    when = ""
    if dv_model.changed_at:
        local = dv_model.changed_at.astimezone(clock.now().tzinfo)
        when = f" lúc {local:%H:%M} ngày {short_date(local.date())}"
    raise StaleRecord(
        [
            f"Trong lúc bạn đang sửa, {who} đã lưu mô hình này{when}. "
            "Nội dung bạn nhập vẫn còn bên dưới; đối chiếu với bản mới rồi lưu lại."
        ]
    )


def take_edge(
    dv_model: DanVanModel,
    edge: str,
    *,
    user: User,
    note: str = "",
    target: str | None = None,
    late_reason: str = "",
    listed_outcome: str | None = None,
    extra_fields: tuple[str, ...] = (),
    **trace: Any,
) -> ModelTransition:
    """Take one edge with a locked model; facts are read here, under the lock.

    What an edge hands in is kept with its hash. Raises NotAllowed or DomainError with every
    refusal; writes nothing then. Fields changed by the caller are named in `extra_fields`.
    """
    signer = trace.get("signer")
    facts = model_facts(
        dv_model,
        user,
        clock.today(),
        late_reason=late_reason,
        listed_outcome=listed_outcome,
        signer_id=signer.individual_id if signer else None,
    )
    dv_model.changed_by = user
    dv_model.changed_at = clock.now()
    actors = model_actors(dv_model, user)
    if signer is not None:
        actors = actors | paper_actors(edge, user)
    transition: ModelTransition = move(
        dv_model,
        edge,
        flow=MODEL_FLOW,
        facts=facts,
        actors=actors,
        by=user,
        note=note,
        target=target,
        extra_fields=(*extra_fields, "changed_by", "changed_at"),
        **trace,
    )
    if edge in HAND_INS:
        keep_submission(dv_model, transition)
    return transition


def paper_actors(edge_name: str, user: User) -> frozenset[Actor]:
    """Whom the clerk stands for when he records an act from a signed paper.

    Only edges marked `by_paper`; nobody else may record from paper.
    """
    edge = MODEL_FLOW.edges[edge_name]
    if edge.by_paper and Role.CLERK in roles_of(user):
        return edge.who
    return frozenset()
