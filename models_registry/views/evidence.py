"""Evidence inside a page: small pictures of photos and PDFs, and the pages of a PDF to read.

Pictures are drawn when they are asked for, with the rights of the file itself; a browser keeps
them but asks each time whether it still may show them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.timezone import localtime
from django.views import View

from dandvan.documents.pdf import page_picture, page_total
from dandvan.documents.pictures import small_picture
from dandvan.errors import DomainError
from dandvan.views import VisibleObjectMixin
from models_registry.models import Attachment, DanVanModel
from models_registry.queries_files import attachments_visible_to, evidence_of
from models_registry.services.files import KIND_NAMES, PDF
from models_registry.views.bases import detail_url

THUMB_SIDE = 360  # pixels
PAGE_SIDE = 1500
MOST_PAGES = 40
UNREADABLE = "Tệp không còn trên máy chủ hoặc bị hỏng."
_PLACEHOLDER = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 270" width="360" height="270">'
    '<rect width="360" height="270" fill="#ece9e1"/>'
    '<text x="180" y="130" text-anchor="middle" font-family="sans-serif" font-size="22" '
    'fill="#3c434d">Không xem trước được</text>'
    '<text x="180" y="160" text-anchor="middle" font-family="sans-serif" font-size="18" '
    'fill="#3c434d">Mở tệp để thử tải về</text></svg>'
)


def file_row(row: Attachment) -> dict[str, Any]:
    """One file as lists and tiles show it; `thumb_url` is empty where nothing can be drawn."""
    url = reverse("models_registry:attachment", args=[row.pk])
    is_pdf = row.mime == PDF
    kind = KIND_NAMES.get(row.mime, row.suffix)
    sent = f"{row.uploaded_by.display_name}, {localtime(row.uploaded_at):%d/%m/%Y}"
    return {
        "name": str(row),
        "size": row.size,
        "url": url,
        "kind": kind,
        "meta": f"{kind} · {sent}",
        "thumb_url": reverse("models_registry:file_thumb", args=[row.pk])
        if row.is_mergeable
        else "",
        "thumb_alt": f"Trang đầu của {row}" if is_pdf else str(row),
        "open_url": reverse("models_registry:file_pages", args=[row.pk]) if is_pdf else url,
    }


def file_rows(dv_model: DanVanModel, *, removable: bool = False) -> list[dict[str, Any]]:
    """Files of a model that are still there, in the order they came."""
    rows = []
    for row in evidence_of(dv_model):
        remove = reverse("models_registry:file_remove", args=[dv_model.pk, row.pk])
        rows.append({**file_row(row), "remove_url": remove if removable else ""})
    return rows


def evidence_context(files: Iterable[Attachment]) -> dict[str, Any]:
    """What templates/models_registry/_evidence.html shows: tiles, and the rest as a list."""
    rows = [file_row(row) for row in files]
    return {
        "evidence_tiles": [row for row in rows if row["thumb_url"]],
        "evidence_files": [row for row in rows if not row["thumb_url"]],
    }


def guard_bytes(response: HttpResponseBase) -> None:
    """Nothing inside a file of a user may run or load anything."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"


class FileView(VisibleObjectMixin, View):
    """A view of one file; who may not open the file itself gets 404."""

    http_method_names = ["get", "head", "options"]

    def visible(self) -> QuerySet[Attachment]:
        """Files the person may open."""
        return attachments_visible_to(self.request.user)  # type: ignore[attr-defined]


class DrawnView(FileView):
    """A picture drawn from a file: private, asked for again each time, the same while it lives."""

    variant = ""

    def draw(self, row: Attachment, content: bytes) -> bytes:
        """The picture as JPEG. Raises DomainError and Http404."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The picture, 304 for who has it, or a picture that says that there is none."""
        row: Attachment = self.get_object()
        number = kwargs.get("number", "")
        etag = f'"{row.sha256[:32]}-{self.variant}{number}"'
        response = get_conditional_response(request, etag=etag)
        if response is None:
            try:
                with row.file.open("rb") as stream:
                    picture = self.draw(row, stream.read())
            except (OSError, DomainError):
                return self._placeholder()
            response = HttpResponse(picture, content_type="image/jpeg")
        response["ETag"] = etag
        # Kept by this browser only, and shown only after the server was asked again.
        response["Cache-Control"] = "private, no-cache"
        guard_bytes(response)
        return response

    @staticmethod
    def _placeholder() -> HttpResponse:
        """Words in the place of a picture."""
        response = HttpResponse(_PLACEHOLDER, content_type="image/svg+xml")
        response["Cache-Control"] = "private, no-store"
        guard_bytes(response)
        return response


class FileThumbView(DrawnView):
    """A photo made small, the first page of a PDF."""

    variant = f"t{THUMB_SIDE}"

    def draw(self, row: Attachment, content: bytes) -> bytes:
        """Pictures and PDFs only."""
        if row.mime == PDF:
            return page_picture(content, 1, longest=THUMB_SIDE)
        if row.is_picture:
            return small_picture(content, longest=THUMB_SIDE)
        raise Http404


class FilePageView(DrawnView):
    """One page of a PDF, large enough to read."""

    variant = f"p{PAGE_SIDE}-"

    def draw(self, row: Attachment, content: bytes) -> bytes:
        """Only pages that the page of the file shows."""
        number = self.kwargs["number"]
        if row.mime != PDF or not 1 <= number <= MOST_PAGES:
            raise Http404
        if number > page_total(content):
            raise Http404
        return page_picture(content, number, longest=PAGE_SIDE)


class FilePagesView(FileView):
    """All pages of a PDF below each other."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The first pages as pictures; of a file that cannot be read the words to say so."""
        row: Attachment = self.get_object()
        if row.mime != PDF:
            raise Http404
        total, refusal = 0, ""
        try:
            with row.file.open("rb") as stream:
                total = page_total(stream.read())
        except (OSError, DomainError):
            refusal = UNREADABLE
        shown = range(1, min(total, MOST_PAGES) + 1)
        context = {
            "file": file_row(row),
            "total": total,
            "shown": [(n, reverse("models_registry:file_page", args=[pk, n])) for n in shown],
            "refusal": refusal,
            "dv_model": row.dv_model,
            "back_url": detail_url(row.dv_model) if row.dv_model else "",
        }
        return render(request, "models_registry/file_pages.html", context)
