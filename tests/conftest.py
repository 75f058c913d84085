"""The cast: one commune in 2024 and the people who act in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import override_settings

from dandvan import clock
from dandvan.roles import Role
from models_registry.models import Commune, EmulationYear, User
from tests.factories import make_commune, make_plan, make_user


@pytest.fixture(autouse=True)
def _clean_clock() -> Iterator[None]:
    """No working date leaks from one test into the next."""
    clock.forget_working_date()
    yield
    clock.forget_working_date()


@pytest.fixture(autouse=True, scope="session")
def _uploads_aside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes into the uploads of an installation."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("uploads")):
        yield


@pytest.fixture
def in_march() -> Iterator[None]:
    """A day on which the registration window of the cast's year is open."""
    with clock.at(datetime(2024, 3, 4, 9, 0)):  # noqa: DTZ001 -- clock.at makes it aware
        yield


@pytest.fixture
def commune(db: None) -> Commune:
    return make_commune()


@pytest.fixture
def year(commune: Commune) -> EmulationYear:
    return make_plan(commune)


@pytest.fixture
def clerk(commune: Commune) -> User:
    return make_user(commune, "vanphong", Role.CLERK, full_name="Võ Thị Thử")


@pytest.fixture
def other_clerk(commune: Commune) -> User:
    return make_user(commune, "vanphong2", Role.CLERK, full_name="Đinh Thị Hai")


@pytest.fixture
def bloc_member(commune: Commune) -> User:
    return make_user(commune, "danvan", Role.MOBILIZATION_BLOC, full_name="Đinh Văn Khối")


@pytest.fixture
def chair(commune: Commune) -> User:
    return make_user(commune, "chutich", Role.CHAIR, full_name="Nguyễn Văn Chủ")


@pytest.fixture
def publicist(commune: Commune) -> User:
    return make_user(commune, "vanhoa", Role.PUBLICIST, full_name="Bế Thị Văn")


@pytest.fixture
def viewer(commune: Commune) -> User:
    return make_user(commune, "xem", Role.VIEWER, full_name="Nông Văn Xem")


@pytest.fixture
def administrator(commune: Commune) -> User:
    return make_user(commune, "quantri", Role.ADMIN)


@pytest.fixture
def owner(commune: Commune) -> User:
    return make_user(commune, "chumohinh", Role.PARTICIPANT, full_name="Đinh Thị Chủ")


@pytest.fixture
def participant(commune: Commune) -> User:
    """Somebody of the same commune with no part in the owner's model."""
    return make_user(commune, "nguoikhac", Role.PARTICIPANT, full_name="Lương Văn Khác")


@pytest.fixture
def stranger(db: None) -> User:
    """A clerk of another commune."""
    other = make_commune("khac", name="xã Khác (giả định)", place_name="Khác")
    return make_user(other, "nguoila", Role.CLERK, full_name="Phan Thị Lạ")
