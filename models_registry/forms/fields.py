"""Fields of the registry's forms: Vietnamese figures, people without a query per row."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms

from dandvan.vietnamese import vn_number

_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")


class FigureField(forms.DecimalField):
    """A figure typed as 1.870 or 12,5; shown the same way."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        """At most 14 digits before and two after the comma, never negative."""
        given = {"max_digits": 16, "decimal_places": 2, "min_value": 0, **kwargs}
        super().__init__(**given)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Decimal | None:
        """Dots between groups of three are dropped, the comma is the decimal one."""
        if isinstance(value, str):
            text = value.replace(" ", "").replace("\u00a0", "")
            if _GROUPED.fullmatch(text):
                text = text.replace(".", "")
            value = text.replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """A stored number as people write it; what was typed stays as typed."""
        return vn_number(value) if isinstance(value, Decimal) else value


class LongText(forms.CharField):
    """A text of several lines with a counter."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        """At most 5000 characters."""
        super().__init__(**{"max_length": 5000, **kwargs})


class RowChoice(forms.ChoiceField):
    """A choice among rows that were read once for a whole formset."""

    def __init__(self, **kwargs: Any) -> None:
        """The rows are given later by `offer`."""
        self.rows: dict[str, Any] = {}
        super().__init__(**kwargs)

    def offer(self, rows: dict[str, Any], labels: list[tuple[str, str]]) -> None:
        """Offer these rows; the first entry of the list stands for none."""
        self.rows = rows
        self.choices = [("", "– chọn –"), *labels]

    def clean(self, value: Any) -> Any:
        """The chosen row; None for none."""
        key = super().clean(value)
        return self.rows.get(key) if key else None
