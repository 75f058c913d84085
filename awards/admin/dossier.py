"""Award dossiers in the admin: list, workbench with checklist, nominees, papers and acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse

from awards.admin.act_page import WorkAdmin
from awards.admin.dossier_acts import PAGES, NewDossier, RemoveItem, free_nominations
from awards.documents.paper_checks import dossier_warnings
from awards.documents.papers import dossier_papers, paper_day
from awards.domain.checklist import PartStatus
from awards.domain.dossier_flow import DossierFacts, dossier_flow
from awards.enums import DossierState, ItemSource
from awards.models import Dossier
from awards.queries_dossier import (
    ChecklistRow,
    DossierCase,
    DossierReading,
    dossier_actors,
    dossier_facts,
    read_dossier,
)
from awards.queries_evaluation import unmet_for
from awards.queries_web import happenings
from awards.templatetags.award_tags import tone
from awards.views.dossiers import (
    OPEN_STATES,
    OWN_STEPS,
    UPWARD_STEPS,
    checklist_note,
    count_words,
    sentence,
)
from awards.views.flow_buttons import optional_url
from awards.views.paper_sources import DossierSource
from dandvan import clock
from dandvan.flow import Flow
from dandvan.roles import Actor
from dandvan.vietnamese import short_date
from models_registry.models import User


@admin.register(Dossier)
class DossierAdmin(WorkAdmin):
    """Award dossiers of the commune."""

    page_name = "admin:awards_dossier_workbench"
    page_path = "ban"
    id_name = "dossier_id"
    page_template = "admin/awards/dossier_page.html"
    change_list_template = "admin/awards/dossier_list.html"
    list_display = ("code", "award_kind", "year", "round", "state_shown", "due")
    list_filter = ("state",)
    list_select_related = ("award_kind", "year")
    search_fields = ("code",)
    search_help_text = "Tìm theo mã hồ sơ."
    pages = PAGES

    def flow_of(self, row: Dossier) -> Flow[DossierFacts]:
        """The flow of the dossier's level."""
        return dossier_flow(row.award_kind.level)

    def actors_of(self, row: Dossier, user: User) -> frozenset[Actor]:
        """Roles, and seats in the council."""
        return dossier_actors(row, user, clock.today())

    def rows(self, request: HttpRequest) -> QuerySet[Dossier]:
        """With all that page and papers name."""
        return self.get_queryset(request).select_related(
            "commune",
            "year__plan",
            "award_kind__authority",
            "receiving_office",
            "regime",
            "supplementary_to",
            "signer__individual",
            "proposal__paper",
            "decision__paper",
        )

    def get_urls(self) -> list[URLPattern]:
        """A new one, the workbench, its acts, its files."""
        wrap = self.admin_site.admin_view
        return [
            path("moi/", wrap(self.new_view), name="awards_dossier_new"),
            *self.row_urls(),
            path(
                "<int:object_id>/tep/moi/",
                wrap(self.item_view),
                name="awards_dossier_item_add",
            ),
            path(
                "<int:object_id>/tep/<int:item>/go/",
                wrap(self.item_remove_view),
                name="awards_dossier_item_remove",
            ),
            *super().get_urls(),
        ]

    def new_view(self, request: HttpRequest) -> HttpResponse:
        """Make a dossier."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return NewDossier(self, request, None).respond()

    def item_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Put a file in."""
        return self.act_view(request, object_id, "add_item")

    def item_remove_view(self, request: HttpRequest, object_id: int, item: int) -> HttpResponse:
        """Take a file out."""
        return RemoveItem(self, request, self.find(request, object_id), item=item).respond()

    # -- the workbench ---------------------------------------------------------------------------

    def page_context(self, request: HttpRequest, row: Dossier) -> dict[str, Any]:
        """Checklist, nominees, candidates, papers, acts, trace."""
        reading = read_dossier(row)
        cases, parts = reading.cases, reading.parts
        day = clock.today()
        drafting = row.state == DossierState.DRAFTING
        open_state = row.state in OPEN_STATES
        acts = ("add_nominees", "remove_nominees", "add_item")
        return {
            "title": f"Hồ sơ {row.code}",
            "heading": f"Hồ sơ {row.award_kind} năm {row.year.year}",
            "state_tone": tone(row.state),
            "office_words": f"gửi {row.receiving_office}" if row.receiving_office else "",
            "count_words": count_words(reading.nominations),
            "due_words": f"hạn gửi {short_date(row.due)}" if row.due else "",
            "warnings": (dossier_warnings(row, paper_day(row), cases=cases) if open_state else ()),
            "checklist": [self._part(row, part) for part in parts],
            "checklist_note": checklist_note(parts),
            "cases": self._cases(row, reading),
            "candidates": free_nominations(row) if drafting else (),
            "drafting": drafting,
            "act_urls": {name: self.act_url(row, name) for name in acts},
            "details": _details(row),
            "paper_urls": self._paper_urls(row, cases),
            "actions": self.buttons(
                request,
                row,
                dossier_facts(row, day, reading=reading),
                direct=("check", "return", "cancel"),
            ),
            "happenings": happenings(self.flow_of(row), row),
            "todo": _todo(row),
        }

    def _part(self, row: Dossier, part: ChecklistRow) -> dict[str, Any]:
        """A line of the checklist: what is there, what lacks, until when, where it is mended."""
        ok = {PartStatus.PRESENT: True, PartStatus.MISSING: False}.get(part.status)
        needed = f"Cần có {part.component.get_needed_by_display()}."
        detail = part.detail
        if part.status == PartStatus.NOT_APPLICABLE:
            detail = "Hồ sơ này không cần."
        elif ok is not True:
            detail = f"{detail}; {needed}" if detail else needed
        url = _reverse(part.mend_url_name, part.mend_kwargs)
        uploaded = part.component.source == ItemSource.UPLOADED
        if uploaded and url:
            url = f"{url}?phan={part.component.pk}"
        return {
            "ok": ok,
            "title": part.component.title,
            "detail": detail,
            "reason": sentence(part.reason),
            "url": url,
            "link": "Tải lên" if uploaded else "Mở để bổ sung",
            "items": [
                (item, reverse("admin:awards_dossier_item_remove", args=[row.pk, item.pk]))
                for item in part.items
            ],
        }

    def _cases(self, row: Dossier, reading: DossierReading) -> list[dict[str, Any]]:
        """Nominees with their findings, report, vote and outcome."""
        shown = []
        for case in reading.cases:
            item = case.nomination
            views = reading.views[item.evaluation_id]
            shown.append(
                {
                    "nomination": item,
                    "met": sum(1 for view in views if view.is_met),
                    "total": len(views),
                    "unmet": unmet_for(item.evaluation, row.award_kind, views=views),
                    "report": getattr(item, "achievement_report", None),
                    "vote": case.vote,
                    "outcome": getattr(item, "outcome", None),
                }
            )
        return shown

    def _paper_urls(self, row: Dossier, cases: Sequence[DossierCase]) -> list[tuple[str, str]]:
        """The bundle, then every paper."""
        source = DossierSource()
        bundle = optional_url("awards:dossier_bundle", row.pk)
        rows = [("Trọn bộ hồ sơ (PDF)", bundle)] if bundle else []
        for paper in dossier_papers(row, cases=cases):
            url = _reverse(source.page, source.kwargs(row, paper))
            if url:
                rows.append((paper.title, url))
        return rows


def _reverse(name: str, kwargs: dict[str, Any]) -> str:
    """Address of a page of another part; empty while there is none of that name."""
    if not name:
        return ""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def _details(row: Dossier) -> list[tuple[str, Any]]:
    """Papers and days of a dossier."""
    proposal = row.proposal
    rows: list[tuple[str, Any]] = [
        ("Theo", row.regime),
        ("Người có thẩm quyền", row.award_kind.authority),
    ]
    if row.is_upward:
        words = f"Số {proposal.paper} ngày {short_date(proposal.date)}" if proposal else ""
        rows += [
            ("Tờ trình", words),
            ("Người ký", row.signer or ""),
            ("Ngày gửi", short_date(row.sent_on)),
        ]
    return [*rows, ("Quyết định khen thưởng", str(row.decision) if row.decision else "")]


def _todo(row: Dossier) -> list[str]:
    """Steps still to come."""
    steps = UPWARD_STEPS if row.is_upward else OWN_STEPS
    states = [state for state, _ in steps]
    if row.state not in states:
        return []
    office = row.receiving_office or "cấp trên"
    return [text.format(office=office) for _, text in steps[states.index(row.state) :]]
