"""The year of an organisation by steps and the meetings of a pair (requirements A16-3): shown where the rules keep
them, edited by the municipality."""

import pytest
from django.test import Client
from django.urls import reverse

from registry.enums import Role
from registry.models import PlanStep, Policy
from tests.factories import member, own_rules
from tests.stories.desk import Desk, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(school) -> Client:
    client = Client()
    client.force_login(school.curator)
    return client


@pytest.mark.requirement("D-4.1.1", "D-4.1.2", "D-4.1.3", "D-4.1.4", "D-4.1.5", "D-4.1.6", "D-4.1.7")
@pytest.mark.requirement("U-RM-3.5", "A16-3")
def test_the_seven_steps_stand_with_their_terms_where_the_rules_keep_them(school, client):
    address = school.organisation.get_absolute_url()
    assert client.get(address).context["steps"] == []
    own_rules(school.organisation, org_cycle_enabled=True)
    page = client.get(address)
    assert [(step.position, str(step)) for step in page.context["steps"]] == [
        (1, "Подготовка условий для запуска программы наставничества"),
        (2, "Формирование базы наставляемых"),
        (3, "Формирование базы наставников"),
        (4, "Отбор и обучение наставников"),
        (5, "Формирование наставнических пар или групп"),
        (6, "Организация работы наставнических пар или групп"),
        (7, "Завершение наставничества"),
    ]
    shown = words_of(page)
    assert "Подготовка условий для запуска программы наставничества — сентябрь" in shown
    assert "Формирование наставнических пар или групп — до 30 октября" in shown


@pytest.mark.requirement("U-RM-3.6", "A16-3")
def test_the_five_meetings_stand_on_the_page_of_a_pair_where_the_rules_keep_them(school, client):
    pair = school.pair()
    assert "Пробная встреча" not in words_of(client.get(pair.get_absolute_url()))
    own_rules(school.organisation, meetings_enabled=True)
    meetings = [str(step) for step in client.get(pair.get_absolute_url()).context["page"].meetings]
    assert meetings == [
        "Встреча-знакомство",
        "Пробная встреча",
        "Встреча-планирование",
        "Совместная работа: встречи с обратной связью",
        "Итоговая встреча",
    ]


@pytest.mark.requirement("A16-3")
def test_a_municipality_puts_its_own_step_in_the_place_of_the_portals(school, client):
    own_rules(school.organisation, org_cycle_enabled=True)
    municipality = school.organisation.municipality
    desk = Desk(member(Role.ADMIN, municipality=municipality))
    portal = PlanStep.objects.get(code="cycle-5")
    address = f"{reverse('registry:own_entry_add', args=['steps'])}?basis={portal.pk}"
    typed = {"plan": "cycle", "title": "Слёт пар района", "term": "до 15 октября", "position": 5, "source": ""}
    assert desk.client.post(address, {"municipality": municipality.pk, **typed}).status_code == 302
    titles = [str(step) for step in client.get(school.organisation.get_absolute_url()).context["steps"]]
    assert titles[4] == "Слёт пар района"
    assert portal.title not in titles
    assert Policy.objects.filter(municipality=municipality).exists()
