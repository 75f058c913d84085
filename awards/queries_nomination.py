"""Reads of nominations and achievement reports: who may know of them, facts of their guards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from awards.domain.nomination_flow import NominationFacts
from awards.domain.report_flow import ReportFacts
from awards.enums import DossierState, EvaluationState, NominationState
from awards.models import (
    AchievementReport,
    Award,
    CouncilMember,
    Evaluation,
    Nomination,
)
from awards.queries_evaluation import (
    FindingView,
    own_collective_sentence,
    standing_impediments,
    unmet_for,
)
from dandvan.roles import Actor, Relation, Role, roles_of
from dandvan.vietnamese import short_date
from models_registry.enums import ImpedimentEffect, SubjectType
from models_registry.models import AwardKind, Collective, Impediment, Individual, Post, User
from models_registry.models.dated import on_day
from models_registry.queries import current_individual_id

READERS = frozenset({Role.CLERK, Role.MOBILIZATION_BLOC, Role.CHAIR, Role.VIEWER})
IMPEDIMENT_READERS = frozenset({Role.CLERK, Role.CHAIR})
_IN_HAND = frozenset({DossierState.DRAFTING, DossierState.CANCELLED})


def is_council_member(user: User, day: date) -> bool:
    """Whether the person sits in the council of his commune on this day."""
    person = current_individual_id(user)
    return (
        person is not None
        and CouncilMember.objects.filter(individual_id=person, council__commune_id=user.commune_id)
        .on(day)
        .filter(on_day(day, prefix="council__"))
        .exists()
    )


def nominations_visible_to(user: User, day: date) -> QuerySet[Nomination]:
    """Nominations of the commune for those who handle or read them; else one's own.

    One's own: the person himself, or a collective that he heads on this day.
    """
    rows = Nomination.objects.filter(commune_id=user.commune_id, commune__isnull=False)
    if roles_of(user) & READERS or is_council_member(user, day):
        return rows
    person = current_individual_id(user)
    if person is None or not roles_of(user):
        return rows.none()
    headed = Post.objects.filter(individual_id=person, heads__isnull=False).filter(on_day(day))
    return rows.filter(
        Q(evaluation__individual_id=person)
        | Q(evaluation__collective_id__in=headed.values("heads_id"))
    )


def reports_visible_to(user: User, day: date) -> QuerySet[AchievementReport]:
    """Achievement reports of nominations one may know of, and of people of one's own unit."""
    person = current_individual_id(user)
    headed = Post.objects.filter(individual_id=person, heads__isnull=False).filter(on_day(day))
    people = Post.objects.filter(on_day(day), collective_id__in=headed.values("heads_id"))
    own = Q(nomination__in=nominations_visible_to(user, day))
    if person is not None:
        own |= Q(nomination__evaluation__individual_id__in=people.values("individual_id"))
    return AchievementReport.objects.filter(own, nomination__commune_id=user.commune_id)


def nominee_ids(nomination: Nomination, day: date) -> frozenset[int]:
    """The individuals who are the nominee: the person, or who heads the collective that day."""
    evaluation = nomination.evaluation
    if evaluation.individual_id:
        return frozenset({evaluation.individual_id})
    heads = Post.objects.filter(on_day(day), heads_id=evaluation.collective_id)
    return frozenset(heads.values_list("individual_id", flat=True))


def unit_head_ids(nomination: Nomination, day: date) -> frozenset[int]:
    """Who heads the nominee's unit on this day and may confirm for him.

    For a collective, and for the head of his own unit, nobody here: his superior signs paper.
    """
    person = nomination.evaluation.individual_id
    if person is None:
        return frozenset()
    units = Post.objects.filter(on_day(day), individual_id=person, collective__isnull=False)
    heads = Post.objects.filter(on_day(day), heads_id__in=units.values("collective_id"))
    return frozenset(heads.values_list("individual_id", flat=True)) - {person}


def nomination_actors(nomination: Nomination, user: User, day: date) -> frozenset[Actor]:
    """Roles and relations of the person for this nomination; none across communes."""
    if user.commune_id != nomination.commune_id or user.commune_id is None:
        return frozenset()
    found: set[Actor] = set(roles_of(user))
    person = current_individual_id(user)
    if person is not None:
        if person in nominee_ids(nomination, day):
            found.add(Relation.NOMINEE)
        if person in unit_head_ids(nomination, day):
            found.add(Relation.UNIT_HEAD)
    return frozenset(found)


def blocking_sentence(subject: Collective | Individual, row: Impediment) -> str:
    """What a refusal says of an impediment that blocks an honor."""
    return f"{subject} đang có {row.get_kind_display()} ({row.paper}) nên chưa được xét khen."


def warning_sentence(subject: Collective | Individual, row: Impediment) -> str:
    """What a page says of an impediment that only warns."""
    return f"Lưu ý: {subject} có {row.get_kind_display()} ({row.paper})."


def impediment_sentences(
    subject: Collective | Individual,
    day: date,
    *,
    reader: User | None = None,
    rows: Sequence[Impediment] | None = None,
) -> tuple[str, ...]:
    """One sentence for each impediment that blocks an honor on this day.

    A `reader` who may not know of impediments only hears whom to ask. `rows` saves reading
    what stands against the subject again.
    """
    rows = standing_impediments(subject, day) if rows is None else rows
    blocking = [row for row in rows if row.effect == ImpedimentEffect.BLOCKS]
    if blocking and reader is not None and not roles_of(reader) & IMPEDIMENT_READERS:
        return (f"{subject} chưa được xét khen; hỏi Văn phòng – thống kê về lý do.",)
    return tuple(blocking_sentence(subject, row) for row in blocking)


def impediment_warnings(subject: Collective | Individual, day: date) -> tuple[str, ...]:
    """One sentence for each impediment that only warns."""
    return tuple(
        warning_sentence(subject, row)
        for row in standing_impediments(subject, day)
        if row.effect == ImpedimentEffect.WARNS
    )


def dossier_lock_label(nomination: Nomination, in_hand: frozenset[DossierState]) -> str:
    """Label of the dossier's state when it is none of `in_hand`; empty without a dossier."""
    dossier = nomination.dossier
    if dossier is None or dossier.state in in_hand:
        return ""
    return str(dossier.get_state_display())


def nomination_facts(
    nomination: Nomination, user: User, today: date, *, signer_id: int | None = None
) -> NominationFacts:
    """Facts of one nomination; `signer_id` is the individual whose signed paper is recorded."""
    acting = signer_id or current_individual_id(user)
    return NominationFacts(
        today=today,
        own=acting is not None and acting == nomination.evaluation.individual_id,
        blocked_by=impediment_sentences(nomination.subject, today),
        dossier_locked=dossier_lock_label(nomination, _IN_HAND),
    )


def report_facts(
    report: AchievementReport,
    user: User,
    today: date,
    *,
    confirmed_on: date | None = None,
    signer_id: int | None = None,
) -> ReportFacts:
    """Facts of one achievement report; `signer_id` as in `nomination_facts`."""
    nomination = report.nomination
    acting = signer_id or current_individual_id(user)
    may_change = _IN_HAND | {DossierState.CHECKED}
    return ReportFacts(
        today=today,
        missing_parts=() if report.achievement.strip() else ("thành tích đạt được",),
        own=acting is not None and acting in nominee_ids(nomination, today),
        nomination_withdrawn=nomination.state == NominationState.WITHDRAWN,
        submitted_on=report.submitted_on,
        confirmed_on=confirmed_on,
        dossier_locked=dossier_lock_label(nomination, frozenset(may_change)),
    )


def unmet_sentences(
    evaluation: Evaluation,
    award_kind: AwardKind,
    *,
    without_vote: bool,
    views: Sequence[FindingView] | None = None,
) -> tuple[str, ...]:
    """One sentence for each criterion that the subject lacks for this award kind, with why.

    `views` saves reading the findings again.
    """
    return tuple(
        f"{evaluation.subject}: {finding.sentence}"
        for finding in unmet_for(evaluation, award_kind, without_vote=without_vote, views=views)
    )


def wrong_kind_sentences(
    evaluation: Evaluation, award_kind: AwardKind, day: date
) -> tuple[str, ...]:
    """What speaks against this award kind for this subject on this day, criteria apart."""
    if award_kind.commune_id != evaluation.commune_id:
        return ("Không tìm thấy hình thức khen thưởng này.",)
    reasons = []
    if not award_kind.holds_on(day) or not award_kind.authority.holds_on(day):
        reasons.append(
            f"“{award_kind}” không còn hoặc chưa được áp dụng vào ngày {short_date(day)}."
        )
    collective = evaluation.subject_type == SubjectType.COLLECTIVE
    if not (award_kind.for_collectives if collective else award_kind.for_individuals):
        reasons.append(f"“{award_kind}” không dành cho {evaluation.subject_type.label}.")
    if own := own_collective_sentence(evaluation.subject, award_kind):
        reasons.append(own)
    return tuple(reasons)


def _same_subject(evaluation: Evaluation, prefix: str = "") -> Q:
    """Condition: the row is about the subject of this evaluation."""
    return Q(
        **{
            f"{prefix}collective_id": evaluation.collective_id,
            f"{prefix}individual_id": evaluation.individual_id,
        }
    )


def repeated_sentences(evaluation: Evaluation, award_kind: AwardKind) -> tuple[str, ...]:
    """Why a nomination would repeat another one or an honor received (dossiers, P1)."""
    subject, year = evaluation.subject, evaluation.year
    awarded = Award.objects.filter(_same_subject(evaluation), year=year, award_kind=award_kind)
    if awarded.exists():
        return (f"{subject} đã được tặng {award_kind} năm {year.year}.",)
    standing = Nomination.objects.filter(
        _same_subject(evaluation, "evaluation__"),
        evaluation__year=year,
        award_kind=award_kind,
    ).exclude(state=NominationState.WITHDRAWN)
    if standing.exists():
        return (f"{subject} đã được đề nghị {award_kind} năm {year.year}.",)
    return ()


def nomination_refusals(
    evaluation: Evaluation, award_kind: AwardKind, day: date
) -> tuple[str, ...]:
    """Everything that speaks against proposing this subject for this award kind, at once."""
    if wrong := wrong_kind_sentences(evaluation, award_kind, day):
        return wrong
    if not evaluation.is_current or evaluation.state == EvaluationState.OPEN:
        return (f"Phiếu đánh giá của {evaluation.subject} chưa kết luận.",)
    return (
        *repeated_sentences(evaluation, award_kind),
        *unmet_sentences(evaluation, award_kind, without_vote=True),
        *impediment_sentences(evaluation.subject, day),
    )


def award_kinds_on(commune_id: int, day: date) -> tuple[AwardKind, ...]:
    """Award kinds of the commune in force on this day whose authority exists, in order."""
    rows = AwardKind.objects.filter(commune_id=commune_id).on(day).select_related("authority")
    return tuple(row for row in rows if row.authority.holds_on(day))


def candidates_of(commune_id: int, year_id: int) -> QuerySet[Evaluation]:
    """Concluded sheets in use of one year: who can be proposed."""
    return (
        Evaluation.objects.filter(commune_id=commune_id, year_id=year_id, is_current=True)
        .exclude(state=EvaluationState.OPEN)
        .select_related("year__plan", "collective__kind", "individual")
    )


def detailed(rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """Nominations with what a page or a rule reads of them."""
    return rows.select_related(
        "award_kind__authority",
        "dossier__award_kind",
        "evaluation__year__plan",
        "evaluation__collective__kind",
        "evaluation__collective__commune",
        "evaluation__individual__commune",
        "achievement_report__form",
        "outcome",
    )
