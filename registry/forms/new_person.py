"""Entering a person who is not in the register yet: namesakes are shown first."""

from django import forms

from registry.forms.people import PersonForm
from registry.queries.namesakes import Namesakes, namesakes_of


class NewPersonForm(PersonForm):
    """A likely namesake stops the form until the user says that this is another person."""

    another_person = forms.BooleanField(label="Это другой человек, внести ещё одну карточку", required=False)
    namesakes: Namesakes | None = None

    def _post_clean(self) -> None:
        super()._post_clean()
        if not (self.instance.municipality_id and self.instance.last_name and self.instance.first_name):
            return
        self.namesakes = namesakes_of(self.user, self.instance)
        if self.namesakes and not self.cleaned_data.get("another_person"):
            self.add_error("another_person", "Человек с таким именем уже есть в реестре. Проверьте, не он ли это.")

    @property
    def asks_about_namesakes(self) -> bool:
        return bool(self.namesakes)
