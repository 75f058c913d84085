"""Progress and result reports with their figures; returns with corrections."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dandvan import clock
from dandvan.vietnamese import short_date
from dandvan.views import run_service
from models_registry.domain.flow import MODEL_FLOW
from models_registry.enums import ModelState, ReportKind, WindowKind
from models_registry.forms.acts import CorrectionFormSet, ReportForm
from models_registry.models import ModelReport
from models_registry.queries import correction_due, model_actors, model_facts
from models_registry.queries_figure_sheet import figure_sheet
from models_registry.queries_figure_texts import report_notes, text_notes
from models_registry.queries_figures import figure_grid
from models_registry.services.acceptance import return_model
from models_registry.services.reporting import (
    late_days,
    return_report,
    send_result,
    write_report,
)
from models_registry.views.bases import ModelPage, WriterPage, detail_url
from models_registry.views.figure_cells import save_cells


class ModelReportView(WriterPage):
    """Write a result report; the named button also sends it."""

    kind = ReportKind.RESULT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form; a result starts from the report there is."""
        if self.dv_model.state != ModelState.ACCEPTED:
            return self._closed()
        last = self._last()
        initial = {"date": clock.today(), "text": last.text if last else ""}
        initial |= {"version": self.dv_model.version}
        return self._page(self._form(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write it; send it too when the button says so. Refused: nothing of either."""
        if self.dv_model.state != ModelState.ACCEPTED:
            return self._closed()
        form = self._form(request.POST)
        sending = self.kind == ReportKind.RESULT and request.POST.get("act") == "submit"
        if not form.is_valid():
            return self._page(form)
        if save_cells(lambda: self._write(form, sending=sending), form, self.dv_model) is None:
            return self.refused(self._page(form))
        messages.success(
            request,
            "Đã gửi báo cáo kết quả." if sending else "Đã lưu báo cáo.",
        )
        text = form.cleaned_data["text"]
        for note in report_notes(self.dv_model, text, figure_grid(self.dv_model)):
            messages.warning(request, f"Đối chiếu lại: {note}")
        return self.done(detail_url(self.dv_model))

    @transaction.atomic
    def _write(self, form: ReportForm, *, sending: bool) -> ModelReport:
        """The report, and the sending with it."""
        data, user = form.cleaned_data, self.request.user
        source = data.get("on_behalf_source", "")
        report = write_report(
            user=user,
            model_id=self.dv_model.pk,
            kind=self.kind,
            date=data["date"],
            text=data["text"],
            figures=form.figures(),
            on_behalf_source=source,
            reason=data.get("reason", ""),
        )
        if sending:
            send_result(
                user=user,
                model_id=self.dv_model.pk,
                version=data.get("version"),
                on_behalf_source=source,
            )
        return report

    def _closed(self) -> HttpResponse:
        """Reports are written while the model is carried out."""
        label = self.dv_model.get_state_display()
        messages.info(
            self.request, f"Mô hình đang ở trạng thái “{label}” nên không ghi báo cáo được."
        )
        return redirect(detail_url(self.dv_model))

    def _last(self) -> ModelReport | None:
        """The result report there is; progress reports start empty."""
        if self.kind != ReportKind.RESULT:
            return None
        return self.dv_model.reports.filter(kind=self.kind, is_current=True).first()

    def _form(self, data: Any = None, **kwargs: Any) -> ReportForm:
        """The form with one cell per indicator and place."""
        sheet = figure_sheet(self.dv_model)
        return ReportForm(data, sheet=sheet, on_behalf=self.on_behalf, **kwargs)

    def _page(self, form: ReportForm) -> HttpResponse:
        """Text, figures beside their targets, how late it is."""
        dv_model = self.dv_model
        grid = figure_grid(dv_model)
        ends = [
            row.ends for row in dv_model.year.windows.all() if row.kind == WindowKind.RESULT_REPORT
        ]
        is_result, last = self.kind == ReportKind.RESULT, self._last()
        context = {
            "dv_model": dv_model,
            "form": form,
            "detail_url": detail_url(dv_model),
            "is_result": is_result,
            "saved_at": last.written_at if last else None,
            "due": short_date(max(ends)) if ends else "",
            "late": late_days(dv_model, clock.today()) if is_result else 0,
            "grid": grid,
            "text_notes": text_notes(dv_model, grid),
        }
        return render(self.request, "models_registry/model_report.html", context)


class ModelProgressView(ModelReportView):
    """Write a progress report."""

    kind = ReportKind.PROGRESS


class ModelReturnView(ModelPage):
    """Return a registration, or a report, with what is to be mended."""

    edge = "return"

    def allowed(self) -> bool:
        """Those whom the flow names for this return."""
        who = MODEL_FLOW.edges[self.edge].who
        return bool(who & model_actors(self.dv_model, self.request.user))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Three empty rows; the due date is proposed."""
        refusals = self._refusals()
        if refusals:
            for reason in refusals:
                messages.error(request, reason)
            return redirect(detail_url(self.dv_model))
        initial = [{"due": correction_due(clock.today())} for _ in range(3)]
        return self._page(CorrectionFormSet(initial=initial, prefix="sua"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return with every filled row."""
        formset = CorrectionFormSet(request.POST, prefix="sua")
        if not formset.is_valid():
            return self._page(formset)
        form = formset.forms[0] if formset.forms else formset.empty_form
        version = request.POST.get("version", "")
        service = return_model if self.edge == "return" else return_report
        done = run_service(
            lambda: service(
                user=request.user,
                model_id=self.dv_model.pk,
                corrections=formset.inputs(),
                version=int(version) if version.isascii() and version.isdigit() else None,
            ),
            form,
        )
        if done is None:
            return self.refused(self._page(formset))
        messages.success(request, "Đã trả lại để bổ sung.")
        return self.done(detail_url(self.dv_model))

    def _refusals(self) -> list[str]:
        """Why it cannot be returned now, whatever is asked for."""
        facts = model_facts(self.dv_model, self.request.user, clock.today())
        edge = MODEL_FLOW.edges[self.edge]
        if self.dv_model.state not in edge.sources:
            label = self.dv_model.get_state_display()
            return [f"Không thể “{edge.label}” khi đang ở trạng thái “{label}”."]
        asks = [guard for guard in edge.guards if guard.__name__ != "return_names_corrections"]
        return [text for guard in asks if (text := guard(facts))]

    def _page(self, formset: Any) -> HttpResponse:
        """Rows of what is to be mended."""
        context = {
            "dv_model": self.dv_model,
            "formset": formset,
            "detail_url": detail_url(self.dv_model),
            "label": MODEL_FLOW.edges[self.edge].label,
            "has_errors": formset.is_bound,
        }
        return render(self.request, "models_registry/model_return.html", context)


class ModelReturnReportView(ModelReturnView):
    """Return a result report."""

    edge = "return_report"


def return_url(edge: str, pk: int) -> str:
    """The web page of a return."""
    name = "model_return" if edge == "return" else "model_return_report"
    return reverse(f"models_registry:{name}", args=[pk])
