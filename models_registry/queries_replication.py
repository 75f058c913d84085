"""Where models spread: their families, recognized ones with and without adopters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from dandvan.roles import Role, roles_of
from dandvan.vietnamese import search_key
from models_registry.domain.replication import AdoptionFacts
from models_registry.enums import ModelState
from models_registry.models import (
    Collective,
    DanVanModel,
    Individual,
    Post,
    Replication,
    User,
    Village,
)
from models_registry.models.dated import on_day
from models_registry.queries import (
    current_individual_id,
    model_relations,
    models_visible_to,
    person_in_model,
)
from models_registry.queries_models import models_for_list

_READERS = frozenset({Role.VIEWER, Role.ADMIN})


def replications_visible_to(user: User) -> QuerySet[Replication]:
    """Adoptions of models that the person may know of."""
    return Replication.objects.filter(dv_model__in=models_visible_to(user)).select_related(
        "dv_model", "village", "collective", "adopting_model", "responsible"
    )


@dataclass(frozen=True)
class Family:
    """A model's relatives: where it came from, who adopted it."""

    origins: tuple[Replication, ...]
    adopters: tuple[Replication, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.origins or self.adopters)


def family_of(dv_model: DanVanModel) -> Family:
    """Both directions, one step each; ended adoptions come last."""
    related = ("village", "collective", "responsible", "adopting_model")
    adopters = dv_model.replications.select_related(*related).order_by("since", "id")
    adopters = adopters.prefetch_related("adopting_model__members")
    origins = dv_model.adopted_from.select_related("dv_model").order_by("since", "id")
    return Family(tuple(origins), tuple(sorted(adopters, key=lambda row: row.ended_on is not None)))


def places_of(user: User, today: date) -> tuple[set[int], set[int]]:
    """Villages and collectives (ids) in which the person holds a post today."""
    person = current_individual_id(user)
    if person is None:
        return set(), set()
    rows = Post.objects.filter(on_day(today), individual_id=person)
    villages: set[int] = set()
    collectives: set[int] = set()
    for village, collective, heads in rows.values_list("village", "collective", "heads"):
        villages |= {village} - {None}
        collectives |= {collective, heads} - {None}
    return villages, collectives


@dataclass(frozen=True)
class Recorder:
    """What one person may record of the adopters of one model."""

    person: int | None = None
    anywhere: bool = False
    villages: frozenset[int] = frozenset()
    collectives: frozenset[int] = frozenset()

    @property
    def may_some(self) -> bool:
        """Whether there is an adopter he may record."""
        return self.anywhere or bool(self.villages or self.collectives)

    def may(
        self,
        *,
        village_id: int | None = None,
        collective_id: int | None = None,
        adopting_model: DanVanModel | None = None,
    ) -> bool:
        """Whether he may record this adopter, or mend what was recorded of it."""
        return (
            self.anywhere
            or village_id in self.villages
            or collective_id in self.collectives
            or (adopting_model is not None and person_in_model(adopting_model, self.person))
        )


def recorder_of(user: User, dv_model: DanVanModel, today: date) -> Recorder:
    """CLERK and the model's people record every adopter; others those of their own side.

    One's own side: a village or collective in which one holds a post today, a model of
    which one is owner or member.
    """
    roles = roles_of(user)
    if user.commune_id != dv_model.commune_id or not roles - _READERS:
        return Recorder()
    person = current_individual_id(user)
    if Role.CLERK in roles or model_relations(dv_model, user):
        return Recorder(person, anywhere=True)
    villages, collectives = places_of(user, today)
    return Recorder(person, False, frozenset(villages), frozenset(collectives))


def adoption_facts(
    dv_model: DanVanModel,
    today: date,
    *,
    since: date,
    village: Village | None = None,
    collective: Collective | None = None,
    place: str = "",
    adopting_model: DanVanModel | None = None,
    responsible: Individual | None = None,
    exclude_pk: int | None = None,
) -> AdoptionFacts:
    """Facts of one adoption, read under the lock of the model; `exclude_pk` is the row mended."""
    others = [
        row for row in dv_model.replications.filter(ended_on__isnull=True) if row.pk != exclude_pk
    ]
    places = (village is not None, collective is not None, bool(place))
    already = any(
        (village is not None and row.village_id == village.pk)
        or (collective is not None and row.collective_id == collective.pk)
        or (bool(place) and search_key(row.place) == search_key(place))
        for row in others
    )
    return AdoptionFacts(
        today=today,
        model_state=dv_model.state,
        since=since,
        started=dv_model.start_date,
        places=sum(places),
        where=str(village or collective or place),
        has_responsible=responsible is not None,
        outside=bool(place),
        is_own_village=village is not None and village in dv_model.villages.all(),
        is_own_collective=collective is not None
        and (collective.pk == dv_model.collective_id or collective in dv_model.co_owners.all()),
        adopted_already=already,
        adopting_is_itself=adopting_model is not None and adopting_model.pk == dv_model.pk,
        adopting_came_first=adopting_model is not None
        and adopting_model.pk in _ancestors(dv_model),
    )


def _ancestors(dv_model: DanVanModel) -> set[int]:
    """Models from which this one was adopted, step by step back."""
    found: set[int] = set()
    step = {dv_model.pk}
    while step:
        rows = Replication.objects.filter(adopting_model_id__in=step)
        step = set(rows.values_list("dv_model_id", flat=True)) - found
        found |= step
    return found


def spread_models(user: User) -> QuerySet[DanVanModel]:
    """Recognized models with their living adopters beside them as `adopters`.

    `adopted` says whether there is one. Source: plan III.1.
    """
    living = Replication.objects.filter(ended_on__isnull=True)
    return (
        models_for_list(user)
        .filter(state=ModelState.RECOGNIZED)
        .annotate(adopted=Exists(living.filter(dv_model=OuterRef("pk"))))
        .prefetch_related(
            Prefetch("replications", living.select_related("village", "collective"), "adopters")
        )
        .order_by("-adopted", "-year__year", "code", "id")
    )


@dataclass(frozen=True)
class SpreadFigures:
    """Recognized models with adopters and without, and how many places adopted one."""

    adopted: int
    alone: int
    places: int


def spread_figures(rows: QuerySet[DanVanModel]) -> SpreadFigures:
    """Figures over a query of `spread_models`; one query."""
    living = Q(replications__ended_on__isnull=True, replications__isnull=False)
    models = DanVanModel.objects.filter(pk__in=rows.order_by().values("pk"))
    counted = models.aggregate(
        total=Count("pk", distinct=True),
        adopted=Count("pk", filter=living, distinct=True),
        places=Count("replications", filter=living, distinct=True),
    )
    return SpreadFigures(
        counted["adopted"], counted["total"] - counted["adopted"], counted["places"]
    )
