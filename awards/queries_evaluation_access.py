"""Who may know of an evaluation and who is what to it; what only clerk and chairman see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from awards.enums import CouncilPost, EvaluationState, NominationState
from awards.models import CouncilMember, Evaluation, Nomination
from dandvan import clock
from dandvan.roles import Actor, Relation, Role, roles_of
from models_registry.models import (
    Attachment,
    Collective,
    DanVanModel,
    EmulationYear,
    Impediment,
    Individual,
    Post,
    User,
)
from models_registry.models.dated import on_day
from models_registry.queries import current_individual_id

READS_ALL = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC, Role.CHAIR, Role.VIEWER})
SEES_IMPEDIMENTS = frozenset({Role.CLERK, Role.CHAIR})


def evaluations_visible_to(user: User) -> QuerySet[Evaluation]:
    """Evaluations of the commune that the person may know of.

    CLERK, MOBILIZATION_BLOC, CHAIR and VIEWER: all. The nominee (or head of the collective):
    his own once concluded. Members of the council: those with a nomination that stands.
    """
    rows = Evaluation.objects.filter(commune_id=user.commune_id, commune__isnull=False)
    roles = roles_of(user)
    if roles & READS_ALL:
        return rows
    person = current_individual_id(user)
    if not roles or person is None:
        return rows.none()
    today = clock.today()
    headed = Post.objects.filter(on_day(today), individual_id=person, heads__isnull=False)
    own = Q(individual_id=person) | Q(collective__in=headed.values("heads"))
    seen = own & ~Q(state=EvaluationState.OPEN)
    seat = CouncilMember.objects.filter(
        on_day(today),
        on_day(today, prefix="council__"),
        individual_id=person,
        council__commune=OuterRef("commune"),
    )
    standing = Nomination.objects.filter(evaluation=OuterRef("pk")).exclude(
        state=NominationState.WITHDRAWN
    )
    return rows.filter(seen | (Exists(seat) & Exists(standing)))


def evaluation_actors(evaluation: Evaluation, user: User) -> frozenset[Actor]:
    """Roles and relations of the person for this evaluation; none across communes."""
    if user.commune_id is None or user.commune_id != evaluation.commune_id:
        return frozenset()
    found: set[Actor] = set(roles_of(user))
    person = current_individual_id(user)
    if person is None:
        return frozenset(found)
    today = clock.today()
    subject = evaluation.subject
    head = subject.head_on(today) if isinstance(subject, Collective) else subject
    if head is not None and head.pk == person:
        found.add(Relation.NOMINEE)
    posts = CouncilMember.objects.filter(
        on_day(today),
        on_day(today, prefix="council__"),
        individual_id=person,
        council__commune_id=evaluation.commune_id,
    ).values_list("post", flat=True)
    for post in posts:
        found.add(Relation.COUNCIL_MEMBER)
        if post == CouncilPost.SECRETARY:
            found.add(Relation.COUNCIL_SECRETARY)
    return frozenset(found)


def standing_impediments(subject: Collective | Individual, day: date) -> tuple[Impediment, ...]:
    """What stands against an honor of this subject on the day; for CLERK and CHAIR only."""
    return impediments_of([subject], day)[subject]


def impediments_of(
    subjects: Sequence[Collective | Individual], day: date
) -> dict[Collective | Individual, tuple[Impediment, ...]]:
    """`standing_impediments` for several subjects at once; one query."""
    rows = list(
        Impediment.objects.filter(starts__lte=day)
        .filter(Q(cleared_on__isnull=True) | Q(cleared_on__gt=day))
        .filter(
            Q(collective__in=[row for row in subjects if isinstance(row, Collective)])
            | Q(individual__in=[row for row in subjects if isinstance(row, Individual)])
        )
    )
    return {
        subject: tuple(
            row
            for row in rows
            if subject.pk
            == (row.collective_id if isinstance(subject, Collective) else row.individual_id)
        )
        for subject in subjects
    }


def impediments_shown_to(user: User, evaluation: Evaluation) -> tuple[Impediment, ...]:
    """Impediments of the evaluated subject as far as the person may see them."""
    if not roles_of(user) & SEES_IMPEDIMENTS or user.commune_id != evaluation.commune_id:
        return ()
    return standing_impediments(evaluation.subject, clock.today())


def evidence_for(evaluation: Evaluation) -> list[Attachment]:
    """Files a finding may rest on: of the subject's models, those in use, the office's latest.

    At most 150; each with its model.
    """
    models = DanVanModel.objects.filter(commune_id=evaluation.commune_id)
    if evaluation.collective_id:
        mine = Q(collective=evaluation.collective_id) | Q(co_owners=evaluation.collective_id)
    else:
        mine = Q(individual=evaluation.individual_id) | Q(
            members__individual=evaluation.individual_id
        )
    used = evaluation.findings.filter(evidence__isnull=False).values("evidence")
    kept = Attachment.objects.filter(commune_id=evaluation.commune_id, removed_at=None)
    rows = kept.filter(
        Q(dv_model__in=models.filter(mine).values("pk")) | Q(dv_model=None) | Q(pk__in=used)
    )
    return list(
        rows.select_related("dv_model").order_by(F("dv_model__code").asc(nulls_last=True), "-id")[
            :150
        ]
    )


def open_choices(year: EmulationYear) -> list[tuple[str, list[tuple[str, str]]]]:
    """Subjects without a current sheet in the year, grouped, as choices "type-number"."""
    today = clock.today()
    known = Evaluation.objects.filter(year=year, is_current=True)
    collectives = (
        Collective.objects.filter(on_day(today), kind__eligible=True)
        .filter(commune_id=year.plan.commune_id)
        .exclude(pk__in=known.filter(collective__isnull=False).values("collective"))
        .order_by("kind__order", "id")
    )
    posts = Post.objects.filter(on_day(today), individual=OuterRef("pk"), kind__eligible=True)
    people = (
        Individual.objects.filter(Exists(posts), commune_id=year.plan.commune_id)
        .exclude(pk__in=known.filter(individual__isnull=False).values("individual"))
        .order_by("sort_name", "id")
    )
    return [
        ("Tập thể", [(f"collective-{row.pk}", str(row)) for row in collectives]),
        ("Cá nhân", [(f"individual-{row.pk}", str(row)) for row in people]),
    ]
