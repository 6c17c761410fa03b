"""Lists as one works with them: live filters, Back, the way back from a card, files, paper, phone, keyboard."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.every_thing import World, build_world
from tests.factories import MentorFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

SURNAMES = ("Абрамова", "Белов", "Воронова", "Громов", "Дятлова")


@pytest.fixture
def world() -> World:
    made = build_world()
    for surname in SURNAMES:
        MentorFactory(person=PersonFactory(last_name=surname, organisation=made.things["school"]))
    return made


def find(page: Page, search: str) -> None:
    """Types into the search of a list and waits until the list has followed."""
    page.get_by_label("Найти").fill(search)
    page.wait_for_url(re.compile("q="))
    expect(page.locator(".chosen")).to_contain_text(search)


def names_on(page: Page) -> list[str]:
    return page.locator("table.grid tbody td:first-child a").all_inner_texts()


def test_the_file_has_the_rows_that_live_filtering_has_left(page: Page, sign_in, world: World):
    sign_in(page, world.users["curator"])
    page.goto("/mentors/")
    find(page, "Белов")
    page.get_by_text("Выгрузить").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()

    shown = names_on(page)
    text = str(list(load_workbook(BytesIO(download.value.path().read_bytes())).active.values))
    assert [name.split()[0] for name in shown] == ["Белов"]
    assert [surname for surname in SURNAMES if surname in text] == ["Белов"]


def test_the_menu_of_files_stays_open_while_the_list_follows_what_was_typed(page: Page, sign_in, world: World):
    sign_in(page, world.users["curator"])
    page.goto("/mentors/")
    page.get_by_label("Найти").fill("Белов")
    page.get_by_text("Выгрузить").click()
    expect(page.locator(".chosen")).to_contain_text("Белов")

    link = page.get_by_role("link", name="XLSX")
    expect(link).to_be_visible()
    assert "q=%D0%91" in (link.get_attribute("href") or "")


def test_back_after_filtering_shows_the_list_that_the_controls_say(page: Page, sign_in, world: World):
    sign_in(page, world.users["curator"])
    page.goto("/mentors/")
    all_names = names_on(page)
    find(page, "Белов")
    page.go_back()

    expect(page.locator("table.grid tbody tr")).to_have_count(len(all_names))
    expect(page.get_by_label("Найти")).to_have_value("")
    page.go_forward()
    expect(page.locator("table.grid tbody tr")).to_have_count(1)
    expect(page.get_by_label("Найти")).to_have_value("Белов")


def test_nothing_of_a_list_stays_in_the_browser_after_signing_out(page: Page, sign_in, world: World):
    sign_in(page, world.users["curator"])
    page.goto("/mentors/")
    find(page, "Белов")
    page.get_by_label("Найти").fill("")
    expect(page.locator("table.grid tbody tr")).not_to_have_count(1)
    page.locator("details.me summary").click()
    page.get_by_role("button", name="Выйти").click()
    page.wait_for_url(re.compile("login"))

    kept = page.evaluate("Object.values(localStorage).concat(Object.values(sessionStorage)).join()")
    assert not [surname for surname in SURNAMES if surname in kept]


def test_the_way_back_from_an_edited_card_keeps_filter_and_page(page: Page, sign_in, world: World):
    sign_in(page, world.users["curator"])
    page.goto("/mentors/?sort=-person")
    find(page, "Белов")
    page.locator("table.grid td:first-child a").first.click()
    page.get_by_role("link", name="Изменить", exact=True).first.click()
    page.get_by_label("Должность", exact=True).fill("учитель химии")
    page.get_by_role("button", name="Сохранить").click()
    page.locator(".crumb a").first.click()

    expect(page.get_by_label("Найти")).to_have_value("Белов")
    assert "sort=-person" in page.url
    expect(page.locator("table.grid tbody tr")).to_have_count(1)


def test_a_condition_is_taken_away_by_its_chip(page_without_script: Page, sign_in, world: World):
    page = page_without_script
    sign_in(page, world.users["curator"])
    page.goto("/mentors/?q=Белов&readiness=candidate")
    expect(page.get_by_text("Ничего не нашлось")).to_be_hidden()
    page.get_by_role("link", name="Найти: Белов").click()

    assert "readiness=candidate" in page.url
    assert "q=" not in page.url


def test_a_secondary_button_keeps_border_ground_and_a_strong_outline_on_focus(page: Page, sign_in, world: World):
    sign_in(page, world.users["curator"])
    page.goto("/mentors/")
    page.get_by_label("Найти").focus()
    button = page.get_by_role("button", name="Показать")
    for _ in range(20):
        page.keyboard.press("Tab")
        if button.evaluate("e => e === document.activeElement"):
            break
    style = button.evaluate(
        "e => { const s = getComputedStyle(e); return [s.borderTopWidth, s.borderTopColor, s.backgroundColor, "
        "s.outlineStyle, s.outlineWidth, s.boxShadow] }"
    )

    width, border, ground, outline, outline_width, ring = style
    assert (width, outline, outline_width) == ("1px", "solid", "3px")
    assert "rgba(0, 0, 0, 0)" not in (border, ground)
    assert "rgb(23, 32, 43)" in ring  # 16 to 1 on white, 3 to 1 and more on every ground of the portal


def test_escape_closes_an_open_menu_and_gives_the_focus_back(page: Page, phone: Page, sign_in, world: World):
    for screen, menu in ((page, "details.me"), (page, "details.export-menu"), (phone, "details.phone-menu")):
        sign_in(screen, world.users["curator"])
        screen.goto("/mentors/")
        summary = screen.locator(f"{menu} > summary")
        summary.click()
        screen.keyboard.press("Tab")
        screen.keyboard.press("Escape")

        assert not screen.locator(f"{menu}[open]").count(), menu
        expect(summary).to_be_focused()


def test_the_account_menu_is_named_as_it_is_labelled(page: Page, phone: Page, sign_in, world: World):
    for screen in (page, phone):
        sign_in(screen, world.users["curator"])
        screen.goto("/mentors/")
        name = screen.locator("details.me > summary").evaluate("e => e.getAttribute('aria-label') || e.textContent")
        assert world.users["curator"].short_name in name
        assert "куратор" in name


def test_forced_colours_tell_full_places_from_empty_ones(
    new_context: Callable[..., BrowserContext], sign_in, world: World
):
    page = new_context(forced_colors="active").new_page()
    sign_in(page, world.users["curator"])
    page.goto("/mentors/")
    full, empty = page.locator(".places i.f").first, page.locator(".places i:not(.f)").first

    # as they are painted: the theme paints grounds over, and the computed style does not tell it
    assert _middle_of(full) != _middle_of(empty)
    assert _middle_of(empty) == _middle_of(page.locator("main h1"), corner=True)


def _middle_of(place: Locator, *, corner: bool = False) -> tuple[int, ...]:
    picture = Image.open(BytesIO(place.screenshot())).convert("RGB")
    return picture.getpixel((0, 0) if corner else (picture.width // 2, picture.height // 2))


def test_a_row_is_short_on_a_phone_and_buttons_are_big_enough(phone: Page, sign_in, world: World):
    sign_in(phone, world.users["curator"])
    for address in ("/mentors/", "/pairs/", "/mentees/"):
        phone.goto(address)
        rows = phone.locator("table.grid tbody tr")
        heights = [rows.nth(number).bounding_box()["height"] for number in range(rows.count())]
        assert max(heights) <= 140, (address, heights)
        assert sum(heights) / len(heights) <= 115, (address, heights)
        buttons = phone.locator("main .btn:visible")
        boxes = [buttons.nth(number).bounding_box() for number in range(buttons.count())]
        small = [box for box in boxes if box["height"] < 44]
        assert not small, address


def test_a_list_prints_as_one_table_on_few_sheets(new_context: Callable[..., BrowserContext], sign_in, world: World):
    for number in range(15):
        surname = f"Печатный-{'АБВГДЕЖЗИКЛМНОП'[number]}"
        MentorFactory(person=PersonFactory(last_name=surname, organisation=world.things["school"]))
    page = new_context(viewport=PHONE).new_page()
    sign_in(page, world.users["curator"])
    page.goto("/mentors/")
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))

    assert sheets <= 2
