"""What each assessor thinks before the joint assessment (plan I.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.vietnamese import nfc
from models_registry.domain.flow import not_ones_own
from models_registry.enums import ModelState
from models_registry.models import AssessorMark, DanVanModel, User
from models_registry.queries import current_individual_id, model_facts, sits_in_a_team
from models_registry.queries_assessing import is_assessor, open_round
from models_registry.services.assessment import MarkInput, wrong_marks
from models_registry.services.move_model import locked_model


@dataclass(frozen=True)
class GivenMarks:
    """How far an assessor's set has come."""

    given: int
    of: int

    @property
    def is_full(self) -> bool:
        """Whether every quality has his mark."""
        return self.given >= self.of


@transaction.atomic
def give_marks(*, user: User, model_id: int, marks: Sequence[MarkInput]) -> GivenMarks:
    """Write an assessor's own marks of the open round; those left blank stay as they were.

    A changed mark or reason replaces the former row, which is kept. Raises NotAllowed (not in
    the team in force), DomainError (own model, state, a mark without reason).
    """
    dv_model = locked_model(model_id, user=user)
    _check_who(dv_model, user)
    given = [row for row in marks if row.mark]
    reasons = []
    if dv_model.state != ModelState.REPORTED:
        state = dv_model.get_state_display()
        reasons.append(
            f"Mô hình đang ở trạng thái “{state}”: chỉ cho ý kiến khi đang chờ thẩm định."
        )
    reasons += wrong_marks(dv_model, given)
    if reasons:
        raise DomainError(reasons)
    round_ = open_round(dv_model)
    mine = AssessorMark.objects.filter(
        dv_model=dv_model, round=round_, assessor_id=user.individual_id, replaced_at=None
    )
    former = {row.quality_id: row for row in mine.select_for_update(of=("self",))}
    for row in given:
        _write(dv_model, round_, user, row, former.get(row.quality.pk))
    of = dv_model.year.plan.qualities.count()
    return GivenMarks(mine.count(), of)


def _check_who(dv_model: DanVanModel, user: User) -> None:
    """In the team, and not for a model of one's own. Raises NotAllowed, DomainError."""
    own = not_ones_own(model_facts(dv_model, user, clock.today()))
    if own and sits_in_a_team(user, dv_model):
        raise DomainError([own])
    if current_individual_id(user) is None or not is_assessor(dv_model, user, clock.today()):
        raise NotAllowed(["Chỉ thành viên tổ thẩm định cho ý kiến về mô hình."])


def _write(
    dv_model: DanVanModel, round_: int, user: User, row: MarkInput, former: AssessorMark | None
) -> None:
    """One mark; nothing where it says what was said before."""
    reason = nfc(row.reason).strip()
    if former is not None:
        if (former.mark, former.reason) == (row.mark, reason):
            return
        former.replaced_at = clock.now()
        former.save(update_fields=["replaced_at"])
    AssessorMark.objects.create(
        dv_model=dv_model,
        round=round_,
        assessor_id=user.individual_id,
        quality=row.quality,
        mark=row.mark,
        reason=reason,
        given_by=user,
        given_at=clock.now(),
    )
