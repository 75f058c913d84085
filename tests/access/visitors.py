"""People with their sessions at the doors of one world, built once for the tests of a class."""

from __future__ import annotations

import logging
import tempfile
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings

from models_registry.models import User
from tests.access.world import build_world


class Visitors:
    """Everybody at the doors of one world; whatever a request does is undone after it."""

    @classmethod
    def setUpClass(cls) -> None:
        uploads = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=uploads))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = build_world()

    def setUp(self) -> None:
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)
        self.jars: dict[str, str] = {}
        for role, user in self.world.people.items():
            self.let_in(role, user)

    def let_in(self, name: str, user: User) -> None:
        """Sign somebody in under this name."""
        client = Client()
        client.force_login(user)
        self.jars[name] = client.cookies["sessionid"].value

    def client_of(self, name: str) -> Client:
        """A browser with the session of this person; of nobody when the name is unknown."""
        client = Client()
        if name in self.jars:
            client.cookies["sessionid"] = self.jars[name]
        return client

    def ask(self, role: str, method: str, url: str) -> tuple[int, str]:
        """Status and text of one request."""
        answer = self.answer(role, method, url)
        return answer.status_code, text_of(answer)

    def answer(self, role: str, method: str, url: str, **data: Any) -> Any:
        """The answer to one request, which is undone."""
        with transaction.atomic():
            answer = getattr(self.client_of(role), method)(url, data or None)
            transaction.set_rollback(True)
        return answer


def text_of(answer: HttpResponse | Any) -> str:
    """The text of a page or of JSON; the streams of files are read to their end."""
    if answer.streaming:
        b"".join(answer.streaming_content)
        answer.close()
        return ""
    kind = answer.get("Content-Type", "")
    return answer.content.decode() if kind.startswith(("text/", "application/json")) else ""
