"""Prints of papers as bytes and pictures, kept for a while in memory: equal papers, equal bytes."""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache

from PIL import Image

from dandvan.documents.docx import render_docx
from dandvan.documents.model import OfficialDocument, PrintState, to_json
from dandvan.documents.paper import Paper
from dandvan.documents.pdf import page_pictures, render_pdf
from dandvan.documents.stored import stored_document

PICTURE_DPI = 96
_COLORFUL = 40  # saturation, of 255, that no gray letter has
_KEPT = 24


@lru_cache(maxsize=_KEPT)
def printed(document: OfficialDocument) -> bytes:
    """The PDF of a paper; printed once for equal content."""
    return render_pdf(document)


@lru_cache(maxsize=_KEPT)
def pictures(pdf: bytes) -> tuple[bytes, ...]:
    """Every page of a PDF as PNG, drawn once for equal bytes."""
    return tuple(map(_light, page_pictures(pdf, dpi=PICTURE_DPI)))


def _light(picture: bytes) -> bytes:
    """The picture in eight grays, a page in color in 64 colors: a quarter of the bytes."""
    light = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as drawn:
        _, saturation = drawn.convert("HSV").getchannel("S").getextrema()
        few = (
            drawn.convert("RGB").quantize(64)
            if saturation > _COLORFUL
            else drawn.convert("L").quantize(8)
        )
        few.save(light, format="PNG", optimize=True)
    return light.getvalue()


def paper_pdf(paper: Paper, state: PrintState) -> bytes:
    """A print of a paper; the issued one is what was stored, never a new rendering.

    A paper that waits for its number has no issued print: the one for signature is given then.
    """
    if state is PrintState.ISSUED and paper.issued is not None:
        return bytes(paper.issued.content)
    return printed(paper.build(_built_as(paper, state)))


def paper_docx(paper: Paper, state: PrintState) -> bytes:
    """A print of a paper as a Word file; of an issued one with the words that were stored."""
    if state is PrintState.ISSUED and paper.issued is not None:
        return render_docx(stored_document(paper.issued.data))
    return render_docx(paper.build(_built_as(paper, state)))


def _built_as(paper: Paper, state: PrintState) -> PrintState:
    return state if state in paper.prints else PrintState.FOR_SIGNATURE


def content_mark(paper: Paper) -> str:
    """Eight signs that change with the content: tells an old print for signature from a new one."""
    text = to_json(paper.build(PrintState.FOR_SIGNATURE))
    return hashlib.sha256(text.encode()).hexdigest()[:8].upper()
