"""The page of one model: what it is, what comes next, what happened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dandvan import clock
from dandvan.roles import roles_of
from models_registry.enums import ModelState, ReportKind
from models_registry.models import DanVanModel
from models_registry.queries import model_relations, sees_inside
from models_registry.queries_district import READERS, sent_rows_of
from models_registry.queries_figure_texts import text_notes
from models_registry.queries_figures import figure_grid
from models_registry.queries_files import evidence_of
from models_registry.queries_models import (
    STATE_TONES,
    open_corrections_of,
    timeline_of,
)
from models_registry.views.assess import marks_context
from models_registry.views.bases import ModelPage
from models_registry.views.display import registration_rows
from models_registry.views.evidence import evidence_context
from models_registry.views.evidence_request import requests_context
from models_registry.views.mending import mending_context, message_context
from models_registry.views.model_acts import next_actions
from models_registry.views.papers import paper_links
from models_registry.views.replication import family_context
from models_registry.views.site_visit import visits_context

# What is still to come, by state.
TO_COME = {
    ModelState.DRAFT: ("Gửi đăng ký", "Tiếp nhận", "Báo cáo kết quả", "Thẩm định", "Công nhận"),
    ModelState.SUBMITTED: ("Tiếp nhận", "Báo cáo kết quả", "Thẩm định", "Công nhận"),
    ModelState.RETURNED: ("Gửi lại", "Tiếp nhận", "Báo cáo kết quả", "Thẩm định", "Công nhận"),
    ModelState.ACCEPTED: ("Báo cáo kết quả", "Thẩm định", "Công nhận"),
    ModelState.REPORTED: ("Thẩm định", "Công nhận"),
    ModelState.ASSESSED: ("Công nhận",),
}


class ModelDetailView(ModelPage):
    """Everybody of the commune reads the text; its people and reviewers also the inside."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Content left, acts and events right."""
        dv_model, user = self.dv_model, request.user
        inside = sees_inside(user, dv_model)
        grid = figure_grid(dv_model)
        context = {
            "dv_model": dv_model,
            "state_css": STATE_TONES.get(dv_model.state, ""),
            "sections": registration_rows(dv_model),
            "grid": grid,
            "reports": list(dv_model.reports.filter(is_current=True).order_by("-id")),
            "result_kind": ReportKind.RESULT,
            "registered": sent_rows_of(dv_model),
            "reads_lists": bool(roles_of(user) & READERS),
            "recognitions": list(dv_model.recognitions.select_related("decision__paper")),
            "actions": next_actions(dv_model, user),
            "events": timeline_of(dv_model, user),
            "todo": TO_COME.get(ModelState(dv_model.state), ()),
            "inside": inside,
            "today": clock.today(),
            **family_context(dv_model, user),
            **visits_context(dv_model, user),
        }
        if inside:
            context |= self._inside(dv_model) | {"text_notes": text_notes(dv_model, grid)}
            context |= requests_context(dv_model, user)
            context |= marks_context(dv_model, user)
        context |= message_context(dv_model, request)
        return render(request, "models_registry/model_detail.html", context)

    def _inside(self, dv_model: DanVanModel) -> dict[str, Any]:
        """Corrections, evidence, papers, marks, telephone."""
        return {
            "corrections": open_corrections_of(dv_model),
            **mending_context(
                dv_model,
                self.request.user,
                withdraw_url=reverse("models_registry:correction_withdraw", args=[dv_model.pk]),
            ),
            **evidence_context(evidence_of(dv_model)),
            "papers": paper_links(dv_model),
            "assessments": list(
                dv_model.assessments.prefetch_related(
                    "marks__quality",
                    "attendees__individual",
                    "requests__quality",
                    "requests__files",
                ).order_by("-round")
            ),
            "is_ours": bool(model_relations(dv_model, self.request.user)),
            "phone": dv_model.owner_person.phone,
        }
