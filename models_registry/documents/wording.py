"""Words that several papers of the commune share: heads, names, citations. Reads rows only."""

from __future__ import annotations

import re
from datetime import date

from dandvan.documents.model import Header, SignatureBlock, SignatureRow
from dandvan.vietnamese import long_date, number_in_words, two_digits
from models_registry.models import (
    Collective,
    Commune,
    Decision,
    EmulationPlan,
    Individual,
    Post,
    Signer,
)

UNKNOWN = "…"
SIGN_NOTE = "(Ký, ghi rõ họ tên)"
SEAL_NOTE = "(Ký, đóng dấu)"
_STRAIGHT_QUOTES = re.compile(r'"([^"\n]*)"')


def curly(text: str) -> str:
    """A person's text with Vietnamese quotation marks."""
    return _STRAIGHT_QUOTES.sub(r"“\1”", text)


def lower_first(text: str) -> str:
    """Text to stand inside a sentence: first letter small, unless a name or capitals begin it."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def commune_header(commune: Commune) -> Header:
    """Head of a paper of the People's Committee."""
    upper = (commune.upper_line,) if commune.upper_line else ()
    return Header(issuer=tuple(commune.header_lines), superior=upper)


def counted(number: int, noun: str) -> str:
    """A count in figures and words: "02 (hai) cá nhân"."""
    return f"{two_digits(number)} ({number_in_words(number)}) {noun}"


def person_name(person: Individual) -> str:
    """A person with Ông or Bà; only the name where the sex is not on record."""
    return f"{person.honorific} {person.full_name}" if person.sex else person.full_name


def post_title(person: Individual, day: date) -> str:
    """Post and workplace on a day; the recorded government post where no dated one holds."""
    post = person.post_on(day)
    if post is None:
        return ", ".join(filter(None, (person.government_post, person.unit)))
    return _post_with_place(post, person.commune, day)


def _post_with_place(post: Post, commune: Commune, day: date) -> str:
    """A post with the workplace, unless the title names its unit itself."""
    title, place = post.title.strip(), post.workplace.strip()
    village = post.village.name_on(day) if post.village is not None else ""
    if village and place.removeprefix("làng ") in ("", village):
        if village.lower() in title.lower():
            return title
        return f"{title} {village}" if title.endswith("làng") else f"{title}, làng {village}"
    if not place or place.lower() in title.lower() or title.endswith(" xã"):
        return title
    is_office = place == commune.agency_symbol
    return f"{title}, {place} {commune.name}" if is_office else f"{title}, {place}"


def subject_name(subject: Collective | Individual) -> str:
    """Name of who is honored, as it stands in every paper."""
    return person_name(subject) if isinstance(subject, Individual) else subject.name


def of_commune(name: str, commune: Commune) -> str:
    """A body's name with the commune's: "Hội đồng … xã" becomes "Hội đồng … xã Tơ Tung"."""
    if commune.name.lower() in name.lower():
        return name
    return f"{name.removesuffix(' xã')} {commune.name}"


def plan_citation(plan: EmulationPlan) -> str:
    """The commune's plan as papers cite it; "…" stands for a number or date not yet known."""
    number = plan.number or f"{UNKNOWN}/KH-{plan.commune.agency_symbol}"
    day = long_date(plan.date) if plan.date else f"ngày {UNKNOWN} tháng {UNKNOWN} năm {UNKNOWN}"
    about = curly(plan.title).removeprefix("Kế hoạch").strip()
    return f"Kế hoạch số {number} {day} của {plan.issuer} {about}".strip()


def plan_is_numbered(plan: EmulationPlan) -> bool:
    """Whether number and date of the commune's plan are known."""
    return bool(plan.number and plan.date)


def decision_citation(decision: Decision) -> str:
    """A decision as papers cite it: number, date, authority, what it is about."""
    about = lower_first(curly(decision.title).removeprefix("Quyết định").strip())
    about = about if about.startswith("về ") else f"về {about}"
    paper = decision.paper
    return f"Quyết định số {paper} {long_date(paper.date)} của {paper.authority.name} {about}"


def signature(signer: Signer | None, body: str, head_post: str = "Chủ tịch") -> SignatureRow:
    """The signature of a paper of a collective body; without a signer the name stays blank."""
    if signer is None:
        lines: tuple[str, ...] = (f"TM. {body.upper()}", head_post.upper())
        return SignatureRow((SignatureBlock(lines),))
    block = SignatureBlock(signer.signature_lines(body.upper()), name=signer.individual.full_name)
    return SignatureRow((block,))
