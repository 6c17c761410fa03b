"""A namesake is never joined in silence: the form asks whether it is she."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import Person
from tests.factories import MenteeFactory, MentorFactory, OrganisationFactory, PersonFactory

ADDRESS = "mentoring:pair_new"


@pytest.fixture
def curator(school) -> Client:
    client = Client()
    client.force_login(school.curator)
    return client


@pytest.fixture
def deputy(school) -> Person:
    return PersonFactory(
        organisation=school.organisation, last_name="Краснова", first_name="Ольга", middle_name="Игоревна",
        position="заместитель директора", birth_date=date(1975, 3, 4),
    )  # fmt: skip


def fields(school, **more) -> dict:
    return {
        "last_name": "Краснова", "first_name": "Ольга", "middle_name": "Игоревна", "participant": "teacher",
        "organisation": school.organisation.pk, "position": "учитель музыки", "subject": "музыка",
    } | more  # fmt: skip


def answers(response) -> dict[str, str]:
    return {choice.data["value"]: choice.choice_label for choice in response.context["form"]["namesake"]}


def test_the_form_asks_and_shows_what_tells_people_apart(school, curator, deputy):
    response = curator.post(reverse(ADDRESS), fields(school))
    assert response.status_code == 200
    assert not hasattr(Person.objects.get(pk=deputy.pk), "mentee")
    shown = answers(response)
    assert list(shown) == [str(deputy.pk), f"another-{deputy.pk}"]
    assert "заместитель директора" in shown[str(deputy.pk)]
    assert "04.03.1975" in shown[str(deputy.pk)]
    assert school.organisation.short_name in shown[str(deputy.pk)]


def test_the_chosen_card_becomes_the_mentee_and_keeps_its_post(school, curator, deputy):
    Person.objects.filter(pk=deputy.pk).update(subject="")
    response = curator.post(reverse(ADDRESS), fields(school, namesake=deputy.pk))
    deputy.refresh_from_db()
    assert response.url == reverse("mentoring:pair_new_for", args=[deputy.mentee.pk])
    assert deputy.position == "заместитель директора"
    assert deputy.subject == "музыка"
    assert Person.objects.filter(last_name="Краснова").count() == 1


def test_another_person_gets_an_own_card(school, curator, deputy):
    response = curator.post(reverse(ADDRESS), fields(school, namesake=f"another-{deputy.pk}"))
    assert response.status_code == 302
    cards = Person.objects.filter(last_name="Краснова")
    assert cards.count() == 2
    assert not hasattr(cards.get(pk=deputy.pk), "mentee")


def test_a_namesake_who_has_come_since_is_asked_about(school, curator, deputy):
    PersonFactory(organisation=school.organisation, last_name="Краснова", first_name="Ольга", middle_name="Игоревна")
    response = curator.post(reverse(ADDRESS), fields(school, namesake=f"another-{deputy.pk}"))
    assert response.status_code == 200
    assert len(answers(response)) == 3


def test_a_name_without_a_patronymic_is_asked_about_too(school, curator, deputy):
    assert len(answers(curator.post(reverse(ADDRESS), fields(school, middle_name="")))) == 2


def test_a_known_mentee_is_chosen_and_not_entered_again(school, curator, deputy):
    mentee = MenteeFactory(person=deputy)
    response = curator.post(reverse(ADDRESS), fields(school, namesake=deputy.pk))
    assert response.url == reverse("mentoring:pair_new_for", args=[mentee.pk])


def test_a_card_of_another_organisation_is_told_of_without_particulars(school, curator):
    elsewhere = OrganisationFactory(municipality=school.organisation.municipality)
    stranger = PersonFactory(
        organisation=elsewhere, last_name="Краснова", first_name="Ольга", middle_name="Игоревна", position="директор"
    )
    response = curator.post(reverse(ADDRESS), fields(school))
    assert list(answers(response)) == ["another"]
    page_text = response.content.decode()
    assert "числится в другой организации" in page_text
    assert "директор" not in page_text
    assert curator.post(reverse(ADDRESS), fields(school, namesake=stranger.pk)).status_code == 200
    assert curator.post(reverse(ADDRESS), fields(school, namesake="another")).status_code == 302


@pytest.mark.parametrize("bank", ["mentor", "mentee"])
def test_a_bank_s_form_asks_again_about_a_namesake_who_has_come_since(school, curator, deputy, bank):
    address = reverse(f"registry:{bank}_add")
    sent = fields(school, included_on="2026-09-01", working_since_precision="year", source="teacher") | {
        "readiness": "candidate"
    }
    question = curator.post(address, sent).context["form"]
    assert question["compared"].value() == str(deputy.pk)
    sent |= {"another_person": "on", "compared": str(deputy.pk)}
    assert curator.post(address, sent).status_code == 302
    assert curator.post(address, sent).status_code == 200
    assert Person.objects.filter(last_name="Краснова").count() == 2


def pupil_fields(school, **more) -> dict:
    return fields(school, participant="pupil", position="", subject="", grade=5, birth_date="2014-03-04") | more


def card_of(school, **facts) -> Person:
    return PersonFactory(
        organisation=school.organisation, last_name="Краснова", first_name="Ольга", middle_name="Игоревна",
        **{"position": "", "subject": "", "working_since": None, "birth_date": None, **facts},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"birth_date": date(1985, 3, 4)}, "дата рождения — 04.03.1985, а введено: дата рождения — 04.03.2014"),
        ({"grade": 9}, "класс — 9, а введено: класс — 5"),
    ],
)
def test_a_chosen_card_that_says_otherwise_is_not_filled_in(school, curator, facts, words):
    card = card_of(school, **facts)
    page = curator.post(reverse(ADDRESS), pupil_fields(school, namesake=card.pk))
    assert words in str(page.context["form"].errors["namesake"])
    card.refresh_from_db()
    assert not hasattr(card, "mentee")


def test_a_class_that_a_card_of_a_teacher_would_get_is_refused(school, curator):
    card = card_of(school)
    MentorFactory(person=card)
    page = curator.post(reverse(ADDRESS), pupil_fields(school, namesake=card.pk))
    assert "это не обучающийся" in str(page.context["form"].errors["grade"])


def test_the_age_that_the_card_knows_is_compared_with_the_class_that_is_typed(school, curator):
    card = card_of(school, birth_date=date(2014, 3, 4))
    page = curator.post(reverse(ADDRESS), pupil_fields(school, namesake=card.pk, grade=11))
    assert page.status_code == 200
    card.refresh_from_db()
    assert card.grade is None
    assert curator.post(reverse(ADDRESS), pupil_fields(school, namesake=card.pk)).status_code == 302
    card.refresh_from_db()
    assert card.grade == 5
