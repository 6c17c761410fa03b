"""By what the list of assessments is narrowed."""

from typing import Any

import django_filters

from monitoring.enums import AssessmentPeriod, AssessmentStatus
from monitoring.models import Assessment
from monitoring.queries import INSIDE_ORGANISATION, assessments_visible_to
from registry.filters.organisation_choices import organisation_choices
from registry.filters.register_filter import RegisterFilter
from russian.school_year import school_year_label


class AssessmentFilter(RegisterFilter):
    search_field = "organisation__search_key"

    organisation = django_filters.ModelChoiceFilter(
        label="Организация", queryset=organisation_choices(INSIDE_ORGANISATION), empty_label="Все"
    )
    school_year = django_filters.ChoiceFilter(label="Учебный год", choices=[], empty_label="Все")
    period = django_filters.ChoiceFilter(label="Период", choices=AssessmentPeriod, empty_label="Все")
    status = django_filters.ChoiceFilter(label="Состояние", choices=AssessmentStatus, empty_label="Все")

    class Meta:
        model = Assessment
        fields = ["q", "organisation", "school_year", "period", "status"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = assessments_visible_to(self.request.user).order_by("-school_year").values_list("school_year", flat=True)
        self.form.fields["school_year"].choices = [(year, school_year_label(year)) for year in years.distinct()]
