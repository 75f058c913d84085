"""Targets that a year set itself; what a target was before stays on record."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from awards.enums import TargetKind
from awards.models import YearTarget
from awards.services.period_review import own_year, require_clerk
from dandvan import clock
from dandvan.errors import DomainError
from models_registry.models import EmulationYear, User
from models_registry.services.year_lock import refuse_locked_year


@transaction.atomic
def set_targets(
    *, user: User, year: EmulationYear | None, values: Mapping[str, Any]
) -> list[YearTarget]:
    """Set the year's targets by kind; None takes one off. Former values stay on record.

    Raises NotAllowed (CLERK), DomainError.
    """
    require_clerk(user)
    own = own_year(user, year)
    EmulationYear.objects.select_for_update(of=("self",)).get(pk=own.pk)
    refuse_locked_year(own)
    for kind, value in values.items():
        label = TargetKind(kind).label
        if value is not None and Decimal(value) < 0:
            raise DomainError(f"Chỉ tiêu {label} không thể âm.", field=kind)
        if value is not None and kind == TargetKind.PARTICIPATION and Decimal(value) > 100:
            raise DomainError("Tỷ lệ đăng ký tham gia không quá 100%.", field=kind)
        former = YearTarget.objects.filter(year=own, kind=kind, is_current=True).first()
        if former is not None and former.value == value:
            continue
        if former is not None:
            former.is_current = False
            former.save(update_fields=["is_current"])
        if value is not None:
            YearTarget.objects.create(
                year=own, kind=kind, value=value, set_by=user, set_at=clock.now()
            )
    return list(YearTarget.objects.filter(year=own, is_current=True))
