"""Accounts: one-time passwords."""

from __future__ import annotations

import datetime
import secrets

from django.db import transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from models_registry.models import Individual, User

# Without letters and digits that people mix up when they copy them from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def random_password() -> str:
    """A password of three groups that can be read over the telephone: "k7mp-x2fd-q9ra"."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


@transaction.atomic
def give_one_time_password(*, user: User, account_id: int) -> str:
    """Set a new random password that must be changed at the next log-in; it is kept nowhere.

    Raises NotAllowed (ADMIN only), DomainError for one's own or another commune's account.
    """
    if Role.ADMIN not in roles_of(user):
        raise NotAllowed(["Chỉ người quản trị cấp mật khẩu dùng một lần."])
    account = (
        User.objects.select_for_update(of=("self",))
        .filter(pk=account_id, commune_id=user.commune_id, commune__isnull=False)
        .first()
    )
    if account is None:
        raise DomainError(["Không tìm thấy tài khoản này."])
    if account.pk == user.pk:
        raise DomainError(["Đổi mật khẩu của chính mình ở trang “Đổi mật khẩu”."])
    password = random_password()
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    return password


def close_account_of(individual: Individual, *, from_day: datetime.date) -> User | None:
    """Close a person's account from a day on; the caller has checked who asks for it.

    None without an account. Raises DomainError for the only administrator there is.
    """
    account = User.objects.select_for_update(of=("self",)).filter(individual=individual).first()
    if account is None:
        return None
    if Role.ADMIN in roles_of(account):
        others = User.objects.filter(
            commune_id=account.commune_id,
            is_active=True,
            closed_from__isnull=True,
            groups__name=Role.ADMIN.value,
        ).exclude(pk=account.pk)
        if not others.exists():
            raise DomainError(
                f"{individual} là người quản trị duy nhất: giao quyền quản trị cho người khác "
                "trước."
            )
    account.closed_from = from_day
    if from_day <= clock.today():
        account.is_active = False
    account.save(update_fields=["closed_from", "is_active"])
    return account
