"""Issuing of the papers of a dossier and of minutes: all of them at once, or none."""

from __future__ import annotations

import dataclasses
import datetime

from django.db import transaction

from awards.documents.minutes import build_minutes
from awards.documents.paper_checks import problems_of_own_papers, problems_of_proposal
from awards.documents.papers import (
    DECISION,
    MINUTES,
    PROPOSAL,
    Paper,
    dossier_papers,
    former_prints,
)
from awards.documents.proposal import build_proposal
from awards.models import AppraisalMeeting, Dossier, DossierDocument
from awards.queries_council import meeting_day, minutes_authority
from dandvan.documents.model import PrintState
from dandvan.errors import DomainError
from dandvan.vietnamese import short_date
from models_registry.enums import DocumentKind
from models_registry.models import IssuedDocument, Signer, User
from models_registry.queries_law import issuing_authority
from models_registry.services.issuing import issue_document


def issue_proposal_papers(
    *, user: User, dossier: Dossier, number_text: str, date: datetime.date, signer: Signer | None
) -> IssuedDocument:
    """Issue the tờ trình with its annexes, and with it all other papers of the dossier.

    Returns the tờ trình; the caller keeps it as `dossier.proposal`. Prints of an earlier
    round are replaced. Raises DomainError naming every cited paper without number or date, a
    signer who is not valid on the day, a taken number; nothing is stored then.
    """
    problems = list(problems_of_proposal(dossier, date, signer))
    if dossier.proposal is not None:
        problems.append(f"Hồ sơ này đã ban hành tờ trình số {dossier.proposal.paper}.")
    if problems:
        raise DomainError(problems)
    document = build_proposal(dossier, date, signer=signer, print_state=PrintState.FOR_SIGNATURE)
    former = former_prints(dossier)
    with transaction.atomic():
        proposal = issue_document(
            user=user,
            commune=dossier.commune,
            kind=DocumentKind.PROPOSAL,
            title=document.title,
            document=dataclasses.replace(document, kind=PROPOSAL),
            date=date,
            authority=issuing_authority(dossier.commune, date),
            number_text=number_text,
            replaces=former.get(PROPOSAL),
        )
        sheets = _issue_sheets(dossier, former, user=user, date=date)
        _keep(dossier, (proposal, *sheets))
    return proposal


def issue_own_papers(
    *, user: User, dossier: Dossier, date: datetime.date
) -> tuple[IssuedDocument, ...]:
    """Issue the decision of the commune itself, and with it list, sheets and giấy khen.

    The decision bears the number that was taken when it was recorded, the others none.
    Raises DomainError as `issue_proposal_papers` does.
    """
    if problems := problems_of_own_papers(dossier, date):
        raise DomainError(problems)
    with transaction.atomic():
        sheets = _issue_sheets(dossier, former_prints(dossier), user=user, date=date)
        _keep(dossier, sheets)
    return sheets


def _issue_sheets(
    dossier: Dossier, former: dict[str, IssuedDocument], *, user: User, date: datetime.date
) -> tuple[IssuedDocument, ...]:
    """Store every sheet, report and list of the dossier; tờ trình and minutes have a number."""
    # A decision that is not recorded has no number yet: it stays a draft.
    others = (PROPOSAL, MINUTES, *(() if dossier.decision else (DECISION,)))
    papers = [row for row in dossier_papers(dossier, date) if row.slug not in others]
    return tuple(
        _issue_sheet(paper, dossier, former.get(paper.key), user=user, date=date)
        for paper in papers
    )


def _issue_sheet(
    paper: Paper,
    dossier: Dossier,
    former: IssuedDocument | None,
    *,
    user: User,
    date: datetime.date,
) -> IssuedDocument:
    """Store one paper, the decision with its number; its key finds it again."""
    document = paper.build(PrintState.FOR_SIGNATURE)
    decision = dossier.decision if paper.slug == DECISION else None
    return issue_document(
        user=user,
        commune=dossier.commune,
        kind=paper.kind,
        title=paper.title,
        document=dataclasses.replace(document, kind=paper.key),
        date=date,
        paper=decision.paper if decision else None,
        replaces=former,
    )


def _keep(dossier: Dossier, documents: tuple[IssuedDocument, ...]) -> None:
    """Make these the papers of the dossier now in use; earlier ones stay as former ones."""
    dossier.documents.filter(is_current=True).update(is_current=False)
    DossierDocument.objects.bulk_create(
        DossierDocument(dossier=dossier, document=document, order=order)
        for order, document in enumerate(documents)
    )


def issue_minutes_paper(
    *, user: User, meeting: AppraisalMeeting, number_text: str, date: datetime.date
) -> IssuedDocument:
    """Issue the minutes of a closed meeting; the caller keeps them as `meeting.minutes`.

    Raises DomainError for a meeting that is open, minutes issued already, a day before the
    meeting, a wrong or taken number.
    """
    reasons = []
    if not meeting.is_closed:
        reasons.append("Khóa cuộc họp trước khi ban hành biên bản.")
    if meeting.minutes is not None:
        reasons.append(f"Cuộc họp này đã có biên bản số {meeting.minutes.paper}.")
    if date < meeting_day(meeting):
        held = short_date(meeting_day(meeting))
        reasons.append(f"Biên bản không thể đề ngày trước ngày họp {held}.")
    if reasons:
        raise DomainError(reasons)
    document = build_minutes(meeting, print_state=PrintState.FOR_SIGNATURE)
    return issue_document(
        user=user,
        commune=meeting.commune,
        kind=DocumentKind.MINUTES,
        title=document.title,
        document=document,
        date=date,
        authority=minutes_authority(meeting.commune, date),
        number_text=number_text,
    )
