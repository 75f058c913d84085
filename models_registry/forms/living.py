"""Forms of a model beyond its year: many looks at once, carrying over or closing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField

from dandvan import clock
from dandvan.forms import PageForm, VnDateField
from models_registry.enums import ReviewOutcome
from models_registry.forms.fields import LongText
from models_registry.models import DanVanModel, EmulationYear
from models_registry.queries_living import ReviewLine

EXTEND, CLOSE = "extend", "close"


class ReviewSheetForm(PageForm):
    """One day for all; an outcome and a remark for every model that nobody looked at yet."""

    quiet_optional = True
    date = VnDateField(label="Ngày rà soát")

    def __init__(self, *args: Any, lines: Iterable[ReviewLine], **kwargs: Any) -> None:
        """Two fields a model; one's own models and those looked at have none."""
        kwargs.setdefault("initial", {"date": clock.today()})
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if line.review is None and not line.own]
        for line in self.lines:
            outcome, text = self.names(line.dv_model)
            self.fields[outcome] = forms.ChoiceField(
                label=f"Kết quả của {line.dv_model.code}",
                required=False,
                choices=[("", "– chưa xem –"), *ReviewOutcome.choices],
            )
            self.fields[text] = LongText(
                label=f"Nhận xét về {line.dv_model.code}", max_length=2000, required=False
            )
            self.fields[text].widget.attrs["rows"] = 2
            self._fit_widget(self.fields[text])

    @staticmethod
    def names(dv_model: DanVanModel) -> tuple[str, str]:
        """Names of the two fields of one model."""
        return f"ket-qua-{dv_model.pk}", f"nhan-xet-{dv_model.pk}"

    @property
    def rows(self) -> list[tuple[DanVanModel, BoundField, BoundField]]:
        """A model and its two fields, for the table."""
        return [
            (line.dv_model, *(self[name] for name in self.names(line.dv_model)))
            for line in self.lines
        ]

    def filled(self) -> list[tuple[DanVanModel, str, str]]:
        """Models for which something was filled in: outcome and remark."""
        found = []
        for line in self.lines:
            outcome, text = (self.cleaned_data.get(n, "") for n in self.names(line.dv_model))
            if outcome or text:
                found.append((line.dv_model, outcome, text))
        return found

    def clean(self) -> dict[str, Any]:
        """At least one row says something."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.filled():
            self.add_error(None, "Chọn kết quả rà soát của ít nhất một mô hình.")
        return cleaned


class ReviewWithdrawForm(PageForm):
    """Why a look is taken off."""

    reason = forms.CharField(label="Lý do gỡ", max_length=300)


class UnfinishedForm(PageForm):
    """Which models, carried over into which year or closed, and why."""

    models = forms.MultipleChoiceField(
        label="Mô hình", error_messages={"required": "Chọn ít nhất một mô hình."}
    )
    act_on = forms.ChoiceField(
        label="Việc cần làm",
        choices=[
            (EXTEND, "Gia hạn sang năm sau"),
            (CLOSE, "Kết thúc vì không thực hiện"),
        ],
        widget=forms.RadioSelect,
    )
    to_year = forms.ModelChoiceField(
        EmulationYear.objects.none(),
        label="Gia hạn sang",
        required=False,
        empty_label="– chọn năm –",
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        help_text="Một lý do chung cho những mô hình đã chọn.",
    )

    def __init__(
        self,
        *args: Any,
        rows: Iterable[DanVanModel],
        years: Iterable[EmulationYear],
        **kwargs: Any,
    ) -> None:
        """Offer the models of the list and the years that are open to them."""
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        later = list(years)
        self.fields["models"].choices = [(str(row.pk), row.code) for row in self.rows]
        field: Any = self.fields["to_year"]
        field.queryset = EmulationYear.objects.filter(pk__in=[row.pk for row in later])
        if len(later) == 1:
            self.initial.setdefault("to_year", later[0])

    @property
    def ticked(self) -> set[str]:
        """Keys of the rows that are ticked, for the table."""
        return set(self["models"].value() or ())

    def chosen(self) -> list[DanVanModel]:
        """The models that are ticked."""
        keys = set(self.cleaned_data["models"])
        return [row for row in self.rows if str(row.pk) in keys]

    def clean(self) -> dict[str, Any]:
        """Carrying over needs a year."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("act_on") == EXTEND and not cleaned.get("to_year"):
            self.add_error("to_year", "Chọn năm được gia hạn sang.")
        return cleaned
