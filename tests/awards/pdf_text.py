"""Text of papers and files, as a reader of the page sees it."""

import re

import pypdfium2

from dandvan.documents.model import OfficialDocument
from dandvan.documents.pdf import render_html


def html_text(document: OfficialDocument) -> str:
    """Words of a paper in one line, tags dropped."""
    bare = re.sub(r"<(?!br)[^>]+>", " ", render_html(document).split("<body", 1)[1])
    plain = bare.replace("<br>", " ").replace("&quot;", '"').replace("&amp;", "&")
    return " ".join(plain.split(">", 1)[1].split())


def page_texts(pdf: bytes) -> list[str]:
    """Words of every page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(p.get_textpage().get_text_range().split()) for p in document]
    finally:
        document.close()
