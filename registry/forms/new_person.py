"""Entering a person who is not in the register yet: nobody is doubled or joined unnoticed."""

from typing import Any

from django import forms
from django.http import QueryDict

from registry.forms.people import PersonForm
from registry.models import Person
from registry.names.text_checks import check_name
from registry.queries.namesakes import Namesakes, hold_names, namesakes_of


class NewPersonForm(PersonForm):
    """A likely namesake stops the form until the user says that this is another person."""

    former_name = forms.CharField(
        label="Прежняя фамилия", required=False, max_length=100, validators=[check_name],
        help_text="Если менялась: по ней человека найдут, и второй карточки не появится",
    )  # fmt: skip
    another_person = forms.BooleanField(label="Это другой человек, внести ещё одну карточку", required=False)
    #: keys of the cards that the user has compared with; a card that has come since is asked about again
    compared = forms.CharField(widget=forms.HiddenInput, required=False)
    namesakes: Namesakes | None = None

    def _post_clean(self) -> None:
        super()._post_clean()
        if not (self.instance.municipality_id and self.instance.last_name and self.instance.first_name):
            return
        hold_names(self.instance.municipality_id)
        self.namesakes = namesakes_of(self.user, self.instance, self.cleaned_data.get("former_name", ""))
        if not self.namesakes or self._has_compared():
            return
        self.add_error(
            "another_person",
            "Человек с таким именем, нынешним или прежним, уже есть в реестре. Проверьте, не он ли это.",
        )
        self._ask_anew()

    def _has_compared(self) -> bool:
        compared = self.cleaned_data.get("compared", "")
        compared_keys = set(compared.split())
        return bool(self.cleaned_data.get("another_person")) and (not compared or self._keys() <= compared_keys)

    def _ask_anew(self) -> None:
        data: Any = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[self.add_prefix("compared")] = " ".join(sorted(self._keys()))
        data.pop(self.add_prefix("another_person"), None)
        self.data = data

    def _keys(self) -> set[str]:
        people: tuple[Person, ...] = self.namesakes.visible if self.namesakes else ()
        return {str(person.pk) for person in people}

    @property
    def asks_about_namesakes(self) -> bool:
        return bool(self.namesakes)
