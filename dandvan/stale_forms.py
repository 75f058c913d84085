"""A form about a row that a colleague saved meanwhile: both texts are shown, one is chosen.

Works without JavaScript: the stored value lies in hidden fields beside the typed one, and a
radio button per field says which of the two is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict

STORED_PREFIX, CHOICE_PREFIX = "da-luu-", "chon-"
STORED, TYPED = "da-luu", "vua-nhap"


@dataclass(frozen=True)
class Conflict:
    """One field with two texts. `raw` are the stored values as the form would send them."""

    name: str
    label: str
    stored: str
    typed: str
    raw: tuple[str, ...]
    chosen: str

    @property
    def stored_name(self) -> str:
        """Name of the hidden fields."""
        return f"{STORED_PREFIX}{self.name}"

    @property
    def choice_name(self) -> str:
        """Name of the two radio buttons."""
        return f"{CHOICE_PREFIX}{self.name}"


class ChoosesVersion:
    """Mixin for forms: `offer_stored` after a stale one, the choice is taken at the next POST."""

    fields: dict[str, forms.Field]
    data: Any

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Put the stored value where the person chose it; what was typed is remembered."""
        self.typed_data = data
        super().__init__(chosen(data), *args, **kwargs)

    def _clean_form(self) -> None:
        """A field with two texts is not saved before one of them is chosen."""
        super()._clean_form()  # type: ignore[misc]
        for conflict in self.conflicts:
            if not conflict.chosen and conflict.name in self.named_fields:
                name = self.named_fields[conflict.name]
                self.add_error(name, f"{conflict.label}: chọn một trong hai bản.")  # type: ignore[attr-defined]

    @property
    def named_fields(self) -> dict[str, str]:
        """Names of the shown fields in the request, and in the form."""
        add_prefix: Any = self.add_prefix  # type: ignore[attr-defined]
        return {
            add_prefix(name): name
            for name, field in self.fields.items()
            if not field.widget.is_hidden and not isinstance(field, forms.FileField)
        }

    def offer_stored(self, stored: Mapping[str, Any]) -> None:
        """Show these stored values beside the typed ones wherever the two differ."""
        data = self.typed_data.copy()
        for in_request, name in self.named_fields.items():
            if name in stored:
                raw = raw_values(self.fields[name], stored[name])
                data.setlist(f"{STORED_PREFIX}{in_request}", raw or [""])
                data.pop(f"{CHOICE_PREFIX}{in_request}", None)
        self.typed_data = self.data = data

    @property
    def conflicts(self) -> list[Conflict]:
        """Fields that hold two texts, in the order of the form."""
        data = self.typed_data
        if not isinstance(data, QueryDict):
            return []
        found = []
        for in_request, name in self.named_fields.items():
            if f"{STORED_PREFIX}{in_request}" not in data:
                continue
            field = self.fields[name]
            raw = data.getlist(f"{STORED_PREFIX}{in_request}")
            stored, typed = shown(field, raw), shown(field, data.getlist(in_request))
            if stored == typed:
                continue
            chosen_one = data.get(f"{CHOICE_PREFIX}{in_request}", "")
            label = str(field.label or name)
            found.append(Conflict(in_request, label, stored, typed, tuple(raw), chosen_one))
        return found


def chosen(data: Any) -> Any:
    """The request with the stored values where those were chosen."""
    if not isinstance(data, QueryDict):
        return data
    names = [
        key.removeprefix(CHOICE_PREFIX)
        for key in data
        if key.startswith(CHOICE_PREFIX) and data[key] == STORED
    ]
    names = [name for name in names if f"{STORED_PREFIX}{name}" in data]
    if not names:
        return data
    copy = data.copy()
    for name in names:
        copy.setlist(name, [value for value in data.getlist(f"{STORED_PREFIX}{name}") if value])
    return copy


def stored_values(form: forms.BaseForm, row: Model) -> dict[str, Any]:
    """What a row holds now under the names of the form's fields."""
    columns = {field.name: field for field in row._meta.get_fields() if hasattr(field, "attname")}
    return {name: _of_row(row, columns[name]) for name in form.fields if name in columns}


def _of_row(row: Model, field: Any) -> Any:
    """A value as a form's initial: numbers of chosen rows, else the value itself."""
    if field.many_to_many:
        return [other.pk for other in getattr(row, field.name).all()]
    return getattr(row, field.attname)


def raw_values(field: forms.Field, value: Any) -> list[str]:
    """A stored value as a browser would send it; empty for nothing."""
    if isinstance(field, forms.BooleanField):
        return ["on"] if value else []
    prepared = field.prepare_value(value)
    values: Iterable[Any] = prepared if isinstance(prepared, list | tuple) else [prepared]
    texts = [field.widget.format_value(one) for one in values]
    flat = [part for text in texts for part in (text if isinstance(text, list) else [text])]
    return [str(part) for part in flat if part not in (None, "")]


def shown(field: forms.Field, raw: list[str]) -> str:
    """Values from the request as a person reads them, with the words of their choices."""
    texts = [one.replace("\r\n", "\n").strip() for one in raw]
    texts = [one for one in texts if one]
    if isinstance(field, forms.BooleanField):
        return "Có" if texts else "Không"
    choices = getattr(field, "choices", None)
    if choices is None:
        return "\n".join(texts)
    labels = {str(key): str(label) for key, label in _flat(choices)}
    known = [label for key, label in labels.items() if key in texts and key]
    return "\n".join(known)


def _flat(choices: Any) -> Iterable[tuple[Any, Any]]:
    """Choices without their groups."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
