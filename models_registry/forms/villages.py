"""Forms about villages: another name, part of another village."""

from __future__ import annotations

from typing import Any

from django import forms

from dandvan import clock
from dandvan.forms import PageForm, VnDateField
from models_registry.models import Village
from models_registry.models.dated import on_day
from models_registry.services.villages import NewVillage


class RenameForm(PageForm):
    """The new name, from which day, by which paper."""

    new_name = forms.CharField(label="Tên mới", max_length=80)
    date = VnDateField(label="Từ ngày")
    paper = forms.CharField(
        label="Văn bản làm căn cứ", max_length=160, help_text="Số, ngày, cơ quan ban hành."
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)


class MergeForm(PageForm):
    """Which villages end, and in which they go on: an existing or a new one."""

    villages = forms.ModelMultipleChoiceField(
        Village.objects.none(),
        label="Các làng kết thúc",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một làng kết thúc."},
    )
    into = forms.ModelChoiceField(
        Village.objects.none(),
        label="Nhập vào làng đang có",
        required=False,
        empty_label="– lập làng mới –",
        help_text="Để trống khi lập làng mới, rồi ghi mã và tên bên dưới.",
    )
    code = forms.CharField(label="Mã làng mới", max_length=20, required=False)
    name = forms.CharField(label="Tên làng mới", max_length=80, required=False)
    main_ethnic = forms.CharField(label="Dân tộc chính của làng mới", max_length=80, required=False)
    date = VnDateField(label="Từ ngày")
    paper = forms.CharField(
        label="Văn bản làm căn cứ", max_length=160, help_text="Số, ngày, cơ quan ban hành."
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, *args: Any, commune_id: int | None, **kwargs: Any) -> None:
        """Offer the commune's villages of today."""
        super().__init__(*args, **kwargs)
        rows = Village.objects.filter(on_day(clock.today()), commune_id=commune_id)
        for name in ("villages", "into"):
            field: Any = self.fields[name]
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """An existing village, or code and name of a new one; never both."""
        cleaned = super().clean() or self.cleaned_data
        new = {name: cleaned.get(name) for name in ("code", "name")}
        if cleaned.get("into") and any(new.values()):
            self.add_error("into", "Chọn làng đang có, hoặc ghi làng mới: chỉ một trong hai.")
        elif not cleaned.get("into"):
            for name, said in (("code", "Nhập mã làng mới."), ("name", "Nhập tên làng mới.")):
                if name not in self.errors and not new[name]:
                    self.add_error(name, said)
        return cleaned

    def target(self) -> Village | NewVillage:
        """The village they become part of."""
        data = self.cleaned_data
        if into := data["into"]:
            village: Village = into
            return village
        return NewVillage(data["code"], data["name"], data["main_ethnic"])
