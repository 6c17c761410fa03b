"""Dates of pairs and their orders are judged against each other and against what can be meant."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from mentoring.actions.activation import activate
from mentoring.actions.endings import extend_period
from mentoring.actions.reordering import rest_on
from mentoring.enums import PairStatus
from mentoring.models import Pair
from tests.factories import ActFactory
from tests.mentoring.conftest import END, TODAY


def test_an_order_dated_after_the_end_of_a_pair_does_not_begin_it(school):
    pair, act = school.pair(), ActFactory(organisation=school.organisation, dated=date(2062, 9, 1))
    with pytest.raises(ValidationError, match=r"кончается 31\.05\.2027, раньше даты приказа"):
        activate(pairs=[pair], act=act, by=school.curator)
    assert Pair.objects.get(pk=pair.pk).status == PairStatus.AGREED


def test_an_order_dated_after_the_end_of_a_pair_is_no_new_ground(school):
    pair = school.active_pair(ends_on=date(2026, 12, 31))
    act = ActFactory(organisation=school.organisation, dated=date(2027, 1, 1))
    with pytest.raises(ValidationError, match=r"кончается 31\.12\.2026, раньше даты приказа"):
        rest_on(pairs=[pair], act=act, reason="Взамен", by=school.curator)


def test_a_pair_of_long_ago_is_refused(school):
    school.organisation.municipality.policies.update(valid_from=date(1920, 1, 1))
    with pytest.raises(ValidationError) as refused:
        school.pair(starts_on=date(1926, 9, 1), ends_on=date(1927, 5, 31))
    assert refused.value.message_dict["starts_on"] == ["Проверьте год: пары раньше 01.01.1990 не ведут в портале."]


@pytest.mark.parametrize(("ends_on", "allowed"), [(date(2030, 5, 31), True), (date(2030, 6, 1), False)])
def test_a_prolongation_is_no_longer_than_the_longest_leave(school, ends_on, allowed):
    pair = school.active_pair()
    asked = {"pair": pair, "why": "other_absence", "absentee": "mentee", "by": school.curator}
    if allowed:
        assert extend_period(ends_on=ends_on, **asked).ends_on == ends_on
    else:
        with pytest.raises(ValidationError, match="Проверьте год"):
            extend_period(ends_on=ends_on, **asked)
        assert (pair.ends_on, TODAY < END) == (END, True)
