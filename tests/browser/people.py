"""What a person does on any page: log in, send, read what the page answers."""

from __future__ import annotations

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.cast import PASSWORD


def log_in(page: Page, username: str) -> Page:
    """Through the form, as everybody does; lands on the home page."""
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    press(page, "Đăng nhập")
    expect(page).to_have_url(re.compile(r"/$"))
    return page


def press(page: Page, name: str) -> None:
    """The one button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """The link of this name."""
    page.get_by_role("link", name=name, exact=True).click()


def open_named(page: Page, path: str, name: str) -> None:
    """From the page at `path` by the link of this name to the page that is headed so."""
    page.goto(path)
    page.get_by_role("link", name=name, exact=True).first.click()
    expect_heading(page, name)


def expect_said(page: Page, words: str) -> None:
    """The message over the page."""
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible()


def expect_heading(page: Page, words: str) -> None:
    """The page's own heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def picture(color: str = "green") -> bytes:
    """A small photo."""
    stream = BytesIO()
    Image.new("RGB", (320, 240), color).save(stream, "JPEG")
    return stream.getvalue()


def scan_file(name: str, color: str) -> dict[str, object]:
    """A signed paper as it comes from the scanner; the same bytes stand in a bundle once."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture(color)}
