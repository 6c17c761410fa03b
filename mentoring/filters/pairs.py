"""By what the list of pairs is narrowed: people, organisation, form, state, stage, act, day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django_filters.fields import ModelChoiceField

from accounts.requests import AuthenticatedRequest
from mentoring.deadlines.pairs import overdue_pairs
from mentoring.enums import PairStatus
from mentoring.models import Pair, Stage, StageSet
from mentoring.models.pair import COMING, PairQuerySet, in_state
from mentoring.queries.pair_labels import ReaderLabels
from mentoring.queries.pairs import pairs_looked_through
from mentoring.queries.pairs_on_day import at_stages_of, with_stage_on, working_on
from mentoring.queries.stage_sets import stage_sets_offered_to, stages_offered_to
from registry import clock
from registry.access import Right
from registry.database.search import has_number, matches_person
from registry.filters.day_filter import DayFilter
from registry.filters.organisation_choices import organisation_choices
from registry.models import Act, Form
from registry.papers.act_texts import act_label
from registry.queries.acts import acts_visible_to
from registry.queries.dictionaries import entries_visible_to
from russian.school_year import first_day, last_day, school_year_label, school_year_of

YEARS_SHOWN = 5


def _acts(request: AuthenticatedRequest | None) -> QuerySet[Act]:
    return acts_visible_to(request.user) if request else Act.objects.none()


def _stages(request: AuthenticatedRequest | None) -> QuerySet[Stage]:
    return stages_offered_to(request.user) if request else Stage.objects.none()


def _stage_sets(request: AuthenticatedRequest | None) -> QuerySet[StageSet]:
    return stage_sets_offered_to(request.user) if request else StageSet.objects.none()


class StagesBySet(ModelChoiceIterator):
    """Under the title of their set, where there are several sets. A closed list shows the option alone, so a stage of
    which another set has the title as well is called with its set."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        stages = list(self.queryset.select_related("stage_set__municipality"))
        titles = Counter(title for _, title in {(stage.stage_set_id, stage.title) for stage in stages})
        sets: dict[StageSet, list[tuple[Any, Any]]] = {}
        for stage in stages:
            value, label = self.choice(stage)
            if titles[stage.title] > 1:
                label = f"{label} — {label_of_set(stage.stage_set)}"
            sets.setdefault(stage.stage_set, []).append((value, label))
        if len(sets) > 1:
            yield from ((label_of_set(own), choices) for own, choices in sets.items())
        else:
            yield from chain.from_iterable(sets.values())


def label_of_set(own: StageSet) -> str:
    """Sets of two municipalities may have one title."""
    return f"{own.title} ({own.municipality})" if own.municipality else own.title


class StageChoiceField(ModelChoiceField):
    iterator = StagesBySet


class StageFilter(django_filters.ModelChoiceFilter):
    field_class = StageChoiceField


class FormChoiceField(ModelChoiceField):
    #: of who reads; the filter sets it
    labels: ReaderLabels | None = None

    def label_from_instance(self, form: Form) -> str:
        return self.labels.form(form) if self.labels else form.title


class FormFilter(django_filters.ModelChoiceFilter):
    """Forms as all places of the reader call them."""

    field_class = FormChoiceField

    @property
    def field(self) -> FormChoiceField:
        field: FormChoiceField = super().field
        request = self.get_request()
        if field.labels is None and request is not None:
            field.labels = ReaderLabels(request.user, clock.today())
        return field


def _forms(request: AuthenticatedRequest | None) -> QuerySet[Form]:
    return entries_visible_to(request.user, Form) if request else Form.objects.none()


def _school_years() -> list[tuple[str, str]]:
    newest = school_year_of(clock.today()) + 1
    return [(str(year), school_year_label(year)) for year in range(newest, newest - YEARS_SHOWN, -1)]


def _states() -> list[tuple[str, str]]:
    """Those of PairStatus, and after the agreed ones those that an order has secured from a later day on."""
    choices: list[tuple[str, str]] = list(PairStatus.choices)
    coming = (COMING, "закреплена, ещё не началась")
    return [each for choice in choices for each in ([choice, coming] if choice[0] == PairStatus.AGREED else [choice])]


class PairFilter(DayFilter):
    right = Right.VIEW_PAIRS
    when_asked = (*DayFilter.when_asked, "act", "stage_set")
    organisation = django_filters.ModelChoiceFilter(
        label="Организация", queryset=organisation_choices(Right.VIEW_PAIRS), empty_label="Все"
    )
    status = django_filters.ChoiceFilter(label="Состояние", choices=_states, method="by_status", empty_label="Все")
    stage = StageFilter(label="Этап", queryset=_stages, method="by_stage", empty_label="Все")
    stage_set = django_filters.ModelChoiceFilter(
        label="Набор этапов", queryset=_stage_sets, method="by_stage_set", empty_label="Все"
    )
    form = FormFilter(label="Форма", queryset=_forms, empty_label="Все", field_name="form")
    year = django_filters.ChoiceFilter(label="Учебный год", choices=_school_years, method="by_year", empty_label="Все")
    overdue = django_filters.ChoiceFilter(
        label="Сроки", choices=[("yes", "С просрочкой")], method="by_overdue", empty_label="Все"
    )
    act = django_filters.ModelChoiceFilter(label=act_label("Приказ"), queryset=_acts, empty_label="Все")

    class Meta:
        model = Pair
        fields = ["q", "organisation", "kind", "on", "status", "stage", "stage_set", "form", "year", "overdue", "act"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("on"):
            for name in ("status", "overdue"):
                self.form.fields[name].label = f"{self.form.fields[name].label} сейчас"

    def by_text(self, rows: QuerySet[Pair], name: str, value: str) -> QuerySet[Pair]:
        """Pairs whose mentor or mentee is found, or whose order has the number."""
        return rows.filter(
            matches_person(value, path="mentor__person__")
            | matches_person(value, path="mentee__person__")
            | has_number(value, "act__number")
        )

    def on_day(self, rows: QuerySet[Pair], on: date) -> QuerySet[Pair]:
        return working_on(rows, on)

    def by_status(self, rows: QuerySet[Pair], name: str, value: str) -> QuerySet[Pair]:
        """As the pair is today: it works from its first day until the last one has passed."""
        return rows.filter(in_state(value, clock.today()))

    def by_stage(self, rows: QuerySet[Pair], name: str, value: Stage) -> QuerySet[Pair]:
        """At the stage now, or at the stage on the chosen day."""
        if on := self.form.cleaned_data.get("on"):
            return with_stage_on(rows, on).filter(stage_on=value.pk)
        return rows.filter(stage=value)

    def by_stage_set(self, rows: QuerySet[Pair], name: str, value: StageSet) -> QuerySet[Pair]:
        """At one of its stages, now or on the chosen day."""
        if on := self.form.cleaned_data.get("on"):
            return at_stages_of(value, rows, on)
        return rows.filter(stage__stage_set=value)

    def by_year(self, rows: PairQuerySet, name: str, value: str) -> PairQuerySet:
        begins, ends = _year_days(int(value))
        return rows.overlapping(begins, ends)

    def by_overdue(self, rows: QuerySet[Pair], name: str, value: str) -> QuerySet[Pair]:
        in_one = bool(self.form.cleaned_data.get("organisation"))
        return rows.filter(pk__in=overdue_pairs(pairs_looked_through(self.request.user, rows, in_one=in_one)))


def _year_days(year: int) -> tuple[date, date]:
    return first_day(year), last_day(year)
