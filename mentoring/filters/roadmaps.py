"""By what the list of roadmaps is narrowed."""

import django_filters
from django import forms
from django.db.models import QuerySet

from mentoring.enums import RoadmapLevel, RoadmapStatus
from mentoring.models import Roadmap
from registry.access import Right
from registry.filters.organisation_choices import organisation_choices
from registry.filters.register_filter import RegisterFilter


class RoadmapFilter(RegisterFilter):
    q = None
    organisation = django_filters.ModelChoiceFilter(
        label="Организация",
        queryset=organisation_choices(Right.VIEW_ROADMAPS, with_archive=False),
        empty_label="Все",
        widget=forms.Select,
    )
    level = django_filters.ChoiceFilter(label="Уровень", choices=RoadmapLevel, method="by_level", empty_label="Все")
    status = django_filters.ChoiceFilter(label="Состояние", choices=RoadmapStatus, empty_label="Все")

    class Meta:
        model = Roadmap
        fields = ["organisation", "level", "status"]

    def by_level(self, rows: QuerySet[Roadmap], name: str, value: str) -> QuerySet[Roadmap]:
        return rows.filter(organisation__isnull=value == RoadmapLevel.MUNICIPAL)
