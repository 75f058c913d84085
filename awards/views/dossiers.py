"""Award dossiers: what is in them, what they lack, and the acts of chair and council."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from awards.documents.paper_checks import dossier_warnings
from awards.documents.papers import dossier_papers, paper_day
from awards.domain.checklist import PartStatus
from awards.domain.dossier_flow import dossier_flow
from awards.enums import DossierState
from awards.filters import DossierFilter
from awards.forms import AwardDecisionForm, ProposalForm
from awards.models import Dossier, Nomination
from awards.queries_council import vote_of
from awards.queries_dossier import (
    ChecklistRow,
    checklist_of,
    dossier_actors,
    dossier_facts,
    dossiers_visible_to,
    nominations_of,
)
from awards.queries_evaluation import findings_for, unmet_for
from awards.queries_web import happenings, listed_dossiers
from awards.services.dossier import (
    appraise_dossier,
    decide_dossier,
    return_dossier,
    sign_dossier,
)
from awards.views.bases import FilteredList, ObjectPage, ServicePage, met_words
from awards.views.flow_buttons import Way, flow_buttons, optional_url, paper_button
from awards.views.paper_sources import DossierSource
from dandvan import clock
from dandvan.buttons import ActionButton
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import short_date
from dandvan.views import ActionView
from models_registry.services.recognition import record_decision

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
        nominations = nominations_of(row)
        parts = checklist_of(row)
        return super().get_context_data(
            office_words=f"gửi {row.receiving_office}" if row.receiving_office else "",
            count_words=count_words(nominations),
            due_words=f"hạn gửi {short_date(row.due)}" if row.due else "",
            warnings=dossier_warnings(row, paper_day(row)) if row.state in OPEN_STATES else (),
            checklist=[self._part(part) for part in parts],
            checklist_note=checklist_note(parts),
            cases=self._cases(nominations),
            has_outcomes=any(hasattr(nomination, "outcome") for nomination in nominations),
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

    def _cases(self, nominations: Sequence[Nomination]) -> list[dict[str, Any]]:
        """All nominees; their findings are read together."""
        found = findings_for([nomination.evaluation for nomination in nominations])
        return [self._case(row, found[row.evaluation_id]) for row in nominations]

    def _case(self, nomination: Nomination, views: Sequence[Any]) -> dict[str, Any]:
        """One nominee: criteria, report, vote, outcome."""
        unmet = unmet_for(nomination.evaluation, self.object.award_kind, views=views)
        failed = any(view.is_met is False for view in unmet)
        return {
            "nomination": nomination,
            "standing": STANDING["failed" if failed else "waits" if unmet else "met"],
            "met_words": met_words(views),
            "unmet": [f"{view.criterion.code}: {view.mark_label.lower()}" for view in unmet],
            "report": getattr(nomination, "achievement_report", None),
            "vote": vote_of(nomination),
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
            facts=dossier_facts(row, day),
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
        for paper in dossier_papers(row):
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


class DossierAct(DossierMixin, ActionView):
    """One act on a dossier."""

    def done_url(self, obj: Dossier) -> str:
        """Back to the dossier."""
        return reverse("awards:dossier_detail", args=[obj.pk])


class DossierAppraise(DossierAct):
    """The secretary of the council takes over the votes."""

    def act(self, obj: Dossier) -> str:
        """Appraise."""
        appraise_dossier(user=self.request.user, dossier_id=obj.pk)
        return f"Đã ghi nhận kết quả bình xét vào hồ sơ {obj.code}."


class DossierReturn(DossierAct):
    """The chair (or the clerk) sends it back, saying what was asked for."""

    def act(self, obj: Dossier) -> str:
        """Return."""
        note = self.request.POST.get("note", "")
        return_dossier(user=self.request.user, dossier_id=obj.pk, note=note)
        return f"Đã trả lại hồ sơ {obj.code} để bổ sung."


class ChairPage(DossierMixin, ServicePage):
    """A form with which the chair acts on a dossier; paper is recorded in the workbench."""

    template_name = "awards/dossier_sign.html"
    edge = heading = submit = lead = ""

    def may(self) -> bool:
        """The chair."""
        return Role.CHAIR in dossier_actors(self.object, self.request.user, self.today)

    def not_now(self) -> str:
        """The dossier is not at this step, or is of the other level."""
        row = self.object
        edge = dossier_flow(row.award_kind.level).edges.get(self.edge)
        if edge is not None and Role.CHAIR in edge.who and row.state in edge.sources:
            return ""
        return f"Không có việc này khi hồ sơ ở trạng thái “{row.get_state_display()}”."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Signers of the commune who are in office."""
        return {
            **super().get_form_kwargs(),
            "commune": self.object.commune,
            "day": self.today,
        }

    def get_initial(self) -> dict[str, Any]:
        """Today, signed by the acting person where he signs for the commune."""
        person = self.request.user.individual_id
        signer = self.object.commune.signers.filter(individual_id=person).on(self.today).first()
        return {"date": self.today, "signer": signer}

    def done_url(self) -> str:
        """Back to the dossier."""
        return reverse("awards:dossier_detail", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page, who is nominated, what stands in the way."""
        row = self.object
        look = dossier_flow(row.award_kind.level).look(
            self.edge,
            state=row.state,
            actors=frozenset({Role.CHAIR}),
            facts=dossier_facts(row, self.today),
        )
        return super().get_context_data(
            dossier=row,
            heading=self.heading,
            submit=self.submit,
            lead=self.lead,
            nominees=nominations_of(row),
            refusals=look.refusals,
            **kwargs,
        )


class DossierSign(ChairPage):
    """The chair signs the tờ trình: number, day, signer."""

    form_class = ProposalForm
    edge = "sign"
    heading = submit = "Ký tờ trình"
    lead = (
        "Ký thì tờ trình có số, ngày; phiếu đánh giá được khóa và các văn bản của hồ sơ "
        "được lưu đúng như bản in."
    )

    def get_initial(self) -> dict[str, Any]:
        """The symbol of the commune's tờ trình."""
        return {
            **super().get_initial(),
            "number_text": f"/TTr-{self.object.commune.agency_symbol}",
        }

    def call(self, form: Any) -> Dossier:
        """Sign."""
        data = form.cleaned_data
        self.said = f"Đã ký tờ trình số {data['number_text']} của hồ sơ {self.object.code}."
        return sign_dossier(
            user=self.request.user,
            dossier_id=self.object.pk,
            number_text=data["number_text"],
            date=data["date"],
            signer=data["signer"],
            provisional_reason=data["provisional_reason"],
        )


class DossierDecide(ChairPage):
    """The chair decides on honors of the commune: number, day, signer, outcome for each."""

    form_class = AwardDecisionForm
    edge = "decide"
    heading = submit = "Quyết định khen thưởng"
    lead = "Nhập quyết định đã ký và kết quả của từng đối tượng."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who is nominated."""
        return {**super().get_form_kwargs(), "nominations": nominations_of(self.object)}

    def get_initial(self) -> dict[str, Any]:
        """The symbol of decisions; everybody granted."""
        row = self.object
        granted = {f"result_{item.pk}": "granted" for item in nominations_of(row)}
        movement = row.year.plan.movement_name
        return {
            **super().get_initial(),
            **granted,
            "number_text": f"/QĐ-{row.commune.agency_symbol}",
            "title": f"Về việc tặng {row.award_kind} trong phong trào thi đua “{movement}” "
            f"năm {row.year.year}",
        }

    def call(self, form: Any) -> Dossier:
        """Enter the decision and decide by it, both or neither."""
        data, user = form.cleaned_data, self.request.user
        self.said = f"Đã quyết định khen thưởng theo hồ sơ {self.object.code}."
        with transaction.atomic():
            decision = record_decision(
                user=user,
                authority=self.object.award_kind.authority,
                number_text=data["number_text"],
                date=data["date"],
                title=data["title"],
                signer=data["signer"],
            )
            return decide_dossier(
                user=user,
                dossier_id=self.object.pk,
                decision=decision,
                outcomes=form.outcomes(),
                provisional_reason=data["provisional_reason"],
            )
