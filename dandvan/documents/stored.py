"""Documents read back from the JSON that is stored with an issued paper."""

from __future__ import annotations

import datetime
from dataclasses import fields
from enum import StrEnum
from functools import cache
from typing import Any, get_type_hints

from dandvan.documents import model

_KINDS = (
    model.Annex,
    model.CenteredTitle,
    model.Column,
    model.GroupRow,
    model.Header,
    model.Heading,
    model.LabelValue,
    model.LabelValues,
    model.ListItem,
    model.NumberedItem,
    model.NumberLine,
    model.OfficialDocument,
    model.PageBreak,
    model.Paragraph,
    model.Row,
    model.Run,
    model.SignatureBlock,
    model.SignatureRow,
    model.Table,
)
_BY_NAME = {kind.__name__: kind for kind in _KINDS}


def stored_document(data: dict[str, Any]) -> model.OfficialDocument:
    """The document whose `to_json` gave this data.

    Fields that there no longer are stay out, new ones get what they have by default.
    Raises KeyError for a piece of a kind that there no longer is.
    """
    return _read(data)


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_read, value))
    if not isinstance(value, dict):
        return value
    kind = _BY_NAME[value["_"]]
    known = _types_of(kind)
    return kind(**{name: _typed(known[name], value[name]) for name in known if name in value})


def _typed(hint: Any, value: Any) -> Any:
    """The value as its field has it; JSON knows neither dates nor enums."""
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    if hint == datetime.date | None and value is not None:
        return datetime.date.fromisoformat(value)
    return _read(value)


@cache
def _types_of(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
