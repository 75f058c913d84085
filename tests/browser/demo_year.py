"""The demo year in the browser's database, and people who are logged in without the form."""

from __future__ import annotations

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from awards.services.demo.build import build_demo
from awards.services.load_plan import load_plan
from awards.services.plan_file import read_plan_file
from dandvan import clock
from models_registry.models import User
from tests.plans import TO_TUNG


def make_demo_year() -> None:
    """Plan and demo of Tơ Tung; its working date is 20/11/2024."""
    load_plan(read_plan_file(TO_TUNG))
    build_demo(lambda text: None, lambda: "mat-khau-thu")
    clock.forget_working_date()


def enter_as(page: Page, username: str, address: str) -> Page:
    """Give the page the session of this person; `address` is that of the server."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    return page
