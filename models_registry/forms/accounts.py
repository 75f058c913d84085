"""Forms of accounts for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from dandvan.forms import PageForm
from dandvan.roles import ROLE_LABELS, Role
from models_registry.queries_accounts import AccountGroup
from models_registry.services.account_batch import BATCH_ROLES


class AccountChoiceForm(PageForm):
    """People by office and village; one box for all that are shown."""

    everybody = forms.BooleanField(label="Chọn tất cả", required=False)
    people = forms.MultipleChoiceField(
        label="Người", required=False, widget=forms.CheckboxSelectMultiple
    )
    quiet_optional = True

    def __init__(self, *args: Any, groups: Iterable[AccountGroup], **kwargs: Any) -> None:
        """Offer the rows of these groups."""
        super().__init__(*args, **kwargs)
        rows = list(groups)
        self.offered = [row.pk for group in rows for row in group.rows]
        self.fields["everybody"].label = f"Chọn cả {len(self.offered)} người bên dưới"
        self.fields["people"].choices = [
            (
                group.title,
                [
                    (str(row.pk), f"{row.name}{f' – {row.post}' if row.post else ''} ({row.note})")
                    for row in group.rows
                ],
            )
            for group in rows
        ]

    def clean(self) -> dict[str, Any]:
        """Somebody has to be chosen."""
        data = super().clean() or self.cleaned_data
        if not self.chosen() and "people" not in self.errors:
            self.add_error("people", "Chọn ít nhất một người.")
        return data

    def chosen(self) -> list[int]:
        """Numbers of those who are ticked, or of all."""
        if self.cleaned_data.get("everybody"):
            return self.offered
        return [int(key) for key in self.cleaned_data.get("people", ())]


class NewAccountsForm(AccountChoiceForm):
    """Who gets an account, in which role."""

    role = forms.ChoiceField(
        label="Vai trò",
        choices=[(role.value, ROLE_LABELS[role]) for role in BATCH_ROLES],
        initial=Role.PARTICIPANT.value,
        widget=forms.RadioSelect,
        help_text="Vai trò khác (Văn phòng, Khối Dân vận, lãnh đạo) cấp ở trang từng tài khoản.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The role comes first."""
        super().__init__(*args, **kwargs)
        self.order_fields(["role", "everybody", "people"])


class PlaceFilterForm(PageForm):
    """Only one office or village."""

    quiet_optional = True
    noi = forms.ChoiceField(label="Đơn vị, làng", required=False)

    def __init__(self, *args: Any, groups: Iterable[AccountGroup], **kwargs: Any) -> None:
        """Offer the places there are."""
        super().__init__(*args, **kwargs)
        self.fields["noi"].choices = [
            ("", "Tất cả"),
            *((group.key, f"{group.title} ({len(group.rows)})") for group in groups),
        ]
