"""The public page: released by the chairman, taken down with a reason (plan III.2)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from awards.models import ShowcaseItem
from awards.queries_showcase import awards_to_release, models_to_release
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import one_line
from models_registry.models import Commune, User
from models_registry.services.paper_trace import PaperTrace, paper_fields

RELEASERS = frozenset({Role.CHAIR, Role.CLERK})


@transaction.atomic
def release_items(
    *,
    user: User,
    model_ids: Collection[int] = (),
    award_ids: Collection[int] = (),
    paper: PaperTrace | None = None,
) -> list[ShowcaseItem]:
    """Put models and honors on the public page; CLERK records it from the signed paper.

    All of them or none; what is shown already is left as it is. Raises NotAllowed,
    DomainError (nothing chosen, no longer recognized).
    """
    roles = roles_of(user)
    if not roles & RELEASERS or (paper is None and Role.CHAIR not in roles):
        raise NotAllowed(["Đưa lên trang công khai do Chủ tịch duyệt."])
    trace = paper_fields(paper, user=user, day=clock.today())
    # The commune is the lock: two clicks at once release a thing once.
    Commune.objects.select_for_update(of=("self",)).get(pk=user.commune_id)
    if not model_ids and not award_ids:
        raise DomainError("Chọn ít nhất một mô hình hoặc một khen thưởng.")
    shown = ShowcaseItem.objects.filter(commune_id=user.commune_id, taken_down_at__isnull=True)
    known_models = set(shown.values_list("dv_model_id", flat=True))
    known_awards = set(shown.values_list("award_id", flat=True))
    models = models_to_release(user).in_bulk(set(model_ids) - known_models)
    awards = awards_to_release(user).in_bulk(set(award_ids) - known_awards)
    lost = len(set(model_ids) - known_models - set(models))
    lost += len(set(award_ids) - known_awards - set(awards))
    if lost:
        raise DomainError(
            "Có mục vừa chọn không còn đưa lên được (đã thu hồi hoặc không thuộc xã). "
            "Tải lại trang rồi chọn lại."
        )
    given: list[dict[str, Any]] = [{"dv_model": row} for row in models.values()]
    given += [{"award": row} for row in awards.values()]
    return [
        ShowcaseItem.objects.create(
            commune_id=user.commune_id,
            released_by=user,
            released_at=clock.now(),
            **row,
            **trace,
        )
        for row in given
    ]


@transaction.atomic
def take_down_item(*, user: User, item_id: int, reason: str) -> ShowcaseItem:
    """Take one thing off the public page; repeated, nothing changes.

    Raises NotAllowed (CHAIR and CLERK), DomainError (unknown, no reason).
    """
    if not roles_of(user) & RELEASERS:
        raise NotAllowed(["Chỉ Chủ tịch hoặc Văn phòng – thống kê gỡ mục khỏi trang công khai."])
    item = (
        ShowcaseItem.objects.select_for_update(of=("self",))
        .filter(pk=item_id, commune_id=user.commune_id)
        .first()
    )
    if item is None:
        raise DomainError("Không tìm thấy mục này trên trang công khai.")
    if item.taken_down_at is not None:
        return item
    said = one_line(reason)
    if not said or len(said) > 300:
        raise DomainError("Ghi lý do gỡ, tối đa 300 ký tự.")
    item.taken_down_by = user
    item.taken_down_at = clock.now()
    item.reason = said
    item.save(update_fields=["taken_down_by", "taken_down_at", "reason"])
    return item
