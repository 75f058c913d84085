"""Acts of chair and council on a dossier: appraise, return, sign, decide."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse

from awards.documents.award_decision import decision_subject
from awards.documents.honored import honored_by
from awards.documents.papers import DECISION
from awards.domain.award_money import money_text
from awards.domain.dossier_flow import dossier_flow
from awards.forms import AwardDecisionForm, ProposalForm
from awards.models import Dossier
from awards.queries_dossier import dossier_actors, dossier_facts, nominations_of
from awards.services.dossier import (
    appraise_dossier,
    decide_dossier,
    return_dossier,
    sign_dossier,
)
from awards.views.bases import ServicePage
from awards.views.dossiers import DossierMixin
from dandvan.roles import Role
from dandvan.views import ActionView
from models_registry.services.recognition import record_decision


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
    lead = (
        "Nhập quyết định đã ký và kết quả của từng đối tượng. Quyết định, danh sách và giấy khen "
        "được lưu đúng như bản in; tiền thưởng tính theo ngày quyết định và không đổi về sau."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The draft to look at first, and what money goes with it."""
        row = self.object
        honored = honored_by(row, self.today)
        each = ", ".join(
            f"{nominee.name} {money_text(amount)}"
            for nominee in honored.nominees.all
            if (amount := honored.amount(nominee))
        )
        total = f"; cộng {money_text(honored.total)}" if len(honored.money) > 1 else ""
        draft = reverse("awards:dossier_paper", kwargs={"pk": row.pk, "kind": DECISION})
        return super().get_context_data(draft_url=draft, money_words=f"{each}{total}", **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who is nominated."""
        return {**super().get_form_kwargs(), "nominations": nominations_of(self.object)}

    def get_initial(self) -> dict[str, Any]:
        """The symbol of decisions; everybody granted."""
        row = self.object
        granted = {f"result_{item.pk}": "granted" for item in nominations_of(row)}
        return {
            **super().get_initial(),
            **granted,
            "number_text": f"/QĐ-{row.commune.agency_symbol}",
            "title": decision_subject(row),
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
