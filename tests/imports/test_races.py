"""Two people press «Внести» at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from imports.actions import commit_batch, stage_import
from registry.models import Mentor, Person
from tests.factories import OrganisationFactory, UserFactory
from tests.imports.import_files import csv_file

pytestmark = pytest.mark.django_db(transaction=True)
RACERS = 6
NAMES = ("Ольхова Мария Сергеевна", "Берестнева Анна Львовна", "Вязникова Инна Петровна")


@pytest.fixture
def stage():
    school = OrganisationFactory()
    data = csv_file(*((school.short_name, name, "учитель", "12 лет") for name in NAMES))

    def stage():
        return stage_import(
            data=data, filename="bank.csv", kind="mentors", municipality=school.municipality, by=UserFactory()
        )

    return stage


def race(batches) -> Counter:
    """All batches committed at once; how many were written and how many refused."""
    start = Barrier(len(batches))

    def run(batch) -> str:
        start.wait()
        try:
            commit_batch(batch=batch, by=batch.uploaded_by)
        except ValidationError:
            return "refused"
        finally:
            connection.close()
        return "written"

    with ThreadPoolExecutor(len(batches)) as pool:
        return Counter(pool.map(run, batches))


def test_one_batch_is_written_once(stage):
    assert race([stage()] * RACERS) == {"written": 1, "refused": RACERS - 1}
    assert Person.objects.count() == Mentor.objects.count() == Person.history.count() == len(NAMES)


def test_the_same_file_uploaded_by_several_makes_everybody_once(stage):
    assert race([stage() for _ in range(RACERS)]) == {"written": RACERS}
    assert Person.objects.count() == Mentor.objects.count() == Person.history.count() == len(NAMES)
