"""What was made known: loudspeaker, village meeting, Zalo, station (plan III.2)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import roles_of
from dandvan.vietnamese import one_line, short_date
from models_registry.enums import PropagationWay
from models_registry.models import DanVanModel, Propagation, Story, User, Village
from models_registry.queries_story import PROPAGATION_WRITERS

MOST_TIMES = 2000
MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class PropagationInput:
    """How, what, when, how often, where, to how many people."""

    way: str
    title: str
    starts: datetime.date
    ends: datetime.date | None = None
    times: int = 1
    people: int | None = None
    villages: Sequence[Village] = ()
    story: Story | None = None
    dv_model: DanVanModel | None = None


@transaction.atomic
def record_propagation(*, user: User, given: PropagationInput) -> Propagation:
    """Enter one row; the same words, way and day again are one row.

    Raises NotAllowed (PUBLICIST and CLERK enter), DomainError with every reason.
    """
    _require_writer(user)
    title = one_line(given.title)
    if reasons := _wrong(user, given, title):
        raise DomainError(reasons)
    same = Propagation.objects.filter(
        commune_id=user.commune_id,
        way=given.way,
        title=title,
        starts=given.starts,
        voided_at__isnull=True,
    ).first()
    if same is not None:
        return same
    row = Propagation.objects.create(
        commune_id=user.commune_id,
        way=given.way,
        title=title,
        starts=given.starts,
        ends=given.ends,
        times=given.times,
        people=given.people,
        story=given.story,
        dv_model=given.dv_model,
        recorded_by=user,
        recorded_at=clock.now(),
    )
    row.villages.set(given.villages)
    return row


def _require_writer(user: User) -> None:
    """Raise NotAllowed for anybody but PUBLICIST and CLERK."""
    if not roles_of(user) & PROPAGATION_WRITERS:
        raise NotAllowed(
            ["Việc tuyên truyền do công chức Văn hóa – xã hội hoặc Văn phòng – thống kê ghi."]
        )


def _wrong(user: User, given: PropagationInput, title: str) -> list[str]:
    """Everything that speaks against a row."""
    reasons = []
    if given.way not in PropagationWay.values:
        reasons.append("Chọn hình thức tuyên truyền.")
    if not title or len(title) > 200:
        reasons.append("Ghi nội dung tuyên truyền, tối đa 200 ký tự.")
    last = given.ends or given.starts
    if given.ends and given.ends < given.starts:
        reasons.append("Ngày cuối không thể trước ngày đầu. Kiểm tra lại hai ngày.")
    elif last > clock.today():
        reasons.append(f"Ngày {short_date(last)} chưa tới. Ghi sau khi đã tuyên truyền.")
    if not 1 <= given.times <= MOST_TIMES:
        reasons.append(f"Ghi số lần từ 1 đến {MOST_TIMES}.")
    if given.people is not None and not 0 <= given.people <= MOST_PEOPLE:
        reasons.append(f"Ghi số lượt người từ 0 đến {MOST_PEOPLE}.")
    related = [given.story, given.dv_model, *given.villages]
    if any(row is not None and row.commune_id != user.commune_id for row in related):
        reasons.append("Không tìm thấy làng, bài hoặc mô hình này trong xã.")
    return reasons


@transaction.atomic
def void_propagation(*, user: User, propagation_id: int, reason: str) -> Propagation:
    """Take a mistaken row out of the counts; it stays with its reason.

    Repeated, nothing changes. Raises NotAllowed, DomainError.
    """
    _require_writer(user)
    row = (
        Propagation.objects.select_for_update(of=("self",))
        .filter(pk=propagation_id, commune_id=user.commune_id)
        .first()
    )
    if row is None:
        raise DomainError("Không tìm thấy lần tuyên truyền này.")
    if row.voided_at is not None:
        return row
    said = one_line(reason)
    if not said or len(said) > 300:
        raise DomainError("Ghi lý do bỏ, tối đa 300 ký tự.")
    row.voided_by = user
    row.voided_at = clock.now()
    row.void_reason = said
    row.save(update_fields=["voided_by", "voided_at", "void_reason"])
    return row
