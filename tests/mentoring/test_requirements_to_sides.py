"""What a form asks of its two sides: a bar refuses the pair, the rest warns; what nobody knows is told."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.pairing.rules import validate_pair
from registry.models import Form, SideRequirement
from registry.queries.rules import rules_in_force
from tests.mentoring.conftest import START
from tests.stories.desk import Desk


def asks(school, measure: str, *, is_bar: bool = False, **value) -> SideRequirement:
    return SideRequirement.objects.create(
        municipality=school.organisation.municipality,
        form=Form.objects.get(code="teacher-teacher"),
        measure=measure,
        is_bar=is_bar,
        source="положение, п. 3",
        **value,
    )


def warnings_of(school, pair) -> list[str]:
    rules = rules_in_force(school.organisation, START)
    return [
        warning for warning in validate_pair(pair, list(pair.kinds.all()), rules).warnings if "требуется" in warning
    ]


def test_a_bar_keeps_the_pair_from_being_made_and_a_warning_does_not(school):
    young = school.mentor(person__working_since=date(2024, 9, 1))
    wish = asks(school, "experience", years=3)
    pair = school.pair(young)
    name = young.person.short_name
    form = "форма «педагог – педагог»"
    [warning] = warnings_of(school, pair)
    assert warning.replace("\u00a0", " ") == (
        f"{name}: от наставника требуется стаж от 3 лет (положение, п. 3) — {form}.".replace("\u00a0", " ")
    )
    wish.is_bar = True
    wish.save()
    with pytest.raises(ValidationError, match="требуется стаж от") as refusal:
        school.pair(young, school.mentee())
    assert list(refusal.value.error_dict) == ["mentor"]


@pytest.mark.parametrize(
    ("measure", "value", "met", "unmet"),
    [
        ("category", {"category": "highest"}, {"qualification": "mentor"}, {"qualification": "first"}),
        ("mentor_age_from", {"years": 30}, {"birth_date": date(1990, 1, 1)}, {"birth_date": date(2000, 1, 1)}),
        ("mentor_age_to", {"years": 65}, {"birth_date": date(1990, 1, 1)}, {"birth_date": date(1955, 1, 1)}),
        ("experience", {"years": 5}, {"working_since": date(2015, 9, 1)}, {"working_since": date(2023, 9, 1)}),
    ],
)
def test_each_measure_is_judged_on_the_day_the_pair_begins(school, measure, value, met, unmet):
    asks(school, measure, **value)
    pair = school.pair()
    for known, number in ((met, 0), (unmet, 1)):
        for name, fact in known.items():
            setattr(pair.mentor.person, name, fact)
        assert len(warnings_of(school, pair)) == number


def test_years_in_the_organisation_are_counted_from_the_first_day_there(school):
    asks(school, "years_here", years=2)
    pair = school.pair()
    assert "не известно, с какого дня в этой организации" in warnings_of(school, pair)[0]
    place = pair.mentor.person.affiliations.get()
    for since, number in ((date(2024, 9, 1), 0), (date(2024, 9, 2), 1)):
        place.since = since
        place.save()
        assert len(warnings_of(school, pair)) == number


def test_a_municipality_adds_its_own_and_takes_the_place_of_the_portals(school, admin):
    desk, portal = Desk(admin), SideRequirement.objects.get(code="employer-pupil-experience")
    path = f"{reverse('registry:own_entry_add', args=['requirements'])}?basis={portal.pk}"
    listed = desk.sends(path, years=7, is_bar="on")
    assert "стаж наставника, лет не меньше 7" in listed
    assert "без этого пару не согласуют" in listed
    own = SideRequirement.objects.get(replaces=portal)
    assert (own.form, own.years, own.is_bar) == (portal.form, 7, True)
    refusal = desk.is_refused("registry:own_entry_add", "requirements", form=portal.form, measure="category")
    assert "Для категории выберите её" in refusal
