"""Fields of the registry's forms: Vietnamese figures, people without a query per row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from dandvan.errors import DomainError
from dandvan.vietnamese import vn_number
from models_registry.domain.figures import read_figure
from models_registry.enums import IndicatorKind


class ManyFilesInput(forms.FileInput):
    """Several files at once; phones offer their photos."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of uploads; what is in each is the service's question, an empty one too."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """At least one file; each is told from the others."""
        one = super().clean
        uploads = data if isinstance(data, list | tuple) else [data]
        return [one(upload, initial) for upload in uploads or [None]]


class FigureField(forms.DecimalField):
    """A figure typed as 1.870 or 12,5, its unit behind it if one likes; shown the same way."""

    widget = forms.TextInput

    def __init__(
        self, *, said: str = "", kind: str = IndicatorKind.OTHER, unit: str = "", **kwargs: Any
    ) -> None:
        """What it is called in sentences, and in what it counts."""
        super().__init__(**kwargs)
        self.said, self.kind, self.unit = said, kind, unit
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Decimal | None:
        """The figure in the indicator's own unit; sentences begin with its name."""
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return read_figure(value, kind=self.kind, unit=self.unit)
        except DomainError as error:
            said = self.said or str(self.label)
            raise forms.ValidationError([f"{said}: {text}" for text in error.reasons]) from error

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
