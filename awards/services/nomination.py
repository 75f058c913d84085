"""Nominations: proposed by the clerk, agreed by the bloc, put forward by the chair (plan V.2)."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from awards.domain.nomination_flow import NOMINATION_FLOW
from awards.enums import DossierState, NominationState
from awards.models import Evaluation, Nomination
from awards.queries_nomination import (
    detailed,
    nomination_actors,
    nomination_facts,
    nomination_refusals,
)
from awards.services.take_edge import take_flow_edge
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from models_registry.models import AwardKind, User
from models_registry.services.paper_trace import PaperTrace, paper_fields
from models_registry.services.year_lock import refuse_locked_year

_CITATION_OPEN = frozenset({DossierState.DRAFTING, DossierState.CHECKED, DossierState.APPRAISED})


def locked_nomination(nomination_id: int, *, user: User) -> Nomination:
    """The nomination under a row lock; call inside `transaction.atomic`.

    Raises DomainError for another commune's or an unknown one.
    """
    rows = detailed(Nomination.objects.select_for_update(of=("self",)))
    nomination = rows.filter(pk=nomination_id, commune_id=user.commune_id).first()
    if nomination is None or user.commune_id is None:
        raise DomainError(["Không tìm thấy đề nghị khen thưởng này."])
    refuse_locked_year(nomination.evaluation.year)
    return nomination


@transaction.atomic
def propose_nomination(
    *, user: User, evaluation: Evaluation, award_kind: AwardKind, citation: str = ""
) -> Nomination:
    """Propose a subject for an award kind on its concluded sheet.

    Raises NotAllowed (CLERK proposes), DomainError: kind not in force or not for the subject,
    the authority's own collective, a failed criterion (the vote apart), an impediment that
    blocks, a repeated nomination or honor. Source: plan IV.1.3, V.2; dossiers, P1, P4, P14.
    """
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê đề xuất khen thưởng."])
    locked = (
        Evaluation.objects.select_for_update(of=("self",))
        .select_related("year__plan", "collective__kind", "individual")
        .filter(pk=evaluation.pk, commune_id=user.commune_id)
        .first()
    )
    if locked is None:
        raise DomainError(["Không tìm thấy phiếu đánh giá này."])
    refuse_locked_year(locked.year)
    day = clock.today()
    if reasons := nomination_refusals(locked, award_kind, day):
        raise DomainError(reasons)
    try:
        with transaction.atomic():
            nomination = Nomination.objects.create(
                commune_id=locked.commune_id,
                evaluation=locked,
                award_kind=award_kind,
                proposed_on=day,
                citation=citation.strip(),
                created_by=user,
                created_at=clock.now(),
            )
    except IntegrityError as error:
        raise DomainError([f"{locked.subject} đã được đề nghị {award_kind}."]) from error
    nomination.transitions.create(
        edge="propose",
        from_state="",
        to_state=NominationState.PROPOSED,
        by=user,
        at=clock.now(),
    )
    return nomination


def _take(
    nomination_id: int,
    edge: str,
    *,
    user: User,
    note: str = "",
    paper: PaperTrace | None = None,
) -> Nomination:
    """Lock, read the facts, take the edge."""
    day = clock.today()
    trace = paper_fields(paper, user=user, day=day)
    nomination = locked_nomination(nomination_id, user=user)
    signer_id = paper.signer.individual_id if paper and paper.signer else None
    extra: tuple[str, ...] = ()
    facts = nomination_facts(nomination, user, day, signer_id=signer_id)
    if edge == "withdraw" and not facts.dossier_locked:
        nomination.dossier = None
        extra = ("dossier",)
    take_flow_edge(
        nomination,
        edge,
        flow=NOMINATION_FLOW,
        facts=facts,
        actors=nomination_actors(nomination, user, day),
        user=user,
        note=note,
        trace=trace,
        extra_fields=extra,
    )
    return nomination


@transaction.atomic
def agree_nomination(
    *, user: User, nomination_id: int, paper: PaperTrace | None = None
) -> Nomination:
    """The bloc agrees (CLERK may record its signed paper). Raises NotAllowed, DomainError."""
    return _take(nomination_id, "agree", user=user, paper=paper)


@transaction.atomic
def object_nomination(
    *, user: User, nomination_id: int, note: str, paper: PaperTrace | None = None
) -> Nomination:
    """The bloc does not agree, with its reason. Raises NotAllowed, DomainError."""
    return _take(nomination_id, "object", user=user, note=note, paper=paper)


@transaction.atomic
def repropose_nomination(*, user: User, nomination_id: int, note: str) -> Nomination:
    """The clerk proposes again after an objection. Raises NotAllowed, DomainError."""
    return _take(nomination_id, "repropose", user=user, note=note)


@transaction.atomic
def put_forward_nomination(
    *, user: User, nomination_id: int, paper: PaperTrace | None = None
) -> Nomination:
    """The chair puts the nominee forward to the council. Raises NotAllowed, DomainError."""
    return _take(nomination_id, "put_forward", user=user, paper=paper)


@transaction.atomic
def withdraw_nomination(*, user: User, nomination_id: int, note: str) -> Nomination:
    """The clerk withdraws; the nomination leaves a dossier that is still being made.

    Raises NotAllowed, DomainError (the dossier has gone further).
    """
    return _take(nomination_id, "withdraw", user=user, note=note)


@transaction.atomic
def write_citation(*, user: User, nomination_id: int, citation: str) -> Nomination:
    """Set the achievement in short for list and decision. Raises NotAllowed, DomainError."""
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê sửa nội dung này."])
    nomination = locked_nomination(nomination_id, user=user)
    dossier = nomination.dossier
    if dossier is not None and dossier.state not in _CITATION_OPEN:
        raise DomainError(
            [f"Hồ sơ đang ở trạng thái “{dossier.get_state_display()}” nên không sửa được."]
        )
    nomination.citation = citation.strip()
    nomination.version += 1
    nomination.save(update_fields=["citation", "version"])
    return nomination
