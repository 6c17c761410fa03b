"""A person taken out of the register: nothing of the name is anywhere, the figures stay, and nobody takes it back."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from imports.actions import commit_batch, stage_import, undo_batch
from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry import clock
from registry.actions.bank import archive_person
from registry.actions.merging import merge_people, way_back
from registry.actions.names import change_name
from registry.enums import ConsentKind, Role
from registry.history.audit import with_audit
from registry.kept_data import CardsOfPerson, kept_data
from registry.models import Consent, FormerName, Person, PersonMerge, PersonSpelling, ViewRecord
from registry.private_data.depersonalising import depersonalise_person, keep_person_data, plan_depersonalising
from tests.factories import (
    ConsentFactory,
    CuratorFactory,
    MembershipFactory,
    MenteeFactory,
    MentorFactory,
    PairFactory,
    PersonFactory,
    ProgrammeFactory,
    member,
)
from tests.imports.import_files import csv_file
from tests.monitoring.conftest import row_of
from tests.registry.conftest import signed_in
from tests.scan_files import PDF

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
WORDS = ("Верещагин", "Святослав", "Голенищев", "79120001122", "vereshchagin", "мужество")


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def admin(district):
    return member(Role.ADMIN, municipality=district.municipality)


@pytest.fixture
def person(district, admin) -> Person:
    """Known by two names, brought in by a file, once a mentor, with consents and a scan."""
    row = (district.school.short_name, "Голенищев Святослав Игоревич", "учитель физики", "5", "8 912 000 11 22")
    batch = stage_import(
        data=csv_file(row), filename="Голенищев.csv", kind="mentors", municipality=district.municipality, by=admin
    )
    commit_batch(batch=batch, by=admin)
    person = Person.objects.get(last_name="Голенищев")
    person.last_name, person.email = "Верещагин", "vereshchagin@zarechny.example"
    former = FormerName(person=person, last_name="Голенищев", first_name=person.first_name, until=date(2026, 10, 1))
    change_name(person=person, former=former, by=admin)
    mentor = person.mentor
    mentor.competencies = "мужество"
    with_audit(mentor, by=admin, reason="Верещагин сам просил").save()
    consent = ConsentFactory(person=person, kind=ConsentKind.PERSONAL_DATA)
    consent.scan.save("скан.pdf", ContentFile(PDF))
    PersonSpelling.objects.create(person=person, organisation=district.school, name="Верещагин С.И.")
    return Person.objects.get(pk=person.pk)


def rows_naming(words=WORDS) -> list[str]:
    """Every table of the database that still has one of the words in some text, file names and JSON among them."""
    found_in = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            text = str(row).encode().decode("unicode_escape") if "\\u04" in str(row) else str(row)
            if any(word.casefold() in text.casefold() for word in words):
                found_in.append(f"{model._meta.label}: {row}")
    return found_in


def test_nothing_of_the_person_is_left_in_any_table(person, admin, django_capture_on_commit_callbacks):
    scan = Consent.objects.get().scan.name
    upload = apps.get_model("imports.ImportBatch").objects.get().file.name
    assert rows_naming()

    with django_capture_on_commit_callbacks(execute=True):
        depersonalise_person(person=person, reason="согласие отозвано", by=admin)

    assert rows_naming() == []
    assert not default_storage.exists(scan)
    assert not default_storage.exists(upload)
    card = Person.objects.get(pk=person.pk)
    assert (str(card), card.depersonalised_on, card.archived_on) == (f"Обезличено {person.pk}", TODAY, TODAY)
    assert Consent.objects.get().signed_on == date(2025, 9, 1)
    assert ViewRecord.objects.filter(kind="depersonalised", person=person.pk, user=admin).exists()


def test_the_history_of_a_card_that_an_undone_import_made_goes_too(district, admin, django_capture_on_commit_callbacks):
    row = (district.school.short_name, "Верещагин Святослав Игоревич", "учитель физики", "5", "8 912 000 11 22")
    for is_undone in (True, False):
        batch = stage_import(
            data=csv_file(row), filename="Верещагин.csv", kind="mentors", municipality=district.municipality, by=admin
        )
        commit_batch(batch=batch, by=admin)
        if is_undone:
            undo_batch(batch=batch, by=admin)
    person = Person.objects.get()
    told = [record.title for part in kept_data for record in part.records(CardsOfPerson(person), False)]
    assert "карточка, удалённая отменой импорта" in told
    with django_capture_on_commit_callbacks(execute=True):
        depersonalise_person(person=person, reason="согласие отозвано", by=admin)
    assert rows_naming() == []


def test_a_joined_card_goes_with_it_and_cannot_be_parted(district, person, admin):
    twin = PersonFactory(organisation=district.school, last_name="Верещагин", first_name="Святослав")
    merge_people(survivor=person, absorbed=twin, choices={}, by=admin)

    depersonalise_person(person=person, reason="согласие отозвано", by=admin)

    assert rows_naming() == []
    assert way_back(PersonMerge.objects.get())[1]
    assert Person.objects.get(pk=twin.pk).depersonalised_on == TODAY


def finished_pair(district, person) -> Pair:
    return PairFactory(
        organisation=district.school, mentor=person.mentor, status=PairStatus.COMPLETED,
        starts_on=date(2025, 9, 5), ends_on=date(2026, 5, 31), ended_on=date(2026, 5, 31), note="Хвалили Верещагина",
    )  # fmt: skip


def test_a_pair_stays_with_its_days_and_its_texts_are_shown_before(district, person, admin):
    pair = finished_pair(district, person)
    ProgrammeFactory(pair=pair, goal="Освоить лабораторные работы")

    texts = plan_depersonalising(person).texts

    assert [(one.text.text, one.names_person) for one in texts] == [
        ("Хвалили Верещагина", True),
        ("Освоить лабораторные работы", False),
    ]
    depersonalise_person(person=person, reason="вышел срок", by=admin)
    kept = Pair.objects.get(pk=pair.pk)
    assert (kept.mentor_id, kept.ended_on, kept.note) == (person.mentor.pk, date(2026, 5, 31), "Хвалили Верещагина")


@pytest.mark.parametrize("hindrance", ["pair", "curator", "access", "upload", "joined"])
def test_what_still_needs_the_person_is_settled_first(district, person, admin, hindrance):
    if hindrance == "pair":
        PairFactory(organisation=district.school, mentor=person.mentor)
    elif hindrance == "curator":
        CuratorFactory(person=person, organisation=district.school)
    elif hindrance == "access":
        MembershipFactory(role=Role.MENTOR, person=person)
    elif hindrance == "upload":
        row = (district.school.short_name, "Верещагин Святослав Игоревич", "учитель", "5", "8 912 000 11 22")
        stage_import(data=csv_file(row), filename="б.csv", kind="mentors", municipality=district.municipality, by=admin)
    else:
        other = PersonFactory(organisation=district.school, last_name="Верещагин", first_name="Святослав")
        merge_people(survivor=other, absorbed=person, choices={}, by=admin)

    with pytest.raises(ValidationError) as refusal:
        depersonalise_person(person=person, reason="согласие отозвано", by=admin)

    assert refusal.value.messages
    assert Person.objects.get(pk=person.pk).last_name == "Верещагин"


def test_a_reason_names_nobody(person, admin):
    with pytest.raises(ValidationError, match="без имени"):
        depersonalise_person(person=person, reason="Просил Верещагин", by=admin)


def test_the_page_asks_and_only_the_admin_is_asked(district, person, admin, as_role):
    browser, address = signed_in(admin), f"/people/{person.pk}/depersonalise/"
    assert as_role(Role.HEAD).get(address).status_code == 403
    page = browser.get(address).content.decode()
    assert "Сканы и сведения о представителе удаляются" in page

    browser.post(address, {"reason": "согласие отозвано"})
    assert Person.objects.get(pk=person.pk).depersonalised_on is None
    browser.post(address, {"reason": "согласие отозвано", "irreversible": "on"})

    card = browser.get(person.get_absolute_url()).content.decode()
    assert "обезличена 20.11.2026" in card
    assert "согласие отозвано" in card
    assert browser.get(address).status_code == 403
    assert browser.get(f"/people/{person.pk}/edit/").status_code == 403


def test_a_closed_card_is_not_opened_again(person, admin):
    from registry.actions.bank import restore_person

    depersonalise_person(person=person, reason="согласие отозвано", by=admin)

    with pytest.raises(ValidationError, match="обезличена"):
        restore_person(person=person, by=admin)


def test_the_file_for_the_person_has_all_that_is_kept_and_the_scans(district, person, admin, as_role):
    finished_pair(district, person)

    response = as_role(Role.HEAD).get(f"/people/{person.pk}/file/")

    with ZipFile(BytesIO(response.content)) as archive:
        page = archive.read("сведения.html").decode()
        assert archive.read("сканы/1.pdf") == PDF
    for words in (
        "Верещагин Святослав Игоревич",
        "Голенищев",
        "vereshchagin@zarechny.example",
        "мужество",
        "31.05.2026",
    ):
        assert words in page, words
    assert "Верещагин" not in response.headers["Content-Disposition"]
    assert ViewRecord.objects.filter(kind="person_file", person=person.pk).exists()
    assert as_role(Role.CURATOR).get(f"/people/{person.pk}/file/").status_code == 403


def test_sensitive_categories_are_given_out_by_the_head_alone(district, as_role):
    from registry.models import Category

    mentee = MenteeFactory(organisation=district.school)
    category = Category.objects.filter(sensitive=True).first()
    mentee.categories.add(category)
    pages = {}
    for role in (Role.HEAD, Role.ADMIN):
        response = as_role(role).get(f"/people/{mentee.person_id}/file/")
        with ZipFile(BytesIO(response.content)) as archive:
            pages[role] = archive.read("сведения.html").decode()

    assert category.title in pages[Role.HEAD]
    assert category.title not in pages[Role.ADMIN]


def test_a_namesake_is_told_by_the_first_name():
    person = PersonFactory(last_name="Верещагин", first_name="Святослав")
    cards = CardsOfPerson(person)

    assert cards.named_in("о Верещагиной")
    assert cards.named_fully_in("для С. И. Верещагина")
    assert not cards.named_fully_in("Верещагин Пётр")
    assert cards.named_in_cells('{"Фамилия": "Верещагин", "Имя": "Святослав"}')
    assert not cards.named_in_cells('{"Фамилия": "Верещагин", "Имя": "Пётр"}')


def test_an_archived_mentor_without_pairs_is_kept_on_by_decision(district, admin):
    person = MentorFactory(organisation=district.school).person
    archive_person(person=person, by=admin)

    keep_person_data(person=person, until=TODAY + timedelta(days=30), reason="спор", by=admin)

    assert Person.objects.get(pk=person.pk).keep_until == TODAY + timedelta(days=30)
    assert "спор" in person.history.first().history_change_reason


def test_the_figures_of_a_past_day_stay(district, person, admin):
    """A young specialist by experience, in a pair on the day."""
    mentee = MenteeFactory(organisation=district.school, person__working_since=date(2024, 9, 1))
    pair = finished_pair(district, person)
    Pair.objects.filter(pk=pair.pk).update(mentee=mentee)
    past = date(2026, 3, 1)
    before = str(row_of(district.school, past).figures)

    for one in (person, mentee.person):
        depersonalise_person(person=one, reason="вышел срок", by=admin)

    assert str(row_of(district.school, past).figures) == before
    assert "=1" in before or ": 1" in before
