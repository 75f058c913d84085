"""Accounts for many at once: names from Vietnamese names, one-time passwords shown this once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from dandvan import clock
from dandvan.errors import DomainError, NotAllowed
from dandvan.roles import STAFF_ROLES, Role, roles_of
from models_registry.domain.usernames import free_username
from models_registry.models import Individual, User
from models_registry.queries_accounts import (
    accounts_for_reset,
    people_without_account,
    taken_usernames,
)
from models_registry.services.accounts import random_password

# Whoever works in the admin gets his roles one by one, on the page of the account.
BATCH_ROLES = tuple(role for role in Role if role not in STAFF_ROLES)
MOST_AT_ONCE = 60


@dataclass(frozen=True)
class NewLogin:
    """What stands on a slip; the password is kept nowhere else."""

    username: str
    password: str
    name: str
    post: str


def create_accounts(
    *, user: User, people: Collection[int], role: Role = Role.PARTICIPANT
) -> list[NewLogin]:
    """Make an account with a one-time password for every person, all or none.

    `people`: numbers of individuals. Raises NotAllowed (ADMIN only), DomainError (nobody or
    too many, somebody has an account meanwhile or holds no post, a role of the admin).
    """
    _require_administrator(user)
    _check_number(people)
    if role not in BATCH_ROLES:
        raise DomainError(["Vai trò này chỉ cấp từng người, ở trang tài khoản."], field="role")
    passwords = _hashed(len(set(people)))
    try:
        return _create(user, set(people), role, passwords)
    except IntegrityError as error:
        raise DomainError(
            ["Có người vừa lập tài khoản trùng tên đăng nhập. Chưa lập tài khoản nào; bấm lại."]
        ) from error


def give_passwords(*, user: User, accounts: Collection[int]) -> list[NewLogin]:
    """Give every account a new one-time password, all or none; sessions in use end.

    `accounts`: numbers of accounts. Raises NotAllowed (ADMIN only), DomainError (nobody or
    too many, an account that is closed, one's own or of another commune).
    """
    _require_administrator(user)
    _check_number(accounts)
    return _give(user, set(accounts), _hashed(len(set(accounts))))


def _require_administrator(user: User) -> None:
    if Role.ADMIN not in roles_of(user) or user.commune_id is None:
        raise NotAllowed(["Chỉ người quản trị lập tài khoản và cấp mật khẩu."])


def _check_number(chosen: Collection[int]) -> None:
    if not chosen:
        raise DomainError(["Chọn ít nhất một người."], field="people")
    if len(set(chosen)) > MOST_AT_ONCE:
        raise DomainError(
            [f"Mỗi lần tối đa {MOST_AT_ONCE} người. Lọc theo đơn vị, làng rồi làm nhiều lần."],
            field="people",
        )


def _hashed(count: int) -> list[tuple[str, str]]:
    """Passwords with their hashes, made before the transaction: hashing takes its time."""
    passwords = [random_password() for _ in range(count)]
    return [(password, make_password(password)) for password in passwords]


@transaction.atomic
def _create(
    user: User, chosen: set[int], role: Role, passwords: list[tuple[str, str]]
) -> list[NewLogin]:
    today = clock.today()
    rows = people_without_account(user.commune_id, today).filter(pk__in=chosen)
    people = list(rows.select_for_update(of=("self",)).prefetch_related("posts"))
    if len(people) != len(chosen):
        raise DomainError(
            [
                "Có người vừa được lập tài khoản hoặc đã thôi giữ chức vụ. Chưa lập tài khoản nào; "
                "xem lại danh sách rồi chọn lại."
            ],
            field="people",
        )
    taken = taken_usernames(person.full_name for person in people)
    group, _ = Group.objects.get_or_create(name=role.value)
    made, logins = [], []
    for person, (password, hashed) in zip(people, passwords, strict=True):
        account = User(
            username=free_username(person.full_name, taken),
            commune_id=user.commune_id,
            individual=person,
            password=hashed,
            must_change_password=True,
        )
        account.save()
        account.groups.add(group)
        taken.add(account.username)
        made.append(account)
        logins.append(_login(account, person, password))
    LogEntry.objects.log_actions(
        user.pk, made, ADDITION, change_message="Lập tài khoản cho nhiều người."
    )
    return logins


@transaction.atomic
def _give(user: User, chosen: set[int], passwords: list[tuple[str, str]]) -> list[NewLogin]:
    rows = accounts_for_reset(user).filter(pk__in=chosen).select_for_update(of=("self",))
    accounts = list(
        rows.select_related("individual")
        .prefetch_related("individual__posts")
        .order_by("individual__sort_name", "pk")
    )
    if len(accounts) != len(chosen):
        raise DomainError(
            [
                "Có tài khoản vừa bị khóa hoặc không còn. Chưa cấp mật khẩu nào; xem lại danh sách "
                "rồi chọn lại."
            ],
            field="people",
        )
    logins = []
    for account, (password, hashed) in zip(accounts, passwords, strict=True):
        account.password, account.must_change_password = hashed, True
        account.save(update_fields=["password", "must_change_password"])
        assert account.individual is not None  # noqa: S101 -- accounts_for_reset asks for it
        logins.append(_login(account, account.individual, password))
    LogEntry.objects.log_actions(
        user.pk, accounts, CHANGE, change_message="Cấp mật khẩu dùng một lần"
    )
    return logins


def _login(account: User, person: Individual, password: str) -> NewLogin:
    post = person.post_on(clock.today())
    return NewLogin(account.username, password, person.full_name, post.title if post else "")
