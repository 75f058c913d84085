"""Forms of the acts on a model: files, answers, sending, reports, returns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from dandvan import clock
from dandvan.forms import PageForm, VnDateField
from models_registry.enums import CorrectionKind, FormPart
from models_registry.forms.fields import LongText, ManyFilesField
from models_registry.forms.figures import BehalfForm, FigureCellsForm
from models_registry.models import Correction, DanVanModel, YearWindow
from models_registry.queries import open_registration_windows
from models_registry.services.acceptance import CorrectionInput


class UploadForm(PageForm):
    """Files with what they show."""

    upload = ManyFilesField(
        label="Tệp",
        allow_empty_file=True,
        help_text="Chọn được nhiều tệp một lượt. Ảnh (jpg, png, heic, webp) đến 25 MB; pdf, docx, "
        "xlsx đến 20 MB.",
    )
    title = forms.CharField(
        label="Nội dung tệp",
        max_length=200,
        required=False,
        help_text="Ví dụ: Biên bản hiến đất làng Leng.",
    )


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


class ReportForm(FigureCellsForm):
    """Text, day and figures of a report; one field per indicator and place."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    date = VnDateField(label="Ngày báo cáo")
    text = LongText(
        label="Nội dung báo cáo",
        help_text="Đã làm được gì, kết quả ra sao, còn vướng gì. Số liệu ghi ở bảng bên dưới.",
    )


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
