from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from accounts.models import User
from registry.access import Right
from registry.enums import Participant
from registry.forms.bank_entries import forbid_future
from registry.forms.choice_fields import choice_field
from registry.forms.portal_form import PortalForm
from registry.models import Mentee, Organisation, Person
from registry.queries.namesakes import people_named
from registry.queries.organisations import organisations_in_use


class QuickMenteeForm(PortalForm):
    """The least that a pair needs to know of a new mentee; the rest is filled in on the card."""

    unmarked = ("birth_date",)  # of whom it is asked, its help says

    last_name = forms.CharField(label="Фамилия", max_length=100)
    first_name = forms.CharField(label="Имя", max_length=100)
    middle_name = forms.CharField(label="Отчество", max_length=100, required=False)
    participant = forms.ChoiceField(label="Кто это", choices=Participant.choices, initial=Participant.TEACHER)
    organisation = forms.ModelChoiceField(
        label="Организация", queryset=Organisation.objects.none(), empty_label="Выберите организацию"
    )
    birth_date = forms.DateField(label="Дата рождения", required=False, help_text="Для обучающихся обязательна")
    position = forms.CharField(label="Должность", max_length=200, required=False)
    subject = forms.CharField(label="Предмет или направление", max_length=200, required=False)
    grade = forms.IntegerField(label="Класс", min_value=1, max_value=11, required=False)
    grade_letter = forms.CharField(label="Буква класса", max_length=5, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = organisations_in_use(user, Right.EDIT_PEOPLE)
        choice_field(self, "organisation", forms.ModelChoiceField).queryset = places
        if places.count() == 1:
            self.fields["organisation"].initial = places.get()
        self.person = Person()
        self.helper.layout = Layout(
            Div("last_name", "first_name", "middle_name", "birth_date", css_class="cols"),
            Div("participant", "organisation", css_class="cols"),
            Div("position", "subject", "grade", "grade_letter", css_class="cols"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("participant") == Participant.PUPIL:
            if not cleaned.get("grade"):
                self.add_error("grade", "Для обучающегося укажите класс.")
            if not cleaned.get("birth_date") and "birth_date" not in self.errors:
                self.add_error("birth_date", "Для обучающегося укажите дату рождения.")
        forbid_future(self, cleaned, "birth_date")
        if not self.errors:
            self._recognise(cleaned)
        return cleaned

    def mentee(self) -> tuple[Person, Mentee]:
        """A known person or a new one, and the place in the bank, neither saved."""
        values = {**self.cleaned_data}
        participant = values.pop("participant")
        for name, value in values.items():
            if value not in (None, "") or self.person.pk is None:
                setattr(self.person, name, value)
        self.person.municipality = values["organisation"].municipality
        return self.person, Mentee(participant=participant)

    def _recognise(self, cleaned: dict[str, Any]) -> None:
        """The same name in the same organisation is the same person, unless the birth dates differ."""
        full_name = " ".join(cleaned[name] for name in ("last_name", "first_name", "middle_name") if cleaned[name])
        for namesake in people_named(full_name, cleaned["organisation"]):
            if namesake.birth_date and cleaned["birth_date"] and namesake.birth_date != cleaned["birth_date"]:
                continue
            if hasattr(namesake, "mentee"):
                self.add_error("last_name", "Этот человек уже в базе наставляемых. Найдите его в списке.")
            self.person = namesake
            return
