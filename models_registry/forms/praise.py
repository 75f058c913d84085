"""Forms of praise: the proposal, granting, declining by paper."""

from __future__ import annotations

from typing import Any

from django import forms

from dandvan import clock
from dandvan.forms import VnDateField
from dandvan.paper_forms import ScanForm, SignedPaperForm
from dandvan.roles import Role, roles_of
from dandvan.transition import OnBehalfSource
from models_registry.enums import ModelState, PraiseWay, SignerBody
from models_registry.forms.fields import LongText
from models_registry.models import DanVanModel, Individual
from models_registry.queries import active_on, current_individual_id, models_visible_to
from models_registry.services.paper_desk import PAPER_DESK
from models_registry.services.praise import LONGEST

_NOT_PRAISED = (ModelState.DRAFT, ModelState.WITHDRAWN, ModelState.REVOKED)


class ProposalForm(ScanForm):
    """Whom, why, with what evidence; the clerk also says for whom he writes."""

    desk = PAPER_DESK
    file_title = "Minh chứng đề nghị biểu dương"
    individual = forms.ModelChoiceField(
        Individual.objects.none(),
        label="Người được đề nghị",
        required=False,
        empty_label="– chọn người –",
        help_text="Chọn người, mô hình hoặc cả hai (người có công trong mô hình).",
    )
    dv_model = forms.ModelChoiceField(
        DanVanModel.objects.none(),
        label="Mô hình",
        required=False,
        empty_label="– chọn mô hình –",
    )
    reason = LongText(
        label="Vì việc gì",
        max_length=LONGEST,
        help_text="Việc đã làm, ở đâu, khi nào, ai được lợi. Vài câu là đủ.",
    )
    proposer = forms.ModelChoiceField(
        Individual.objects.none(),
        label="Người đề nghị",
        required=False,
        empty_label="– chính tôi –",
        help_text="Chọn khi ghi thay cho người không tự nhập được.",
    )
    on_behalf_source = forms.ChoiceField(
        label="Ghi thay theo",
        required=False,
        choices=[("", "– chọn khi ghi thay –"), *OnBehalfSource.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the commune's people and models; one does not propose oneself."""
        super().__init__(*args, **kwargs)
        self.fields["scan"].label = "Minh chứng"
        people = Individual.objects.filter(commune_id=self.user.commune_id)
        active = people.filter(active_on(clock.today()))
        models = models_visible_to(self.user).exclude(state__in=_NOT_PRAISED)
        offered: dict[str, Any] = {
            "individual": active.exclude(pk=current_individual_id(self.user)),
            "dv_model": models.order_by("-year__year", "code"),
            "proposer": people,
        }
        for name, rows in offered.items():
            field: Any = self.fields[name]
            field.queryset = rows
        if Role.CLERK not in roles_of(self.user):
            del self.fields["proposer"], self.fields["on_behalf_source"]


class GrantForm(SignedPaperForm):
    """When, how, on which occasion; from the signed paper for the clerk."""

    desk = PAPER_DESK
    signer_bodies = (SignerBody.UBND, SignerBody.PARTY)
    granted_on = VnDateField(label="Ngày biểu dương")
    way = forms.ChoiceField(label="Hình thức", choices=PraiseWay.choices, widget=forms.RadioSelect)
    occasion = forms.CharField(
        label="Dịp biểu dương", max_length=200, help_text="Ví dụ: hội nghị sơ kết 6 tháng."
    )
    paper_text = forms.CharField(
        label="Văn bản (nếu có)", max_length=160, required=False, help_text="Số, ngày văn bản."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The clerk fills in the parts of the paper, the chairman at most its name."""
        super().__init__(*args, **kwargs)
        if self.with_paper:
            del self.fields["paper_text"]


class DeclineForm(SignedPaperForm):
    """Why not, from the signed paper."""

    desk = PAPER_DESK
    signer_bodies = (SignerBody.UBND, SignerBody.PARTY)
    note = LongText(label="Lý do", max_length=1000)
