"""A name in another case or with a loose hyphen is asked about, as other doubts are; it is never refused."""

from datetime import date

import pytest
from django.urls import reverse

from registry import clock
from registry.enums import Role
from registry.models import Curator, Mentee, Mentor, Person
from tests.factories import PersonFactory
from tests.posting import post_as_shown
from tests.registry.test_bank_facts import new_mentor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(date(2026, 11, 20)):
        yield


def mentor(district, last: str, first: str, middle: str = "", **fields) -> dict:
    names = {"last_name": last, "first_name": first, "middle_name": middle}
    return new_mentor(district.school, **names, **fields)


def asked(response) -> str:
    assert 'name="names_confirmed"' in response.content.decode()
    return response.context["form"].errors["names_confirmed"][0]


@pytest.mark.parametrize(
    ("names", "question"),
    [
        (("Иванову", "Марию"), "«Иванову Марию» стоит не в именительном падеже"),
        (("Елохина-", "Мария"), "В «Елохина-» дефис ни с чем не соединён"),
        (("Елохина", "Анна - Мария"), "В «Анна - Мария» дефис"),
        (("Ivanov", "Мария"), "«Ivanov» — латинскими буквами"),
        (("Иванова-Smith", "Мария"), "«Smith» — латинскими буквами"),
        (("И", "Мария"), "Фамилия «И» — одна буква"),
        (("Елохина", "М."), "Имя «М.» — одна буква"),
    ],
)
def test_a_new_mentor_is_asked_about_and_entered(names, question, district, as_role):
    curator, sent = as_role(Role.CURATOR), mentor(district, *names)
    assert question in asked(post_as_shown(curator, "/mentors/new/", sent))
    assert not Mentor.objects.exists()
    confirmed = post_as_shown(curator, "/mentors/new/", sent | {"names_confirmed": "on"})
    assert confirmed.status_code == 302, confirmed.context["form"].errors
    assert (Mentor.objects.get().person.last_name, Mentor.objects.get().person.first_name) == names


def test_the_former_surname_and_the_representative_are_asked_about_as_well(district, as_role):
    sent = mentor(district, "Рябова", "Анна", former_name="Озерову", representative_name="Рябову Марину Ильиничну")
    question = asked(post_as_shown(as_role(Role.CURATOR), "/mentors/new/", sent))
    assert "«Озерову»" in question
    assert "«Рябову Марину Ильиничну»" in question


def test_a_card_that_has_such_a_name_is_asked_only_when_it_changes(district, as_role):
    person = PersonFactory(organisation=district.school, last_name="Елохина-", first_name="Мария", middle_name="")
    address, curator = f"/people/{person.pk}/edit/", as_role(Role.CURATOR)
    card = {
        "last_name": "Елохина-",
        "first_name": "Мария",
        "working_since_precision": "year",
        "name_change": "slip",
        "position": "учитель",
    }
    assert post_as_shown(curator, address, card).status_code == 302
    assert "дефис" in asked(post_as_shown(curator, address, card | {"last_name": "-Жук"}))
    assert post_as_shown(curator, address, card | {"last_name": "Жук", "same_person": "on"}).status_code == 302
    assert Person.objects.get(pk=person.pk).last_name == "Жук"


def test_the_short_form_of_a_new_pair_asks_too(district, as_role):
    curator, address = as_role(Role.CURATOR), reverse("mentoring:pair_new")
    sent = {"last_name": "Иванову", "first_name": "Марию", "participant": "teacher"}
    sent |= {"organisation": district.school.pk, "position": "учитель"}
    assert "не в именительном падеже" in asked(curator.post(address, sent))
    assert not Mentee.objects.exists()
    assert curator.post(address, sent | {"names_confirmed": "on"}).status_code == 302
    assert Mentee.objects.get().person.last_name == "Иванову"


def test_a_new_curator_is_asked_about(district, as_role):
    sent = {"last_name": "Петровой", "first_name": "Анне", "organisation": district.school.pk}
    sent |= {"appointed_on": "2026-11-01"}
    assert "не в именительном" in asked(post_as_shown(as_role(Role.HEAD), "/curators/new/", sent))
    assert not Curator.objects.filter(person__last_name="Петровой").exists()


@pytest.mark.parametrize("bank", ["mentors", "mentees"])
def test_the_class_of_a_pupil_bears_the_star(bank, as_role):
    page = as_role(Role.CURATOR).get(f"/{bank}/new/")
    assert page.context["form"].fields["grade"].required


def test_a_former_name_and_who_signs_for_a_pupil_are_asked_about_as_well(district, as_role):
    pupil = PersonFactory(organisation=district.school, birth_date=date(2012, 5, 1), grade=8)
    curator = as_role(Role.CURATOR)
    address = reverse("registry:former_names", args=[pupil.pk])
    former = {"last_name": "Ivanova", "first_name": "Мария", "until": "2026-09-01"}
    assert "латинскими буквами" in asked(curator.post(address, former))
    assert curator.post(address, former | {"names_confirmed": "on"}).status_code == 302
    assert pupil.former_names.get().last_name == "Ivanova"

    address = reverse("registry:consent_add", args=[pupil.pk])
    form = curator.get(address).context["form"]
    signature = next(one for one in form.offered if one.by_representative)
    consent = {
        signature.code: "on", "signed_on": "2026-11-01", "representative_name": "Petrova Анна",
        "representative_relation": "мать", "representative_document": "СР 1",
    }  # fmt: skip
    assert "«Petrova» — латинскими буквами" in asked(curator.post(address, consent))
    assert not pupil.consents.exists()
    assert curator.post(address, consent | {"names_confirmed": "on"}).status_code == 302
