"""The second renderer: an OfficialDocument as a Word file, to the same rules as the PDF."""

from __future__ import annotations

import datetime
import io
import zipfile

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

from dandvan.documents.docx_blocks import write_blocks
from dandvan.documents.docx_parts import (
    write_annex_title,
    write_closing,
    write_head,
    write_openings,
    write_signatures,
    write_title,
)
from dandvan.documents.docx_styles import LANGUAGE, set_styles
from dandvan.documents.docx_xml import Element, Flow, dxa, element, paragraph, run
from dandvan.documents.model import OfficialDocument
from dandvan.documents.page import page_context

_LONG_SIDE, _SHORT_SIDE = 297, 210  # A4, in millimeters
_TOP, _RIGHT, _BOTTOM, _LEFT = 20, 15, 20, 30
_HEADER_DISTANCE = 7  # the page number stands in the middle of the top margin
_MOMENT = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold


def render_docx(doc: OfficialDocument) -> bytes:
    """The document as a Word file; equal documents give equal bytes.

    Margins, letters, rules and texts are those of the PDF; pages may break elsewhere.
    """
    view = page_context(doc)
    word = docx.Document()
    set_styles(word)
    _set_properties(word, doc)
    _set_page(word.sections[0], landscape=doc.landscape)
    _set_page_heads(word.sections[0], is_draft=view["is_draft"])
    flow = Flow(word.element.body)
    if view["has_main"]:
        width = _text_width(landscape=doc.landscape)
        write_head(flow, view, width)
        write_title(flow, view, width)
        write_openings(flow, view)
        write_blocks(flow, view["body"], width)
        write_closing(flow, view, width)
    for annex in view["annexes"]:
        turned = annex["annex"].landscape
        width = _text_width(landscape=turned)
        section = _next_section(word, flow) if flow.last is not None else word.sections[0]
        _set_page(section, landscape=turned)
        write_annex_title(flow, annex, width)
        write_blocks(flow, annex["body"], width)
        write_signatures(flow, annex["signature_rows"], width)
    flow.end()
    return _packed(word)


def _text_width(*, landscape: bool) -> float:
    return (_LONG_SIDE if landscape else _SHORT_SIDE) - _LEFT - _RIGHT


def _set_page(section: Section, *, landscape: bool) -> None:
    """A4, margins, orientation; pages count from 1 and the first shows no number."""
    width, height = (_LONG_SIDE, _SHORT_SIDE) if landscape else (_SHORT_SIDE, _LONG_SIDE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.right_margin = Mm(_TOP), Mm(_RIGHT)
    section.bottom_margin, section.left_margin = Mm(_BOTTOM), Mm(_LEFT)
    section.header_distance = section.footer_distance = Mm(_HEADER_DISTANCE)
    section.different_first_page_header_footer = True
    settings = section._sectPr
    for name in ("pgNumType", "docGrid"):
        for old in settings.findall(qn(f"w:{name}")):
            settings.remove(old)
    settings.find(qn("w:pgMar")).addnext(element("pgNumType", start=1))


def _next_section(word: Document, flow: Flow) -> Section:
    """End the section on its last paragraph and begin one on a new page."""
    last = flow.end()
    section = word.add_section()
    holder = flow.last
    last.get_or_add_pPr().append(holder.pPr.find(qn("w:sectPr")))
    holder.getparent().remove(holder)
    return section


def _set_page_heads(section: Section, *, is_draft: bool) -> None:
    """Page number from page two; the draft mark on every page. Later sections take them over."""
    number = element("fldSimple", run("2"), instr="PAGE")
    for head, content in ((section.header, [number]), (section.first_page_header, [])):
        head.is_linked_to_previous = False
        place = head._element
        del place[:]
        if is_draft:
            place.append(_draft_mark())
        place.append(paragraph("ND30 Page Number", content))


def _draft_mark() -> Element:
    """The words "DỰ THẢO" in a box 26 mm wide inside the top margin, level with the text's left."""
    made = paragraph("ND30 Draft Mark", "DỰ THẢO")
    place = {"w": dxa(26), "hAnchor": "page", "x": dxa(_LEFT), "vAnchor": "page", "y": dxa(7)}
    made.pPr.find(qn("w:pStyle")).addnext(element("framePr", wrap="around", **place))
    return made


def _set_properties(word: Document, doc: OfficialDocument) -> None:
    """Title, issuing body, language; the moment is fixed, or equal papers would differ."""
    about = word.core_properties
    about.title, about.author, about.language = doc.title[:255], doc.issuer_name[:255], LANGUAGE
    about.comments = about.keywords = about.last_modified_by = ""
    about.created = about.modified = _MOMENT
    about.revision = 1


def _packed(word: Document) -> bytes:
    """The file with a fixed time on every part: the library would write the time of day."""
    raw, packed = io.BytesIO(), io.BytesIO()
    word.save(raw)
    with zipfile.ZipFile(raw) as parts, zipfile.ZipFile(packed, "w") as target:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, _ZIP_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0
            target.writestr(part, parts.read(name))
    return packed.getvalue()
