"""Forms of the acts on many models: what is asked once for all, and what row by row."""

from __future__ import annotations

from typing import Any

from django import forms

from dandvan import clock
from dandvan.forms import PageForm
from models_registry.admin.decisions import DecisionForm
from models_registry.admin.own_page import PaperForm
from models_registry.enums import Mark, ModelState, RecognitionOutcome, SignerBody
from models_registry.models import DanVanModel, Quality
from models_registry.services.assessment import MarkInput

_AS_ALL = [("", "– như phần chung –"), *Mark.choices]
_NONE_YET = [("", "– chưa điền –"), *Mark.choices]


class BulkAcceptForm(PageForm):
    """A note for the trace of every model."""

    note = forms.CharField(
        label="Ghi chú",
        required=False,
        max_length=600,
        help_text="Ghi vào diễn biến của từng mô hình.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BulkAssessForm(PaperForm):
    """One sitting of one team: day, team and conclusion for all, marks for all and row by row."""

    date = forms.DateField(label="Ngày thẩm định")
    team = forms.CharField(
        label="Thành phần",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    conclusion = forms.CharField(
        label="Kết luận chung",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    signer_bodies = (SignerBody.PARTY, SignerBody.BLOC, SignerBody.UBND)
    quiet_optional = True

    def __init__(
        self, *args: Any, models: list[DanVanModel], picked: set[int] | None, **kwargs: Any
    ) -> None:
        """Marks of every quality for all models and for each; `picked` None: nothing sent yet."""
        self.models, self.picked = models, picked or set()
        super().__init__(*args, **kwargs)
        self.initial.setdefault("date", clock.today())
        self.of_model = {row.pk: list(row.year.plan.qualities.all()) for row in models}
        found = {quality.pk: quality for rows in self.of_model.values() for quality in rows}
        self.qualities = list(found.values())
        for quality in self.qualities:
            self._add_pair(f"{quality.pk}", f"{quality.name}, chung", _NONE_YET)
        for row in models:
            name = row.code_or_draft
            for quality in self.of_model[row.pk]:
                key = f"{quality.pk}_{row.pk}"
                self._add_pair(key, f"{quality.name}, {name}", _AS_ALL)
            self.fields[f"conclusion_{row.pk}"] = forms.CharField(
                label=f"Kết luận riêng, {name}",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _add_pair(self, key: str, label: str, choices: list[tuple[str, str]]) -> None:
        """Mark and reason."""
        self.fields[f"mark_{key}"] = forms.ChoiceField(
            label=f"Kết quả: {label}", choices=choices, required=False
        )
        self.fields[f"reason_{key}"] = forms.CharField(
            label=f"Căn cứ, lý do: {label}",
            required=False,
            max_length=600,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def common_rows(self) -> list[dict[str, Any]]:
        """Each quality with its two fields for all models."""
        return [self._line(quality, str(quality.pk)) for quality in self.qualities]

    def model_rows(self) -> list[dict[str, Any]]:
        """Each model with its own marks and conclusion."""
        return [
            {
                "dv_model": row,
                "lines": [self._line(q, f"{q.pk}_{row.pk}") for q in self.of_model[row.pk]],
                "conclusion": self[f"conclusion_{row.pk}"],
                "open": any(self[name].value() or name in self.errors for name in self._names(row)),
            }
            for row in self.models
        ]

    def _names(self, row: DanVanModel) -> list[str]:
        """Fields of one model."""
        keys = [f"{quality.pk}_{row.pk}" for quality in self.of_model[row.pk]]
        pairs = [f"{kind}_{key}" for key in keys for kind in ("mark", "reason")]
        return [*pairs, f"conclusion_{row.pk}"]

    def _line(self, quality: Quality, key: str) -> dict[str, Any]:
        """One quality with the fields of a key."""
        return {
            "quality": quality,
            "mark": self[f"mark_{key}"],
            "reason": self[f"reason_{key}"],
        }

    def clean(self) -> dict[str, Any]:
        """Every ticked model has a mark, a reason and a conclusion, its own or the common one."""
        data = super().clean() or self.cleaned_data
        for row in self.models:
            if row.pk not in self.picked:
                continue
            for quality in self.of_model[row.pk]:
                self._check_pair(row, quality)
            if not data.get("conclusion") and not data.get(f"conclusion_{row.pk}"):
                self.add_error(
                    f"conclusion_{row.pk}", "Ghi kết luận chung, hoặc kết luận riêng ở đây."
                )
        return data

    def _check_pair(self, row: DanVanModel, quality: Quality) -> None:
        """Mark and reason of one quality of one model."""
        key, data = f"{quality.pk}_{row.pk}", self.cleaned_data
        own, common = data.get(f"mark_{key}"), data.get(f"mark_{quality.pk}")
        if not own and not common:
            self.add_error(
                f"mark_{key}",
                f"Chọn kết quả cho “{quality.name}” ở phần chung hoặc của {row.code_or_draft}.",
            )
        elif not self._reason(row, quality):
            self.add_error(
                f"reason_{key}",
                f"Ghi căn cứ, lý do cho “{quality.name}” của {row.code_or_draft}.",
            )

    def _reason(self, row: DanVanModel, quality: Quality) -> str:
        """The reason of one mark; a mark of its own that differs needs a reason of its own."""
        key, data = f"{quality.pk}_{row.pk}", self.cleaned_data
        own: str = data.get(f"reason_{key}") or ""
        differs = data.get(f"mark_{key}") not in ("", None, data.get(f"mark_{quality.pk}"))
        return own or ("" if differs else data.get(f"reason_{quality.pk}") or "")

    def marks(self, row: DanVanModel) -> list[MarkInput]:
        """What the service takes for one model."""
        data = self.cleaned_data
        return [
            MarkInput(
                quality=quality,
                mark=data.get(f"mark_{quality.pk}_{row.pk}") or data.get(f"mark_{quality.pk}", ""),
                reason=self._reason(row, quality),
            )
            for quality in self.of_model[row.pk]
        ]

    def conclusion_of(self, row: DanVanModel) -> str:
        """Its own conclusion, else the common one."""
        data = self.cleaned_data
        return data.get(f"conclusion_{row.pk}") or data.get("conclusion", "")


class BulkDecisionForm(DecisionForm):
    """A decision over the chosen models; recognized where the marks allow it."""

    def _add_row(self, dv_model: DanVanModel) -> None:
        """Only outcomes that are possible; the usual one stands there already."""
        super()._add_row(dv_model)
        if dv_model.state == ModelState.ASSESSED and self._why_not(dv_model):
            field = self.fields[f"outcome_{dv_model.pk}"]
            out = RecognitionOutcome.RECOGNIZED.value
            field.choices = [choice for choice in field.choices if choice[0] != out]
        else:
            self.initial.setdefault(f"outcome_{dv_model.pk}", RecognitionOutcome.RECOGNIZED.value)
