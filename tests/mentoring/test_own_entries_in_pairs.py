"""Own entries of a municipality in its pairs: what the database refuses, and whom a post of its own makes a head."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from mentoring.listed_reasons import order_due_on
from mentoring.models import Pair
from mentoring.sides import is_head
from registry.models import Form, Kind, LeadingPost, Reason, RoleModel
from registry.queries.dictionaries import leading_posts
from tests.factories import MunicipalityFactory, PersonFactory

SIDES = {"mentor_sides": ["teacher"], "mentee_sides": ["teacher"]}


def refused(name: str):
    return pytest.raises(IntegrityError, match=name)


def test_a_pair_names_no_entry_of_another_municipality(school):
    pair, other = school.active_pair(), MunicipalityFactory()
    form = Form.objects.create(municipality=other, title="чужая", **SIDES)
    model = RoleModel.objects.create(municipality=other, form=form, title="чужая")
    reason = Reason.objects.create(municipality=other, title="чужая", for_early_end=True)
    for values in ({"form": form}, {"role_model": model}, {"end_reason": reason}):
        with refused("mentoring_pair_own_entries"), transaction.atomic():
            Pair.objects.filter(pk=pair.pk).update(**values)
    with refused("mentoring_pair_kinds_own"), transaction.atomic():
        pair.kinds.add(Kind.objects.create(municipality=other, title="чужой"))
    own = Form.objects.create(municipality=pair.organisation.municipality, title="своя", **SIDES)
    Pair.objects.filter(pk=pair.pk).update(form=own)


def test_an_own_post_makes_a_head_in_its_municipality_alone(school):
    mentor = PersonFactory(organisation=school.organisation, position="атаман кадетского корпуса")
    municipality = school.organisation.municipality
    assert not is_head(mentor, leading_posts(municipality))
    LeadingPost.objects.create(municipality=municipality, title="Атаман")
    assert is_head(mentor, leading_posts(municipality))
    assert not is_head(mentor, leading_posts(MunicipalityFactory()))
    LeadingPost.objects.filter(municipality=municipality).update(in_use=False)
    assert not is_head(mentor, leading_posts(municipality))


@pytest.mark.django_db
def test_the_order_is_due_in_working_days_of_the_reason():
    friday = date(2026, 10, 30)
    # 4 November is a holiday (ст. 112 ТК РФ)
    assert order_due_on(Reason(order_days=3), friday) == date(2026, 11, 5)
    assert order_due_on(Reason(), friday) is None
    assert order_due_on(None, friday) is None
