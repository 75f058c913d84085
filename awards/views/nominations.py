"""Nominations: read by who has to do with them, agreed to, put forward (plan V.2)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from awards.domain.nomination_flow import NOMINATION_FLOW
from awards.enums import NominationState
from awards.filters import NominationFilter
from awards.models import Nomination
from awards.queries_council import meetings_visible_to, vote_of
from awards.queries_evaluation import (
    evaluations_visible_to,
    findings_of,
    impediments_shown_to,
    unmet_for,
)
from awards.queries_nomination import (
    detailed,
    nomination_actors,
    nomination_facts,
    nominations_visible_to,
)
from awards.queries_resting import models_behind
from awards.queries_rounds import since_vote_sentences
from awards.queries_web import happenings, listed_nominations
from awards.services.achievement_report import start_achievement_report
from awards.services.nomination import (
    agree_nomination,
    object_nomination,
    put_forward_nomination,
    repropose_nomination,
    withdraw_nomination,
)
from awards.views.bases import FilteredList, ObjectPage, met_words, with_pages
from awards.views.flow_buttons import Way, flow_buttons, optional_url, paper_button
from dandvan import clock
from dandvan.buttons import ActionButton
from dandvan.roles import Relation, Role
from dandvan.vietnamese import short_date
from dandvan.views import ActionView
from models_registry.enums import AwardLevel

WAYS = {
    "agree": Way("awards:nomination_agree"),
    "object": Way("awards:nomination_object"),
    "repropose": Way("awards:nomination_repropose"),
    "put_forward": Way("awards:nomination_put_forward"),
    "withdraw": Way("awards:nomination_withdraw"),
}
TODO = {
    NominationState.PROPOSED: ["Khối Dân vận cho ý kiến", "Chủ tịch đưa ra bình xét"],
    NominationState.OBJECTED: ["Văn phòng – thống kê đề xuất lại hoặc rút"],
    NominationState.AGREED: ["Chủ tịch đưa ra bình xét"],
    NominationState.PUT_FORWARD: [],
    NominationState.WITHDRAWN: [],
}
WRITERS = frozenset({Relation.NOMINEE, Role.CLERK})


class NominationList(FilteredList):
    """Nominations of the commune; one's own for a nominee."""

    template_name = "awards/nomination_list.html"
    filter_class = NominationFilter
    workbench = "admin:awards_nomination_changelist"

    def rows(self) -> QuerySet[Nomination]:
        """Nominations with report, dossier and outcome."""
        return listed_nominations(nominations_visible_to(self.request.user, clock.today()))


class NominationMixin:
    """Nominations this person may know of."""

    def visible(self) -> QuerySet[Nomination]:
        """With all that the page and the rules read."""
        return detailed(nominations_visible_to(self.request.user, clock.today()))


class NominationDetail(NominationMixin, ObjectPage):
    """One nomination: on what it rests, what was said, what can be done now."""

    template_name = "awards/nomination_detail.html"
    context_object_name = "nomination"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Findings as far as they may be seen, impediments, models, buttons, trace."""
        user, row = self.request.user, self.object
        evaluation = row.evaluation
        sees = evaluations_visible_to(user).filter(pk=evaluation.pk).exists()
        views = findings_of(evaluation) if sees else ()
        impediments = impediments_shown_to(user, evaluation)
        return super().get_context_data(
            rows=self._rows(),
            sees_findings=sees,
            findings=views,
            met_words=met_words(views),
            unmet=unmet_for(evaluation, row.award_kind, views=views) if sees else (),
            impediments=impediments,
            since_vote=since_vote_sentences(vote_of(row), impediments) if impediments else (),
            models=with_pages(models_behind(row.subject, evaluation.year)),
            votes=self._votes(),
            sees_meetings=meetings_visible_to(user, clock.today()).exists(),
            report=getattr(row, "achievement_report", None),
            award=getattr(row, "award", None),
            actions=self._actions(),
            happenings=happenings(NOMINATION_FLOW, row),
            todo=self._todo(),
            **kwargs,
        )

    def _rows(self) -> list[tuple[str, Any]]:
        row = self.object
        rows = [
            ("Tập thể, cá nhân", row.subject),
            ("Hình thức khen", row.award_kind),
            ("Người có thẩm quyền", row.award_kind.authority),
            ("Ngày đề xuất", short_date(row.proposed_on)),
            ("Thành tích tóm tắt", row.citation),
        ]
        if row.award_kind.makes_dossier:
            rows.append(("Hồ sơ", row.dossier.code if row.dossier else ""))
        return rows

    def _votes(self) -> list[Any]:
        """Counts of meetings that are closed; an open count is nobody's to read here."""
        rows = self.object.votes.filter(is_final=True, meeting__closed_at__isnull=False)
        return list(rows.select_related("meeting"))

    def _todo(self) -> list[str]:
        row = self.object
        steps = list(TODO[row.state])
        if row.state == NominationState.WITHDRAWN or hasattr(row, "outcome"):
            return []
        if not self._votes():
            steps.append("Hội đồng bình xét")
        if row.award_kind.makes_dossier:
            upward = row.award_kind.level == AwardLevel.UPWARD
            steps.append("Cấp trên quyết định" if upward else "Chủ tịch quyết định khen thưởng")
        return steps

    def _actions(self) -> list[ActionButton]:
        user, row, day = self.request.user, self.object, clock.today()
        actors = nomination_actors(row, user, day)
        buttons = flow_buttons(
            NOMINATION_FLOW,
            row,
            actors=actors,
            facts=nomination_facts(row, user, day),
            ways=WAYS,
        )
        workbench = optional_url("admin:awards_nomination_page", row.pk)
        buttons += paper_button(NOMINATION_FLOW, row, user=user, url=workbench)
        if self._may_start_report(actors):
            buttons.insert(
                0,
                ActionButton(
                    "Viết báo cáo thành tích", reverse("awards:report_start", args=[row.pk])
                ),
            )
        return buttons

    def _may_start_report(self, actors: frozenset[Any]) -> bool:
        row = self.object
        return (
            bool(actors & WRITERS)
            and row.award_kind.makes_dossier
            and row.state != NominationState.WITHDRAWN
            and not hasattr(row, "achievement_report")
        )


class NominationAct(NominationMixin, ActionView):
    """One act on a nomination."""

    def note(self) -> str:
        """The reason that was typed."""
        return self.request.POST.get("note", "")

    def done_url(self, obj: Nomination) -> str:
        """Back to the nomination."""
        return reverse("awards:nomination_detail", args=[obj.pk])


class NominationAgree(NominationAct):
    """The bloc agrees."""

    def act(self, obj: Nomination) -> str:
        """Agree."""
        agree_nomination(user=self.request.user, nomination_id=obj.pk)
        return f"Đã thống nhất đề nghị khen thưởng {obj.subject}."


class NominationObject(NominationAct):
    """The bloc does not agree, with its reason."""

    def act(self, obj: Nomination) -> str:
        """Object."""
        object_nomination(user=self.request.user, nomination_id=obj.pk, note=self.note())
        return f"Đã ghi ý kiến chưa thống nhất về {obj.subject}."


class NominationRepropose(NominationAct):
    """The clerk proposes again."""

    def act(self, obj: Nomination) -> str:
        """Propose again."""
        repropose_nomination(user=self.request.user, nomination_id=obj.pk, note=self.note())
        return f"Đã đề xuất lại {obj.subject}."


class NominationPutForward(NominationAct):
    """The chair puts the nominee forward."""

    def act(self, obj: Nomination) -> str:
        """Put forward."""
        put_forward_nomination(user=self.request.user, nomination_id=obj.pk)
        return f"Đã đưa {obj.subject} ra Hội đồng bình xét."


class NominationWithdraw(NominationAct):
    """The clerk withdraws."""

    def act(self, obj: Nomination) -> str:
        """Withdraw."""
        withdraw_nomination(user=self.request.user, nomination_id=obj.pk, note=self.note())
        return f"Đã rút đề nghị khen thưởng {obj.subject}."


class ReportStart(NominationAct):
    """The nominee begins his report; it starts from the records."""

    def act(self, obj: Nomination) -> str:
        """Make the draft, or find the one there is."""
        self.report = start_achievement_report(user=self.request.user, nomination=obj)
        return "Đã lập bản nháp báo cáo thành tích từ dữ liệu mô hình. Đọc lại và viết thêm."

    def done_url(self, obj: Nomination) -> str:
        """To the report; back to the nomination after a refusal."""
        report = getattr(self, "report", None)
        if report is None:
            return super().done_url(obj)
        return reverse("awards:report_edit", args=[report.pk])
