"""«Пора решать»: whose data need not be kept any longer."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentoring.deadlines.kept_people import KEPT_PEOPLE
from mentoring.enums import PairStatus
from mentoring.queries.kept_people import AFTER_PAIR, WITHDRAWN, WITHOUT_PAIR, people_to_decide
from registry import clock
from registry.deadlines import DeadlineScope, providers
from registry.enums import ConsentKind, Role
from registry.models import Policy
from tests.factories import (
    ConsentFactory,
    CuratorFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PolicyFactory,
    member,
)
from tests.registry.conftest import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def school():
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality)
    return school


@pytest.fixture
def admin(school):
    return member(Role.ADMIN, municipality=school.municipality)


def mentor_of(school, included_on=date(2026, 9, 1)):
    return MentorFactory(organisation=school, included_on=included_on)


def withdrawn(person):
    return ConsentFactory(person=person, kind=ConsentKind.PERSONAL_DATA, withdrawn_on=date(2026, 11, 2))


def reasons(user) -> dict[int, str]:
    return dict(people_to_decide(user, clock.today()).values_list("pk", "why"))


def test_three_reasons_and_nobody_whom_a_pair_or_a_decision_keeps(school, admin):
    after_withdrawal, in_pair, decided = (mentor_of(school) for _ in range(3))
    for mentor in (after_withdrawal, in_pair, decided):
        withdrawn(mentor.person)
    PairFactory(organisation=school, mentor=in_pair, starts_on=date(2026, 9, 5))
    decided.person.keep_until = TODAY
    decided.person.save()
    idle = mentor_of(school, date(2024, 11, 20))
    curator = mentor_of(school, date(2024, 1, 1))
    CuratorFactory(person=curator.person, organisation=school)
    long_ago = mentor_of(school, date(2022, 9, 1))
    PairFactory(
        organisation=school, mentor=long_ago, mentee__included_on=date(2026, 9, 1), status=PairStatus.COMPLETED,
        starts_on=date(2022, 9, 5), ends_on=date(2023, 5, 31), ended_on=date(2023, 5, 31),
    )  # fmt: skip
    mentor_of(school, date(2024, 11, 21))

    why_of = reasons(admin)

    expected = {
        after_withdrawal.person_id: WITHDRAWN,
        idle.person_id: WITHOUT_PAIR,
        long_ago.person_id: AFTER_PAIR,
    }
    assert {pk: why_of.get(pk) for pk in expected} == expected
    assert not {in_pair.person_id, decided.person_id, curator.person_id} & why_of.keys()


def test_the_term_is_that_of_the_policy(school, admin):
    mentor = mentor_of(school, date(2026, 5, 1))
    assert reasons(admin) == {}

    Policy.objects.filter(municipality=school.municipality).update(keep_without_pair_months=6)

    assert reasons(admin) == {mentor.person_id: WITHOUT_PAIR}


def test_the_list_leads_to_both_answers_at_as_many_queries_for_three_as_for_one(school, admin):
    browser, numbers = signed_in(admin), []
    for people in (1, 2):
        for _ in range(people):
            withdrawn(mentor_of(school).person)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get("/people/to-decide/").content.decode()
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]
    assert page.count("/depersonalise/") == 3
    assert page.count("/keep/") == 3
    assert signed_in(member(Role.HEAD, organisation=school)).get("/people/to-decide/").status_code == 403


def test_who_may_depersonalise_finds_a_withdrawal_on_the_first_page(school, admin):
    person = mentor_of(school).person
    withdrawn(person)
    provider = next(one for one in providers if KEPT_PEOPLE in one.kinds)

    rows = {
        role: list(provider.rows_of(DeadlineScope.of_user(user), TODAY))
        for role, user in (("admin", admin), ("head", member(Role.HEAD, organisation=school)))
    }

    assert [row[:3] for row in rows["admin"]] == [(KEPT_PEOPLE, date(2026, 11, 2), school.pk)]
    assert rows["head"] == []
    assert "Решить о личных сведениях" in signed_in(admin).get("/worklist/").content.decode()


def test_a_kept_card_says_so(school, admin):
    person = mentor_of(school).person
    withdrawn(person)
    browser = signed_in(admin)

    browser.post(f"/people/{person.pk}/keep/", {"until": "2027-05-01", "reason": "идёт спор"})

    assert reasons(admin) == {}
    assert "оставлены до 01.05.2027" in browser.get(person.get_absolute_url()).content.decode()
    refused = browser.post(f"/people/{person.pk}/keep/", {"until": "2040-05-01", "reason": "идёт спор"})
    assert "не дальше пяти лет" in refused.content.decode()


def test_the_register_of_purposes_says_the_terms_in_force(school, admin):
    Policy.objects.filter(municipality=school.municipality).update(keep_uploads_months=7)

    page = signed_in(admin).get(f"/settings/processing/{school.municipality_id}/").content.decode()

    assert "7 мес." in page
    assert "36 мес." in page
