"""The whole life of a file in a browser: uploaded, its columns told, a doubt answered, written, taken back."""

import pytest
from playwright.sync_api import Page, expect

from imports.enums import ImportStatus
from imports.models import ImportBatch
from registry.enums import ConsentKind, Role
from registry.models import Mentor, Person
from tests.factories import ConsentFactory, MentorFactory, OrganisationFactory, PersonFactory, PolicyFactory, member
from tests.imports.import_files import csv_file

pytestmark = pytest.mark.django_db(transaction=True)
HEADINGS = ("Ответственный", "Где трудится", "Кем")
NEW = "Берестнева Анна Львовна"


@pytest.fixture
def school():
    school = OrganisationFactory(short_name="МБОУ «Ключевская СОШ № 4»")
    PolicyFactory(municipality=school.municipality)
    person = PersonFactory(organisation=school, last_name="Ольхова", first_name="Мария", middle_name="Сергеевна")
    MentorFactory(person=person)
    return school


def written(page: Page, school) -> ImportBatch:
    """From the upload to the writing."""
    rows = (("Ольхова М.С.", school.short_name, "завуч"), (NEW, school.short_name, "учитель химии"))
    page.goto("/imports/new/")
    data = csv_file(*rows, headings=HEADINGS)
    page.locator("input[type=file]").set_input_files({"name": "список.csv", "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="Прочитать и проверить").click()
    for heading, field in zip(HEADINGS, ("full_name", "organisation", "position"), strict=True):
        page.get_by_label(f"Что в столбце «{heading}»").select_option(field)
    page.get_by_role("button", name="Прочитать так").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Сохранить решение").click()
    page.get_by_role("button", name="Внести 2\u00a0строки").click()
    expect(page.get_by_role("heading", name="Внесено: 2\u00a0строки")).to_be_visible()
    return ImportBatch.objects.get()


def test_a_file_is_brought_in_and_taken_back(page: Page, phone: Page, sign_in, axe, school):
    admin = member(Role.ADMIN, municipality=school.municipality)
    for browser in (page, phone):
        sign_in(browser, admin)
    batch = written(page, school)
    axe(page)
    page.get_by_role("link", name=NEW).click()
    expect(page.get_by_role("heading", name="Откуда сведения")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="«список.csv»").click()

    page.get_by_role("link", name="Отменить запись").click()
    expect(page.get_by_role("button", name="Отменить запись")).to_be_visible()
    axe(page)
    phone.goto(page.url)
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert Mentor.objects.count() == 2, "asking changes nothing"
    page.get_by_role("button", name="Отменить запись").click()
    expect(page.get_by_role("heading", name="Запись отменена")).to_be_visible()
    axe(page)
    phone.goto(page.url)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert Person.objects.get().position == "учитель математики"
    batch.refresh_from_db()
    assert batch.status == ImportStatus.UNDONE


def test_what_stands_in_the_way_is_shown(page: Page, phone: Page, sign_in, axe, school):
    admin = member(Role.ADMIN, municipality=school.municipality)
    for browser in (page, phone):
        sign_in(browser, admin)
    written(page, school)
    page.get_by_role("link", name="Отменить запись").click()
    ConsentFactory(person=Person.objects.get(last_name="Берестнева"), kind=ConsentKind.PARTICIPATION)
    page.get_by_role("button", name="Отменить запись").click()
    expect(page.get_by_role("heading", name="Отменить запись нельзя")).to_be_visible()
    expect(page.get_by_role("row", name=NEW)).to_contain_text("согласия")
    axe(page)
    phone.goto(page.url)
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name=NEW).click()
    expect(page.get_by_role("heading", name=NEW)).to_be_visible()
