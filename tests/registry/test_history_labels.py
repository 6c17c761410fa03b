from datetime import date

import pytest

from registry.history.labels import changes_of
from tests.factories import MenteeFactory, OrganisationFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_change_is_told_with_its_author_old_and_new_value_and_reason():
    person = PersonFactory(position="учитель физики", birth_date=None)
    person.position, person.birth_date = "завуч", date(1985, 5, 17)
    person._history_user = UserFactory(last_name="Лагунова", first_name="Ольга", middle_name="Викторовна")
    person._change_reason = "Назначена приказом"
    person.save()

    newest = changes_of(person)[0]

    assert newest.by == "Лагунова О. В.".replace(" ", "\u00a0")
    assert newest.reason == "Назначена приказом"
    assert set(newest.details) == {"должность: учитель физики → завуч", "дата рождения: не указано → 17.05.1985"}


def test_saving_without_a_change_is_not_told():
    person = PersonFactory()
    person.save()

    assert [change.what for change in changes_of(person)] == ["Человек: новая запись"]


def test_a_hidden_field_tells_only_that_it_changed():
    mentee = MenteeFactory(request="молчит на уроках")
    mentee.request = "помощь с планированием"
    mentee.save()

    assert changes_of(mentee, hidden=["request"])[0].details == ("запрос, затруднения: изменено",)


def test_records_are_told_together_the_newest_first():
    mentee = MenteeFactory()
    mentee.person.position = "логопед"
    mentee.person.save()

    changes = changes_of(mentee, mentee.person)

    assert changes[0].what == "Человек: запись изменена"
    assert len(changes) == 3


def test_a_record_written_before_history_began_tells_nothing():
    person = PersonFactory()
    person.history.all().delete()

    assert changes_of(person) == []


def test_a_link_that_was_empty_is_told_as_not_given():
    school = OrganisationFactory(short_name="МБОУ «Луговая СОШ»")
    person = PersonFactory(organisation=None, municipality=school.municipality)
    person.organisation = school
    person.save()

    assert changes_of(person)[0].details == ("организация: не указано → МБОУ «Луговая СОШ»",)
