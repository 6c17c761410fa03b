"""The cap takes its limit from the level that has set it: in words, in lists and in the database."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from mentoring.enums import PairStatus
from mentoring.queries.capacity import count_free, with_capacity
from mentoring.queries.policies import count_pairs_under
from registry import clock
from registry.enums import RuleLevel
from registry.models import Mentor, Organisation, Policy
from tests.factories import ActFactory, OrganisationFactory, PairFactory, local_rules, own_rules
from tests.mentoring.conftest import END, START
from tests.mentoring.test_cap import held, refusal

LIMIT = "mentee_limit"


def fits(mentor, number: int, **fields) -> bool:
    """Whether the database takes so many pairs of the mentor, written past everything."""
    with transaction.atomic():
        point = transaction.savepoint()
        try:
            with transaction.atomic():
                for _ in range(number):
                    held(mentor, **fields)
        except IntegrityError:
            return False
        finally:
            transaction.savepoint_rollback(point)
    return True


def most(mentor, **fields) -> int:
    return max(number for number in range(4) if number == 0 or fits(mentor, number, **fields))


@pytest.fixture
def of_level(school):
    organisation = school.organisation
    owners = {
        "organisation": {"organisation": organisation},
        "kind": {"municipality": organisation.municipality, "organisation_kind": organisation.kind},
        "region": {"region": organisation.municipality.region},
    }
    return lambda level, **rules: local_rules(RuleLevel(level), **owners[level], **rules)


def shown(mentor) -> int:
    return with_capacity(Mentor.objects.filter(pk=mentor.pk), START, END).get().limit


@pytest.mark.requirement("A16-1")
@pytest.mark.parametrize(
    ("levels", "policy", "limit"),
    [
        ({}, {}, 3),
        ({"organisation": {LIMIT: 2}}, {}, 2),
        ({"organisation": {"pupil_min_age": 12}}, {LIMIT: 2}, 2),
        ({"organisation": {LIMIT: 3}}, {LIMIT: 1}, 3),
        ({"organisation": {LIMIT: 3}}, {LIMIT: 1, "bounds": [LIMIT]}, 1),
        ({"kind": {LIMIT: 2}}, {LIMIT: 3}, 2),
        ({"kind": {LIMIT: 2}, "organisation": {LIMIT: 3}}, {}, 3),
        ({"kind": {LIMIT: 2, "bounds": [LIMIT]}, "organisation": {LIMIT: 3}}, {}, 2),
        ({"kind": {LIMIT: 2, "bounds": [LIMIT]}, "organisation": {LIMIT: 1}}, {}, 1),
        ({"region": {LIMIT: 1}}, {}, 3),
        ({"region": {LIMIT: 1}}, {"left_to_region": [LIMIT]}, 1),
        ({"region": {LIMIT: 2, "bounds": [LIMIT]}}, {}, 2),
        ({"organisation": {LIMIT: 1, "valid_to": date(2026, 8, 31)}}, {}, 3),
        ({"organisation": {LIMIT: 1, "valid_from": date(2026, 9, 2)}}, {}, 3),
        ({"organisation": {LIMIT: 1}}, {"valid_to": date(2026, 8, 31)}, 3),
    ],
)
def test_database_list_and_reader_agree_on_the_limit(school, of_level, levels, policy, limit):
    Policy.objects.update(**policy)
    for level, rules in levels.items():
        of_level(level, **rules)
    mentor = school.mentor()
    assert (most(mentor), shown(mentor)) == (limit, limit)
    assert count_free(Mentor.objects.filter(pk=mentor.pk), START).free == limit


def test_the_day_of_the_order_decides_which_rules_count(school):
    own_rules(school.organisation, mentee_limit=1, valid_from=date(2026, 10, 1))
    act = ActFactory(organisation=school.organisation, dated=date(2026, 10, 1))
    mentor = school.mentor()
    assert most(mentor) == 3
    assert most(mentor, act=act, status=PairStatus.ACTIVE) == 1


def test_the_rules_are_those_of_the_organisation_that_leads_the_pair(school):
    host = OrganisationFactory(municipality=school.organisation.municipality)
    own_rules(host, mentee_limit=1)
    mentor = school.mentor()
    assert (most(mentor), most(mentor, organisation=host)) == (3, 1)


def test_the_refusal_names_the_level(school):
    own_rules(school.organisation, mentee_limit=1)
    mentor = school.mentor()
    school.pair(mentor)
    assert refusal(school, mentor).startswith("По правилам организации с 01.01.2020 одновременно не больше одного.")


def test_the_pairs_that_a_version_touches_are_counted_by_their_day(school):
    earlier = ActFactory(organisation=school.organisation, dated=date(2026, 8, 20))
    PairFactory(organisation=school.organisation, status=PairStatus.ACTIVE, act=earlier, starts_on=START, ends_on=END)
    held(school.mentor())
    held(school.mentor(), status=PairStatus.CANCELLED)
    organisations = Organisation.objects.filter(pk=school.organisation.pk)
    assert count_pairs_under(organisations, START, None) == 1
    assert count_pairs_under(organisations, date(2026, 8, 1), None) == 2
    assert count_pairs_under(organisations, date(2026, 8, 1), date(2026, 8, 31)) == 1


def test_rules_made_today_concern_the_pairs_whose_order_is_still_to_come(school):
    today = clock.today()
    held(school.mentor())
    PairFactory(organisation=school.organisation, status=PairStatus.DRAFT, starts_on=START, ends_on=END)
    earlier = ActFactory(organisation=school.organisation, dated=date(2026, 8, 20))
    PairFactory(organisation=school.organisation, status=PairStatus.ACTIVE, act=earlier, starts_on=START, ends_on=END)
    organisations = Organisation.objects.filter(pk=school.organisation.pk)
    assert count_pairs_under(organisations, today, None) == 2
    assert count_pairs_under(organisations, END, None) == 2
    assert count_pairs_under(organisations, END + timedelta(days=1), None) == 0, "nobody is ordered after the last day"
    assert count_pairs_under(organisations, today - timedelta(days=9), today - timedelta(days=1)) == 0
