"""Forms of the acts on a model: files, answers, sending, reports, returns."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from dandvan import clock
from dandvan.forms import PageForm, VnDateField
from dandvan.transition import OnBehalfSource
from models_registry.enums import CorrectionKind, FormPart
from models_registry.forms.fields import FigureField, LongText
from models_registry.models import Correction, DanVanModel, Indicator, Village, YearWindow
from models_registry.queries import open_registration_windows
from models_registry.services.acceptance import CorrectionInput
from models_registry.services.reporting import FigureInput


class UploadForm(PageForm):
    """One file with what it shows."""

    upload = forms.FileField(
        label="Tệp",
        help_text="Ảnh (jpg, png, heic, webp) đến 25 MB; pdf, docx, xlsx đến 20 MB.",
    )
    title = forms.CharField(
        label="Nội dung tệp",
        max_length=200,
        required=False,
        help_text="Ví dụ: Biên bản hiến đất làng Leng.",
    )


class BehalfForm(PageForm):
    """On what the clerk acts for somebody; asked only where he does."""

    on_behalf_source = forms.ChoiceField(
        label="Làm thay theo", choices=OnBehalfSource.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, on_behalf: bool, **kwargs: Any) -> None:
        """Leave the question out for those who act themselves."""
        super().__init__(*args, **kwargs)
        if not on_behalf:
            del self.fields["on_behalf_source"]


class SubmitForm(BehalfForm):
    """The last page of a registration."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    window = forms.ModelChoiceField(
        label="Chuyển sang đợt đang mở",
        queryset=YearWindow.objects.none(),
        required=False,
        empty_label="– giữ đợt đã chọn –",
    )
    late_reason = LongText(
        label="Lý do nhận muộn",
        required=False,
        max_length=500,
        help_text="Đợt đăng ký đã đóng: chỉ Văn phòng – thống kê nhận được, có ghi lý do.",
    )
    note = LongText(label="Ghi chú", required=False, max_length=500)

    def __init__(self, *args: Any, dv_model: DanVanModel, is_clerk: bool, **kwargs: Any) -> None:
        """Ask for what the day and the person make necessary."""
        super().__init__(*args, **kwargs)
        today = clock.today()
        is_open = dv_model.window is not None and dv_model.window.is_open_on(today)
        others = open_registration_windows(dv_model.commune_id, today).exclude(
            pk=dv_model.window_id
        )
        windows: Any = self.fields["window"]
        windows.queryset = others
        if is_open or not others.exists():
            del self.fields["window"]
        if is_open or not is_clerk:
            del self.fields["late_reason"]


class AnswerForm(PageForm):
    """How one correction was mended."""

    answer = LongText(label="Đã bổ sung, sửa thế nào", max_length=1000)

    def __init__(self, *args: Any, correction: Correction, **kwargs: Any) -> None:
        """Each correction has its own prefix."""
        kwargs.setdefault("prefix", f"y{correction.pk}")
        super().__init__(*args, **kwargs)
        self.correction = correction
        widget: Any = self.fields["answer"].widget
        widget.attrs["rows"] = 2


class ReportForm(BehalfForm):
    """Text, day and figures of a report; one field per indicator and place."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    date = VnDateField(label="Ngày báo cáo")
    text = LongText(
        label="Nội dung báo cáo",
        help_text="Đã làm được gì, kết quả ra sao, còn vướng gì. Số liệu ghi ở bảng bên dưới.",
    )

    def __init__(
        self,
        *args: Any,
        indicators: list[Indicator],
        villages: list[Village],
        current: dict[tuple[int, int | None], Decimal],
        **kwargs: Any,
    ) -> None:
        """A figure field for each indicator by village, and one for the whole model."""
        super().__init__(*args, **kwargs)
        self.cells: dict[str, tuple[Indicator, Village | None]] = {}
        for indicator in indicators:
            for village in (*villages, None):
                name = f"so-{indicator.pk}-{village.pk if village else 'chung'}"
                place = str(village) if village else "chung cả mô hình"
                self.fields[name] = FigureField(
                    label=f"{indicator.name}, {place} ({indicator.unit})",
                    required=False,
                    initial=current.get((indicator.pk, village.pk if village else None)),
                    error_messages={
                        "invalid": f"{indicator.name}, {place}: nhập bằng chữ số, ví dụ 1.870 "
                        "hoặc 12,5.",
                        "min_value": f"{indicator.name}, {place}: nhập số từ 0 trở lên.",
                        "max_digits": f"{indicator.name}, {place}: số quá lớn.",
                        "max_whole_digits": f"{indicator.name}, {place}: số quá lớn.",
                        "max_decimal_places": f"{indicator.name}, {place}: tối đa hai chữ số "
                        "sau dấu phẩy.",
                    },
                )
                self.cells[name] = (indicator, village)

    def clean_date(self) -> datetime.date:
        """Not a day to come."""
        day: datetime.date = self.cleaned_data["date"]
        if day > clock.today():
            raise forms.ValidationError("Ngày báo cáo chưa tới. Kiểm tra lại ngày.")
        return day

    def figures(self) -> list[FigureInput]:
        """Filled cells as the service takes them."""
        return [
            FigureInput(indicator, village, self.cleaned_data[name])
            for name, (indicator, village) in self.cells.items()
            if self.cleaned_data.get(name) is not None
        ]

    def groups(self) -> list[tuple[Indicator, list[Any]]]:
        """Bound cells by indicator, in order."""
        found: dict[int, tuple[Indicator, list[Any]]] = {}
        for name, (indicator, village) in self.cells.items():
            bound = self[name]
            place = str(village) if village else "Chung cả mô hình"
            found.setdefault(indicator.pk, (indicator, []))[1].append((place, bound))
        return list(found.values())


class CorrectionForm(PageForm):
    """One thing to mend."""

    quiet_optional = True
    part = forms.ChoiceField(
        label="Phần cần sửa", choices=[("", "– chọn phần –"), *FormPart.choices], required=False
    )
    kind = forms.ChoiceField(label="Tình trạng", choices=CorrectionKind.choices, required=False)
    what_to_do = LongText(label="Việc cần làm", required=False, max_length=1000)
    due = VnDateField(label="Hạn sửa", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Two lines are enough."""
        super().__init__(*args, **kwargs)
        self.fields["what_to_do"].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        """A row has a part and what to do, or nothing."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("what_to_do") and not data.get("part"):
            self.add_error("part", "Chọn phần cần sửa.")
        if data.get("part") and not data.get("what_to_do") and "what_to_do" not in self.errors:
            self.add_error("what_to_do", "Ghi việc cần làm.")
        return data


class BaseCorrectionFormSet(BaseFormSet):
    """What is to be mended."""

    def inputs(self) -> list[CorrectionInput]:
        """Filled rows as the service takes them."""
        return [
            CorrectionInput(data["part"], data.get("kind") or "", data["what_to_do"], data["due"])
            for form in self.forms
            if (data := getattr(form, "cleaned_data", {})).get("part")
        ]


CorrectionFormSet = formset_factory(
    CorrectionForm, formset=BaseCorrectionFormSet, extra=3, max_num=20, absolute_max=20
)
