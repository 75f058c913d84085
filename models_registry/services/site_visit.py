"""Notes of visits to where a model is carried out; written once, mended by a new note."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.vietnamese import nfc, one_line, search_key, short_date
from models_registry.models import (
    Attachment,
    DanVanModel,
    Individual,
    SiteVisit,
    SiteVisitPerson,
    User,
    Village,
)
from models_registry.queries_assessing import VISITABLE, may_visit
from models_registry.services.move_model import locked_model

MOST_PHOTOS = 20
MOST_PEOPLE = 40
LONGEST = 4000
_NAME_AND_POST = re.compile(r"\s*(?:,|;|\s[-–]\s)\s*")


@dataclass(frozen=True)
class PersonSeen:
    """Somebody who was there."""

    name: str
    post: str = ""


@dataclass(frozen=True)
class VisitInput:
    """When, where, who was there, what was seen; photos are files that were sent before."""

    date: datetime.date
    seen: str
    conclusion: str
    place: str = ""
    villages: Sequence[Village] = ()
    people: Sequence[PersonSeen] = ()
    photos: Sequence[Attachment] = ()


def people_of_lines(text: str) -> tuple[PersonSeen, ...]:
    """One person a line: "Rơ Châm Bưu, trưởng làng" or "Rơ Châm Bưu – trưởng làng"."""
    found = []
    for line in nfc(text).splitlines():
        name, *rest = _NAME_AND_POST.split(one_line(line), maxsplit=1)
        if name:
            found.append(PersonSeen(name, rest[0] if rest else ""))
    return tuple(found)


@transaction.atomic
def record_site_visit(
    *, user: User, model_id: int, visit: VisitInput, corrects_id: int | None = None
) -> SiteVisit:
    """Write down a visit; `corrects_id` names the earlier note of this model that it mends.

    Raises NotAllowed (CLERK, MOBILIZATION_BLOC and the team write, nobody of his own model),
    DomainError with all reasons. A note is never changed.
    """
    dv_model = locked_model(model_id, user=user)
    if not may_visit(dv_model, user):
        raise NotAllowed(
            [
                "Ghi kiểm tra thực tế là việc của Văn phòng, Khối Dân vận và tổ thẩm định; "
                "không ai ghi cho mô hình của mình."
            ]
        )
    corrects = _corrected(dv_model, corrects_id)
    if reasons := _wrong(dv_model, visit, user):
        raise DomainError(reasons)
    row = SiteVisit.objects.create(
        dv_model=dv_model,
        date=visit.date,
        place=one_line(visit.place)[:200],
        seen=nfc(visit.seen).strip(),
        conclusion=nfc(visit.conclusion).strip(),
        corrects=corrects,
        by=user,
        at=clock.now(),
    )
    row.villages.set(visit.villages)
    row.photos.set(visit.photos)
    _write_people(row, visit.people)
    return row


def _corrected(dv_model: DanVanModel, pk: int | None) -> SiteVisit | None:
    """The note to mend; each is mended once, then the newer one is. Raises DomainError."""
    if pk is None:
        return None
    row = dv_model.site_visits.filter(pk=pk).first()
    if row is None:
        raise DomainError("Không tìm thấy phiếu kiểm tra cần đính chính.")
    if hasattr(row, "corrected_by"):
        raise DomainError("Phiếu này đã có phiếu đính chính. Đính chính phiếu mới hơn.")
    return row


def _wrong(dv_model: DanVanModel, visit: VisitInput, user: User) -> list[str]:
    """Everything that speaks against the note."""
    reasons = []
    if dv_model.state not in VISITABLE:
        state = dv_model.get_state_display()
        reasons.append(f"Mô hình đang ở trạng thái “{state}” nên chưa ghi kiểm tra thực tế được.")
    if visit.date > clock.today():
        reasons.append(f"Ngày kiểm tra {short_date(visit.date)} chưa tới. Kiểm tra lại ngày.")
    if dv_model.submitted_on and visit.date < dv_model.submitted_on:
        reasons.append(
            f"Ngày kiểm tra {short_date(visit.date)} có trước ngày đăng ký mô hình "
            f"({short_date(dv_model.submitted_on)})."
        )
    for label, text in (("đã thấy gì", visit.seen), ("kết luận", visit.conclusion)):
        if not text.strip():
            reasons.append(f"Ghi {label}.")
        elif len(text) > LONGEST:
            reasons.append(f"Rút gọn mục “{label}” còn tối đa {LONGEST} ký tự.")
    if not visit.place.strip() and not visit.villages:
        reasons.append("Chọn làng hoặc ghi địa điểm đã đến.")
    if any(row.commune_id != dv_model.commune_id for row in visit.villages):
        reasons.append("Có làng không thuộc xã này.")
    reasons += _wrong_people(visit.people)
    return reasons + _wrong_photos(visit.photos, user)


def _wrong_people(people: Sequence[PersonSeen]) -> list[str]:
    """Too many people, or a line that is no name."""
    if len(people) > MOST_PEOPLE:
        return [f"Ghi tối đa {MOST_PEOPLE} người có mặt."]
    if any(len(row.name) > 120 or len(row.post) > 160 for row in people):
        return ["Mỗi dòng người có mặt chỉ ghi họ tên, chức vụ của một người."]
    return []


def _wrong_photos(photos: Sequence[Attachment], user: User) -> list[str]:
    """Only pictures that this person sent and that belong nowhere yet."""
    reasons = []
    if len(photos) > MOST_PHOTOS:
        reasons.append(f"Mỗi lần kiểm tra giữ tối đa {MOST_PHOTOS} ảnh.")
    if any(
        not row.is_picture or row.uploaded_by_id != user.pk or row.dv_model_id or row.removed_at
        for row in photos
    ):
        reasons.append("Có tệp không phải ảnh do bạn gửi. Gửi lại ảnh.")
    return reasons


def _write_people(row: SiteVisit, people: Sequence[PersonSeen]) -> None:
    """One row each; a name that exactly one person of the commune bears is that person."""
    roster: dict[str, list[Individual]] = {}
    for person in Individual.objects.filter(commune_id=row.dv_model.commune_id):
        roster.setdefault(search_key(person.full_name), []).append(person)
    for seen in people:
        same = [
            person
            for person in roster.get(search_key(seen.name), [])
            if person.full_name.casefold() == seen.name.casefold()
        ]
        SiteVisitPerson.objects.create(
            visit=row,
            name=seen.name,
            post=seen.post,
            individual=same[0] if len(same) == 1 else None,
        )
