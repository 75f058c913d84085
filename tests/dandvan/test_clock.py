"""The clock: calendar, working date of the demo, chosen moments."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from dandvan import clock
from dandvan.models import WorkingDate

pytestmark = pytest.mark.django_db


def test_today_is_the_calendar_without_working_date() -> None:
    assert clock.demo_date() is None
    assert clock.today() == timezone.localdate()


def test_working_date_moves_the_day_and_keeps_the_time_of_day() -> None:
    WorkingDate.objects.create(day=date(2024, 11, 20))
    clock.forget_working_date()

    real = timezone.localtime()
    assert clock.today() == date(2024, 11, 20)
    assert abs((clock.now() - real.replace(year=2024, month=11, day=20)).total_seconds()) < 60


def test_working_date_is_read_once_until_forgotten(django_assert_num_queries) -> None:
    clock.forget_working_date()
    with django_assert_num_queries(1):
        clock.today()
        clock.today()


def test_at_wins_and_ends() -> None:
    with clock.at(datetime(2023, 12, 8, 16, 0)):  # noqa: DTZ001 -- made aware by the clock
        assert clock.today() == date(2023, 12, 8)
        assert clock.now().hour == 16
        with clock.at(date(2024, 1, 3)):
            assert clock.now().hour == 9
        assert clock.today() == date(2023, 12, 8)
    assert clock.today() == timezone.localdate()
