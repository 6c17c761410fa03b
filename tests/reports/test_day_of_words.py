"""A pair is called by the same rules on its page and in its order (ADR 58)."""

from datetime import date

import pytest
from django.urls import reverse

from mentoring.models import Pair
from mentoring.queries.pair_labels import labels_of, labels_of_pairs
from mentoring.queries.policies import words_of
from registry import clock
from registry.enums import Role
from registry.models import LocalRules
from tests.factories import member, own_rules
from tests.reports.paper_makers import PERIOD, agreed_pair, issued_order, school_with_policy, signed_in

pytestmark = pytest.mark.django_db
BEGINS = PERIOD["starts_on"]
CHANGED, TODAY = date(2026, 11, 1), date(2026, 11, 29)


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def pair() -> Pair:
    """It was to begin before the rules got another word and another name for its form."""
    pair = agreed_pair(school_with_policy())
    form = {pair.form.code: "учитель – учитель"}
    own_rules(pair.organisation, valid_from=CHANGED, mentee_term="подшефный", form_labels=form)
    return pair


def called(pair: Pair) -> tuple[str, str]:
    pair = Pair.objects.select_related("act", "form", "organisation").get(pk=pair.pk)
    return words_of(pair).mentee.nominative, labels_of(pair).form


def test_before_the_order_page_and_paper_have_the_words_of_today(pair):
    assert called(pair) == ("подшефный", "учитель – учитель")
    curator = signed_in(member(Role.CURATOR, organisation=pair.organisation))
    assert "учитель – учитель" in curator.get(pair.get_absolute_url()).content.decode()
    payload = issued_order(pair.organisation, pair, dated=TODAY).payload
    assert (payload["mentee_term"], payload["pairs"][0]["form"]) == ("подшефный", "«учитель – учитель»")


def test_after_the_order_its_day_counts_and_no_later_rules(pair):
    issued_order(pair.organisation, pair, dated=date(2026, 10, 30))
    assert called(pair) == ("наставляемый", pair.form.title)


def test_the_draft_of_an_order_lists_pairs_by_the_day_typed_in_it(pair):
    assert labels_of_pairs([pair], order_day=date(2026, 10, 30))[pair.pk].form == pair.form.title
    assert labels_of_pairs([pair])[pair.pk].form == "учитель – учитель"


def test_before_the_first_rules_those_of_the_first_day_name_the_sides(pair):
    """A pair of September is entered in August, before any rules are in force."""
    LocalRules.objects.update(valid_from=BEGINS)
    pair.organisation.municipality.policies.update(valid_from=BEGINS)
    with clock.as_at(date(2026, 8, 20)):
        assert called(pair)[0] == "подшефный"


def test_a_municipality_without_rules_on_the_day_is_told_in_russian(pair):
    pair.organisation.municipality.policies.update(valid_from=TODAY)
    LocalRules.objects.all().delete()
    curator = signed_in(member(Role.CURATOR, organisation=pair.organisation))
    address = reverse("reports:paper_start", args=["orders", pair.organisation_id])
    sent = {"pairs": [pair.pk], "dated": "2026-10-30", "number": "5"}
    page = curator.post(address, sent)
    assert page.context["form"].errors["pairs"] == [
        f"{pair}: на дату приказа у муниципалитета нет действующей политики."
    ]
    assert "нет в силе" not in page.content.decode()
