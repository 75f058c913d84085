"""Papers for a meeting before it is held: giấy mời, danh sách ký tên, danh sách đề nghị."""

from __future__ import annotations

from django.utils import timezone

from awards.documents.nominees import citation_of, nominee_list
from awards.enums import CouncilPost
from awards.models import AppraisalMeeting
from awards.queries_agenda import AgendaLine, agenda_lines
from awards.queries_council import meeting_day, members_on
from dandvan.documents.model import (
    Align,
    Annex,
    Column,
    Header,
    ListItem,
    NumberedItem,
    NumberLine,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    SignatureBlock,
    SignatureRow,
    Table,
)
from dandvan.vietnamese import long_date
from models_registry.documents.wording import of_commune, person_name, post_title, subject_name
from models_registry.enums import DocumentKind
from models_registry.queries_law import recipients_for

_SIGN_COLUMNS = (
    Column("STT", 0.9, Align.CENTER),
    Column("Họ và tên", 3.4),
    Column("Chức vụ, đơn vị", 4.4),
    Column("Chức danh trong Hội đồng", 2.8),
    Column("Ký tên", 2.6),
    Column("Ghi chú", 2),
)
_MEMBER_COLUMNS = _SIGN_COLUMNS[:4]
_NOMINEE_COLUMNS = (
    Column("STT", 0.9, Align.CENTER),
    Column("Tập thể, cá nhân", 3.6),
    Column("Chức vụ, địa chỉ", 3.6),
    Column("Hình thức đề nghị", 3),
    Column("Thành tích tóm tắt", 5.4, Align.JUSTIFY),
    Column("Không tham gia biểu quyết; lưu ý", 4),
)


def council_header(meeting: AppraisalMeeting) -> Header:
    """Header of the council's papers."""
    commune = meeting.commune
    return Header(tuple(commune.council_header_lines), superior=(" ".join(commune.header_lines),))


def meeting_subject(meeting: AppraisalMeeting) -> str:
    """What the meeting is about, as its papers are entitled."""
    council = of_commune(meeting.council.name, meeting.commune)
    movement, year = meeting.year.plan.movement_name, meeting.year.year
    return f"{council} xét khen thưởng phong trào thi đua “{movement}” năm {year}"


def build_invitation(
    meeting: AppraisalMeeting, *, print_state: PrintState = PrintState.DRAFT
) -> OfficialDocument:
    """Giấy mời họp with the list of those invited and the agenda (Nghị định 30, mẫu 1.11)."""
    commune, day = meeting.commune, meeting_day(meeting)
    council = of_commune(meeting.council.name, commune)
    starts = timezone.localtime(meeting.starts_at)
    lines = agenda_lines(meeting)
    return OfficialDocument(
        kind=DocumentKind.INVITATION,
        rule_set=RuleSet.NUMBERED,
        type_name="Giấy mời",
        subject_line=f"Họp {meeting_subject(meeting)}",
        header=council_header(meeting),
        number_line=NumberLine(f"GM-{commune.council_symbol}"),
        place=commune.place_name,
        date=timezone.localtime(meeting.called_at or meeting.created_at).date(),
        issuer_name=council,
        body=(
            Paragraph(
                f"{council} trân trọng kính mời các thành viên Hội đồng có tên trong danh "
                "sách kèm theo đến dự họp:"
            ),
            NumberedItem(f"Thời gian: {starts:%H} giờ {starts:%M} phút, {long_date(day)}.", "1."),
            NumberedItem(f"Địa điểm: {meeting.place}.", "2."),
            NumberedItem(f"Chủ trì: {_leader(meeting)}.", "3."),
            NumberedItem(
                "Nội dung: bình xét, đề nghị khen thưởng các trường hợp sau"
                if lines
                else "Nội dung: bình xét, đề nghị khen thưởng.",
                "4.",
            ),
            *(ListItem(_agenda_words(line)) for line in lines),
            Paragraph(
                "Thành viên là người thân của người được đề nghị, hoặc xin không tham gia biểu "
                "quyết trường hợp nào, báo thư ký Hội đồng trước khi biểu quyết. Thành viên vắng "
                "mặt báo lý do với thư ký Hội đồng"
            ),
        ),
        signatures=(_invitation_signature(meeting),),
        recipients=recipients_for(commune, DocumentKind.INVITATION, day),
        annexes=(
            Annex(
                title=f"Danh sách mời họp {council}",
                body=(Table(_MEMBER_COLUMNS, _member_rows(meeting, 4)),),
            ),
        ),
        print_state=print_state,
    )


def _leader(meeting: AppraisalMeeting) -> str:
    return f"{person_name(meeting.chair.individual)}, {meeting.chair.get_post_display()}"


def _agenda_words(line: AgendaLine) -> str:
    """One nominee of the agenda with who does not vote on him."""
    name = subject_name(line.nomination.subject)
    barred = f"; không tham gia biểu quyết: {', '.join(line.barred)}" if line.barred else ""
    notes = f"; lưu ý: {', '.join(line.notes)}" if line.notes else ""
    again = f" (bình xét lại: {line.reason})" if line.reason else ""
    return f"{name}, {line.nomination.award_kind.name}{again}{barred}{notes}"


def _invitation_signature(meeting: AppraisalMeeting) -> SignatureRow:
    """The chairman of the council signs, or his deputy for him."""
    posts: tuple[str, ...] = ("Chủ tịch",)
    if meeting.chair.post != CouncilPost.CHAIR:
        posts = ("KT. Chủ tịch", "Phó Chủ tịch")
    block = SignatureBlock(("TM. Hội đồng", *posts), name=meeting.chair.individual.full_name)
    return SignatureRow((block,))


def _member_rows(meeting: AppraisalMeeting, cells: int) -> tuple[tuple[str, ...], ...]:
    """Members of the day; the cells after the fourth stay blank."""
    day = meeting_day(meeting)
    return tuple(
        (
            str(number),
            person_name(member.individual),
            post_title(member.individual, day),
            CouncilPost(member.post).label,
            *("",) * (cells - 4),
        )
        for number, member in enumerate(members_on(meeting.council, day), start=1)
    )


def build_attendance_list(
    meeting: AppraisalMeeting, *, print_state: PrintState = PrintState.ISSUED
) -> OfficialDocument:
    """The list that members sign when they come."""
    return OfficialDocument(
        kind=DocumentKind.ATTENDANCE_LIST,
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Danh sách ký tên dự họp",
        subject_line=f"Họp {meeting_subject(meeting)}, {long_date(meeting_day(meeting))}",
        header=council_header(meeting),
        place=meeting.commune.place_name,
        issuer_name=meeting.council.name,
        body=(Table(_SIGN_COLUMNS, _member_rows(meeting, 6), compact=True),),
        signatures=(
            SignatureRow((SignatureBlock(("Thư ký",), meeting.secretary.individual.full_name),)),
        ),
        print_state=print_state,
    )


def build_agenda_list(
    meeting: AppraisalMeeting, *, print_state: PrintState = PrintState.ISSUED
) -> OfficialDocument:
    """The nominees of the agenda in its order, with conflicts noted."""
    lines = agenda_lines(meeting)
    named = nominee_list((line.nomination for line in lines), meeting_day(meeting)).all
    by_pk = {row.nomination.pk: row for row in named}
    rows = tuple(
        (
            str(line.order),
            by_pk[line.nomination.pk].name,
            by_pk[line.nomination.pk].post,
            line.nomination.award_kind.name,
            citation_of(line.nomination),
            "\n".join((*line.barred, *(f"Lưu ý – {text}" for text in line.notes))) or "Không",
        )
        for line in lines
    )
    return OfficialDocument(
        kind=DocumentKind.AGENDA_LIST,
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Danh sách đề nghị bình xét",
        subject_line=f"Họp {meeting_subject(meeting)}, {long_date(meeting_day(meeting))}",
        header=council_header(meeting),
        issuer_name=meeting.council.name,
        body=(Table(_NOMINEE_COLUMNS, rows, compact=True, empty_note="Chưa có đề nghị nào."),),
        landscape=True,
        print_state=print_state,
    )
