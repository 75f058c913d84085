"""The public page: only what was released and still holds; and what could be released."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from awards.models import Award, ShowcaseItem
from models_registry.enums import ModelState, RecognitionOutcome
from models_registry.models import Commune, DanVanModel, Individual, Post, Recognition, User
from models_registry.models.dated import on_day


def _shown(field: str) -> Exists:
    """Released and not taken down."""
    return Exists(
        ShowcaseItem.objects.filter(**{field: OuterRef("pk")}, taken_down_at__isnull=True)
    )


def _with_parts(rows: QuerySet[DanVanModel]) -> QuerySet[DanVanModel]:
    """What the public page shows of a model; nothing about its members."""
    decided = Recognition.objects.filter(outcome=RecognitionOutcome.RECOGNIZED)
    return rows.select_related(
        "year", "main_area", "collective", "individual", "owner_person"
    ).prefetch_related(
        "villages",
        Prefetch("recognitions", decided.select_related("decision__paper"), to_attr="recognized"),
    )


def shown_models(commune: Commune) -> QuerySet[DanVanModel]:
    """Released models of the commune that are recognized today."""
    rows = DanVanModel.objects.filter(commune=commune, state=ModelState.RECOGNIZED)
    return _with_parts(rows.filter(_shown("dv_model")))


def shown_awards(commune: Commune) -> QuerySet[Award]:
    """Released honors of the commune, newest first."""
    rows = Award.objects.filter(nomination__commune=commune)
    return rows.filter(_shown("award")).select_related(
        "award_kind", "year", "collective", "individual", "decision__paper__authority"
    )


def models_to_release(user: User) -> QuerySet[DanVanModel]:
    """Recognized models of the user's commune that the public page does not show yet."""
    rows = DanVanModel.objects.filter(commune_id=user.commune_id, state=ModelState.RECOGNIZED)
    return _with_parts(rows.exclude(_shown("dv_model")))


def awards_to_release(user: User) -> QuerySet[Award]:
    """Honors of the user's commune that the public page does not show yet."""
    rows = Award.objects.filter(nomination__commune_id=user.commune_id)
    return rows.exclude(_shown("award")).select_related(
        "award_kind", "year", "collective", "individual", "decision__paper__authority"
    )


def items_of(user: User) -> QuerySet[ShowcaseItem]:
    """What the public page of the user's commune shows now."""
    return ShowcaseItem.objects.filter(
        commune_id=user.commune_id, commune__isnull=False, taken_down_at__isnull=True
    ).select_related(
        "dv_model__year",
        "award__award_kind",
        "award__collective",
        "award__individual",
        "award__year",
        "released_by__individual",
        "signer__individual",
    )


@dataclass(frozen=True)
class Honor:
    """One line of honors: who (name and post), what, in which year, by which decision."""

    who: str
    post: str
    what: str
    year: int
    decision: str


def posts_on(people: list[Individual], day: date) -> dict[int, str]:
    """Title of the post each person holds on a day, by individual; one query."""
    rows = Post.objects.filter(on_day(day), individual__in=people).order_by("valid_from", "id")
    return dict(rows.values_list("individual_id", "title"))


def honors(awards: list[Award], day: date) -> list[Honor]:
    """Lines of honors; of a person only name and post."""
    titles = posts_on([row.individual for row in awards if row.individual], day)
    return [
        Honor(
            who=row.collective.name if row.collective else row.individual.full_name,
            post="" if row.individual is None else titles.get(row.individual.pk, ""),
            what=str(row.award_kind),
            year=row.year.year,
            decision=str(row.decision),
        )
        for row in awards
    ]
