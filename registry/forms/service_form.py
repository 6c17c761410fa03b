"""Forms of the service section: the texts of its fields are judged as those of the portal's own forms."""

from django import forms

from registry.forms.portal_form import CheckedNamesMixin


class ServiceForm(CheckedNamesMixin, forms.ModelForm):
    pass
