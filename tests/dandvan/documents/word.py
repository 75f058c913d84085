"""Reading Word files back: texts in their order, styles, rows, sections."""

import io
import re
from html import unescape

import docx
from docx.oxml.ns import qn

from dandvan.documents.docx import render_docx
from dandvan.documents.pdf import render_html


def word_of(doc):
    """The Word file of a document as python-docx opens it."""
    return docx.Document(io.BytesIO(render_docx(doc)))


def words_in(word):
    """Words of body and tables in their order."""
    return _words(" ".join(lines_in(word)))


def lines_in(word):
    """Texts of all paragraphs that have one, in the order of the file."""
    return [p.text for p in paragraphs_of(word) if p.text.strip()]


def html_words(doc):
    """Words that the PDF prints, in the order of its page, without page numbers and draft mark."""
    body = render_html(doc).split("<body", 1)[1].split(">", 1)[1]
    blocks = re.sub(r"</?(?:b|i|span)(?: [^>]*)?>", "", body)
    return _words(unescape(re.sub(r"<[^>]+>", " ", blocks)))


def _words(text):
    """Parted at spaces and line ends; a no-break space alone only keeps a line open."""
    return [word for word in re.split(r"[ \n]+", text) if word.strip()]


def paragraph_of(word, text):
    """The one paragraph of body or tables with this text."""
    found = [p for p in paragraphs_of(word) if p.text == text]
    assert len(found) == 1, f"{text!r} stands in {len(found)} paragraphs"
    return found[0]


def paragraphs_of(word):
    """Paragraphs of body and tables in their order."""
    for item in word.iter_inner_content():
        if hasattr(item, "rows"):
            for row in item.rows:
                # A cell over several columns is given once for each of them.
                for cell in {cell._tc: cell for cell in row.cells}.values():
                    yield from cell.paragraphs
        else:
            yield item


def styles_of(word):
    """Style of every paragraph that has a text."""
    return [(p.style.name, p.text) for p in paragraphs_of(word) if p.text.strip()]


def has_mark(row, name):
    """Whether a table row bears a mark such as "tblHeader"."""
    return row._tr.trPr.find(qn(f"w:{name}")) is not None


def ruled_tables(word):
    """Tables with rules; heads and signatures stand in tables without."""
    return [table for table in word.tables if table.style.name == "ND30 Table"]
