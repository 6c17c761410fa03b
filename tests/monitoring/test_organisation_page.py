"""How mentoring goes in one organisation, for its own people and for those above."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentoring.enums import PairStatus
from mentoring.models import Stage
from monitoring.actions import approve_assessment
from monitoring.forms import ContingentForm
from monitoring.organisation_page import MOST_NAMED
from registry.enums import Participant, Role
from registry.models import Category, Contingent
from tests.factories import (
    AssessmentFactory,
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return OrganisationFactory(short_name="МБОУ «Заречная школа»")


@pytest.fixture
def curator(school):
    return member(Role.CURATOR, organisation=school)


def at(school, *parts) -> str:
    return "/".join([f"/monitoring/organisations/{school.pk}", *parts])


def working_pair(school, stage=1, **changes):
    fields = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 5, 31), "status": PairStatus.ACTIVE} | changes
    return PairFactory(organisation=school, stage=Stage.objects.get(number=stage), **fields)


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def page(client, user, address):
    client.force_login(user)
    return client.get(address)


@pytest.mark.requirement("H-6.6-3")
def test_pairs_stand_under_their_stages_by_name(client, curator, school):
    pair = working_pair(school, 3)
    response = page(client, curator, f"{at(school)}/")
    groups = {group.count.stage.number: [labels.pair for labels in group.pairs] for group in response.context["stages"]}
    assert groups == {1: [], 2: [], 3: [pair], 4: [], 5: []}
    assert f'href="/pairs/{pair.pk}/"' in text_of(response)


def test_a_long_stage_names_some_pairs_and_leads_to_the_rest(client, curator, school):
    for _ in range(MOST_NAMED + 2):
        working_pair(school, 2)
    response = page(client, curator, f"{at(school)}/")
    group = response.context["stages"][1]
    assert (len(group.pairs), group.unnamed) == (MOST_NAMED, 2)
    stage = Stage.objects.get(number=2)
    assert f'?organisation={school.pk}&amp;on=2026-11-20&amp;stage={stage.pk}">и ещё 2</a>' in text_of(response)


@pytest.mark.requirement("H-6.6-4")
def test_what_is_overdue_is_listed_and_counted_alike(client, curator, school):
    working_pair(school, starts_on=date(2025, 9, 1), ends_on=date(2026, 11, 1))
    response = page(client, curator, f"{at(school)}/")
    overdue = response.context["overdue_first"]
    assert overdue
    assert len(overdue) == response.context["row"].figures["overdue"]
    assert all(deadline.overdue and deadline.organisation_id == school.pk for deadline in overdue)


@pytest.mark.requirement("K-6-deltas")
def test_scores_show_how_they_moved_from_period_to_period(client, curator, school):
    for year, period, total in ((2024, "end", 12), (2025, "start", 9), (2025, "end", 15), (2026, "start", 15)):
        row = AssessmentFactory(organisation=school, school_year=year, period=period, total=total)
        approve_assessment(assessment=row, by=curator)
    response = page(client, curator, f"{at(school)}/")
    steps = [(step.assessment.total, step.delta) for step in response.context["scores"]]
    assert steps == [(15, 0), (15, 6), (9, -3), (12, None)]
    text = text_of(response)
    assert "+6" in text
    assert "−3" in text


def test_numbers_of_people_are_entered_and_shares_follow(client, curator, school):
    assert "молодых специалистов с наставником: нет численности" in text_of(page(client, curator, f"{at(school)}/"))
    address = f"{at(school, 'contingent', '2026')}/"
    assert client.get(address).status_code == 200
    assert not Contingent.objects.exists()
    response = client.post(address, {"pupils": "", "teachers": "40", "young_teachers": "5"})
    assert (response.status_code, response.url) == (302, f"{at(school)}/")
    row = Contingent.objects.get()
    assert (row.organisation, row.school_year, row.pupils, row.teachers, row.young_teachers) == (
        school,
        2026,
        None,
        40,
        5,
    )
    client.post(address, {"pupils": "300", "teachers": "41", "young_teachers": "0"})
    row = Contingent.objects.get()
    assert (row.pupils, row.teachers, row.young_teachers) == (300, 41, 0)
    assert "в численности их нет" in text_of(client.get(f"{at(school)}/"))


def test_more_young_specialists_than_teachers_are_refused_beside_the_field(client, curator, school):
    client.force_login(curator)
    response = client.post(
        f"{at(school, 'contingent', '2026')}/", {"teachers": "4", "young_teachers": "5", "pupils": "x"}
    )
    assert set(response.context["form"].errors) == {"young_teachers", "pupils"}
    assert 'value="x"' in response.content.decode()
    assert not Contingent.objects.exists()


@pytest.mark.parametrize("year", ["1999", "2028"])
def test_numbers_of_an_impossible_year_have_no_page(client, curator, school, year):
    assert page(client, curator, f"{at(school, 'contingent', year)}/").status_code == 404


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.CURATOR, (200, 200)),
        (Role.HEAD, (200, 200)),
        (Role.OPERATOR, (200, 200)),
        (Role.COUNCIL, (200, 403)),
        (Role.COORDINATOR, (200, 200)),
        (Role.REGIONAL, (403, 403)),
    ],
)
@pytest.mark.requirement("D-4.6.1-7", "D-4.6.3.1-7")
def test_who_looks_inside_an_organisation_and_who_enters_its_numbers(client, school, role, statuses):
    municipal = role in (Role.COORDINATOR, Role.REGIONAL)
    user = member(role, **({"municipality": school.municipality} if municipal else {"organisation": school}))
    addresses = (f"{at(school)}/", f"{at(school, 'contingent', '2026')}/")
    assert tuple(page(client, user, address).status_code for address in addresses) == statuses


@pytest.mark.parametrize("parts", [("",), ("contingent", "2026", "")])
def test_a_foreign_organisation_does_not_exist_and_strangers_are_refused(client, school, parts):
    neighbour = OrganisationFactory(municipality=school.municipality)
    address = at(school, *parts)
    assert client.get(address).status_code == 302
    assert page(client, member(Role.HEAD, organisation=neighbour), address).status_code == 404
    foreign = member(Role.COORDINATOR, municipality=OrganisationFactory().municipality)
    assert page(client, foreign, address).status_code == 404
    assert page(client, UserFactory(), address).status_code == 403
    mentor = member(Role.MENTOR, person=MentorFactory(organisation=school).person)
    assert page(client, mentor, address).status_code == 403


def test_neighbours_pairs_and_sensitive_categories_stay_out(client, curator, school):
    neighbour = OrganisationFactory(municipality=school.municipality)
    secret = PersonFactory(organisation=neighbour, last_name="Соседова")
    working_pair(neighbour, mentee=MenteeFactory(person=secret))
    own = MenteeFactory(person=PersonFactory(organisation=school, last_name="Орлов"), participant=Participant.PUPIL)
    own.categories.set(Category.objects.filter(sensitive=True))
    working_pair(school, mentee=own)
    text = text_of(page(client, curator, f"{at(school)}/"))
    assert "Орлов" in text
    assert "Соседова" not in text
    assert not [category.title for category in Category.objects.filter(sensitive=True) if category.title in text]


def test_three_pairs_cost_as_many_queries_as_one(client, curator, school):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{at(school)}/").status_code == 200
        return len(queries)

    client.force_login(curator)
    CuratorFactory(organisation=school)
    working_pair(school, 1)
    approve_assessment(assessment=AssessmentFactory(organisation=school, total=9), by=curator)
    cost()
    one = cost()
    for stage in (1, 2):
        working_pair(school, stage)
    approve_assessment(assessment=AssessmentFactory(organisation=school, period="middle", total=9), by=curator)
    assert cost() == one


def test_other_schools_of_the_district_cost_nothing(client, curator, school):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{at(school)}/").status_code == 200
        return len(queries)

    client.force_login(curator)
    working_pair(school, 1)
    cost()
    alone = cost()
    for _ in range(3):
        working_pair(OrganisationFactory(municipality=school.municipality), 1)
    assert cost() == alone


def test_every_number_of_people_is_entered_and_shown(settings):
    numbers = {field.name for field in Contingent._meta.fields} - {"id", "organisation", "school_year"}
    assert set(ContingentForm.Meta.fields) == numbers
    page = (settings.BASE_DIR / "templates/monitoring/organisation.html").read_text(encoding="utf-8")
    assert {number for number in numbers if f"contingent.{number}" not in page} == set()
