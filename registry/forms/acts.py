"""The scan of a signed act."""

from django import forms

from registry.forms.portal_form import PortalModelForm
from registry.models import Act
from registry.uploads import check_scan


class ActScanForm(PortalModelForm):
    scan = forms.FileField(
        label="Скан",
        validators=[check_scan],
        help_text="PDF, JPG или PNG, до 10 МБ",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    class Meta:
        model = Act
        fields = ["scan"]
