"""Scales and assessments in the service section."""

from django.contrib import admin

from monitoring.models import Assessment, Criterion, Indicator, Level, Mark, Scale
from registry.admin import HistoryAdmin, ReadOnlyAdmin, ServiceInline


class LevelInline(ServiceInline):
    model = Level
    extra = 0


class CriterionInline(ServiceInline):
    model = Criterion
    extra = 0


@admin.register(Scale)
class ScaleAdmin(ReadOnlyAdmin):
    """A scale with assessments is never changed: a new version is a new scale."""

    list_display = ["title", "code"]
    inlines = [CriterionInline, LevelInline]


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "criterion"]
    list_select_related = ["criterion"]


class MarkInline(ServiceInline):
    model = Mark
    extra = 0


@admin.register(Assessment)
class AssessmentAdmin(HistoryAdmin):
    list_display = ["organisation", "school_year", "period", "status"]
    list_select_related = ["organisation"]
    list_filter = ["period", "status"]
    autocomplete_fields = ["organisation"]
    inlines = [MarkInline]
