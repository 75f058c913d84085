"""Law as rows with dates: regimes, forms, legal bases, award kinds, recipients."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from dandvan.vietnamese import one_line
from models_registry.admin.base import ReferenceAdmin, ReferenceForm, ScopedRelatedFilter
from models_registry.enums import DocumentKind
from models_registry.models import AwardKind, DecreeForm, DefaultRecipients, LegalBasis, Regime


class LinesField(forms.CharField):
    """A list of lines, typed one below the other."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """The stored list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The lines without blank ones; raises ValidationError when none is left."""
        text = super().clean(value)
        return [line for raw in text.split("\n") if (line := one_line(raw))]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as text, so that the log names only what was changed."""
        before = "\n".join(initial) if isinstance(initial, list) else (initial or "")
        return before.split() != (data or "").split()


@admin.register(Regime)
class RegimeAdmin(ReferenceAdmin):
    """Periods of award law."""

    list_display = ("decree", "valid_from", "valid_to", "upward_award", "confirmed")


class DecreeFormForm(ReferenceForm):
    """One default form for each kind of subject of a regime."""

    def clean(self) -> dict[str, Any]:
        """Say which form is the default already."""
        cleaned = super().clean()
        regime = cleaned.get("regime")
        if cleaned.get("is_default") and regime:
            other = (
                regime.forms.filter(is_default=True, subject_type=cleaned.get("subject_type"))
                .exclude(pk=self.instance.pk)
                .first()
            )
            if other:
                self.refuse(
                    f"“{other}” đang là mẫu mặc định. Bỏ chọn ở mẫu đó trước.",
                    constraint="decree_form_one_default",
                    field="is_default",
                )
        return cleaned


@admin.register(DecreeForm)
class DecreeFormAdmin(ReferenceAdmin):
    """Forms of báo cáo thành tích."""

    form = DecreeFormForm
    commune_path = "regime__commune"
    list_display = ("name", "form_number", "subject_type", "regime", "is_default")
    list_filter = (("regime", ScopedRelatedFilter), "subject_type")
    readonly_fields = ("layout",)
    fixed_fields = ("code", "regime")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new form needs its layout: it comes with the plan file."""
        return False


class LegalBasisForm(ReferenceForm):
    """A basis and the papers it stands in."""

    used_in = forms.MultipleChoiceField(
        label="Dùng trong",
        choices=DocumentKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn loại nào thì dùng cho mọi loại văn bản.",
    )


@admin.register(LegalBasis)
class LegalBasisAdmin(ReferenceAdmin):
    """Lines of "Căn cứ", chosen by the date of the paper."""

    form = LegalBasisForm
    list_display = ("citation", "order", "valid_from", "valid_to", "confirmed")
    list_filter = ("confirmed",)


@admin.register(AwardKind)
class AwardKindAdmin(ReferenceAdmin):
    """Forms of honor and who decides them."""

    list_display = ("name", "form", "level", "authority", "valid_from", "valid_to")
    list_filter = ("level", "form")


class DefaultRecipientsForm(ReferenceForm):
    """Recipients, one a line."""

    lines = LinesField(
        label="Các dòng nơi nhận",
        help_text="Mỗi nơi nhận một dòng, không có gạch đầu dòng và dấu câu ở cuối.",
    )


@admin.register(DefaultRecipients)
class DefaultRecipientsAdmin(ReferenceAdmin):
    """Lines of "Nơi nhận" for a kind of paper."""

    form = DefaultRecipientsForm
    list_display = ("document_kind", "valid_from", "valid_to")
