"""Lists and pickers stand in the order of the alphabet, alike on SQLite and PostgreSQL."""

import pytest
from django.urls import reverse

from registry.database.alphabet import InAlphabet
from registry.enums import Role
from registry.models import Mentee, Mentor, Organisation, Person
from tests.factories import (
    ActFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SURNAMES = ["Абрамов", "Ежов", "Елохина", "Ёлкина", "Жуков", "иванов", "Иванов-Белов", "Иванова", "Якимов"]
TITLES = ("Жатва", "Ёлка", "Ель", "азбука")
SCHOOLS = ["Гимназия «Ель»", "Гимназия «Ёлка»", "Гимназия «Жар»", "СОШ № 2", "СОШ № 10"]


@pytest.fixture
def school(district):
    return district.school


def people_in(school, factory):
    for surname in reversed(SURNAMES):
        factory(person=PersonFactory(organisation=school, last_name=surname))


@pytest.mark.parametrize(("factory", "model"), [(MentorFactory, Mentor), (MenteeFactory, Mentee)])
def test_people_stand_by_the_alphabet(school, factory, model):
    people_in(school, factory)
    own = {"last_name__in": SURNAMES}
    assert list(Person.objects.filter(**own).values_list("last_name", flat=True)) == SURNAMES
    found = model.objects.filter(person__last_name__in=SURNAMES)
    assert list(found.values_list("person__last_name", flat=True)) == SURNAMES


def test_a_list_is_sorted_by_the_alphabet_both_ways(school, as_role):
    people_in(school, MentorFactory)
    client = as_role(Role.CURATOR)
    for sort, expected in (("person", SURNAMES), ("-person", SURNAMES[::-1])):
        page = client.get(reverse("registry:mentors"), {"sort": sort})
        shown = [row.record.person.last_name for row in page.context["table"].rows]
        assert [surname for surname in shown if surname in SURNAMES] == expected


def test_organisations_stand_by_the_alphabet_and_number(school):
    for name in reversed(SCHOOLS):
        OrganisationFactory(short_name=name, municipality=school.municipality)
    assert list(Organisation.objects.filter(short_name__in=SCHOOLS).values_list("short_name", flat=True)) == SCHOOLS


def test_a_new_name_moves_its_place(school):
    people_in(school, MentorFactory)
    person = Person.objects.get(last_name="Абрамов")
    person.last_name = "Яшин"
    person.save()
    assert Person.objects.last() == person


def test_titles_and_users_stand_by_the_alphabet_too(school, as_role):
    for title in TITLES:
        ActFactory(organisation=school, title=title)
    client = as_role(Role.HEAD)
    page = client.get(reverse("registry:acts"), {"sort": "title"})
    shown = [row.record.title for row in page.context["table"].rows]
    assert [title for title in shown if title in TITLES] == ["азбука", "Ель", "Ёлка", "Жатва"]

    users = [UserFactory(last_name=name) for name in ("Жуков", "Ёлкина", "Елохина")]
    found = type(users[0]).objects.filter(pk__in=[user.pk for user in users]).order_by(InAlphabet("last_name"))
    assert [user.last_name for user in found] == ["Елохина", "Ёлкина", "Жуков"]
