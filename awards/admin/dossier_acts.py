"""Acts on an award dossier in the admin: one form each, one service each."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404

from awards.admin.act_page import ActPage, FlowActPage, Step, flow_page
from awards.admin_forms_dossier import (
    DecisionForm,
    ItemForm,
    NewDossierForm,
    NomineesForm,
    ReaddressForm,
    SendForm,
    SignatureForm,
)
from awards.admin_forms_paper import NoteForm, PaperForm
from awards.documents.award_decision import decision_subject
from awards.enums import DossierState, NominationState
from awards.models import Dossier, DossierItem, Nomination
from awards.queries_dossier import nominations_of
from awards.queries_nomination import detailed
from awards.services.dossier import (
    add_item,
    add_nomination,
    appraise_dossier,
    cancel_dossier,
    check_dossier,
    create_dossier,
    decide_dossier,
    readdress_dossier,
    remove_item,
    remove_nomination,
    return_dossier,
    send_dossier,
    sign_dossier,
)
from dandvan import clock
from dandvan.forms import VersionForm
from models_registry.queries import year_on
from models_registry.services.paper_trace import PaperTrace
from models_registry.services.recognition import record_decision


def free_nominations(dossier: Dossier) -> tuple[Nomination, ...]:
    """Nominations of the dossier's year and honor that are in no dossier and undecided."""
    rows = Nomination.objects.filter(
        commune_id=dossier.commune_id,
        evaluation__year_id=dossier.year_id,
        award_kind_id=dossier.award_kind_id,
        dossier=None,
        outcome=None,
    ).exclude(state=NominationState.WITHDRAWN)
    return tuple(detailed(rows.exclude(votes__passed=False)).order_by("pk"))


class NewDossier(ActPage):
    """A new, empty dossier."""

    form_class = NewDossierForm
    title, submit = "Lập hồ sơ khen thưởng", "Lập hồ sơ"
    made: Dossier | None = None

    def form_kwargs(self) -> dict[str, Any]:
        """Whose rows are offered."""
        return {"user": self.user}

    def initial(self) -> dict[str, Any]:
        """This year."""
        return {"year": year_on(self.user.commune_id or 0, clock.today())}

    def run(self, form: Any) -> str:
        """Make it."""
        data = form.cleaned_data
        self.made = create_dossier(
            user=self.user,
            year=data["year"],
            award_kind=data["award_kind"],
            supplementary_to=data["supplementary_to"],
        )
        return f"Đã lập hồ sơ {self.made.code}. Thêm đối tượng đề nghị."

    def done_url(self) -> str:
        """To the new dossier; to the list when there is none."""
        return self.admin.page_url(self.made) if self.made else self.admin.list_url()


class DraftingAct(ActPage):
    """An act on a dossier that is being put together."""

    def not_now(self) -> str:
        """Later the dossier is returned first."""
        if self.row.state == DossierState.DRAFTING:
            return ""
        label = self.row.get_state_display()
        return f"Hồ sơ đang ở trạng thái “{label}”; trả lại hồ sơ để sửa."


class MoveNominees(DraftingAct):
    """Put nominations in or take them out, all of them or none."""

    form_class = NomineesForm
    move: Any
    said = ""

    @transaction.atomic
    def run(self, form: Any) -> str:
        """Each counts one version."""
        version = form.cleaned_data["version"]
        for row in form.cleaned_data["nominations"]:
            self.move(user=self.user, dossier_id=self.row.pk, nomination=row, version=version)
            version = version + 1 if version else None
        return self.said.format(len(form.cleaned_data["nominations"]))


class AddNominees(MoveNominees):
    """Put nominations in."""

    title, submit = "Thêm đối tượng", "Thêm vào hồ sơ"
    said = "Đã thêm {} đối tượng vào hồ sơ."
    move = staticmethod(add_nomination)

    def form_kwargs(self) -> dict[str, Any]:
        """Who can come in."""
        return {"rows": free_nominations(self.row)}


class RemoveNominees(MoveNominees):
    """Take nominations out."""

    title, submit = "Đưa đối tượng ra khỏi hồ sơ", "Đưa ra khỏi hồ sơ"
    submit_style = "stop"
    said = "Đã đưa {} đối tượng ra khỏi hồ sơ."
    move = staticmethod(remove_nomination)

    def form_kwargs(self) -> dict[str, Any]:
        """Who is in it."""
        return {"rows": nominations_of(self.row)}


class AddItem(ActPage):
    """Put a scan into a part."""

    form_class = ItemForm
    title, submit = "Thêm tệp vào hồ sơ", "Thêm tệp"

    def initial(self) -> dict[str, Any]:
        """The part that the checklist led from."""
        return {"component": self.request.GET.get("phan", "")}

    def run(self, form: Any) -> str:
        """Put it in."""
        data = form.cleaned_data
        item = add_item(
            user=self.user,
            dossier_id=self.row.pk,
            component=data["component"],
            attachment=form.kept_scan(),
            paper_number=data["paper_number"],
            paper_date=data["paper_date"],
        )
        return f"Đã thêm tệp vào phần “{item.component}”."


class RemoveItem(ActPage):
    """Take a scan out."""

    form_class = VersionForm
    title, submit, submit_style = "Gỡ tệp khỏi hồ sơ", "Gỡ tệp", "stop"

    def prepare(self) -> None:
        """The file of the address."""
        rows = DossierItem.objects.filter(dossier=self.row, removed_at=None)
        self.item = get_object_or_404(
            rows.select_related("attachment", "component"), pk=self.kwargs["item"]
        )
        self.lead = f"{self.item.component}: {self.item.attachment}."

    def run(self, form: Any) -> str:
        """Take it out."""
        remove_item(user=self.user, item_id=self.item.pk)
        return f"Đã gỡ tệp khỏi phần “{self.item.component}”."


def trace_of(form: Any, *, by_paper: bool) -> PaperTrace | None:
    """The signed paper itself as the trace of its recording."""
    if not by_paper:
        return None
    data = form.cleaned_data
    return PaperTrace(
        signer=data.get("signer"),
        number=data.get("number_text", ""),
        date=data.get("date"),
        scan=form.kept_scan(),
    )


class Sign(FlowActPage):
    """The tờ trình is signed."""

    edge_name, form_class = "sign", SignatureForm

    def form_kwargs(self) -> dict[str, Any]:
        """Whether a scan is asked for."""
        return {"paper": self.by_paper}

    def initial(self) -> dict[str, Any]:
        """The symbol, today, who may sign."""
        signers = self.row.commune.signers.filter(body="ubnd").on(clock.today())
        return {
            "number_text": f"/TTr-{self.row.commune.agency_symbol}",
            "date": clock.today(),
            "signer": signers.order_by("pk").first(),
        }

    def run(self, form: Any) -> str:
        """Sign."""
        data = form.cleaned_data
        sign_dossier(
            user=self.user,
            dossier_id=self.row.pk,
            number_text=data["number_text"],
            date=data["date"],
            signer=data["signer"],
            provisional_reason=data["provisional_reason"],
            paper=trace_of(form, by_paper=self.by_paper),
            version=data["version"],
        )
        return f"Đã ghi nhận tờ trình số {data['number_text']}."


class Send(FlowActPage):
    """The signed set went out."""

    edge_name, form_class = "send", SendForm
    step = Step(send_dossier, "Đã ghi nhận gửi hồ sơ {row.code}.", ("sent_on", "version"))

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"sent_on": clock.today()}


class Decide(FlowActPage):
    """The decision and every outcome."""

    edge_name, form_class = "decide", DecisionForm

    def form_kwargs(self) -> dict[str, Any]:
        """Who is nominated, who decides, whether a scan is asked for."""
        return {
            "nominations": nominations_of(self.row),
            "own": not self.row.is_upward,
            "paper": self.by_paper,
        }

    def initial(self) -> dict[str, Any]:
        """Symbol and subject line."""
        signers = self.row.commune.signers.filter(body="ubnd").on(clock.today())
        return {
            "date": None if self.row.is_upward else clock.today(),
            "signer": signers.order_by("pk").first(),
            "number_text": "" if self.row.is_upward else f"/QĐ-{self.row.commune.agency_symbol}",
            "title": decision_subject(self.row),
        }

    @transaction.atomic
    def run(self, form: Any) -> str:
        """Enter the decision and decide by it, both or neither."""
        data = form.cleaned_data
        decision = record_decision(
            user=self.user,
            authority=self.row.award_kind.authority,
            number_text=data["number_text"],
            date=data["date"] or clock.today(),
            title=data["title"],
            signer=data.get("signer"),
            scan=form.kept_scan(),
        )
        decide_dossier(
            user=self.user,
            dossier_id=self.row.pk,
            decision=decision,
            outcomes=form.outcomes(),
            provisional_reason=data.get("provisional_reason", ""),
            paper=trace_of(form, by_paper=self.by_paper),
            version=data["version"],
        )
        return f"Đã nhập quyết định số {decision.paper} cho hồ sơ {self.row.code}."


PAGES: dict[str, type[ActPage]] = {
    "check": flow_page(
        "check",
        VersionForm,
        Step(check_dossier, "Đã kiểm tra xong hồ sơ {row.code}.", ("version",)),
    ),
    "appraise": flow_page(
        "appraise",
        PaperForm,
        Step(appraise_dossier, "Đã ghi nhận kết quả bình xét vào hồ sơ {row.code}.", ("paper",)),
    ),
    "sign": Sign,
    "send": Send,
    "decide": Decide,
    "return": flow_page(
        "return",
        NoteForm,
        Step(return_dossier, "Đã trả lại hồ sơ {row.code} để bổ sung.", ("note",)),
    ),
    "readdress": flow_page(
        "readdress",
        ReaddressForm,
        Step(
            readdress_dossier,
            "Hồ sơ {row.code} được lập lại để gửi nơi khác.",
            ("note", "award_kind", "version"),
        ),
    ),
    "cancel": flow_page(
        "cancel", NoteForm, Step(cancel_dossier, "Đã hủy hồ sơ {row.code}.", ("note",))
    ),
    "add_nominees": AddNominees,
    "remove_nominees": RemoveNominees,
    "add_item": AddItem,
}
