"""All papers of one meeting, and those to hand out printed in one go."""

from __future__ import annotations

from awards.documents.ballot_papers import build_ballot_count, build_ballot_papers, secret_cases
from awards.documents.meeting_papers import (
    build_agenda_list,
    build_attendance_list,
    build_invitation,
)
from awards.models import AppraisalMeeting
from awards.queries_council import meeting_day
from dandvan.documents.bundle import BundlePart, merge_bundle
from dandvan.documents.model import PrintState
from dandvan.documents.paper import SHEET_PRINTS, Paper
from dandvan.documents.prints import paper_pdf
from dandvan.vietnamese import short_date
from models_registry.enums import DocumentKind

INVITATION, ATTENDANCE, AGENDA = "giay-moi", "danh-sach-ky-ten", "danh-sach-de-nghi"
BALLOTS, COUNT = "phieu-bau", "kiem-phieu"


def meeting_papers(meeting: AppraisalMeeting) -> tuple[Paper, ...]:
    """Papers to hand out at the meeting, in the order they are printed."""
    about = f"{meeting_day(meeting):%Y-%m-%d}"
    papers = [
        Paper(
            INVITATION,
            DocumentKind.INVITATION,
            "Giấy mời họp",
            lambda state: build_invitation(meeting, print_state=state),
            about=about,
        ),
        Paper(
            ATTENDANCE,
            DocumentKind.ATTENDANCE_LIST,
            "Danh sách ký tên dự họp",
            lambda state: build_attendance_list(meeting, print_state=state),
            about=about,
            prints=SHEET_PRINTS,
        ),
        Paper(
            AGENDA,
            DocumentKind.AGENDA_LIST,
            "Danh sách đề nghị bình xét",
            lambda state: build_agenda_list(meeting, print_state=state),
            about=about,
            prints=SHEET_PRINTS,
        ),
    ]
    if secret_cases(meeting):
        papers.append(
            Paper(
                BALLOTS,
                DocumentKind.BALLOT_PAPERS,
                "Phiếu bầu",
                lambda state: build_ballot_papers(meeting, print_state=state),
                about=about,
                prints=SHEET_PRINTS,
            )
        )
    return tuple(papers)


def count_paper(meeting: AppraisalMeeting) -> Paper:
    """Biên bản kiểm phiếu; it tells the counts."""
    return Paper(
        COUNT,
        DocumentKind.BALLOT_COUNT,
        "Biên bản kiểm phiếu",
        lambda state: build_ballot_count(meeting, print_state=state),
        about=f"{meeting_day(meeting):%Y-%m-%d}",
        prints=SHEET_PRINTS,
    )


def build_meeting_set(meeting: AppraisalMeeting) -> bytes:
    """Every paper to hand out, one PDF with its contents first."""
    parts = [
        BundlePart(paper.title, paper_pdf(paper, PrintState.FOR_SIGNATURE))
        if paper.slug == INVITATION
        else BundlePart(paper.title, paper_pdf(paper, PrintState.ISSUED))
        for paper in meeting_papers(meeting)
    ]
    return merge_bundle(parts, title=f"Giấy tờ họp ngày {short_date(meeting_day(meeting))}")
