"""Forms of the set-up and of the working date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from awards.services.setup import LeaderInput, PlanPaper
from dandvan import clock
from dandvan.forms import PageForm, VnDateField
from models_registry.enums import Sex, SigningForm
from models_registry.models import EmulationPlan, Village


class _LeaderForm(PageForm):
    """Name, sex and first day of somebody who leads."""

    full_name = forms.CharField(label="Họ và tên", max_length=160)
    sex = forms.ChoiceField(label="Giới tính", choices=Sex.choices, widget=forms.RadioSelect)
    since = VnDateField(label="Ngày giữ chức vụ", help_text="Ví dụ: 25/06/2021")

    def clean_since(self) -> Any:
        """A post starts today at the latest."""
        since = self.cleaned_data["since"]
        if since > clock.today():
            raise forms.ValidationError("Ngày giữ chức vụ không được sau ngày hôm nay.")
        return since


class ChairmanForm(_LeaderForm):
    """The chairman and how he signs."""

    signs = forms.ChoiceField(
        label="Cách ký văn bản",
        widget=forms.RadioSelect,
        choices=[
            (SigningForm.HEAD.value, "Chủ tịch, ký trực tiếp"),
            (SigningForm.Q.value, "Quyền Chủ tịch, ghi “Q. CHỦ TỊCH”"),
        ],
        initial=SigningForm.HEAD.value,
    )

    def leader(self) -> LeaderInput:
        """The chairman as the service takes him."""
        data = self.cleaned_data
        return LeaderInput(
            data["full_name"], data["sex"], data["since"], SigningForm(data["signs"])
        )


class DeputyForm(_LeaderForm):
    """One deputy; several are entered one after the other."""

    field_of_work = forms.CharField(
        label="Lĩnh vực phụ trách",
        max_length=100,
        required=False,
        help_text="Ví dụ: văn hóa – xã hội",
    )
    signs = forms.ChoiceField(
        label="Cách ký văn bản",
        widget=forms.RadioSelect,
        choices=[
            (SigningForm.KT.value, "Ký thay Chủ tịch, ghi “KT. CHỦ TỊCH”"),
            ("none", "Không ký văn bản của phong trào"),
        ],
        initial=SigningForm.KT.value,
    )

    def leader(self) -> LeaderInput:
        """The deputy as the service takes him."""
        data = self.cleaned_data
        form = None if data["signs"] == "none" else SigningForm(data["signs"])
        return LeaderInput(
            data["full_name"], data["sex"], data["since"], form, data["field_of_work"]
        )


class PlacesForm(PageForm):
    """Names of villages that the plan file leaves open, number and day of the plan."""

    plan_number = forms.CharField(
        label="Số, ký hiệu của kế hoạch",
        max_length=60,
        required=False,
        help_text="Ví dụ: 35/KH-UBND. Chưa có thì để trống, văn bản sẽ ghi “…”.",
    )
    plan_date = VnDateField(label="Ngày ban hành kế hoạch", required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        villages: Iterable[Village] = (),
        plan: EmulationPlan | None = None,
        **kwargs: Any,
    ) -> None:
        """One field for each village without a name, before the plan's own."""
        super().__init__(data, **kwargs)
        self.village_fields = {f"village_{row.pk}": row for row in villages}
        for name, row in self.village_fields.items():
            self.fields[name] = forms.CharField(
                label=f"Tên làng (mã {row.code})", max_length=80, required=False
            )
        self.order_fields([*self.village_fields, "plan_number", "plan_date"])
        if plan:
            self.initial.setdefault("plan_number", plan.number)
            self.initial.setdefault("plan_date", plan.date)

    def village_names(self) -> dict[int, str]:
        """What was typed, by id of the village."""
        return {row.pk: self.cleaned_data[name] for name, row in self.village_fields.items()}

    def plan_paper(self) -> PlanPaper:
        """Number and day as the service takes them."""
        return PlanPaper(self.cleaned_data["plan_number"], self.cleaned_data["plan_date"])


class WorkingDateForm(PageForm):
    """The day that the demo takes for today."""

    day = VnDateField(label="Ngày làm việc giả định", help_text="Ví dụ: 20/11/2024")
