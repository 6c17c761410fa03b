"""What happens today changes no figure of a past day: people move, leave and come back, pairs end, slips of today are
corrected, and every figure and every list behind it shows the same for every day before."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from accounts.models import User
from mentoring.actions.endings import terminate
from mentoring.enums import EndReason, PairStatus, PlanSection
from mentoring.models import Pair, PlanItem, Programme
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
            for figure in catalogue.FIGURES:
                found[on, (figure.code, row.organisation.pk)] = row.value_of(figure)
        found[on, "free"] = counts.free_places(scope)
        for bank in (Mentor, Mentee):
            for school in district.schools:
                only = Organisation.objects.filter(pk=school.pk)
                found[on, (bank, school.pk)] = set(entries_of_bank(only, bank, on).values_list("pk", flat=True))
            for user in (district.reader, district.curator):
                rows = entries_visible_on(User.objects.get(pk=user.pk), bank, on)
                found[on, (bank, user.email)] = set(rows.values_list("pk", "organisation_on_day"))
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
        st.tuples(st.just("plan"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("approve"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("end_later"), st.integers(0, 3), st.just(0)),
    ),
    min_size=1,
    max_size=6,
)


def take(step: tuple[str, int, int], district: District) -> None:
    what, whom, where = step
    by, place = district.reader, district.schools[where] if where < len(district.schools) else None
    if what in ("plan", "approve"):
        programme, _ = Programme.objects.get_or_create(pair=district.pairs[whom])
        if what == "plan":
            late = {"section": PlanSection.PRACTICE, "due_on": NOW - timedelta(days=20)}
            PlanItem.objects.create(programme=programme, title="Урок", **late)
        else:
            Programme.objects.filter(pk=programme.pk).update(status="approved", approved_by=by, approved_on=NOW)
        return
    if what == "end_later":
        last = NOW + timedelta(days=9)
        terminate(pair=district.pairs[whom], on=last, end_reason=EndReason.REQUEST, by=by)
        return
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


@pytest.mark.django_db
def test_nobody_says_how_much_was_overdue_on_a_past_day(client: Client) -> None:
    """The records know what is open now, so a number would change when somebody does the work."""
    with clock.as_at(NOW):
        district = build()
        [school, *_] = district.schools
        scope = FigureScope(Organisation.objects.filter(pk=school.pk), NOW)
        assert organisation_rows(scope)[0].value_of(catalogue.OVERDUE)
        client.force_login(district.reader)
        past, today = (NOW - timedelta(days=1)).isoformat(), NOW.isoformat()
        for address in ("/monitoring/", f"/monitoring/organisations/{school.pk}/"):
            page = client.get(address, {"on": past}).content.decode()
            assert "просрочено: за прошедший день неизвестно" in page
            assert "ничего не просрочено" not in page.lower()
            assert "за прошедший день неизвестно" not in client.get(address, {"on": today}).content.decode()
        assert client.get("/monitoring/", {"on": past, "sort": "-overdue"}).status_code == 200
        sheet = client.get("/monitoring/", {"on": past, "export": "xlsx"})
    rows = list(load_workbook(BytesIO(sheet.content)).active.values)
    column = next(row for row in rows if "Просрочено" in row).index("Просрочено")
    assert {row[column] for row in rows if row[0] in (school.short_name, "Всего")} == {"н/д"}
