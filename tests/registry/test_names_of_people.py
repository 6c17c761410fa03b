"""Names are letters, hyphen, apostrophe, space and the dot of initials, in one line."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from mentoring.forms.quick_mentee import QuickMenteeForm
from registry.enums import Role
from registry.forms.access import NewcomerForm
from registry.forms.consents import ConsentsForm
from registry.forms.people import PersonCardForm
from registry.models import Person
from registry.names.text_checks import check_name
from reports.documents.orders.forms import OrderForm
from spreadsheets.cleaning.names import parse_name
from tests.factories import OrganisationFactory, member


@pytest.mark.parametrize(
    "name",
    ["Ёлкина", "Салтыков-Щедрин", "О’Коннор", "О'Коннор", "Мамедов Али оглы", "Д. Н.", "Müller", "", "\u0438\u0306ога"],
)
def test_names_as_people_bear_them(name):
    check_name(name)


WRONG = [
    ("Иванова\nБ", "перенос строки"),
    ("Иванова\r\nБ", "перенос строки"),
    ("Иван0ва", "цифра 0"),
    ("<b>Иванова", "знак «<»"),
    ("Иванова\u200b", "невидимый знак U+200B"),
    ("Ива\u202eнова", "невидимый знак U+202E"),
    ("Ива\u00adнова", "мягкий перенос"),
    ("Иванова😀", "знак «😀»"),
    ("Иванова; Петрова", "знак «;»"),
    ("Иванова_Петрова", "знак «_»"),
    ("\u3164", "невидимый знак U+3164"),
    ("Иванова\uffa0", "невидимый знак U+FFA0"),
    ("Иванова\u0627\u0628", "знак «\u0627»"),
    ("Петровª", "знак «ª»"),
]


@pytest.mark.parametrize(("name", "message"), WRONG)
def test_the_refusal_names_the_character(name, message):
    with pytest.raises(ValidationError) as refusal:
        check_name(name)
    assert message in refusal.value.messages[0]


def test_dots_and_hyphens_alone_are_no_name():
    with pytest.raises(ValidationError, match="ни одной буквы"):
        check_name("-.")


NAMES = ["last_name", "first_name", "middle_name"]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (PersonCardForm, "name_dative"),
        *((QuickMenteeForm, name) for name in NAMES),
        *((NewcomerForm, name) for name in NAMES),
        (ConsentsForm, "representative_name"),
        (OrderForm, "signatory_name"),
    ],
)
def test_every_form_that_asks_for_a_name_checks_it(form, name):
    with pytest.raises(ValidationError, match="знак «<»"):
        form.base_fields[name].clean("Ива<нова")


@pytest.mark.parametrize("name", [*NAMES, "representative_name"])
def test_every_name_of_the_card_is_checked(name):
    with pytest.raises(ValidationError, match="знак «<»"):
        Person._meta.get_field(name).run_validators("Ива<нова")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "message"), WRONG)
def test_the_card_is_not_saved_with_it(name, message):
    school = OrganisationFactory()
    client = Client()
    client.force_login(member(Role.CURATOR, organisation=school))
    sent = {
        "organisation": school.pk, "last_name": name, "first_name": "Анна", "participant": "teacher",
        "included_on": "2026-09-01", "working_since_precision": "year", "grade": "",
    }  # fmt: skip
    response = client.post(reverse("registry:mentee_add"), sent)
    assert message in response.context["form"].errors["last_name"][0]
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "cell",
    ["Иванова\nБелла Петровна", "<b>Иванова Анна", "Ива\u202eнова Анна", "Ивано\u200bва Анна 12", "Иванова1 Анна"],
)
def test_the_cleaner_of_names_in_spreadsheets_lets_no_other_through(cell):
    name, _ = parse_name(cell)
    for part in (name.last_name, name.first_name, name.middle_name, name.former_last_name):
        check_name(part or "")
