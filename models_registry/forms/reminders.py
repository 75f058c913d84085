"""Forms of reminding: which ones to list, and how somebody was reminded."""

from __future__ import annotations

from typing import Any

from django import forms

from dandvan import clock
from dandvan.forms import PageForm, VnDateField
from models_registry.enums import ReminderAbout, ReminderWay

LISTED = (
    ReminderAbout.CORRECTIONS,
    ReminderAbout.REPORT,
    ReminderAbout.DRAFT,
    ReminderAbout.PARTICIPATION,
)
# What the application itself tells needs no mark of the clerk.
SPOKEN_WAYS = [choice for choice in ReminderWay.choices if choice[0] != ReminderWay.APP]


class ReminderFilterForm(PageForm):
    """Which kind, and only those nobody was reminded of yet."""

    quiet_optional = True
    loai = forms.ChoiceField(
        label="Việc",
        choices=[("", "Mọi việc"), *((kind.value, kind.label) for kind in LISTED)],
        required=False,
    )
    nhac = forms.ChoiceField(
        label="Đã nhắc chưa",
        choices=[("", "Tất cả"), ("chua", "Chưa nhắc lần nào"), ("roi", "Đã nhắc")],
        required=False,
    )


class MarkRemindedForm(PageForm):
    """How and when the words reached the person."""

    way = forms.ChoiceField(label="Cách đã nhắc", choices=SPOKEN_WAYS)
    reminded_on = VnDateField(label="Ngày nhắc")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Today, unless told otherwise."""
        kwargs.setdefault("initial", {"reminded_on": clock.today()})
        super().__init__(*args, **kwargs)
