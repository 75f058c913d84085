"""Papers on the screen and as files, alike for everything that papers hang on."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.views import View
from django.views.generic import TemplateView

from dandvan import clock
from dandvan.documents.file_names import file_name
from dandvan.documents.model import PrintState
from dandvan.documents.paper import Paper
from dandvan.documents.prints import content_mark, paper_docx, paper_pdf, pictures
from dandvan.views import VisibleObjectMixin

# How each print is called in an address, and on the page.
STATES: dict[str, tuple[PrintState, str]] = {
    "du-thao": (PrintState.DRAFT, "Dự thảo"),
    "trinh-ky": (PrintState.FOR_SIGNATURE, "Bản trình ký"),
    "ban-hanh": (PrintState.ISSUED, "Bản đã ban hành"),
    "ban-in": (PrintState.ISSUED, "Bản in"),
}
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SLUGS = {
    PrintState.DRAFT: "du-thao",
    PrintState.FOR_SIGNATURE: "trinh-ky",
    PrintState.ISSUED: "ban-in",
}


def states_of(paper: Paper) -> tuple[str, ...]:
    """Prints that there are, as in addresses: an issued paper has only the stored one."""
    return ("ban-hanh",) if paper.issued else tuple(_SLUGS[state] for state in paper.prints)


class PaperSource:
    """One kind of object that papers hang on.

    `page`, `picture`, `file` (PDF) and `word` are the URL names of its papers, `back` that of
    the object.
    """

    page = picture = file = word = back = ""
    siblings_title = ""

    def rows(self, user: Any, day: date) -> QuerySet[Any]:
        """Objects that the person may know of."""
        raise NotImplementedError

    def may_read(self, user: Any, obj: Any) -> bool:
        """Whether the person may read the papers of an object he knows of."""
        del user, obj
        return True

    def paper(self, obj: Any, kind: str, object_id: int | None) -> Paper | None:
        """The paper of the address; None when there is no such paper."""
        wanted = (kind, object_id)
        return next((p for p in self.siblings(obj) if (p.slug, p.object_id) == wanted), None)

    def warnings(self, obj: Any) -> tuple[str, ...]:
        """What a reader should know."""
        del obj
        return ()

    def back_label(self, obj: Any) -> str:
        """Name of the object in the way back."""
        return str(obj)

    def back_url(self, obj: Any) -> str:
        """Address of the object; empty where it has no page."""
        try:
            return reverse(self.back, kwargs={"pk": obj.pk})
        except NoReverseMatch:
            return ""

    def siblings(self, obj: Any) -> tuple[Paper, ...]:
        """All papers of the same object; empty where there is only one."""
        del obj
        return ()

    def bundle_url(self, obj: Any) -> str:
        """Address of all papers of the object in one file; empty where there is none."""
        del obj
        return ""

    def kwargs(self, obj: Any, paper: Paper) -> dict[str, Any]:
        """Arguments of the address of a paper."""
        del paper
        return {"pk": obj.pk}


class KindSource(PaperSource):
    """An object with several papers: kind, and the object where there are several of a kind."""

    def kwargs(self, obj: Any, paper: Paper) -> dict[str, Any]:
        """Object, kind, and what tells papers of one kind apart."""
        found: dict[str, Any] = {"pk": obj.pk, "kind": paper.slug}
        return found if paper.object_id is None else {**found, "object_id": paper.object_id}


class PaperBase(VisibleObjectMixin):
    """A paper of the object of the address; strangers and wrong kinds get 404."""

    http_method_names = ["get", "head", "options"]
    source: type[PaperSource] = PaperSource

    def visible(self) -> Any:
        """Objects whose papers this person may know of."""
        return self.source().rows(self.request.user, clock.today())  # type: ignore[attr-defined]

    def found(self) -> tuple[Any, Paper, str]:
        """Object, paper and the chosen print. Raises Http404 and PermissionDenied."""
        obj, source = self.get_object(), self.source()
        if not source.may_read(self.request.user, obj):  # type: ignore[attr-defined]
            raise PermissionDenied
        paper = source.paper(obj, self.kwargs.get("kind", ""), self.kwargs.get("object_id"))
        if paper is None:
            raise Http404
        states = states_of(paper)
        wanted = self.kwargs.get("state") or self.request.GET.get("ban")  # type: ignore[attr-defined]
        if wanted is None:
            return obj, paper, states[0]
        if wanted not in states:
            raise Http404
        return obj, paper, wanted

    def address(self, name: str, obj: Any, paper: Paper, **more: Any) -> str:
        """Address of a page, picture or file of a paper."""
        return reverse(name, kwargs={**self.source().kwargs(obj, paper), **more})


class PaperView(PaperBase, TemplateView):
    """The pages of a paper as pictures, its prints to download, what to know about it."""

    template_name = "components/paper.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Pictures, prints, warnings and the other papers of the same object."""
        source = self.source()
        obj, paper, state = self.found()
        waits = not paper.issued and PrintState.FOR_SIGNATURE in paper.prints
        return super().get_context_data(
            paper=paper,
            shown=self._shown(obj, paper, state),
            prints=[
                (
                    STATES[slug][1],
                    f"{self.address(source.page, obj, paper)}?ban={slug}",
                    self.address(source.file, obj, paper, state=slug),
                    self.address(source.word, obj, paper, state=slug),
                    slug == state,
                )
                for slug in states_of(paper)
            ],
            siblings=[
                (row.title, self.address(source.page, obj, row), row.key == paper.key)
                for row in source.siblings(obj)
            ],
            siblings_title=source.siblings_title,
            warnings=() if paper.issued else source.warnings(obj),
            state_label=STATES[state][1],
            waits=waits,
            mark=content_mark(paper) if waits else "",
            back_url=source.back_url(obj),
            back_label=source.back_label(obj),
            bundle_url=source.bundle_url(obj),
            **kwargs,
        )

    def _shown(self, obj: Any, paper: Paper, state: str) -> list[tuple[int, str]]:
        """Number and picture address of every page; a new content has a new address."""
        pdf = paper_pdf(paper, STATES[state][0])
        mark = hashlib.sha256(pdf).hexdigest()[:12]
        name = self.source().picture
        return [
            (number, f"{self.address(name, obj, paper, state=state, page=number)}?v={mark}")
            for number in range(1, len(pictures(pdf)) + 1)
        ]


class PaperPictureView(PaperBase, View):
    """One page of a paper as PNG."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The picture, or 404 for a page that is not there."""
        _, paper, state = self.found()
        drawn = pictures(paper_pdf(paper, STATES[state][0]))
        number = self.kwargs["page"]
        if not 1 <= number <= len(drawn):
            raise Http404
        response = HttpResponse(drawn[number - 1], content_type="image/png")
        response["Cache-Control"] = "private, max-age=600"
        return response


class PaperFileView(PaperBase, View):
    """A print of a paper as PDF to keep."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file under a name that a person can read."""
        _, paper, state = self.found()
        return pdf_download(paper_pdf(paper, STATES[state][0]), download_name(paper, state))


class PaperWordView(PaperBase, View):
    """A print of a paper as a Word file, to read and to edit."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, named as the PDF is."""
        _, paper, state = self.found()
        name = download_name(paper, state, suffix="docx")
        return _download(paper_docx(paper, STATES[state][0]), name, _WORD_TYPE)


def download_name(paper: Paper, state: str, suffix: str = "pdf") -> str:
    """Name of the file: "to-trinh-58-TTr-UBND.pdf"; one of several prints says which it is."""
    stem = paper.file_name.removesuffix(".pdf")
    if len(states_of(paper)) == 1:
        return f"{stem}.{suffix}"
    mark = content_mark(paper) if state == "trinh-ky" else ""
    return file_name(stem, state, mark, suffix=suffix)


def pdf_download(pdf: bytes, name: str) -> HttpResponse:
    """A PDF to keep under this name."""
    return _download(pdf, name, "application/pdf")


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def paper_paths(prefix: str, source: type[PaperSource]) -> list[URLPattern]:
    """Page, picture of one page, PDF and Word file of the papers of a source."""
    names = (source.page, source.picture, source.file, source.word)
    page, picture, file, word = (name.rpartition(":")[2] for name in names)
    return [
        path(prefix, PaperView.as_view(source=source), name=page),
        path(
            f"{prefix}<slug:state>/trang-<int:page>.png",
            PaperPictureView.as_view(source=source),
            name=picture,
        ),
        path(f"{prefix}<slug:state>.pdf", PaperFileView.as_view(source=source), name=file),
        path(f"{prefix}<slug:state>.docx", PaperWordView.as_view(source=source), name=word),
    ]
