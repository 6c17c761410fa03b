"""What every form of the portal has in common."""

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError

from registry.forms.portal_form import NOT_OFFERED, PortalForm, PortalModelForm
from registry.models import Organisation, Person

pytestmark = pytest.mark.django_db


class PersonChoices(PortalModelForm):
    class Meta:
        model = Person
        fields = ["organisation", "qualification", "municipality"]


class OwnWords(PortalForm):
    place = forms.ModelChoiceField(Organisation.objects.none(), required=False, empty_label="все организации")
    answer = forms.ChoiceField(choices=[("yes", "да")])


def empty_choice(form: forms.Form, name: str) -> tuple:
    return next(iter(form.fields[name].widget.choices))


def test_an_empty_choice_is_told_in_words():
    form = PersonChoices()

    assert empty_choice(form, "organisation") == ("", "не выбрано")
    assert empty_choice(form, "qualification") == ("", "не выбрано")
    assert empty_choice(form, "municipality") == ("", "выберите")
    assert "---------" not in form.as_p()


def test_a_form_s_own_words_for_the_empty_choice_stay():
    form = OwnWords()

    assert empty_choice(form, "place") == ("", "все организации")
    assert empty_choice(form, "answer") == ("yes", "да")


def test_an_answer_that_is_not_offered_is_refused_in_the_portal_s_words():
    """Of a select in a form and of a model that is checked without one: what was sent may be a foreign record's key."""
    form = OwnWords({"place": "987654", "answer": "no"})
    card = Person(municipality_id=987654, last_name="Жук", first_name="Пётр", qualification="королевская")
    with pytest.raises(ValidationError) as refusal:
        card.clean_fields()
    errors = refusal.value.message_dict
    for message in (*form.errors["place"], *form.errors["answer"], *errors["municipality"], *errors["qualification"]):
        assert message == NOT_OFFERED
        assert "987654" not in message


class Branching(PortalForm):
    required_when_shown = ("place",)

    way = forms.ChoiceField(label="Куда", choices=[("there", "туда")])
    place = forms.CharField(label="Место", required=False)


def test_what_is_asked_for_only_when_shown_bears_its_star_before_and_after_a_refusal():
    def stars(form: forms.Form) -> int:
        return render_crispy_form(form).count("asteriskField")

    refused, sent = Branching({}), Branching({"way": "there"})
    assert list(refused.errors) == ["way"]
    assert sent.is_valid()
    assert [stars(form) for form in (Branching(), refused, sent)] == [2, 2, 2]
