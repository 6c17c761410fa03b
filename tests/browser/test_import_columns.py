"""A table with unknown headings: a person says what the columns hold; a big one is waited for without reloading."""

import pytest
from django_tasks import TaskContext
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page, expect

from imports.models import ImportBatch
from registry.enums import Role
from tests.factories import MunicipalityFactory, OrganisationFactory, PolicyFactory, member
from tests.imports.import_files import csv_file

pytestmark = pytest.mark.django_db(transaction=True)
HEADINGS = ("Ответственный", "Где трудится", "Кем")


@pytest.fixture
def school():
    municipality = MunicipalityFactory()
    PolicyFactory(municipality=municipality)
    return OrganisationFactory(municipality=municipality)


def upload(page: Page, data: bytes) -> None:
    page.goto("/imports/new/")
    page.locator("input[type=file]").set_input_files({"name": "список.csv", "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="Прочитать и проверить").click()


def bank(school) -> bytes:
    return csv_file(("Сидорова Мария Сергеевна", school.short_name, "учитель химии"), headings=HEADINGS)


def test_columns_are_told_once(page: Page, phone: Page, sign_in, axe, school):
    admin = member(Role.ADMIN, municipality=school.municipality)
    for browser in (page, phone):
        sign_in(browser, admin)
    upload(page, bank(school))
    expect(page.get_by_role("heading", name="Что в столбцах")).to_be_visible()
    axe(page)
    phone.goto(page.url)
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    who = page.get_by_label("Что в столбце «Ответственный»")
    expect(who).to_have_value("full_name")  # by its values
    who.select_option("не загружать")
    page.get_by_label("Что в столбце «Где трудится»").select_option("Образовательная организация")
    page.get_by_role("button", name="Прочитать так").click()
    expect(page.locator("#error-summary")).to_contain_text("ФИО")
    axe(page)
    page.get_by_label("Что в столбце «Ответственный»").select_option("full_name")
    page.get_by_label("Что в столбце «Кем»").select_option("position")
    page.get_by_role("button", name="Прочитать так").click()
    expect(page.get_by_role("button", name="Внести 1 строку")).to_be_visible()
    axe(page)

    upload(page, bank(school))
    expect(page.get_by_text("Столбцы прочитаны, как указано")).to_be_visible()
    page.goto("/settings/headings/")
    axe(page)


def test_a_big_file_shows_its_result_without_reloading(
    page: Page, page_without_script: Page, sign_in, axe, school, settings, monkeypatch
):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend"},
        "now": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    }
    monkeypatch.setattr("imports.actions.upload.READ_AT_ONCE", 10)
    admin = member(Role.ADMIN, municipality=school.municipality)
    for browser in (page, page_without_script):
        sign_in(browser, admin)
    upload(page, csv_file((school.short_name, "Сидорова Мария Сергеевна")))
    expect(page.get_by_text("Ждём очереди…")).to_be_visible()
    axe(page)
    page_without_script.goto(page.url)
    expect(page_without_script.get_by_text("Ждём очереди…")).to_be_visible()

    waiting = DBTaskResult.objects.get()
    waiting.task.call(TaskContext(task_result=waiting.task_result), *waiting.args_kwargs["args"])
    for browser in (page, page_without_script):
        expect(browser.get_by_role("button", name="Внести 1 строку")).to_be_visible(timeout=20_000)
    assert ImportBatch.objects.get().job == ""
