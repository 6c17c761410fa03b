"""A joining taken back: every row as it was, or a refusal that names what has changed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from registry import clock
from registry.actions.merging import merge_people, undo_merge
from registry.enums import Role
from registry.models import Category, Consent, Person, PersonSpelling
from tests.factories import (
    ConsentFactory,
    CuratorFactory,
    MembershipFactory,
    MenteeFactory,
    MentorFactory,
    PersonFactory,
)
from tests.joined_cards import again, everything

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def by(district):
    return district.member(Role.CURATOR)


def test_undo_puts_every_row_back(twins, district, by):
    survivor, absorbed = twins
    for person in twins:
        MentorFactory(person=person)
        MenteeFactory(person=person).categories.add(Category.objects.order_by("pk")[person.pk % 2])
        ConsentFactory(person=person)
        CuratorFactory(person=person, organisation=district.school)
        MembershipFactory(role=Role.MENTEE, person=person)
        PersonSpelling.objects.create(person=person, organisation=district.school, name=f"Как пишут {person.pk}")
    before = everything()
    merge = merge_people(survivor=survivor, absorbed=absorbed, choices={"person-phone": absorbed.pk}, by=by)
    assert everything() != before

    undone = undo_merge(merge=merge, by=by)

    assert everything() == before
    assert (undone.undone_by, undone.undone_at is None) == (by, False)
    assert again(absorbed).history.first().history_change_reason.endswith("отменено")


def test_what_was_entered_after_the_merge_stays_with_the_remaining_card(twins, by):
    survivor, absorbed = twins
    merge = merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)
    later = ConsentFactory(person=survivor)

    undo_merge(merge=merge, by=by)

    assert again(later).person_id == survivor.pk


def test_undo_is_refused_with_the_list_of_what_has_changed_since(twins, by):
    survivor, absorbed = twins
    consent = ConsentFactory(person=absorbed)
    merge = merge_people(survivor=survivor, absorbed=absorbed, choices={"person-phone": absorbed.pk}, by=by)
    card = again(survivor)
    card.phone = "+79120000002"
    card.save()
    Consent.objects.filter(pk=consent.pk).update(person=PersonFactory())
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        undo_merge(merge=merge, by=by)

    assert [message.partition(" ")[0] for message in refusal.value.messages] == ["Согласие", "На"]
    assert "поле «телефон» изменено после объединения" in refusal.value.messages[1]
    assert everything() == before


def test_undo_happens_once_and_then_the_cards_may_be_joined_the_other_way(twins, by):
    survivor, absorbed = twins
    merge = merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)
    undo_merge(merge=merge, by=by)
    with pytest.raises(ValidationError, match="уже отменено"):
        undo_merge(merge=merge, by=by)

    merge_people(survivor=absorbed, absorbed=survivor, choices={}, by=by)
    assert again(survivor).merged_into_id == absorbed.pk


def test_of_a_chain_the_last_merge_is_undone_first(twins, district, by):
    survivor, absorbed = twins
    third = PersonFactory(organisation=district.school)
    first = merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)
    second = merge_people(survivor=third, absorbed=survivor, choices={}, by=by)
    with pytest.raises(ValidationError, match="Сначала отмените то объединение"):
        undo_merge(merge=first, by=by)
    undo_merge(merge=second, by=by)
    undo_merge(merge=first, by=by)
    assert not Person.objects.filter(merged_into__isnull=False).exists()
