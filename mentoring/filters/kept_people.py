"""By what «Пора решать» is narrowed."""

import django_filters

from mentoring.queries.kept_people import WHY
from registry.access import Right
from registry.filters.organisation_choices import organisation_choices
from registry.filters.register_filter import RegisterFilter
from registry.models import Person


class KeptPeopleFilter(RegisterFilter):
    organisation = django_filters.ModelChoiceFilter(
        label="Организация", queryset=organisation_choices(Right.DEPERSONALISE), empty_label="Все"
    )
    why = django_filters.ChoiceFilter(label="Почему", choices=list(WHY.items()), empty_label="Все")

    class Meta:
        model = Person
        fields = ["q", "organisation", "why"]
