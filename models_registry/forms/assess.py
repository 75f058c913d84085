"""The assessment of a model: every quality with its mark, reason and evidence."""

from __future__ import annotations

import datetime
from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.html import escape

from dandvan import clock
from dandvan.forms import PageForm, VnDateField
from models_registry.enums import Mark
from models_registry.forms.fields import LongText
from models_registry.models import Attachment, Quality
from models_registry.services.assessment import MarkInput


class AssessForm(PageForm):
    """Day, team and conclusion; three fields per quality."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    date = VnDateField(label="Ngày thẩm định")
    team = LongText(
        label="Thành phần",
        max_length=1000,
        required=False,
        help_text="Ai tham gia, theo văn bản nào.",
    )
    conclusion = LongText(label="Kết luận", max_length=2000)

    def __init__(
        self, *args: Any, qualities: list[Quality], evidence: list[Attachment], **kwargs: Any
    ) -> None:
        """A mark, a reason and evidence for each quality of the plan."""
        super().__init__(*args, **kwargs)
        self.qualities = qualities
        self.evidence = {str(row.pk): row for row in evidence}
        parts: list[Any] = ["version", "date", "team"]
        for quality in qualities:
            parts += self._add_quality(quality)
        self.layout = Layout(*parts, "conclusion")

    def _add_quality(self, quality: Quality) -> list[Any]:
        """Fields of one quality and what they stand under."""
        mark, reason, proof = self._names(quality)
        self.fields[mark] = forms.ChoiceField(
            label=f"{quality.name}: kết quả",
            choices=Mark.choices,
            widget=forms.RadioSelect,
            error_messages={"required": f"Chọn kết quả cho “{quality.name}”."},
        )
        self.fields[reason] = LongText(
            label=f"{quality.name}: căn cứ, lý do",
            max_length=2000,
            error_messages={"required": f"Ghi căn cứ, lý do cho “{quality.name}”."},
        )
        self.fields[reason].widget.attrs.update({"rows": 2, "data-counter": 2000})
        self.fields[proof] = forms.ChoiceField(
            label=f"{quality.name}: minh chứng",
            required=False,
            choices=[("", "– không gắn tệp –")]
            + [(key, str(row)) for key, row in self.evidence.items()],
        )
        needed = "" if quality.required else " (không bắt buộc đạt)"
        heading = f"<h2>{escape(quality.name)}{needed}</h2>"
        text = f'<p class="hint">{escape(quality.text)}</p>' if quality.text else ""
        # Names of the plan are data: braces in them must not become template tags.
        safe = (heading + text).replace("{", "&#123;").replace("}", "&#125;")
        return [HTML(safe), mark, reason, proof]

    @staticmethod
    def _names(quality: Quality) -> tuple[str, str, str]:
        """Names of the three fields."""
        return f"kq-{quality.pk}", f"cc-{quality.pk}", f"mc-{quality.pk}"

    def clean_date(self) -> datetime.date:
        """Not a day to come."""
        day: datetime.date = self.cleaned_data["date"]
        if day > clock.today():
            raise forms.ValidationError("Ngày thẩm định chưa tới. Kiểm tra lại ngày.")
        return day

    def marks(self) -> list[MarkInput]:
        """One mark per quality as the service takes them."""
        found = []
        for quality in self.qualities:
            mark, reason, proof = self._names(quality)
            data = self.cleaned_data
            evidence = self.evidence.get(data.get(proof, ""))
            found.append(MarkInput(quality, data[mark], data[reason], evidence))
        return found
