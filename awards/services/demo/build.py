"""Build the demo year in an empty installation that has its plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from awards.services.demo.around_events import AroundEvents
from awards.services.demo.award_events import AwardEvents
from awards.services.demo.public_events import PublicEvents
from awards.services.demo.reference import build_reference
from awards.services.demo.registry_events import RegistryEvents
from awards.services.demo.review_events import ReviewEvents
from awards.services.demo.world import DemoWorld
from awards.services.demo.yearly_events import YearlyEvents
from dandvan import clock
from dandvan.errors import DomainError
from dandvan.models import WorkingDate
from models_registry.models import Commune, Individual
from models_registry.services.accounts import random_password

WORKING_DATE = date(2024, 11, 20)


def is_empty(commune: Commune) -> bool:
    """Whether nobody has been entered yet."""
    return not Individual.objects.filter(commune=commune).exists()


def build_demo(
    say: Callable[[str], None], password_of: Callable[[], str] = random_password
) -> list[tuple[str, str, str]]:
    """The whole demo, all or nothing; returns accounts (name, password, who).

    Raises DomainError when there is no plan or the commune has people already; a row of the
    demo that a service refuses stops everything, with its day and name in the error's notes.
    """
    commune = Commune.objects.filter(code="to-tung").first()
    if commune is None:
        raise DomainError(["Nạp kế hoạch trước: manage.py load_plan."])
    if not is_empty(commune):
        raise DomainError(["Đã có dữ liệu: dữ liệu mẫu chỉ nạp vào nơi chưa có ai."])
    with transaction.atomic():
        world = DemoWorld(commune=commune, plan=commune.plans.get())
        accounts = build_reference(world, password_of)
        RegistryEvents(world).plan_all()
        YearlyEvents(world).plan_all()
        AwardEvents(world).plan_all()
        AroundEvents(world).plan_all()
        PublicEvents(world).plan_all()
        ReviewEvents(world).plan_all()
        world.live(say)
        WorkingDate.objects.update_or_create(pk=1, defaults={"day": WORKING_DATE})
    clock.forget_working_date()
    return accounts
