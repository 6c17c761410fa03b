"""Two people who have their next pair already: the present one does not last into it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from mentoring.actions.corrections import correct_extension
from mentoring.actions.endings import extend_period
from registry.enums import Role
from tests.factories import member
from tests.mentoring.conftest import END

pytestmark = pytest.mark.django_db

NEXT = END + timedelta(days=20)
WHY = {"why": "illness", "absentee": "mentor"}


@pytest.mark.parametrize("is_secured", [False, True])
def test_no_pair_is_prolonged_into_the_next_one_of_the_same_two(school, is_secured):
    pair = school.active_pair()
    make = school.active_pair if is_secured else school.pair
    make(pair.mentor, pair.mentee, starts_on=NEXT, ends_on=date(2028, 5, 31))
    with pytest.raises(ValidationError, match=f"С {NEXT:%d.%m.%Y} у этих двоих есть следующая пара"):
        extend_period(pair=pair, ends_on=NEXT, by=school.curator, **WHY)
    longer = extend_period(pair=pair, ends_on=NEXT - timedelta(days=5), by=school.curator, **WHY)
    with pytest.raises(ValidationError, match="следующая пара"):
        correct_extension(
            pair=longer, on=NEXT, reason="Описка в дне", by=member(Role.HEAD, organisation=school.organisation)
        )
