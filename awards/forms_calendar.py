"""Forms about the calendar of a year."""

from __future__ import annotations

from django import forms

from dandvan.forms import PageForm, VnDateField
from dandvan.paper_forms import SignedPaperForm
from models_registry.enums import SignerBody
from models_registry.services.paper_desk import PAPER_DESK


class YearUnlockForm(SignedPaperForm):
    """Why a locked year is opened again; the parts of a signed paper for the clerk."""

    desk = PAPER_DESK
    signer_bodies = (SignerBody.UBND,)
    reason = forms.CharField(
        label="Lý do mở lại",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do mở lại năm đã khóa."},
    )
    field_order = ("reason",)


class CarriedWindowForm(PageForm):
    """One window of the former year as it will be in the new one."""

    keep = forms.BooleanField(label="Mang sang năm mới", required=False)
    name = forms.CharField(label="Tên đợt", max_length=160)
    starts = VnDateField(label="Từ ngày")
    ends = VnDateField(label="Đến hết ngày")
    quiet_optional = True


class WindowMoveForm(PageForm):
    """Other days for a window, and why."""

    starts = VnDateField(label="Từ ngày")
    ends = VnDateField(label="Đến hết ngày")
    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ai mở lịch cũng đọc được lý do này.",
    )
