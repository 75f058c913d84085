"""Yearly facts that criteria rest on: a new row replaces the current one, the old stays."""

from __future__ import annotations

import datetime

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import one_line, short_date
from models_registry.enums import FACT_VALUES, FactKind, FactStatus, FactValue
from models_registry.models import (
    Attachment,
    Collective,
    EmulationYear,
    Individual,
    User,
    Village,
    YearlyRecord,
)
from models_registry.services.year_lock import refuse_locked_year

Subject = Village | Collective | Individual

# Field of the subject and its class, by kind of fact; the Party committee has no row of its own.
_SUBJECTS: dict[str, tuple[str, type[Subject]]] = {
    FactKind.CULTURE_TITLE: ("village", Village),
    FactKind.MASS_MOBILIZATION: ("collective", Collective),
    FactKind.INDIVIDUAL_RATING: ("individual", Individual),
}
NEGATIVE_VALUES = frozenset({FactValue.NOT_ACHIEVED, FactValue.NOT_STRONG, FactValue.NOT_COMPLETED})


@transaction.atomic
def record_fact(
    *,
    user: User,
    year: EmulationYear,
    kind: str,
    subject: Subject | None = None,
    value: str,
    status: str,
    paper_number: str,
    paper_date: datetime.date,
    issuer: str,
    reason: str = "",
    scan: Attachment | None = None,
) -> YearlyRecord:
    """Enter a fact of the year with its paper; the former row stays, no longer current.

    The same fact again changes nothing and returns the row there is. Raises NotAllowed
    (CLERK only), DomainError with all reasons. Source: plan IV.1.1, IV.1.2.
    """
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ công chức Văn phòng – thống kê nhập kết quả hằng năm."])
    # The year is the lock of all its facts: two clerks never make two current rows.
    locked = EmulationYear.objects.select_for_update(of=("self",)).select_related("plan")
    year = locked.get(pk=year.pk)
    refuse_locked_year(year)
    given = {
        "value": value,
        "status": status,
        "paper_number": one_line(paper_number),
        "paper_date": paper_date,
        "issuer": one_line(issuer),
        "reason": one_line(reason),
        "scan": scan,
    }
    reasons = [
        *_wrong_subject(user, year, kind, subject),
        *_wrong_value(kind, value, status, reason),
        *_wrong_paper(year, one_line(paper_number), paper_date, one_line(issuer), scan),
    ]
    if reasons:
        raise DomainError(reasons)
    return _replace(user, year, kind, subject, given)


def _replace(
    user: User,
    year: EmulationYear,
    kind: str,
    subject: Subject | None,
    given: dict[str, object],
) -> YearlyRecord:
    """Put the new row in the place of the current one; the year is locked."""
    key: dict[str, object] = {"year": year, "kind": kind}
    if subject is not None:
        key[_SUBJECTS[kind][0]] = subject
    current = YearlyRecord.objects.filter(**key, is_current=True).first()
    if current is not None:
        if all(getattr(current, name) == value for name, value in given.items()):
            return current
        if given["status"] == FactStatus.PROVISIONAL and current.status == FactStatus.FINAL:
            raise DomainError(
                [
                    f"Đã có kết quả chính thức theo {current.citation}; "
                    "không thay bằng kết quả tạm tính."
                ],
                field="status",
            )
        current.is_current = False
        current.save(update_fields=["is_current"])
    return YearlyRecord.objects.create(
        commune_id=year.plan.commune_id,
        **key,
        **given,
        recorded_by=user,
        recorded_at=clock.now(),
    )


def _wrong_subject(
    user: User, year: EmulationYear, kind: str, subject: Subject | None
) -> list[str]:
    """The subject has to fit the kind and the commune."""
    if year.plan.commune_id != user.commune_id:
        return ["Không tìm thấy năm thi đua này."]
    if kind not in FactKind.values:
        return ["Chọn loại kết quả."]
    wanted = _SUBJECTS.get(kind)
    label = FactKind(kind).label
    if wanted is None:
        return [f"“{label}” không ghi cho riêng ai."] if subject is not None else []
    if not isinstance(subject, wanted[1]):
        return [f"Đối tượng không phù hợp với “{label}”."]
    if subject.commune_id != user.commune_id:
        return ["Không tìm thấy đối tượng này."]
    return []


def _wrong_value(kind: str, value: str, status: str, reason: str) -> list[str]:
    """The value has to fit the kind; a negative one needs a reason."""
    reasons = []
    if value not in FACT_VALUES.get(kind, ()):
        reasons.append("Kết quả không phù hợp với loại này. Chọn lại kết quả.")
    if status not in FactStatus.values:
        reasons.append("Chọn tình trạng: tạm tính hoặc chính thức.")
    if value in NEGATIVE_VALUES and not reason.strip():
        reasons.append(f"Ghi lý do khi kết quả là “{FactValue(value).label}”.")
    return reasons


def _wrong_paper(
    year: EmulationYear, number: str, day: datetime.date, issuer: str, scan: Attachment | None
) -> list[str]:
    """The paper has a number, an issuer and a day between the start of the year and today."""
    reasons = []
    if not number:
        reasons.append("Nhập số văn bản.")
    if not issuer:
        reasons.append("Nhập cơ quan ban hành.")
    if day > clock.today():
        reasons.append(f"Ngày văn bản {short_date(day)} chưa tới. Kiểm tra lại ngày.")
    if day.year < year.year:
        reasons.append(f"Văn bản ngày {short_date(day)} có trước năm {year.year}.")
    if scan and (scan.commune_id != year.plan.commune_id or scan.removed_at):
        reasons.append("Không tìm thấy bản chụp. Tải lên lại.")
    return reasons
