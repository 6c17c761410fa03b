"""Cards beyond the own organisation: of those whom the reader leads or mentors."""

import pytest
from django.test import Client

from mentoring.enums import EndReason
from mentoring.models import Pair
from registry.enums import Role
from registry.models import Category, Consent
from tests.factories import MenteeFactory, MentorFactory, OrganisationFactory, UserFactory, member
from tests.mentoring.conftest import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def factory(school):
    return OrganisationFactory(
        municipality=school.organisation.municipality, short_name="ООО «Маяк»", kind="enterprise"
    )


@pytest.fixture
def engineer(factory):
    """Works elsewhere and has signed nothing yet."""
    return MentorFactory(organisation=factory, open_to_others=True)


def test_whoever_leads_the_pair_opens_the_mentor_s_card_and_records_the_consents(school: School, engineer, client):
    client.force_login(school.curator)
    card, form = engineer.person.get_absolute_url(), f"/people/{engineer.person_id}/consents/new/"
    assert client.get(card).status_code == 404
    assert client.get(form).status_code == 404
    pair = school.pair(engineer)
    on_pair = client.get(pair.get_absolute_url()).content.decode()
    assert f'href="{card}"' in on_pair
    assert f'href="{form}?kind=' in on_pair
    page = client.get(card)
    assert page.status_code == 200
    assert "История" not in page.content.decode()
    council = Client()
    council.force_login(member(Role.COUNCIL, organisation=school.organisation))
    assert council.get(pair.get_absolute_url()).status_code == 200
    assert council.get(card).status_code == 404, "the council keeps no cards"
    answer = client.get(form)
    assert answer.status_code == 200
    fields = answer.context["form"].fields
    ticks = {name: "on" for name in fields if name.endswith("personal_data") or name.startswith("personal_data")}
    dates = {name: "2026-09-01" for name in fields if "signed_on" in name}
    client.post(form, ticks | dates)
    assert Consent.objects.filter(person=engineer.person).exists()
    assert client.get(f"/people/{engineer.person_id}/edit/").status_code in (403, 404)


def test_a_cancelled_pair_opens_no_card(school: School, engineer, client):
    pair = school.pair(engineer)
    Pair.objects.filter(pk=pair.pk).update(status="cancelled", end_reason=EndReason.REQUEST)
    client.force_login(school.curator)
    assert client.get(engineer.person.get_absolute_url()).status_code == 404
    assert client.get(f"/people/{engineer.person_id}/consents/new/").status_code == 404


@pytest.mark.requirement("U-5.1-1")
def test_a_mentor_sees_the_mentee_s_card_without_sensitive_facts(school: School, client):
    sensitive = Category.objects.filter(sensitive=True).first()
    mentee, mentor = school.mentee(), school.mentor()
    mentee.categories.add(sensitive)
    school.active_pair(mentor, mentee)
    another = MenteeFactory(organisation=school.organisation)
    client.force_login(member(Role.MENTOR, person=mentor.person))
    page = client.get(mentee.person.get_absolute_url())
    assert page.status_code == 200
    assert sensitive.title not in page.content.decode()
    assert client.get(another.person.get_absolute_url()).status_code == 404
    assert client.get(f"/people/{mentee.person_id}/consents/new/").status_code == 403
    client.force_login(UserFactory())
    assert client.get(mentee.person.get_absolute_url()).status_code in (403, 404)
