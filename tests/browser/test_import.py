"""An administrator brings in organisations and two banks as clerks really send them, in a browser."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from imports.models import ImportBatch
from registry.enums import Role
from registry.models import Mentor, Organisation, Person
from tests.factories import MunicipalityFactory, PolicyFactory, member

pytestmark = pytest.mark.django_db(transaction=True)

COMPARED = ("birth_date", "phone", "position", "experience_months", "category")
FILES = Path(__file__).resolve().parents[1] / "data" / "spreadsheets"


def upload(page: Page, name: str, kind: str) -> None:
    page.goto("/imports/new/")
    page.get_by_role("combobox", name=re.compile("Что в файле")).select_option(label=kind)
    page.locator("input[type=file]").set_input_files(FILES / name)
    page.get_by_role("button", name="Прочитать и проверить").click()


def commit(page: Page) -> None:
    page.get_by_role("button", name=re.compile(r"^Внести \d+")).click()


def told(batch: ImportBatch, severity: str) -> set[tuple[int, str]]:
    """(row, code) of what the batch says of its rows and of the file as a whole."""
    notes = [note for row in batch.rows.all() for note in getattr(row, severity)]
    if severity == "warnings":
        notes += batch.warnings
    return {(note.row, note.code) for note in notes}


def expected(name: str) -> dict:
    return json.loads((FILES / f"{name}.expected.json").read_text())


def assert_written(wanted: dict) -> None:
    """Every record that is ready stands in the register with its values; of rows that are one person, the first."""
    repeated = {row for group in wanted["duplicates"] for row in group[1:]}
    ready = [record for record in wanted["records"] if record["status"] == "ready" and record["row"] not in repeated]
    assert ready
    for record in ready:
        person = Person.objects.select_related("mentor").get(
            last_name=record["last_name"],
            first_name=record["first_name"],
            middle_name=record["middle_name"] or "",
            organisation__short_name=record["organisation"],
        )
        assert person.mentor.excluded_on is None
        assert values_of(person, record) == {name: record[name] for name in COMPARED if record.get(name)}, record


def values_of(person: Person, record: dict) -> dict:
    """The person's values of the fields that the record has, in the words of the expectations."""
    position = record.get("position")  # compared without regard to case
    known = {
        "birth_date": person.birth_date and person.birth_date.isoformat(),
        "phone": person.phone,
        "position": position if position and person.position.casefold() == position.casefold() else person.position,
        "experience_months": person.experience_months,
        "category": person.get_qualification_display(),
    }
    return {name: known[name] for name in COMPARED if record.get(name)}


def test_organisations_then_two_banks_with_exactly_the_expected_doubts(page: Page, sign_in, axe):
    municipality = MunicipalityFactory()
    PolicyFactory(municipality=municipality)
    sign_in(page, member(Role.ADMIN, municipality=municipality))

    page.goto("/imports/")
    axe(page)
    upload(page, "organisations.csv", "перечень организаций")
    axe(page)
    assert not Organisation.objects.exists(), "nothing may be written before it is confirmed"
    commit(page)
    axe(page)
    assert Organisation.objects.count() == 12

    for name, people in (("c1-bank-title-rows.xlsx", 118), ("c3-cp1251.csv", None)):
        before = Person.objects.count()
        upload(page, name, "база наставников")
        axe(page)
        batch = ImportBatch.objects.order_by("pk").last()
        expectation = expected(name)
        assert told(batch, "errors") == {(error["row"], error["code"]) for error in expectation["errors"]}
        must = {(warning["row"], warning["code"]) for warning in expectation["warnings"]}
        assert told(batch, "warnings") >= must
        assert Person.objects.count() == before
        commit(page)
        expect(page.get_by_role("status").first).to_be_visible()
        if people:
            assert Mentor.objects.count() == people
        assert_written(expectation)

    # the last bank again changes nothing
    upload(page, "c3-cp1251.csv", "база наставников")
    expect(page.get_by_text("Вносить пока нечего")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("реестр.xlsx", b"PK\x03\x04 cut off", "повреждён"),
        ("реестр.xlsx", b"", "пуст"),
        ("фото.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 64, "картинк|изображени"),
    ],
)
def test_a_wrong_file_is_named_beside_its_field_and_nothing_is_kept(page: Page, sign_in, axe, name, content, message):
    municipality = MunicipalityFactory()
    sign_in(page, member(Role.ADMIN, municipality=municipality))

    page.goto("/imports/new/")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.get_by_role("button", name="Прочитать и проверить").click()

    expect(page.locator("#error-summary")).to_contain_text(re.compile(message))
    axe(page)
    assert not ImportBatch.objects.exists()
