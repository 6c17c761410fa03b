"""Where a figure leads: to the rows that it counts."""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from django.urls import reverse

from registry.models import Organisation


class RowsBehind(Protocol):
    def of_district(self) -> str:
        """Address of the rows of the whole district; empty where there is no such list."""

    def of_organisation(self, organisation: Organisation) -> str:
        """Address of the rows of one organisation."""

    def on_page_of(self, organisation: Organisation) -> str:
        """The same, from the organisation's own page."""


@dataclass(frozen=True)
class RegisterRows:
    """Rows of a register, by the name of its URL; `filters` is the fixed part of the query."""

    register: str
    filters: tuple[tuple[str, str], ...] = ()

    def of_district(self) -> str:
        return reverse(self.register) + (f"?{urlencode(self.filters)}" if self.filters else "")

    def of_organisation(self, organisation: Organisation) -> str:
        return self.address_in(organisation.pk)

    def on_page_of(self, organisation: Organisation) -> str:
        return self.address_in(organisation.pk)

    def address_in(self, organisation_id: int) -> str:
        return f"{reverse(self.register)}?{urlencode([('organisation', organisation_id), *self.filters])}"


@dataclass(frozen=True)
class PageSection:
    """Rows that stand in a section of the organisation's page."""

    anchor: str

    def of_district(self) -> str:
        return ""

    def of_organisation(self, organisation: Organisation) -> str:
        return f"{reverse('monitoring:organisation', args=[organisation.pk])}#{self.anchor}"

    def on_page_of(self, organisation: Organisation) -> str:
        return f"#{self.anchor}"
