"""Forms of the acts on a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from dandvan import clock
from dandvan.forms import PageForm
from models_registry.admin.own_page import PaperForm, VersionForm
from models_registry.enums import (
    CorrectionKind,
    FormPart,
    ReviewOutcome,
    SignerBody,
)
from models_registry.forms.assess import JointForm
from models_registry.forms.fields import FigureField
from models_registry.models import EmulationYear, IndicatorValue
from models_registry.queries import correction_due

BLANK = [("", "– chọn –")]


class CorrectionForm(PageForm):
    """One thing to mend."""

    part = forms.ChoiceField(label="Phần cần sửa", choices=[*BLANK, *FormPart.choices])
    kind = forms.ChoiceField(label="Tình trạng", choices=[*BLANK, *CorrectionKind.choices])
    what_to_do = forms.CharField(
        label="Việc cần làm", max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
    due = forms.DateField(label="Hạn sửa")
    quiet_optional = True


class CorrectionFormSetBase(forms.BaseFormSet):
    """The things to mend; rows left blank do not count."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """The usual due date stands there already; a row with nothing else in it is blank."""
        kwargs = super().get_form_kwargs(index)
        return {**kwargs, "initial": {"due": correction_due(clock.today())}}

    def filled(self) -> list[dict[str, Any]]:
        """The rows that say something."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


CorrectionFormSet = forms.formset_factory(CorrectionForm, formset=CorrectionFormSetBase, extra=4)


class ReturnForm(VersionForm):
    """What stands around the corrections of a return."""

    note = forms.CharField(
        label="Lời nhắn cho chủ mô hình",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ExtendForm(VersionForm):
    """A later day for a returned model, with the reason."""

    due = forms.DateField(label="Hạn bổ sung mới")
    note = forms.CharField(label="Lý do gia hạn", max_length=600, widget=forms.Textarea)


class VerifyForm(VersionForm):
    """The verified figure beside each reported one; a blank one stays unverified."""

    quiet_optional = True

    def __init__(self, *args: Any, values: Sequence[IndicatorValue], **kwargs: Any) -> None:
        """One field for every current figure."""
        self.values = list(values)
        super().__init__(*args, **kwargs)
        for value in self.values:
            place = f" – {value.village}" if value.village else ""
            said = f"{value.indicator.name}{place}"
            self.fields[f"value_{value.pk}"] = FigureField(
                label=said,
                said=said,
                kind=value.indicator.kind,
                unit=value.indicator.unit,
                required=False,
                initial=value.verified,
            )

    def rows(self) -> list[tuple[IndicatorValue, Any]]:
        """Each figure with its field."""
        return [(value, self[f"value_{value.pk}"]) for value in self.values]

    def changed(self) -> list[tuple[IndicatorValue, Any]]:
        """Figures whose verified number was typed anew."""
        return [
            (value, number)
            for value in self.values
            if (number := self.cleaned_data.get(f"value_{value.pk}")) is not None
            and number != value.verified
        ]


class AssessForm(JointForm, PaperForm):
    """The joint round as a matrix; the clerk may record it from the signed minutes."""

    signer_bodies = (SignerBody.PARTY, SignerBody.BLOC, SignerBody.UBND)
    quiet_optional = True

    def session_fields(self) -> list[Any]:
        """The fields of the session that there are."""
        return [self[name] for name in self.SESSION if name in self.fields]


class NotePaperForm(PaperForm):
    """A reason, and the signed paper where the act rests on one."""

    note = forms.CharField(label="Lý do", max_length=1000, widget=forms.Textarea)
    field_order = ("note",)


class ReviewForm(VersionForm):
    """The yearly look at a living model."""

    year = forms.ModelChoiceField(
        EmulationYear.objects.none(), label="Năm rà soát", empty_label="– chọn –"
    )
    date = forms.DateField(label="Ngày rà soát")
    outcome = forms.ChoiceField(
        label="Kết quả", choices=ReviewOutcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label="Nhận xét", max_length=2000, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the years after the model's own."""
        super().__init__(*args, **kwargs)
        years = EmulationYear.objects.filter(
            plan__commune_id=self.user.commune_id, year__gt=self.row.year.year
        )
        self.fields["year"].queryset = years
        self.initial.setdefault("year", years.first())
        self.initial.setdefault("date", clock.today())
