"""Models beyond their year: living ones to be looked at, unfinished ones of years gone by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from dandvan.roles import Role
from models_registry.enums import ModelState, ReviewOutcome, WindowKind
from models_registry.models import (
    DanVanModel,
    EmulationYear,
    ModelReview,
    User,
    YearWindow,
)
from models_registry.queries import current_individual_id, models_visible_to, person_in_model

REVIEW_READERS = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC, Role.CHAIR, Role.VIEWER})
REVIEW_WRITERS = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC})
UNFINISHED = (ModelState.ACCEPTED, ModelState.REPORTED)
# The looks are due this many days before the year is summed up.
DAYS_BEFORE_FINAL_REVIEW = 30


def living_models(commune_id: int | None, year: int) -> QuerySet[DanVanModel]:
    """Recognized models of earlier years that no look before `year` found stopped."""
    stopped = ModelReview.objects.standing().filter(
        dv_model=OuterRef("pk"), outcome=ReviewOutcome.STOPPED, year__year__lt=year
    )
    return DanVanModel.objects.filter(
        ~Exists(stopped),
        commune_id=commune_id,
        state=ModelState.RECOGNIZED,
        year__year__lt=year,
    )


@dataclass(frozen=True)
class ReviewLine:
    """A living model and what this year's look at it found, None while nobody looked."""

    dv_model: DanVanModel
    review: ModelReview | None
    own: bool


def review_lines(user: User, year: EmulationYear) -> list[ReviewLine]:
    """Living models of the year, those that nobody looked at first; three queries."""
    looks = ModelReview.objects.standing().filter(year=year).select_related("by__individual")
    rows = (
        models_visible_to(user)
        .filter(pk__in=living_models(user.commune_id, year.year).values("pk"))
        .select_related("year", "collective", "individual", "owner_person")
        .prefetch_related("members", Prefetch("reviews", looks, "looks"))
        .order_by("year__year", "code", "id")
    )
    person = current_individual_id(user)
    lines = [
        ReviewLine(row, next(iter(row.looks), None), person_in_model(row, person)) for row in rows
    ]
    return sorted(lines, key=lambda line: line.review is not None)


def unreviewed_models(commune_id: int | None, today: date) -> QuerySet[DanVanModel]:
    """Living models without this year's look, from a month before the year is summed up."""
    near = YearWindow.objects.filter(
        year__plan__commune_id=commune_id,
        year__year=today.year,
        kind=WindowKind.FINAL_REVIEW,
        starts__lte=today + timedelta(days=DAYS_BEFORE_FINAL_REVIEW),
    )
    looked_at = ModelReview.objects.standing().filter(
        dv_model=OuterRef("pk"), year__year=today.year
    )
    return living_models(commune_id, today.year).filter(Exists(near), ~Exists(looked_at))


def unfinished_models(commune_id: int | None, today: date) -> QuerySet[DanVanModel]:
    """Accepted or reported models of years gone by, never to be left lying."""
    return DanVanModel.objects.filter(
        commune_id=commune_id, state__in=UNFINISHED, year__year__lt=today.year
    )


def overdue_models(commune_id: int | None, today: date) -> QuerySet[DanVanModel]:
    """Accepted models of this year whose last window for results has ended."""
    windows = YearWindow.objects.filter(year=OuterRef("year"), kind=WindowKind.RESULT_REPORT)
    return DanVanModel.objects.filter(
        Exists(windows),
        ~Exists(windows.filter(ends__gte=today)),
        commune_id=commune_id,
        state=ModelState.ACCEPTED,
        year__year=today.year,
    )


def is_to_finish(dv_model: DanVanModel, today: date) -> bool:
    """Whether this model stands in the list of what is to be extended or closed."""
    if dv_model.state not in UNFINISHED or dv_model.year.year > today.year:
        return False
    if dv_model.year.year < today.year:
        return True
    return overdue_models(dv_model.commune_id, today).filter(pk=dv_model.pk).exists()


def models_to_finish(user: User, today: date) -> list[DanVanModel]:
    """What the clerk has to extend or close: of years gone by first, then overdue ones."""
    commune = user.commune_id
    both = Q(pk__in=unfinished_models(commune, today).values("pk")) | Q(
        pk__in=overdue_models(commune, today).values("pk")
    )
    return list(
        models_visible_to(user)
        .filter(both)
        .select_related("year", "collective", "individual", "owner_person")
        .order_by("year__year", "code", "id")
    )


def years_after(commune_id: int | None, today: date) -> list[EmulationYear]:
    """Years into which a model can be carried over: this year's and the next, if opened."""
    return list(
        EmulationYear.objects.filter(
            plan__commune_id=commune_id, year__in=(today.year, today.year + 1)
        ).order_by("year")
    )
