"""The number of a paper is kept without «№», which pages and papers print themselves."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from registry.forms.curators import AppointmentFields
from registry.forms.number_field import NumberField
from registry.forms.portal_form import PortalFormMixin
from registry.papers.numbers import clean_number
from reports.documents.orders.forms import OrderForm
from tests.rooms import ROOMS, ROOT
from tests.writing_views import forms_below


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("№ 12-ОД", "12-ОД"),
        ("№12-ОД", "12-ОД"),
        ("№ № 12-ОД", "12-ОД"),
        ("  12-ОД ", "12-ОД"),
        ("N 12-ОД", "12-ОД"),
        ("n12-ОД", "12-ОД"),
        ("No. 12-ОД", "12-ОД"),
        ("N° 135/1", "135/1"),
        ("№\u00a0ДС40-16-255/2", "ДС40-16-255/2"),
        ("12 -  ОД", "12-ОД"),
        ("НО-12", "НО-12"),
        ("NB-7", "NB-7"),
        ("номер 19", "19"),
        ("Номер: 19", "19"),
        ("номер № 19", "19"),
        ("#16", "16"),
        ("No15-ОД", "15-ОД"),
        ("Nº 7", "7"),
        ("номерной-3", "номерной-3"),
        ("NO-12", "NO-12"),
        ("№", ""),
        ("", ""),
    ],
)
def test_the_sign_of_a_number_is_not_part_of_it(text, stored):
    assert clean_number(text) == stored


def test_a_sign_without_a_number_is_no_answer():
    with pytest.raises(ValidationError):
        NumberField().clean("№")
    assert NumberField(required=False).clean(" № ") == ""


def test_a_number_holds_no_sign_that_nobody_sees():
    with pytest.raises(ValidationError, match=r"U\+202E"):
        NumberField().clean("№\u202e20")


@pytest.mark.parametrize("text", ["приказ № 993", "992 от 28.11.2026", "12-ОД от 3 мая", "Протокол 4", "0", "00"])
def test_a_number_is_nothing_but_a_number(text):
    with pytest.raises(ValidationError, match=r"только номер|ничего не называет"):
        NumberField().clean(text)


@pytest.mark.parametrize(("form", "name"), [(AppointmentFields, "act_number"), (OrderForm, "number")])
def test_every_form_that_asks_for_a_number_keeps_it_so(form, name):
    assert form.base_fields[name].clean("№ 12-ОД") == "12-ОД"


#: the place of a row within its roadmap: «1.2»
NOT_OF_PAPERS = {"RoadmapSectionForm", "RoadmapItemForm"}


def test_no_form_takes_the_number_of_a_paper_otherwise():
    assert get_resolver().url_patterns  # every view, and so every form, is read by now
    fields = [(form, name, field) for form in forms_below(PortalFormMixin) for name, field in form.base_fields.items()]
    numbers = [(form, name, field) for form, name, field in fields if name.endswith("number")]
    numbers = [entry for entry in numbers if entry[0].__name__ not in NOT_OF_PAPERS]
    numbers = [entry for entry in numbers if not entry[0].__module__.startswith("tests.")]
    assert len(numbers) > 10
    assert not [(form.__name__, name) for form, name, field in numbers if not isinstance(field, NumberField)]


def test_a_number_of_an_act_or_a_paper_never_follows_a_sign_of_its_own():
    """«№ б/н» would be printed otherwise; `number_in_words` and `with_number_sign` know better."""
    sign = re.compile(r"№(?:&nbsp;|\s|\\xa0|\{NBSP\})*\{\{? ?[\w.\[\]']*\bnumber\b")
    texts = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")] + list(
        (ROOT / "templates").rglob("*.html")
    )
    bare = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in texts
        if "migrations" not in path.parts and path.parent.name != "benchmarks"
        for line in path.read_text(encoding="utf-8").splitlines()
        if sign.search(line) and "without_number" not in line
    ]
    assert bare == []
