"""Two real connections on PostgreSQL: no number of the golden book twice, no gap."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pytest
from django.db import transaction

from awards.models import Award, RegisterNumber
from awards.services.honor import give_register_number
from tests.awards.award_steps import nominated
from tests.awards.web_cast import another_person, make_web_cast
from tests.factories import make_commune, make_plan
from tests.models_registry.model_steps import make_decision
from tests.races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOON = datetime(2024, 11, 20, 12, 0)  # noqa: DTZ001 -- the clock makes it aware


def test_two_honors_numbered_at_once_get_two_numbers_without_gap() -> None:
    commune = make_commune()
    cast = make_web_cast(commune, make_plan(commune))
    awards = []
    for number in range(2):
        person = another_person(cast, f"Người thứ {number}")
        row = nominated(cast, subject=person)
        decision = make_decision(
            cast.clerk, cast.award_kind.authority, cast.signer, f"{120 + number}/QĐ-UBND"
        )
        awards.append(
            Award.objects.create(
                nomination=row,
                award_kind=cast.award_kind,
                year=cast.year,
                individual=person,
                decision=decision,
            )
        )

    def give(award: Award) -> RegisterNumber:
        with transaction.atomic():
            return give_register_number(award)

    results = at_once(NOON, *(partial(give, award) for award in awards))

    assert sorted(row.number for row in results) == [1, 2]
