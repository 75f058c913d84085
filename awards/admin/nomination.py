"""Nominations in the admin: whom one may propose, one page a nomination, its acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from awards.admin.act_page import ActPage, Step, WorkAdmin, flow_page
from awards.admin.evaluation import years_of
from awards.admin_forms_paper import NoteForm, PaperForm, PaperNoteForm
from awards.domain.nomination_flow import NOMINATION_FLOW, NominationFacts
from awards.models import Evaluation, Nomination
from awards.queries_candidates import candidate_rows
from awards.queries_council import vote_of
from awards.queries_evaluation import findings_of, standing_impediments, unmet_for
from awards.queries_nomination import (
    detailed,
    impediment_sentences,
    impediment_warnings,
    nomination_actors,
    nomination_facts,
)
from awards.queries_rounds import since_vote_sentences
from awards.queries_web import happenings
from awards.services.achievement_report import start_achievement_report
from awards.services.nomination import (
    agree_nomination,
    object_nomination,
    propose_nomination,
    put_forward_nomination,
    repropose_nomination,
    withdraw_nomination,
    write_citation,
)
from awards.templatetags.award_tags import tone
from awards.views.flow_buttons import optional_url
from dandvan import clock
from dandvan.admin_pages import not_allowed, page_context
from dandvan.flow import Flow
from dandvan.forms import VersionForm
from dandvan.roles import Actor
from dandvan.vietnamese import short_date
from models_registry.enums import SignerBody
from models_registry.models import AwardKind, User


class CitationForm(VersionForm):
    """The achievement in short, as list and decision print it."""

    citation = forms.CharField(
        label="Thành tích ghi trong danh sách, quyết định",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Một, hai câu. Để trống thì lấy từ báo cáo thành tích.",
    )


class BlocPaperForm(PaperForm):
    """A paper signed for the bloc."""

    signer_bodies = (SignerBody.BLOC, SignerBody.PARTY)


class BlocObjectionForm(PaperNoteForm):
    """An objection signed for the bloc."""

    signer_bodies = (SignerBody.BLOC, SignerBody.PARTY)


class ChairPaperForm(PaperForm):
    """A paper signed for the People's Committee."""

    signer_bodies = (SignerBody.UBND,)


FLOW_PAGES: dict[str, type[ActPage]] = {
    "agree": flow_page(
        "agree",
        BlocPaperForm,
        Step(
            agree_nomination,
            "Đã ghi nhận Khối Dân vận thống nhất đề nghị {row.subject}.",
            ("paper",),
        ),
    ),
    "object": flow_page(
        "object",
        BlocObjectionForm,
        Step(
            object_nomination,
            "Đã ghi nhận Khối Dân vận chưa thống nhất đề nghị {row.subject}.",
            ("note", "paper"),
        ),
    ),
    "put_forward": flow_page(
        "put_forward",
        ChairPaperForm,
        Step(put_forward_nomination, "Đã đưa {row.subject} ra bình xét.", ("paper",)),
    ),
    "repropose": flow_page(
        "repropose",
        NoteForm,
        Step(repropose_nomination, "Đã đề xuất lại {row.subject}.", ("note",)),
    ),
    "withdraw": flow_page(
        "withdraw",
        NoteForm,
        Step(withdraw_nomination, "Đã rút đề nghị {row.subject}.", ("note",)),
    ),
}


class Citation(ActPage):
    """The achievement in short."""

    form_class = CitationForm
    title, submit = "Sửa thành tích tóm tắt", "Lưu thành tích tóm tắt"
    step = Step(write_citation, "Đã lưu thành tích tóm tắt.", ("citation",))

    def initial(self) -> dict[str, Any]:
        """What is written."""
        return {"citation": self.row.citation}


class StartReport(ActPage):
    """Begin the báo cáo thành tích of the nominee."""

    title, submit = "Lập báo cáo thành tích", "Lập báo cáo thành tích"
    lead = "Phần thành tích được điền sẵn từ mô hình và số liệu đã kiểm tra."
    form_class = VersionForm

    def run(self, form: Any) -> str:
        """Begin it, or open the one there is."""
        self.report = start_achievement_report(user=self.user, nomination=self.row)
        return "Đã lập báo cáo thành tích; kiểm tra lại nội dung điền sẵn."

    def done_url(self) -> str:
        """To the report."""
        report = getattr(self, "report", None)
        if report is None:
            return super().done_url()
        return reverse("admin:awards_achievementreport_workbench", args=[report.pk])


class Propose(ActPage):
    """Propose a subject for an award kind."""

    form_class = CitationForm
    title, submit = "Đề xuất khen thưởng", "Đề xuất"

    def prepare(self) -> None:
        """The award kind of the address; 404 for another commune's."""
        kinds = AwardKind.objects.filter(commune_id=self.user.commune_id)
        self.kind = get_object_or_404(kinds.select_related("authority"), pk=self.kwargs["kind"])
        self.lead = f"{self.row.subject} – {self.kind}."
        self.made: Nomination | None = None

    def run(self, form: Any) -> str:
        """Propose."""
        self.made = propose_nomination(
            user=self.user,
            evaluation=self.row,
            award_kind=self.kind,
            citation=form.cleaned_data["citation"],
        )
        return f"Đã đề xuất {self.row.subject}: {self.kind}."

    def done_url(self) -> str:
        """To the nomination; before, to the table of candidates."""
        if self.made is None:
            year = self.row.year.year
            return f"{reverse('admin:awards_nomination_candidates')}?nam={year}"
        return self.admin.page_url(self.made)


@admin.register(Nomination)
class NominationAdmin(WorkAdmin):
    """Nominations of the commune."""

    page_name = "admin:awards_nomination_page"
    page_template = "admin/awards/nomination_page.html"
    change_list_template = "admin/awards/nomination_list.html"
    list_display = ("subject_shown", "award_kind", "year_shown", "state_shown", "dossier")
    list_display_links = ("subject_shown",)
    list_filter = ("state",)
    list_select_related = (
        "award_kind",
        "dossier",
        "evaluation__year",
        "evaluation__collective",
        "evaluation__individual",
    )
    sheet_path = "evaluation"
    id_name = "nomination_id"
    pages = {**FLOW_PAGES, "citation": Citation, "report": StartReport}

    def flow_of(self, row: Nomination) -> Flow[NominationFacts]:
        """The flow of nominations."""
        return NOMINATION_FLOW

    def actors_of(self, row: Nomination, user: User) -> frozenset[Actor]:
        """What the person is to the nominee."""
        return nomination_actors(row, user, clock.today())

    def rows(self, request: HttpRequest) -> QuerySet[Nomination]:
        """With all that page and rules read."""
        return detailed(self.get_queryset(request))

    @admin.display(description="Tập thể, cá nhân")
    def subject_shown(self, row: Nomination) -> str:
        """Who is nominated."""
        return str(row.subject)

    @admin.display(description="Năm", ordering="evaluation__year__year")
    def year_shown(self, row: Nomination) -> int:
        """The year."""
        return row.evaluation.year.year

    def get_urls(self) -> list[URLPattern]:
        """Candidates, proposing, one page and its acts."""
        wrap = self.admin_site.admin_view
        return [
            path("ung-vien/", wrap(self.candidates_view), name="awards_nomination_candidates"),
            path(
                "de-xuat/<int:evaluation>/<int:kind>/",
                wrap(self.propose_view),
                name="awards_nomination_propose",
            ),
            *self.row_urls(),
            *super().get_urls(),
        ]

    def page_context(self, request: HttpRequest, row: Nomination) -> dict[str, Any]:
        """On what it rests, what was said, what can be done now."""
        day = clock.today()
        views = findings_of(row.evaluation)
        report = getattr(row, "achievement_report", None)
        return {
            "title": f"Đề nghị khen thưởng: {row.subject}",
            "state_tone": tone(row.state),
            "details": _details(row),
            "unmet": unmet_for(row.evaluation, row.award_kind, views=views),
            "warnings": (
                *impediment_sentences(row.subject, day),
                *impediment_warnings(row.subject, day),
                *since_vote_sentences(vote_of(row), standing_impediments(row.subject, day)),
            ),
            "vote": vote_of(row),
            "report": report,
            "report_url": optional_url("admin:awards_achievementreport_workbench", report.pk)
            if report
            else "",
            "dossier_url": optional_url("admin:awards_dossier_workbench", row.dossier_id)
            if row.dossier_id
            else "",
            "evaluation_url": optional_url("admin:awards_evaluation_workbench", row.evaluation_id),
            "act_urls": {name: self.act_url(row, name) for name in ("citation", "report")},
            "actions": self.buttons(
                request,
                row,
                nomination_facts(row, request.user, day),
                direct=("repropose", "withdraw"),
            ),
            "happenings": happenings(NOMINATION_FLOW, row),
        }

    def candidates_view(self, request: HttpRequest) -> HttpResponse:
        """Concluded sheets of a year: for what each can be proposed, and what still lacks."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return not_allowed("GET")
        years = list(years_of(request))
        wanted = request.GET.get("nam") or str(clock.today().year)
        year = next((row for row in years if str(row.year) == wanted), None)
        if year is None and (request.GET.get("nam") or not years):
            raise Http404
        year = year or years[0]
        context = page_context(
            self,
            request,
            title=f"Đề xuất khen thưởng năm {year.year}",
            year=year,
            years=years,
            candidates=candidate_rows(year, clock.today()),
            list_url=self.list_url(),
        )
        return TemplateResponse(request, "admin/awards/nomination_candidates.html", context)

    def propose_view(self, request: HttpRequest, evaluation: int, kind: int) -> HttpResponse:
        """Propose a subject for an award kind."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Evaluation.objects.filter(commune_id=request.user.commune_id)
        rows = rows.select_related("year__plan", "collective__kind", "individual")
        sheet = get_object_or_404(rows, pk=evaluation)
        return Propose(self, request, sheet, kind=kind).respond()


def _details(row: Nomination) -> list[tuple[str, Any]]:
    """What a nomination is about."""
    return [
        ("Tập thể, cá nhân", row.subject),
        ("Hình thức khen", row.award_kind),
        ("Người có thẩm quyền", row.award_kind.authority),
        ("Năm", row.evaluation.year.year),
        ("Ngày đề xuất", short_date(row.proposed_on)),
        ("Thành tích tóm tắt", row.citation),
    ]
