"""Praise: what a person may see, the facts its guards ask, what happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from dandvan.roles import Actor, roles_of
from dandvan.transition import OnBehalfSource
from models_registry.domain.praise_flow import PRAISE_FLOW, PraiseFacts
from models_registry.enums import ModelState, PraiseState
from models_registry.models import DanVanModel, Individual, Praise, User
from models_registry.queries import REVIEWERS, current_individual_id, person_in_model
from models_registry.queries_models import Event

PRAISE_TONES = {
    PraiseState.PROPOSED: "wait",
    PraiseState.CHECKED: "go",
    PraiseState.GRANTED: "honour",
    PraiseState.DECLINED: "bad",
}
_EDGE_TONES = {"check": "ok", "grant": "honour", "turn_down": "bad", "decline": "bad"}
_LOST = {
    ModelState.DRAFT: "Mô hình còn là bản nháp nên chưa biểu dương được.",
    ModelState.WITHDRAWN: "Mô hình đã rút nên không biểu dương.",
    ModelState.REVOKED: "Mô hình đã bị thu hồi công nhận nên không biểu dương.",
}


def praises_visible_to(user: User) -> QuerySet[Praise]:
    """Praise of the user's commune that he may know of.

    Granted: everybody. Before that, and declined: who proposed it and the reviewers.
    """
    rows = Praise.objects.filter(commune_id=user.commune_id, commune__isnull=False)
    roles = roles_of(user)
    if not roles:
        return rows.none()
    if not roles & REVIEWERS:
        person = current_individual_id(user)
        own = Q(proposed_by=user) | Q(proposer_id=person, proposer__isnull=False)
        rows = rows.filter(Q(state=PraiseState.GRANTED) | own)
    return rows.select_related("individual", "dv_model", "proposer")


def sees_praise_inside(user: User, praise: Praise) -> bool:
    """Whether the person sees who proposed it, its evidence and the reasons of a refusal."""
    return bool(roles_of(user) & REVIEWERS) or is_proposer(user, praise)


def is_proposer(user: User, praise: Praise) -> bool:
    """Whether the proposal is his, or was entered by him."""
    person = current_individual_id(user)
    return praise.proposed_by_id == user.pk or (person is not None and praise.proposer_id == person)


def praised_is(
    individual: Individual | None, dv_model: DanVanModel | None, person_id: int | None
) -> bool:
    """Whether the praise is this person's own: he himself, or one of the model's people."""
    if person_id is None:
        return False
    if individual is not None:
        return individual.pk == person_id
    return dv_model is not None and person_in_model(dv_model, person_id)


def subject_lost(dv_model: DanVanModel | None) -> str:
    """Why a model is not praised in its state; empty when it can be."""
    return _LOST.get(ModelState(dv_model.state), "") if dv_model is not None else ""


def praise_actors(praise: Praise, user: User) -> frozenset[Actor]:
    """Roles of the person for this praise; none across communes."""
    return frozenset(roles_of(user)) if user.commune_id == praise.commune_id else frozenset()


def praise_facts(
    praise: Praise, user: User, today: date, *, signer_id: int | None = None, **details: Any
) -> PraiseFacts:
    """Facts of one praise for one person on one day; read under the lock by services.

    `signer_id` is the individual who signed the paper that the user only records. `details`:
    granted_on, way and occasion as the form gives them.
    """
    actor = signer_id or current_individual_id(user)
    return PraiseFacts(
        today=today,
        own=praised_is(praise.individual, praise.dv_model, actor),
        proposed_on=praise.proposed_on,
        subject_lost=subject_lost(praise.dv_model),
        asks_details=bool(details),
        **details,
    )


def praise_events(praise: Praise, user: User) -> list[Event]:
    """What happened, oldest first; reasons only for who sees inside."""
    inside = sees_praise_inside(user, praise)
    source = praise.on_behalf_source
    detail = f"ghi thay theo {OnBehalfSource(source).label}" if source else ""
    who = str(praise.proposer) if inside else ""
    events = [Event(praise.proposed_at, "Đề nghị biểu dương", who, detail if inside else "")]
    for row in praise.transitions.select_related("by__individual", "signer__individual"):
        paper = f"theo văn bản số {row.paper_number} của {row.signer}" if row.signer else ""
        events.append(
            Event(
                row.at,
                PRAISE_FLOW.edges[row.edge].label,
                row.by.display_name if row.by else "",
                paper,
                row.note if inside else "",
                _EDGE_TONES.get(row.edge, ""),
            )
        )
    return events
