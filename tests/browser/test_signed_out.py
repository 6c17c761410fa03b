"""Whoever sits down at a computer after somebody has signed out reads no names there, by «Back» or in what it keeps."""

import pytest
from playwright.sync_api import Page, expect

from tests.every_thing import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return build_world()


def stored_texts(page: Page) -> str:
    return page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})")


def test_back_works_while_signed_in_and_shows_nothing_of_names_afterwards(page: Page, sign_in, world: World):
    sign_in(page, world.users["curator"])
    page.goto("/mentors/")
    expect(page.get_by_role("link", name="Тайницкая").first).to_be_visible()
    page.get_by_label("Найти").fill("нет такой")
    expect(page.get_by_role("link", name="Тайницкая")).to_have_count(0)
    page.go_back()  # to the list as it was before the filter
    expect(page.get_by_role("link", name="Тайницкая").first).to_be_visible()
    assert "Тайницк" not in stored_texts(page)

    page.locator("details.me > summary").click()
    page.get_by_role("button", name="Выйти").click()
    expect(page.get_by_label("Пароль")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Пароль")).to_be_visible()
    assert "Тайницк" not in page.content()
    assert "Тайницк" not in stored_texts(page)
