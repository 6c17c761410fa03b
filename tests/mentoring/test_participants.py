"""Whom the rules mentor (requirements A16-8): a new mentee, a pair; and what they call a programme (A16-14)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.pairing_rules import validate_pair
from registry.models import Mentee
from registry.queries.rules import rules_in_force
from tests.factories import own_rules

pytestmark = pytest.mark.django_db


def test_a_pair_with_somebody_whom_the_rules_do_not_mentor_is_refused(school):
    pair = school.pair()
    today = date(2026, 9, 1)

    def refusals() -> list[str]:
        rules = rules_in_force(school.organisation, today)
        return validate_pair(pair, list(pair.kinds.all()), rules).refusals.get("mentee", [])

    assert refusals() == []
    own_rules(school.organisation, participant_types=["pupil", "student"])
    assert refusals() == [
        "Наставляемый – педагог, а здесь наставляют только таких: обучающийся, студент – по правилам организации."
    ]


def test_nobody_else_is_entered_with_a_new_pair(school):
    client = Client()
    client.force_login(school.curator)
    own_rules(school.organisation, participant_types=["pupil"])
    typed = {
        "last_name": "Рожкова",
        "first_name": "Инна",
        "participant": "teacher",
        "organisation": school.organisation.pk,
    }
    before = Mentee.objects.count()
    page = client.post(reverse("mentoring:pair_new"), typed)
    assert "здесь наставляют только таких: обучающийся" in str(page.context["form"].errors["participant"])
    assert Mentee.objects.count() == before


@pytest.mark.parametrize(
    ("term", "button"),
    [
        ("персонализированная программа наставничества", "Программа"),
        ("индивидуальный план развития", "Индивидуальный план развития"),
    ],
)
def test_the_page_of_a_pair_calls_the_programme_as_the_rules_do(school, term, button):
    client = Client()
    client.force_login(school.curator)
    own_rules(school.organisation, programme_term=term)
    pair = school.active_pair()
    page = client.get(pair.get_absolute_url())
    address = reverse("mentoring:programme", args=[pair.pk])
    assert f'<a class="btn btn-line" href="{address}">{button}</a>' in page.content.decode()
