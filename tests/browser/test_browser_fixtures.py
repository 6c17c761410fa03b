"""The fixtures of the browser tests see what they are there to see."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

GOOD = """<!doctype html><html lang="ru"><head><title>Проверка</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Проверка</h1>{}</main></body></html>"""


def test_axe_names_the_rule_and_the_place(page: Page, axe: Callable[[Page], None]) -> None:
    page.set_content(GOOD.format('<input id="nameless">'))
    with pytest.raises(AssertionError, match=r"label[\s\S]*#nameless"):
        axe(page)


def test_axe_is_content_with_a_plain_page(page: Page, axe: Callable[[Page], None]) -> None:
    page.set_content(GOOD.format("<p>Всё на месте.</p>"))
    axe(page)


def test_the_phone_is_390_points_wide(phone: Page) -> None:
    phone.set_content(GOOD.format(""))
    assert phone.evaluate("[innerWidth, innerHeight]") == [390, 844]
