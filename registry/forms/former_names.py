"""A name that a person bore before and that the card does not know yet."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django.core.exceptions import ValidationError

from registry import clock
from registry.forms.asked_field import AskedField
from registry.forms.name_question import NAMES, NAMES_CONFIRMED, ask_about_names, names_confirmed_field
from registry.forms.portal_form import PortalModelForm
from registry.models import FormerName, Person
from russian.person_names import person_name_key


class FormerNameForm(PortalModelForm):
    names_confirmed = names_confirmed_field()
    unversioned: tuple[str, ...] = (NAMES_CONFIRMED,)

    class Meta:
        model = FormerName
        fields = ["last_name", "first_name", "middle_name", "until", "document"]

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.person = person
        self.initial.setdefault("first_name", person.first_name)
        self.initial.setdefault("middle_name", person.middle_name)
        self.helper.layout = Layout(
            Div("last_name", "first_name", "middle_name", css_class="cols"),
            AskedField(NAMES_CONFIRMED),
            Div("until", "document", css_class="cols"),
        )

    def clean_until(self) -> date | None:
        day, born = self.cleaned_data["until"], self.instance.person.birth_date
        if day and day >= clock.today():
            raise ValidationError("Прежнее имя кончилось раньше, чем сегодня.")
        if day and born and day < born:
            raise ValidationError(f"Раньше даты рождения ({born:%d.%m.%Y}). Проверьте обе даты.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name_in_full = " ".join(cleaned.get(name) or "" for name in ("last_name", "first_name", "middle_name"))
        if person_name_key(name_in_full) == person_name_key(self.instance.person.full_name):
            self.add_error("last_name", "Это нынешнее имя человека. Впишите то, которое он носил раньше.")
        ask_about_names(self, {name: cleaned.get(name) or "" for name in NAMES})
        return cleaned

    def _post_clean(self) -> None:
        """The person comes from the address, so the rules about one person are checked here."""
        super()._post_clean()
        self.instance.set_key()
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, ValidationError(error.messages))
