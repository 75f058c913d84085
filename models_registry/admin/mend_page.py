"""The page on which the clerk mends a small slip in a text that was handed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse

from dandvan.errors import DomainError, StaleRecord
from models_registry.admin.model_page import ModelPage, Typed
from models_registry.admin.own_page import VersionForm
from models_registry.enums import FormPart
from models_registry.models import DanVanModel
from models_registry.queries_parts import COLUMN_OF, part_text
from models_registry.services.draft_values import LONGEST_NAME, LONGEST_TEXT
from models_registry.services.mending import LONGEST_REASON, mend_model, why_not_mended


class MendForm(VersionForm):
    """The text of one part and why it is mended."""

    text = forms.CharField(
        label="Nội dung", required=False, max_length=LONGEST_TEXT, widget=forms.Textarea
    )
    reason = forms.CharField(
        label="Lý do sửa",
        max_length=LONGEST_REASON,
        help_text="Ví dụ: sai chính tả, gõ nhầm tên làng. Chủ mô hình đọc được.",
    )
    quiet_optional = True

    def __init__(self, *args: Any, part: FormPart | None, **kwargs: Any) -> None:
        """The name is one line; every other part a longer text."""
        super().__init__(*args, **kwargs)
        if part is not None:
            self.fields["text"].label = part.label
            self.initial.setdefault("text", part_text(self.row, part))
        rows = 2 if part == FormPart.NAME else 10
        limit = LONGEST_NAME if part == FormPart.NAME else LONGEST_TEXT
        self.fields["text"].widget.attrs |= {"rows": rows, "data-counter": limit}


class MendPage(ModelPage):
    """Choose the part (?phan=), mend it, say why; a stale form shows both texts."""

    title = "Sửa lỗi nhỏ"
    submit = "Lưu và báo chủ mô hình"
    template = "admin/models_registry/mend.html"
    form_class = MendForm
    part: FormPart | None = None
    stale: tuple[str, str] | None = None

    def prepare(self) -> None:
        """The part of the address."""
        named = self.request.GET.get("phan", "")
        if named and named not in COLUMN_OF:
            raise Http404
        self.part = FormPart(named) if named else None

    def not_now(self) -> str:
        """The same sentence as under the button."""
        return why_not_mended(self.row)

    def form_kwargs(self) -> Typed:
        """The part that is mended."""
        return {"part": self.part}

    def context(self, form: Any) -> Typed:
        """The parts to choose from, or the two texts of a stale form."""
        url = reverse("admin:models_registry_danvanmodel_act", args=[self.row.pk, "mend"])
        parts = [
            (part.label, part_text(self.row, part), f"{url}?phan={part.value}")
            for part in COLUMN_OF
        ]
        return {"part": self.part, "parts": parts, "stale": self.stale}

    def is_valid(self, form: Any) -> bool:
        """Without a part there is nothing to mend: the choice is shown again."""
        return self.part is not None and super().is_valid(form)

    def run(self, form: Any) -> str:
        """Mend it."""
        data = form.cleaned_data
        row = mend_model(
            user=self.user,
            model_id=self.row.pk,
            part=self.part or "",
            text=data["text"],
            reason=data["reason"],
            version=data["version"],
        )
        return f"Đã sửa phần “{row.get_part_display()}”; chủ mô hình được báo."

    def refuse(self, form: Any, error: DomainError) -> None:
        """A stale form lays the text as it is now beside the one that was typed."""
        if isinstance(error, StaleRecord) and self.part is not None:
            now = DanVanModel.objects.get(pk=self.row.pk)
            self.stale = (part_text(now, self.part), form.cleaned_data["text"])
        super().refuse(form, error)
