"""Kindergartens answer to a body of their own (requirements A16-24): papers are headed by it and stamped for it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from mentoring.actions.roadmaps import create_roadmap
from mentoring.roadmaps.columns import columns_of_set
from registry.enums import OrganisationKind, RuleLevel
from registry.queries.rules import rules_in_force
from reports.documents.printed_parts import letterhead_of
from reports.documents.roadmap import roadmap_payload
from tests.factories import MunicipalityFactory, OrganisationFactory, PolicyFactory, UserFactory, local_rules

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)


@pytest.fixture
def both():
    """A school and a kindergarten of one municipality."""
    municipality = MunicipalityFactory(authorised_body="департамент образования")
    PolicyFactory(municipality=municipality)
    local_rules(
        RuleLevel.KIND,
        municipality=municipality,
        organisation_kind=OrganisationKind.PRESCHOOL,
        supervising_body="управление дошкольного образования",
        supervising_head="Северьянова Галина Дмитриевна",
        supervising_head_post="начальник управления",
    )
    return [
        OrganisationFactory(municipality=municipality, kind=kind)
        for kind in (OrganisationKind.SCHOOL, OrganisationKind.PRESCHOOL)
    ]


@pytest.mark.requirement("D-4.8.3", "A16-24")
def test_the_body_of_a_kind_stands_over_its_papers_and_agrees_its_roadmaps(both):
    heads = [letterhead_of(one, rules_in_force(one, TODAY).body)["founder"] for one in both]
    assert heads == ["Департамент образования", "Управление дошкольного образования"]
    stamps = []
    for one in both:
        roadmap = create_roadmap(
            municipality=one.municipality,
            organisation=one,
            title="Дорожная карта",
            starts_on=date(2026, 9, 1),
            ends_on=date(2027, 5, 31),
            columns=columns_of_set("kez"),
            preset=None,
            by=UserFactory(),
        )
        stamps.append(roadmap_payload(roadmap)["approvals"][0])
    assert [(stamp["word"], stamp["lines"][0]) for stamp in stamps] == [
        ("СОГЛАСОВАНО", "Департамент образования"),
        ("СОГЛАСОВАНО", "Начальник управления"),
    ]
    assert stamps[1]["signature"].replace("\u00a0", " ") == "Г. Д. Северьянова"


def test_nobody_heads_a_body_without_a_name(both):
    policy = both[0].municipality.policies.get()
    policy.supervising_head = "Северьянова Галина Дмитриевна"
    with pytest.raises(ValidationError, match="Назовите орган"):
        policy.full_clean()
