"""A school keeps two mentees and twelve months under a district of three and nine; its order cites its own act. On the
pages alone."""

from datetime import date

import pytest
from django.urls import reverse

from registry.enums import Role
from registry.models import LocalRules, Organisation
from tests.stories.conftest import StoryDistrict, TurnTo, desk_of, terms
from tests.stories.desk import Desk

ADOPTED, SEPTEMBER, YEAR_LATER = date(2026, 8, 25), date(2026, 9, 1), date(2027, 8, 31)
PERIOD = {"starts_on": SEPTEMBER, "ends_on": YEAR_LATER}


@pytest.fixture
def schools(district: StoryDistrict, turn_to: TurnTo) -> list[Organisation]:
    turn_to(SEPTEMBER)
    district.adopts("base", valid_from=ADOPTED, basis="приказ отдела образования от 25.08.2026 № 187")
    district.admin.changes_rules("registry:policy_edit", district.policy.pk, programme_max_months=9)
    head = {"head_name": "Дубровина Ульяна Олеговна", "head_position": "директор"}
    return [district.enters(f"МБОУ «Заозёрная СОШ № {number}»", **head) for number in (1, 2)]


@pytest.fixture
def school(schools: list[Organisation]) -> Organisation:
    """Its head sets its rules and names the order that has adopted them."""
    own = schools[0]
    head = desk_of(Role.HEAD, own)
    address = reverse("registry:own_rules_add", args=[own.pk])
    head.changes_rules(
        f"{address}?rule=mentee_limit&rule=programme_max_months",
        valid_from=SEPTEMBER,
        mentee_limit=2,
        programme_max_months=12,
    )
    order = {"new_number": "112", "new_dated": SEPTEMBER, "new_title": "Об утверждении положения о наставничестве"}
    head.sends("registry:local_rules_act", LocalRules.objects.get().pk, act_way="new", **order)
    return own


def curator_of(organisation: Organisation) -> Desk:
    desk_of(Role.HEAD, organisation).appoints_curator(f"Лагунова{'а' * (organisation.pk % 9)}", on=SEPTEMBER)
    return desk_of(Role.CURATOR, organisation)


@pytest.mark.requirement("D-4.6.1-2")
def test_the_school_lives_by_its_own_rules_and_its_order_cites_its_own_act(school: Organisation) -> None:
    curator = curator_of(school)
    mentor = curator.enters_mentor("Петрова")
    mentees = [curator.enters_mentee(name) for name in ("Рожкова", "Сёмина", "Третьякова")]
    curator.records_consents(mentor.person, *(mentee.person for mentee in mentees), on=SEPTEMBER)
    year = {**terms("teacher-teacher"), **PERIOD}
    pairs = [curator.enters_pair(mentor, mentee, **year) for mentee in mentees[:2]]
    refusal = curator.is_refused("mentoring:pair_new_for", mentees[2].pk, mentor=mentor, **year)
    assert "По правилам организации с 01.09.2026 одновременно не больше двух." in refusal

    order = desk_of(Role.HEAD, school).issues_order(*pairs, number="120", dated=SEPTEMBER)
    for phrase in (
        "В соответствии с приказом МБОУ «Заозёрная СОШ № 1» от 01.09.2026 № 112 «Об утверждении положения о "
        "наставничестве»",
        "на период с 1 сентября 2026 г. по 31 августа 2027 г.",
    ):
        assert phrase in order, (phrase, order)

    page_text = curator.reads("registry:rules_of_organisation", school.pk)
    assert "2 правила организации с 01.09.2026" in page_text
    assert "12 правила организации с 01.09.2026" in page_text
    assert "приказ № 112 от 01.09.2026" in page_text


def test_its_neighbour_lives_by_those_of_the_district(schools: list[Organisation], school: Organisation) -> None:
    neighbour = next(one for one in schools if one != school)
    curator = curator_of(neighbour)
    mentor = curator.enters_mentor("Петрова")
    mentees = [curator.enters_mentee(name) for name in ("Рожкова", "Сёмина", "Третьякова")]
    curator.records_consents(mentor.person, *(mentee.person for mentee in mentees), on=SEPTEMBER)
    refusal = curator.is_refused(
        "mentoring:pair_new_for", mentees[0].pk, mentor=mentor, **terms("teacher-teacher"), **PERIOD
    )
    assert "Срок не длиннее 9 месяцев — по политике муниципалитета (" in refusal
    nine = {**terms("teacher-teacher"), "starts_on": SEPTEMBER, "ends_on": date(2027, 5, 31)}
    pairs = [curator.enters_pair(mentor, mentee, **nine) for mentee in mentees]
    assert [pair.status for pair in pairs] == ["agreed"] * 3
    order = desk_of(Role.HEAD, neighbour).issues_order(*pairs, number="7", dated=SEPTEMBER, grounds="Положением")
    assert "№ 112" not in order
