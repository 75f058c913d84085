"""The last page of a registration: read everything, then send; and the answer to a return."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dandvan.roles import Role, roles_of
from dandvan.views import run_service
from models_registry.enums import FormPart, ModelState
from models_registry.forms.acts import AnswerForm, BehalfForm, SubmitForm
from models_registry.models import Correction
from models_registry.queries import missing_parts
from models_registry.queries_corrections import compared
from models_registry.queries_figure_texts import goal_notes
from models_registry.queries_figures import figure_grid
from models_registry.queries_files import evidence_of
from models_registry.queries_models import (
    like_named_models,
    open_corrections_of,
)
from models_registry.services.registration import (
    answer_correction,
    resubmit_model,
    submit_model,
)
from models_registry.views.bases import detail_url
from models_registry.views.display import registration_rows
from models_registry.views.edit import BY_SLUG, STEP_OF_PART, EditPage, step_url
from models_registry.views.receipt import receipt_page_url
from models_registry.views.start import behalf_key


def part_url(page: EditPage, part: str) -> str:
    """Where a part of the registration is mended."""
    slug = STEP_OF_PART.get(FormPart(part), "")
    if slug == "minh-chung":
        return reverse("models_registry:model_files", args=[page.dv_model.pk])
    return step_url(page.dv_model, slug) if slug else ""


class ModelSubmitView(EditPage):
    """Everything once more, what is missing, and the button that sends."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The draft as it will be sent."""
        if not self.editable:
            return self.closed()
        initial = {
            "version": self.dv_model.version,
            "on_behalf_source": request.session.get(behalf_key(self.dv_model), ""),
        }
        return self._page(self._form(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the draft. A returned model is sent from its own page."""
        if self.dv_model.state != ModelState.DRAFT:
            return self.closed()
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        data = form.cleaned_data
        sent = run_service(
            lambda: submit_model(
                user=request.user,
                model_id=self.dv_model.pk,
                version=data.get("version"),
                window=data.get("window"),
                late_reason=data.get("late_reason", ""),
                on_behalf_source=data.get("on_behalf_source", ""),
                note=data.get("note", ""),
            ),
            form,
        )
        if sent is None:
            return self.refused(self._page(form))
        request.session.pop(behalf_key(sent), None)
        return self.done(receipt_page_url(sent))

    def _form(self, data: Any = None, **kwargs: Any) -> SubmitForm:
        """The form with the questions of this person and day."""
        return SubmitForm(
            data,
            dv_model=self.dv_model,
            is_clerk=Role.CLERK in roles_of(self.request.user),
            on_behalf=self.on_behalf,
            **kwargs,
        )

    def _page(self, form: SubmitForm) -> HttpResponse:
        """The page; missing parts lead to their steps."""
        dv_model = self.dv_model
        grid = figure_grid(dv_model)
        context = {
            **self.step_context(BY_SLUG["gui"]),
            "form": form,
            "sections": registration_rows(dv_model),
            "grid": grid,
            "text_notes": goal_notes(dv_model, grid),
            "evidence_count": len(evidence_of(dv_model)),
            "missing": [(part.label, part_url(self, part)) for part in missing_parts(dv_model)],
            "like_named": like_named_models(
                self.request.user, dv_model.name, exclude_pk=dv_model.pk
            ),
            "keep": f"mo-hinh-{dv_model.pk}-gui",
            "supplement_url": reverse("models_registry:model_supplement", args=[dv_model.pk]),
        }
        return render(self.request, "models_registry/model_submit.html", context)


class ModelSupplementView(EditPage):
    """A returned model: each correction with the part it names, an answer, then sent again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open corrections first."""
        if self._nothing_to_do():
            return self.closed()
        return self._page(self._answers(None), self._behalf(None))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the answers that were given; send when the button says so."""
        if self._nothing_to_do():
            return self.closed()
        forms, behalf = self._answers(request.POST), self._behalf(request.POST)
        sending = request.POST.get("act") == "submit" and self.dv_model.state == ModelState.RETURNED
        complete = self._store(forms)
        if not sending:
            if any(form.errors and form["answer"].value() for form in forms):
                return self._page(forms, behalf)
            messages.success(request, "Đã lưu phần trả lời.")
            return self.done(detail_url(self.dv_model))
        if not (behalf.is_valid() and complete):
            return self._page(forms, behalf)
        sent = run_service(
            lambda: resubmit_model(
                user=request.user,
                model_id=self.dv_model.pk,
                on_behalf_source=behalf.cleaned_data.get("on_behalf_source", ""),
            ),
            behalf,
        )
        if sent is None:
            return self.refused(self._page(forms, behalf))
        return self.done(receipt_page_url(sent))

    def _corrections(self) -> list[Correction]:
        """Open ones and those answered since the last return, while they can be answered."""
        if self.dv_model.state not in (ModelState.RETURNED, ModelState.ACCEPTED):
            return []
        rows = list(self.dv_model.corrections.exclude(status="withdrawn").order_by("id"))
        still_open = [row for row in rows if row.status == "open"]
        if self.dv_model.state == ModelState.ACCEPTED and not still_open:
            return []
        last = max((row.round for row in rows), default=0)
        answered = [row for row in rows if row.round == last and row.sent_at is None]
        return sorted({*still_open, *answered}, key=lambda row: row.pk)

    def _nothing_to_do(self) -> bool:
        """Whether there is neither anything to answer nor anything to send again."""
        return self.dv_model.state != ModelState.RETURNED and not self._corrections()

    def _answers(self, data: Any) -> list[AnswerForm]:
        """One small form per correction."""
        return [
            AnswerForm(data, correction=row, initial={"answer": row.answer})
            for row in self._corrections()
        ]

    def _behalf(self, data: Any) -> BehalfForm:
        """Asked only when the clerk sends for somebody."""
        needed = self.on_behalf and self.dv_model.state == ModelState.RETURNED
        return BehalfForm(data, on_behalf=needed)

    def _store(self, forms: list[AnswerForm]) -> bool:
        """Write the answers that were given; whether all were."""
        complete = True
        for form in forms:
            if not form.is_valid():
                complete = False
                continue
            pk, text = form.correction.pk, form.cleaned_data["answer"]
            done = run_service(
                lambda pk=pk, text=text: answer_correction(  # type: ignore[misc]
                    user=self.request.user, correction_id=pk, answer=text
                ),
                form,
            )
            complete = complete and done is not None
        return complete

    def _page(self, forms: list[AnswerForm], behalf: BehalfForm) -> HttpResponse:
        """What is asked, where it is mended, the answers."""
        dv_model = self.dv_model
        context = {
            "dv_model": dv_model,
            "detail_url": detail_url(dv_model),
            "answers": [
                (form, self._where(form.correction), compared(form.correction, dv_model))
                for form in forms
            ],
            "answer_forms": forms,
            "behalf": behalf,
            "saved_at": max(filter(None, (f.correction.closed_at for f in forms)), default=None),
            "open_count": len(open_corrections_of(dv_model)),
            "missing": missing_parts(dv_model),
            "is_returned": dv_model.state == ModelState.RETURNED,
            "has_errors": any(form.errors for form in (*forms, behalf) if form.is_bound),
        }
        return render(self.request, "models_registry/model_supplement.html", context)

    def _where(self, correction: Correction) -> str:
        """The page on which the part is mended."""
        if self.dv_model.state == ModelState.ACCEPTED and correction.part in (
            FormPart.REPORT,
            FormPart.FIGURES,
        ):
            return reverse("models_registry:model_report", args=[self.dv_model.pk])
        if correction.part == FormPart.EVIDENCE or self.editable:
            return part_url(self, correction.part)
        return ""
