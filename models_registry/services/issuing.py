"""Issuing of papers: number taken once, bytes kept as they were printed, never changed."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json

from django.db import transaction

from dandvan import clock
from dandvan.documents.model import NumberLine, OfficialDocument, PrintState, to_json
from dandvan.documents.pdf import render_pdf
from dandvan.errors import DomainError
from models_registry.domain.numbering import parse_number
from models_registry.models import Authority, Commune, IssuedDocument, PaperNumber, User
from models_registry.services.numbering import take_number

# Raised whenever a template, a builder or the style sheet changes what stands on paper.
TEMPLATE_VERSION = "1"


def issue_document(
    *,
    user: User,
    commune: Commune,
    kind: str,
    title: str,
    document: OfficialDocument,
    date: datetime.date,
    authority: Authority | None = None,
    number_text: str = "",
    paper: PaperNumber | None = None,
    replaces: IssuedDocument | None = None,
) -> IssuedDocument:
    """Print a paper as issued on `date` and store it; with its number where it has one.

    `paper` is a number that was taken when the decision was recorded. Raises DomainError for
    a day to come, a wrong or taken number, a symbol that is not the paper's, a paper that was
    replaced already.
    """
    _check(document, commune, date, str(paper or number_text), replaces)
    with transaction.atomic():
        paper = paper or _take(document, date, authority, number_text)
        issued = dataclasses.replace(
            document,
            print_state=PrintState.ISSUED,
            date=_printed_date(document, date),
            number_line=NumberLine(paper.symbol, paper.number) if paper else None,
        )
        content = render_pdf(issued)
        return IssuedDocument.objects.create(
            commune=commune,
            kind=kind,
            title=title[:400],
            paper=paper,
            date=date,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            data=json.loads(to_json(issued)),
            template_version=TEMPLATE_VERSION,
            replaces=replaces,
            issued_by=user,
            issued_at=clock.now(),
        )


def _printed_date(document: OfficialDocument, date: datetime.date) -> datetime.date:
    """A numbered paper bears the day of its number; a sheet keeps the day it was made."""
    return date if document.number_line is not None else document.date or date


def _check(
    document: OfficialDocument,
    commune: Commune,
    date: datetime.date,
    number_text: str,
    replaces: IssuedDocument | None,
) -> None:
    """What speaks against issuing before a number is asked for."""
    reasons = []
    if date > clock.today():
        reasons.append(f"Ngày ban hành {date:%d/%m/%Y} chưa tới. Kiểm tra lại ngày.")
    if document.number_line is not None:
        symbol, parsed = document.number_line.symbol, parse_number(number_text)
        if not number_text.strip():
            reasons.append(f"Nhập số văn bản, ví dụ 12/{symbol}.")
        elif parsed is not None and parsed.symbol != symbol:
            reasons.append(f"Ký hiệu của văn bản này là {symbol}. Nhập số dạng 12/{symbol}.")
    if replaces is not None and replaces.commune_id != commune.pk:
        reasons.append("Không tìm thấy văn bản cần thay thế.")
    elif replaces is not None and hasattr(replaces, "replaced_by"):
        reasons.append(f"{replaces} đã có văn bản khác thay thế.")
    if reasons:
        raise DomainError(reasons)


def _take(
    document: OfficialDocument,
    date: datetime.date,
    authority: Authority | None,
    number_text: str,
) -> PaperNumber | None:
    """The number of a numbered paper; None for a sheet. Raises DomainError."""
    if document.number_line is None:
        return None
    if authority is None:
        raise DomainError(["Chưa khai báo cơ quan ban hành của xã vào ngày này."])
    return take_number(authority=authority, number_text=number_text, date=date)
