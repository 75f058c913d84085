"""Forms of taking part: one's own line, many at once, the filter of the roster."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from dandvan import clock
from dandvan.forms import PageForm, VnDateField
from dandvan.transition import OnBehalfSource
from models_registry.models import EmulationYear, Individual
from models_registry.queries_participation import RosterGroup


class PledgeForm(PageForm):
    """One line of what somebody will do."""

    pledge = forms.CharField(
        label="Việc sẽ làm",
        max_length=300,
        required=False,
        help_text="Một dòng, ví dụ: vận động hộ gia đình trong làng hiến đất mở đường.",
    )


class EnterForm(PageForm):
    """People who registered through the office, by office and village."""

    people = forms.MultipleChoiceField(label="Người đăng ký", widget=forms.CheckboxSelectMultiple)
    source = forms.ChoiceField(
        label="Ghi theo", choices=OnBehalfSource.choices, widget=forms.RadioSelect
    )
    registered_on = VnDateField(label="Ngày đăng ký")
    pledge = forms.CharField(
        label="Việc sẽ làm",
        max_length=300,
        required=False,
        help_text="Ghi khi mọi người đã chọn đăng ký cùng một việc; để trống cũng được.",
    )

    def __init__(self, *args: Any, groups: Iterable[RosterGroup], **kwargs: Any) -> None:
        """Offer everybody who has not registered yet, under his office or village."""
        kwargs.setdefault("initial", {"registered_on": clock.today()})
        super().__init__(*args, **kwargs)
        rows = list(groups)
        self.offered: dict[str, Individual] = {
            str(row.individual.pk): row.individual for group in rows for row in group.rows
        }
        self.fields["people"].choices = [
            (
                group.title,
                [(str(row.individual.pk), f"{row.individual} – {row.post}") for row in group.rows],
            )
            for group in rows
        ]

    def chosen(self) -> list[Individual]:
        """The people whose boxes are ticked."""
        return [self.offered[key] for key in self.cleaned_data["people"]]


class WithdrawForm(PageForm):
    """Why a registration is taken off the list."""

    reason = forms.CharField(label="Lý do gỡ", max_length=300)


class RosterFilterForm(PageForm):
    """Which year, which office or village, only those who have not registered."""

    quiet_optional = True
    nam = forms.ChoiceField(label="Năm", required=False)
    noi = forms.ChoiceField(label="Đơn vị, làng", required=False)
    chua = forms.ChoiceField(
        label="Xem", choices=[("", "Mọi người"), ("1", "Chỉ ai chưa đăng ký")], required=False
    )

    def __init__(
        self,
        *args: Any,
        years: Iterable[EmulationYear],
        year: EmulationYear | None,
        groups: Iterable[RosterGroup],
        **kwargs: Any,
    ) -> None:
        """Offer the commune's years, the one of today first, and the places of the roster."""
        super().__init__(*args, **kwargs)
        others = [row for row in years if row != year]
        self.fields["nam"].choices = [
            ("", str(year.year) if year else "–"),
            *((str(row.pk), str(row.year)) for row in others),
        ]
        self.fields["noi"].choices = [
            ("", "Tất cả"),
            *((group.key, group.title) for group in groups),
        ]
