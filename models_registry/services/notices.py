"""Notices in the application: called by the services that do what is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError
from models_registry.enums import MemberPart
from models_registry.models import DanVanModel, ModelMember, Notice, User
from models_registry.models.dated import on_day

LONGEST = 600


def notify(
    *,
    users: Iterable[User],
    kind: str,
    key: str,
    text: str,
    url_name: str = "",
    url_kwargs: dict[str, Any] | None = None,
    dv_model: DanVanModel | None = None,
) -> None:
    """Tell each of these people one sentence; the same event (`key`) never twice.

    `url_name` and `url_kwargs` name the page it leads to. Call inside the transaction of the
    act: what is rolled back was never told.
    """
    Notice.objects.bulk_create(
        [
            Notice(
                user=user,
                kind=kind,
                key=key,
                text=text[:LONGEST],
                url_name=url_name,
                url_kwargs=url_kwargs or {},
                dv_model=dv_model,
                created_at=clock.now(),
            )
            for user in users
        ],
        ignore_conflicts=True,
    )


def people_of(dv_model: DanVanModel, *, everybody: bool = False) -> list[User]:
    """Active accounts of the owner and of those in charge; `everybody`: of all who take part."""
    return people_of_all([dv_model], everybody=everybody)[dv_model.pk]


def people_of_all(
    dv_models: Sequence[DanVanModel], *, everybody: bool = False
) -> dict[int, list[User]]:
    """As `people_of` for many models of one commune, in two queries; by key of the model."""
    members = ModelMember.objects.filter(on_day(clock.today()), dv_model__in=dv_models)
    if not everybody:
        members = members.filter(part=MemberPart.LEAD)
    people = {row.pk: {row.owner_person_id} for row in dv_models}
    for model_id, person in members.values_list("dv_model_id", "individual_id"):
        people[model_id].add(person)
    users = User.objects.filter(
        individual_id__in={person for found in people.values() for person in found},
        commune_id__in={row.commune_id for row in dv_models},
        is_active=True,
    ).select_related("individual")
    accounts = list(users.order_by("pk"))
    return {
        pk: [user for user in accounts if user.individual_id in found]
        for pk, found in people.items()
    }


def tell_people(
    dv_model: DanVanModel,
    *,
    by: User,
    kind: str,
    key: str,
    text: str,
    page: str = "model_detail",
    everybody: bool = False,
) -> None:
    """Tell the people of a model, but not the one who did it himself."""
    notify(
        users=[row for row in people_of(dv_model, everybody=everybody) if row.pk != by.pk],
        kind=kind,
        key=key,
        text=text,
        url_name=f"models_registry:{page}",
        url_kwargs={"pk": dv_model.pk},
        dv_model=dv_model,
    )


@transaction.atomic
def mark_read(*, user: User, notice_id: int) -> Notice:
    """One of the person's own notices was read; repeated, nothing changes. Raises DomainError."""
    row = Notice.objects.select_for_update().filter(user=user, pk=notice_id).first()
    if row is None:
        raise DomainError("Không tìm thấy thông báo này.")
    if row.read_at is None:
        row.read_at = clock.now()
        row.save(update_fields=["read_at"])
    return row


@transaction.atomic
def mark_all_read(*, user: User, up_to: int) -> int:
    """Everything up to the newest notice the person saw was read; how many there were."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True, pk__lte=up_to)
    return unread.update(read_at=clock.now())
