"""A real Chromium for the browser tests: one process for all, one fresh context per test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP = (1280, 800)
PHONE = (360, 740)
# Addresses that never leave the browser.
INNER_SCHEMES = frozenset({"about", "blob", "data"})


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser process, started for the first test that asks."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"Không thấy Chromium ở {CHROMIUM}; chạy script/test hoặc đặt CHROMIUM.")
    # Playwright's sync API keeps an event loop running, which Django takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


class Watch:
    """Collects what no page may do: errors on the console, requests to another host."""

    def __init__(self, own_address: str) -> None:
        self.own_host = urlsplit(own_address).netloc
        self.problems: list[str] = []
        # Parts of console messages that a test expects, such as the 404 it asks for.
        self.expected: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self.on_console)
        context.on("weberror", lambda error: self.problems.append(f"lỗi script: {error.error}"))
        context.on("request", lambda request: self.on_request(request.url))

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in self.expected):
            place = (message.location or {}).get("url", "")
            self.problems.append(f"console: {message.text} ({place})")

    def on_request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in INNER_SCHEMES and parts.netloc != self.own_host:
            self.problems.append(f"yêu cầu tới máy khác: {url}")


def keep_pictures(contexts: list[BrowserContext]) -> None:
    """With BROWSER_PICTURES=folder the last view of every page is kept there."""
    folder = os.environ.get("BROWSER_PICTURES")
    if not folder:
        return
    for number, context in enumerate(contexts, start=1):
        for page in context.pages:
            page.screenshot(path=Path(folder) / f"{number}.png", full_page=True)


@pytest.fixture
def watch(live_server) -> Watch:
    """What the pages of this test did; `watch.expected` names errors that the test wants."""
    return Watch(live_server.url)


@pytest.fixture
def open_page(chromium: Browser, live_server, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Open a page with its own cookies: `open_page(PHONE)`; several make several persons.

    After the test it fails on anything that `watch` saw, whatever the test itself found.
    """
    contexts: list[BrowserContext] = []

    def open_one(viewport: tuple[int, int] = DESKTOP, *, javascript: bool = True) -> Page:
        width, height = viewport
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
            java_script_enabled=javascript,
        )
        context.set_default_timeout(10_000)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield open_one
    keep_pictures(contexts)
    for context in contexts:
        context.close()
    assert watch.problems == []


@pytest.fixture
def browser_page(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    """One page on a desktop screen; `@pytest.mark.parametrize("browser_page", [PHONE],
    indirect=True)` chooses another."""
    return open_page(getattr(request, "param", DESKTOP))
