"""Meetings of the council: attendance, votes, closing, minutes (dossiers, section 6)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from awards.domain.quorum import Count, passes, quorum_problem, sum_problem
from awards.enums import Ballot, CouncilPost
from awards.models import (
    AppraisalMeeting,
    Council,
    CouncilMember,
    Nomination,
    NomineeVote,
)
from awards.queries_council import (
    agenda_of,
    barred_members,
    council_actors,
    meeting_day,
    members_on,
    minutes_symbol,
    names_of,
    present_members,
    terms_of,
    votable_nominations,
    vote_rule_for,
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
_WRITERS = frozenset({Role.CLERK, Relation.COUNCIL_SECRETARY})


def _refuse_others(user: User, commune_id: int, day: datetime.date) -> None:
    """Raise NotAllowed unless the person is the council's secretary or CLERK."""
    if not council_actors(user, commune_id, day) & _WRITERS:
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


def _touch(meeting: AppraisalMeeting) -> None:
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
    _touch(meeting)
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
def record_vote(
    *,
    user: User,
    meeting_id: int,
    nomination: Nomination,
    votes_for: int,
    votes_against: int,
    no_opinion: int = 0,
    not_voting: Sequence[CouncilMember] = (),
    led_by: CouncilMember | None = None,
    version: int | None = None,
) -> NomineeVote:
    """Write the count for one nominee; a second call replaces it until the meeting is closed.

    `not_voting` are members who declared themselves; those barred by their posts are added.
    Raises NotAllowed, StaleRecord, DomainError: wrong sum, no attendance, wrong leader, a
    nominee who is not before this council.
    """
    meeting = locked_meeting(meeting_id, user=user, version=version)
    row = votable_nominations(meeting).filter(pk=nomination.pk).first()
    if row is None:
        raise DomainError(
            ["Đề nghị này chưa được Khối Dân vận thống nhất hoặc không thuộc cuộc họp này."]
        )
    present = present_members(meeting)
    if not present:
        raise DomainError(["Ghi thành viên có mặt, vắng mặt trước khi ghi phiếu."])
    barred = _barred_ids(meeting, row) | {member.pk for member in not_voting}
    out = [member for member in present if member.pk in barred]
    reasons = _wrong_vote(meeting, present, out, not_voting, led_by)
    if min(votes_for, votes_against, no_opinion) < 0:
        reasons.append("Số phiếu không được âm.")
    count = Count(votes_for, votes_against, no_opinion, len(present), len(out))
    if problem := sum_problem(count):
        reasons.append(problem)
    if reasons:
        raise DomainError(reasons)
    vote, _ = NomineeVote.objects.update_or_create(
        meeting=meeting,
        nomination=row,
        defaults={
            "votes_for": votes_for,
            "votes_against": votes_against,
            "no_opinion": no_opinion,
            "led_by": led_by,
        },
    )
    vote.not_voting.set(out)
    _touch(meeting)
    return vote


def _barred_ids(meeting: AppraisalMeeting, nomination: Nomination) -> set[int]:
    """Members barred by who they are to the nominee."""
    return {row.member.pk for row in barred_members(meeting, nomination)}


def _wrong_vote(
    meeting: AppraisalMeeting,
    present: Sequence[CouncilMember],
    out: Sequence[CouncilMember],
    declared: Sequence[CouncilMember],
    led_by: CouncilMember | None,
) -> list[str]:
    """What is wrong with who did not vote and who led."""
    here, barred = {m.pk for m in present}, {m.pk for m in out}
    reasons = []
    if any(member.pk not in here for member in declared):
        reasons.append("Người không tham gia biểu quyết phải là thành viên có mặt.")
    if meeting.chair_id in barred and led_by is None:
        reasons.append(
            "Chủ tọa không được biểu quyết trường hợp này. Chọn Phó Chủ tịch Hội đồng điều hành."
        )
    if led_by is not None and (
        led_by.post != CouncilPost.VICE or led_by.pk not in here or led_by.pk in barred
    ):
        reasons.append(
            "Người điều hành phải là Phó Chủ tịch Hội đồng có mặt "
            "và được biểu quyết trường hợp này."
        )
    return reasons


@transaction.atomic
def close_meeting(
    *, user: User, meeting_id: int, ends_at: datetime.datetime, version: int | None = None
) -> AppraisalMeeting:
    """Close the count for ever and set `passed` on every vote.

    Raises NotAllowed, StaleRecord, DomainError: attendance incomplete, no quorum, somebody on
    the agenda without a vote, a sum or leader that no longer fits, no vote rule, wrong time.
    """
    meeting = locked_meeting(meeting_id, user=user, version=version)
    votes = list(
        meeting.votes.select_related(
            "led_by",
            "nomination__award_kind",
            "nomination__evaluation__collective__kind",
            "nomination__evaluation__individual",
        )
    )
    reasons = [*_wrong_times(meeting, ends_at), *_wrong_count(meeting, votes)]
    if reasons:
        raise DomainError(list(dict.fromkeys(reasons)))
    members = len(members_on(meeting.council, meeting_day(meeting)))
    present = len(present_members(meeting))
    for vote in votes:
        rule = vote_rule_for(vote.nomination, meeting_day(meeting))
        if rule is None:
            raise DomainError(["Chưa có quy tắc biểu quyết áp dụng vào ngày họp."])
        vote.passed = passes(vote.votes_for, present, members, terms_of(rule))
        vote.save(update_fields=["passed"])
    meeting.ends_at = ends_at
    meeting.closed_at = clock.now()
    meeting.closed_by = user
    meeting.version += 1
    meeting.save(update_fields=["ends_at", "closed_at", "closed_by", "version"])
    return meeting


def _wrong_times(meeting: AppraisalMeeting, ends_at: datetime.datetime) -> list[str]:
    """Whether the meeting ended after it began and is over."""
    if ends_at <= meeting.starts_at:
        return ["Giờ kết thúc phải sau giờ bắt đầu."]
    if ends_at > clock.now():
        return ["Giờ kết thúc chưa tới; khóa cuộc họp sau khi họp xong."]
    return []


def _wrong_count(meeting: AppraisalMeeting, votes: Sequence[NomineeVote]) -> list[str]:
    """Everything that keeps the count from being final."""
    day = meeting_day(meeting)
    members = members_on(meeting.council, day)
    present = present_members(meeting)
    written = set(meeting.attendance.values_list("member_id", flat=True))
    reasons = []
    if unsaid := [member for member in members if member.pk not in written]:
        reasons.append(f"Chưa ghi có mặt hay vắng: {names_of(unsaid)}.")
    voted = {vote.nomination_id for vote in votes}
    if missing := [row for row in agenda_of(meeting) if row.pk not in voted]:
        names = ", ".join(str(row.subject) for row in missing)
        reasons.append(f"Chưa ghi kết quả biểu quyết: {names}.")
    if not votes and not missing:
        reasons.append("Cuộc họp chưa có trường hợp nào được biểu quyết.")
    for vote in votes:
        reasons += _wrong_row(meeting, vote, present, len(members))
    return reasons


def _wrong_row(
    meeting: AppraisalMeeting,
    vote: NomineeVote,
    present: Sequence[CouncilMember],
    members: int,
) -> list[str]:
    """What is wrong with one vote as things stand at closing."""
    rule = vote_rule_for(vote.nomination, meeting_day(meeting))
    if rule is None:
        return ["Chưa có quy tắc biểu quyết áp dụng vào ngày họp."]
    reasons = []
    if problem := quorum_problem(len(present), members, terms_of(rule)):
        reasons.append(problem)
    declared = list(vote.not_voting.all())
    barred = _barred_ids(meeting, vote.nomination) | {member.pk for member in declared}
    out = [member for member in present if member.pk in barred]
    count = Count(vote.votes_for, vote.votes_against, vote.no_opinion, len(present), len(out))
    subject = vote.nomination.subject
    if problem := sum_problem(count):
        reasons.append(f"{subject}: {problem}")
    wrong = _wrong_vote(meeting, present, out, declared, vote.led_by)
    return reasons + [f"{subject}: {text}" for text in wrong]


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
