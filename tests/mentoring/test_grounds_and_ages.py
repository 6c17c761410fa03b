"""On which acts a pair may work, and how old a pupil may be, by the rules of the organisation."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from mentoring.actions.activation import activate
from registry.enums import ActKind, PairGround
from registry.models import Form
from tests.factories import ActFactory, PupilFactory, own_rules
from tests.mentoring.conftest import START, agree


@pytest.mark.requirement("A16-10")
@pytest.mark.parametrize(
    ("kind", "ground", "allowed"),
    [
        (ActKind.ORDER, PairGround.ORDER, True),
        (ActKind.DIRECTIVE, PairGround.ORDER, True),
        (ActKind.MINUTES, PairGround.ORDER, False),
        (ActKind.MINUTES, PairGround.ANY, True),
    ],
)
def test_a_pair_works_on_the_acts_that_the_rules_allow(school, kind, ground, allowed):
    own_rules(school.organisation, pair_ground=ground)
    pair, act = school.pair(), ActFactory(organisation=school.organisation, kind=kind, dated=START)
    if allowed:
        assert activate(pairs=[pair], act=act, by=school.curator)[0].status == "active"
        return
    with pytest.raises(ValidationError, match="по правилам организации"):
        activate(pairs=[pair], act=act, by=school.curator)


@pytest.mark.parametrize(("born", "allowed"), [(date(2010, 9, 1), True), (date(2009, 9, 1), False)])
def test_a_pupil_is_not_older_than_the_rules_say(school, born, allowed):
    own_rules(school.organisation, pupil_max_age=16)
    pupil = PupilFactory(organisation=school.organisation, birth_date=born, grade=9)
    agree(pupil)
    agree(pupil, by_representative=True)
    mentee = school.mentee(agreed=False, person=pupil, participant="pupil")

    fields = {"form": Form.objects.get(code="employer-pupil")}
    with pytest.raises(ValidationError) as refused:
        school.pair(None, mentee, **fields)
    about_age = "17 лет, а участвуют до 16 лет — по правилам организации." in " ".join(refused.value.messages)
    assert about_age is not allowed
