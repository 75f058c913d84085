"""Acts on one model: pages with a form, and acts that need no more than a note."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from dandvan import clock
from dandvan.admin_pages import not_allowed
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.views import remember_result, show_refusal, used_result
from models_registry.admin.mend_page import MendPage
from models_registry.admin.model_forms import (
    AssessForm,
    CorrectionFormSet,
    ExtendForm,
    NotePaperForm,
    ReturnForm,
    ReviewForm,
    VerifyForm,
)
from models_registry.admin.model_page import ModelPage, Typed, typed_version, workbench_url
from models_registry.admin.own_page import OwnPage
from models_registry.enums import SignerBody
from models_registry.models import DanVanModel, IndicatorValue
from models_registry.queries_assessing import assessors_of
from models_registry.queries_files import evidence_of
from models_registry.services import acceptance, registration, reminders
from models_registry.services.acceptance import CorrectionInput, extend_return, return_model
from models_registry.services.assessment import assess_model, reassess_model
from models_registry.services.figures import VerifiedInput, verify_figures
from models_registry.services.recognition import reconsider_model, review_model
from models_registry.services.reporting import return_report
from models_registry.views.assess import marks_context, material
from models_registry.views.mending import correction_of


class CorrectionRows(OwnPage):
    """A page that asks what is to be mended, row by row."""

    form_class = ReturnForm
    formset: Any = None

    def form(self, data: Any = None, files: Any = None) -> Any:
        """The note and the rows of corrections."""
        self.formset = CorrectionFormSet(data, prefix="sua")
        return super().form(data, files)

    def is_valid(self, form: Any) -> bool:
        """Note and rows; at least one row says something."""
        rows_valid = self.formset.is_valid()
        if rows_valid and not self.formset.filled():
            form.add_error(None, "Ghi ít nhất một nội dung cần bổ sung trước khi trả lại.")
        return super().is_valid(form) and rows_valid

    def has_errors(self, form: Any) -> bool:
        """A refusal may stand in a row."""
        return bool(form.errors) or not self.formset.is_valid()

    def context(self, form: Any) -> Typed:
        """The rows."""
        return {"formset": self.formset}

    def corrections(self) -> list[Any]:
        """What the service takes."""
        return [
            CorrectionInput(
                part=row["part"], kind=row["kind"], what_to_do=row["what_to_do"], due=row["due"]
            )
            for row in self.formset.filled()
        ]


class ReturnPage(CorrectionRows, ModelPage):
    """Return a registration with what is to be mended."""

    edge = "return"
    title = "Trả lại để bổ sung"
    template = "admin/models_registry/return.html"

    def run(self, form: Any) -> str:
        """Return the registration."""
        return_model(
            user=self.user,
            model_id=self.row.pk,
            corrections=self.corrections(),
            version=form.cleaned_data["version"],
            note=form.cleaned_data["note"],
        )
        return "Đã trả lại mô hình để bổ sung."


class ReturnReportPage(ReturnPage):
    """Return a result report with what is to be mended."""

    edge = "return_report"
    title = "Trả lại báo cáo"

    def form(self, data: Any = None, files: Any = None) -> Any:
        """Only the rows: the service takes no note."""
        form = super().form(data, files)
        form.fields.pop("note", None)
        return form

    def run(self, form: Any) -> str:
        """Return the report."""
        return_report(
            user=self.user,
            model_id=self.row.pk,
            corrections=self.corrections(),
            version=form.cleaned_data["version"],
        )
        return "Đã trả lại báo cáo kết quả."


class ExtendPage(ModelPage):
    """Give a returned model more time."""

    title = "Gia hạn bổ sung"
    submit = "Gia hạn"
    form_class = ExtendForm

    def run(self, form: Any) -> str:
        """Move the due day."""
        data = form.cleaned_data
        extend_return(user=self.user, model_id=self.row.pk, due=data["due"], note=data["note"])
        return f"Đã gia hạn bổ sung đến {data['due']:%d/%m/%Y}."


class VerifyPage(ModelPage):
    """Enter the verified figures beside the reported ones."""

    title = "Kiểm tra số liệu"
    submit = "Lưu số đã kiểm tra"
    template = "admin/models_registry/verify.html"
    form_class = VerifyForm

    def may(self) -> bool:
        """Clerk and bloc verify."""
        return bool(roles_of(self.user) & {Role.CLERK, Role.MOBILIZATION_BLOC})

    def form_kwargs(self) -> Typed:
        """The current figures."""
        values = IndicatorValue.objects.filter(indicator__dv_model=self.row, is_current=True)
        return {"values": values.select_related("indicator", "village")}

    def run(self, form: Any) -> str:
        """Verify what was typed anew."""
        changed = form.changed()
        if changed:
            figures = [VerifiedInput(value_id=value.pk, verified=n) for value, n in changed]
            verify_figures(user=self.user, model_id=self.row.pk, figures=figures)
            return f"Đã ghi {len(changed)} số đã kiểm tra."
        return "Không có số nào thay đổi."


class AssessPage(ModelPage):
    """The matrix of qualities."""

    edge = "assess"
    title = "Thẩm định mô hình"
    submit = "Ghi kết quả thẩm định"
    template = "admin/models_registry/assess.html"
    form_class = AssessForm

    def form_kwargs(self) -> Typed:
        """The plan's qualities, the evidence, the team."""
        return {
            "qualities": self.row.year.plan.qualities.all(),
            "evidence": evidence_of(self.row),
            "assessors": assessors_of(self.row, clock.today()),
            "paper_only": self.records_only(),
        }

    def context(self, form: Any) -> Typed:
        """What the assessors think, visits and the earlier rounds."""
        return {**material(self.row, self.user), **marks_context(self.row, self.user)}

    def run(self, form: Any) -> str:
        """Write the round."""
        data = form.cleaned_data
        assess_model(
            user=self.user,
            model_id=self.row.pk,
            date=data["date"],
            team=data["team"],
            conclusion=data["conclusion"],
            marks=form.marks(),
            session=form.session(),
            paper=form.paper(),
            version=data["version"],
        )
        return "Đã ghi kết quả thẩm định."


class ReassessPage(ModelPage):
    """Take an assessed model back for another round."""

    edge = "reassess"
    title = "Thẩm định lại"
    form_class = NotePaperForm

    def form_kwargs(self) -> Typed:
        """The bloc signs."""
        return {"paper_only": self.records_only()}

    def run(self, form: Any) -> str:
        """Back to the report."""
        reassess_model(
            user=self.user,
            model_id=self.row.pk,
            note=form.cleaned_data["note"],
            paper=form.paper(),
        )
        return "Đã đưa mô hình về bước thẩm định."


class ReconsiderPage(ReassessPage):
    """Take a declined model back to assessed."""

    edge = "reconsider"
    title = "Xem xét lại"

    def form(self, data: Any = None, files: Any = None) -> Any:
        """The chairman or his deputy signs."""
        form = super().form(data, files)
        signers = form.fields["signer"].queryset
        form.fields["signer"].queryset = signers.filter(body=SignerBody.UBND)
        return form

    def run(self, form: Any) -> str:
        """Back to assessed."""
        reconsider_model(
            user=self.user,
            model_id=self.row.pk,
            note=form.cleaned_data["note"],
            paper=form.paper(),
        )
        return "Đã đưa mô hình về trạng thái đã thẩm định."


class ReviewPage(ModelPage):
    """The yearly look at a living model."""

    title = "Rà soát hằng năm"
    submit = "Ghi kết quả rà soát"
    form_class = ReviewForm

    def may(self) -> bool:
        """Clerk and bloc look."""
        return bool(roles_of(self.user) & {Role.CLERK, Role.MOBILIZATION_BLOC})

    def run(self, form: Any) -> str:
        """Write the row of the year."""
        data = form.cleaned_data
        review_model(
            user=self.user,
            model_id=self.row.pk,
            year=data["year"],
            date=data["date"],
            outcome=data["outcome"],
            text=data["text"],
        )
        return f"Đã ghi kết quả rà soát {data['year']}."


PAGES: dict[str, type[ModelPage]] = {
    "return": ReturnPage,
    "return_report": ReturnReportPage,
    "extend": ExtendPage,
    "verify": VerifyPage,
    "assess": AssessPage,
    "reassess": ReassessPage,
    "reconsider": ReconsiderPage,
    "review": ReviewPage,
    "mend": MendPage,
}


def _note_act(request: HttpRequest, act: str, dv_model: DanVanModel) -> str:
    """Call the service of an act that needs no more than a note; return what to say."""
    given: Typed = {"user": request.user, "model_id": dv_model.pk}
    note = request.POST.get("note", "")
    if act == "accept":
        acceptance.accept_model(**given, version=typed_version(request), note=note)
        return f"Đã tiếp nhận mô hình {dv_model.code}."
    if act == "remind":
        reminders.remind_owner(**given, text=note)
        return "Đã ghi lời nhắc; chủ mô hình thấy khi đăng nhập."
    if act == "withdraw-correction":
        acceptance.withdraw_correction(
            user=request.user, correction_id=correction_of(request, dv_model).pk
        )
        return "Đã rút nội dung cần bổ sung."
    services = {
        "unaccept": (acceptance.unaccept_model, "Đã thôi tiếp nhận mô hình."),
        "close": (acceptance.close_model, "Đã kết thúc mô hình vì không thực hiện."),
        "withdraw": (registration.withdraw_model, "Đã rút mô hình."),
        "restore": (registration.restore_model, "Đã khôi phục mô hình."),
    }
    service, said = services[act]
    service(**given, note=note)
    return said


NOTE_ACTS = frozenset(
    {"accept", "remind", "withdraw-correction", "unaccept", "close", "withdraw", "restore"}
)


def answer_act(
    model_admin: ModelAdmin, request: HttpRequest, dv_model: DanVanModel, act: str
) -> HttpResponse:
    """Answer one act on a model: its page, or the POST of a button."""
    if act in PAGES:
        page = PAGES[act](model_admin, request, dv_model)
        if not page.may():
            raise PermissionDenied
        return page.respond()
    if act not in NOTE_ACTS:
        raise Http404
    if request.method != "POST":
        return not_allowed("POST")
    if first := used_result(request):
        return redirect(first)
    url = workbench_url(dv_model)
    try:
        said = _note_act(request, act, dv_model)
    except NotAllowed as error:
        raise PermissionDenied(" ".join(error.reasons)) from error
    except DomainError as error:
        show_refusal(request, error)
        return redirect(url)
    remember_result(request, url)
    model_admin.message_user(request, said)
    return redirect(url)
