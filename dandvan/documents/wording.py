"""Set phrases of official papers: number, place and date, annex lines, how a body ends. Pure."""

from __future__ import annotations

import dataclasses

from dandvan.documents.blocks import Block, ListItem, NumberedItem, Paragraph
from dandvan.documents.model import Annex, OfficialDocument, PrintState, RuleSet
from dandvan.documents.text import sentence_end, without_end_mark
from dandvan.vietnamese import long_date, month_text, two_digits

BLANK = " " * 6
_LETTER = "Công văn"  # a numbered paper without a type name (NĐ 30/2020, PL III, mẫu 1.5)
_CLOSED_RULE_SETS = (RuleSet.NUMBERED, RuleSet.MINUTES)


def number_text(doc: OfficialDocument) -> str:
    """Number and symbol, "12/TTr-UBND"; the number is blank until the document is issued."""
    if doc.number_line is None:
        return ""
    number = doc.number_line.number
    issued = doc.print_state is PrintState.ISSUED and number is not None
    return f"{two_digits(number) if issued and number else BLANK}/{doc.number_line.symbol}"


def date_text(doc: OfficialDocument) -> str:
    """The date, "ngày 05 tháng 11 năm 2024"; the day is blank until the document is issued."""
    if doc.date is None:
        return f"ngày{BLANK}tháng{BLANK}năm{BLANK}".rstrip()
    if doc.print_state is PrintState.ISSUED:
        return long_date(doc.date)
    return f"ngày{BLANK}tháng {month_text(doc.date.month)} năm {doc.date.year}"


def place_and_date(doc: OfficialDocument) -> str:
    """Place and date, "Tơ Tung, ngày … tháng … năm …"; empty for a document without place."""
    return f"{doc.place}, {date_text(doc)}" if doc.place else ""


def reference(doc: OfficialDocument) -> str:
    """How other papers name this one: type, number, date, issuing body."""
    words = [doc.type_name or _LETTER]
    if doc.number_line is not None:
        words.append(f"số {number_text(doc)}")
    words.append(date_text(doc))
    if doc.issuer_name:
        words.append(f"của {doc.issuer_name}")
    return " ".join(words)


def attached_line(doc: OfficialDocument, annex: Annex) -> str:
    """The line "(Kèm theo Tờ trình số … ngày … của …)" of an annex; empty without a main part.

    Source: Nghị định 30/2020, PL I, III.1c.
    """
    is_named = doc.type_name or (doc.rule_set is RuleSet.NUMBERED and doc.number_line is not None)
    target = annex.attached_to or (reference(doc) if is_named else "")
    return f"(Kèm theo {target})" if target else ""


def roman(number: int) -> str:
    """A Roman number from 1 to 89."""
    tens, ones = divmod(number, 10)
    fifties, tens = divmod(tens, 5)
    tens_text = "XL" if tens == 4 else "L" * fifties + "X" * tens
    units = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return tens_text + units[ones]


def annex_label(doc: OfficialDocument, index: int) -> str:
    """The label: "Phụ lục" for an only annex, else "Phụ lục I", "Phụ lục II"; `index` from 0."""
    given = doc.annexes[index].label
    if given or len(doc.annexes) == 1:
        return given or "Phụ lục"
    return f"Phụ lục {roman(index + 1)}"


def _listed(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Lines without a dash of their own, each ending ";" and the last "."."""
    bare = [without_end_mark(line.lstrip("-– ")) for line in lines]
    last = len(bare) - 1
    return tuple(f"{line}{'.' if index == last else ';'}" for index, line in enumerate(bare))


def base_lines(doc: OfficialDocument) -> tuple[str, ...]:
    """Căn cứ lines, each ending ";" and the last "." (Nghị định 30/2020, PL I, II.6)."""
    return _listed(doc.bases)


def recipient_lines(doc: OfficialDocument) -> tuple[str, ...]:
    """Nơi nhận lines "- …;", the last one ending with a full stop."""
    return tuple(f"- {line}" for line in _listed(doc.recipients))


def addressee_lines(doc: OfficialDocument) -> tuple[str, ...]:
    """Kính gửi lines: one as it is, several as "- …;" with a last full stop."""
    if len(doc.addressees) < 2:
        return doc.addressees
    return tuple(f"- {line}" for line in _listed(doc.addressees))


def closed_body(doc: OfficialDocument) -> tuple[Block, ...]:
    """The body with "./." after its last word, where the rule set asks for it.

    Only running text is closed: a body that ends with a table or a heading stays as it is.
    """
    if doc.rule_set not in _CLOSED_RULE_SETS or not doc.body:
        return doc.body
    *others, last = doc.body
    if not isinstance(last, Paragraph | NumberedItem | ListItem) or not last.runs:
        return doc.body
    *runs, last_run = last.runs
    ended = dataclasses.replace(last_run, text=sentence_end(last_run.text))
    return (*others, dataclasses.replace(last, content=(*runs, ended)))
