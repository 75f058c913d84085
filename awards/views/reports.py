"""Báo cáo thành tích: written by the nominee, confirmed by the head of his unit."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views import View

from awards.domain.report_flow import REPORT_FLOW
from awards.enums import ReportState
from awards.forms import AchievementReportForm, ConfirmReportForm
from awards.models import AchievementReport
from awards.queries_nomination import nomination_actors, report_facts, reports_visible_to
from awards.queries_resting import achievement_notes
from awards.queries_web import happenings, reports_to_read
from awards.services.achievement_report import (
    confirm_achievement_report,
    return_achievement_report,
    save_achievement_report,
    submit_achievement_report,
)
from awards.views.bases import FilteredList, ObjectPage, ServicePage
from awards.views.flow_buttons import Way, flow_buttons, optional_url, paper_button
from dandvan import clock
from dandvan.buttons import ActionButton
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Actor, Relation, Role
from dandvan.vietnamese import short_date
from dandvan.views import ActionView, VisibleObjectMixin
from models_registry.models import Collective, Individual

WAYS = {
    "submit": Way("awards:report_submit"),
    "confirm": Way("awards:report_confirm", form=True),
    "return": Way("awards:report_return"),
}
WRITERS = frozenset({Relation.NOMINEE, Role.CLERK})
PARTS = (
    ("achievement", "Thành tích đạt được"),
    ("measures", "Biện pháp, nguyên nhân đạt được thành tích"),
    ("policy", "Việc chấp hành chủ trương của Đảng, chính sách, pháp luật của Nhà nước"),
    ("party_work", "Hoạt động của tổ chức đảng, đoàn thể"),
)
TODO = {
    ReportState.DRAFT: ["Gửi báo cáo", "Cấp trên xác nhận"],
    ReportState.SUBMITTED: ["Cấp trên xác nhận"],
    ReportState.CONFIRMED: [],
}


class ReportMixin:
    """Achievement reports this person may know of."""

    def visible(self) -> QuerySet[AchievementReport]:
        """With all that the page names."""
        return reports_to_read(reports_visible_to(self.request.user, clock.today()))

    def actors(self, report: AchievementReport) -> frozenset[Actor]:
        """What the person is to the nominee."""
        return nomination_actors(report.nomination, self.request.user, clock.today())


class ReportList(ReportMixin, FilteredList):
    """Achievement reports of the commune; one's own and those of one's unit for others."""

    template_name = "awards/report_list.html"

    def rows(self) -> QuerySet[AchievementReport]:
        """Newest first; those that wait for confirmation before all."""
        rows = self.visible()
        if self.request.GET.get("state") in ReportState.values:
            rows = rows.filter(state=self.request.GET["state"])
        return rows.order_by("-nomination__evaluation__year__year", "-id")


class ReportDetail(ReportMixin, ObjectPage):
    """One report to read, with who confirmed it."""

    template_name = "awards/report_detail.html"
    context_object_name = "report"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The subject's record, the free parts, the confirmation, buttons, trace."""
        row = self.object
        return super().get_context_data(
            person_rows=subject_rows(row.nomination.subject),
            parts=[(title, getattr(row, name)) for name, title in PARTS],
            confirm_rows=[
                ("Ngày gửi", short_date(row.submitted_on)),
                ("Ngày xác nhận", short_date(row.confirmed_on)),
                ("Người xác nhận", row.confirmer_name),
                ("Chức vụ", row.confirmer_post),
                ("Bản chụp đã ký", row.signed_scan or ""),
            ],
            returned_note=returned_note(row),
            text_notes=achievement_notes(row),
            actions=self._actions(),
            paper_urls=self._paper_urls(),
            happenings=happenings(REPORT_FLOW, row),
            todo=TODO[row.state],
            **kwargs,
        )

    def _actions(self) -> list[ActionButton]:
        row, user = self.object, self.request.user
        actors = self.actors(row)
        buttons = flow_buttons(
            REPORT_FLOW,
            row,
            actors=actors,
            facts=report_facts(row, user, clock.today()),
            ways=WAYS,
        )
        if row.state == ReportState.DRAFT and actors & WRITERS:
            url = reverse("awards:report_edit", args=[row.pk])
            buttons.insert(0, ActionButton("Sửa nội dung", needs_form_url=url, style="alt"))
        workbench = optional_url("admin:awards_achievementreport_workbench", row.pk)
        return buttons + paper_button(REPORT_FLOW, row, user=user, url=workbench)

    def _paper_urls(self) -> list[tuple[str, str]]:
        url = optional_url("awards:report_paper", self.object.pk)
        return [("Xem bản in", url)] if url else []


def returned_note(report: AchievementReport) -> str:
    """What the last return asked for, while the report is back with the nominee."""
    if report.state != ReportState.DRAFT:
        return ""
    last = report.transitions.order_by("-id").first()
    return last.note if last is not None and last.edge == "return" else ""


def subject_rows(subject: Collective | Individual) -> list[tuple[str, Any]]:
    """What the report prints of the subject's record."""
    if isinstance(subject, Collective):
        return [
            ("Tên tập thể", subject.name),
            ("Địa chỉ", subject.address),
            ("Quá trình thành lập và phát triển", subject.founding),
            ("Cơ cấu tổ chức", subject.structure),
            ("Cán bộ, công chức, người lao động", subject.staff),
            ("Chức năng, nhiệm vụ", subject.functions),
        ]
    born = short_date(subject.birth_date) if subject.birth_date else subject.birth_year
    return [
        ("Họ và tên", subject.full_name),
        ("Ngày sinh", born or ""),
        ("Giới tính", subject.get_sex_display()),
        ("Dân tộc", subject.ethnicity),
        ("Quê quán", subject.origin),
        ("Nơi thường trú", subject.residence),
        ("Đơn vị công tác", subject.unit),
        ("Chức vụ", subject.government_post),
        ("Trình độ chuyên môn, nghiệp vụ", subject.education),
        ("Quyền hạn, nhiệm vụ được giao", subject.tasks),
    ]


class ReportEdit(ReportMixin, ServicePage):
    """The nominee writes the free parts."""

    template_name = "awards/report_edit.html"
    form_class = AchievementReportForm
    said = "Đã lưu báo cáo thành tích. Đọc lại rồi gửi để được xác nhận."

    def may(self) -> bool:
        """The nominee, the head of the nominated collective, or the clerk."""
        return bool(self.actors(self.object) & WRITERS)

    def not_now(self) -> str:
        """Only a draft is written on."""
        row = self.object
        if row.state == ReportState.DRAFT:
            return ""
        return f"Báo cáo đang ở trạng thái “{row.get_state_display()}” nên không sửa được."

    def get_initial(self) -> dict[str, Any]:
        """The texts as they are."""
        row = self.object
        return {"version": row.version, **{name: getattr(row, name) for name, _ in PARTS}}

    def call(self, form: Any) -> AchievementReport:
        """Save the texts."""
        return save_achievement_report(
            user=self.request.user,
            report_id=self.object.pk,
            version=form.cleaned_data["version"],
            values=form.texts(),
        )

    def done_url(self) -> str:
        """To the report, to read it."""
        return reverse("awards:report_detail", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The report, and what the last return asked for."""
        return super().get_context_data(
            report=self.object,
            returned_note=returned_note(self.object),
            keep=f"bao-cao-thanh-tich-{self.object.pk}",
            **kwargs,
        )


class ReportAutosave(ReportMixin, VisibleObjectMixin, View):
    """Saves the draft while somebody types; never sends it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the texts; answers with the time and the new version, or with a sentence."""
        report = self.get_object()
        if not self.actors(report) & WRITERS:
            raise PermissionDenied
        form = AchievementReportForm(request.POST)
        if not form.is_valid():
            first = next(iter(form.errors.values()))[0]
            return JsonResponse({"error": str(first)}, status=400)
        try:
            saved = save_achievement_report(
                user=request.user,
                report_id=report.pk,
                version=form.cleaned_data["version"],
                values=form.texts(),
            )
        except NotAllowed as error:
            raise PermissionDenied from error
        except DomainError as error:
            return JsonResponse({"error": " ".join(error.reasons)}, status=409)
        moment = timezone.localtime(clock.now())
        return JsonResponse({"saved_at": f"{moment:%H:%M}", "version": saved.version})


class ReportAct(ReportMixin, ActionView):
    """One act on a report."""

    def done_url(self, obj: AchievementReport) -> str:
        """Back to the report."""
        return reverse("awards:report_detail", args=[obj.pk])


class ReportSubmit(ReportAct):
    """The nominee sends his report."""

    def act(self, obj: AchievementReport) -> str:
        """Send."""
        submit_achievement_report(user=self.request.user, report_id=obj.pk)
        return "Đã gửi báo cáo thành tích. Cấp trên sẽ xác nhận."


class ReportReturn(ReportAct):
    """The head of the unit (or the clerk) sends it back, saying what to mend."""

    def act(self, obj: AchievementReport) -> str:
        """Return."""
        note = self.request.POST.get("note", "")
        return_achievement_report(user=self.request.user, report_id=obj.pk, note=note)
        return f"Đã trả lại báo cáo của {obj.nomination.subject} để sửa."


class ReportConfirm(ReportMixin, ServicePage):
    """The head of the unit confirms with the day."""

    template_name = "awards/report_confirm.html"
    form_class = ConfirmReportForm

    def may(self) -> bool:
        """The head of the nominee's unit; the clerk records paper in the workbench."""
        return Relation.UNIT_HEAD in self.actors(self.object)

    def not_now(self) -> str:
        """Only a report that was sent is confirmed."""
        row = self.object
        if row.state == ReportState.SUBMITTED:
            return ""
        return f"Báo cáo đang ở trạng thái “{row.get_state_display()}” nên không xác nhận được."

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"confirmed_on": self.today}

    def call(self, form: Any) -> AchievementReport:
        """Confirm."""
        self.said = f"Đã xác nhận báo cáo thành tích của {self.object.nomination.subject}."
        return confirm_achievement_report(
            user=self.request.user,
            report_id=self.object.pk,
            confirmed_on=form.cleaned_data["confirmed_on"],
        )

    def done_url(self) -> str:
        """Back to the report."""
        return reverse("awards:report_detail", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The report."""
        return super().get_context_data(report=self.object, **kwargs)
