"""The first account of an installation in which nobody can sign in yet."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import transaction

from dandvan.errors import DomainError
from dandvan.roles import Role
from models_registry.models import Commune, User
from models_registry.services.accounts import random_password

NAME = "quantri"
# One person can start alone: accounts need ADMIN, the set-up and the records need CLERK.
ROLES = (Role.ADMIN, Role.CLERK)


@transaction.atomic
def make_first_account(commune_code: str = "") -> tuple[User, str] | None:
    """The administrator and the password that must be changed; None when accounts exist.

    Raises DomainError when there is no commune yet, or several and none is named.
    """
    if User.objects.exists():
        return None
    commune = _the_commune(commune_code)
    password = random_password()
    user = User.objects.create_user(
        username=NAME,
        password=password,
        commune=commune,
        must_change_password=True,
        is_staff=True,
    )
    user.groups.set([Group.objects.get_or_create(name=role.value)[0] for role in ROLES])
    return user, password


def _the_commune(code: str) -> Commune:
    """The named commune, or the only one."""
    rows = Commune.objects.filter(code=code) if code else Commune.objects.all()
    found = list(rows.order_by("code")[:2])
    if not found:
        raise DomainError(["Chưa có xã nào. Nạp kế hoạch trước: manage.py load_plan TỆP."])
    if len(found) > 1:
        raise DomainError(["Có nhiều xã. Chọn một xã: manage.py create_first_admin --commune MÃ."])
    return found[0]
