"""Evaluations against section IV, to read; they are worked on in the clerk's workbench."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from awards.domain.evaluation_flow import EVALUATION_FLOW
from awards.enums import EvaluationState, NominationState
from awards.filters import EvaluationFilter
from awards.models import Evaluation
from awards.queries_evaluation import (
    changes_since_frozen,
    evaluations_visible_to,
    findings_of,
    impediments_shown_to,
    readiness,
)
from awards.queries_resting import models_behind
from awards.queries_web import happenings, is_office, listed_evaluations
from awards.views.bases import FilteredList, ObjectPage, met_words, with_pages
from awards.views.flow_buttons import optional_url
from dandvan.buttons import ActionButton
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date

TODO = {
    EvaluationState.OPEN: ["Kết luận phiếu", "Khóa phiếu khi ban hành tờ trình, quyết định"],
    EvaluationState.CONCLUDED: ["Khóa phiếu khi ban hành tờ trình, quyết định"],
    EvaluationState.FROZEN: [],
}


class EvaluationList(FilteredList):
    """Evaluations of the commune, as far as the person may know of them."""

    template_name = "awards/evaluation_list.html"
    filter_class = EvaluationFilter
    workbench = "admin:awards_evaluation_changelist"

    def rows(self) -> QuerySet[Evaluation]:
        """Current rounds."""
        return listed_evaluations(evaluations_visible_to(self.request.user))


class EvaluationDetail(ObjectPage):
    """One sheet of section IV: condition, finding, reason, what it rests on."""

    template_name = "awards/evaluation_detail.html"
    context_object_name = "evaluation"

    def visible(self) -> QuerySet[Evaluation]:
        """Sheets this person may know of."""
        return evaluations_visible_to(self.request.user).select_related(
            "year__plan", "collective__kind", "individual"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Findings with their grounds, what they suffice for, what happened."""
        user, row = self.request.user, self.object
        views = findings_of(row)
        office, is_clerk = is_office(user), Role.CLERK in roles_of(user)
        concluded = f"kết luận ngày {short_date(row.concluded_on)}" if row.concluded_on else ""
        return super().get_context_data(
            findings=views,
            met_words=met_words(views),
            concluded_words=concluded,
            shows_links=is_clerk,
            warnings=changes_since_frozen(row) if office else (),
            impediments=impediments_shown_to(user, row),
            readiness=readiness(row, views) if office else (),
            models=with_pages(models_behind(row.subject, row.year)),
            nominations=self._nominations(),
            newer=self._newer(),
            paper_url=optional_url("awards:evaluation_paper", row.pk),
            actions=self._actions() if is_clerk else [],
            happenings=happenings(EVALUATION_FLOW, row),
            todo=TODO[row.state],
            **kwargs,
        )

    def _nominations(self) -> list[Any]:
        """Nominations that rest on this sheet."""
        rows = self.object.nominations.exclude(state=NominationState.WITHDRAWN)
        return list(rows.select_related("award_kind"))

    def _newer(self) -> Evaluation | None:
        """The current round when this one was replaced."""
        row = self.object
        if row.is_current:
            return None
        return Evaluation.objects.filter(
            year_id=row.year_id,
            collective_id=row.collective_id,
            individual_id=row.individual_id,
            is_current=True,
        ).first()

    def _actions(self) -> list[ActionButton]:
        """The clerk's way to his workbench."""
        url = optional_url("admin:awards_evaluation_change", self.object.pk)
        return [ActionButton("Mở bàn làm việc", needs_form_url=url)] if url else []
