"""A roadmap keeps what was typed to the letter, and the department sees how far a school has come."""

from datetime import date

import pytest
from django.urls import reverse

from mentoring.actions.roadmaps import agree_roadmap, submit_roadmap
from mentoring.enums import RoadmapStatus
from mentoring.models import Roadmap, RoadmapItem
from mentoring.roadmaps.columns import columns_of_set
from registry import clock
from registry.enums import OrganisationKind, Role, RuleLevel
from registry.models import Organisation
from reports.documents.roadmap import roadmap_payload
from tests.factories import OrganisationFactory, PolicyFactory, UserFactory, local_rules, member
from tests.mentoring.test_roadmaps import new_roadmap, signed_in

pytestmark = pytest.mark.django_db
#: number and term of rows of the plan of Сальск, slips included
ROWS_OF_SALSK = [
    ("1.", "до 01.12.2021 г."),
    ("3.", "до конца 2021 года"),
    ("4.", "Ноябрь 2021 – январь 2022"),
    ("7.", "ежегодно"),
    ("8.", "Весь период"),
    ("9.", "По плану ГБУ ДПО РО РИПК и ППРО, ЦНППМПР"),
    ("11.", "в соответствии с графиком Академии Минпросвещения"),
    ("19.", "Январь, май"),
    ("20", "ежегодно"),
    ("22", "Весь период"),
]
#: in the year of the roadmap
DAYS_OF_TERM = {"Январь, май": "31.01.2027, 31.05.2027"}


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory.create()


@pytest.fixture
def roadmap(organisation: Organisation) -> Roadmap:
    return new_roadmap(organisation, preset="kez-2022")


@pytest.mark.requirement("S-numbers", "S-terms")
@pytest.mark.parametrize(("number", "term"), ROWS_OF_SALSK)
def test_number_and_term_stay_as_they_were_typed(
    organisation: Organisation, roadmap: Roadmap, number: str, term: str
) -> None:
    Roadmap.objects.update(columns=columns_of_set("salsk"))
    section = roadmap.sections.first()
    assert section is not None
    curator = signed_in(member(Role.CURATOR, organisation=organisation))
    address = reverse("mentoring:roadmap_item_add", args=[roadmap.pk, section.pk])
    sent = {"number": number, "title": "Мероприятие плана", "term": term, "responsible": "УО", "result": "приказ"}
    if days := DAYS_OF_TERM.get(term):  # a list of months asks for its days
        assert "due_days" in curator.post(address, sent).context["form"].errors
        sent["due_days"] = days
    curator.post(address, sent)
    item = RoadmapItem.objects.get(title="Мероприятие плана")
    assert (item.number, item.term) == (number, term)
    page_text = curator.get(roadmap.get_absolute_url()).content.decode().replace("\u00a0", " ")
    assert term in page_text


@pytest.mark.requirement("H-6.2-7", "D-4.8.1")
def test_the_coordinator_sees_what_a_school_has_done_and_what_is_late(
    organisation: Organisation, roadmap: Roadmap
) -> None:
    submit_roadmap(roadmap=roadmap, by=member(Role.HEAD, organisation=organisation))
    agree_roadmap(roadmap=roadmap, by=UserFactory.create())
    first = RoadmapItem.objects.get(section__roadmap=roadmap, number="1.1.")
    curator = signed_in(member(Role.CURATOR, organisation=organisation))
    with clock.as_at(date(2027, 4, 1)):
        curator.post(
            reverse("mentoring:roadmap_item_progress", args=[roadmap.pk, first.pk]),
            {"status": "done", "done_on": "2027-03-20", "evidence": "приказ № 5"},
        )
        coordinator = signed_in(member(Role.COORDINATOR, municipality=organisation.municipality))
        assert "1 из 15" in coordinator.get(reverse("mentoring:roadmaps")).content.decode()
        page_text = coordinator.get(roadmap.get_absolute_url()).content.decode()
    assert "приказ № 5" in page_text
    assert "срок прошёл" in page_text


@pytest.mark.requirement("S-4.1")
def test_the_methodical_centre_follows_the_plans_of_its_organisations_with_an_access_of_its_own(
    organisation: Organisation, roadmap: Roadmap
) -> None:
    """It stands beside the education department over schools alone."""
    municipality = organisation.municipality
    PolicyFactory(municipality=municipality)
    of_kind = {"municipality": municipality, "organisation_kind": organisation.kind}
    local_rules(RuleLevel.KIND, **of_kind, supervising_body="информационно-методический центр")
    nursery = OrganisationFactory.create(municipality=municipality, kind=OrganisationKind.PRESCHOOL)
    elsewhere = new_roadmap(nursery, preset="kez-2022")
    submit_roadmap(roadmap=roadmap, by=member(Role.HEAD, organisation=organisation))
    kinds = [organisation.kind]
    centre = signed_in(member(Role.COORDINATOR, municipality=municipality, organisation_kinds=kinds))
    centre.post(reverse("mentoring:roadmap_agree", args=[roadmap.pk]))
    listed = [row.record for row in centre.get(reverse("mentoring:roadmaps")).context["table"].rows]
    roadmap.refresh_from_db()
    assert (listed, roadmap.status) == ([roadmap], RoadmapStatus.AGREED)
    assert centre.get(elsewhere.get_absolute_url()).status_code == 404
    stamp = roadmap_payload(roadmap)["approvals"][0]
    assert (stamp["word"], stamp["lines"][0]) == ("СОГЛАСОВАНО", "Информационно-методический центр")
