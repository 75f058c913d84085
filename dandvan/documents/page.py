"""What the one template prints, worked out from an OfficialDocument."""

from __future__ import annotations

from typing import Any

from dandvan.documents import wording
from dandvan.documents.lines import balanced_lines
from dandvan.documents.model import Annex, Header, OfficialDocument, PrintState, RuleSet

_PORTRAIT_WIDTH, _LANDSCAPE_WIDTH = 165.0, 252.0  # millimeters inside the margins
_ISSUER_WIDTH = 0.42 * _PORTRAIT_WIDTH - 4


def _width(*, landscape: bool) -> float:
    return _LANDSCAPE_WIDTH if landscape else _PORTRAIT_WIDTH


def _issuer_lines(header: Header | None) -> tuple[str, ...]:
    if header is None:
        return ()
    broken = [
        balanced_lines(line.upper(), face="Bold", size=12, width=_ISSUER_WIDTH)
        for line in header.issuer
    ]
    return tuple(line for lines in broken for line in lines)


def _title_lines(text: str, *, face: str = "Bold", landscape: bool = False) -> tuple[str, ...]:
    return balanced_lines(text, face=face, size=14, width=0.92 * _width(landscape=landscape))


def _annex_view(doc: OfficialDocument, index: int, annex: Annex) -> dict[str, Any]:
    turn = "landscape" if annex.landscape else "portrait"
    attached = wording.attached_line(doc, annex)
    return {
        "annex": annex,
        # Two names by turns: neighbours of one name would count on as one run of pages.
        "page_class": f"annex-{turn}-{'ab'[index % 2]}",
        "label": wording.annex_label(doc, index),
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


def page_context(doc: OfficialDocument) -> dict[str, Any]:
    """Names the template uses: texts with their set phrases, titles broken into lines."""
    is_letter = doc.rule_set is RuleSet.NUMBERED and not doc.type_name
    in_head = doc.rule_set in (RuleSet.NUMBERED, RuleSet.DECREE_FORM)
    place_and_date = wording.place_and_date(doc) if doc.rule_set is not RuleSet.MINUTES else ""
    beside = _has_recipients_beside(doc)
    return {
        "doc": doc,
        "is_draft": doc.print_state is PrintState.DRAFT,
        "issuer_lines": _issuer_lines(doc.header),
        "number_text": wording.number_text(doc),
        "head_date": place_and_date if in_head else "",
        "foot_date": "" if in_head else place_and_date,
        "letter_subject": doc.subject_line if is_letter else "",
        "type_name": doc.type_name.upper(),
        "subject_lines": () if is_letter else _title_lines(doc.subject_line, landscape=doc.landscape),
        "has_subject_rule": doc.rule_set in (RuleSet.NUMBERED, RuleSet.MINUTES),
        "addressees": wording.addressee_lines(doc),
        "bases": wording.base_lines(doc),
        "body": wording.closed_body(doc),
        "has_main": doc.rule_set is not RuleSet.ANNEX,
        "rows_above": doc.signatures[:-1] if beside else doc.signatures,
        "closing_block": doc.signatures[-1].blocks[0] if beside else None,
        "recipients": wording.recipient_lines(doc),
        "annexes": [_annex_view(doc, index, annex) for index, annex in enumerate(doc.annexes)],
    }
