"""Create or update one row found by its codes, and count what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from awards.services.plan_file import PlanRow
from dandvan.errors import DomainError

Written = TypeVar("Written", bound=models.Model)

# Marks that a clerk sets after reading the original: a file may set them, never take them back.
ONLY_RAISED = frozenset({"confirmed", "number_confirmed"})


@dataclass
class Count:
    """How many rows of one table were created, changed, left as they are."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class LoadReport:
    """What a load did, by the Vietnamese name of each table."""

    counts: dict[str, Count] = field(default_factory=dict)

    def of(self, model: type[models.Model]) -> Count:
        """Count of one table."""
        return self.counts.setdefault(str(model._meta.verbose_name), Count())

    @property
    def total(self) -> Count:
        """Sum over all tables."""
        counts = self.counts.values()
        return Count(
            sum(count.created for count in counts),
            sum(count.changed for count in counts),
            sum(count.unchanged for count in counts),
        )

    def lines(self) -> list[str]:
        """The report for a person, one line a table and the sum."""
        return [
            f"{name[:1].upper()}{name[1:]}: thêm {count.created}, sửa {count.changed}, "
            f"giữ nguyên {count.unchanged}."
            for name, count in [*self.counts.items(), ("tổng cộng", self.total)]
        ]


def write_row(
    report: LoadReport,
    model: type[Written],
    row: PlanRow,
    identity: Mapping[str, Any],
    links: Mapping[str, set[Any]] | None = None,
    **values: Any,
) -> Written:
    """Create or update the row with this identity from a row of the file and further `values`.

    Keys of the file that are columns are taken as they are; empty ones are not in `row`, so
    they are never overwritten. `links` are many-to-many fields. Raises DomainError.
    """
    columns = {column.name for column in model._meta.concrete_fields} - {"id", "pk"}
    wanted = {name: value for name, value in row.values.items() if name in columns}
    wanted |= values
    found = model._default_manager.filter(**_lookup(identity)).first()
    if found is None:
        found = model(**(wanted | dict(identity)))
        _validate(found, row)
        found.save(force_insert=True)
        changed = None
    else:
        changed = _changes(found, wanted, identity)
        for name in changed:
            setattr(found, name, wanted[name])
        if changed:
            _validate(found, row)
            found.save(update_fields=changed)
    linked = _link(found, links or {})
    count = report.of(model)
    if changed is None:
        count.created += 1
    elif changed or linked:
        count.changed += 1
    else:
        count.unchanged += 1
    return found


def _lookup(identity: Mapping[str, Any]) -> dict[str, Any]:
    """Conditions of a filter; an empty value asks for NULL."""
    return {
        (f"{name}__isnull" if value is None else name): (True if value is None else value)
        for name, value in identity.items()
    }


def _changes(
    found: models.Model, wanted: Mapping[str, Any], identity: Mapping[str, Any]
) -> list[str]:
    """Names of the columns whose value differs from the wanted one."""
    changed = []
    for name, value in wanted.items():
        column = found._meta.get_field(name)
        new = value.pk if isinstance(value, models.Model) else value
        old = getattr(found, column.attname)
        taken_back = name in ONLY_RAISED and old and not new
        if name not in identity and old != new and not taken_back:
            changed.append(name)
    return changed


def _link(found: models.Model, links: Mapping[str, set[Any]]) -> bool:
    """Set many-to-many fields; whether one of them changed."""
    changed = False
    for name, wanted in links.items():
        manager = getattr(found, name)
        if set(manager.all()) != wanted:
            manager.set(wanted)
            changed = True
    return changed


def _validate(found: models.Model, row: PlanRow) -> None:
    """Refuse a row that clashes with a constraint because of what stands in the database."""
    try:
        found.validate_constraints()
    except ValidationError as error:
        sentence = " ".join(error.messages)
        raise DomainError(f"dòng {row.line}: không ghi được “{found}”. {sentence}") from error
