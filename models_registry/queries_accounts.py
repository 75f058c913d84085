"""Who has no account yet, and whose password may be given anew, by office and village."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from dandvan.vietnamese import short_date
from models_registry.domain.usernames import free_username, username_of
from models_registry.models import Individual, Post, User
from models_registry.queries import active_on
from models_registry.queries_participation import place_of

NO_POST = ("khong-chuc-vu", (2, ""), "Không giữ chức vụ")


@dataclass(frozen=True)
class AccountRow:
    """One person or account that can be ticked; `note` says the name to sign in with."""

    pk: int
    name: str
    post: str
    note: str


@dataclass(frozen=True)
class AccountGroup:
    """People of one office or village."""

    key: str
    title: str
    rows: tuple[AccountRow, ...]


def people_without_account(commune_id: int | None, day: date) -> QuerySet[Individual]:
    """People of the commune who hold a post on this day and have no account."""
    return Individual.objects.filter(active_on(day), commune_id=commune_id, user__isnull=True)


def accounts_for_reset(user: User) -> QuerySet[User]:
    """Open accounts of the commune that belong to a person, without one's own."""
    return User.objects.filter(
        commune_id=user.commune_id,
        commune__isnull=False,
        individual__isnull=False,
        is_active=True,
    ).exclude(pk=user.pk)


def taken_usernames(names: Iterable[str]) -> set[str]:
    """Names to sign in with that are in use and begin like those of these people."""
    wanted = {username_of(name) for name in names}
    return {
        name.lower()
        for name in User.objects.values_list("username", flat=True)
        if any(name.lower().startswith(start) for start in wanted)
    }


def groups_without_account(commune_id: int | None, day: date) -> tuple[AccountGroup, ...]:
    """Who can get an account, with the name it would have; three queries."""
    people = list(_with_posts(people_without_account(commune_id, day), "posts"))
    taken = taken_usernames(person.full_name for person in people)
    rows = []
    for person in people:
        name = free_username(person.full_name, taken)
        taken.add(name)
        rows.append((person, person.pk, name))
    return _grouped(rows, day)


def groups_for_reset(user: User, day: date) -> tuple[AccountGroup, ...]:
    """Whose password may be given anew, with when he last signed in; two queries."""
    accounts = _with_posts(
        accounts_for_reset(user).select_related("individual").order_by("individual__sort_name"),
        "individual__posts",
    )
    rows = [(row.individual, row.pk, f"{row.username}, {_last_seen(row)}") for row in accounts]
    return _grouped(rows, day)


def _last_seen(account: User) -> str:
    """When an account was last used."""
    if not account.has_usable_password():
        return "chưa có mật khẩu"
    if account.last_login is None:
        return "chưa đăng nhập lần nào"
    return f"đăng nhập lần cuối {short_date(account.last_login.date())}"


def _with_posts(rows: QuerySet, path: str) -> QuerySet:
    posts = Post.objects.select_related("village", "collective")
    return rows.prefetch_related(Prefetch(path, posts))


def _grouped(rows: Collection[tuple[Individual, int, str]], day: date) -> tuple[AccountGroup, ...]:
    """Offices first, then villages, then those without a post."""
    groups: dict[str, list[AccountRow]] = defaultdict(list)
    heads: dict[str, tuple[tuple[int, str], str]] = {}
    for person, pk, note in rows:
        post = person.post_on(day)
        key, order, title = place_of(post, person) if post else NO_POST
        heads[key] = (order, title)
        groups[key].append(AccountRow(pk, person.full_name, post.title if post else "", note))
    ordered = sorted(heads.items(), key=lambda item: item[1][0])
    return tuple(AccountGroup(key, head[1], tuple(groups[key])) for key, head in ordered)
