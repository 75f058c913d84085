"""Báo cáo sơ kết, tổng kết: the words of its sections, all tables as a landscape annex."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from awards.domain.review_figures import ReviewFigures, ReviewTable
from awards.domain.review_text import SECTIONS
from awards.enums import ReviewKind
from awards.models import PeriodReview
from awards.queries_review import figures_of
from dandvan import clock
from dandvan.documents.model import (
    Align,
    Annex,
    Block,
    Column,
    Heading,
    HeadingLevel,
    ListItem,
    NumberLine,
    OfficialDocument,
    Paragraph,
    PrintState,
    RuleSet,
    Table,
)
from dandvan.documents.paper import Paper
from dandvan.vietnamese import long_date
from models_registry.documents.wording import (
    commune_header,
    curly,
    plan_citation,
    plan_is_numbered,
    signature,
)
from models_registry.enums import DocumentKind, SignerBody
from models_registry.models import Signer
from models_registry.queries_law import recipients_for, signers_on

_ROMAN = ("I.", "II.", "III.", "IV.", "V.", "VI.")
# Columns that hold words.
_WORDS = frozenset({("gap", "Gồm"), ("late", "Tình trạng"), ("resource", "Ghi chú")})


def subject_words(review: PeriodReview) -> str:
    """What the report is about, as it stands under the type."""
    year = review.year
    name = f"phong trào thi đua “{year.plan.movement_name}”"
    if review.kind == ReviewKind.INTERIM:
        return f"Sơ kết {name} năm {year.year} (số liệu đến {long_date(review.date)})"
    return f"Tổng kết {name} năm {year.year}"


def build_period_review(
    review: PeriodReview,
    figures: ReviewFigures,
    day: date,
    *,
    signer: Signer | None = None,
    print_state: PrintState = PrintState.DRAFT,
) -> OfficialDocument:
    """The báo cáo as it is on `day`; without `signer` the head of that day signs."""
    commune = review.commune
    first = review.signer or next(iter(signers_on(commune, day, SignerBody.UBND)), None)
    row = signature(signer or first, "Ủy ban nhân dân")
    return OfficialDocument(
        kind=DocumentKind.PERIOD_REVIEW,
        rule_set=RuleSet.NUMBERED,
        type_name="Báo cáo",
        subject_line=subject_words(review),
        header=commune_header(commune),
        number_line=NumberLine(f"BC-{commune.agency_symbol}"),
        place=commune.place_name,
        date=day,
        issuer_name=commune.ubnd_name,
        body=tuple(_body(review)),
        signatures=(row,),
        recipients=recipients_for(commune, DocumentKind.PERIOD_REVIEW, day),
        annexes=(_annex(review, figures),),
        print_state=print_state,
    )


def _body(review: PeriodReview) -> Iterator[Block]:
    """Opening, the sections, closing."""
    commune, plan = review.commune, review.year.plan
    kind = review.get_kind_display().lower()
    yield Paragraph(
        f"Thực hiện {plan_citation(plan)}, {commune.ubnd_name} báo cáo {kind} phong trào năm "
        f"{review.year.year} như sau:"
    )
    for number, (key, title, _) in zip(_ROMAN, SECTIONS, strict=False):
        yield Heading(HeadingLevel.SECTION, number, title)
        yield from _section(str(review.texts.get(key, "")))
    yield Paragraph(
        f"Trên đây là báo cáo {kind} phong trào thi đua “{plan.movement_name}” năm "
        f"{review.year.year} của {commune.ubnd_name} (số liệu chi tiết tại Phụ lục kèm theo)."
    )


def _section(text: str) -> Iterator[Block]:
    """Lines of a section: those that begin with a dash as items, others as paragraphs."""
    lines = [line.strip() for line in curly(text).splitlines() if line.strip()]
    if not lines:
        yield Paragraph("…")
    for line in lines:
        if line.startswith(("- ", "– ")):
            yield ListItem(line[2:].strip())
        else:
            yield Paragraph(line)


def _annex(review: PeriodReview, figures: ReviewFigures) -> Annex:
    """Every table that has rows, numbered, across the page."""
    tables = [table for table in figures.tables if table.lines]
    body: list[Block] = [
        Paragraph(f"Số liệu tính đến {long_date(figures.until)}.", align=Align.CENTER, indent=False)
    ]
    for number, table in enumerate(tables, start=1):
        body.append(Heading(HeadingLevel.CLAUSE, f"{number}.", table.title))
        body.append(_table(table))
        if table.note:
            body.append(Paragraph(table.note, indent=False))
    title = f"Số liệu {review.get_kind_display().lower()} phong trào năm {review.year.year}"
    return Annex(title=title, body=tuple(body), landscape=True)


def _table(table: ReviewTable) -> Table:
    """One table in print: a narrow number, the label, the figures."""
    columns = (
        Column("STT", 1, Align.CENTER),
        Column(table.head, 8),
        *(_column(table, name) for name in table.columns),
    )
    rows = tuple(
        (str(number), line.label, *(cell.text for cell in line.cells))
        for number, line in enumerate(table.lines, start=1)
    )
    return Table(columns, rows, compact=True)


def _column(table: ReviewTable, name: str) -> Column:
    """A figure in the middle of its column; words at the left of a wider one."""
    if (table.key, name) in _WORDS:
        return Column(name, 9, Align.LEFT)
    return Column(name, 3.2, Align.CENTER)


def review_paper(review: PeriodReview) -> Paper:
    """The paper of one review, with its stored print once it is issued."""
    issued = review.document if review.is_issued else None
    day = issued.date if issued else clock.today()
    return Paper(
        "bao-cao",
        DocumentKind.PERIOD_REVIEW,
        f"Báo cáo {str(review)[:1].lower()}{str(review)[1:]}",
        lambda state: build_period_review(review, figures_of(review), day, print_state=state),
        about=f"{review.kind}-{review.year.year}",
        issued=issued,
    )


def review_warnings(review: PeriodReview) -> tuple[str, ...]:
    """What a reader of the draft should know."""
    empty = [title for key, title, _ in SECTIONS if not str(review.texts.get(key, "")).strip()]
    found = [f"Phần “{title}” còn trống." for title in empty]
    if not plan_is_numbered(review.year.plan):
        found.append("Chưa biết số, ngày của kế hoạch xã nên báo cáo in “…”.")
    return tuple(found)
