"""People in their posts, their models, and models whose people left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from dandvan.roles import Role, roles_of
from models_registry.enums import MemberPart, ModelState, StaffChangeKind
from models_registry.models import (
    DanVanModel,
    Individual,
    ModelHandover,
    ModelMember,
    Post,
    StaffChange,
    User,
)
from models_registry.models.dated import on_day
from models_registry.queries import active_on, models_visible_to

# Models that somebody has to go on with.
LIVING = (
    ModelState.DRAFT,
    ModelState.SUBMITTED,
    ModelState.RETURNED,
    ModelState.ACCEPTED,
    ModelState.REPORTED,
    ModelState.ASSESSED,
    ModelState.RECOGNIZED,
)


def people_visible_to(user: User) -> QuerySet[Individual]:
    """People of the commune, for CLERK."""
    if Role.CLERK not in roles_of(user):
        return Individual.objects.none()
    return Individual.objects.filter(commune_id=user.commune_id, commune__isnull=False)


def departed_on(day: date) -> Q:
    """Condition on Individual: left by this day and holds no post on it."""
    left = StaffChange.objects.filter(kind=StaffChangeKind.LEAVE, date__lte=day)
    return Q(pk__in=left.values("individual_id")) & ~active_on(day)


@dataclass(frozen=True)
class HeldModel:
    """A living model of a person: what he is in it, whether somebody has to follow him."""

    dv_model: DanVanModel
    parts: tuple[MemberPart, ...]
    owner: bool

    @property
    def needs_successor(self) -> bool:
        """Registered by him, or led by him."""
        return self.owner or MemberPart.LEAD in self.parts

    @property
    def words(self) -> str:
        """What he is in it: "người đăng ký, phụ trách"."""
        held = ["người đăng ký"] if self.owner else []
        return ", ".join([*held, *(part.label.lower() for part in self.parts)])


def models_held_by(user: User, person: Individual, day: date) -> list[HeldModel]:
    """Living models that a person registered, owns, leads or takes part in on that day."""
    parts = ModelMember.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), individual=person, ended_by__isnull=True
    )
    held = Q(owner_person=person) | Q(individual=person)
    rows = (
        models_visible_to(user)
        .filter(held | Exists(parts.filter(dv_model=OuterRef("pk"))), state__in=LIVING)
        .select_related("year", "collective", "individual", "owner_person")
        .prefetch_related(Prefetch("members", parts, "his_parts"))
        .order_by("-year__year", "code", "id")
    )
    lines = [
        HeldModel(
            row,
            tuple(MemberPart(part.part) for part in row.his_parts),
            person.pk in (row.owner_person_id, row.individual_id),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.needs_successor)


def models_without_successor(commune_id: int | None, day: date) -> QuerySet[DanVanModel]:
    """Living models whose person left and whom nobody follows yet.

    Either a handover says so, or who registered it has left (a restored model).
    """
    waiting = ModelHandover.objects.filter(
        dv_model=OuterRef("pk"), to_person__isnull=True, settled_by__isnull=True
    )
    gone = Individual.objects.filter(departed_on(day), pk=OuterRef("owner_person"))
    return DanVanModel.objects.filter(
        Exists(waiting) | Exists(gone), commune_id=commune_id, state__in=LIVING
    )


def open_handovers(user: User, day: date) -> list[DanVanModel]:
    """Models that wait for somebody to go on, each with its open rows as `waiting`."""
    rows = ModelHandover.objects.filter(to_person__isnull=True, settled_by__isnull=True)
    return list(
        models_visible_to(user)
        .filter(pk__in=models_without_successor(user.commune_id, day).values("pk"))
        .select_related("year", "collective", "individual", "owner_person")
        .prefetch_related(
            Prefetch("handovers", rows.select_related("from_person", "by__individual"), "waiting")
        )
        .order_by("-year__year", "code", "id")
    )


def successors(commune_id: int | None, day: date, *, but: Individual | None) -> list[Individual]:
    """People who hold a post on that day, with their posts; one of them left out."""
    rows = Individual.objects.filter(active_on(day), commune_id=commune_id)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    held = Post.objects.filter(on_day(day))
    return list(rows.prefetch_related(Prefetch("posts", held)))


def unit_head_of(person: Individual, day: date) -> Individual | None:
    """Who heads the unit of a person on that day; None when it is himself or nobody."""
    posts = person.posts.filter(on_day(day), collective__isnull=False).select_related("collective")
    heads = [post.collective.head_on(day) for post in posts if post.collective is not None]
    return next((head for head in heads if head is not None and head.pk != person.pk), None)
