"""Papers on the screen and as files: page pictures, the three prints, the whole bundle."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views import View
from django.views.generic import TemplateView

from awards.documents.bundle import build_bundle
from awards.documents.file_names import file_name
from awards.documents.papers import Paper
from awards.documents.prints import content_mark, paper_pdf, pictures
from awards.queries_dossier import dossiers_visible_to
from awards.views.paper_sources import DossierSource, PaperSource
from dandvan import clock
from dandvan.documents.model import PrintState
from dandvan.errors import DomainError
from dandvan.views import VisibleObjectMixin, show_refusal

# How each print is called in an address, and on the page.
STATES: dict[str, tuple[PrintState, str]] = {
    "du-thao": (PrintState.DRAFT, "Dự thảo"),
    "trinh-ky": (PrintState.FOR_SIGNATURE, "Bản trình ký"),
    "ban-hanh": (PrintState.ISSUED, "Bản đã ban hành"),
}


def states_of(paper: Paper) -> tuple[str, ...]:
    """Prints that there are: an issued paper has only the stored one."""
    return ("ban-hanh",) if paper.issued else ("du-thao", "trinh-ky")


class PaperBase(VisibleObjectMixin):
    """A paper of the object of the address; strangers and wrong kinds get 404."""

    http_method_names = ["get", "head", "options"]
    source: type[PaperSource] = DossierSource

    def visible(self) -> Any:
        """Objects whose papers this person may read."""
        return self.source().rows(self.request.user, clock.today())  # type: ignore[attr-defined]

    def found(self) -> tuple[Any, Paper, str]:
        """Object, paper and the chosen print. Raises Http404."""
        obj = self.get_object()
        paper = self.source().paper(obj, self.kwargs.get("kind", ""), self.kwargs.get("object_id"))
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

    template_name = "awards/paper.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Pictures, prints, warnings and the other papers of the same object."""
        source = self.source()
        obj, paper, state = self.found()
        pdf = paper_pdf(paper, STATES[state][0])
        mark = hashlib.sha256(pdf).hexdigest()[:12]
        shown = [
            (
                number,
                f"{self.address(source.picture, obj, paper, state=state, page=number)}?v={mark}",
            )
            for number in range(1, len(pictures(pdf)) + 1)
        ]
        prints = [
            (
                STATES[slug][1],
                f"{self.address(source.page, obj, paper)}?ban={slug}",
                self.address(source.file, obj, paper, state=slug),
                slug == state,
            )
            for slug in states_of(paper)
        ]
        siblings = [
            (row.title, self.address(source.page, obj, row), row.key == paper.key)
            for row in source.siblings(obj)
        ]
        return super().get_context_data(
            paper=paper,
            shown=shown,
            prints=prints,
            siblings=siblings,
            warnings=() if paper.issued else source.warnings(obj),
            state_label=STATES[state][1],
            mark="" if paper.issued else content_mark(paper),
            back_url=_address(source.back, obj.pk),
            back_label=source.back_label(obj),
            bundle_url=_bundle_url(source, obj),
            **kwargs,
        )


def _address(name: str, pk: int) -> str:
    """Address of a page of another part; empty where it does not exist."""
    try:
        return reverse(name, kwargs={"pk": pk})
    except NoReverseMatch:
        return ""


def _bundle_url(source: PaperSource, obj: Any) -> str:
    return reverse("awards:dossier_bundle", kwargs={"pk": obj.pk}) if source.siblings(obj) else ""


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
        pdf = paper_pdf(paper, STATES[state][0])
        return _download(pdf, download_name(paper, state))


def download_name(paper: Paper, state: str) -> str:
    """Name of the file: "to-trinh-58-TTr-UBND.pdf"; a print not issued says which one it is."""
    if paper.issued:
        return paper.file_name
    stem = paper.file_name.removesuffix(".pdf")
    mark = content_mark(paper) if state == "trinh-ky" else ""
    return file_name(stem, state, mark)


def _download(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class DossierBundleView(VisibleObjectMixin, View):
    """The whole dossier as one PDF."""

    http_method_names = ["get", "head", "options"]

    def visible(self) -> Any:
        """Dossiers that this person may read."""
        return dossiers_visible_to(self.request.user, clock.today()).select_related(
            "commune", "year__plan__commune", "award_kind__authority", "proposal__paper"
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file; a refusal is said on the page of the dossier's first paper."""
        dossier = self.get_object()
        try:
            pdf = build_bundle(dossier)
        except DomainError as error:
            show_refusal(request, error)
            return redirect(_address("awards:dossier_detail", dossier.pk) or "home")
        return _download(pdf, file_name("ho-so", dossier.code))
