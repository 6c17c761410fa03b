"""What happens today changes no figure of a past day: people move, leave and come back, pairs end, slips of today are
corrected, and every figure and every list behind it shows the same for every day before."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from mentoring.actions.endings import terminate
from mentoring.enums import EndReason, PairStatus
from mentoring.models import Pair
from monitoring.dashboards import organisation_rows
from monitoring.figures import catalogue, counts
from monitoring.figures.scope import FigureScope
from registry import clock
from registry.actions.affiliations import correct_transfer, transfer_person
from registry.actions.bank import exclude_from_bank
from registry.enums import Role
from registry.models import Category, Contingent, Mentee, Mentor, Organisation, Person
from registry.queries.people import YOUNG_SPECIALIST, entries_of_bank, entries_visible_on
from tests.factories import (
    MenteeFactory,
    MentorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    PolicyFactory,
    member,
)

#: what is overdue is found by the rows as they are now, not by what they were on the day
FIGURES = [figure for figure in catalogue.FIGURES if figure is not catalogue.OVERDUE]
#: the database dates raw moves by its own clock
NOW = timezone.localdate()
BEGUN = NOW - timedelta(days=120)
PAST = [NOW - timedelta(days=days) for days in (1, 30, 119, 130)]


@dataclass
class District:
    schools: list[Organisation]
    people: list[Person]
    pairs: list[Pair]
    reader: User
    curator: User


def build() -> District:
    municipality = MunicipalityFactory()
    PolicyFactory(municipality=municipality)
    schools = [OrganisationFactory(municipality=municipality) for _ in range(3)]
    bank: dict[str, Any] = {"included_on": BEGUN - timedelta(days=30)}
    mentors = [MentorFactory(person=PersonFactory(organisation=school), **bank) for school in (*schools, schools[0])]
    mentees = [MenteeFactory(person=PersonFactory(organisation=school), **bank) for school in (*schools, schools[1])]
    for mentee in mentees:
        mentee.categories.add(Category.objects.get(code=YOUNG_SPECIALIST))
    pairs = [
        PairFactory(
            organisation=mentee.person.organisation, mentor=mentor, mentee=mentee, status=PairStatus.ACTIVE,
            starts_on=BEGUN, ends_on=NOW + timedelta(days=90), act__dated=BEGUN,
        )
        for mentor, mentee in zip(mentors, mentees, strict=True)
    ]  # fmt: skip
    for school in schools:
        for year in (NOW.year - 2, NOW.year - 1, NOW.year):
            Contingent.objects.create(organisation=school, school_year=year, young_teachers=5)
    people = [entry.person for entry in (*mentors, *mentees)]
    reader = member(Role.COORDINATOR, municipality=municipality)
    return District(schools, people, pairs, reader, member(Role.CURATOR, organisation=schools[0]))


def shown(district: District) -> dict[tuple[date, Any], Any]:
    """Every figure of every past day, and the people behind it, for the district and for a curator of one school."""
    found: dict[tuple[date, Any], Any] = {}
    organisations = Organisation.objects.filter(pk__in=[school.pk for school in district.schools])
    for on in PAST:
        scope = FigureScope(organisations, on)
        for row in organisation_rows(scope):
            for figure in FIGURES:
                found[on, (figure.code, row.organisation.pk)] = row.value_of(figure)
        found[on, "free"] = counts.free_places(scope)
        for bank in (Mentor, Mentee):
            for school in district.schools:
                only = Organisation.objects.filter(pk=school.pk)
                found[on, (bank, school.pk)] = set(entries_of_bank(only, bank, on).values_list("pk", flat=True))
            for user in (district.reader, district.curator):
                rows = entries_visible_on(User.objects.get(pk=user.pk), bank, on)
                found[on, (bank, user.email)] = set(rows.values_list("pk", "place_on_day"))
    return found


MOVES = st.tuples(st.just("move"), st.integers(0, 7), st.integers(0, 3))
STEPS = st.lists(
    st.one_of(
        MOVES,
        MOVES,
        st.tuples(st.just("raw"), st.integers(0, 7), st.integers(0, 3)),
        st.tuples(st.just("end"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("correct"), st.integers(0, 7), st.integers(0, 2)),
        st.tuples(st.just("exclude"), st.integers(0, 7), st.just(0)),
    ),
    min_size=1,
    max_size=6,
)


def take(step: tuple[str, int, int], district: District) -> None:
    what, whom, where = step
    by, place = district.reader, district.schools[where] if where < len(district.schools) else None
    if what == "end":
        terminate(pair=district.pairs[whom], on=NOW, end_reason=EndReason.REQUEST, by=by)
        return
    person = Person.objects.get(pk=district.people[whom].pk)
    if what == "move":
        transfer_person(person=person, organisation=place, on=NOW, by=by)
    elif what == "raw":
        Person.objects.filter(pk=person.pk).update(organisation=place)
    elif what == "correct" and place is not None:
        opened = person.affiliations.filter(until__isnull=True).first()
        if opened is not None and opened.since == NOW:
            correct_transfer(person=person, organisation=place, since=NOW, reason="не та школа", by=by)
    elif what == "exclude":
        entry = getattr(person, "mentor", None) or person.mentee
        exclude_from_bank(entry=entry, on=NOW, reason="увольнение", by=by)


class PastDays(TestCase):
    @given(steps=STEPS)
    @settings(max_examples=15)
    def test_no_figure_of_a_past_day_changes(self, steps: list[tuple[str, int, int]]) -> None:
        with clock.as_at(NOW):
            district = build()
            before = shown(district)
            for step in steps:
                try:
                    take(step, district)
                except ValidationError:
                    continue  # the portal refuses it, so nothing happens
            after = shown(district)
        for key, value in before.items():
            assert after[key] == value, (key, steps)


@pytest.mark.django_db
def test_a_move_dated_back_changes_the_days_since_and_no_other() -> None:
    with clock.as_at(NOW):
        district = build()
        before = shown(district)
        mover, since = district.people[0], NOW - timedelta(days=30)
        transfer_person(person=mover, organisation=district.schools[1], on=since, by=district.reader)
        after = shown(district)
    changed = {on for (on, what), value in before.items() if after[on, what] != value}
    assert changed == {on for on in PAST if on >= since}
    assert after[NOW - timedelta(days=1), (Mentor, district.schools[1].pk)] >= {mover.mentor.pk}
