"""Rows that hold from a day to a day."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q


def on_day(day: date, *, prefix: str = "") -> Q:
    """Condition: the row holds on `day` (both ends count; an empty end is open)."""
    start, end = f"{prefix}valid_from", f"{prefix}valid_to"
    return (Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": day})) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": day})
    )


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with validity."""

    def on(self, day: date) -> Self:
        """Rows that hold on this day."""
        return self.filter(on_day(day))


class DatedRow(models.Model):
    """A row that holds from `valid_from` to `valid_to`, both days included."""

    valid_from = models.DateField("hiệu lực từ ngày", null=True, blank=True)
    valid_to = models.DateField("hiệu lực đến hết ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether the row holds on this day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or self.valid_to >= day
        )


def dates_in_order(name: str, start: str = "valid_from", end: str = "valid_to") -> Any:
    """Constraint: the end is not before the start."""
    return models.CheckConstraint(
        condition=Q(**{f"{end}__isnull": True})
        | Q(**{f"{start}__isnull": True})
        | Q(**{f"{end}__gte": models.F(start)}),
        name=name,
        violation_error_message="Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
    )


def exactly_one(*fields: str) -> Q:
    """Condition: exactly one of these foreign keys is filled."""
    condition = Q()
    for filled in fields:
        condition |= Q(**{f"{name}__isnull": name != filled for name in fields})
    return condition
