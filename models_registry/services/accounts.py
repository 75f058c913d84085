"""Accounts: one-time passwords."""

from __future__ import annotations

import secrets

from django.db import transaction

from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import Role, roles_of
from models_registry.models import User

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
