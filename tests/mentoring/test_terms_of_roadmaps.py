"""Terms that do not fit a roadmap are shown until they are mended, and asked about before it is decided."""

from datetime import date

import pytest
from django.urls import reverse

from mentoring.actions.roadmaps import submit_roadmap
from mentoring.enums import RoadmapStatus
from mentoring.models import RoadmapItem
from registry.enums import Role
from tests.factories import OrganisationFactory, member
from tests.mentoring.test_roadmaps import new_roadmap, signed_in
from tests.stories.desk import words_of

pytestmark = pytest.mark.django_db
HALF_A_YEAR = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 6, 30)}


@pytest.fixture
def school():
    return OrganisationFactory()


@pytest.fixture
def roadmap(school):
    return new_roadmap(school, preset="kez-2022", **HALF_A_YEAR)


def test_terms_outside_the_period_stay_on_the_page_until_they_are_mended(school, roadmap):
    author = signed_in(member(Role.CURATOR, organisation=school))
    outside = RoadmapItem.objects.filter(section__roadmap=roadmap, due_to__gt=date(2027, 6, 30))
    count = outside.count()
    page = words_of(author.get(roadmap.get_absolute_url()))
    assert page.count("не входит в период карты") == count > 1
    assert "1.3. Сентябрь 2027 г.: не входит в период карты" in page.replace("\xa0", " ").replace(
        outside.get(number="1.3.").title, ""
    ).replace("  ", " ")
    outside.update(term="Март 2027 г.", due_from=date(2027, 3, 1), due_to=date(2027, 3, 31))
    assert "не входит в период" not in words_of(author.get(roadmap.get_absolute_url()))


def test_a_blank_term_is_told_of_where_the_roadmap_has_terms(school):
    author = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    municipal = new_roadmap(municipality=school.municipality, preset="holm-2023", ends_on=date(2029, 8, 31))
    blank = RoadmapItem.objects.filter(section__roadmap=municipal, term="").count()
    assert words_of(author.get(municipal.get_absolute_url())).count("срок не указан") == blank > 0
    municipal.columns = [column for column in municipal.columns if column["code"] != "term"]
    municipal.save()
    assert "срок не указан" not in words_of(author.get(municipal.get_absolute_url()))


def test_who_approves_and_who_agrees_is_asked_about_the_terms(school, roadmap):
    curator, head = (member(role, organisation=school) for role in (Role.CURATOR, Role.HEAD))
    coordinator = member(Role.COORDINATOR, municipality=school.municipality)
    signed_in(curator).post(reverse("mentoring:roadmap_submit", args=[roadmap.pk]))
    for step, user, before, after in (
        ("approve", head, RoadmapStatus.APPROVAL, RoadmapStatus.SUBMITTED),
        ("agree", coordinator, RoadmapStatus.SUBMITTED, RoadmapStatus.AGREED),
    ):
        browser, address = signed_in(user), reverse(f"mentoring:roadmap_{step}", args=[roadmap.pk])
        assert "не входит в период карты" in words_of(browser.get(roadmap.get_absolute_url()))
        assert "не входит в период карты" in words_of(browser.post(address))
        assert "Отметьте, если эти сроки верны" in words_of(browser.post(address, {"question": "1"}))
        roadmap.refresh_from_db()
        assert roadmap.status == before
        browser.post(address, {"question": "1", "terms_accepted": "on"})
        roadmap.refresh_from_db()
        assert roadmap.status == after


def test_nothing_is_asked_of_a_roadmap_whose_terms_fit(school):
    roadmap = new_roadmap(school, preset="kez-2022", ends_on=date(2027, 8, 31))
    head = signed_in(member(Role.HEAD, organisation=school))
    head.post(reverse("mentoring:roadmap_submit", args=[roadmap.pk]))
    roadmap.refresh_from_db()
    assert roadmap.status == RoadmapStatus.SUBMITTED


@pytest.mark.requirement("K-RM-1.3")
def test_months_that_do_not_follow_each_other_are_told_while_the_roadmap_is_written():
    school = OrganisationFactory()
    curator = signed_in(member(Role.CURATOR, organisation=school))
    autumn = new_roadmap(school, preset="kez-2022")
    page = " ".join(curator.get(autumn.get_absolute_url()).content.decode().split())
    assert "Месяцы идут не по порядку." in page
    assert "(Сентябрь 2026 г.) стоит после 1.2. (Март 2027 г.)" in page
    assert page.count("стоит после") == 1
    head = member(Role.HEAD, organisation=school)
    submit_roadmap(roadmap=autumn, by=head)
    assert "Месяцы идут не по порядку." not in curator.get(autumn.get_absolute_url()).content.decode()
    spring = new_roadmap(school, preset="kez-2022", starts_on=date(2027, 3, 1), ends_on=date(2028, 2, 28))
    assert "Месяцы идут не по порядку." not in curator.get(spring.get_absolute_url()).content.decode()
