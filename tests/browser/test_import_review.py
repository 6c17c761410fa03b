"""Two dozen doubtful rows are worked through: by kind, a cell put right, one answer for many, from the keyboard."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from imports.actions import stage_import
from imports.models import ImportBatch
from registry import clock
from registry.enums import Role
from registry.models import Mentor
from tests.factories import (
    MentorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PolicyFactory,
    member,
)
from tests.imports.import_files import csv_file
from tests.imports.pair_files import pairs_file

pytestmark = pytest.mark.django_db(transaction=True)

LAST_NAMES = ("Ольхова", "Берестнева", "Вязникова", "Калинина", "Сапегина", "Рябинина")


@pytest.fixture(autouse=True)
def in_november():
    with clock.as_at(date(2026, 11, 20)):
        yield


@pytest.fixture
def coordinator():
    municipality = MunicipalityFactory()
    PolicyFactory(municipality=municipality)
    return member(Role.COORDINATOR, municipality=municipality)


@pytest.fixture
def batch(coordinator) -> ImportBatch:
    """Initials of known mentors, an organisation under another name, impossible dates, and rows that are right."""
    municipality = coordinator.memberships.get().municipality
    school = OrganisationFactory(municipality=municipality, short_name="МБОУ «Ключевская СОШ № 4»")
    rows = []
    for last_name in LAST_NAMES:
        person = PersonFactory(municipality=municipality, organisation=school, last_name=last_name)
        MentorFactory(person=person)
        rows.append((school.short_name, f"{last_name} {person.first_name[0]}.{person.middle_name[0]}.", "логопед"))
    rows += [("Школа Героя", f"{name} Инна Львовна", "учитель") for name in ("Липина", "Осинина", "Ивина")]
    born = [(school.short_name, f"{name} Яна Юрьевна", "", "", "", "31.02.1985") for name in ("Тополева", "Ясенева")]
    data = csv_file(*rows, *born, (school.short_name, "Дубинина Вера Олеговна"))
    return stage_import(data=data, filename="банк.csv", kind="auto", municipality=municipality, by=coordinator)


@pytest.fixture
def contended(coordinator) -> ImportBatch:
    """Four rows for three places of one mentor, and three rows of a school that nobody knows."""
    municipality = coordinator.memberships.get().municipality
    place = OrganisationFactory(municipality=municipality, short_name="МБОУ «Ключевская СОШ № 4»").short_name
    mentor, term = "Ольхова Мария Сергеевна", ("01.09.2026", "31.05.2027")
    rows = [(place, mentor, f"{name} Инна Львовна", *term) for name in LAST_NAMES[1:5]]
    rows += [("Школа Героя", f"{name} Яна Юрьевна", "Липина Анна Львовна", *term) for name in ("Осинина", "Ивина")]
    data = pairs_file(*rows)
    return stage_import(data=data, filename="пары.csv", kind="pairs", municipality=municipality, by=coordinator)


def card(page: Page, text: str):
    return page.locator(".row-card").filter(has_text=text)


def test_a_batch_is_reviewed_and_written(page: Page, sign_in, axe, coordinator, batch):
    sign_in(page, coordinator)
    page.goto(batch.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Проверьте 6\u00a0сомнительных строк")
    axe(page)

    # from the keyboard: the first candidate is chosen, and the next row is under one's hands
    first = card(page, "Ольхова")
    first.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("решение сохранено")
    expect(page.locator(".row-card")).to_have_count(5)
    assert page.evaluate("document.activeElement.closest('.row-card').innerText").find("Берестнева") >= 0
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".row-card")).to_have_count(4)

    # a candidate is chosen by a click anywhere on the line
    card(page, "Вязникова").locator("tr.who").click()
    expect(card(page, "Вязникова").get_by_role("radio").first).to_be_checked()
    card(page, "Вязникова").get_by_role("button", name="Сохранить решение").click()
    expect(page.locator(".row-card")).to_have_count(3)

    # somebody new by initials needs a name, which is asked for only then
    person = card(page, "Калинина")
    expect(person.get_by_label("Имя нового человека")).to_be_hidden()
    person.get_by_label(re.compile("Новый человек")).check()
    person.get_by_role("button", name="Сохранить решение").click()
    expect(page.get_by_text("Впишите имя.")).to_be_visible()
    card(page, "Калинина").get_by_label("Имя нового человека").fill("Марта")
    card(page, "Калинина").get_by_role("button", name="Сохранить решение").click()
    expect(page.locator(".row-card")).to_have_count(2)

    # the rest of the kind at once
    page.get_by_role("link", name="пропустить", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Пропустить: 2\u00a0строки?")
    axe(page)
    page.get_by_role("button", name="Пропустить: 2\u00a0строки").click()
    assert batch.rows.filter(status="off").count() == 2

    errors_of(page, axe, batch)
    page.get_by_role("button", name=re.compile(r"^Внести 10")).click()
    expect(page.get_by_role("status").first).to_be_visible()
    assert Mentor.objects.count() == len(LAST_NAMES) + 7


def errors_of(page: Page, axe, batch: ImportBatch) -> None:
    page.get_by_role("link", name=re.compile("^Ошибки 5")).click()
    page.get_by_role("link", name=re.compile("^организации нет")).click()
    expect(page.get_by_role("link", name=re.compile("^организации нет"))).to_have_attribute("aria-current", "true")
    axe(page)
    first = page.locator(".row-card").first
    first.get_by_label("Какая это организация").select_option(label="МБОУ «Ключевская СОШ № 4»")
    first.get_by_role("button", name="Сохранить для всех (3)").click()
    expect(page.get_by_role("status").first).to_contain_text("Решение сохранено для 3")
    expect(page.locator(".row-card")).to_have_count(2)

    # a cell is put right in all rows that hold the same
    first = page.locator(".row-card").first
    first.get_by_role("link", name=re.compile("Исправить ячейку «Дата рождения»")).click()
    expect(first.get_by_label("Дата рождения", exact=True)).to_be_focused()
    axe(page)
    first.get_by_label("Дата рождения", exact=True).fill("28.02.1985")
    first.get_by_label(re.compile("во всех строках с этим текстом")).check()
    first.get_by_role("button", name="Исправить и перечитать").click()
    expect(page.get_by_role("link", name="Исправлено ячеек: 2")).to_be_visible()
    assert not batch.rows.filter(status="error").exists()


def test_without_scripts_everything_is_there(page_without_script: Page, sign_in, coordinator, batch):
    page = page_without_script
    sign_in(page, coordinator)
    page.goto(f"{batch.get_absolute_url()}?show=errors&issue_code=bad_date")
    first = page.locator(".row-card").first
    first.get_by_role("link", name=re.compile("Исправить ячейку «Дата рождения»")).click()
    page.get_by_label("Дата рождения", exact=True).fill("28.02.1985")
    page.get_by_role("button", name="Исправить и перечитать").click()
    expect(page.get_by_role("status")).to_contain_text("Исправлено в строке")
    expect(page.locator(".row-card")).to_have_count(1)

    page.goto(f"{batch.get_absolute_url()}?show=review&q=берестнева")
    expect(page.locator(".row-card")).to_have_count(1)
    page.locator("tr.who").get_by_role("radio").check()
    page.get_by_role("button", name="Сохранить решение").click()
    expect(page.get_by_role("status")).to_contain_text("решение сохранено")


def test_the_review_fits_a_phone(phone: Page, sign_in, axe, coordinator, batch):
    sign_in(phone, coordinator)
    for query in ("", "?show=errors", "?show=ready", "?show=review&issue_code=initials_only"):
        phone.goto(f"{batch.get_absolute_url()}{query}")
        axe(phone)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    first = phone.locator(".row-card").first
    first.locator("tr.who").tap()
    expect(first.get_by_role("radio").first).to_be_checked()
    first.get_by_role("button", name="Сохранить решение").tap()
    expect(phone.locator(".row-card")).to_have_count(5)


def test_places_of_a_mentor_are_given_on_one_card(
    page_without_script: Page, phone: Page, sign_in, axe, coordinator, contended
):
    page = page_without_script
    sign_in(page, coordinator)
    page.goto(f"{contended.get_absolute_url()}?show=review")
    expect(page.locator(".row-card")).to_have_count(1)
    boxes = page.get_by_role("checkbox", name=re.compile("Инна Львовна"))
    expect(boxes).to_have_count(4)
    for box in boxes.all():
        box.check()
    page.get_by_role("button", name="Сохранить решение").click()
    expect(page.get_by_role("alert")).to_contain_text("Отмечено больше, чем есть мест")
    expect(boxes.first).to_be_checked()

    sign_in(phone, coordinator)
    phone.goto(f"{contended.get_absolute_url()}?show=errors")
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    for name in LAST_NAMES[1:4]:
        phone.get_by_role("checkbox", name=re.compile(name)).check()
    phone.locator(".row-card").filter(has_text="Кто займёт места").get_by_role("button", name="Сохранить").tap()
    expect(phone.get_by_role("status").first).to_contain_text("Без места: строка 5")
    shared = phone.locator(".row-card").filter(has_text="Школа Героя")
    shared.get_by_role("link", name="Разобрать по одной").tap()
    expect(phone.locator(".row-card")).to_have_count(2)
    axe(phone)
