"""The filters of a list: all in sight on a wide screen, folded under one button on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE
from tests.every_thing import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return build_world()


def test_a_wide_screen_shows_all_filters_also_without_script(page_without_script: Page, sign_in, world: World):
    page = page_without_script
    sign_in(page, world.users["curator"])
    page.goto("/mentors/")

    expect(page.get_by_label("Готовность")).to_be_visible()
    expect(page.get_by_text("Отбор", exact=True)).to_be_hidden()
    page.get_by_label("Найти").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Источник")).to_be_focused()


def test_a_phone_shows_the_list_first_and_the_filters_on_demand(
    new_context: Callable[..., BrowserContext], sign_in, world: World
):
    phone = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    sign_in(phone, world.users["curator"])
    phone.goto("/mentors/")

    expect(phone.get_by_label("Готовность")).to_be_hidden()
    expect(phone.locator("#list")).to_be_in_viewport()

    phone.get_by_label("Найти").focus()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.get_by_label("Состояние").select_option("Все")
    phone.get_by_role("button", name="Показать").click()

    expect(phone.get_by_role("link", name="Состояние: Все")).to_be_visible()
    expect(phone.get_by_label("Состояние")).to_be_hidden()


def test_filters_are_accessible_when_they_are_unfolded(page: Page, phone: Page, sign_in, axe, world: World):
    for screen in (page, phone):
        sign_in(screen, world.users["curator"])
        screen.goto("/mentors/?archive=all")
        if screen is phone:
            screen.get_by_text("Отбор", exact=True).click()
        expect(screen.get_by_label("Готовность")).to_be_visible()
        axe(screen)


def test_a_list_is_printed_as_a_table_on_an_upright_sheet(page: Page, sign_in, world: World):
    sign_in(page, world.users["curator"])
    page.goto("/mentors/?archive=all")
    page.set_viewport_size({"width": 720, "height": 1000})
    assert page.locator("table.grid thead").first.evaluate("e => getComputedStyle(e).display") == "none"
    page.emulate_media(media="print")
    assert page.locator("table.grid thead").first.evaluate("e => getComputedStyle(e).display") == "table-header-group"
    assert page.locator("table.grid tbody tr").first.evaluate("e => getComputedStyle(e).display") == "table-row"
