"""Who assesses models, and what each person may know of the visits to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from dandvan.roles import Role, roles_of
from models_registry.enums import ModelState
from models_registry.models import (
    AssessmentTeam,
    AssessmentTeamMember,
    Attachment,
    DanVanModel,
    ModelAssessment,
    SiteVisit,
    User,
)
from models_registry.queries import (
    ASSESSED_STATES,
    REVIEWERS,
    current_individual_id,
    models_visible_to,
    person_in_model,
    sits_in_a_team,
    takes_part,
)

VISITORS = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC})
VISITABLE = frozenset(
    {ModelState.ACCEPTED, ModelState.REPORTED, ModelState.ASSESSED, ModelState.RECOGNIZED}
)


def team_on(year_id: int, day: date) -> AssessmentTeam | None:
    """The team of an emulation year on this day: that of the latest decision by then."""
    rows = AssessmentTeam.objects.filter(year_id=year_id, decision_date__lte=day)
    people = AssessmentTeamMember.objects.select_related("individual__user").prefetch_related(
        "individual__posts__village"
    )
    return rows.prefetch_related(Prefetch("members", people)).first()


def own_models_of(person: int | None) -> QuerySet[DanVanModel]:
    """Models that a person owns, carries out alone or takes part in."""
    if person is None:
        return DanVanModel.objects.none()
    return DanVanModel.objects.filter(takes_part(person))


def may_visit(dv_model: DanVanModel, user: User) -> bool:
    """Whether the person writes notes of visits to this model; never of his own."""
    if dv_model.commune_id != user.commune_id:
        return False
    if person_in_model(dv_model, current_individual_id(user)):
        return False
    return bool(roles_of(user) & VISITORS) or sits_in_a_team(user, dv_model)


def _seats(user: User, prefix: str) -> Exists:
    """Condition: the person sits in a team of the model's year."""
    person = current_individual_id(user)
    return Exists(
        AssessmentTeamMember.objects.filter(
            team__year=OuterRef(f"{prefix}year"), individual_id=person, individual__isnull=False
        )
    )


def site_visits_visible_to(user: User) -> QuerySet[SiteVisit]:
    """Notes of visits that the person may read in full: reviewers and the team, no own model."""
    if not roles_of(user):
        return SiteVisit.objects.none()
    rows = SiteVisit.objects.filter(dv_model__in=models_visible_to(user)).exclude(
        dv_model__in=own_models_of(current_individual_id(user))
    )
    return rows if roles_of(user) & REVIEWERS else rows.filter(_seats(user, "dv_model__"))


def visit_photos_visible_to(user: User) -> QuerySet[Attachment]:
    """Photos of the visits whose notes the person reads."""
    visits = site_visits_visible_to(user).values("pk")
    return Attachment.objects.filter(site_visits__in=visits)


@dataclass(frozen=True)
class VisitShown:
    """One visit as a person may know of it; `visit` None where the note is not for him."""

    date: date
    conclusion: str = ""
    visit: SiteVisit | None = None


def visits_shown(dv_model: DanVanModel, user: User) -> list[VisitShown]:
    """Visits to one model, latest first.

    In full for who reads the notes. The model's own people know the day of each visit, and
    the conclusion once an assessment was written after it; everybody else nothing.
    """
    visits = list(
        dv_model.site_visits.select_related("by__individual", "corrects", "corrected_by")
        .prefetch_related("villages", "people", "photos")
        .order_by("-date", "-id")
    )
    if not visits or not roles_of(user):
        return []
    person = current_individual_id(user)
    if not person_in_model(dv_model, person):
        reads = roles_of(user) & REVIEWERS or sits_in_a_team(user, dv_model)
        return [VisitShown(row.date, row.conclusion, row) for row in visits] if reads else []
    last = ModelAssessment.objects.filter(dv_model=dv_model).order_by("-round").first()
    assessed = last.assessed_at if last and dv_model.state in ASSESSED_STATES else None
    return [
        VisitShown(row.date, row.conclusion if assessed and row.at <= assessed else "")
        for row in visits
        if not hasattr(row, "corrected_by")
    ]
