"""What WCAG 2.2 asks beside axe and the look of single pages: the keyboard alone, forced colours."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.every_thing import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.mark.parametrize("address", ["/worklist/", "/mentors/", "/settings/"])
def test_the_keyboard_reaches_everything_and_is_held_nowhere(page: Page, sign_in, world: World, address: str):
    sign_in(page, world.users["admin"])
    page.goto(address)
    visible = page.evaluate(
        "[...document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden])')]"
        ".filter(e => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})"
        " && !e.closest('details:not([open]) > :not(summary)')).map((e, i) => { e.dataset.tabstop = i; return i })"
    )
    reached = []
    for _ in range(2 * len(visible) + 20):  # a field of a date is several stops
        page.keyboard.press("Tab")
        reached.append(page.evaluate("Number(document.activeElement.dataset.tabstop ?? -1)"))

    assert set(visible) <= set(reached)
    assert page.evaluate("document.querySelector('.skip') === document.querySelector('[data-tabstop=\"0\"]')")


def test_forced_colours_tell_the_chosen_chip_and_the_current_place(new_context, sign_in, world: World):
    context: BrowserContext = new_context(forced_colors="active")
    page = context.new_page()
    sign_in(page, world.users["curator"])
    page.goto("/worklist/")
    outline = "e => getComputedStyle(e).outlineStyle + getComputedStyle(e).outlineWidth"
    chips = [page.locator(".chip.on").first, page.locator(".chip:not(.on)").first]
    places = [page.locator(".side [aria-current]"), page.locator(".side a:not([aria-current])").first]
    for chosen, other in (chips, places):
        assert chosen.evaluate(outline) == "solid2px"
        assert other.evaluate(outline) != "solid2px"
