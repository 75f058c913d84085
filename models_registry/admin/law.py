"""Law as rows with dates: regimes, forms, legal bases, award kinds, recipients."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from dandvan.vietnamese import one_line, short_date
from models_registry.admin.base import ReferenceAdmin, ReferenceForm, ScopedRelatedFilter
from models_registry.enums import DocumentKind
from models_registry.models import (
    AwardKind,
    AwardRate,
    BaseSalary,
    DecreeForm,
    DefaultRecipients,
    LegalBasis,
    Regime,
)


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


class DatedOnceForm(ReferenceForm):
    """Rows of which only one may hold on a day."""

    def clean(self) -> dict[str, Any]:
        """Say with which row the days overlap."""
        cleaned = super().clean()
        rows = self.neighbors(cleaned).exclude(pk=self.instance.pk)
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        for row in rows:
            begins_before = end is None or row.valid_from is None or row.valid_from <= end
            ends_after = start is None or row.valid_to is None or row.valid_to >= start
            if begins_before and ends_after:
                since = f" từ {short_date(row.valid_from)}" if row.valid_from else ""
                until = f" đến {short_date(row.valid_to)}" if row.valid_to else ""
                self.add_error(
                    "valid_from",
                    f"Trùng thời gian với dòng “{row}”{since}{until}. Sửa ngày của một trong "
                    "hai dòng.",
                )
        return cleaned

    def neighbors(self, cleaned: dict[str, Any]) -> QuerySet[Any]:
        """Rows that may not hold on the same days."""
        raise NotImplementedError


class BaseSalaryForm(DatedOnceForm):
    """One base salary a day."""

    def neighbors(self, cleaned: dict[str, Any]) -> QuerySet[Any]:
        """Those of the commune."""
        return BaseSalary.objects.filter(commune_id=self.commune_id)


@admin.register(BaseSalary)
class BaseSalaryAdmin(ReferenceAdmin):
    """Base salaries by their days."""

    form = BaseSalaryForm
    list_display = ("decree", "amount", "valid_from", "valid_to", "confirmed")


class AwardRateForm(DatedOnceForm):
    """One rate of an award kind a day."""

    def neighbors(self, cleaned: dict[str, Any]) -> QuerySet[Any]:
        """Those of the same kind."""
        kind = cleaned.get("award_kind") or self.instance.award_kind_id
        return AwardRate.objects.filter(award_kind=kind)


@admin.register(AwardRate)
class AwardRateAdmin(ReferenceAdmin):
    """Rates of the money that goes with an honor."""

    form = AwardRateForm
    commune_path = "award_kind__commune"
    fixed_fields = ("code", "award_kind")
    list_display = ("award_kind", "coefficient", "valid_from", "valid_to", "source", "confirmed")
    list_filter = (("award_kind", ScopedRelatedFilter), "confirmed")


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
