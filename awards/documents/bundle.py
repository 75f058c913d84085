"""The whole dossier as one PDF: contents, own papers, uploaded papers in their places."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import partial

import pikepdf
import pypdfium2

from awards.documents.contents import build_dossier_contents
from awards.documents.nominees import models_of_nominees, nominees_of
from awards.documents.paper_checks import records_of
from awards.documents.papers import (
    CANDIDATES,
    DECISION,
    MINUTES,
    MODEL,
    PROPOSAL,
    REPORT,
    SHEET,
    SUMMARY,
    dossier_papers,
    paper_day,
)
from awards.enums import DossierState, ItemRule
from awards.models import Dossier
from awards.queries_resting import recognizing_decisions
from dandvan.documents.bundle import BundlePart, merge_bundle, picture_as_page
from dandvan.documents.model import PrintState
from dandvan.documents.paper import Paper
from dandvan.documents.prints import paper_pdf
from dandvan.errors import DomainError
from dandvan.vietnamese import short_date
from models_registry.models import Attachment

# Places of the bundle in order; own papers of a place stand before what was uploaded for it.
_PLACES: tuple[tuple[ItemRule, tuple[str, ...]], ...] = (
    (ItemRule.PROPOSAL, (PROPOSAL, DECISION)),
    (ItemRule.CANDIDATE_LIST, (CANDIDATES, SUMMARY)),
    (ItemRule.MINUTES, (MINUTES,)),
    (ItemRule.EVALUATIONS, (SHEET,)),
    (ItemRule.BLOC_OPINION, ()),
    (ItemRule.ACHIEVEMENT_REPORTS, (REPORT,)),
    (ItemRule.RECOGNITION_DECISIONS, ()),
    (ItemRule.MODEL_RESULTS, (MODEL,)),
    (ItemRule.RATING_PAPERS, ()),
    (ItemRule.PARTY_AND_VILLAGES, ()),
    (ItemRule.SIGNED_SCAN, ()),
)
_UNCHECKED = (DossierState.DRAFTING, DossierState.CANCELLED)
_ANNEX_WORD = "Phụ lục"


def bundle_state(dossier: Dossier) -> PrintState:
    """How papers that are not issued stand in the bundle: drafts until the dossier is checked."""
    return PrintState.DRAFT if dossier.state in _UNCHECKED else PrintState.FOR_SIGNATURE


def bundle_title(dossier: Dossier) -> str:
    """Title of the bundle and its contents page."""
    return f"Hồ sơ {dossier.code} đề nghị tặng {dossier.award_kind.name}"


def build_bundle(dossier: Dossier) -> bytes:
    """Contents first, then every paper in the order of the dossier, with bookmarks.

    Raises DomainError naming each uploaded file that cannot be merged.
    """
    return merge_bundle(
        tuple(bundle_parts(dossier)),
        title=bundle_title(dossier),
        contents=partial(build_dossier_contents, dossier),
    )


def bundle_parts(dossier: Dossier) -> Iterator[BundlePart]:
    """Parts of the bundle in order; one uploaded file stands in it once."""
    papers = dossier_papers(dossier)
    seen: set[str] = set()
    for rule, slugs in _PLACES:
        for slug in slugs:
            for paper in papers:
                if paper.slug == slug:
                    yield from _own_parts(paper, dossier)
        for title, attachment in _uploaded(dossier, rule):
            if attachment.is_mergeable and attachment.sha256 not in seen:
                seen.add(attachment.sha256)
                yield BundlePart(title, file_as_pdf(attachment))


def _own_parts(paper: Paper, dossier: Dossier) -> Iterator[BundlePart]:
    """One paper; annexes of a tờ trình are parts of their own below it."""
    issued = paper.issued is not None
    pdf = paper_pdf(paper, PrintState.ISSUED if issued else bundle_state(dossier))
    title = paper.title
    if issued and paper.issued is not None and paper.issued.paper is not None:
        title = f"{paper.issued.get_kind_display()} số {paper.issued.paper}"
    if paper.slug != PROPOSAL:
        yield BundlePart(title, pdf)
        return
    main, *annexes = split_annexes(pdf)
    yield BundlePart(title if issued else "Tờ trình", main)
    for annex_title, annex_pdf in zip(_annex_titles(paper), annexes, strict=True):
        yield BundlePart(annex_title, annex_pdf, level=1)


def _annex_titles(paper: Paper) -> list[str]:
    """Titles of the annexes, of the stored print where there is one."""
    if paper.issued is not None:
        return [annex["title"] for annex in paper.issued.data["annexes"]]
    return [annex.title for annex in paper.build(PrintState.DRAFT).annexes]


def split_annexes(pdf: bytes) -> list[bytes]:
    """A paper with annexes as files: the main part, then each annex."""
    starts = [0, *_annex_starts(pdf)]
    with pikepdf.open(io.BytesIO(pdf)) as source:
        ends = [*starts[1:], len(source.pages)]
        return [_pages(source, start, end) for start, end in zip(starts, ends, strict=True)]


def _annex_starts(pdf: bytes) -> list[int]:
    """Pages whose first line is the label of an annex."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range().lstrip() for page in document]
    finally:
        document.close()
    return [
        index
        for index, text in enumerate(texts)
        if index and any(line.startswith(_ANNEX_WORD) for line in text.splitlines()[:2])
    ]


def _pages(source: pikepdf.Pdf, start: int, end: int) -> bytes:
    with pikepdf.new() as part:
        part.pages.extend(source.pages[start:end])
        file = io.BytesIO()
        part.save(file, deterministic_id=True)
    return file.getvalue()


def file_as_pdf(attachment: Attachment) -> bytes:
    """An uploaded PDF as it is, an uploaded picture as one A4 page.

    Raises DomainError when the bytes are no longer in the store.
    """
    try:
        with attachment.file.open("rb") as source:
            content: bytes = source.read()
    except FileNotFoundError as error:
        raise DomainError(
            [
                f"Không tìm thấy tệp “{attachment}” trong kho tệp. "
                "Tải lên lại hoặc phục hồi từ bản sao lưu."
            ]
        ) from error
    return picture_as_page(content) if attachment.is_picture else content


def _uploaded(dossier: Dossier, rule: ItemRule) -> Iterator[tuple[str, Attachment]]:
    """What was uploaded for one place: from records first, then files put in by hand."""
    yield from _from_records(dossier, rule)
    rows = dossier.items.filter(component__rule=rule, removed_at__isnull=True)
    for row in rows.select_related("component", "attachment__commune").order_by("order", "pk"):
        number = f" số {row.paper_number}" if row.paper_number else ""
        day = f" ngày {short_date(row.paper_date)}" if row.paper_date and number else ""
        title = row.attachment.title or row.component.title
        yield f"{title}{number}{day}", row.attachment


def _from_records(dossier: Dossier, rule: ItemRule) -> Iterable[tuple[str, Attachment]]:
    """Scans that hang on records of the nominees."""
    nominees = nominees_of(dossier, paper_day(dossier)).all
    found: list[tuple[str, Attachment | None]] = []
    if rule == ItemRule.RECOGNITION_DECISIONS:
        for decision in recognizing_decisions(models_of_nominees(nominees)):
            found.append((f"Quyết định số {decision}", decision.scan))
    for nominee in nominees:
        nomination = nominee.nomination
        if rule == ItemRule.BLOC_OPINION:
            said = nomination.transitions.filter(edge="agree", paper_scan__isnull=False).last()
            found.append((f"Ý kiến của Khối Dân vận – {nominee.name}", said and said.paper_scan))
        elif rule == ItemRule.ACHIEVEMENT_REPORTS:
            report = getattr(nomination, "achievement_report", None)
            title = f"Báo cáo thành tích – {nominee.name} (bản chụp đã ký)"
            found.append((title, report and report.signed_scan))
        elif rule == ItemRule.RATING_PAPERS:
            for record in records_of(nomination.evaluation):
                found.append((f"Văn bản xếp loại số {record.citation}", record.scan))
    return ((title, scan) for title, scan in found if scan is not None)
