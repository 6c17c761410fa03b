from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms

from registry.forms.portal_form import PortalModelForm
from registry.models import Municipality, Organisation


class OrganisationForm(PortalModelForm):
    class Meta:
        model = Organisation
        fields = [
            "municipality",
            "kind",
            "short_name",
            "full_name",
            "inn",
            "head_position",
            "head_name",
            "address",
            "phone",
            "email",
            "pilot",
            "partner_status",
        ]
        help_texts = {
            "short_name": "Так организация называется в списках и таблицах: МБОУ «Заречная СОШ № 2»",
            "full_name": "Так организация называется в шапке приказа",
        }

    def __init__(self, *args, municipalities, **kwargs) -> None:
        """`municipalities`: where the user may put an organisation."""
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = municipalities
        if self.instance.pk or len(municipalities) == 1:
            self.fields["municipality"].widget = forms.HiddenInput()
            self.fields["municipality"].disabled = True
            self.initial["municipality"] = self.instance.municipality_id or municipalities[0].pk
        self.helper.layout = Layout(
            Fieldset("Организация", "municipality", "kind", "short_name", "full_name", "inn"),
            HTML("<hr>"),
            Fieldset("Руководитель", Div("head_position", "head_name", css_class="cols")),
            HTML("<hr>"),
            Fieldset("Связь", "address", Div("phone", "email", css_class="cols")),
            HTML("<hr>"),
            Fieldset("Участие", "pilot", "partner_status"),
        )

    def clean_municipality(self) -> Municipality:
        return self.instance.municipality if self.instance.pk else self.cleaned_data["municipality"]
