"""The only door to WeasyPrint: an OfficialDocument as HTML, as PDF, as pictures of its pages."""

from __future__ import annotations

import atexit
import hashlib
import io
import itertools
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pikepdf
import pypdfium2
from django.template.loader import render_to_string
from PIL import ImageFile

from dandvan.documents.fonts import FONT_FOLDER, STATIC_ROOT, STYLE_FOLDER
from dandvan.documents.model import OfficialDocument, PrintState, RuleSet, to_json
from dandvan.documents.overprint import Overprint
from dandvan.documents.page import page_context
from dandvan.errors import DomainError

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

# Neither Pango's font map nor PDFium may be entered by two threads at once.
_RENDER_LOCK = threading.Lock()
_PICTURE_LOCK = threading.Lock()
_MOST_PIXELS = 120_000_000
_MOST_PICTURES = 2000
_BROKEN = "Tệp PDF bị hỏng hoặc đặt mật khẩu nên không xem được."
_NO_PAGE = "Tệp PDF không có trang này."
_TOO_LARGE = "Trang này có ảnh quá lớn nên không vẽ ra được; mở tệp gốc để xem."


def render_html(doc: OfficialDocument, *, is_overprint: bool = False) -> str:
    """The document as the HTML that is printed; all text escaped."""
    view = page_context(doc, is_overprint=is_overprint)
    return render_to_string("documents/official.html", view)


def _is_vendored(path: Path) -> bool:
    resolved = path.resolve()
    return any(resolved.is_relative_to(folder) for folder in (FONT_FOLDER, STYLE_FOLDER))


@cache
def _static_fetcher() -> Any:
    """A fetcher that serves the vendored fonts and style sheets and refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            parts = urlsplit(url)
            path = Path(unquote(parts.path))
            if parts.scheme != "file" or not _is_vendored(path):
                raise ValueError(f"refused to fetch {url}")
            kind = "font/ttf" if path.suffix == ".ttf" else "text/css"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return StaticFetcher()


@cache
def _style() -> tuple[FontConfiguration, dict[str, CSS]]:
    """Fonts and style sheets by name, parsed once per process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    # WeasyPrint lets the whole process read broken pictures; uploads must be refused as such.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    fonts = FontConfiguration()
    options = {"font_config": fonts, "url_fetcher": _static_fetcher()}
    names = ("nd30", "nd30-draft", "certificate")
    sheets = {name: CSS(filename=str(STYLE_FOLDER / f"{name}.css"), **options) for name in names}
    widths = "".join(f".w{n} {{ width: {n}% }}" for n in range(1, 101))
    sheets["widths"] = CSS(string=widths, **options)
    # Freed while the library still stands: at the very end it would complain aloud.
    atexit.register(_style.cache_clear)
    return fonts, sheets


def _sheet_names(doc: OfficialDocument) -> tuple[str, ...]:
    """Style sheets of a document; a certificate and a draft have one more."""
    certificate = ("certificate",) if doc.rule_set is RuleSet.CERTIFICATE else ()
    draft = ("nd30-draft",) if doc.print_state is PrintState.DRAFT else ()
    return ("nd30", "widths", *certificate, *draft)


def _finished(raw: bytes) -> bytes:
    """Scope on header cells and the PDF/UA mark, which WeasyPrint leaves out; equal bytes again."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH":
                item["/A"] = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Column)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            meta["pdfuaid:part"] = "1"
        finished = io.BytesIO()
        pdf.save(finished, deterministic_id=True)
    return finished.getvalue()


def render_pdf(doc: OfficialDocument, overprint: Overprint | None = None) -> bytes:
    """The document as PDF/A-3a, tagged, fonts embedded; equal documents give equal bytes.

    `overprint`: a certificate on pre-printed paper.
    """
    from weasyprint import CSS, HTML

    style = overprint.style() if overprint else ""
    identifier = hashlib.sha256((to_json(doc) + style).encode()).digest()[:16]
    html = render_html(doc, is_overprint=overprint is not None)
    with _RENDER_LOCK, warnings.catch_warnings():
        # WeasyPrint leaves closing the color profile of PDF/A to the garbage collector.
        warnings.filterwarnings("ignore", message=".*sRGB2014", category=ResourceWarning)
        fonts, sheets = _style()
        page = HTML(string=html, base_url=STATIC_ROOT.as_uri(), url_fetcher=_static_fetcher())
        raw = page.write_pdf(
            stylesheets=[
                *(sheets[name] for name in _sheet_names(doc)),
                *([CSS(string=style, font_config=fonts)] if style else []),
            ],
            font_config=fonts,
            pdf_variant="pdf/a-3a",
            pdf_identifier=identifier,
            pdf_tags=True,
        )
    return _finished(raw)


def page_count(pdf: bytes) -> int:
    """Number of pages of a PDF that can be read."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF under the lock of PDFium. Raises DomainError when it cannot be read."""
    with _PICTURE_LOCK:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise DomainError(_BROKEN) from error
        try:
            yield document
        except pypdfium2.PdfiumError as error:
            raise DomainError(_BROKEN) from error
        finally:
            document.close()


def page_total(pdf: bytes) -> int:
    """Number of pages, without drawing any. Raises DomainError when it cannot be read."""
    with _opened(pdf) as document:
        return len(document)


def page_picture(pdf: bytes, number: int, *, longest: int) -> bytes:
    """One page, counted from 1, as JPEG with at most `longest` pixels a side.

    However large the page is, the picture stays small. Raises DomainError: unreadable, no such
    page, pictures in it that would take too much memory.
    """
    with _opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise DomainError(_NO_PAGE)
        page = document[number - 1]
        pictures = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)
        sizes = (picture.get_px_size() for picture in itertools.islice(pictures, _MOST_PICTURES))
        if sum(width * height for width, height in sizes) > _MOST_PIXELS:
            raise DomainError(_TOO_LARGE)
        scale = longest / max(*page.get_size(), 1)
        drawn = page.render(scale=scale).to_pil().convert("RGB")
        drawn.thumbnail((longest, longest))
        picture = io.BytesIO()
        drawn.save(picture, format="JPEG", quality=82)
        return picture.getvalue()


def page_pictures(pdf: bytes, *, dpi: int) -> list[bytes]:
    """Every page as a PNG picture at `dpi` dots per inch, in order."""
    pictures = []
    with _PICTURE_LOCK:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for page in document:
                picture = io.BytesIO()
                page.render(scale=dpi / 72).to_pil().save(picture, format="PNG")
                pictures.append(picture.getvalue())
        finally:
            document.close()
    return pictures
