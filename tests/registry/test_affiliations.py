"""The dated rows and the present organisation of a card agree after every write, whoever makes it: forms, bulk writers,
raw SQL. Tried on both engines."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from registry.guards import installation
from registry.migrations._affiliations_from_history import stays
from registry.models import Affiliation, Person
from tests.factories import MentorFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HELD = "registry_affiliation_overlap"


@pytest.fixture
def schools(db):
    first = OrganisationFactory()
    return first, OrganisationFactory(municipality=first.municipality)


def rows(person):
    return list(person.affiliations.values_list("organisation", "since", "until"))


def column(person):
    return Person.objects.values_list("organisation", flat=True).get(pk=person.pk)


def set_raw(person, organisation):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_person SET organisation_id = %s WHERE id = %s",
            [organisation.pk if organisation else None, person.pk],
        )


def started(person, day):
    """The open row as if it had begun on the day."""
    person.affiliations.filter(until__isnull=True).update(since=day)


def test_the_database_has_the_guards():
    assert installation.missing(connection) == []


def test_whoever_comes_into_the_register_belongs_as_long_as_is_known(schools):
    school, _ = schools
    assert rows(PersonFactory(organisation=school)) == [(school.pk, None, None)]
    columns = {"municipality": school.municipality, "last_name": "Ершова", "first_name": "Анна", "name_key": "ершова"}
    first, second = Person.objects.bulk_create([Person(organisation=school, **columns), Person(**columns)])
    assert rows(first) == [(school.pk, None, None)]
    assert rows(second) == []


def test_a_raw_move_closes_the_former_place_yesterday_and_opens_the_new_one_today(schools):
    old, new = schools
    person = PersonFactory(organisation=old)
    set_raw(person, new)
    today = timezone.localdate()
    assert rows(person) == [(old.pk, None, today - DAY), (new.pk, today, None)]
    assert column(person) == new.pk


def test_a_bulk_move_dates_every_person(schools):
    old, new = schools
    people = [PersonFactory(organisation=old) for _ in range(3)]
    Person.objects.filter(pk__in=[person.pk for person in people]).update(organisation=new)
    today = timezone.localdate()
    assert {tuple(rows(person)) for person in people} == {((old.pk, None, today - DAY), (new.pk, today, None))}


def test_a_raw_move_taken_back_on_the_same_day_leaves_no_trace(schools):
    old, new = schools
    person = PersonFactory(organisation=old)
    set_raw(person, new)
    set_raw(person, old)
    assert rows(person) == [(old.pk, None, None)]


def test_leaving_and_coming_back_by_raw_writes(schools):
    old, new = schools
    person = PersonFactory(organisation=old)
    set_raw(person, None)
    yesterday = timezone.localdate() - DAY
    assert rows(person) == [(old.pk, None, yesterday)]
    set_raw(person, new)
    assert rows(person) == [(old.pk, None, yesterday), (new.pk, yesterday + DAY, None)]


def test_rows_written_first_move_the_card(schools):
    old, new = schools
    person = PersonFactory(organisation=old)
    person.affiliations.update(until=date(2026, 9, 30))
    assert column(person) is None
    Affiliation.objects.create(person=person, organisation=new, since=date(2026, 10, 1))
    assert column(person) == new.pk
    set_raw(person, new)
    assert rows(person) == [(old.pk, None, date(2026, 9, 30)), (new.pk, date(2026, 10, 1), None)]


def test_a_corrected_open_row_moves_the_card(schools):
    old, new = schools
    person = PersonFactory(organisation=old)
    person.affiliations.update(organisation=new)
    assert (column(person), rows(person)) == (new.pk, [(new.pk, None, None)])
    person.affiliations.all().delete()
    assert column(person) is None


@pytest.mark.parametrize(
    ("since", "until"),
    [(None, date(2026, 3, 1)), (date(2026, 3, 1), date(2026, 3, 1)), (date(2026, 2, 1), None), (None, None)],
    ids=["into its first day", "one day of it", "over its end", "all of it"],
)
def test_nobody_belongs_to_two_organisations_on_one_day(schools, since, until):
    old, new = schools
    person = PersonFactory(organisation=old)
    person.affiliations.update(since=date(2026, 3, 1), until=date(2026, 5, 31))
    with pytest.raises(IntegrityError, match=HELD), transaction.atomic():
        Affiliation.objects.create(person=person, organisation=new, since=since, until=until)
    Affiliation.objects.create(person=person, organisation=new, since=date(2026, 6, 1))
    with pytest.raises(IntegrityError, match=HELD), transaction.atomic():
        person.affiliations.filter(organisation=new).update(since=date(2026, 5, 31))


def test_one_place_is_open_and_no_place_ends_before_it_begins(schools):
    old, new = schools
    person = PersonFactory(organisation=old)
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.create(person=person, organisation=new, since=date(2026, 3, 1))
    with pytest.raises(IntegrityError, match="registry_affiliation_dates"), transaction.atomic():
        person.affiliations.update(since=date(2026, 3, 2), until=date(2026, 3, 1))
    with pytest.raises(IntegrityError, match="registry_affiliation_plausible"), transaction.atomic():
        person.affiliations.update(since=date(1026, 3, 2))


def test_a_person_goes_with_the_rows(schools):
    person = MentorFactory(organisation=schools[0]).person
    person.mentor.delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_person WHERE id = %s", [person.pk])
    assert not Affiliation.objects.filter(person=person.pk).exists()
    other = PersonFactory(organisation=schools[0])
    other.delete()
    assert not Affiliation.objects.filter(person=other.pk).exists()


def moment(day, hour=12):
    return datetime(2026, 3, day, hour, tzinfo=timezone.get_current_timezone())


@pytest.mark.parametrize(
    ("versions", "present", "expected"),
    [
        ([(moment(1), 1)], 1, [(1, None, None)]),
        ([(moment(1), 1), (moment(5), 2)], 2, [(1, None, date(2026, 3, 4)), (2, date(2026, 3, 5), None)]),
        ([(moment(1), 1), (moment(5, 9), 2), (moment(5, 10), 1)], 1, [(1, None, None)]),
        ([(moment(1), None), (moment(5), 2)], 2, [(2, date(2026, 3, 5), None)]),
        ([(moment(1), 1), (moment(5), None)], None, [(1, None, date(2026, 3, 4))]),
        ([(moment(1), 1), (moment(1, 13), 2)], 2, [(2, None, None)]),
    ],
    ids=["stayed", "moved", "there and back in a day", "came later", "left", "corrected on the first day"],
)
def test_the_history_of_a_card_tells_the_stays(versions, present, expected):
    assert stays(versions, present) == expected


def test_a_present_place_that_the_history_lacks_begins_today():
    today = timezone.localdate()
    assert stays([(moment(1), 1)], 2) == [(1, None, today - DAY), (2, today, None)]
