"""Forms about the calendar of a year."""

from __future__ import annotations

from django import forms

from dandvan.forms import PageForm, VnDateField


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
