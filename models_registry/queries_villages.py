"""Villages under their names, past and present, and what is still tied to ended ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from dandvan.roles import Role, roles_of
from models_registry.enums import ModelState, VillageChangeKind
from models_registry.models import (
    Collective,
    DanVanModel,
    IndicatorValue,
    Post,
    User,
    Village,
    VillageChange,
)
from models_registry.models.dated import on_day

# Registrations that still take another village; later ones rest on the one they have.
OPEN = (ModelState.DRAFT, ModelState.SUBMITTED, ModelState.RETURNED, ModelState.ACCEPTED)


def villages_visible_to(user: User) -> QuerySet[Village]:
    """Villages of the commune with their changes, for CLERK."""
    if Role.CLERK not in roles_of(user):
        return Village.objects.none()
    rows = Village.objects.filter(commune_id=user.commune_id, commune__isnull=False)
    return rows.prefetch_related("changes__into", "changes__by__individual")


def predecessors_of(village: Village) -> set[int]:
    """Ids of the villages that became part of this one, step by step."""
    found: set[int] = set()
    step = {village.pk}
    while step:
        rows = VillageChange.objects.filter(kind=VillageChangeKind.MERGE, into_id__in=step)
        step = set(rows.values_list("village_id", flat=True)) - found
        found |= step
    return found


def models_in(village: Village) -> Q:
    """Condition on DanVanModel: carried out in this village, or in one that is part of it now."""
    through = DanVanModel.villages.through.objects.filter(
        village_id__in={village.pk, *predecessors_of(village)}
    )
    return Q(pk__in=through.values("danvanmodel_id"))


def open_registrations_in(villages: list[Village]) -> QuerySet[DanVanModel]:
    """Open registrations of these villages without a figure counted in one of them."""
    counted = IndicatorValue.objects.filter(
        indicator__dv_model=OuterRef("pk"), village__in=villages
    )
    through = DanVanModel.villages.through.objects.filter(village__in=villages)
    return DanVanModel.objects.filter(
        ~Exists(counted), pk__in=through.values("danvanmodel_id"), state__in=OPEN
    )


@dataclass(frozen=True)
class Leftover:
    """What still names a village that ended, and has to be changed by hand."""

    village: Village
    posts: tuple[Post, ...]
    collectives: tuple[Collective, ...]


def leftovers(user: User, day: date) -> list[Leftover]:
    """Posts and collectives of today that name a merged village."""
    villages = {
        row.pk: row
        for row in villages_visible_to(user).filter(
            Exists(
                VillageChange.objects.filter(village=OuterRef("pk"), kind=VillageChangeKind.MERGE)
            )
        )
    }
    held = Post.objects.filter(on_day(day), village__in=villages)
    posts = list(held.select_related("individual"))
    bodies = list(Collective.objects.filter(on_day(day), village__in=villages))
    found = [
        Leftover(
            village,
            tuple(row for row in posts if row.village_id == pk),
            tuple(row for row in bodies if row.village_id == pk),
        )
        for pk, village in villages.items()
    ]
    return [row for row in found if row.posts or row.collectives]
