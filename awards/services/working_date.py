"""The assumed day of a demo installation."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max, Min

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.models import WorkingDate
from dandvan.roles import Role, has_role
from models_registry.models import EmulationYear, User


@transaction.atomic
def change_working_date(*, user: User, day: date) -> WorkingDate:
    """Set the day that the demo takes for today; records keep the days they have.

    Raises NotAllowed for anybody but ADMIN, DomainError in a real installation (no row) and
    for a day outside the years of the plans.
    """
    if not has_role(user, Role.ADMIN):
        raise NotAllowed(["Chỉ người quản trị đổi được ngày làm việc giả định."])
    row = WorkingDate.objects.select_for_update().filter(pk=1).first()
    if row is None:
        raise DomainError(["Nơi này theo lịch thật, không có ngày làm việc giả định."])
    span = EmulationYear.objects.filter(plan__commune_id=user.commune_id).aggregate(
        first=Min("year"), last=Max("year")
    )
    if span["first"] and not span["first"] <= day.year <= span["last"] + 1:
        raise DomainError(
            [f"Chọn một ngày từ năm {span['first']} đến năm {span['last'] + 1}."], field="day"
        )
    row.day = day
    row.save(update_fields=["day"])
    clock.forget_working_date()
    return row
