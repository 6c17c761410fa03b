"""People and their places in the banks in the service section: who one is, is judged as on the portal's own pages."""

from typing import Any

from registry.forms.service_form import ServiceForm
from registry.forms.who_one_is import (
    check_class,
    check_class_letter_of_card,
    check_days_of_life,
    check_place_in_bank,
    check_places_of_person,
)


class PersonServiceForm(ServiceForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        check_class_letter_of_card(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_days_of_life(self)
        check_class(self, self.instance)
        check_places_of_person(self, self.instance)
        return cleaned


class PlaceServiceForm(ServiceForm):
    #: the field that says who it is
    who: str

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (person := cleaned.get("person")) is not None:
            check_place_in_bank(self, self.who, self.instance, person)
        return cleaned


class MenteeServiceForm(PlaceServiceForm):
    who = "participant"
