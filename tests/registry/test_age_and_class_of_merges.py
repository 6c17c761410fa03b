"""Of two cards joined into one the age, the class and the places in the banks are compared as a form compares them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from registry import clock
from registry.actions.merging import UNANSWERED, merge_people
from registry.enums import Participant, Role
from registry.merging.plan import plan_merge
from registry.models import PersonMerge
from tests.factories import CuratorFactory, MenteeFactory, MentorFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def card_pair(twins):
    """The first has a birth date, the second a class; each is whole by itself."""
    survivor, absorbed = twins
    survivor.position = absorbed.position = ""
    survivor.working_since = absorbed.working_since = absorbed.birth_date = None

    def made(age: int, grade: int):
        survivor.birth_date, absorbed.grade = date(TODAY.year - age, 1, 10), grade
        survivor.save()
        absorbed.save()
        return survivor, absorbed

    return made


@pytest.mark.parametrize(
    ("age", "grade", "asks", "forbids"),
    [(12, 5, False, False), (17, 5, True, False), (40, 5, False, True), (6, 5, False, True)],
)
def test_a_class_and_an_age_of_two_cards_are_compared(card_pair, age, grade, asks, forbids):
    survivor, absorbed = card_pair(age, grade)
    plan = plan_merge(survivor, absorbed, {})
    assert bool(plan.questions) is asks
    assert any("а указан класс" in obstacle for obstacle in plan.obstacles) is forbids
    without = plan_merge(survivor, absorbed, {"person-grade": survivor.pk})
    assert not without.questions
    assert not without.obstacles


def test_the_page_asks_and_nothing_is_joined_without_the_answer(card_pair, as_role):
    survivor, absorbed = card_pair(17, 5)
    client, address = as_role(Role.CURATOR), reverse("registry:merge_check", args=[survivor.pk, absorbed.pk])
    page = client.get(address, {"keep": survivor.pk})
    assert "По дате рождения 17\xa0лет, а указан класс: 5." in page.content.decode()
    fields = {**page.context["hidden"], "shown_fingerprint": page.context["plan"].fingerprint}
    refused = client.post(address, fields)
    assert UNANSWERED in refused.content.decode()
    assert not PersonMerge.objects.exists()
    client.post(address, {**fields, "age_confirmed": "on"})
    assert PersonMerge.objects.count() == 1


def test_nobody_in_a_class_becomes_a_teacher_by_joining(card_pair, district):
    survivor, absorbed = card_pair(17, 11)
    MentorFactory(person=survivor)
    plan = plan_merge(survivor, absorbed, {})
    assert any("это не обучающийся" in obstacle for obstacle in plan.obstacles)
    with pytest.raises(ValidationError, match="это не обучающийся"):
        merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=district.member(Role.CURATOR))
    assert not plan_merge(survivor, absorbed, {"person-grade": survivor.pk}).obstacles


@pytest.mark.parametrize("place", ["mentor", "curator"])
def test_a_child_gets_no_place_of_a_worker_by_joining(card_pair, district, place):
    survivor, absorbed = card_pair(12, 6)
    absorbed.grade = None
    absorbed.save()
    MentorFactory(person=absorbed) if place == "mentor" else CuratorFactory(
        person=absorbed, organisation=district.school
    )
    assert any("работать можно с 14 лет" in obstacle for obstacle in plan_merge(survivor, absorbed, {}).obstacles)


def test_what_somebody_is_counts_as_it_was_chosen(card_pair):
    survivor, absorbed = card_pair(12, 6)
    MenteeFactory(person=survivor, participant=Participant.TEACHER)
    MenteeFactory(person=absorbed, participant=Participant.PUPIL)
    assert not plan_merge(survivor, absorbed, {"mentee-participant": absorbed.pk}).obstacles
    assert plan_merge(survivor, absorbed, {"mentee-participant": survivor.pk}).obstacles
