"""What an assessment asked for: the notice on a model's page, and the form of the answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dandvan import clock
from dandvan.views import run_service
from models_registry.enums import ModelState
from models_registry.forms.evidence_request import EvidenceAnswerForm
from models_registry.models import DanVanModel, EvidenceRequest, User
from models_registry.queries import model_actors
from models_registry.queries_assessing import current_requests, evidence_requests_visible_to
from models_registry.services.evidence_request import answer_request
from models_registry.services.registration import WRITERS
from models_registry.views.bases import ModelPage, detail_url


class EvidenceAnswerView(ModelPage):
    """Owner, members and the clerk hand in what was asked for."""

    def get_object(self, queryset: QuerySet[Any] | None = None) -> DanVanModel:
        """The model of the request in the address; 404 where the person may not know of it."""
        rows = evidence_requests_visible_to(self.request.user).select_related(
            "quality", "assessment", "answered_by__individual"
        )
        self.asked: EvidenceRequest = super().get_object(rows)
        return self.visible().get(pk=self.asked.assessment.dv_model_id)

    def allowed(self) -> bool:
        """Those who write the model."""
        return bool(WRITERS & model_actors(self.dv_model, self.request.user))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is asked, and the form."""
        return self._page(self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the files, then the answer."""
        form = self._form(request.POST, request.FILES)
        form.is_valid()
        files = form.keep_files()
        if form.errors:
            return self._page(form)
        row = run_service(
            lambda: answer_request(
                user=request.user,
                request_id=pk,
                answer=form.cleaned_data["answer"],
                files=files,
            ),
            form,
        )
        if row is None:
            return self.refused(self._page(form))
        messages.success(request, "Đã gửi bổ sung. Tổ thẩm định sẽ xem và thẩm định lại.")
        return self.done(detail_url(self.dv_model))

    def _form(self, *args: Any) -> EvidenceAnswerForm:
        """The form over this model's evidence."""
        return EvidenceAnswerForm(*args, user=self.request.user, dv_model=self.dv_model)

    def _page(self, form: EvidenceAnswerForm) -> HttpResponse:
        """The page."""
        context = {
            "dv_model": self.dv_model,
            "asked": self.asked,
            "form": form,
            "detail_url": detail_url(self.dv_model),
            "today": clock.today(),
        }
        return render(self.request, "models_registry/evidence_answer.html", context)


def requests_context(dv_model: DanVanModel, user: User) -> dict[str, Any]:
    """What is asked for now, with the way to answer, for who sees inside the model."""
    if dv_model.state != ModelState.ASSESSED:
        return {}
    may = bool(WRITERS & model_actors(dv_model, user))
    return {
        "asked": [
            {
                "row": row,
                "late": row.is_open and row.due < clock.today(),
                "url": reverse("models_registry:evidence_answer", args=[row.pk])
                if may and row.is_open
                else "",
            }
            for row in current_requests(dv_model)
        ]
    }
