"""A person's printers: how far each moves the text on pre-printed paper."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from awards.models import PrinterShift
from awards.models.honor import MOST_MOVED
from dandvan import clock
from dandvan.documents.overprint import Overprint
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from dandvan.vietnamese import one_line
from models_registry.models import User

MOST_PRINTERS = 20


@transaction.atomic
def save_printer(*, user: User, printer: str, overprint: Overprint) -> PrinterShift:
    """Remember a printer of this person under its name, new or changed.

    Raises NotAllowed (CLERK), DomainError: no name, too many, further than 60 mm.
    """
    if Role.CLERK not in roles_of(user):
        raise NotAllowed(["Chỉ Văn phòng in giấy khen trên phôi."])
    User.objects.select_for_update().get(pk=user.pk)
    name = one_line(printer)
    reasons = [] if name else ["Đặt tên cho máy in."]
    moved = {
        "right": overprint.right,
        "down": overprint.down,
        "name_down": overprint.name_down,
        "foot_down": overprint.foot_down,
    }
    if any(abs(Decimal(value)) > MOST_MOVED for value in moved.values()):
        reasons.append(f"Chỉ dịch được nhiều nhất {MOST_MOVED} mm.")
    row = PrinterShift.objects.filter(user=user, printer=name).first()
    if row is None and PrinterShift.objects.filter(user=user).count() >= MOST_PRINTERS:
        reasons.append(f"Mỗi người nhớ được nhiều nhất {MOST_PRINTERS} máy in.")
    if reasons:
        raise DomainError(reasons)
    values = {
        **moved,
        "prints_authority": overprint.prints_authority,
        "changed_at": clock.now(),
    }
    if row is None:
        return PrinterShift.objects.create(user=user, printer=name, **values)
    for field, value in values.items():
        setattr(row, field, value)
    row.save(update_fields=list(values))
    return row


def overprint_of(row: PrinterShift, *, is_test: bool = False) -> Overprint:
    """The print that a remembered printer needs."""
    return Overprint(
        row.right,
        row.down,
        row.name_down,
        row.foot_down,
        prints_authority=row.prints_authority,
        is_test=is_test,
    )
