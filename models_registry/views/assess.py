"""Assess a reported model on the web: each assessor for himself, then together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dandvan import clock
from dandvan.views import run_service
from models_registry.domain.flow import MODEL_FLOW, not_ones_own
from models_registry.enums import ModelState
from models_registry.forms.assess import AssessForm, OwnMarksForm
from models_registry.models import AssessorMark, DanVanModel, Quality, User
from models_registry.queries import (
    current_individual_id,
    model_actors,
    model_facts,
    sits_in_a_team,
)
from models_registry.queries_assessing import (
    MarksShown,
    assessors_of,
    is_assessor,
    marks_shown,
    open_round,
)
from models_registry.queries_figure_texts import text_notes
from models_registry.queries_figures import figure_grid
from models_registry.queries_files import evidence_of
from models_registry.services.assessment import assess_model
from models_registry.services.assessor_marks import give_marks
from models_registry.views.bases import ModelPage, detail_url
from models_registry.views.evidence import evidence_context
from models_registry.views.site_visit import visits_context


def marks_url(dv_model: DanVanModel) -> str:
    """Where an assessor gives his own marks."""
    return reverse("models_registry:own_marks", args=[dv_model.pk])


def material(dv_model: DanVanModel, user: User) -> dict[str, Any]:
    """What an assessor reads before he judges: report, figures, visits, files, earlier rounds."""
    grid = figure_grid(dv_model)
    rounds = dv_model.assessments.prefetch_related("marks__quality", "requests__quality")
    return {
        "dv_model": dv_model,
        "detail_url": detail_url(dv_model),
        "grid": grid,
        "text_notes": text_notes(dv_model, grid),
        **evidence_context(evidence_of(dv_model)),
        "report": dv_model.reports.filter(kind="result", is_current=True).first(),
        "inside": True,
        "earlier": list(rounds.order_by("-round")),
        **visits_context(dv_model, user),
        "visit_url": "",
    }


def marks_context(dv_model: DanVanModel, user: User) -> dict[str, Any]:
    """The card with what each assessor thinks: of the open round, else of the last one."""
    last = open_round(dv_model)
    number = last if dv_model.state == ModelState.REPORTED else last - 1
    if number < 1:
        return {}
    shown = marks_shown(dv_model, user, number, clock.today())
    is_open = dv_model.state == ModelState.REPORTED
    if not (shown.has_marks or (is_open and shown.assessors and not _is_own(dv_model, user))):
        return {}
    return {
        "assessor_marks": shown,
        "marks_open": is_open,
        "own_marks_url": marks_url(dv_model) if is_open and shown.i_am_one else "",
    }


def _is_own(dv_model: DanVanModel, user: User) -> bool:
    """Whether the person may not judge this model."""
    return bool(not_ones_own(model_facts(dv_model, user, clock.today())))


class JudgePage(ModelPage):
    """A page on which somebody judges a reported model."""

    def _refusal(self) -> str | None:
        """Why it cannot be judged now, whatever the marks."""
        edge = MODEL_FLOW.edges["assess"]
        if self.dv_model.state not in edge.sources:
            label = self.dv_model.get_state_display()
            return f"Không thể “{edge.label}” khi đang ở trạng thái “{label}”."
        return not_ones_own(model_facts(self.dv_model, self.request.user, clock.today()))

    def turned_away(self) -> HttpResponse | None:
        """Back to the model with the reason; None when the page makes sense."""
        if refusal := self._refusal():
            messages.error(self.request, refusal)
            return redirect(detail_url(self.dv_model))
        return None

    @property
    def qualities(self) -> list[Quality]:
        """The plan's qualities."""
        return list(self.dv_model.year.plan.qualities.all())


class ModelAssessView(JudgePage):
    """Every quality of the plan with its mark and reason, then the conclusion."""

    def allowed(self) -> bool:
        """Those whom the flow names."""
        who = MODEL_FLOW.edges["assess"].who
        return bool(who & model_actors(self.dv_model, self.request.user))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form beside figures, visits, evidence and the assessors' marks."""
        return self.turned_away() or self._page(self._form())

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
                session=form.session(),
                version=data.get("version"),
            ),
            form,
        )
        if done is None:
            return self.refused(self._page(form))
        messages.success(request, f"Đã ghi kết quả thẩm định vòng {done.round}.")
        return self.done(detail_url(self.dv_model))

    def _form(self, data: Any = None) -> AssessForm:
        """The form over the qualities of the model's plan."""
        return AssessForm(
            data,
            user=self.request.user,
            row=self.dv_model,
            qualities=self.qualities,
            evidence=evidence_of(self.dv_model),
            assessors=assessors_of(self.dv_model, clock.today()),
        )

    def _page(self, form: AssessForm) -> HttpResponse:
        """Report, figures and files before the questions."""
        user = self.request.user
        context = {
            **material(self.dv_model, user),
            **marks_context(self.dv_model, user),
            "form": form,
        }
        return render(self.request, "models_registry/model_assess.html", context)


class OwnMarksView(JudgePage):
    """An assessor's own marks before the joint round, on a phone."""

    def allowed(self) -> bool:
        """The team in force; who is of the model himself hears why not."""
        user = self.request.user
        return is_assessor(self.dv_model, user, clock.today()) or sits_in_a_team(
            user, self.dv_model
        )

    def _refusal(self) -> str | None:
        """Also who sat in an earlier team only."""
        refusal = super()._refusal()
        if refusal or is_assessor(self.dv_model, self.request.user, clock.today()):
            return refusal
        return "Bạn không còn trong tổ thẩm định đang làm việc."

    def _mine(self) -> QuerySet[AssessorMark]:
        """The person's current marks of the open round."""
        return AssessorMark.objects.filter(
            dv_model=self.dv_model,
            round=open_round(self.dv_model),
            assessor_id=current_individual_id(self.request.user),
            replaced_at=None,
        )

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was given so far."""
        if away := self.turned_away():
            return away
        initial: dict[str, Any] = {}
        for row in self._mine():
            initial |= {f"kq-{row.quality_id}": row.mark, f"cc-{row.quality_id}": row.reason}
        return self._page(self._form(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save what is filled in; once the set is full the others' marks are seen."""
        if away := self.turned_away():
            return away
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        given = run_service(
            lambda: give_marks(user=request.user, model_id=pk, marks=form.marks()), form
        )
        if given is None:
            return self.refused(self._page(form))
        if not given.is_full:
            said = (
                f"Đã lưu ý kiến về {given.given} trên {given.of} phẩm chất; viết tiếp khi có thể."
            )
            messages.warning(request, said)
            return self.done(marks_url(self.dv_model))
        messages.success(request, "Đã ghi đủ ý kiến của bạn; sửa được đến khi thẩm định chung.")
        return self.done(f"{detail_url(self.dv_model)}#y-kien")

    def _form(self, data: Any = None, **kwargs: Any) -> OwnMarksForm:
        """The form over the qualities of the model's plan."""
        return OwnMarksForm(
            data, user=self.request.user, row=self.dv_model, qualities=self.qualities, **kwargs
        )

    def _page(self, form: OwnMarksForm) -> HttpResponse:
        """Report, figures, visits and files before the questions."""
        user = self.request.user
        shown: MarksShown = marks_shown(
            self.dv_model, user, open_round(self.dv_model), clock.today()
        )
        context = {**material(self.dv_model, user), "form": form, "assessor_marks": shown}
        return render(self.request, "models_registry/own_marks.html", context)
