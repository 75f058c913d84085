"""Meetings of the council: entry, attendance, discussion, minutes (dossiers, section 6)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from awards.enums import Ballot, CouncilPost
from awards.models import AppraisalMeeting, Council, CouncilMember
from awards.queries_council import (
    council_actors,
    meeting_day,
    members_on,
    minutes_symbol,
    names_of,
)
from awards.services.papers import issue_minutes_paper
from awards.services.take_edge import refuse_stale
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Relation, Role
from dandvan.vietnamese import short_date
from models_registry.domain.numbering import parse_number
from models_registry.models import EmulationYear, IssuedDocument, User

AttendanceRow = tuple[CouncilMember, bool, str]
WRITERS = frozenset({Role.CLERK, Relation.COUNCIL_SECRETARY})


def _refuse_others(user: User, commune_id: int, day: datetime.date) -> None:
    """Raise NotAllowed unless the person is the council's secretary or CLERK."""
    if not council_actors(user, commune_id, day) & WRITERS:
        raise NotAllowed(["Chỉ thư ký Hội đồng hoặc Văn phòng – thống kê ghi cuộc họp."])


def locked_meeting(
    meeting_id: int, *, user: User, version: int | None = None, still_open: bool = True
) -> AppraisalMeeting:
    """The meeting under a row lock, for who may write it; call inside `transaction.atomic`.

    Raises DomainError for an unknown or (with `still_open`) a closed one, NotAllowed,
    StaleRecord.
    """
    meeting = (
        AppraisalMeeting.objects.select_for_update(of=("self",))
        .select_related("council", "commune", "year__plan", "chair__individual", "secretary")
        .filter(pk=meeting_id, commune_id=user.commune_id)
        .first()
    )
    if meeting is None or user.commune_id is None:
        raise DomainError(["Không tìm thấy cuộc họp này."])
    _refuse_others(user, meeting.commune_id, meeting_day(meeting))
    refuse_stale(meeting, version, "cuộc họp")
    if still_open and meeting.is_closed:
        raise DomainError(["Cuộc họp đã khóa; kết quả kiểm phiếu không thay đổi được nữa."])
    return meeting


def touch(meeting: AppraisalMeeting) -> None:
    """Count one more version, so that an older form is refused."""
    meeting.version += 1
    meeting.save(update_fields=["version"])


@transaction.atomic
def create_meeting(
    *,
    user: User,
    council: Council,
    year: EmulationYear,
    starts_at: datetime.datetime,
    place: str,
    chair: CouncilMember,
    secretary: CouncilMember,
    ballot: str,
) -> AppraisalMeeting:
    """Enter a meeting of a council that is in office on its day.

    Raises NotAllowed (secretary of the council or CLERK), DomainError with all reasons.
    """
    day = timezone.localtime(starts_at).date()
    if user.commune_id is None or council.commune_id != user.commune_id:
        raise DomainError(["Không tìm thấy Hội đồng này."])
    _refuse_others(user, council.commune_id, day)
    if reasons := _wrong_meeting(council, year, day, place, chair, secretary, ballot):
        raise DomainError(reasons)
    return AppraisalMeeting.objects.create(
        commune_id=council.commune_id,
        year=year,
        council=council,
        starts_at=starts_at,
        place=place.strip(),
        chair=chair,
        secretary=secretary,
        ballot=ballot,
        created_by=user,
        created_at=clock.now(),
    )


def _wrong_meeting(
    council: Council,
    year: EmulationYear,
    day: datetime.date,
    place: str,
    chair: CouncilMember,
    secretary: CouncilMember,
    ballot: str,
) -> list[str]:
    """What is wrong with the head of a meeting."""
    reasons = []
    if year.plan.commune_id != council.commune_id:
        reasons.append("Không tìm thấy năm thi đua này.")
    if not council.holds_on(day):
        reasons.append(f"{council} không hoạt động vào ngày {short_date(day)}.")
    if not place.strip():
        reasons.append("Nhập địa điểm họp.")
    if ballot not in Ballot.values:
        reasons.append("Chọn cách biểu quyết.")
    valid = {member.pk for member in members_on(council, day)}
    if chair.pk not in valid or chair.post not in (CouncilPost.CHAIR, CouncilPost.VICE):
        reasons.append("Chủ tọa phải là Chủ tịch hoặc Phó Chủ tịch Hội đồng vào ngày họp.")
    if secretary.pk not in valid:
        reasons.append("Thư ký phải là thành viên Hội đồng vào ngày họp.")
    if chair.pk == secretary.pk:
        reasons.append("Chủ tọa và thư ký phải là hai người.")
    return reasons


@transaction.atomic
def save_attendance(
    *, user: User, meeting_id: int, rows: Iterable[AttendanceRow], version: int | None = None
) -> AppraisalMeeting:
    """Write who is there: one (member, present, reason) for every member valid on the day.

    Raises NotAllowed, StaleRecord, DomainError (member missing, stranger, absence without
    reason, chair or secretary absent).
    """
    meeting = locked_meeting(meeting_id, user=user, version=version)
    given = {member.pk: (present, reason.strip()) for member, present, reason in rows}
    members = members_on(meeting.council, meeting_day(meeting))
    reasons = []
    if set(given) - {member.pk for member in members}:
        reasons.append("Có người không phải thành viên Hội đồng vào ngày họp.")
    if unsaid := [member for member in members if member.pk not in given]:
        reasons.append(f"Chưa ghi có mặt hay vắng: {names_of(unsaid)}.")
    absent = [m for m in members if m.pk in given and not given[m.pk][0]]
    if unfounded := [member for member in absent if not given[member.pk][1]]:
        reasons.append(f"Ghi lý do vắng của: {names_of(unfounded)}.")
    if any(member.pk in (meeting.chair_id, meeting.secretary_id) for member in absent):
        reasons.append("Chủ tọa và thư ký phải có mặt. Nếu vắng, chọn người khác điều hành.")
    if reasons:
        raise DomainError(reasons)
    for member in members:
        present, reason = given[member.pk]
        meeting.attendance.update_or_create(
            member=member, defaults={"present": present, "reason": "" if present else reason}
        )
    touch(meeting)
    return meeting


@transaction.atomic
def record_discussion(
    *, user: User, meeting_id: int, text: str, version: int | None = None
) -> AppraisalMeeting:
    """Write what was said in the meeting. Raises NotAllowed, StaleRecord, DomainError."""
    meeting = locked_meeting(meeting_id, user=user, version=version)
    meeting.discussion = text.strip()
    meeting.version += 1
    meeting.save(update_fields=["discussion", "version"])
    return meeting


@transaction.atomic
def issue_minutes(
    *, user: User, meeting_id: int, number_text: str, date: datetime.date
) -> IssuedDocument:
    """Give the minutes of a closed meeting their number and day and keep them as issued.

    Raises NotAllowed, DomainError: not closed, issued already, wrong symbol, a day before the
    meeting or to come, a number that is taken.
    """
    meeting = locked_meeting(meeting_id, user=user, still_open=False)
    reasons = []
    if not meeting.is_closed:
        reasons.append("Khóa cuộc họp trước khi ban hành biên bản.")
    if meeting.minutes_id is not None:
        reasons.append("Biên bản của cuộc họp này đã ban hành.")
    symbol = minutes_symbol(meeting.commune)
    parsed = parse_number(number_text)
    if parsed is None or parsed.symbol != symbol:
        reasons.append(f"Nhập số biên bản với ký hiệu {symbol}, ví dụ 07/{symbol}.")
    if date < meeting_day(meeting):
        reasons.append(
            f"Ngày biên bản không thể trước ngày họp {short_date(meeting_day(meeting))}."
        )
    if date > clock.today():
        reasons.append(f"Ngày biên bản {short_date(date)} chưa tới. Kiểm tra lại ngày.")
    if reasons:
        raise DomainError(reasons)
    meeting.minutes = issue_minutes_paper(
        user=user, meeting=meeting, number_text=number_text, date=date
    )
    meeting.version += 1
    meeting.save(update_fields=["minutes", "version"])
    return meeting.minutes
