"""Taking part: one registration per person and year (plan I.2 ¶1, II.1, II.2.2)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.transition import BEHALF_SOURCES, OnBehalfSource
from dandvan.vietnamese import one_line, short_date
from models_registry.models import EmulationYear, Individual, Participation, User
from models_registry.queries import current_individual_id
from models_registry.queries_participation import eligible_people, own_participation
from models_registry.services.registration import REGISTRANTS
from models_registry.services.year_lock import refuse_locked_year

LONGEST = 300
_NOT_FOR = "không giữ chức danh thuộc đối tượng của phong trào trong năm {year}"


@transaction.atomic
def register_oneself(*, user: User, pledge: str = "") -> Participation:
    """Register for the year of today, or mend the line of what one will do.

    Repeated, it is one row. Raises NotAllowed (who only reads or has no person), DomainError
    (no year, a line too long, the movement is not for him).
    """
    person = current_individual_id(user)
    if person is None or not roles_of(user) & REGISTRANTS:
        raise NotAllowed(["Tài khoản này không đăng ký tham gia phong trào."])
    said = _checked_line(pledge)
    today = clock.today()
    own = own_participation(user.commune_id, person, today)
    if own is None:
        raise DomainError(
            f"Chưa đăng ký được: năm {today.year} chưa mở, hoặc bạn "
            f"{_NOT_FOR.format(year=today.year)}. Liên hệ Văn phòng – thống kê."
        )
    _lock(own.year)
    row = Participation.objects.filter(
        year=own.year, individual_id=person, withdrawn_at__isnull=True
    ).first()
    if row is None:
        return Participation.objects.create(
            year=own.year,
            individual_id=person,
            pledge=said,
            registered_on=today,
            recorded_by=user,
            recorded_at=clock.now(),
        )
    if said and said != row.pledge:
        row.pledge = said
        row.save(update_fields=["pledge"])
    return row


@transaction.atomic
def register_many(
    *,
    user: User,
    year: EmulationYear,
    people: Iterable[Individual],
    source: str,
    registered_on: datetime.date,
    pledge: str = "",
) -> tuple[Participation, ...]:
    """Enter a list of people who registered on paper, by word or by Zalo; the new rows.

    Who has registered already keeps his row. All or nothing. Raises NotAllowed (CLERK only),
    DomainError with every reason.
    """
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê ghi đăng ký thay người khác."])
    if year.plan.commune_id != user.commune_id:
        raise DomainError("Không tìm thấy năm thi đua này.")
    chosen = list(people)
    if not chosen:
        raise DomainError("Chọn ít nhất một người.", field="people")
    _check_entry(year, chosen, source, registered_on)
    said = _checked_line(pledge)
    _lock(year)
    there = set(
        Participation.objects.filter(year=year, withdrawn_at__isnull=True).values_list(
            "individual_id", flat=True
        )
    )
    return tuple(
        Participation.objects.create(
            year=year,
            individual=person,
            pledge=said,
            registered_on=registered_on,
            on_behalf_source=source,
            recorded_by=user,
            recorded_at=clock.now(),
        )
        for person in {person.pk: person for person in chosen}.values()
        if person.pk not in there
    )


@transaction.atomic
def withdraw_participation(*, user: User, participation_id: int, reason: str) -> Participation:
    """Take a registration entered by mistake off the list; the row stays with its reason.

    Repeated, nothing changes. Raises NotAllowed (CLERK only), DomainError.
    """
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê gỡ một đăng ký tham gia."])
    row = (
        Participation.objects.select_for_update(of=("self",))
        .filter(pk=participation_id, year__plan__commune_id=user.commune_id)
        .first()
    )
    if row is None:
        raise DomainError("Không tìm thấy đăng ký tham gia này.")
    if row.withdrawn_at is not None:
        return row
    refuse_locked_year(row.year)
    said = one_line(reason)
    if not said:
        raise DomainError("Ghi lý do gỡ đăng ký.", field="reason")
    if len(said) > LONGEST:
        raise DomainError(f"Rút gọn lý do còn tối đa {LONGEST} ký tự.", field="reason")
    row.withdrawn_at = clock.now()
    row.withdrawn_by = user
    row.withdrawn_reason = said
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    return row


def _lock(year: EmulationYear) -> None:
    """The year is the lock: two clicks at once never make two rows."""
    EmulationYear.objects.select_for_update(of=("self",)).get(pk=year.pk)
    refuse_locked_year(year)


def _checked_line(pledge: str) -> str:
    """What somebody will do, on one line."""
    said = one_line(pledge)
    if len(said) > LONGEST:
        raise DomainError(
            f"Rút gọn việc sẽ làm còn tối đa {LONGEST} ký tự (đang có {len(said)}).",
            field="pledge",
        )
    return said


def _check_entry(
    year: EmulationYear, people: list[Individual], source: str, day: datetime.date
) -> None:
    """Whom the clerk enters, from what, of which day; everything wrong at once."""
    reasons = []
    if source not in OnBehalfSource.values:
        reasons.append(f"Chọn căn cứ ghi thay: {BEHALF_SOURCES}.")
    if day > clock.today():
        reasons.append(f"Ngày đăng ký {short_date(day)} chưa tới. Kiểm tra lại ngày.")
    elif day.year not in (year.year - 1, year.year):
        reasons.append(
            f"Ngày đăng ký {short_date(day)} không thuộc năm {year.year}. Kiểm tra lại ngày."
        )
    eligible = set(eligible_people(year).values_list("pk", flat=True))
    reasons += [
        f"{person} {_NOT_FOR.format(year=year.year)}."
        for person in people
        if person.pk not in eligible
    ]
    if reasons:
        raise DomainError(reasons)
