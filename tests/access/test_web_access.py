"""Every address outside the admin, asked by everybody: the right status, no word too much."""

from __future__ import annotations

from collections.abc import Iterator

from django.test import Client, TestCase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dandvan.roles import Role
from tests.access import world
from tests.access.visitors import Visitors
from tests.access.web_table import COLUMNS, Line, read_tables
from tests.factories import make_commune, make_user

TABLES = read_tables()
SECRETS = (*world.INSIDE, *world.LOOKED_AT, *world.DRAFTS, *world.GRAVE)
INSIDERS = {"owner", "member", "clerk", "bloc", "chair"}
OTHER_METHOD = {"get": "post", "post": "get", "form": "delete"}


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Name and argument names of every address below a resolver, the admin's left out."""
    for row in resolver.url_patterns:
        if isinstance(row, URLResolver):
            if row.namespace != "admin":
                inner = f"{namespace}{row.namespace}:" if row.namespace else namespace
                yield from patterns(row, inner)
        elif isinstance(row, URLPattern) and row.name is not None:
            yield f"{namespace}{row.name}", frozenset(row.pattern.converters)


def test_every_address_has_its_line_and_every_line_its_address():
    lines = {line.key for table in TABLES.values() for line in table}

    assert lines == set(patterns(get_resolver()))


def test_every_line_has_a_status_for_every_column():
    short = [
        line.label
        for table in TABLES.values()
        for line in table
        if len(line.statuses) != len(COLUMNS)
    ]

    assert short == []


class Asked(Visitors):
    """The tests of one table; `readers` says who reads each secret somewhere in it."""

    table = ""
    readers: dict[str, set[str]] = {}

    def test_statuses_and_what_pages_tell(self) -> None:
        wrong: dict[str, dict[str, tuple[int, int]]] = {}
        readers: dict[str, set[str]] = {}
        for line in TABLES[self.table]:
            url = reverse(line.name, kwargs=line.kwargs(self.world))
            method = "post" if line.method == "post" else "get"
            for role, expected in zip(COLUMNS, line.statuses, strict=True):
                status, text = self.ask(role, method, url)
                if status != expected:
                    wrong.setdefault(line.label, {})[role] = (expected, status)
                for secret in SECRETS:
                    if secret in text:
                        readers.setdefault(secret, set()).add(role)

        assert wrong == {}
        assert readers == self.readers

    def test_wrong_method_is_refused(self) -> None:
        wrong = {}
        for line in TABLES[self.table]:
            url = reverse(line.name, kwargs=line.kwargs(self.world))
            status, _ = self.ask(let_in(line), OTHER_METHOD[line.method], url)
            if status != 405:
                wrong[line.label] = status

        assert wrong == {}

    def test_who_is_refused_a_page_is_refused_its_form(self) -> None:
        wrong: dict[str, dict[str, tuple[int, int]]] = {}
        for line in forms_of(TABLES[self.table]):
            url = reverse(line.name, kwargs=line.kwargs(self.world))
            for role, expected in zip(COLUMNS, line.statuses, strict=True):
                if expected not in (403, 404):
                    continue
                status, _ = self.ask(role, "post", url)
                if status != expected:
                    wrong.setdefault(line.label, {})[role] = (expected, status)

        assert wrong == {}


def let_in(line: Line) -> str:
    """Somebody whom this address lets in; the clerk where there is nothing to find."""
    for role, status in zip(COLUMNS, line.statuses, strict=True):
        if role != "anonymous" and status not in (403, 404):
            return role
    return "clerk"


def forms_of(table: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines of pages with a form."""
    return tuple(line for line in table if line.method == "form")


class TestCommonPages(Asked, TestCase):
    table = "common"
    readers = {
        world.DRAFT_NAME: {"owner", "member"},
        world.CORRECTION: {"owner", "member"},
        world.ASKED: {"owner", "clerk"},
    }


class TestPagesOfModels(Asked, TestCase):
    table = "models"
    readers = {
        world.PHONE: INSIDERS,
        world.EVIDENCE: INSIDERS,
        world.CORRECTION: INSIDERS,
        world.RETURN_NOTE: INSIDERS,
        world.MARK_REASON: INSIDERS,
        world.ASKED: {"owner", "clerk"},
        world.VISIT_NOTE: {"clerk", "bloc", "chair"},
        world.OWN_VIEW: {"clerk", "bloc", "chair"},
        world.DRAFT_NAME: {"owner", "member", "clerk"},
    }


class TestPagesOfAwards(Asked, TestCase):
    table = "awards"
    readers = {secret: {"clerk", "chair"} for secret in world.GRAVE}


class TestPapers(Asked, TestCase):
    table = "papers"


class TestSetUp(TestCase):
    """The first page of a new installation, before anybody has said who leads it."""

    def test_set_up_is_for_clerk_and_administrator(self) -> None:
        commune = make_commune(set_up=False)
        statuses = {}
        for role in Role:
            client = Client()
            client.force_login(make_user(commune, role.value.lower(), role))
            statuses[role] = client.get(reverse("awards:setup")).status_code

        assert statuses == dict.fromkeys(Role, 403) | {Role.CLERK: 200, Role.ADMIN: 200}

    def test_working_date_is_not_there_in_a_real_installation(self) -> None:
        administrator = make_user(make_commune(), "quantri", Role.ADMIN)
        client = Client()
        client.force_login(administrator)

        assert client.get(reverse("awards:working_date")).status_code == 404
