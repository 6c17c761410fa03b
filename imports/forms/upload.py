"""The form that takes a spreadsheet: its kind, the file, whose people it holds."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.db.models import QuerySet

from imports.enums import ImportKind
from imports.file_size import check_size
from registry.forms.choice_fields import choice_field
from registry.forms.portal_form import PortalForm
from registry.models import Municipality, Organisation


class SpreadsheetField(forms.FileField):
    def to_python(self, data: Any) -> Any:
        if data:
            check_size(data)
        return super().to_python(data)


class UploadForm(PortalForm):
    file = SpreadsheetField(
        label="Файл с таблицей",
        help_text="xlsx, xls, ods или csv — как прислала школа. Не больше 20 МБ и 200 000 строк.",
        error_messages={"required": "Выберите файл."},
        max_length=255,
    )
    kind = forms.ChoiceField(
        label="Что в файле",
        choices=[("auto", "определить автоматически"), *ImportKind.choices],
        initial="auto",
    )
    #: of the opened page: a form sent twice makes one batch
    token = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    municipality = forms.ModelChoiceField(Municipality.objects.none(), label="Муниципалитет", required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Организация",
        required=False,
        empty_label="все организации муниципалитета",
        help_text="Если файл от одной организации: строки других организаций станут ошибками.",
    )

    def __init__(
        self, *args: Any, municipalities: QuerySet[Municipality], organisations: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        """`municipalities`: the whole of which the user may bring in; `organisations`: those for which."""
        super().__init__(*args, **kwargs)
        choice_field(self, "municipality", forms.ModelChoiceField).queryset = municipalities
        choice_field(self, "organisation", forms.ModelChoiceField).queryset = organisations
        visible = ["token", "file", "kind"]
        if len(municipalities) > 1:
            visible.append("municipality")
        else:
            del self.fields["municipality"]
        self._only_municipality = municipalities[0] if len(municipalities) == 1 else None
        self._set_organisation(whole=bool(municipalities), only=list(organisations[:2]))
        if "organisation" in self.fields:
            visible.append("organisation")
        self.helper.layout = Layout(*visible)

    def _set_organisation(self, *, whole: bool, only: list[Organisation]) -> None:
        """A curator's file is of the own organisation; nothing to choose when there is one."""
        self._own: Organisation | None = None
        field = choice_field(self, "organisation", forms.ModelChoiceField)
        if not whole:
            field.required, field.empty_label, field.label = True, "выберите", "Организация"
            field.help_text = "Загружаются люди только этой организации."
            if len(only) == 1:
                self._own = only[0]
                del self.fields["organisation"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        organisation = cleaned.get("organisation") or self._own
        municipality = cleaned.get("municipality") or self._only_municipality
        if municipality is None and organisation is not None:
            municipality = organisation.municipality
        if municipality is None and not self.errors:
            self.add_error("municipality", "Выберите муниципалитет.")
        if organisation and municipality and organisation.municipality_id != municipality.pk:
            self.add_error("organisation", "Организация из другого муниципалитета.")
        return cleaned | {"organisation": organisation, "municipality": municipality}
