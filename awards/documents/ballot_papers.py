"""Papers of a secret ballot: phiếu bầu to cut apart, biên bản kiểm phiếu."""

from __future__ import annotations

from collections.abc import Iterator

from awards.documents.meeting_papers import council_header, meeting_subject
from awards.documents.nominees import nominee_list
from awards.enums import Ballot
from awards.models import AppraisalMeeting, Nomination, NomineeVote
from awards.queries_council import (
    agenda_of,
    ballot_for,
    barred_members,
    meeting_day,
    members_on,
)
from awards.queries_rounds import round_words
from dandvan.documents.model import (
    Align,
    Block,
    CenteredTitle,
    Column,
    ListItem,
    OfficialDocument,
    PageBreak,
    Paragraph,
    PrintState,
    RuleSet,
    SignatureBlock,
    SignatureRow,
    Table,
)
from dandvan.vietnamese import long_date, short_date, two_digits
from models_registry.documents.wording import subject_name
from models_registry.enums import DocumentKind

PER_PAGE, PER_PAGE_LONG = 4, 3
LONG_NAME = 45  # signs; a longer name takes more lines in its cell
_BALLOT_COLUMNS = (
    Column("Tập thể, cá nhân; hình thức khen thưởng", 6),
    Column("Tán thành", 2, Align.CENTER),
    Column("Không tán thành", 2, Align.CENTER),
)
_COUNT_COLUMNS = (
    Column("STT", 0.9, Align.CENTER),
    Column("Tập thể, cá nhân", 3.6),
    Column("Phát ra", 1.4, Align.CENTER),
    Column("Thu về", 1.4, Align.CENTER),
    Column("Không thu về", 1.5, Align.CENTER),
    Column("Hợp lệ", 1.3, Align.CENTER),
    Column("Không hợp lệ", 1.5, Align.CENTER),
    Column("Tán thành", 1.5, Align.CENTER),
    Column("Không tán thành", 1.7, Align.CENTER),
    Column("Không ghi ý kiến", 1.7, Align.CENTER),
)


def secret_cases(meeting: AppraisalMeeting) -> tuple[Nomination, ...]:
    """Nominees of the agenda who are voted on by ballot papers."""
    rows = agenda_of(meeting)
    return tuple(row for row in rows if ballot_for(meeting, row) == Ballot.SECRET)


def build_ballot_papers(
    meeting: AppraisalMeeting, *, print_state: PrintState = PrintState.ISSUED
) -> OfficialDocument:
    """Ballot papers to cut apart, as many of a case as members may vote on it; no voter's name."""
    return OfficialDocument(
        kind=DocumentKind.BALLOT_PAPERS,
        rule_set=RuleSet.PLAIN_SHEET,
        issuer_name=meeting.council.name,
        body=tuple(_ballots(meeting)),
        print_state=print_state,
        title_metadata=f"Phiếu bầu, họp {meeting_subject(meeting)}",
    )


def _ballots(meeting: AppraisalMeeting) -> Iterator[Block]:
    """One ballot after the other, each case from a page of its own."""
    members = len(members_on(meeting.council, meeting_day(meeting)))
    for case, nomination in enumerate(secret_cases(meeting)):
        copies = members - len(barred_members(meeting, nomination))
        texts = (subject_name(nomination.subject), nomination.award_kind.name)
        fit = PER_PAGE if max(map(len, texts)) <= LONG_NAME else PER_PAGE_LONG
        for number in range(copies):
            if number % fit:
                yield Paragraph("- " * 46, align=Align.CENTER, indent=False)
            elif case or number:
                yield PageBreak()
            yield from _ballot(meeting, nomination)


def _ballot(meeting: AppraisalMeeting, nomination: Nomination) -> tuple[Block, ...]:
    """One ballot paper."""
    held = short_date(meeting_day(meeting))
    name = f"{subject_name(nomination.subject)}\n{nomination.award_kind.name}"
    return (
        CenteredTitle("PHIẾU BẦU"),
        Paragraph(f"{meeting.council.name}, họp ngày {held}", align=Align.CENTER, indent=False),
        Table(_BALLOT_COLUMNS, ((name, "", ""),)),
        Paragraph(
            "Đánh dấu x vào một ô. Phiếu đánh dấu cả hai ô là phiếu không hợp lệ.",
            indent=False,
        ),
    )


def build_ballot_count(
    meeting: AppraisalMeeting, *, print_state: PrintState = PrintState.ISSUED
) -> OfficialDocument:
    """Biên bản kiểm phiếu: the papers and votes of every secret case, all rounds."""
    votes = {
        vote.nomination_id: vote
        for vote in meeting.votes.filter(is_final=True, ballot=Ballot.SECRET).select_related(
            "nomination__award_kind",
            "nomination__evaluation__collective",
            "nomination__evaluation__individual",
        )
    }
    named = nominee_list((vote.nomination for vote in votes.values()), meeting_day(meeting)).all
    rows = tuple(
        _count_row(number, row.name, votes[row.nomination.pk])
        for number, row in enumerate(named, start=1)
    )
    repeated = meeting.votes.filter(is_final=False, ballot=Ballot.SECRET).select_related(
        "nomination__evaluation"
    )
    present = meeting.attendance.filter(present=True).count()
    council = meeting.attendance.count()
    return OfficialDocument(
        kind=DocumentKind.BALLOT_COUNT,
        rule_set=RuleSet.PLAIN_SHEET,
        type_name="Biên bản kiểm phiếu",
        subject_line=f"Họp {meeting_subject(meeting)}, {long_date(meeting_day(meeting))}",
        header=council_header(meeting),
        place=meeting.commune.place_name,
        issuer_name=meeting.council.name,
        body=(
            Paragraph(
                f"Hội đồng có {two_digits(council)} thành viên, có mặt {two_digits(present)}. Kết "
                "quả kiểm phiếu như sau:"
            ),
            Table(_COUNT_COLUMNS, rows, compact=True, empty_note="Chưa có trường hợp nào."),
            *(ListItem(f"{row.nomination.subject}. {round_words(row)}") for row in repeated),
            Paragraph("Kết quả bình xét ghi trong biên bản họp của Hội đồng."),
        ),
        signatures=(
            SignatureRow(
                (
                    SignatureBlock(("Thư ký",), meeting.secretary.individual.full_name),
                    SignatureBlock(("Chủ tọa",), meeting.chair.individual.full_name),
                )
            ),
        ),
        landscape=True,
        print_state=print_state,
    )


def _count_row(number: int, name: str, vote: NomineeVote) -> tuple[str, ...]:
    papers = (vote.issued, vote.collected, vote.lost, vote.valid, vote.void)
    turn = f"\n(lượt {vote.round})" if vote.round > 1 else ""
    counts = (*papers, vote.votes_for, vote.votes_against, vote.no_opinion)
    return (str(number), f"{name}{turn}", *(str(count) for count in counts))
