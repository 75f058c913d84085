"""How much waits: sizes of many queries in one, and what each kind of work is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery

from awards.enums import CouncilPost, EvaluationState, NominationState
from awards.enums import ReportState as AchievementState
from awards.models import (
    AchievementReport,
    AppraisalMeeting,
    Award,
    CouncilMember,
    Evaluation,
    Nomination,
    NomineeVote,
)
from awards.queries_honors import not_handed_over
from dandvan.roles import Role, roles_of
from models_registry.enums import FactKind, ModelState, PraiseState, StoryState, WindowKind
from models_registry.models import (
    Commune,
    DanVanModel,
    DistrictRegistration,
    EmulationYear,
    Post,
    Praise,
    RegisteredModel,
    Story,
    User,
    Village,
    YearlyRecord,
    YearWindow,
)
from models_registry.models.dated import on_day
from models_registry.queries import current_individual_id
from models_registry.queries_district import UNFINISHED
from models_registry.queries_living import REVIEW_WRITERS, unfinished_models, unreviewed_models
from models_registry.queries_sent import unsent_models
from models_registry.queries_staff import models_without_successor


class CountRows(Subquery):
    """How many rows a query has, as one number inside another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted_rows)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any], **extra: Any) -> None:
        """Count the rows; their order does not matter."""
        super().__init__(rows.order_by().values("pk"), **extra)


def count_in_one_query(commune_id: int | None, **rows: QuerySet[Any]) -> dict[str, int]:
    """Sizes of several queries in a single one; all zero without a commune."""
    if not rows or commune_id is None:
        return dict.fromkeys(rows, 0)
    found = (
        Commune.objects.filter(pk=commune_id)
        .values(**{name: CountRows(query) for name, query in rows.items()})
        .first()
    )
    return dict(found or dict.fromkeys(rows, 0))


def office_rows(user: User, today: date) -> dict[str, QuerySet[Any]]:
    """Queries of what waits beside the models, as far as this person has to do with it."""
    roles, commune = roles_of(user), user.commune_id
    rows: dict[str, QuerySet[Any]] = {}
    nominations = Nomination.objects.filter(commune_id=commune)
    praises = Praise.objects.filter(commune_id=commune)
    if Role.CLERK in roles:
        rows |= {
            "evaluations_open": Evaluation.objects.filter(
                commune_id=commune, state=EvaluationState.OPEN, is_current=True
            ),
            "nominations_waiting": nominations.filter(
                state__in=(
                    NominationState.PROPOSED,
                    NominationState.OBJECTED,
                    NominationState.AGREED,
                )
            ),
            "praise_to_check": praises.filter(state=PraiseState.PROPOSED),
            "handovers_open": models_without_successor(commune, today),
            "models_unfinished": unfinished_models(commune, today),
            "honors_to_hand_over": not_handed_over(
                Award.objects.filter(decision__commune_id=commune)
            ),
            **_upward(commune, today),
            **_missing_facts(commune, today),
        }
    if roles & REVIEW_WRITERS:
        rows["reviews_missing"] = unreviewed_models(commune, today)
    if Role.MOBILIZATION_BLOC in roles:
        rows["nominations_to_agree"] = nominations.filter(state=NominationState.PROPOSED)
    if Role.CHAIR in roles:
        rows["nominations_to_put_forward"] = nominations.filter(state=NominationState.AGREED)
        rows["stories_to_release"] = Story.objects.filter(
            commune_id=commune, state=StoryState.OFFERED
        )
        rows["praise_to_grant"] = praises.filter(state=PraiseState.CHECKED)
        rows["lists_open"] = _upward(commune, today)["lists_open"]
    if Role.ADMIN in roles:
        rows["passwords_to_change"] = User.objects.filter(
            commune_id=commune, is_active=True, must_change_password=True
        )
    if roles & {Role.VIEWER, Role.CHAIR, Role.MOBILIZATION_BLOC}:
        rows |= _year_figures(commune, today.year)
    if person := current_individual_id(user):
        rows |= _person_rows(person, nominations, today)
    return rows


def _upward(commune_id: int | None, today: date) -> dict[str, QuerySet[Any]]:
    """Registering with the level above: models it has still to be told of, lists on their way."""
    models = DanVanModel.objects.filter(commune_id=commune_id, year__year__gte=today.year)
    rows = RegisteredModel.objects.filter(registration__commune_id=commune_id)
    return {
        "models_unsent": unsent_models(models),
        "lists_open": DistrictRegistration.objects.filter(
            commune_id=commune_id, state__in=UNFINISHED
        ),
        "upward_questions": rows.exclude(question="").filter(reply_paper__isnull=True),
    }


def _year_figures(commune_id: int | None, year: int) -> dict[str, QuerySet[Any]]:
    """The year in figures: models registered and recognized, people and collectives honored."""
    models = DanVanModel.objects.filter(commune_id=commune_id, year__year=year)
    unsent = (ModelState.DRAFT, ModelState.WITHDRAWN)
    return {
        "figure_registered": models.exclude(state__in=unsent),
        "figure_recognized": models.filter(state=ModelState.RECOGNIZED),
        "figure_nominated": Nomination.objects.filter(
            commune_id=commune_id, evaluation__year__year=year
        ).exclude(state=NominationState.WITHDRAWN),
        "figure_awarded": Award.objects.filter(decision__commune_id=commune_id, year__year=year),
    }


def _person_rows(
    person: int, nominations: QuerySet[Nomination], today: date
) -> dict[str, QuerySet[Any]]:
    """What waits for somebody as head of a unit and as secretary of the council."""
    secretary = CouncilMember.objects.filter(
        on_day(today), individual_id=person, post=CouncilPost.SECRETARY
    )
    unvoted = nominations.filter(state=NominationState.PUT_FORWARD, outcome__isnull=True)
    return {
        "reports_to_confirm": reports_to_confirm(person, today),
        "meetings_open": AppraisalMeeting.objects.filter(
            secretary__individual_id=person, closed_at__isnull=True
        ),
        "nominations_to_vote": unvoted.filter(
            ~Exists(NomineeVote.objects.filter(nomination=OuterRef("pk"))),
            Exists(secretary.filter(council__commune=OuterRef("commune"))),
            award_kind__makes_dossier=True,
        ),
    }


def reports_to_confirm(person: int, today: date) -> QuerySet[AchievementReport]:
    """Submitted achievement reports of the people in a unit that this person heads today."""
    headed = Post.objects.filter(on_day(today), individual_id=person, heads__isnull=False)
    posts = Post.objects.filter(
        on_day(today),
        individual=OuterRef("nomination__evaluation__individual"),
        collective__in=headed.values("heads"),
    )
    return AchievementReport.objects.filter(
        Exists(posts),
        state=AchievementState.SUBMITTED,
    ).exclude(nomination__evaluation__individual_id=person)


def _missing_facts(commune_id: int | None, today: date) -> dict[str, QuerySet[Any]]:
    """Yearly facts of this calendar year that criteria will ask for and nobody has entered.

    Asked for from the day on which the year's first assessment or dossier window opens:
    villages, the Party committee, and whoever is evaluated this year.
    """
    years = EmulationYear.objects.filter(plan__commune_id=commune_id, year=today.year).filter(
        Exists(
            YearWindow.objects.filter(
                year=OuterRef("pk"),
                kind__in=(WindowKind.ASSESSMENT, WindowKind.DOSSIER),
                starts__lte=today,
            )
        )
    )
    current = YearlyRecord.objects.filter(
        commune_id=commune_id, year__year=today.year, is_current=True
    )
    evaluated = Evaluation.objects.filter(year__in=years, is_current=True)
    cutoff = date(today.year, 12, 31)
    return {
        "facts_villages": Village.objects.filter(
            on_day(cutoff),
            Exists(years),
            ~Exists(current.filter(village=OuterRef("pk"))),
            commune_id=commune_id,
        ),
        "facts_party": years.exclude(Exists(current.filter(kind=FactKind.PARTY_RATING))),
        "facts_collectives": evaluated.filter(
            ~Exists(current.filter(collective=OuterRef("collective"))), collective__isnull=False
        ),
        "facts_individuals": evaluated.filter(
            ~Exists(current.filter(individual=OuterRef("individual"))), individual__isnull=False
        ),
    }
