"""The note of a visit, short enough for a phone."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from dandvan import clock
from dandvan.forms import VnDateField
from models_registry.forms.fields import LongText
from models_registry.forms.many_files import PhotosForm
from models_registry.models import Attachment, DanVanModel, Village
from models_registry.services.site_visit import LONGEST, VisitInput, people_of_lines


class SiteVisitForm(PhotosForm):
    """Day, place, who was there, what was seen, photos, conclusion."""

    date = VnDateField(label="Ngày kiểm tra")
    villages = forms.ModelMultipleChoiceField(
        Village.objects.none(),
        label="Làng đã đến",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.CharField(
        label="Địa điểm",
        max_length=200,
        required=False,
        help_text="Ví dụ: nhà rông làng Leng, ruộng mía của tổ 2.",
    )
    people = LongText(
        label="Người có mặt",
        max_length=3000,
        required=False,
        help_text="Mỗi dòng một người: họ tên, chức vụ. Ví dụ: Đinh Văn Mẫu, trưởng làng.",
    )
    seen = LongText(label="Đã thấy gì", max_length=LONGEST)
    conclusion = LongText(label="Kết luận", max_length=LONGEST)
    field_order = (
        "date",
        "villages",
        "place",
        "people",
        "seen",
        "photos",
        "files_kept",
        "conclusion",
    )

    def __init__(self, *args: Any, dv_model: DanVanModel, **kwargs: Any) -> None:
        """Offer the villages of the model."""
        super().__init__(*args, **kwargs)
        villages: Any = self.fields["villages"]
        villages.queryset = dv_model.villages.all()
        self.initial.setdefault("date", clock.today())
        self.fields["people"].widget.attrs["rows"] = 3

    def clean_date(self) -> datetime.date:
        """Not a day to come."""
        day: datetime.date = self.cleaned_data["date"]
        if day > clock.today():
            raise forms.ValidationError("Ngày kiểm tra chưa tới. Kiểm tra lại ngày.")
        return day

    def visit(self, photos: list[Attachment]) -> VisitInput:
        """What the service takes."""
        data = self.cleaned_data
        return VisitInput(
            date=data["date"],
            seen=data["seen"],
            conclusion=data["conclusion"],
            place=data["place"],
            villages=list(data["villages"]),
            people=people_of_lines(data["people"]),
            photos=photos,
        )
