from typing import Any

from crispy_forms.layout import Layout
from django.core.exceptions import ValidationError

from registry.forms.portal_form import PortalModelForm
from registry.models import Organisation, OrganisationAlias
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
        taken = OrganisationAlias.objects.filter(
            municipality=self.instance.organisation.municipality_id, key=fold(name)[:300]
        )
        if not fold(name):
            raise ValidationError("В названии нет ни букв, ни цифр.")
        if taken.exists():
            raise ValidationError("Это название уже закреплено за организацией.")
        return name
