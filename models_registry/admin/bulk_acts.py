"""Acts on many models at once: accept, return, assess, decide."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from dandvan import clock
from dandvan.admin_bulk import BulkPage, BulkResult, Outlook
from dandvan.errors import DomainError
from dandvan.roles import Role, roles_of
from dandvan.transition import reasons_against
from models_registry.admin.bulk_forms import BulkAcceptForm, BulkAssessForm, BulkDecisionForm
from models_registry.admin.decisions import DecisionWriter
from models_registry.admin.model_acts import CorrectionRows, workbench_url
from models_registry.admin.workbench import edge_look
from models_registry.domain.flow import MODEL_FLOW
from models_registry.enums import ModelState
from models_registry.models import DanVanModel, User
from models_registry.queries import active_clerks, model_facts
from models_registry.services.acceptance import accept_model, return_model
from models_registry.services.assessment import assess_model
from models_registry.services.notices import people_of_all


class ModelBulkPage(BulkPage):
    """One edge of the flow on many models; the same refusals as the button of a single one."""

    noun = "mô hình"
    edge = ""
    tells = True
    tells_everybody = False

    @classmethod
    def may(cls, user: Any) -> bool:
        """Those whom the edge names, and the clerk where he records from signed paper."""
        edge, roles = MODEL_FLOW.edges[cls.edge], roles_of(user)
        return bool(edge.who & roles) or (edge.by_paper and Role.CLERK in roles)

    def with_all(self, rows: QuerySet[DanVanModel]) -> QuerySet[DanVanModel]:
        """Everything that the facts of a model rest on, in a fixed number of queries."""
        return (
            rows.select_related(
                "year__plan", "window", "collective", "individual", "owner_person", "main_area"
            )
            .prefetch_related(
                "members",
                "villages",
                "corrections",
                "reports",
                "recognitions",
                "transitions",
                "assessments__marks",
                "year__plan__qualities",
            )
            .order_by("code", "pk")
        )

    @cached_property
    def accounts(self) -> dict[int, list[User]]:
        """Who hears of the act, by model."""
        return people_of_all(self.rows, everybody=self.tells_everybody) if self.tells else {}

    def told(self, row: DanVanModel) -> str:
        """Names of those who get a notice; an owner who cannot log in has to be told by hand."""
        if not self.tells:
            return "không gửi thông báo"
        users = self.accounts[row.pk]
        names = [user.display_name for user in users if user.pk != self.user.pk]
        if row.owner_person_id not in {user.individual_id for user in users}:
            names.append(f"{row.owner_person} (chưa có tài khoản, cần báo trực tiếp)")
        return ", ".join(names)

    @cached_property
    def clerks(self) -> list[tuple[int, int | None]]:
        """Active clerks of the commune, read once for all rows."""
        return active_clerks(self.user.commune_id)

    def reasons(self, row: DanVanModel) -> tuple[str, ...]:
        """What speaks against the edge of this page."""
        facts = model_facts(row, self.user, clock.today(), clerks=self.clerks)
        look = edge_look(row, self.edge, facts, self.user)
        return reasons_against(row, MODEL_FLOW.edges[self.edge], look)

    def outlook(self, row: DanVanModel) -> Outlook:
        """From which state to which, and who hears of it."""
        return Outlook(
            row=row,
            code=row.code_or_draft,
            name=str(row),
            url=workbench_url(row),
            before=row.get_state_display(),
            after=self.after(),
            told=self.told(row),
            about=row.owner_name,
            reasons=self.reasons(row),
        )

    def after(self) -> str:
        """The state that the edge leads to."""
        return str(ModelState(MODEL_FLOW.edges[self.edge].target).label)


class BulkAccept(ModelBulkPage):
    """Accept submitted models."""

    name = edge = "accept"
    title = "Tiếp nhận"
    form_class = BulkAcceptForm

    def run_row(self, row: DanVanModel, version: int, form: Any) -> str:
        """Accept one."""
        note = form.cleaned_data["note"]
        accept_model(user=self.user, model_id=row.pk, version=version, note=note)
        return "Đã tiếp nhận."


class BulkReturn(CorrectionRows, ModelBulkPage):
    """Return submitted models with the same corrections."""

    name = edge = "return"
    title = "Trả lại để bổ sung"
    template = "admin/models_registry/bulk_return.html"

    def run_row(self, row: DanVanModel, version: int, form: Any) -> str:
        """Return one."""
        return_model(
            user=self.user,
            model_id=row.pk,
            corrections=self.corrections(),
            version=version,
            note=form.cleaned_data["note"],
        )
        return "Đã trả lại để bổ sung."


class BulkAssess(ModelBulkPage):
    """Assess reported models in one sitting of one team."""

    name = edge = "assess"
    title = "Thẩm định"
    tells = False
    template = "admin/models_registry/bulk_assess.html"
    form_class = BulkAssessForm

    def form_kwargs(self) -> dict[str, Any]:
        """The models that can be assessed, and which of them are ticked."""
        return {
            "models": [outlook.row for outlook in self.open_rows],
            "picked": set(self.picked) if self.request.method == "POST" else None,
        }

    def run_row(self, row: DanVanModel, version: int, form: Any) -> str:
        """Write the round of one model."""
        data = form.cleaned_data
        made = assess_model(
            user=self.user,
            model_id=row.pk,
            date=data["date"],
            team=data["team"],
            conclusion=form.conclusion_of(row),
            marks=form.marks(row),
            paper=form.paper(),
            version=version,
        )
        return f"Đã ghi kết quả thẩm định vòng {made.round}."


class BulkDecide(DecisionWriter, ModelBulkPage):
    """Recognize or decline by one decision: the good rows stand in it, the refused are named."""

    name, edge = "decide", "recognize"
    title = "Công nhận, không công nhận"
    template = "admin/models_registry/bulk_decide.html"
    form_class = BulkDecisionForm
    picks_rows = False
    tells_everybody = True

    def reasons(self, row: DanVanModel) -> tuple[str, ...]:
        """A model that can be recognized or declined can stand in the decision."""
        facts = model_facts(row, self.user, clock.today(), clerks=self.clerks)
        recognize, decline = (
            reasons_against(row, MODEL_FLOW.edges[edge], edge_look(row, edge, facts, self.user))
            for edge in ("recognize", "decline")
        )
        if not recognize or not decline:
            return ()
        return decline if row.state == ModelState.ASSESSED else recognize

    def form_kwargs(self) -> dict[str, Any]:
        """The models that can stand in the decision."""
        return {"models": [outlook.row for outlook in self.open_rows]}

    def frame(self) -> dict[str, Any]:
        """Who records from the signed paper."""
        return {**super().frame(), "by_clerk": Role.CHAIR not in roles_of(self.user)}

    def context(self, form: Any) -> dict[str, Any]:
        """Each model with its fields and who hears of it."""
        rows = form.rows()
        return {"decision_rows": [{**row, "told": self.told(row["dv_model"])} for row in rows]}

    def execute(self, form: Any, result: BulkResult) -> None:
        """One decision over all rows with an outcome: all of them, or the page again."""
        self._check_unchanged()
        listed = {row.model_id for row in form.listed()}
        with transaction.atomic():
            decision, made = self.write(form)
        labels = {row.dv_model_id: row.get_outcome_display() for row in made}
        for outlook in self.outlooks:
            pk = outlook.row.pk
            if outlook.reasons:
                result.add("refused", outlook, outlook.reasons)
            elif pk in listed:
                result.add("done", outlook, [f"{labels[pk]} tại Quyết định số {decision}."])
            else:
                result.add("left_out", outlook)
        url = reverse("admin:models_registry_decision_change", args=[decision.pk])
        result.links.append((f"Quyết định số {decision}", url))

    def _check_unchanged(self) -> None:
        """A decision is one paper: what changed since the page was opened is looked at again."""
        changed = [
            outlook.code
            for outlook in self.outlooks
            if outlook.row.pk in self.picked
            and (outlook.reasons or self.picked[outlook.row.pk] != outlook.row.version)
        ]
        if changed:
            raise DomainError(
                f"Chưa ghi quyết định: {', '.join(changed)} vừa được người khác thay đổi. "
                "Xem lại từng mô hình bên dưới rồi ghi lại."
            )


BULK_PAGES = (BulkAccept, BulkReturn, BulkAssess, BulkDecide)
