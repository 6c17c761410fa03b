"""What rules call a form, a role model and a kind stands on every page and in every file about a pair."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.models import Pair
from mentoring.queries.pairs import kinds_of
from registry.enums import Role
from registry.models import RoleModel
from tests.factories import member, own_rules
from tests.stories.desk import words_of

pytestmark = pytest.mark.django_db

OWN = ("учитель – учитель", "старший – младший", "один на один")


@pytest.fixture
def pair(school) -> Pair:
    """Of a school that calls its form, model and kind by names of its own."""
    pair = school.active_pair(ends_on=date(2026, 12, 1))
    pair.role_model = RoleModel.objects.filter(form=pair.form).first()
    pair.save()
    [kind] = kinds_of(pair)
    labels = dict(zip(("form_labels", "role_model_labels", "kind_labels"), OWN, strict=True))
    codes = (pair.form.code, pair.role_model.code, kind.code)
    named = {name: {code: label} for (name, label), code in zip(labels.items(), codes, strict=True)}
    own_rules(school.organisation, **named)
    return pair


@pytest.fixture
def curator(school) -> Client:
    client = Client()
    client.force_login(school.curator)
    return client


def test_the_page_the_list_and_its_filter_call_a_form_as_the_rules_do(pair, curator):
    page = words_of(curator.get(pair.get_absolute_url()))
    assert [label for label in OWN if label not in page] == []
    rows = words_of(curator.get(reverse("mentoring:pairs")))
    assert rows.count(OWN[0]) == 2
    assert pair.form.title not in rows


def test_a_reader_of_several_places_filters_by_the_usual_title(pair, school):
    client = Client()
    client.force_login(member(Role.COORDINATOR, municipality=school.organisation.municipality))
    rows = words_of(client.get(reverse("mentoring:pairs")))
    assert rows.count(OWN[0]) == 1
    assert pair.form.title in rows


def test_files_call_them_as_the_rules_do(pair, curator):
    sheet = curator.get(f"{reverse('mentoring:pairs')}?export=csv").getvalue().decode("utf-8-sig")
    assert [label for label in OWN if label not in sheet] == []
    address = reverse("mentoring:export", args=["mentors-register"])
    register = curator.get(f"{address}?format=csv&year=2026").getvalue().decode("utf-8-sig")
    assert f"{OWN[0]}, {OWN[1]}" in register


def test_monitoring_calls_a_form_as_the_rules_do(pair, curator):
    page = words_of(curator.get(reverse("monitoring:organisation", args=[pair.organisation_id])))
    assert f"{OWN[0]}, до" in page
