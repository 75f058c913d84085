"""Calling a meeting and declaring that one takes no part in a vote."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from awards.enums import AbstentionKind
from awards.models import Abstention, AgendaItem, AppraisalMeeting, CouncilMember, Nomination
from awards.queries_agenda import agenda_candidates
from awards.queries_council import (
    council_actors,
    meeting_day,
    members_on,
    votable_nominations,
    votes_of,
)
from awards.services.council import WRITERS, locked_meeting, touch
from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.vietnamese import short_date
from models_registry.enums import NoticeKind
from models_registry.models import User
from models_registry.queries import current_individual_id
from models_registry.services.notices import notify
from models_registry.services.year_lock import refuse_locked_year

AgendaRow = tuple[Nomination, str]


@transaction.atomic
def call_meeting(
    *, user: User, meeting_id: int, rows: Sequence[AgendaRow], version: int | None = None
) -> AppraisalMeeting:
    """Set the agenda, (nomination, reason) in order, and tell every member of it.

    Called again it replaces the agenda and tells them once more. Raises NotAllowed,
    StaleRecord, DomainError: closed, empty, a stranger or one twice, voted down before without
    a reason, one with a count left out.
    """
    meeting = locked_meeting(meeting_id, user=user, version=version)
    refuse_locked_year(meeting.year)
    if reasons := _wrong_agenda(meeting, rows):
        raise DomainError(reasons)
    meeting.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, nomination=row, order=order, reason=reason.strip())
        for order, (row, reason) in enumerate(rows, start=1)
    )
    meeting.called_at = clock.now()
    meeting.save(update_fields=["called_at"])
    touch(meeting)
    _tell_members(meeting, len(rows))
    return meeting


def _wrong_agenda(meeting: AppraisalMeeting, rows: Sequence[AgendaRow]) -> list[str]:
    """What is wrong with an agenda."""
    if not rows:
        return ["Chọn ít nhất một đề nghị vào chương trình họp."]
    known = {row.pk for row in agenda_candidates(meeting)}
    given = [row.pk for row, _ in rows]
    reasons = []
    if set(given) - known:
        reasons.append("Có đề nghị chưa được Khối Dân vận thống nhất hoặc đã bình xét xong.")
    if len(set(given)) < len(given):
        reasons.append("Một đề nghị chỉ đứng một lần trong chương trình họp.")
    last = votes_of([row for row, _ in rows])
    reasons += [
        f"Ghi lý do bình xét lại: {row.subject} (lần họp trước không đủ phiếu)."
        for row, reason in rows
        if row.pk in last and not reason.strip()
    ]
    left = meeting.votes.exclude(nomination__in=given).select_related("nomination__evaluation")
    names = sorted({str(vote.nomination.subject) for vote in left})
    if names:
        reasons.append(f"Đã ghi số phiếu nên phải có trong chương trình họp: {', '.join(names)}.")
    return reasons


def _tell_members(meeting: AppraisalMeeting, cases: int) -> None:
    """A notice to every member with an account."""
    day = meeting_day(meeting)
    people = [member.individual_id for member in members_on(meeting.council, day)]
    users = User.objects.filter(
        individual_id__in=people, commune_id=meeting.commune_id, is_active=True
    )
    starts = timezone.localtime(meeting.starts_at)
    notify(
        users=users.order_by("pk"),
        kind=NoticeKind.MEETING,
        key=f"meeting-called:{meeting.pk}:{meeting.version}",
        text=f"Mời họp {meeting.council.name} lúc {starts:%H:%M} ngày {short_date(day)} tại "
        f"{meeting.place}: bình xét {cases} trường hợp. Xem chương trình; nếu là người thân của "
        "người được đề nghị, hãy khai không tham gia biểu quyết.",
        url_name="awards:meeting_detail",
        url_kwargs={"pk": meeting.pk},
    )


@transaction.atomic
def declare_abstention(
    *,
    user: User,
    meeting_id: int,
    nomination: Nomination,
    member: CouncilMember,
    kind: str,
    note: str = "",
) -> Abstention:
    """Declare that a member takes no part in one vote: himself, or the secretary for him.

    Repeated, the first one stays. Raises NotAllowed, DomainError: closed, counted already, no
    member of the day, a nominee not before this council.
    """
    meeting = (
        AppraisalMeeting.objects.select_for_update(of=("self",))
        .select_related("council", "commune", "year")
        .filter(pk=meeting_id, commune_id=user.commune_id)
        .first()
    )
    if meeting is None or user.commune_id is None:
        raise DomainError(["Không tìm thấy cuộc họp này."])
    day = meeting_day(meeting)
    own = member.individual_id == current_individual_id(user)
    if not own and not council_actors(user, meeting.commune_id, day) & WRITERS:
        raise NotAllowed(["Mỗi thành viên tự khai; thư ký Hội đồng ghi thay khi được báo."])
    refuse_locked_year(meeting.year)
    if reasons := _wrong_declaration(meeting, nomination, member, kind):
        raise DomainError(reasons)
    row, made = Abstention.objects.get_or_create(
        meeting=meeting,
        nomination=nomination,
        member=member,
        defaults={
            "kind": kind,
            "note": note.strip(),
            "declared_by": user,
            "declared_at": clock.now(),
        },
    )
    if made:
        touch(meeting)
    return row


def _wrong_declaration(
    meeting: AppraisalMeeting, nomination: Nomination, member: CouncilMember, kind: str
) -> list[str]:
    """What is wrong with a declaration."""
    if meeting.is_closed:
        return ["Cuộc họp đã khóa; kết quả kiểm phiếu không thay đổi được nữa."]
    reasons = []
    if kind not in AbstentionKind.values:
        reasons.append("Chọn lý do không tham gia biểu quyết.")
    if member.pk not in {row.pk for row in members_on(meeting.council, meeting_day(meeting))}:
        reasons.append("Người khai phải là thành viên Hội đồng vào ngày họp.")
    if not votable_nominations(meeting).filter(pk=nomination.pk).exists():
        reasons.append("Đề nghị này không thuộc cuộc họp này.")
    if meeting.votes.filter(nomination=nomination, is_final=True).exists():
        reasons.append(
            f"Đã ghi số phiếu của {nomination.subject}; mở lượt biểu quyết lại rồi mới khai."
        )
    return reasons
