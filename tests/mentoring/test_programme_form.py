"""What the form of a programme says of its fields and of mistakes in them."""

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.models import PlanItem


@pytest.fixture
def curator(school) -> Client:
    client = Client()
    client.force_login(school.curator)
    return client


def test_a_draft_may_lack_a_goal_and_the_form_says_what_needs_it(school, curator):
    pair = school.active_pair()
    form = curator.get(reverse("mentoring:programme_edit", args=[pair.pk])).context["form"]
    assert not form["goal"].field.required  # no star: a draft may lack it
    assert "не отправить на утверждение" in form["goal"].help_text


def test_a_mistake_in_the_plan_is_listed_with_a_link_to_its_field(school, curator):
    pair = school.active_pair()
    fields = {
        "goal": "Уверенно вести урок",
        "plan-TOTAL_FORMS": 2,
        "plan-INITIAL_FORMS": 0,
        "plan-1-section": "practice",
        "plan-1-title": "Открытый урок",
        "plan-1-due_on": "31.02.2027",
    }
    page_text = curator.post(reverse("mentoring:programme_edit", args=[pair.pk]), fields).content.decode()
    summary = page_text[page_text.index('id="error-summary"') :].partition("<form")[0]
    assert '<a href="#id_plan-1-due_on">План, строка 2: ' in summary
    assert "id_plan-0" not in summary
    assert 'id="id_plan-1-due_on"' in page_text
    assert not PlanItem.objects.exists()
