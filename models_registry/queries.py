"""Reads of the registry: what a person may see, and the facts that guards ask."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from dandvan import clock
from dandvan.roles import Actor, Relation, Role, roles_of
from models_registry.domain.assessment import QualityResult, not_enough, unmarked, unmet
from models_registry.domain.flow import ModelFacts
from models_registry.enums import (
    CorrectionStatus,
    FormPart,
    ModelState,
    ReportKind,
    WindowKind,
)
from models_registry.models import (
    AssessmentTeamMember,
    DanVanModel,
    EmulationYear,
    ModelMember,
    Post,
    User,
    YearWindow,
)
from models_registry.models.dated import on_day
from models_registry.queries_sent import standing_of

# Decided on, or ready to be.
ASSESSED_STATES = frozenset(
    {ModelState.ASSESSED, ModelState.RECOGNIZED, ModelState.DECLINED, ModelState.REVOKED}
)
# From the acceptance on the team looks at evidence and figures.
TEAM_STATES = ASSESSED_STATES | {ModelState.ACCEPTED, ModelState.REPORTED}
REVIEWERS = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC, Role.CHAIR})


def current_individual_id(user: User) -> int | None:
    """The person behind an account."""
    return getattr(user, "individual_id", None)


def models_visible_to(user: User) -> QuerySet[DanVanModel]:
    """Models of the user's commune that he may know of.

    From submitted on: everybody of the commune. Drafts: owner, members and CLERK. A
    withdrawn draft stays with them too.
    """
    rows = DanVanModel.objects.filter(commune_id=user.commune_id, commune__isnull=False)
    roles = roles_of(user)
    if not roles:
        return rows.none()
    if Role.CLERK in roles:
        return rows
    person = current_individual_id(user)
    unsent = Q(state=ModelState.DRAFT) | Q(
        state=ModelState.WITHDRAWN, withdrawn_from=ModelState.DRAFT
    )
    if person is None:
        return rows.exclude(unsent)
    own = Q(owner_person_id=person) | Q(pk__in=memberships_of(person).values("dv_model_id"))
    return rows.filter(~unsent | own)


def memberships_of(person_id: int | None) -> QuerySet[ModelMember]:
    """Parts of a person in models, without those that a handover ended."""
    return ModelMember.objects.filter(individual_id=person_id, ended_by__isnull=True)


def sees_inside(user: User, dv_model: DanVanModel) -> bool:
    """Whether the person sees evidence, corrections, marks and phone numbers of this model."""
    return (
        bool(roles_of(user) & REVIEWERS)
        or bool(model_relations(dv_model, user))
        or (dv_model.state in TEAM_STATES and sits_in_a_team(user, dv_model))
    )


def sits_in_a_team(user: User, dv_model: DanVanModel) -> bool:
    """Whether the person sits in a team that assesses the models of this one's year."""
    person = current_individual_id(user)
    return (
        person is not None
        and user.commune_id == dv_model.commune_id
        and bool(roles_of(user))
        and AssessmentTeamMember.objects.filter(
            team__year_id=dv_model.year_id, individual_id=person
        ).exists()
    )


def model_relations(dv_model: DanVanModel, user: User) -> frozenset[Relation]:
    """OWNER and MEMBER, as far as the person is one for this model."""
    person = current_individual_id(user)
    if person is None:
        return frozenset()
    found = set()
    if dv_model.owner_person_id == person:
        found.add(Relation.OWNER)
    parts = (row for row in dv_model.members.all() if row.ended_by_id is None)
    if any(row.individual_id == person for row in parts):
        found.add(Relation.MEMBER)
    return frozenset(found)


def takes_part(person: int) -> Q:
    """Condition on DanVanModel: this person owns it, carries it out alone or is a member."""
    member_of = memberships_of(person).values("dv_model_id")
    return Q(owner_person_id=person) | Q(individual_id=person) | Q(pk__in=member_of)


def person_in_model(dv_model: DanVanModel, individual_id: int | None) -> bool:
    """Whether this person is owner, lead or member of the model himself, or once was."""
    return individual_id is not None and (
        dv_model.owner_person_id == individual_id
        or dv_model.individual_id == individual_id
        or any(member.individual_id == individual_id for member in dv_model.members.all())
    )


def model_actors(dv_model: DanVanModel, user: User) -> frozenset[Actor]:
    """Roles and relations of the person for this model; none across communes."""
    if user.commune_id != dv_model.commune_id:
        return frozenset()
    return frozenset(roles_of(user)) | model_relations(dv_model, user)


def open_registration_windows(commune_id: int, day: date) -> QuerySet[YearWindow]:
    """Registration windows of the commune that are open on this day."""
    return YearWindow.objects.filter(
        year__plan__commune_id=commune_id,
        kind=WindowKind.REGISTRATION,
        starts__lte=day,
        ends__gte=day,
    ).select_related("year")


def year_on(commune_id: int, day: date) -> EmulationYear | None:
    """The emulation year a day belongs to, else the latest one."""
    years = EmulationYear.objects.filter(plan__commune_id=commune_id)
    return years.filter(year=day.year).first() or years.order_by("-year").first()


def missing_parts(dv_model: DanVanModel) -> tuple[FormPart, ...]:
    """Required parts of the registration that are still empty, in form order."""
    empty = {
        FormPart.NAME: not dv_model.name.strip(),
        FormPart.OWNER: not (dv_model.collective_id or dv_model.individual_id),
        FormPart.MEMBERS: not any(
            m.part == "lead" and m.ended_by_id is None for m in dv_model.members.all()
        ),
        FormPart.AREAS: dv_model.main_area_id is None,
        FormPart.VILLAGES: not dv_model.villages.all(),
        FormPart.NEED: len(dv_model.need.strip()) < 30,
        FormPart.GOAL: not dv_model.goal.strip(),
        FormPart.SOLUTIONS: not dv_model.solutions.strip(),
        FormPart.TIME: dv_model.start_date is None,
    }
    return tuple(part for part, is_empty in empty.items() if is_empty)


def quality_results(dv_model: DanVanModel) -> tuple[QualityResult, ...]:
    """The plan's qualities with the marks of the latest round, in plan order."""
    latest = max(dv_model.assessments.all(), key=lambda row: row.round, default=None)
    marks = {m.quality_id: m.mark for m in latest.marks.all()} if latest else {}
    return tuple(
        QualityResult(quality.name, quality.required, marks.get(quality.pk, ""))
        for quality in dv_model.year.plan.qualities.all()
    )


Clerks = list[tuple[int, int | None]]


def active_clerks(commune_id: int) -> Clerks:
    """Account and person of every active clerk of a commune."""
    rows = User.objects.filter(commune_id=commune_id, is_active=True, groups__name=Role.CLERK.value)
    rows = rows.exclude(closed_from__lte=clock.today())
    return list(rows.values_list("pk", "individual_id"))


def other_clerk_free(dv_model: DanVanModel, user: User, clerks: Clerks | None = None) -> bool:
    """Whether an active clerk other than the user is free of the bar of his own model."""
    people = {m.individual_id for m in dv_model.members.all()} | {dv_model.owner_person_id}
    if clerks is None:
        clerks = active_clerks(dv_model.commune_id)
    return any(pk != user.pk and person not in people for pk, person in clerks)


def _report_is_newer_than_return(dv_model: DanVanModel) -> bool:
    """Whether the current result report was written after the last returned report."""
    returned = [t for t in dv_model.transitions.all() if t.edge == "return_report"]
    if not returned or _nothing_left_to_mend(dv_model, returned[-1].at):
        return True
    report = next(
        (r for r in dv_model.reports.all() if r.kind == ReportKind.RESULT and r.is_current), None
    )
    return report is not None and report.written_at >= returned[-1].at


def _nothing_left_to_mend(dv_model: DanVanModel, returned_at: datetime) -> bool:
    """Whether everything that the return of this moment asked for was taken back."""
    rows = [row for row in dv_model.corrections.all() if row.opened_at <= returned_at]
    last = max((row.round for row in rows), default=0)
    asked = [row.status for row in rows if row.round == last]
    return bool(asked) and all(status == CorrectionStatus.WITHDRAWN for status in asked)


def model_facts(
    dv_model: DanVanModel,
    user: User,
    today: date,
    *,
    late_reason: str = "",
    listed_outcome: str | None = None,
    signer_id: int | None = None,
    clerks: Clerks | None = None,
) -> ModelFacts:
    """Facts of one model for one person on one day; read under the lock by services.

    `late_reason` is what the clerk typed; `listed_outcome` comes from the decision at hand
    (else from the latest decision that lists the model). `signer_id` is the individual who
    signed the paper that the user only records: the bar of one's own model is then his.
    `clerks` saves a query per model where many are looked at.
    """
    results = quality_results(dv_model)
    if listed_outcome is None:
        listed = max(dv_model.recognitions.all(), key=lambda row: row.pk, default=None)
        listed_outcome = listed.outcome if listed else ""
    labels = tuple(
        c.get_part_display()
        for c in dv_model.corrections.all()
        if c.status == CorrectionStatus.OPEN
    )
    window = dv_model.window
    is_clerk = Role.CLERK in roles_of(user)
    return ModelFacts(
        today=today,
        is_clerk=is_clerk,
        own=person_in_model(dv_model, signer_id or current_individual_id(user)),
        other_clerk_free=is_clerk or other_clerk_free(dv_model, user, clerks),
        missing_parts=tuple(part.label.lower() for part in missing_parts(dv_model)),
        window_open=window is not None and window.is_open_on(today),
        late_reason=late_reason,
        open_corrections=labels,
        return_due=dv_model.return_due,
        has_result_report=any(
            r.kind == ReportKind.RESULT and r.is_current for r in dv_model.reports.all()
        ),
        report_is_newer_than_return=_report_is_newer_than_return(dv_model),
        unmarked_qualities=unmarked(results),
        not_enough_qualities=not_enough(results),
        unmet_qualities=unmet(results),
        listed_outcome=listed_outcome,
        # Only an accepted model can be taken back: nobody else is asked.
        **(standing_of(dv_model) if dv_model.state == ModelState.ACCEPTED else {}),
    )


def correction_due(day: date) -> date:
    """Ten days after a return; a Saturday or Sunday moves to Monday."""
    due = day + timedelta(days=10)
    return due + timedelta(days={5: 2, 6: 1}.get(due.weekday(), 0))


def active_on(day: date) -> Q:
    """Condition on Individual: holds a post on this day."""
    return Q(pk__in=Post.objects.filter(on_day(day)).values("individual_id"))
