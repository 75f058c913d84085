"""Forms of the book of honors: filter, handing over, payment, earlier honors, printer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from awards.enums import HonorStep
from awards.models import Award, HonorEntry, PrinterShift
from awards.models.honor import MOST_MOVED
from awards.queries_honors import FORMS
from awards.services.honor import EntryInput
from dandvan.forms import PageForm, VnDateField, VnForm
from models_registry.enums import PastAwardKind
from models_registry.models import Collective, Individual, User
from models_registry.services.past_award import PastAwardInput


class BookFilter(VnForm, forms.Form):
    """Year, form of honor, words of the name."""

    quiet_optional = True
    q = forms.CharField(label="Tên tập thể, cá nhân", required=False, max_length=100)
    year = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    form = forms.ChoiceField(
        label="Hình thức",
        required=False,
        choices=[("", "Tất cả"), *((row.value, row.label.capitalize()) for row in FORMS)],
    )

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        """Offer the years of the book."""
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "Tất cả"), *((year, year) for year in years)]


class HandoverForm(PageForm):
    """Honors handed over on one occasion; their money, if it was paid with them."""

    awards = forms.ModelMultipleChoiceField(
        Award.objects.none(), label="Đã trao cho", widget=forms.CheckboxSelectMultiple
    )
    day = VnDateField(label="Ngày trao", help_text="Ví dụ 25/11/2024.")
    occasion = forms.CharField(
        label="Dịp trao",
        max_length=200,
        help_text="Ví dụ: Hội nghị tổng kết phong trào thi đua năm 2024.",
    )
    receiver = forms.CharField(
        label="Người nhận thay",
        max_length=160,
        required=False,
        help_text="Để trống khi chính tập thể, cá nhân được khen nhận.",
    )
    paid_on = VnDateField(
        label="Ngày chi tiền thưởng", required=False, help_text="Để trống khi chưa chi."
    )
    receipt_number = forms.CharField(label="Số phiếu chi", max_length=60, required=False)

    def __init__(self, *args: Any, rows: Iterable[Award], **kwargs: Any) -> None:
        """Offer those that are not handed over yet."""
        super().__init__(*args, **kwargs)
        names = {row.pk: f"{row.subject} – {row.award_kind} ({row.decision})" for row in rows}
        field = self.fields["awards"]
        field.queryset = Award.objects.filter(pk__in=names)
        field.label_from_instance = lambda row: names[row.pk]

    def clean(self) -> dict[str, Any]:
        """A receipt belongs to a day of payment."""
        data = super().clean() or self.cleaned_data
        if data.get("receipt_number") and not data.get("paid_on") and "paid_on" not in self.errors:
            self.add_error("paid_on", "Nhập ngày chi tiền thưởng của phiếu chi này.")
        return data

    def handed(self) -> EntryInput:
        """The handing over, for the service."""
        data = self.cleaned_data
        return EntryInput(data["day"], data["receiver"], data["occasion"])

    def paid(self) -> EntryInput | None:
        """The payment, if there was one."""
        data = self.cleaned_data
        if not data["paid_on"]:
            return None
        return EntryInput(data["paid_on"], data["receiver"], receipt_number=data["receipt_number"])


class PaymentForm(PageForm):
    """The money of one honor was paid."""

    day = VnDateField(label="Ngày chi tiền thưởng", help_text="Ví dụ 26/11/2024.")
    receipt_number = forms.CharField(label="Số phiếu chi", max_length=60)
    receiver = forms.CharField(
        label="Người nhận thay", max_length=160, required=False, help_text="Để trống khi tự nhận."
    )

    def said(self) -> EntryInput:
        """The line, for the service."""
        data = self.cleaned_data
        return EntryInput(data["day"], data["receiver"], receipt_number=data["receipt_number"])


class CorrectionForm(PageForm):
    """A wrong line put right, or taken back."""

    taken_back = forms.BooleanField(
        label="Bỏ dòng này (việc chưa làm)",
        required=False,
        help_text="Chọn khi thật ra chưa trao, chưa chi. Dòng cũ vẫn được giữ trong lịch sử ghi.",
    )
    day = VnDateField(label="Ngày đúng", required=False)
    receiver = forms.CharField(label="Người nhận", max_length=160, required=False)
    occasion = forms.CharField(label="Dịp trao", max_length=200, required=False)
    receipt_number = forms.CharField(label="Số phiếu chi", max_length=60, required=False)
    reason = forms.CharField(
        label="Lý do sửa", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, entry: HonorEntry, **kwargs: Any) -> None:
        """Only the fields of this step, filled in as they were."""
        kwargs["initial"] = {
            "day": entry.day,
            "receiver": entry.receiver,
            "occasion": entry.occasion,
            "receipt_number": entry.receipt_number,
        }
        super().__init__(*args, **kwargs)
        other = "receipt_number" if entry.step == HonorStep.HANDED_OVER else "occasion"
        del self.fields[other]

    def clean(self) -> dict[str, Any]:
        """A line that stays needs its day."""
        data = super().clean() or self.cleaned_data
        if not data.get("taken_back") and not data.get("day") and "day" not in self.errors:
            self.add_error("day", "Nhập ngày đúng, hoặc chọn bỏ dòng này.")
        return data

    def said(self) -> EntryInput:
        """The right line, for the service."""
        data = self.cleaned_data
        if data["taken_back"]:
            return EntryInput(None)
        return EntryInput(
            data["day"],
            data["receiver"],
            data.get("occasion", ""),
            data.get("receipt_number", ""),
        )


class PastAwardForm(PageForm):
    """An earlier honor from its decision."""

    quiet_optional = True
    individual = forms.ModelChoiceField(
        Individual.objects.none(), label="Cá nhân", required=False, empty_label="– chọn –"
    )
    collective = forms.ModelChoiceField(
        Collective.objects.none(),
        label="Tập thể",
        required=False,
        empty_label="– chọn –",
        help_text="Chọn cá nhân hoặc tập thể, không chọn cả hai.",
    )
    year = forms.IntegerField(
        label="Năm được khen", min_value=1975, max_value=2100, help_text="Năm lập thành tích."
    )
    kind = forms.ChoiceField(
        label="Loại",
        widget=forms.RadioSelect,
        choices=[(row.value, row.label.capitalize()) for row in PastAwardKind],
    )
    name = forms.CharField(
        label="Danh hiệu, hình thức",
        max_length=160,
        help_text="Ví dụ: Giấy khen của Chủ tịch Ủy ban nhân dân huyện Kbang.",
    )
    decision_number = forms.CharField(
        label="Số quyết định", max_length=60, help_text="Ví dụ 2210/QĐ-UBND."
    )
    decision_date = VnDateField(label="Ngày quyết định", help_text="Ví dụ 13/10/2023.")
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200)
    reason = forms.CharField(label="Về thành tích", max_length=300, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """People and collectives of the commune."""
        super().__init__(*args, **kwargs)
        commune = user.commune_id or 0
        people = Individual.objects.filter(commune_id=commune).order_by("sort_name")
        self.fields["individual"].queryset = people
        self.fields["collective"].queryset = Collective.objects.filter(commune_id=commune)

    def clean(self) -> dict[str, Any]:
        """Either a person or a collective."""
        data = super().clean() or self.cleaned_data
        chosen = [data.get("individual"), data.get("collective")]
        if all(chosen):
            self.add_error("collective", "Chỉ chọn một: cá nhân hoặc tập thể.")
        elif not any(chosen) and not {"individual", "collective"} & set(self.errors):
            self.add_error("individual", "Chọn cá nhân hoặc tập thể được khen.")
        return data

    def given(self) -> PastAwardInput:
        """The honor, for the service."""
        data = self.cleaned_data
        names = ("year", "kind", "name", "decision_number", "decision_date", "issuer", "reason")
        return PastAwardInput(
            subject=data["individual"] or data["collective"],
            **{name: data[name] for name in names},
        )


def _millimeters(label: str, help_text: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=-MOST_MOVED,
        max_value=MOST_MOVED,
        max_digits=4,
        decimal_places=1,
        localize=True,
        initial=0,
        help_text=help_text,
    )


class PrinterForm(PageForm):
    """How far a printer has to move the text; remembered by the printer's name."""

    printer = forms.CharField(
        label="Máy in, loại phôi",
        max_length=60,
        help_text="Đặt tên để lần sau dùng lại, ví dụ: HP phòng Văn phòng, phôi A4 viền vàng.",
    )
    right = _millimeters("Cả trang sang phải (mm)", "Số âm là sang trái.")
    down = _millimeters("Cả trang xuống dưới (mm)", "Số âm là lên trên.")
    name_down = _millimeters("Phần tên, thành tích xuống thêm (mm)")
    foot_down = _millimeters("Phần số quyết định, chữ ký xuống thêm (mm)")
    prints_authority = forms.BooleanField(
        label="In dòng tên cơ quan tặng",
        required=False,
        initial=True,
        help_text="Bỏ chọn khi phôi đã in sẵn “Chủ tịch Ủy ban nhân dân xã …”.",
    )

    SHIFTS = ("right", "down", "name_down", "foot_down", "prints_authority")

    @classmethod
    def of(cls, shift: PrinterShift | None, data: Any = None) -> PrinterForm:
        """The form with what is remembered of a printer."""
        names = ("printer", *cls.SHIFTS)
        initial = {name: getattr(shift, name) for name in names} if shift else None
        return cls(data, initial=initial)
