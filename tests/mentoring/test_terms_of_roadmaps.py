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
    municipal = new_roadmap(municipality=school.municipality, preset="holm-2023")
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


def order_of(browser, roadmap) -> list[str]:
    """The lines of the hint about months, as they are read."""
    hint = browser.get(roadmap.get_absolute_url()).context["terms_out_of_order"]
    assert bool(hint) == ("Месяцы идут не в том порядке" in words_of(browser.get(roadmap.get_absolute_url())))
    return [
        " > ".join(" ".join(item.number for item in part) for part in (terms.items, terms.earlier)) for terms in hint
    ]


@pytest.mark.requirement("K-RM-1.1", "K-RM-1.3")
def test_all_months_that_left_the_order_of_the_sample_are_told_while_the_roadmap_is_written(school):
    curator = signed_in(member(Role.CURATOR, organisation=school))
    autumn = new_roadmap(school, preset="kez-2022")
    september = "1.3. 3.2. 3.3. 3.4. 3.6."
    assert order_of(curator, autumn) == [
        f"1.1. 1.2. 1.4. > {september}", f"1.5. > {september}", "1.5. > 5.1. 5.2."
    ]  # fmt: skip
    page = words_of(curator.get(autumn.get_absolute_url())).replace("\xa0", " ").replace(" ,", ",")
    assert (
        f"1.1., 1.2., 1.4. (Март 2027 г.) — теперь позже, чем {september.replace(' ', ', ')} (Сентябрь 2026 г.)" in page
    )
    submit_roadmap(roadmap=autumn, by=member(Role.HEAD, organisation=school))
    assert order_of(curator, autumn) == []


def test_an_item_put_right_or_into_other_words_is_no_longer_out_of_order(school):
    curator = signed_in(member(Role.CURATOR, organisation=school))
    autumn = new_roadmap(school, preset="kez-2022")
    items = RoadmapItem.objects.filter(section__roadmap=autumn)
    items.filter(number__in=["1.1.", "1.2.", "1.4."]).update(due_from=None, due_to=date(2026, 9, 5))
    items.filter(number="1.5.").update(title="Новости на сайте")
    assert order_of(curator, autumn) == []


def test_months_of_a_roadmap_that_has_room_for_the_sample_are_in_its_order(school):
    curator = signed_in(member(Role.CURATOR, organisation=school))
    for begins, ends in (((2027, 3, 1), (2028, 5, 31)), ((2026, 9, 1), (2028, 8, 31))):
        assert (
            order_of(curator, new_roadmap(school, preset="kez-2022", starts_on=date(*begins), ends_on=date(*ends)))
            == []
        )


@pytest.mark.requirement("U-RM-2.2")
def test_a_day_by_which_something_is_to_be_done_has_its_place_in_the_order(school):
    coordinator = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    period = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
    plan = new_roadmap(municipality=school.municipality, preset="ustyuzhna-2020", **period)
    june = "2.1. 2.2. 4.1."
    assert order_of(coordinator, plan) == [
        f"{numbers} > {june}" for numbers in ("1.1. 1.2. 1.3. 1.4. 3.1. 3.2. 3.3.", "1.5. 1.6. 3.4.", "3.5.", "4.2.")
    ]


def test_who_has_sent_a_roadmap_reads_who_decides_about_it(school, roadmap):
    head = signed_in(member(Role.HEAD, organisation=school))
    address = reverse("mentoring:roadmap_submit", args=[roadmap.pk])
    page = words_of(head.post(address, {"question": "1", "terms_accepted": "on"}, follow=True))
    assert "отправлена муниципальному координатору на согласование" in page
    author = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    municipal = new_roadmap(municipality=school.municipality, preset="holm-2023")
    page = words_of(author.post(reverse("mentoring:roadmap_submit", args=[municipal.pk]), follow=True))
    assert "Согласовать её можете вы сами" in page
    assert "координатору на согласование" not in page
