"""A district on its first day: no organisations, no people, no policy. Every page says what to do, none breaks."""

import pytest
from django.urls import reverse

from registry.enums import Role
from tests.factories import MunicipalityFactory, member

pytestmark = pytest.mark.django_db

PAGES = (
    "home",
    "mentoring:pairs",
    "mentoring:roadmaps",
    "registry:mentors",
    "registry:mentees",
    "registry:curators",
    "registry:organisations",
    "registry:organisation_add",
    "imports:list",
    "imports:add",
    "registry:settings",
    "registry:policy",
    "registry:access",
    "registry:invite",
    "monitoring:dashboard",
    "monitoring:assessments",
    "reports:documents",
)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COORDINATOR])
def test_every_page_of_an_empty_district_opens(client, role):
    client.force_login(member(role, municipality=MunicipalityFactory()))

    answers = {name: client.get(reverse(name), follow=True).status_code for name in PAGES}

    assert set(answers.values()) == {200}, answers


def test_an_administrator_without_people_is_told_where_to_begin_a_pair(client):
    client.force_login(member(Role.ADMIN, municipality=MunicipalityFactory()))

    page = client.get(reverse("mentoring:pair_new"))

    assert page.status_code == 200
    assert "Добавить наставляемого" in page.text
