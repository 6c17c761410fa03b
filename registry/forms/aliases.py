"""Another name of an organisation, as spreadsheets write it."""

from typing import Any

from crispy_forms.layout import Layout
from django.core.exceptions import ValidationError

from registry.forms.portal_form import PortalModelForm
from registry.models import Organisation, OrganisationAlias
from registry.queries.organisations import alias_is_taken, other_organisation_called
from russian.search_key import fold


class AliasForm(PortalModelForm):
    """Another name under which spreadsheets know the organisation; one name means one organisation."""

    class Meta:
        model = OrganisationAlias
        fields = ["name"]
        labels = {"name": "Другое название"}
        help_texts = {"name": "Так организацию пишут в таблицах: «СОШ 2», «школа № 2», «Кезская СОШ №2»"}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        self.helper.layout = Layout("name")

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if not fold(name):
            raise ValidationError("В названии нет ни букв, ни цифр.")
        if alias_is_taken(self.instance.organisation.municipality_id, name):
            raise ValidationError("Это название уже закреплено за организацией.")
        if other := other_organisation_called(self.instance.organisation, name):
            raise ValidationError(
                f"Так называется другая организация: «{other}». Одно название — одна организация, впишите другое."
            )
        return name
