"""Uploaded spreadsheets go after the term of the policy, and with a person who is taken out of the register."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from imports.actions import commit_batch, stage_import, undo_batch
from imports.actions.kept_rows import clear_rows_of_person, remove_old_uploads
from imports.enums import ImportStatus
from imports.models import ImportBatch, ImportRow
from registry.enums import Role
from registry.kept_data import CardsOfPerson
from registry.models import Person, Policy
from tests.factories import UserFactory
from tests.imports.import_files import csv_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(district):
    rows = [(district.school.short_name, name, "учитель") for name in ("Верещагин Иван Ильич", "Лебедь Анна Юрьевна")]
    return stage_import(
        data=csv_file(*rows), filename="банк.csv", kind="mentors", municipality=district.municipality, by=UserFactory()
    )


def uploaded(batch, *, months: int) -> ImportBatch:
    ImportBatch.objects.filter(pk=batch.pk).update(uploaded_at=timezone.now() - timedelta(days=31 * months))
    return ImportBatch.objects.get(pk=batch.pk)


def test_a_file_goes_after_its_term_and_its_rows_say_nothing_of_people(
    batch, district, as_role, django_capture_on_commit_callbacks
):
    commit_batch(batch=batch, by=UserFactory())
    old = uploaded(batch, months=13)

    with django_capture_on_commit_callbacks(execute=True):
        call_command("remove_old_uploads", verbosity=0)

    assert not default_storage.exists(old.file.name)
    assert "Верещагин" not in str(list(ImportRow.objects.values()) + list(ImportBatch.objects.values()))
    browser = as_role(Role.ADMIN)
    page = browser.get(old.get_absolute_url())
    assert page.status_code == 200
    assert "файл удалён" in page.content.decode()
    assert browser.get(f"/imports/{old.pk}/file/").status_code == 404
    assert "Этот файл уже удалён" in browser.post(f"/imports/{old.pk}/again/", follow=True).content.decode()
    assert Person.objects.filter(last_name="Верещагин").exists()


def test_the_term_is_that_of_the_municipality(batch, district):
    commit_batch(batch=batch, by=UserFactory())
    uploaded(batch, months=4)
    assert remove_old_uploads() == 0

    Policy.objects.filter(municipality=district.municipality).update(keep_uploads_months=3)

    assert remove_old_uploads() == 1
    assert remove_old_uploads() == 0


def test_what_was_never_finished_is_discarded_with_its_file(batch):
    uploaded(batch, months=13)

    remove_old_uploads()

    assert ImportBatch.objects.get().status == ImportStatus.DISCARDED


def test_a_batch_without_its_file_is_undone_all_the_same(batch):
    commit_batch(batch=batch, by=UserFactory())
    remove_old_uploads_of(batch)

    undo_batch(batch=ImportBatch.objects.get(), by=UserFactory())

    assert not Person.objects.filter(last_name="Верещагин").exists()


def remove_old_uploads_of(batch) -> None:
    uploaded(batch, months=13)
    assert remove_old_uploads() == 1


def test_of_one_person_the_own_row_goes_and_the_others_stay(batch):
    commit_batch(batch=batch, by=UserFactory())

    clear_rows_of_person(CardsOfPerson(Person.objects.get(last_name="Верещагин")))

    texts = [str(row) for row in ImportRow.objects.order_by("position").values("cells", "record")]
    assert "Верещагин" not in texts[0]
    assert "Лебедь" in texts[1]
    assert not ImportBatch.objects.get().file
