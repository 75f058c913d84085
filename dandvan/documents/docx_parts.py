"""What stands around the body in a Word file: head, title, openings, signatures, recipients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dandvan.documents.blocks import Align, RunStyle
from dandvan.documents.docx_xml import (
    Cell,
    Element,
    Flow,
    keep_with_next,
    one_spaced,
    paragraph,
    rule,
    run,
    space,
    table,
    table_row,
)
from dandvan.documents.lines import text_width
from dandvan.documents.model import OfficialDocument, RuleSet, SignatureBlock, SignatureRow

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_LEFT_SHARE, _RIGHT_SHARE = 0.42, 0.58
_SHORT_RULE = 0.4  # of the text above it: a third to a half


def _broken(lines: Sequence[str], style: RunStyle = RunStyle.PLAIN) -> list[Element]:
    return [run("\n".join(lines), style)]


def _short_rule(text: str, *, face: str, size: float, room: float) -> Element:
    length = min(text_width(text, face=face, size=size), room)
    return rule(length=_SHORT_RULE * length, room=room)


def _cell(*paragraphs: Element, before: float = 0) -> Cell:
    """A cell with `before` points above its first paragraph; a cell is never without one."""
    return Cell(_spaced(paragraphs or (paragraph("ND30 Superior"),), before=before))


def _spaced(paragraphs: Sequence[Element], *, before: float) -> tuple[Element, ...]:
    if before:
        space(paragraphs[0], before=before)
    return tuple(paragraphs)


# -- head, title, openings ----------------------------------------------------------------------


def write_head(flow: Flow, view: dict[str, Any], width: float) -> None:
    """Form mark, then the two columns: issuing body and Quốc hiệu, number and date."""
    doc: OfficialDocument = view["doc"]
    if doc.form_mark:
        flow.add(paragraph("ND30 Form Mark", one_spaced(doc.form_mark)))
    if doc.header is None:
        return
    widths = (_LEFT_SHARE * width, _RIGHT_SHARE * width)
    nation = _nation(widths[1]) if doc.header.national_title else ()
    rows = [table_row([_cell(*_issuer(view, widths[0])), _cell(*nation)], widths)]
    if view["number_text"] or view["head_date"]:
        dated = [paragraph("ND30 Place Date", view["head_date"])] if view["head_date"] else []
        numbered = _cell(*_number(view), before=8)
        rows.append(table_row([numbered, _cell(*dated, before=8)], widths))
    flow.add(table("ND30 Layout", widths, rows))


def _issuer(view: dict[str, Any], room: float) -> list[Element]:
    lines = [paragraph("ND30 Superior", line) for line in view["superior_lines"]]
    lines += [paragraph("ND30 Issuer", line) for line in view["issuer_lines"]]
    if view["issuer_lines"]:
        lines.append(_short_rule(view["issuer_lines"][-1], face="Bold", size=12, room=room))
    return lines


def _nation(room: float) -> tuple[Element, ...]:
    length = text_width(MOTTO, face="Bold", size=13)
    return (
        paragraph("ND30 Nation", NATION),
        paragraph("ND30 Motto", MOTTO),
        rule(length=length, room=room),
    )


def _number(view: dict[str, Any]) -> list[Element]:
    lines = []
    if view["number_text"]:
        lines.append(paragraph("ND30 Number", f"Số: {view['number_text']}"))
    if view["letter_subject"]:
        subject = one_spaced(f"V/v {view['letter_subject']}")
        lines.append(paragraph("ND30 Letter Subject", subject))
    return lines


def write_title(flow: Flow, view: dict[str, Any], width: float) -> None:
    """Type, subject with its rule, notes in brackets; nothing for a công văn."""
    doc: OfficialDocument = view["doc"]
    lines = []
    if view["type_name"]:
        lines.append(paragraph("ND30 Type", one_spaced(view["type_name"])))
    if view["subject_lines"]:
        lines.append(paragraph("ND30 Subject", _broken(view["subject_lines"])))
        if view["has_subject_rule"]:
            last = view["subject_lines"][-1]
            lines.append(_short_rule(last, face="Bold", size=14, room=width))
        elif doc.rule_set in (RuleSet.DECREE_FORM, RuleSet.PLAIN_SHEET):
            space(lines[-1], before=2)
    if lines:
        lines += [paragraph("ND30 Title Note", one_spaced(note)) for note in doc.title_notes]
        _write_kept(flow, lines, before=18, after=12)


def _write_kept(flow: Flow, lines: Sequence[Element], *, before: float, after: float) -> None:
    """Write lines that stay together with what follows them."""
    space(lines[0], before=before)
    space(lines[-1], after=after)
    for line in lines:
        keep_with_next(line)
    flow.add(*lines)


def write_openings(flow: Flow, view: dict[str, Any]) -> None:
    """Kính gửi, thẩm quyền ban hành, căn cứ."""
    addressees = [one_spaced(line) for line in view["addressees"]]
    if addressees:
        single = len(addressees) == 1
        lead = f"Kính gửi: {addressees[0]}" if single else "Kính gửi:"
        listed = [] if single else [paragraph("ND30 Addressee", line) for line in addressees]
        lines = [paragraph("ND30 Addressee Lead", lead), *listed]
        if flow.ends_with_table:  # a công văn: no title parts it from the head
            space(lines[0], before=12)
        space(lines[-1], after=12)
        flow.add(*lines)
    if authority := one_spaced(view["doc"].authority_line):
        flow.add(paragraph("ND30 Authority", authority.upper()))
    flow.add(*(paragraph("ND30 Base", one_spaced(line)) for line in view["bases"]))


def write_annex_title(flow: Flow, view: dict[str, Any], width: float) -> None:
    """Label, title and the line "(Kèm theo …)" with its rule."""
    lines = [
        paragraph("ND30 Annex Label", one_spaced(view["label"])),
        paragraph("ND30 Annex Title", _broken(view["title_lines"])),
    ]
    if view["attached_lines"]:
        last = view["attached_lines"][-1]
        lines.append(paragraph("ND30 Attached", _broken(view["attached_lines"])))
        lines.append(_short_rule(last, face="Italic", size=14, room=width))
    _write_kept(flow, lines, before=0, after=12)


# -- signatures, recipients ---------------------------------------------------------------------


def write_closing(flow: Flow, view: dict[str, Any], width: float) -> None:
    """Signatures and Nơi nhận, beside the last signature or below; then the foot note."""
    recipients = _recipients(view["recipients"])
    row = view["closing_row"]
    write_signatures(flow, view["rows_above"], width, below=() if row else recipients)
    if row:
        blank = [paragraph("ND30 Dateline")] if row.has_dateline else []
        columns = [[*blank, *recipients], _signature(row, row.blocks[0])]
        _write_row(flow, columns, (_LEFT_SHARE * width, _RIGHT_SHARE * width))
    if note := one_spaced(view["doc"].foot_note):
        flow.add(paragraph("ND30 Foot Note", note))


def write_signatures(
    flow: Flow, rows: Sequence[SignatureRow], width: float, below: Sequence[Element] = ()
) -> None:
    """Rows of signatures, each in a table without rules, held on the page of what stands above.

    `below` are paragraphs that stay under the last row.
    """
    if below and not rows:
        flow.keep_last()
        flow.add(*below)
    for index, row in enumerate(rows, start=1):
        signed = [_signature(row, block) for block in row.blocks]
        shares = (1 / len(signed),) * len(signed)
        if len(signed) == 1 and row.position is Align.LEFT:
            signed, shares = [*signed, []], (_RIGHT_SHARE, _LEFT_SHARE)
        elif len(signed) == 1 and row.position is not Align.CENTER:
            signed, shares = [[], *signed], (_LEFT_SHARE, _RIGHT_SHARE)
        widths = [share * width for share in shares]
        _write_row(flow, signed, widths, below if index == len(rows) else ())


def _write_row(
    flow: Flow,
    columns: Sequence[Sequence[Element]],
    widths: Sequence[float],
    below: Sequence[Element] = (),
) -> None:
    """A table, 12 points below another one, as far below a text with its own 6 points."""
    before = 12 if flow.ends_with_table else 6
    cells = [_cell(*pieces, before=before) for pieces in columns]
    rows = [table_row(cells, widths)]
    if below:
        # In a row of the same table: LibreOffice does not hold a table with what follows it.
        keep_with_next(rows[0])
        rows.append(table_row([Cell(_spaced(below, before=12), len(widths))], widths))
    flow.keep_last()
    flow.add(table("ND30 Layout", widths, rows))


def _signature(row: SignatureRow, block: SignatureBlock) -> list[Element]:
    """One who signs, as _signature.html sets it."""
    dateline = [paragraph("ND30 Dateline", block.dateline)] if row.has_dateline else []
    note = [paragraph("ND30 Signature Note", one_spaced(block.note))] if block.note else []
    posts = [paragraph("ND30 Signer", one_spaced(post.upper())) for post in block.name_posts]
    name = [paragraph("ND30 Signer", one_spaced(block.name))] if block.name else []
    return [
        *dateline,
        *(paragraph("ND30 Post", one_spaced(line)) for line in block.lines),
        *note,
        paragraph("ND30 Signature Space"),
        *posts,
        *name,
    ]


def _recipients(lines: Sequence[str]) -> list[Element]:
    if not lines:
        return []
    listed = (paragraph("ND30 Recipient", one_spaced(line)) for line in lines)
    return [paragraph("ND30 Recipients Title", "Nơi nhận:"), *listed]
