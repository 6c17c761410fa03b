"""What WCAG 2.2 asks beside axe: targets big enough or apart, pages at 200 % of their size, the keyboard alone."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.test_look import PAGES, address_of, width_of
from tests.every_thing import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)

#: 2.5.8: a target is 24 points wide and high, stands in a sentence, or a circle of 24 points round it meets no other
_SMALL_TARGETS = """() => {
  const targets = [...document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden])')]
    .filter(e => { const r = e.getBoundingClientRect(), s = getComputedStyle(e);
      return r.width > 1 && r.height > 1 && s.visibility !== 'hidden' && !e.closest('.visually-hidden')
        && !e.closest('details:not([open]) > :not(summary)') });
  const inSentence = e => getComputedStyle(e).display === 'inline'
    && e.parentElement.textContent.trim().length > e.textContent.trim().length + 1;
  const meets = (e, o) => { const r = e.getBoundingClientRect(), q = o.getBoundingClientRect();
    const x = r.x + r.width / 2, y = r.y + r.height / 2;
    return Math.hypot(Math.max(q.x - x, 0, x - q.right), Math.max(q.y - y, 0, y - q.bottom)) < 12 };
  return targets.filter(e => { const r = e.getBoundingClientRect();
      return (r.width < 24 || r.height < 24) && !inSentence(e)
        && targets.some(o => o !== e && !o.contains(e) && !e.contains(o) && meets(e, o)) })
    .map(e => e.outerHTML.slice(0, 90) + ' ' + Math.round(e.getBoundingClientRect().height));
}"""


@pytest.fixture
def world() -> World:
    return build_world()


def test_targets_are_big_enough_or_apart_and_pages_fit_at_double_size(
    page: Page, phone: Page, new_context, sign_in, world: World
):
    """Half of a screen of 1280 by 900 is what is left of it at 200 %."""
    doubled = new_context(viewport={"width": 640, "height": 450}).new_page()
    small, wide = [], []
    for role, name, things in PAGES:
        for screen in (page, phone, doubled):
            screen.context.clear_cookies()
            sign_in(screen, world.users[role])
            screen.goto(address_of(world, name, things))
        small += [f"{name}: {target}" for screen in (page, phone) for target in screen.evaluate(_SMALL_TARGETS)]
        wide += [name] if width_of(doubled) > 640 else []

    assert not small + wide, "\n".join(small + wide)


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
