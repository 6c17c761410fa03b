"""The columns of a roadmap follow the rules, on the form and on paper (requirements A16-21)."""

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.enums import RoadmapLevel
from mentoring.models import Roadmap, RoadmapPreset
from mentoring.roadmaps.columns import columns_of_set
from registry.enums import RoadmapShape, Role
from reports.documents.roadmap import roadmap_payload
from tests.factories import OrganisationFactory, PolicyFactory, member, own_rules

pytestmark = pytest.mark.django_db


def _compose(school, **typed) -> tuple[Client, object]:
    client = Client()
    client.force_login(member(Role.CURATOR, organisation=school))
    data = {
        "owner": f"organisation-{school.pk}",
        "preset": RoadmapPreset.objects.get(code="kez-2022").pk,
        "title": "Карта школы",
        "starts_on": "2026-09-01",
        "ends_on": "2027-08-31",
        **typed,
    }
    return client, client.post(reverse("mentoring:roadmap_add"), data)


@pytest.mark.requirement("S-columns", "A16-21")
def test_a_new_roadmap_has_the_columns_of_the_rules_and_without_them_those_of_its_sample():
    school, other = OrganisationFactory(), OrganisationFactory()
    PolicyFactory(municipality=school.municipality, roadmap_columns=RoadmapShape.SALSK)
    PolicyFactory(municipality=other.municipality)
    _compose(school)
    _compose(other)
    printed = {roadmap.organisation: roadmap_payload(roadmap)["columns"] for roadmap in Roadmap.objects.all()}
    assert printed == {school: columns_of_set("salsk"), other: columns_of_set("kez")}


@pytest.mark.requirement("A16-21")
def test_other_columns_than_those_of_the_rules_are_refused_in_words():
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality)
    own_rules(school, roadmap_columns=RoadmapShape.LIST)
    _, page = _compose(school, columns="holm")
    assert page.context["form"].errors["columns"] == ["По правилам организации столбцы карты — перечень мероприятий."]
    assert not Roadmap.objects.exists()


def test_a_new_roadmap_is_offered_only_columns_and_samples_that_can_be_saved():
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality)
    own_rules(school, roadmap_columns=RoadmapShape.LIST)
    client = Client()
    client.force_login(member(Role.CURATOR, organisation=school))
    fields = client.get(reverse("mentoring:roadmap_add")).context["form"].fields
    assert [code for code, _ in fields["columns"].choices] == ["", "list"]
    assert {preset.level for preset in fields["preset"].queryset} == {RoadmapLevel.SCHOOL}


def test_a_draft_that_is_there_already_is_linked():
    school = OrganisationFactory()
    _compose(school)
    _, page = _compose(school)
    assert f'<a href="{Roadmap.objects.get().get_absolute_url()}">откройте его</a>' in page.content.decode()


def test_a_roadmap_is_changed_only_to_the_columns_of_the_rules():
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality, roadmap_columns=RoadmapShape.HOLM)
    client, _ = _compose(school)
    roadmap = Roadmap.objects.get()
    Roadmap.objects.update(columns=columns_of_set("kez"))
    field = client.get(reverse("mentoring:roadmap_edit", args=[roadmap.pk])).context["form"].fields["column_set"]
    assert [code for code, _ in field.choices] == ["kez", "holm"]
    assert field.help_text.startswith("По политике муниципалитета — этап, содержание")
