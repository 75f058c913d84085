"""The locked dossier and the one way its state changes."""

from __future__ import annotations

from typing import Any

from awards.domain.dossier_flow import dossier_flow
from awards.models import Dossier
from awards.queries_dossier import dossier_actors, dossier_facts
from awards.services.take_edge import refuse_stale, take_flow_edge
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from models_registry.models import User
from models_registry.services.year_lock import refuse_locked_year


def locked_dossier(
    dossier_id: int, *, user: User, version: int | None = None, later: bool = False
) -> Dossier:
    """The dossier under a row lock; call inside `transaction.atomic`.

    `later` for the answer, which may come when the year is locked. Raises DomainError for
    another commune's or an unknown one or a locked year, StaleRecord.
    """
    dossier = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related(
            "commune",
            "year__plan",
            "award_kind__authority",
            "receiving_office",
            "regime",
            "proposal__paper",
        )
        .filter(pk=dossier_id, commune_id=user.commune_id)
        .first()
    )
    if dossier is None or user.commune_id is None:
        raise DomainError(["Không tìm thấy hồ sơ này."])
    if not later:
        refuse_locked_year(dossier.year)
    refuse_stale(dossier, version, "hồ sơ")
    return dossier


def refuse_others(user: User) -> None:
    """Raise NotAllowed for anybody but CLERK, who puts dossiers together."""
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê lập hồ sơ khen thưởng."])


def touch(dossier: Dossier) -> None:
    """Count one more version, so that an older form is refused."""
    dossier.version += 1
    dossier.save(update_fields=["version"])


def take_dossier_edge(
    dossier: Dossier,
    edge: str,
    *,
    user: User,
    note: str = "",
    problems: tuple[str, ...] = (),
    trace: dict[str, Any] | None = None,
    extra_fields: tuple[str, ...] = (),
) -> Any:
    """Take one edge with a locked dossier; facts are read here, under the lock.

    `problems` are what was found wrong with what was typed. Returns the transition. Raises
    NotAllowed or DomainError with every refusal.
    """
    day = clock.today()
    return take_flow_edge(
        dossier,
        edge,
        flow=dossier_flow(dossier.award_kind.level),
        facts=dossier_facts(dossier, day, problems=problems, reader=user),
        actors=dossier_actors(dossier, user, day),
        user=user,
        note=note,
        trace=trace,
        extra_fields=extra_fields,
    )
