"""Biên bản họp xét khen thưởng of the council (Nghị định 30/2020/NĐ-CP, PL III, mẫu 1.9)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from awards.documents.meetings import MemberLine, VoteLine, member_lines, vote_line
from awards.documents.minutes_cases import case_blocks, result_table
from awards.documents.nominees import nominee_list
from awards.enums import Ballot
from awards.models import AppraisalMeeting, CouncilMember
from awards.queries_council import meeting_day, minutes_symbol, vote_rule_for
from dandvan.documents.model import (
    Align,
    Block,
    Column,
    Header,
    Heading,
    HeadingLevel,
    NumberLine,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    SignatureBlock,
    SignatureRow,
    Table,
    paragraphs,
)
from dandvan.vietnamese import long_date, two_digits
from models_registry.documents.wording import curly, of_commune, person_name, post_title
from models_registry.enums import DocumentKind
from models_registry.queries_law import recipients_for

_MEMBER_COLUMNS = (
    Column("STT", 0.9, Align.CENTER),
    Column("Họ và tên", 3.2),
    Column("Chức vụ, đơn vị", 4.6),
    Column("Chức danh trong Hội đồng", 3),
    Column("Có mặt", 1.6, Align.CENTER),
)


def build_minutes(
    meeting: AppraisalMeeting, *, print_state: PrintState = PrintState.DRAFT
) -> OfficialDocument:
    """The minutes of a meeting: who came, how each nominee was voted on, when it ended."""
    commune = meeting.commune
    council = of_commune(meeting.council.name, commune)
    movement, year = meeting.year.plan.movement_name, meeting.year.year
    day = meeting_day(meeting)
    members = member_lines(meeting)
    return OfficialDocument(
        kind=DocumentKind.MINUTES,
        rule_set=RuleSet.MINUTES,
        type_name="Biên bản",
        subject_line=f"Họp {council} xét khen thưởng phong trào thi đua “{movement}” năm {year}",
        header=Header(
            tuple(commune.council_header_lines), superior=(" ".join(commune.header_lines),)
        ),
        number_line=NumberLine(minutes_symbol(commune)),
        place=commune.place_name,
        date=day,
        issuer_name=council,
        body=(
            *_opening(meeting, members),
            *_agenda(meeting),
            *_cases(meeting, members),
            Paragraph(_closing(meeting)),
        ),
        signatures=(_signatures(meeting),),
        recipients=recipients_for(commune, DocumentKind.MINUTES, day),
        print_state=print_state,
    )


def _moment(moment: datetime) -> str:
    """A time as minutes write it: "14 giờ 00 phút, ngày 18 tháng 11 năm 2024"."""
    local = timezone.localtime(moment)
    return f"{local:%H} giờ {local:%M} phút, {long_date(local.date())}"


def _opening(meeting: AppraisalMeeting, members: tuple[MemberLine, ...]) -> tuple[Block, ...]:
    """Time, place, members and who is missing, chair and secretary."""
    council, day = meeting.council, meeting_day(meeting)
    present = [line for line in members if line.present]
    absent = [f"{line.name} (lý do: {line.reason})" for line in members if not line.present]
    rows = tuple(
        (
            str(number),
            line.name,
            post_title(line.member.individual, day),
            line.council_post,
            "Có mặt" if line.present else "Vắng",
        )
        for number, line in enumerate(members, start=1)
    )
    missing = f"; vắng {two_digits(len(absent))}: {', '.join(absent)}" if absent else ""
    return (
        Paragraph(f"Thời gian bắt đầu: {_moment(meeting.starts_at)}."),
        Paragraph(f"Địa điểm: {meeting.place}."),
        Paragraph(
            f"Thành phần tham dự: {of_commune(council.name, meeting.commune)}, thành lập theo "
            f"Quyết định số {council.decision_number} {long_date(council.decision_date)}, gồm "
            f"{two_digits(len(members))} thành viên; có mặt {two_digits(len(present))}{missing}."
        ),
        Table(_MEMBER_COLUMNS, rows, empty_note="Chưa ghi thành phần tham dự."),
        Paragraph(f"Chủ trì (chủ tọa): {_who(meeting.chair)}."),
        Paragraph(f"Thư ký (người ghi biên bản): {_who(meeting.secretary)}."),
    )


def _who(member: CouncilMember) -> str:
    person = member.individual
    return f"{person_name(person)}, {member.get_post_display()}"


def _agenda(meeting: AppraisalMeeting) -> tuple[Block, ...]:
    """What the meeting is about, how it votes, what was said."""
    plan = meeting.year.plan
    vote = meeting.votes.select_related("nomination").first()
    rule = vote_rule_for(vote.nomination, meeting_day(meeting)) if vote else None
    used = set(meeting.votes.values_list("ballot", flat=True)) or {meeting.ballot}
    ways = [choice.label for choice in Ballot if choice in used]
    threshold = ""
    if rule is not None:
        sign = "trên" if rule.strictly_more else "từ"
        threshold = (
            f" Cuộc họp hợp lệ khi có mặt từ {rule.quorum_num}/{rule.quorum_den} tổng số thành "
            f"viên; trường hợp được thông qua khi tỷ lệ tán thành đạt {sign} "
            f"{rule.pass_num}/{rule.pass_den} {rule.get_ratio_base_display()}; "
            f"{rule.get_tie_rule_display()}."
        )
    return (
        Heading(HeadingLevel.SECTION, "I.", "Nội dung"),
        Paragraph(
            f"Xét, đề nghị khen thưởng tập thể, cá nhân trong phong trào thi đua "
            f"“{plan.movement_name}” năm {meeting.year.year} theo Mục IV của Kế hoạch phát động."
        ),
        Paragraph(f"Cách biểu quyết: {' và '.join(ways)}.{threshold}"),
        *paragraphs(curly(meeting.discussion)),
    )


def _vote_lines(
    meeting: AppraisalMeeting, members: tuple[MemberLine, ...]
) -> tuple[tuple[str, VoteLine], ...]:
    """Counts in the one order of nominees, each with the name every paper prints."""
    votes = {
        vote.nomination_id: vote
        for vote in meeting.votes.filter(is_final=True).select_related(
            "meeting",
            "led_by__individual",
            "nomination__award_kind__authority",
            "nomination__evaluation__collective",
            "nomination__evaluation__individual",
        )
    }
    ordered = nominee_list((vote.nomination for vote in votes.values()), meeting_day(meeting))
    return tuple((row.name, vote_line(votes[row.nomination.pk], members)) for row in ordered.all)


def _cases(meeting: AppraisalMeeting, members: tuple[MemberLine, ...]) -> tuple[Block, ...]:
    lines = _vote_lines(meeting, members)
    if not lines:
        return (
            Heading(HeadingLevel.SECTION, "II.", "Kết quả xét"),
            Paragraph("Chưa ghi kết quả xét trường hợp nào."),
        )
    blocks: list[Block] = [Heading(HeadingLevel.SECTION, "II.", "Kết quả xét từng trường hợp")]
    for number, (name, line) in enumerate(lines, start=1):
        blocks.extend(case_blocks(number, name, line))
    return (
        *blocks,
        Heading(HeadingLevel.SECTION, "III.", "Tổng hợp kết quả"),
        result_table(lines),
    )


def _closing(meeting: AppraisalMeeting) -> str:
    if meeting.ends_at is None:
        return "Cuộc họp chưa ghi giờ kết thúc"
    return (
        "Biên bản được đọc lại cho các thành viên dự họp nghe và thống nhất. "
        f"Cuộc họp kết thúc vào {_moment(meeting.ends_at)}"
    )


def _signatures(meeting: AppraisalMeeting) -> SignatureRow:
    return SignatureRow(
        (
            SignatureBlock(("Thư ký",), meeting.secretary.individual.full_name),
            SignatureBlock(("Chủ tọa",), meeting.chair.individual.full_name),
        )
    )
