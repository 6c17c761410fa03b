"""What every form of the portal has in common: labels, dates, a crispy helper without a form tag."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.html import format_html

TEXT_ROWS = 4


class DayInput(forms.DateInput):
    """A date picker; typed dates are understood as дд.мм.гггг as well."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class PortalFormMixin:
    """Marks optional fields in words, gives dates a picker and lets the server speak of mistakes in Russian."""

    #: fields laid out without this mixin's mark
    unmarked: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's form carries the token
        self.use_required_attribute = False
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField) and not isinstance(field.widget, forms.HiddenInput):
                field.widget = DayInput(field.widget.attrs)
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = TEXT_ROWS
            if isinstance(field.widget, forms.CheckboxInput | forms.HiddenInput) or name in self.unmarked:
                continue
            if field.required:
                field.widget.attrs["aria-required"] = "true"
            elif field.label:
                field.label = format_html('{} <span class="optional">(необязательно)</span>', field.label)


class PortalForm(PortalFormMixin, forms.Form):
    pass


class PortalModelForm(PortalFormMixin, forms.ModelForm):
    """Checks the model's named constraints too, with their messages."""
