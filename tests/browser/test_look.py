"""Every page of the main job, with data on it: accessible, no wider than a phone or half a desktop, usable on paper,
its targets big enough or apart.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from tests.every_thing import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)

#: (role, address, things in it) of the pages that people open daily
PAGES = [
    ("curator", "home", {}),
    ("curator", "mentoring:pairs", {}),
    ("curator", "mentoring:pair_new", {}),
    ("curator", "mentoring:pair_new_for", {"mentee_pk": "mentee"}),
    ("curator", "mentoring:pair", {"pk": "pair"}),
    ("curator", "mentoring:pair", {"pk": "draft"}),
    ("curator", "mentoring:pair_edit", {"pk": "draft"}),
    ("curator", "mentoring:pair_replace", {"pk": "pair"}),
    ("curator", "mentoring:stage_item", {"pk": "pair", "item_pk": "template"}),
    ("curator", "mentoring:programme", {"pair_pk": "pair"}),
    ("curator", "mentoring:programme_edit", {"pair_pk": "pair"}),
    ("curator", "registry:mentors", {}),
    ("curator", "registry:mentor_add", {}),
    ("curator", "registry:mentees", {}),
    ("curator", "registry:curators", {}),
    ("curator", "registry:person", {"pk": "person"}),
    ("curator", "registry:person_edit", {"pk": "person"}),
    ("curator", "registry:consent_add", {"person_pk": "person"}),
    ("curator", "registry:organisation", {"pk": "school"}),
    ("curator", "monitoring:organisation", {"pk": "school"}),
    ("curator", "monitoring:assessment", {"pk": "assessment"}),
    ("curator", "reports:documents", {}),
    ("curator", "reports:document", {"pk": "document"}),
    ("curator", "reports:paper_start", {"paper": "orders", "source_pk": "school"}),
    ("curator", "mentoring:pair_extend", {"pk": "pair"}),
    ("curator", "mentoring:change_act", {"pk": "pair", "change_pk": "change"}),
    ("curator", "mentoring:pair_secure", {"pk": "agreed"}),
    ("curator", "mentoring:act_pairs", {"pk": "paper_act"}),
    ("curator", "registry:acts", {}),
    ("curator", "registry:act", {"pk": "paper_act"}),
    ("curator", "registry:act_add", {}),
    ("curator", "registry:act_cancel", {"pk": "paper_act"}),
    ("curator", "registry:act_remove", {"pk": "paper_act"}),
    ("curator", "registry:acts_removed", {}),
    ("curator", "mentoring:roadmaps", {}),
    ("curator", "mentoring:roadmap", {"pk": "roadmap"}),
    ("curator", "imports:batch", {"pk": "batch"}),
    ("head", "home", {}),
    ("coordinator", "home", {}),
    ("coordinator", "worklist:remind", {"organisation_pk": "school"}),
    ("coordinator", "monitoring:dashboard", {}),
    ("coordinator", "monitoring:overdue", {}),
    ("coordinator", "mentoring:stage_sets", {}),
    ("coordinator", "monitoring:assessments", {}),
    ("coordinator", "registry:organisations", {}),
    ("coordinator", "imports:list", {}),
    ("admin", "registry:settings", {}),
    ("admin", "registry:access", {}),
    ("admin", "registry:invite", {}),
    ("admin", "registry:policy_presets", {}),
    ("mentor", "home", {}),
    ("mentee", "mentoring:pair", {"pk": "pair"}),
]

DESKTOP = {"width": 1280, "height": 720}
DOUBLED = {"width": 640, "height": 450}
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


def address_of(world: World, name: str, things: dict[str, str]) -> str:
    return reverse(name, kwargs={argument: world.value_of(thing) for argument, thing in things.items()})


def width_of(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


def test_pages_are_accessible_with_targets_big_enough_on_a_desktop_a_phone_and_at_double_size(
    page: Page, phone: Page, sign_in, axe, world: World
):
    """Half of a screen of 1280 by 900 is what is left of it at 200 %."""
    too_wide, small, before = [], [], ""
    for role, name, things in PAGES:
        page.set_viewport_size(DESKTOP)
        for screen in (page, phone):
            if role != before:
                screen.context.clear_cookies()
                sign_in(screen, world.users[role])
            answer = screen.goto(address_of(world, name, things))
            assert answer.status == 200, f"{name}: {answer.status}"
            axe(screen)
            small += [f"{name}: {target}" for target in screen.evaluate(_SMALL_TARGETS)]
        before = role
        page.set_viewport_size(DOUBLED)
        too_wide += [f"{name}: {width_of(s)}" for s, limit in ((phone, 390), (page, 640)) if width_of(s) > limit]

    assert not too_wide + small, "\n".join(too_wide + small)


def test_a_printed_list_is_the_list_alone(page: Page, sign_in, world: World):
    sign_in(page, world.users["curator"])
    page.goto("/pairs/")
    page.emulate_media(media="print")

    assert page.get_by_role("table").is_visible()
    assert page.get_by_role("heading", name="Пары").is_visible()
    for hidden in (".side", ".topbar", ".filters", ".act"):
        assert not page.locator(hidden).first.is_visible(), hidden


def test_lists_fit_a_small_desktop_without_scrolling_sideways(page: Page, sign_in, world: World):
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, world.users["coordinator"])
    cut = []
    for name in ("mentoring:pairs", "registry:mentors", "registry:mentees", "registry:curators", "reports:documents"):
        page.goto(reverse(name))
        box = page.locator("#list")
        if box.evaluate("box => box.scrollWidth > box.clientWidth"):
            cut.append(name)

    assert not cut


def test_nothing_moves_when_the_number_comes_into_the_menu(page: Page, world: World, sign_in) -> None:
    waiting: list[Route] = []
    page.set_viewport_size({"width": 1366, "height": 800})
    sign_in(page, world.users["head"])
    page.route("**/worklist/count/", lambda route: waiting.append(route))
    with page.expect_request("**/worklist/count/"):
        page.goto(reverse("mentoring:pairs"))
    links = page.locator(".side .menu a")
    before = [link.bounding_box() for link in links.all()]
    page.wait_for_timeout(100)  # the menu of the phone asks too
    for route in waiting:
        route.fulfill(body="128", content_type="text/html")
    expect(page.locator(".side .menu .n")).to_have_text("128")
    assert [link.bounding_box() for link in links.all()] == before
    assert page.locator(".topbar").bounding_box()["height"] <= 61  # the longest role stands in one line
