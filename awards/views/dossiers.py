"""Award dossiers: what is in them, what they lack, and the acts of chair and council."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from awards.documents.paper_checks import dossier_warnings
from awards.documents.papers import dossier_papers, paper_day
from awards.domain.checklist import PartStatus
from awards.domain.dossier_flow import dossier_flow
from awards.enums import DossierState
from awards.filters import DossierFilter
from awards.models import Dossier
from awards.queries_dossier import (
    ChecklistRow,
    DossierCase,
    dossier_actors,
    dossier_facts,
    dossiers_visible_to,
    read_dossier,
)
from awards.queries_evaluation import unmet_for
from awards.queries_web import happenings, listed_dossiers
from awards.views.bases import FilteredList, ObjectPage, met_words
from awards.views.flow_buttons import Way, flow_buttons, optional_url, paper_button
from awards.views.paper_sources import DossierSource
from dandvan import clock
from dandvan.buttons import ActionButton
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date

WAYS = {
    "appraise": Way("awards:dossier_appraise"),
    "sign": Way("awards:dossier_sign", form=True),
    "return": Way("awards:dossier_return"),
}
OWN_WAYS = {**WAYS, "decide": Way("awards:dossier_decide", form=True)}
UPWARD_STEPS = (
    (DossierState.DRAFTING, "Kiểm tra đủ thành phần"),
    (DossierState.CHECKED, "Hội đồng bình xét"),
    (DossierState.APPRAISED, "Chủ tịch ký tờ trình"),
    (DossierState.SIGNED, "Gửi {office}"),
    (DossierState.SENT, "Nhận kết quả của cấp trên"),
)
OWN_STEPS = (
    (DossierState.DRAFTING, "Kiểm tra đủ thành phần"),
    (DossierState.CHECKED, "Hội đồng bình xét"),
    (DossierState.APPRAISED, "Chủ tịch quyết định khen thưởng"),
)


@dataclass(frozen=True)
class PartRow:
    """One line of the checklist as the page draws it; `ok` None is not needed yet."""

    ok: bool | None
    title: str
    detail: str
    reason: str
    url: str
    link: str


class DossierList(FilteredList):
    """Dossiers of the commune."""

    template_name = "awards/dossier_list.html"
    filter_class = DossierFilter
    workbench = "admin:awards_dossier_changelist"

    def rows(self) -> QuerySet[Dossier]:
        """Dossiers with their nominees counted."""
        return listed_dossiers(dossiers_visible_to(self.request.user, clock.today()))


class DossierMixin:
    """Dossiers this person may know of."""

    def visible(self) -> QuerySet[Dossier]:
        """With all that page and papers name."""
        rows = DossierSource().rows(self.request.user, clock.today())
        return rows.select_related("regime", "supplementary_to")


class DossierDetail(DossierMixin, ObjectPage):
    """One dossier: checklist, nominees, papers, buttons, trace."""

    template_name = "awards/dossier_detail.html"
    context_object_name = "dossier"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All that the page shows."""
        row, user = self.object, self.request.user
        self.is_clerk = Role.CLERK in roles_of(user)
        self.flow = dossier_flow(row.award_kind.level)
        self.reading = read_dossier(row)
        cases, parts = self.reading.cases, self.reading.parts
        return super().get_context_data(
            office_words=f"gửi {row.receiving_office}" if row.receiving_office else "",
            count_words=count_words(self.reading.nominations),
            due_words=f"hạn gửi {short_date(row.due)}" if row.due else "",
            warnings=(
                dossier_warnings(row, paper_day(row), cases=cases)
                if row.state in OPEN_STATES
                else ()
            ),
            checklist=[self._part(part) for part in parts],
            checklist_note=checklist_note(parts),
            cases=[self._case(case) for case in cases],
            has_outcomes=any(hasattr(case.nomination, "outcome") for case in cases),
            paper_rows=self._paper_rows(),
            actions=self._actions(),
            paper_urls=self._paper_urls(),
            happenings=happenings(self.flow, row),
            todo=self._todo(),
            **kwargs,
        )

    def _part(self, part: ChecklistRow) -> PartRow:
        """A part of the dossier; only the clerk is led to where it is mended."""
        ok = {PartStatus.PRESENT: True, PartStatus.MISSING: False}.get(part.status)
        detail = part.detail
        if part.status == PartStatus.NOT_APPLICABLE:
            detail = "Hồ sơ này không cần."
        elif not detail and not part.due_now and ok is not True:
            detail = f"Cần có {part.component.get_needed_by_display()}."
        url = self._mend_url(part) if self.is_clerk else ""
        return PartRow(
            ok=ok,
            title=part.component.title,
            detail=detail,
            reason=sentence(part.reason),
            url=url,
            link="Mở để bổ sung" if url else "",
        )

    def _mend_url(self, part: ChecklistRow) -> str:
        if not part.mend_url_name:
            return ""
        try:
            return reverse(part.mend_url_name, kwargs=part.mend_kwargs)
        except NoReverseMatch:
            return ""

    def _case(self, case: DossierCase) -> dict[str, Any]:
        """One nominee: criteria, report, vote, outcome."""
        nomination = case.nomination
        views = self.reading.views[nomination.evaluation_id]
        unmet = unmet_for(nomination.evaluation, self.object.award_kind, views=views)
        failed = any(view.is_met is False for view in unmet)
        return {
            "nomination": nomination,
            "standing": STANDING["failed" if failed else "waits" if unmet else "met"],
            "met_words": met_words(views),
            "unmet": [f"{view.criterion.code}: {view.mark_label.lower()}" for view in unmet],
            "report": getattr(nomination, "achievement_report", None),
            "vote": case.vote,
            "outcome": getattr(nomination, "outcome", None),
        }

    def _paper_rows(self) -> list[tuple[str, Any]]:
        row = self.object
        rows = []
        if row.is_upward:
            rows += [
                ("Tờ trình", _paper_words(row.proposal)),
                ("Người ký", row.signer or ""),
                ("Ngày gửi", short_date(row.sent_on)),
            ]
        return [*rows, ("Quyết định khen thưởng", str(row.decision) if row.decision else "")]

    def _actions(self) -> list[ActionButton]:
        row, user, day = self.object, self.request.user, clock.today()
        workbench = ""
        if self.is_clerk:
            workbench = optional_url("admin:awards_dossier_workbench", row.pk)
        buttons = flow_buttons(
            self.flow,
            row,
            actors=dossier_actors(row, user, day),
            facts=dossier_facts(row, day, reading=self.reading, reader=user),
            ways=WAYS if row.is_upward else OWN_WAYS,
            elsewhere=workbench,
        )
        buttons += paper_button(self.flow, row, user=user, url=workbench)
        if workbench:
            buttons.append(ActionButton("Mở bàn làm việc", needs_form_url=workbench, style="alt"))
        return buttons

    def _paper_urls(self) -> list[tuple[str, str]]:
        """The bundle, then every paper."""
        row, source = self.object, DossierSource()
        bundle = optional_url("awards:dossier_bundle", row.pk)
        rows = [("Trọn bộ hồ sơ (PDF)", bundle)] if bundle else []
        for paper in dossier_papers(row, cases=self.reading.cases):
            rows.append((paper.title, reverse(source.page, kwargs=source.kwargs(row, paper))))
        return rows

    def _todo(self) -> list[str]:
        row = self.object
        steps = UPWARD_STEPS if row.is_upward else OWN_STEPS
        states = [state for state, _ in steps]
        if row.state not in states:
            return []
        office = row.receiving_office or "cấp trên"
        return [text.format(office=office) for _, text in steps[states.index(row.state) :]]


# How a nominee stands to the criteria of the award: words and tone.
STANDING = {
    "met": ("Đủ tiêu chuẩn", "ok"),
    "waits": ("Chờ kết quả", "wait"),
    "failed": ("Chưa đủ tiêu chuẩn", "bad"),
}
OPEN_STATES = frozenset(
    {DossierState.DRAFTING, DossierState.CHECKED, DossierState.APPRAISED, DossierState.SIGNED}
)


def sentence(text: str) -> str:
    """A piece of text as a sentence."""
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def count_words(nominations: Any) -> str:
    """How many collectives and individuals."""
    collectives = sum(1 for row in nominations if row.evaluation.collective_id)
    return f"{collectives} tập thể, {len(nominations) - collectives} cá nhân"


def checklist_note(parts: Any) -> str:
    """How many of the parts that apply are there."""
    applying = [part for part in parts if part.status != PartStatus.NOT_APPLICABLE]
    present = sum(1 for part in applying if part.status == PartStatus.PRESENT)
    return f"{present} trên {len(applying)} đã đủ"


def _paper_words(document: Any) -> str:
    return f"Số {document.paper} ngày {short_date(document.date)}" if document else ""
