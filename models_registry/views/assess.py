"""Assess a reported model on the web: clerk and bloc."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dandvan import clock
from dandvan.views import run_service
from models_registry.domain.flow import MODEL_FLOW, not_ones_own
from models_registry.forms.assess import AssessForm
from models_registry.queries import model_actors, model_facts
from models_registry.queries_figure_texts import text_notes
from models_registry.queries_figures import figure_grid
from models_registry.queries_files import evidence_of
from models_registry.services.assessment import assess_model
from models_registry.views.bases import ModelPage, detail_url
from models_registry.views.evidence import evidence_context


class ModelAssessView(ModelPage):
    """Every quality of the plan with its mark and reason, then the conclusion."""

    def allowed(self) -> bool:
        """Those whom the flow names."""
        who = MODEL_FLOW.edges["assess"].who
        return bool(who & model_actors(self.dv_model, self.request.user))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form beside figures and evidence."""
        if refusal := self._refusal():
            messages.error(request, refusal)
            return redirect(detail_url(self.dv_model))
        initial = {"date": clock.today(), "version": self.dv_model.version}
        return self._page(self._form(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write the round; what was typed stays when it is refused."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        data = form.cleaned_data
        done = run_service(
            lambda: assess_model(
                user=request.user,
                model_id=self.dv_model.pk,
                date=data["date"],
                team=data["team"],
                conclusion=data["conclusion"],
                marks=form.marks(),
                version=data.get("version"),
            ),
            form,
        )
        if done is None:
            return self.refused(self._page(form))
        messages.success(request, f"Đã ghi kết quả thẩm định vòng {done.round}.")
        return self.done(detail_url(self.dv_model))

    def _refusal(self) -> str | None:
        """Why it cannot be assessed now, whatever the marks."""
        edge = MODEL_FLOW.edges["assess"]
        if self.dv_model.state not in edge.sources:
            label = self.dv_model.get_state_display()
            return f"Không thể “{edge.label}” khi đang ở trạng thái “{label}”."
        return not_ones_own(model_facts(self.dv_model, self.request.user, clock.today()))

    def _form(self, data: Any = None, **kwargs: Any) -> AssessForm:
        """The form over the qualities of the model's plan."""
        return AssessForm(
            data,
            qualities=list(self.dv_model.year.plan.qualities.all()),
            evidence=evidence_of(self.dv_model),
            **kwargs,
        )

    def _page(self, form: AssessForm) -> HttpResponse:
        """Report, figures and files before the questions."""
        dv_model = self.dv_model
        grid = figure_grid(dv_model)
        context = {
            "dv_model": dv_model,
            "form": form,
            "detail_url": detail_url(dv_model),
            "grid": grid,
            "text_notes": text_notes(dv_model, grid),
            **evidence_context(evidence_of(dv_model)),
            "report": dv_model.reports.filter(kind="result", is_current=True).first(),
            "inside": True,
        }
        return render(self.request, "models_registry/model_assess.html", context)
