"""What every form of the portal has in common."""

import pytest
from django import forms

from registry.forms.portal_form import PortalForm, PortalModelForm
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
