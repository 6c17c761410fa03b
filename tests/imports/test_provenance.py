"""Where a card came from: file, sheet, row, who and when."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports.actions import commit_batch, stage_import, undo_batch
from imports.models import ImportBatch, ImportedRecord
from imports.queries.provenance import MOST_SHOWN
from registry.enums import Role
from registry.extension_points import origins_of_records
from registry.models import Organisation, Person
from tests.factories import ConsentFactory, PairFactory, PersonFactory, UserFactory, member
from tests.imports.import_files import csv_file, workbook
from tests.registry.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(last_name="Заозёрная", first_name="Инна", middle_name="Павловна")


@pytest.fixture
def bring_in(district, clerk):
    def bring_in(*rows, name="банк.csv", make=csv_file, organisation=None, by=clerk):
        data = make(*((district.school.short_name, *row) for row in rows))
        batch = stage_import(
            data=data, filename=name, kind="mentors", municipality=district.municipality, organisation=organisation,
            by=by,
        )  # fmt: skip
        return commit_batch(batch=batch, by=by)

    return bring_in


def card_of(client, person):
    response = client.get(person.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.content.decode().split("\n")).replace("  ", "")


def at(batch, *moment):
    ImportBatch.objects.filter(pk=batch.pk).update(committed_at=datetime(*moment, tzinfo=ZoneInfo("Europe/Moscow")))


def test_a_card_tells_file_sheet_row_who_and_when(district, as_role, bring_in):
    batch = bring_in(("Ольхова Мария Сергеевна",), ("Берестнева Анна Львовна",), name="банк.xlsx", make=workbook)
    at(batch, 2026, 11, 12, 10, 0)
    card = card_of(as_role(Role.COORDINATOR), Person.objects.get(last_name="Берестнева"))
    assert f'Внесено из файла <a href="/imports/{batch.pk}/">«банк.xlsx»</a>, лист «Банк», строка 3 <' in card
    assert "Загрузка: Заозёрная\u00a0И.\u00a0П., внесено 12.11.2026" in card.replace("&nbsp;", "\u00a0")


def test_every_row_that_tells_of_a_person_is_named(district, bring_in, clerk):
    bring_in(
        ("Ольхова Мария Сергеевна", "", "", "8 912 000-00-01"),
        ("Берестнева Анна Львовна",),
        ("Ольхова Мария Сергеевна", "учитель", "", "8 912 000-00-01"),
    )
    person = Person.objects.get(last_name="Ольхова")
    (origin,) = origins_of_records(clerk, person, person.mentor)
    assert origin.rows_by_sheet == (("", (2, 4)),)
    assert person.position == "учитель"


def test_later_files_that_changed_the_card_stand_first(district, bring_in, clerk):
    bring_in(("Ольхова Мария Сергеевна", "учитель"))
    bring_in(("Ольхова Мария Сергеевна", "директор"), name="новый.csv")
    bring_in(("Ольхова Мария Сергеевна", "директор"), name="тот же.csv")
    person = Person.objects.get()
    assert [(o.file_name, o.created) for o in origins_of_records(clerk, person)] == [
        ("новый.csv", False),
        ("банк.csv", True),
    ]


def test_an_undone_file_is_not_told(district, bring_in, clerk):
    bring_in(("Ольхова Мария Сергеевна", "учитель"))
    undo_batch(batch=bring_in(("Ольхова Мария Сергеевна", "директор"), name="новый.csv"), by=clerk)
    assert [origin.file_name for origin in origins_of_records(clerk, Person.objects.get())] == ["банк.csv"]


def test_a_card_entered_by_hand_tells_of_no_file(district, as_role):
    assert "Откуда сведения" not in card_of(as_role(Role.COORDINATOR), PersonFactory(organisation=district.school))


def test_the_school_sees_the_words_but_no_way_to_a_file_of_the_district(district, as_role, bring_in):
    batch = bring_in(("Ольхова Мария Сергеевна",))
    for role in (Role.CURATOR, Role.HEAD):
        card = card_of(as_role(role), Person.objects.get())
        assert "Внесено из файла «банк.csv»" in card
        assert f"/imports/{batch.pk}/" not in card


def test_a_curator_comes_to_the_school_s_own_file(district, as_role, bring_in):
    batch = bring_in(("Ольхова Мария Сергеевна",), organisation=district.school)
    assert f"/imports/{batch.pk}/" in card_of(as_role(Role.CURATOR), Person.objects.get())


def test_one_s_own_card_does_not_tell_of_files(district, bring_in):
    bring_in(("Ольхова Мария Сергеевна",))
    person = Person.objects.get()
    assert "Откуда сведения" not in card_of(signed_in(member(Role.MENTOR, person=person)), person)


def test_an_organisation_tells_its_file(district, as_role, clerk):
    data = csv_file(
        ("МБДОУ «Ромашка»", "Детский сад «Ромашка»"), headings=("Краткое наименование", "Полное наименование")
    )
    batch = stage_import(
        data=data, filename="перечень.csv", kind="organisations", municipality=district.municipality, by=clerk
    )
    commit_batch(batch=batch, by=clerk)
    garden = Organisation.objects.get(short_name="МБДОУ «Ромашка»")
    page = as_role(Role.ADMIN).get(garden.get_absolute_url()).content.decode()
    assert "Откуда сведения" in page
    assert "«перечень.csv»" in page


def test_a_pair_tells_its_file_to_its_organisation_only(district, as_role, clerk, bring_in):
    batch = bring_in(("Ольхова Мария Сергеевна",))
    pair = PairFactory(organisation=district.school)
    record = batch.records.first()
    ImportedRecord.objects.create(
        batch=batch, row=record.row, content_type=ContentType.objects.get_for_model(pair),
        object_id=pair.pk, created=True,
    )  # fmt: skip
    address = pair.get_absolute_url()
    assert "«банк.csv»" in as_role(Role.CURATOR).get(address).content.decode()
    own = signed_in(member(Role.MENTOR, person=pair.mentor.person)).get(address).content.decode()
    assert "«банк.csv»" not in own


def test_the_card_costs_the_same_however_many_files_there_are(district, as_role, bring_in):
    bring_in(("Ольхова Мария Сергеевна", "должность 0"))
    person = Person.objects.get()
    ConsentFactory(person=person)
    client = as_role(Role.COORDINATOR)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            card_of(client, person)
        return sum("import" in query["sql"] for query in captured)

    cost()
    once = cost()
    for number in range(1, MOST_SHOWN + 3):
        bring_in(("Ольхова Мария Сергеевна", f"должность {number}"), name=f"{number}.csv")
    assert cost() == once <= 3
    assert card_of(client, person).count("из файла") == MOST_SHOWN
