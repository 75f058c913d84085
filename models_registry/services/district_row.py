"""The locked list for the level above, its facts, and the one way its state changes."""

from __future__ import annotations

import datetime
from typing import Any

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed, StaleRecord
from dandvan.roles import Role, roles_of
from dandvan.transition import move
from dandvan.vietnamese import short_date
from models_registry.documents.district_rows import outdated_rows
from models_registry.domain.district_flow import DISTRICT_FLOW, DistrictFacts
from models_registry.enums import CorrectionStatus, DistrictState
from models_registry.models import DistrictRegistration, User
from models_registry.queries_district import office_on, registration_actors
from models_registry.queries_sent import SIGNED_STATES
from models_registry.services.year_lock import refuse_locked_year


def require_clerk(user: User) -> None:
    """Raise NotAllowed for anybody but CLERK, who makes the lists."""
    if Role.CLERK not in roles_of(user) or user.commune_id is None:
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê lập danh sách đăng ký."])


def locked_list(
    registration_id: int, *, user: User, version: int | None = None
) -> DistrictRegistration:
    """The list under a row lock; call inside `transaction.atomic`.

    Raises DomainError for another commune's or an unknown one, StaleRecord.
    """
    row = (
        DistrictRegistration.objects.select_for_update(of=("self",))
        .select_related("commune", "year__plan__commune", "authority", "document__paper")
        .filter(pk=registration_id, commune_id=user.commune_id)
        .first()
    )
    if row is None:
        raise DomainError("Không tìm thấy danh sách này.")
    if version is not None and version != row.version:
        raise StaleRecord(
            ["Trong lúc bạn đang nhập, danh sách này đã thay đổi. Xem lại bản mới rồi lưu lại."]
        )
    return row


def locked_draft(
    registration_id: int, *, user: User, version: int | None = None
) -> DistrictRegistration:
    """A list that is still being made, locked, for CLERK. Raises NotAllowed, DomainError."""
    require_clerk(user)
    row = locked_list(registration_id, user=user, version=version)
    if row.state != DistrictState.DRAFT:
        label = row.get_state_display()
        raise DomainError(f"Danh sách đang ở trạng thái “{label}” nên không sửa được.")
    refuse_locked_year(row.year)
    return row


def district_facts(
    registration: DistrictRegistration,
    *,
    day: datetime.date | None = None,
    has_scan: bool | None = None,
) -> DistrictFacts:
    """Facts of a list; `day` is that of the paper (else today), `has_scan` counts a new file."""
    others = DistrictRegistration.objects.filter(year=registration.year_id).exclude(
        pk=registration.pk
    )
    later = others.filter(state__in=SIGNED_STATES, pk__gt=registration.pk).first()
    other_draft = others.filter(state=DistrictState.DRAFT).first()
    rows = list(registration.rows.select_related("correction"))
    in_draft = registration.state == DistrictState.DRAFT
    return DistrictFacts(
        rows=sum(not row.left_out for row in rows),
        outdated=outdated_rows(rows, registration) if in_draft else (),
        addressee=addressee_problem(registration, day or clock.today()),
        has_scan=registration.scan_id is not None if has_scan is None else has_scan,
        later=later.code if later else "",
        other_draft=other_draft.code if other_draft else "",
        replied=any(
            row.reply_paper_id
            or (row.correction and row.correction.status == CorrectionStatus.ANSWERED)
            for row in rows
        ),
    )


def addressee_problem(registration: DistrictRegistration, day: datetime.date) -> str:
    """What is wrong with authority and office on this day; empty when nothing."""
    authority = registration.authority
    if authority is None:
        return "Chưa chọn nơi gửi. Mở “Sửa nơi gửi, thời hạn, lời văn” để chọn."
    if not authority.holds_on(day) or not authority.receives_registrations:
        return (
            f"{authority} không nhận đăng ký vào ngày {short_date(day)}. "
            "Chọn nơi gửi khác ở “Sửa nơi gửi, thời hạn, lời văn”."
        )
    if office_on(authority, day) is None:
        return (
            f"Chưa khai báo cơ quan nhận hồ sơ của {authority} vào ngày {short_date(day)}. "
            "Thêm ở trang quản trị, mục Cơ quan nhận hồ sơ."
        )
    return ""


def require_edge(registration: DistrictRegistration, edge: str, user: User, paper: object) -> None:
    """Who has no right to an act hears that first. Raises NotAllowed."""
    row = DISTRICT_FLOW.edges[edge]
    if not row.who & _actors(registration, edge, user, by_paper=paper is not None):
        raise NotAllowed([f"Bạn không có quyền làm việc “{row.label}”."])


def _actors(
    registration: DistrictRegistration, edge: str, user: User, *, by_paper: bool
) -> frozenset[Any]:
    """Roles of the person, and whom the clerk stands for with a signed paper."""
    row, actors = DISTRICT_FLOW.edges[edge], registration_actors(registration, user)
    return actors | row.who if by_paper and row.by_paper and Role.CLERK in actors else actors


def take(
    registration: DistrictRegistration,
    edge: str,
    *,
    user: User,
    facts: DistrictFacts,
    note: str = "",
    problems: tuple[str, ...] = (),
    trace: dict[str, Any] | None = None,
    extra_fields: tuple[str, ...] = (),
) -> DistrictRegistration:
    """Take one edge with a locked list; `problems` are what was typed wrongly.

    Raises NotAllowed, or DomainError with every refusal.
    """
    trace = trace or {}
    actors = _actors(registration, edge, user, by_paper=bool(trace))
    look = DISTRICT_FLOW.look(edge, state=registration.state, actors=actors, facts=facts)
    if problems and look.may and look.open_state:
        raise DomainError([*look.refusals, *problems])
    move(
        registration,
        edge,
        flow=DISTRICT_FLOW,
        facts=facts,
        actors=actors,
        by=user,
        note=note,
        extra_fields=extra_fields,
        **trace,
    )
    return registration
