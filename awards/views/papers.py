"""Papers in one file: a whole dossier, all that a meeting hands out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View

from awards.documents.bundle import build_bundle
from awards.documents.meeting_set import build_meeting_set
from awards.queries_council import meeting_day, meetings_visible_to
from awards.queries_dossier import dossiers_visible_to
from awards.views.paper_sources import DossierSource, with_people
from dandvan import clock
from dandvan.documents.file_names import file_name
from dandvan.errors import DomainError
from dandvan.paper_views import pdf_download
from dandvan.views import VisibleObjectMixin, show_refusal


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
            return redirect(DossierSource().back_url(dossier) or "home")
        return pdf_download(pdf, file_name("ho-so", dossier.code))


class MeetingSetView(VisibleObjectMixin, View):
    """All papers to hand out at a meeting as one PDF."""

    http_method_names = ["get", "head", "options"]

    def visible(self) -> Any:
        """Meetings that this person may know of."""
        return with_people(meetings_visible_to(self.request.user, clock.today()))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        meeting = self.get_object()
        name = file_name("giay-to-hop", f"{meeting_day(meeting):%Y-%m-%d}")
        return pdf_download(build_meeting_set(meeting), name)
