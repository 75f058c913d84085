"""Who assesses models, and what each person may know of the visits to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)

from dandvan.roles import Role, roles_of
from models_registry.domain.assessment import spread_in_words
from models_registry.enums import ModelState
from models_registry.models import (
    AssessmentTeam,
    AssessmentTeamMember,
    AssessorMark,
    Attachment,
    DanVanModel,
    EvidenceRequest,
    ModelAssessment,
    ModelMember,
    Quality,
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


def barred_models_of(person: int | None) -> QuerySet[DanVanModel]:
    """Models that a person may not judge: his own, also those he handed over."""
    if person is None:
        return DanVanModel.objects.none()
    ever = ModelMember.objects.filter(individual_id=person).values("dv_model_id")
    return DanVanModel.objects.filter(takes_part(person) | Q(pk__in=ever))


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
        dv_model__in=barred_models_of(current_individual_id(user))
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


# -- marks of each assessor ------------------------------------------------------------------------


def open_round(dv_model: DanVanModel) -> int:
    """The round that the next joint assessment closes."""
    return len(dv_model.assessments.all()) + 1


def assessors_of(dv_model: DanVanModel, day: date) -> tuple[AssessmentTeamMember, ...]:
    """The team in force, without the people of the model itself."""
    team = team_on(dv_model.year_id, day)
    if team is None:
        return ()
    return tuple(
        row for row in team.members.all() if not person_in_model(dv_model, row.individual_id)
    )


def is_assessor(dv_model: DanVanModel, user: User, day: date) -> bool:
    """Whether the person gives marks to this model on this day."""
    person = current_individual_id(user)
    return (
        person is not None
        and user.commune_id == dv_model.commune_id
        and any(row.individual_id == person for row in assessors_of(dv_model, day))
    )


def lacks_marks(assessor: int | OuterRef) -> Exists:
    """Condition on AssessorMark: of some quality this assessor has no mark in the row's round."""
    given = AssessorMark.objects.filter(
        dv_model=OuterRef(OuterRef("dv_model")),
        round=OuterRef(OuterRef("round")),
        assessor=assessor,
        quality=OuterRef("pk"),
        replaced_at=None,
    )
    return Exists(Quality.objects.filter(~Exists(given), plan=OuterRef("dv_model__year__plan")))


def marks_wait_for(person: int | None, day: date) -> Any:
    """Condition on DanVanModel: reported, and this assessor of the team has marks to give."""
    if person is None:
        return Value(False)
    teams = AssessmentTeam.objects.filter(
        year=OuterRef(OuterRef("year")), decision_date__lte=day
    ).order_by("-decision_date", "-id")
    seat = AssessmentTeamMember.objects.filter(
        team=Subquery(teams.values("pk")[:1]), individual_id=person
    )
    member = ModelMember.objects.filter(dv_model=OuterRef("pk"), individual_id=person)
    given = AssessorMark.objects.filter(
        dv_model=OuterRef(OuterRef("pk")),
        assessor_id=person,
        quality=OuterRef("pk"),
        replaced_at=None,
    ).filter(
        ~Exists(
            ModelAssessment.objects.filter(
                dv_model=OuterRef("dv_model"), round__gte=OuterRef("round")
            )
        )
    )
    lacks = Exists(Quality.objects.filter(~Exists(given), plan=OuterRef("year__plan")))
    not_own = (
        ~Q(owner_person_id=person)
        & (Q(individual_id=None) | ~Q(individual_id=person))
        & ~Exists(member)
    )
    return ExpressionWrapper(
        Q(state=ModelState.REPORTED) & Q(Exists(seat)) & Q(lacks) & not_own,
        output_field=BooleanField(),
    )


def assessor_marks_visible_to(user: User) -> QuerySet[AssessorMark]:
    """Marks of single assessors that the person may read.

    One's own always. Others', once their set is full: after the joint assessment by reviewers
    and the team; before it by an assessor who has given his own full set, and by clerk and
    bloc who sit in no team. Never by the people of the model.
    """
    person, roles = current_individual_id(user), roles_of(user)
    rows = AssessorMark.objects.filter(dv_model__in=models_visible_to(user))
    if not roles:
        return rows.none()
    mine = Q(assessor_id=person, assessor__isnull=False)
    closed = Exists(
        ModelAssessment.objects.filter(dv_model=OuterRef("dv_model"), round=OuterRef("round"))
    )
    seat = _seats(user, "dv_model__")
    others = closed & seat
    if person is not None:
        others |= seat & ~lacks_marks(person)
    if roles & REVIEWERS:
        others |= Q(closed)
    if roles & VISITORS:
        others |= ~seat
    full = ~lacks_marks(OuterRef(OuterRef("assessor")))
    own = Q(dv_model__in=barred_models_of(person).values("pk"))
    return rows.filter(mine | (Q(others) & full & ~own))


@dataclass(frozen=True)
class AssessorShown:
    """One assessor of a round: who, whether his set is full."""

    name: str
    part: str
    has_given: bool
    is_me: bool = False


@dataclass(frozen=True)
class QualityShown:
    """One quality with what each assessor thinks of it, in the order of the assessors."""

    quality: Quality
    cells: tuple[AssessorMark | None, ...]
    spread: str


@dataclass(frozen=True)
class MarksShown:
    """The marks of one round as one person may see them."""

    round: int
    assessors: tuple[AssessorShown, ...] = ()
    rows: tuple[QualityShown, ...] = ()
    hidden: bool = False
    mine_full: bool = False
    i_am_one: bool = False

    @property
    def waiting(self) -> tuple[str, ...]:
        """Names of those who have not given a full set."""
        return tuple(row.name for row in self.assessors if not row.has_given)

    @property
    def given(self) -> int:
        """How many have given a full set."""
        return sum(row.has_given for row in self.assessors)

    @property
    def has_marks(self) -> bool:
        """Whether the person sees any mark."""
        return any(cell for row in self.rows for cell in row.cells)


def marks_shown(dv_model: DanVanModel, user: User, round_: int, day: date) -> MarksShown:
    """The table of one round: team and former assessors, marks as far as he may see them."""
    qualities = list(dv_model.year.plan.qualities.all())
    is_open = round_ == open_round(dv_model)
    current = AssessorMark.objects.filter(dv_model=dv_model, round=round_, replaced_at=None)
    counts: dict[int, int] = {}
    for row in current.select_related("assessor"):
        counts[row.assessor_id] = counts.get(row.assessor_id, 0) + 1
    seated = assessors_of(dv_model, day) if is_open else ()
    people = {row.individual_id: (str(row.individual), row.get_part_display()) for row in seated}
    for row in current.select_related("assessor"):
        people.setdefault(row.assessor_id, (str(row.assessor), ""))
    visible = {
        (row.assessor_id, row.quality_id): row
        for row in assessor_marks_visible_to(user).filter(pk__in=current.values("pk"))
    }
    me = current_individual_id(user)
    assessors = tuple(
        AssessorShown(name, part, counts.get(pk, 0) >= len(qualities), pk == me)
        for pk, (name, part) in people.items()
    )
    rows = []
    for quality in qualities:
        cells = tuple(visible.get((pk, quality.pk)) for pk in people)
        spread = spread_in_words([cell.mark for cell in cells if cell])
        rows.append(QualityShown(quality, cells, spread))
    mine_full = me in people and counts.get(me or 0, 0) >= len(qualities)
    i_am_one = any(row.individual_id == me for row in seated)
    hidden = is_open and i_am_one and not mine_full
    return MarksShown(round_, assessors, tuple(rows), hidden, mine_full, i_am_one)


# -- what is asked for -----------------------------------------------------------------------------


def evidence_requests_visible_to(user: User) -> QuerySet[EvidenceRequest]:
    """Requests for evidence on models whose inside the person sees."""
    if not roles_of(user):
        return EvidenceRequest.objects.none()
    rows = EvidenceRequest.objects.filter(assessment__dv_model__in=models_visible_to(user))
    if roles_of(user) & REVIEWERS:
        return rows
    own = Q(assessment__dv_model__in=own_models_of(current_individual_id(user)).values("pk"))
    return rows.filter(own | Q(_seats(user, "assessment__dv_model__")))


def current_requests(dv_model: DanVanModel) -> list[EvidenceRequest]:
    """What is asked for now, earliest due first; answered ones too."""
    rows = EvidenceRequest.objects.filter(assessment__dv_model=dv_model, is_current=True)
    return list(
        rows.select_related("quality", "answered_by__individual")
        .prefetch_related("files")
        .order_by("due", "quality__order")
    )
