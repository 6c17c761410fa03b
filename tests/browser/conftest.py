"""Tests in a real browser: Chromium on a desktop and on a phone, axe-core, sign-in.

A page that tries to reach another host, breaks the content-security policy or throws in a script fails its test.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError
from playwright.sync_api import Error as PlaywrightError
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import FLAGS, find_chromium

PHONE = {"width": 390, "height": 844}
INNER_SCHEMES = {"data", "blob", "about", "chrome-extension"}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = find_chromium()
    if path is None:
        pytest.exit("No Chromium to run the browser tests in: run `make test`, which installs it.", returncode=1)
    return {"executable_path": path, "args": FLAGS, "headless": True}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Pages are opened by path: `page.goto("/")`."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], base_url: str) -> dict[str, Any]:
    return {
        **browser_context_args,
        "base_url": base_url,
        "locale": "ru-RU",
        "timezone_id": "Europe/Moscow",
        "accept_downloads": True,
    }


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], base_url: str) -> Iterator[Callable[..., BrowserContext]]:
    """Makes contexts that note what no page of ours may do; the test fails on it when it ends."""
    own_host = urlsplit(base_url).netloc
    wrongs: list[str] = []

    def note_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in INNER_SCHEMES and address.netloc != own_host:
            wrongs.append(f"asked another host: {request.url}")

    def note_error(error: WebError) -> None:
        wrongs.append(f"error in a script: {error.error}")

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            wrongs.append(message.text)

    def make(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.on("request", note_request)
        context.on("weberror", note_error)
        context.on("console", note_message)
        return context

    yield make
    assert not wrongs, "\n".join(wrongs)


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Page:
    """A page 390 points wide, touched with a finger (`page` is a desktop of 1280 by 720)."""
    return new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True).new_page()


@pytest.fixture
def page_without_script(new_context: Callable[..., BrowserContext]) -> Page:
    """A desktop page of someone whose browser runs no JavaScript."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, Any], None]:
    """`sign_in(page, user)` gives the page's context the user's session; the sign-in form has a test of its own."""

    def give_session(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return give_session


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails when axe-core finds anything wrong with the page as it stands, and says what and where.

    A page that the next one replaces while axe-core looks at it is left, and the next one is looked at.
    """

    def check(page: Page) -> None:
        page.wait_for_load_state()
        try:
            violations = Axe().run(page).response["violations"]
        except PlaywrightError:
            page.wait_for_load_state()
            violations = Axe().run(page).response["violations"]
        assert not violations, _describe(page.url, violations)

    return check


def _describe(url: str, violations: list[dict[str, Any]]) -> str:
    lines = [f"axe-core found {len(violations)} kinds of violation on {url}"]
    for violation in violations:
        lines.append(f"\n{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            lines.append(f"  {' '.join(map(str, node['target']))}\n    {node['html'][:300]}")
            lines.extend(f"    {line.strip()}" for line in (node.get("failureSummary") or "").splitlines()[1:])
    return "\n".join(lines)
