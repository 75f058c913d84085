"""Forms of spreading: who adopts a model, and the end of an adoption."""

from __future__ import annotations

from typing import Any

from django import forms

from dandvan import clock
from dandvan.forms import PageForm, VnDateField
from models_registry.enums import ModelState
from models_registry.forms.fields import LongText
from models_registry.models import Collective, DanVanModel, Individual, Replication, Village
from models_registry.models.dated import on_day
from models_registry.queries import active_on
from models_registry.services.replication import AdoptionInput

_NO_FAMILY = (ModelState.DRAFT, ModelState.WITHDRAWN, ModelState.REVOKED)


class ReplicationForm(PageForm):
    """Where, since when, by whom, adapted how, with which results."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    village = forms.ModelChoiceField(
        Village.objects.none(),
        label="Làng áp dụng",
        required=False,
        empty_label="– chọn làng –",
        help_text="Chọn làng, tập thể, hoặc ghi nơi ngoài xã: chỉ một trong ba ô.",
    )
    collective = forms.ModelChoiceField(
        Collective.objects.none(),
        label="Tập thể áp dụng",
        required=False,
        empty_label="– chọn tập thể –",
    )
    place = forms.CharField(
        label="Nơi áp dụng ngoài xã",
        max_length=200,
        required=False,
        help_text="Ví dụ: Xã Kông Lơng Khơng, huyện Kbang.",
    )
    since = VnDateField(label="Áp dụng từ ngày")
    responsible = forms.ModelChoiceField(
        Individual.objects.none(),
        label="Người phụ trách trong xã",
        required=False,
        empty_label="– chọn người –",
    )
    contact = forms.CharField(label="Người liên hệ ngoài xã", max_length=160, required=False)
    adapted = LongText(
        label="Điều chỉnh khi áp dụng",
        max_length=2000,
        required=False,
        help_text="Giữ nguyên gì, làm khác gì cho hợp nơi mình.",
    )
    results = LongText(label="Kết quả", max_length=2000, required=False)
    adopting_model = forms.ModelChoiceField(
        DanVanModel.objects.none(),
        label="Mô hình của nơi áp dụng",
        required=False,
        empty_label="– chưa đăng ký thành mô hình –",
    )
    paper = forms.CharField(
        label="Văn bản", max_length=160, required=False, help_text="Số, ngày, nơi ban hành nếu có."
    )

    def __init__(self, *args: Any, dv_model: DanVanModel, **kwargs: Any) -> None:
        """Offer the commune's places, people and other models."""
        super().__init__(*args, **kwargs)
        today, commune = clock.today(), dv_model.commune_id
        models = DanVanModel.objects.filter(commune_id=commune).exclude(state__in=_NO_FAMILY)
        own = dv_model.villages.values("pk")
        offered: dict[str, Any] = {
            "village": Village.objects.filter(on_day(today), commune_id=commune).exclude(
                pk__in=own
            ),
            "collective": Collective.objects.filter(on_day(today), commune_id=commune),
            "responsible": Individual.objects.filter(active_on(today), commune_id=commune),
            "adopting_model": models.exclude(pk=dv_model.pk).order_by("-year__year", "code"),
        }
        for name, rows in offered.items():
            field: Any = self.fields[name]
            field.queryset = rows

    def adoption(self) -> AdoptionInput:
        """What was filled in, as the service takes it."""
        names = AdoptionInput.__dataclass_fields__
        return AdoptionInput(**{name: self.cleaned_data[name] for name in names})


class EndForm(PageForm):
    """Since when and why a place no longer applies the model."""

    ended_on = VnDateField(label="Ngày thôi áp dụng")
    reason = forms.CharField(label="Lý do", max_length=300)


def values_of(row: Replication) -> dict[str, Any]:
    """A recorded adoption as the form shows it."""
    names = (*AdoptionInput.__dataclass_fields__, "version")
    return {name: getattr(row, name) for name in names}
