"""Two real connections on PostgreSQL: numbers, codes and states are never doubled."""

from datetime import date, datetime
from functools import partial

import pytest

from dandvan import clock
from dandvan.errors import DomainError
from dandvan.roles import Role
from models_registry.models import DanVanModel, PaperNumber
from models_registry.services.acceptance import accept_model
from models_registry.services.numbering import take_number
from models_registry.services.registration import submit_model
from tests.factories import make_authority, make_commune, make_draft, make_plan, make_user
from tests.races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MARCH = datetime(2024, 3, 4, 9, 0)  # noqa: DTZ001 -- the clock makes it aware


@pytest.fixture
def place():
    commune = make_commune()
    return commune, make_plan(commune)


def test_one_number_is_taken_once(place) -> None:
    commune, _ = place
    authority = make_authority(commune)
    take = partial(
        take_number, authority=authority, number_text="58/TTr-UBND", date=date(2024, 3, 4)
    )

    results = at_once(MARCH, take, take)

    assert sorted(type(result).__name__ for result in results) == ["DomainError", "PaperNumber"]
    assert PaperNumber.objects.count() == 1


def test_two_models_sent_at_once_get_two_codes_without_gap(place) -> None:
    commune, year = place
    with clock.at(MARCH):
        owners = [
            make_user(commune, f"chu{n}", Role.PARTICIPANT, full_name=f"Chủ {n}") for n in range(2)
        ]
        drafts = [make_draft(owner, year) for owner in owners]

    results = at_once(
        MARCH,
        *(
            partial(submit_model, user=owner, model_id=draft.pk)
            for owner, draft in zip(owners, drafts, strict=True)
        ),
    )

    assert [type(result) for result in results] == [DanVanModel, DanVanModel]
    codes = DanVanModel.objects.order_by("code").values_list("code", flat=True)
    assert list(codes) == ["MH-2024-01", "MH-2024-02"]


def test_accepting_twice_at_once_leaves_one_trace(place) -> None:
    commune, year = place
    clerks = [make_user(commune, f"vp{n}", Role.CLERK, full_name=f"Văn {n}") for n in range(2)]
    with clock.at(MARCH):
        owner = make_user(commune, "chu", Role.PARTICIPANT, full_name="Đinh Chủ")
        draft = make_draft(owner, year)
        submit_model(user=owner, model_id=draft.pk)

    results = at_once(
        MARCH, *(partial(accept_model, user=clerk, model_id=draft.pk) for clerk in clerks)
    )

    assert sum(isinstance(result, DomainError) for result in results) == 1
    assert draft.transitions.filter(edge="accept").count() == 1
