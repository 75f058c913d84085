"""A person at a screen: opens pages, fills forms by their labels, presses buttons by their words.

Only what stands on the page can be sent: hidden fields, versions and tokens come from the form
that the server has drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from models_registry.models import User

Form = Any
_BUTTONS = ".//button[not(@type) or @type='submit'] | .//input[@type='submit']"


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())


class Person:
    """Somebody signed in, and the page in front of him; `clicks` times he presses a button."""

    clicks = 1

    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client()
        self.client.force_login(user)
        self.response: HttpResponse | None = None
        self.page: Any = None
        self.last: tuple[str, dict[str, Any]] | None = None

    # -- reading ---------------------------------------------------------------------------

    def open(self, name: str, *args: object) -> Person:
        """The page of a URL name, or of an address that begins with a slash."""
        return self._show(
            self.client.get(name if name.startswith("/") else reverse(name, args=args), follow=True)
        )

    def follow(self, words: str) -> Person:
        """The first link with these words."""
        links = [row for row in self.page.iter("a") if words in _words(row)]
        assert links, f"no link “{words}” on {self.address}: {self.links()}"
        return self.open(links[0].get("href"))

    def links(self) -> list[str]:
        """Words of every link of the page's main part."""
        return [_words(row) for row in self.page.iter("a") if _words(row)]

    @property
    def address(self) -> str:
        """Where the person is."""
        return self.response.request["PATH_INFO"]

    @property
    def text(self) -> str:
        """All words of the page in one line."""
        return _words(self.page)

    def sees(self, *sentences: str) -> Person:
        """All of these stand on the page."""
        for sentence in sentences:
            assert sentence in self.text, f"“{sentence}” not on {self.address}: {self.text}"
        return self

    def buttons(self) -> list[str]:
        """Words of every button that can be pressed."""
        return [_words(row) or row.get("value", "") for row in self._buttons()]

    # -- writing ---------------------------------------------------------------------------

    def press(self, words: str, **typed: Any) -> Person:
        """Send the form of this button with what was typed, by names of fields."""
        button = self._button(words)
        form = self._form_of(button)
        data = self._values(form, typed)
        if button.get("name"):
            data[button.get("name")] = button.get("value", "")
        address = button.get("formaction") or form.get("action") or self.address
        if address.startswith("?"):
            address = self.address + address
        assert (form.get("method") or "get").lower() == "post", f"“{words}” does not post"
        self.last = (address, data)
        for _ in range(self.clicks - 1):
            # The browser drops this answer for that of the next click.
            self._post(follow=False)
        return self.press_again()

    def press_again(self) -> Person:
        """The same form once more, as on a page left open."""
        return self._show(self._post(follow=True))

    def _post(self, *, follow: bool) -> HttpResponse:
        assert self.last is not None
        address, data = self.last
        for value in data.values():
            if isinstance(value, SimpleUploadedFile):
                value.seek(0)
        return self.client.post(address, data, follow=follow)

    def field(self, label: str) -> str:
        """The name of the field with this label; the first when several have it."""
        for row in self.page.iter("label"):
            if _words(row).removesuffix(" *").startswith(label):
                target = row.get("for")
                found = (
                    self.page.get_element_by_id(target, None) if target else row.find(".//input")
                )
                if found is not None and found.get("name"):
                    return found.get("name")
        raise AssertionError(f"no field “{label}” on {self.address}: {self.labels()}")

    def labels(self) -> list[str]:
        """Words of every label."""
        return [_words(row) for row in self.page.iter("label")]

    def fill(self, words: str, typed: dict[str, Any]) -> Person:
        """Press a button after typing by labels."""
        return self.press(words, **{self.field(label): value for label, value in typed.items()})

    # -- inside ----------------------------------------------------------------------------

    def _show(self, response: HttpResponse) -> Person:
        assert response.status_code == 200, (
            f"{response.status_code} at {response.request['PATH_INFO']}"
        )
        self.response = response
        if response.headers["Content-Type"].startswith("text/html"):
            self.page = lxml.html.fromstring(response.content.decode())
        return self

    def _buttons(self) -> list[Any]:
        return [row for row in self.page.xpath(_BUTTONS) if row.get("disabled") is None]

    def _button(self, words: str) -> Any:
        found = [row for row in self._buttons() if (_words(row) or row.get("value", "")) == words]
        assert found, f"no button “{words}” on {self.address}: {self.buttons()}"
        return found[0]

    def _form_of(self, button: Any) -> Form:
        if target := button.get("form"):
            return self.page.get_element_by_id(target)
        form = button.getparent()
        while form is not None and form.tag != "form":
            form = form.getparent()
        assert form is not None, f"button “{_words(button)}” stands in no form"
        return form

    def _values(self, form: Form, typed: dict[str, Any]) -> dict[str, Any]:
        """What the form holds already, then what was typed; None leaves a field out."""
        data: dict[str, Any] = {}
        names = set()
        for field in form.inputs:
            name, kind = field.get("name"), field.get("type", "")
            if not name or kind in ("submit", "button"):
                continue
            names.add(name)
            if field.get("disabled") is not None or kind == "file":
                continue
            value = field.value
            if kind in ("checkbox", "radio") and not field.checked:
                continue
            values = (
                list(value)
                if isinstance(value, Iterable) and not isinstance(value, str)
                else [value]
            )
            data.setdefault(name, []).extend("" if row is None else str(row) for row in values)
        unknown = set(typed) - names
        assert not unknown, f"no field {unknown} in the form at {self.address}: {sorted(names)}"
        return {key: value for key, value in (data | typed).items() if value is not None}
