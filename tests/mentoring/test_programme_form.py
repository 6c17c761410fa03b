"""What the form of a programme says of its fields and of mistakes in them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.actions.programmes import save_programme
from mentoring.models import PlanItem
from tests.factories import PlanItemFactory


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


@pytest.mark.requirement("H-5.3-8")
def test_the_programme_is_one_page_to_be_printed(school, curator):
    pair = school.active_pair()
    programme = save_programme(programme=pair.programme, goal="Уверенно вести урок", by=school.curator)
    PlanItemFactory(programme=programme, title="Открытый урок", due_on=date(2027, 2, 1))
    page_text = curator.get(reverse("mentoring:programme", args=[pair.pk])).content.decode()
    assert '<button type="button" class="btn btn-line" data-print>' in page_text
    for printed in ("Уверенно вести урок", "Открытый урок", "01.02.2027", str(pair)):
        assert printed in page_text, printed
