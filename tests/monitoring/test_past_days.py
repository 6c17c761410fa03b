"""What happens today changes no figure of a past day: people move, leave and come back, pairs end, slips of today are
corrected, and every figure and every list behind it shows the same for every day before."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from accounts.models import User
from mentoring.actions.activation import activate
from mentoring.actions.corrections import correct_last_day, end_earlier, reopen
from mentoring.actions.endings import terminate
from mentoring.actions.states import change_state
from mentoring.enums import EndReason, PairStatus, PlanSection
from mentoring.models import Pair, PlanItem, Programme
from monitoring.dashboards import organisation_rows
from monitoring.figures import catalogue
from monitoring.figures.scope import FigureScope
from registry import clock
from registry.actions.affiliations import correct_transfer, transfer_person
from registry.actions.bank import exclude_from_bank
from registry.actions.classes import PupilDecision, finish_departure, transfer_classes
from registry.actions.consents import withdraw_consent
from registry.actions.merging import merge_people
from registry.actions.names import change_name
from registry.enums import ClassOutcome, ConsentKind, Participant, Role
from registry.models import Category, ClassMove, Contingent, FormerName, Mentee, Mentor, Organisation, Person
from registry.queries.classes import pupils_to_move
from registry.queries.people import YOUNG_SPECIALIST, entries_of_bank, entries_visible_on
from russian.school_year import school_year_of
from tests.factories import (
    ActFactory,
    ConsentFactory,
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
#: the day on which somebody left a school while a pair held the card
LEFT_ON = NOW - timedelta(days=40)
#: nothing else follows the last day of a pair
OF_PAIRS = {figure.code for figure in catalogue.FIGURES if figure.of_pairs_at_work}
#: the place of that one among the people
LEAVER = 6
PAST = [NOW - timedelta(days=days) for days in (1, 30, 119, 130)]


@dataclass
class PastDistrict:
    schools: list[Organisation]
    people: list[Person]
    pairs: list[Pair]
    #: agreed, and about to begin
    agreed: Pair
    #: has left the school, while a pair holds the card
    leaver: ClassMove
    reader: User
    curator: User
    admin: User


def build() -> PastDistrict:
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
    agreed = PairFactory(
        organisation=schools[2], mentor=mentors[2], mentee=mentees[0], status=PairStatus.AGREED,
        starts_on=NOW - timedelta(days=40), ends_on=NOW + timedelta(days=90),
    )  # fmt: skip
    people = [entry.person for entry in (*mentors, *mentees)]
    Person.objects.filter(pk=mentees[3].person_id).update(grade=9, grade_letter="А")
    Mentee.objects.filter(pk=mentees[3].pk).update(participant=Participant.PUPIL)
    reader = member(Role.COORDINATOR, municipality=municipality)
    Person.objects.filter(pk=mentees[2].person_id).update(grade=8, grade_letter="Б")
    Mentee.objects.filter(pk=mentees[2].pk).update(participant=Participant.PUPIL)
    take_of_school(schools[2], list(ClassOutcome).index(ClassOutcome.LEFT), reader, on=LEFT_ON)
    leaver = ClassMove.objects.get(person=mentees[2].person_id)
    admin = member(Role.ADMIN, municipality=municipality)
    return PastDistrict(
        schools, people, pairs, agreed, leaver, reader, member(Role.CURATOR, organisation=schools[0]), admin
    )


def shown(district: PastDistrict) -> dict[tuple[date, Any], Any]:
    """Every figure of every past day, and the people behind it, for the district and for a curator of one school."""
    found: dict[tuple[date, Any], Any] = {}
    organisations = Organisation.objects.filter(pk__in=[school.pk for school in district.schools])
    for on in PAST:
        scope = FigureScope(organisations, on)
        for row in organisation_rows(scope):
            for figure in catalogue.FIGURES:
                found[on, (figure.code, row.organisation.pk)] = row.value_of(figure)
        for figure in catalogue.FIGURES:
            if figure.tile is not None and figure.tile.of_district is not None:
                values = {row.organisation.pk: row.value_of(figure) for row in organisation_rows(scope)}
                found[on, (figure.code, "note")] = figure.tile.of_district(scope, values)
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
        st.tuples(st.just("end_later"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("last_day"), st.integers(0, 3), st.integers(-1, 20)),
        st.tuples(st.just("earlier"), st.integers(0, 3), st.integers(-1, 8)),
        st.tuples(st.just("reopen"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("cancel"), st.just(0), st.just(0)),
        st.tuples(st.just("classes"), st.integers(0, 2), st.integers(0, 2)),
        st.tuples(st.just("close"), st.just(LEAVER), st.just(0)),
        st.tuples(st.just("join"), st.integers(0, 7), st.integers(0, 1)),
        st.tuples(st.just("surname"), st.integers(0, 7), st.just(0)),
        st.tuples(st.just("withdraw"), st.integers(0, 7), st.just(0)),
    ),
    min_size=1,
    max_size=7,
)


def take_of_pair(what: str, pair: Pair, days: int, by: User) -> None:
    """Ends of today and later, and what is corrected about them; no last day is earlier than yesterday."""
    on = NOW + timedelta(days=days)
    if what == "end":
        terminate(pair=pair, on=NOW, end_reason=EndReason.REQUEST, by=by)
    elif what == "end_later":
        terminate(pair=pair, on=NOW + timedelta(days=9), end_reason=EndReason.REQUEST, by=by)
    elif what == "last_day":
        correct_last_day(pair=pair, on=on, reason="описка", takes_back=True, by=by)
    elif what == "earlier":
        end_earlier(pair=pair, on=on, end_reason=EndReason.TRANSFER, takes_back=True, by=by)
    else:
        reopen(pair=pair, reason="не та пара", by=by)


def take_of_person(what: str, person: Person, keeps: int, by: User) -> None:
    """What changes about one card: a card entered today turns out to be the same person, a surname, a consent."""
    if what == "surname":
        former = FormerName(last_name=person.last_name, first_name=person.first_name, middle_name=person.middle_name)
        former.until = NOW - timedelta(days=1)
        person.last_name = "Морозова-Новая"
        change_name(person=person, former=former, by=by)
    elif what == "close":
        finish_departure(move=person.class_moves.get(), by=by)
    elif what == "withdraw":
        consent = person.consents.filter(withdrawn_on=None).first() or ConsentFactory(person=person, signed_on=BEGUN)
        withdraw_consent(consent=consent, on=NOW - timedelta(days=20), reason="", by=by)
    else:
        again = PersonFactory(organisation=person.organisation, last_name=person.last_name)
        factory = MentorFactory if hasattr(person, "mentor") else MenteeFactory
        factory(person=again, included_on=NOW)
        merge_people(survivor=person, absorbed=again, choices={}, by=by)


def take_of_school(school: Organisation, outcome: int, by: User, on: date = NOW) -> None:
    year = school_year_of(NOW)
    decision = PupilDecision(list(ClassOutcome)[outcome], on)
    decisions = dict.fromkeys(pupils_to_move(school, year).values_list("pk", flat=True), decision)
    transfer_classes(organisation=school, school_year=year, day=NOW, decisions=decisions, by=by)


def take(step: tuple[str, int, int], district: PastDistrict) -> None:
    what, whom, where = step
    by, place = district.reader, district.schools[where] if 0 <= where < len(district.schools) else None
    if what in ("end", "end_later", "last_day", "earlier", "reopen"):
        take_of_pair(what, district.pairs[whom], where, district.admin)
        return
    if what == "cancel":
        draft = change_state(pair=district.agreed, to=PairStatus.DRAFT, on=NOW, reason="передумали", by=by)
        change_state(pair=draft, to=PairStatus.CANCELLED, on=NOW, by=by)
        return
    if what == "classes":
        take_of_school(district.schools[whom], where, by)
        return
    if what in ("surname", "withdraw", "join", "close"):
        take_of_person(what, Person.objects.get(pk=district.people[whom].pk), where, by)
        return
    if what in ("plan", "approve"):
        programme, _ = Programme.objects.get_or_create(pair=district.pairs[whom])
        if what == "plan":
            late = {"section": PlanSection.PRACTICE, "due_on": NOW - timedelta(days=20)}
            PlanItem.objects.create(programme=programme, title="Урок", **late)
        else:
            Programme.objects.filter(pk=programme.pk).update(status="approved", approved_by=by, approved_on=NOW)
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
    @settings(max_examples=13)
    @seed(connection.vendor)  # each engine draws examples of its own
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
def test_closing_the_card_of_who_left_long_ago_changes_no_past_day() -> None:
    with clock.as_at(NOW):
        district = build()
        for pair in Pair.objects.filter(mentee__person=district.leaver.person):
            terminate(pair=pair, on=NOW - timedelta(days=1), end_reason=EndReason.REQUEST, by=district.admin)
        before = shown(district)
    with clock.as_at(NOW + timedelta(days=1)):
        finish_departure(move=ClassMove.objects.get(pk=district.leaver.pk), by=district.admin)
        assert Person.objects.get(pk=district.leaver.person_id).archived_on is not None
        assert shown(district) == before


@pytest.mark.django_db
def test_an_order_of_a_past_day_changes_the_days_since_and_only_what_is_counted_from_pairs() -> None:
    with clock.as_at(NOW):
        district = build()
        for person in district.people:
            for kind in (ConsentKind.PARTICIPATION, ConsentKind.PERSONAL_DATA):
                ConsentFactory(person=person, kind=kind, signed_on=BEGUN)
        before = shown(district)
        act = ActFactory(organisation=district.agreed.organisation, dated=LEFT_ON)
        activate(pairs=[district.agreed], act=act, by=district.admin)
        after = shown(district)
    changed = {key for key, value in before.items() if after[key] != value}
    assert {day for day, _ in changed} == {day for day in PAST if day >= LEFT_ON}
    assert {what[0] for _, what in changed} <= OF_PAIRS


@pytest.mark.django_db
@pytest.mark.parametrize(("was", "on"), [(10, 40), (40, 10), (10, 1)])
def test_a_correction_with_a_reason_changes_the_days_between_the_two_last_days_and_nothing_else(
    was: int, on: int
) -> None:
    """The earlier of the two last days is a day of work by both entries, so the days that change begin after it."""
    was_on, right = NOW - timedelta(days=was), NOW - timedelta(days=on)
    with clock.as_at(NOW):
        district = build()
        terminate(pair=district.pairs[0], on=was_on, end_reason=EndReason.REQUEST, by=district.admin)
        before = shown(district)
        correct_last_day(pair=district.pairs[0], on=right, reason="описка", by=district.admin)
        after = shown(district)
    changed = {key for key, value in before.items() if after[key] != value}
    assert {day for day, _ in changed} == {day for day in PAST if min(was_on, right) < day <= max(was_on, right)}
    assert {what[0] for _, what in changed} == (OF_PAIRS if changed else set())


@pytest.mark.django_db
def test_an_end_of_a_past_day_that_was_a_mistake_gives_the_days_after_it_back() -> None:
    last = NOW - timedelta(days=40)
    with clock.as_at(NOW):
        district = build()
        for person in district.people:
            for kind in (ConsentKind.PARTICIPATION, ConsentKind.PERSONAL_DATA):
                ConsentFactory(person=person, kind=kind, signed_on=BEGUN)
        truth = shown(district)
        terminate(pair=district.pairs[0], on=last, end_reason=EndReason.REQUEST, by=district.admin)
        wrong = shown(district)
        reopen(pair=district.pairs[0], reason="не та пара", by=district.admin)
        assert shown(district) == truth
    assert {day for (day, _), value in wrong.items() if value != truth[day, _]} == {day for day in PAST if day > last}


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
