"""Báo cáo thành tích in the admin: list, the page where it is written, its acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern

from awards.admin.act_page import (
    ActPage,
    FlowActPage,
    Step,
    WorkAdmin,
    flow_page,
)
from awards.admin_forms_paper import ConfirmForm, NoteForm
from awards.domain.report_flow import REPORT_FLOW, ReportFacts
from awards.enums import ReportState
from awards.forms import AchievementReportForm
from awards.models import AchievementReport
from awards.queries_nomination import nomination_actors, report_facts
from awards.queries_web import happenings, reports_to_read
from awards.services.achievement_report import (
    TEXTS,
    confirm_achievement_report,
    return_achievement_report,
    save_achievement_report,
    submit_achievement_report,
)
from awards.templatetags.award_tags import tone
from awards.views.flow_buttons import optional_url
from dandvan import clock
from dandvan.flow import Flow
from dandvan.forms import VersionForm
from dandvan.roles import Actor
from dandvan.vietnamese import short_date
from models_registry.models import DecreeForm, User


class ReportTextForm(AchievementReportForm):
    """The texts and the form of the decree."""

    form = forms.ModelChoiceField(DecreeForm.objects.none(), label="Mẫu báo cáo")

    def __init__(self, *args: Any, report: AchievementReport, **kwargs: Any) -> None:
        """Forms of the same decree and kind of subject."""
        super().__init__(*args, **kwargs)
        self.fields["form"].queryset = DecreeForm.objects.filter(
            regime_id=report.form.regime_id, subject_type=report.form.subject_type
        )


class Write(ActPage):
    """Write the texts of a draft."""

    form_class = ReportTextForm
    title, submit = "Viết báo cáo thành tích", "Lưu báo cáo"

    def form_kwargs(self) -> dict[str, Any]:
        """Whose forms may be chosen."""
        return {"report": self.row}

    def initial(self) -> dict[str, Any]:
        """What is written."""
        texts = {name: getattr(self.row, name) for name in TEXTS}
        return {**texts, "form": self.row.form_id, "version": self.row.version}

    def not_now(self) -> str:
        """Only a draft is written."""
        if self.row.state == ReportState.DRAFT:
            return ""
        label = self.row.get_state_display()
        return f"Báo cáo đang ở trạng thái “{label}” nên không sửa được."

    def run(self, form: Any) -> str:
        """Save."""
        data = form.cleaned_data
        save_achievement_report(
            user=self.user,
            report_id=self.row.pk,
            version=data["version"],
            values={**form.texts(), "form": data["form"]},
        )
        return "Đã lưu báo cáo thành tích."


class Confirm(FlowActPage):
    """The superior's confirmation, from the signed report."""

    edge_name, form_class = "confirm", ConfirmForm
    step = Step(
        confirm_achievement_report,
        "Đã ghi nhận xác nhận báo cáo thành tích.",
        ("confirmed_on", "confirmer_post", "paper"),
    )

    def initial(self) -> dict[str, Any]:
        """Today; a report bears no number of its own."""
        return {"confirmed_on": clock.today(), "paper_number": "Báo cáo thành tích"}


@admin.register(AchievementReport)
class AchievementReportAdmin(WorkAdmin):
    """Achievement reports of the commune."""

    commune_path = "nomination__commune"
    page_name = "admin:awards_achievementreport_workbench"
    page_template = "admin/awards/report_page.html"
    list_display = ("subject_shown", "kind_shown", "year_shown", "state_shown", "confirmed_on")
    list_display_links = ("subject_shown",)
    list_filter = ("state",)
    list_select_related = (
        "nomination__award_kind",
        "nomination__evaluation__year",
        "nomination__evaluation__collective",
        "nomination__evaluation__individual",
    )
    sheet_path = "nomination__evaluation"
    id_name = "report_id"
    pages = {
        "write": Write,
        "submit": flow_page(
            "submit",
            VersionForm,
            Step(submit_achievement_report, "Đã gửi báo cáo thành tích để xác nhận."),
        ),
        "confirm": Confirm,
        "return": flow_page(
            "return",
            NoteForm,
            Step(return_achievement_report, "Đã trả lại báo cáo thành tích.", ("note",)),
        ),
    }

    def flow_of(self, row: AchievementReport) -> Flow[ReportFacts]:
        """The flow of reports."""
        return REPORT_FLOW

    def actors_of(self, row: AchievementReport, user: User) -> frozenset[Actor]:
        """What the person is to the nominee."""
        return nomination_actors(row.nomination, user, clock.today())

    def rows(self, request: HttpRequest) -> QuerySet[AchievementReport]:
        """With all that the page names."""
        return reports_to_read(self.get_queryset(request))

    @admin.display(description="Tập thể, cá nhân")
    def subject_shown(self, row: AchievementReport) -> str:
        """Whose report."""
        return str(row.nomination.subject)

    @admin.display(description="Hình thức")
    def kind_shown(self, row: AchievementReport) -> str:
        """For which honor."""
        return str(row.nomination.award_kind)

    @admin.display(description="Năm")
    def year_shown(self, row: AchievementReport) -> int:
        """The year."""
        return row.nomination.evaluation.year.year

    def get_urls(self) -> list[URLPattern]:
        """One page and its acts."""
        return [*self.row_urls(), *super().get_urls()]

    def page_context(self, request: HttpRequest, row: AchievementReport) -> dict[str, Any]:
        """The texts, the confirmation, what can be done now."""
        labels = {name: AchievementReport._meta.get_field(name).verbose_name for name in TEXTS}
        return {
            "title": f"Báo cáo thành tích: {row.nomination.subject}",
            "state_tone": tone(row.state),
            "texts": [(str(labels[n]).capitalize(), getattr(row, n)) for n in TEXTS],
            "confirmation": [
                ("Ngày báo cáo", short_date(row.submitted_on)),
                ("Ngày xác nhận", short_date(row.confirmed_on)),
                ("Người xác nhận", row.confirmer_name),
                ("Chức vụ", row.confirmer_post),
                ("Bản chụp đã ký", row.signed_scan or ""),
            ],
            "write_url": self.act_url(row, "write") if row.state == ReportState.DRAFT else "",
            "nomination_url": optional_url("admin:awards_nomination_page", row.nomination_id),
            "actions": self.buttons(
                request,
                row,
                report_facts(row, request.user, clock.today()),
                direct=("submit", "return"),
            ),
            "happenings": happenings(REPORT_FLOW, row),
        }
