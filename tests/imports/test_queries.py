"""How many statements an import takes, whatever the number of its rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports.actions import commit_batch, stage_import
from registry.enums import Role
from registry.models import Mentor
from tests.factories import MunicipalityFactory, OrganisationFactory, member
from tests.imports.import_files import csv_file

pytestmark = pytest.mark.django_db
SYLLABLES = ("бат", "вед", "гик", "дол", "жум", "зяр", "кын", "лэс", "мюх", "нош")


def bank(school, count):
    """Everybody's surname differs from all others by three letters."""
    names = [f"{SYLLABLES[n // 100]}{SYLLABLES[n // 10 % 10]}{SYLLABLES[n % 10]}ов".title() for n in range(count)]
    return csv_file(*((school.short_name, f"{name} Пётр Сергеевич", "учитель", "12 лет") for name in names))


def stage(count):
    school = OrganisationFactory(municipality=MunicipalityFactory())
    return stage_import(
        data=bank(school, count), filename="bank.csv", kind="mentors", municipality=school.municipality,
        by=member(Role.COORDINATOR, municipality=school.municipality),
    )  # fmt: skip


def statements(job, *arguments, **options):
    with CaptureQueriesContext(connection) as queries:
        outcome = job(*arguments, **options)
    return outcome, len(queries)


def test_a_thousand_rows_take_as_many_statements_as_ten():
    commit_batch(batch=stage(2), by=None)  # content types are asked for once
    taken = {}
    for count in (10, 1000):
        batch, read = statements(stage, count)
        _, written = statements(commit_batch, batch=batch, by=None)
        taken[count] = (read, written)
        assert Mentor.objects.filter(person__municipality=batch.municipality).count() == count
    assert taken[1000] == taken[10]


def test_the_page_of_review_asks_the_database_no_more_for_a_thousand_rows(client):
    taken = []
    for count in (10, 1000):
        batch = stage(count)
        client.force_login(batch.uploaded_by)
        client.get(batch.get_absolute_url())
        response, asked = statements(client.get, batch.get_absolute_url())
        assert response.status_code == 200
        taken.append(asked)
    assert taken[0] == taken[1]
