"""The register of acts: what an act is, and what the database refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from registry.enums import ActKind
from registry.models import Act
from tests.factories import ActFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 1)


def test_an_act_takes_effect_on_its_day_unless_it_says_another():
    assert ActFactory(dated=DAY).effective_on == DAY
    assert ActFactory(dated=DAY, effective_on=date(2026, 9, 15)).effective_on == date(2026, 9, 15)


def test_another_document_of_local_acts_is_called_by_its_own_name():
    act = ActFactory(kind=ActKind.OTHER, kind_title="решение педагогического совета", number="3", dated=DAY)

    assert str(act) == "решение педагогического совета №\u00a03 от 01.09.2026"
    with pytest.raises(IntegrityError):
        ActFactory(kind=ActKind.OTHER)


def test_an_act_of_an_organisation_is_there_once(district):
    ActFactory(organisation=district.school, number="5", dated=DAY)
    ActFactory(organisation=district.other_school, number="5", dated=DAY)

    with pytest.raises(IntegrityError):
        ActFactory(organisation=district.school, number="5", dated=DAY)


def test_an_act_of_a_municipality_is_there_once(district):
    own = {"organisation": None, "number": "5", "dated": DAY}
    ActFactory(municipality=district.municipality, **own)
    ActFactory(municipality=MunicipalityFactory(), **own)

    again = Act(municipality=district.municipality, kind=ActKind.ORDER, title="О наставничестве", **own)
    with pytest.raises(ValidationError, match="уже есть в реестре"):
        again.full_clean()
    with pytest.raises(IntegrityError):
        again.save()


def test_an_act_does_not_cancel_itself():
    act = ActFactory()
    act.cancelled_by = act

    with pytest.raises(IntegrityError):
        act.save()
