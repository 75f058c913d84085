"""Papers that the acts of council and dossier issue."""

from __future__ import annotations

import datetime

from awards.models import AppraisalMeeting, Dossier
from awards.queries_council import minutes_authority, minutes_symbol
from awards.queries_dossier import nominations_of
from dandvan.documents.model import (
    Header,
    ListItem,
    NumberLine,
    OfficialDocument,
    Paragraph,
    RuleSet,
    SignatureBlock,
    SignatureRow,
)
from models_registry.enums import DocumentKind
from models_registry.models import Commune, IssuedDocument, Signer, User
from models_registry.queries_law import issuing_authority
from models_registry.services.issuing import issue_document


def issue_minutes_paper(
    *, user: User, meeting: AppraisalMeeting, number_text: str, date: datetime.date
) -> IssuedDocument:
    """Print and keep the minutes of a closed meeting. Raises DomainError."""
    commune = meeting.commune
    title = f"Họp {meeting.council.name} ngày {date:%d/%m/%Y}"
    document = OfficialDocument(
        kind=DocumentKind.MINUTES,
        rule_set=RuleSet.MINUTES,
        type_name="Biên bản",
        subject_line=title,
        header=Header(issuer=tuple(commune.council_header_lines)),
        number_line=NumberLine(minutes_symbol(commune)),
        place=commune.place_name,
        date=date,
        body=tuple(
            ListItem(f"{vote.nomination.subject}: tán thành {vote.votes_for}")
            for vote in meeting.votes.all()
        ),
        signatures=(SignatureRow((SignatureBlock(("Chủ tọa",), name=str(meeting.chair)),)),),
    )
    return issue_document(
        user=user,
        commune=commune,
        kind=DocumentKind.MINUTES,
        title=title,
        document=document,
        date=date,
        authority=minutes_authority(commune, date),
        number_text=number_text,
    )


def issue_proposal_papers(
    *, user: User, dossier: Dossier, number_text: str, date: datetime.date, signer: Signer
) -> IssuedDocument:
    """Print and keep the tờ trình of a dossier with all papers of it. Raises DomainError."""
    commune: Commune = dossier.commune
    title = f"Đề nghị tặng {dossier.award_kind} năm {dossier.year.year}"
    document = OfficialDocument(
        kind=DocumentKind.PROPOSAL,
        rule_set=RuleSet.NUMBERED,
        type_name="Tờ trình",
        subject_line=title,
        header=Header(issuer=tuple(commune.header_lines)),
        number_line=NumberLine(f"TTr-{commune.agency_symbol}"),
        place=commune.place_name,
        date=date,
        issuer_name=commune.ubnd_name,
        addressees=(dossier.award_kind.authority.name,),
        body=(
            Paragraph(f"Đề nghị tặng {dossier.award_kind} cho:"),
            *(ListItem(str(row.subject)) for row in nominations_of(dossier)),
        ),
        signatures=(SignatureRow((SignatureBlock(signer.signature_lines(), name=str(signer)),)),),
    )
    return issue_document(
        user=user,
        commune=commune,
        kind=DocumentKind.PROPOSAL,
        title=title,
        document=document,
        date=date,
        authority=issuing_authority(commune, date),
        number_text=number_text,
    )
