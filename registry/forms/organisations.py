from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.db.models import QuerySet

from registry.forms.choice_fields import choice_field
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

    def __init__(self, *args: Any, municipalities: QuerySet[Municipality] | None = None, **kwargs: Any) -> None:
        """`municipalities`: where the user may add an organisation; an existing one stays where it is."""
        super().__init__(*args, **kwargs)
        owner = ["municipality"]
        if municipalities is None:
            del self.fields["municipality"]
            owner = []
        else:
            field = choice_field(self, "municipality", forms.ModelChoiceField)
            field.queryset = municipalities
            if len(municipalities) == 1:
                field.initial, field.disabled, field.widget = municipalities[0], True, forms.HiddenInput()
        self.helper.layout = Layout(
            Fieldset("Организация", *owner, "kind", "short_name", "full_name", "inn"),
            HTML("<hr>"),
            Fieldset("Руководитель", Div("head_position", "head_name", css_class="cols")),
            HTML("<hr>"),
            Fieldset("Связь", "address", Div("phone", "email", css_class="cols")),
            HTML("<hr>"),
            Fieldset("Участие", "pilot", "partner_status"),
        )
