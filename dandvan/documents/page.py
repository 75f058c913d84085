"""What the one template prints, worked out from an OfficialDocument."""

from __future__ import annotations

import dataclasses
from typing import Any

from dandvan.documents import wording
from dandvan.documents.lines import balanced_lines
from dandvan.documents.model import (
    Align,
    Annex,
    Header,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    SignatureBlock,
    SignatureRow,
)
from dandvan.documents.tables import with_laid_tables

_PORTRAIT_WIDTH, _LANDSCAPE_WIDTH = 165.0, 252.0  # millimeters inside the margins
_AIRY_LENGTH = 180  # letters that a certificate holds in large type
_ISSUER_WIDTH = 0.42 * _PORTRAIT_WIDTH - 2


def _width(*, landscape: bool) -> float:
    return _LANDSCAPE_WIDTH if landscape else _PORTRAIT_WIDTH


def _capital_lines(
    lines: tuple[str, ...], *, face: str, size: float, width: float
) -> tuple[str, ...]:
    broken = [balanced_lines(line.upper(), face=face, size=size, width=width) for line in lines]
    return tuple(line for pieces in broken for line in pieces)


def _head_lines(lines: tuple[str, ...], face: str) -> tuple[str, ...]:
    """Lines of the left column of the head in capitals, broken where they are too long."""
    return _capital_lines(lines, face=face, size=12, width=_ISSUER_WIDTH)


def _title_lines(text: str, *, face: str = "Bold", landscape: bool = False) -> tuple[str, ...]:
    return balanced_lines(text, face=face, size=14, width=0.92 * _width(landscape=landscape))


def _with_broken_posts(block: SignatureBlock, room: float) -> SignatureBlock:
    lines = _capital_lines(block.lines, face="Bold", size=14, width=room)
    return dataclasses.replace(block, lines=lines)


def _signature_rows(rows: tuple[SignatureRow, ...], width: float) -> list[SignatureRow]:
    """Signature rows with 7a in capitals, long lines broken to the room each block has."""
    laid = []
    for row in rows:
        is_aside = len(row.blocks) == 1 and row.position is not Align.CENTER
        room = width * (0.58 if is_aside else 1 / len(row.blocks)) - 4
        blocks = tuple(_with_broken_posts(block, room) for block in row.blocks)
        laid.append(dataclasses.replace(row, blocks=blocks))
    return laid


def _dated(rows: tuple[SignatureRow, ...], dateline: str) -> tuple[SignatureRow, ...]:
    """The rows with place and date above the last signature, unless it has its own."""
    if not dateline or not rows or rows[-1].blocks[-1].dateline:
        return rows
    *others, last = rows[-1].blocks
    dated = dataclasses.replace(last, dateline=dateline)
    return (*rows[:-1], dataclasses.replace(rows[-1], blocks=(*others, dated)))


def _annex_view(doc: OfficialDocument, index: int, annex: Annex) -> dict[str, Any]:
    turn = "landscape" if annex.landscape else "portrait"
    attached = wording.attached_line(doc, annex)
    return {
        "annex": annex,
        # Two names by turns: neighbours of one name would count on as one run of pages.
        "page_class": f"annex-{turn}-{'ab'[index % 2]}",
        "label": wording.annex_label(doc, index),
        "body": with_laid_tables(annex.body, _width(landscape=annex.landscape)),
        "signature_rows": _signature_rows(annex.signatures, _width(landscape=annex.landscape)),
        "title_lines": _title_lines(annex.title.upper(), landscape=annex.landscape),
        "attached_lines": _attached_lines(attached, landscape=annex.landscape),
    }


def _attached_lines(text: str, *, landscape: bool) -> tuple[str, ...]:
    """The bracket line; its blanks must survive, so a line with blanks is left unbroken."""
    if wording.BLANK in text:
        return (text,)
    return _title_lines(text, face="Italic", landscape=landscape)


def _has_recipients_beside(doc: OfficialDocument) -> bool:
    """Nơi nhận stands left, level with 7a, only where a single signature leaves it the room."""
    if not doc.recipients or not doc.signatures or doc.rule_set is RuleSet.MINUTES:
        return False
    return len(doc.signatures[-1].blocks) == 1


def _text_length(doc: OfficialDocument) -> int:
    """Number of letters in the paragraphs of a body."""
    texts = (block for block in doc.body if isinstance(block, Paragraph))
    return sum(len(run.text) for block in texts for run in block.runs)


def page_context(doc: OfficialDocument, *, is_overprint: bool = False) -> dict[str, Any]:
    """Names the template uses: texts with their set phrases, titles broken into lines."""
    turned = doc.landscape
    in_head = doc.rule_set in (RuleSet.NUMBERED, RuleSet.DECREE_FORM)
    place_and_date = wording.place_and_date(doc) if doc.rule_set is not RuleSet.MINUTES else ""
    dated = _dated(doc.signatures, "" if in_head else place_and_date)
    rows = _signature_rows(dated, _width(landscape=turned))
    is_letter = doc.rule_set is RuleSet.NUMBERED and not doc.type_name
    header = doc.header or Header(())
    beside = _has_recipients_beside(doc)
    return {
        "doc": doc,
        "is_draft": doc.print_state is PrintState.DRAFT,
        "superior_lines": _head_lines(header.superior, "Regular"),
        "issuer_lines": _head_lines(header.issuer, "Bold"),
        "number_text": wording.number_text(doc),
        "head_date": place_and_date if in_head else "",
        "letter_subject": doc.subject_line if is_letter else "",
        "type_name": doc.type_name.upper(),
        "subject_lines": _title_lines("" if is_letter else doc.subject_line, landscape=turned),
        "has_subject_rule": doc.rule_set in (RuleSet.NUMBERED, RuleSet.MINUTES),
        "addressees": wording.addressee_lines(doc),
        "bases": wording.base_lines(doc),
        "body": with_laid_tables(wording.closed_body(doc), _width(landscape=turned)),
        "is_certificate": doc.rule_set is RuleSet.CERTIFICATE,
        "is_overprint": is_overprint,
        "is_dense": _text_length(doc) > _AIRY_LENGTH,
        "has_main": doc.rule_set is not RuleSet.ANNEX,
        "rows_above": rows[:-1] if beside else rows,
        "closing_row": rows[-1] if beside else None,
        "recipients": wording.recipient_lines(doc),
        "annexes": [_annex_view(doc, index, annex) for index, annex in enumerate(doc.annexes)],
    }
