"""Municipalities in the service section: their region is spelt as on the portal's own pages."""

from registry.forms.service_form import ServiceForm
from registry.queries.municipalities import spelling_of_region


class MunicipalityServiceForm(ServiceForm):
    def clean_region(self) -> str:
        return spelling_of_region(self.cleaned_data["region"], but=self.instance.pk)
