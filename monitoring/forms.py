"""Forms of dashboards and assessments, and the numbers of people of an organisation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from monitoring.actions import MarkInput, approved_in, obstacle_to_day
from monitoring.enums import AssessmentPeriod, AssessmentStatus, MarkValue
from monitoring.models import Assessment, Criterion, Indicator
from monitoring.queries import indicators_of, marks_of
from monitoring.schedule import period_on
from registry import clock
from registry.enums import Founder, OrganisationKind
from registry.forms.edit_version import EditVersionMixin
from registry.forms.portal_form import DayInput, PortalForm, PortalModelForm
from registry.models import Contingent, Organisation
from registry.pages.raw_parameters import whole_number
from registry.policies.rules_in_force import Jurisdiction
from registry.queries.rules import RulesTimeline, rules_or_none
from russian.school_year import school_year_label, school_year_of

EARLIEST_DAY = date(2000, 1, 1)
#: school years back from the present one for which an assessment may still be entered
YEARS_BACK = 3
PERIOD_RIGHT = "period_right"
#: in the address of the dashboard
FOUNDERS = {founder.value or "unknown": founder for founder in Founder}


class DashboardForm(forms.Form):
    """The parameters of a dashboard: the day, the kind of organisations, and which rows of the table stand on the page:
    those with gaps, those of one founder."""

    on = forms.DateField(label="Показать на дату", required=False, widget=DayInput)
    kind = forms.ChoiceField(label="Тип организаций", choices=OrganisationKind, required=False)
    gaps = forms.BooleanField(label="Разрывы", required=False)
    founder = forms.ChoiceField(
        label="Учредитель", choices=[(code, founder.label) for code, founder in FOUNDERS.items()], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs |= {"class": "form-control form-control-sm", "max": clock.today().isoformat()}

    def clean_on(self) -> date | None:
        on = self.cleaned_data["on"]
        if on and on > clock.today():
            raise ValidationError("Этот день ещё не наступил: показано на сегодня.")
        if on and on < EARLIEST_DAY:
            raise ValidationError(f"Выберите день не раньше {EARLIEST_DAY:%d.%m.%Y}: показано на сегодня.")
        return on

    @property
    def day(self) -> date:
        """The chosen day; today while none, or an impossible one, is chosen."""
        self.is_valid()
        return self.cleaned_data.get("on") or clock.today()

    @property
    def chosen_kind(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("kind") or ""

    @property
    def only_gaps(self) -> bool:
        self.is_valid()
        return bool(self.cleaned_data.get("gaps"))

    @property
    def chosen_founder(self) -> Founder | None:
        self.is_valid()
        return FOUNDERS.get(self.cleaned_data.get("founder") or "")


def _school_years() -> list[tuple[int, str]]:
    present = school_year_of(clock.today())
    return [(year, school_year_label(year)) for year in range(present, present - YEARS_BACK - 1, -1)]


class PeriodQuestionMixin(forms.BaseForm):
    """Asks where the day of an assessment is one of another period by the rules. The tick is no data: it has no
    version."""

    unversioned: tuple[str, ...] = (PERIOD_RIGHT,)
    asks_period = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[PERIOD_RIGHT] = forms.BooleanField(
            label="Период и дата верны", required=False, widget=forms.HiddenInput
        )

    def ask_about_period(self, organisation: Organisation, period: str, held_on: date) -> None:
        rules = rules_or_none(organisation, held_on)
        if rules is None:
            return
        if not rules.monitoring_months and held_on.month != rules.baseline_month:
            return  # nothing tells the middle of the year from its end
        if (usual := period_on(rules, held_on)) == period:
            return
        self.asks_period = True
        self.fields[PERIOD_RIGHT].widget = forms.CheckboxInput(attrs={"class": "form-check-input"})
        if not self.cleaned_data.get(PERIOD_RIGHT):
            self.add_error(
                "held_on",
                f"{held_on:%d.%m.%Y} по правилам — {usual.label}, а оценка — за другой период: "
                f"{AssessmentPeriod(period).label}. Исправьте или отметьте «Период и дата верны».",
            )


class AssessmentStartForm(PeriodQuestionMixin, PortalForm):
    """The organisation and the period of a new assessment."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Организация", empty_label="Выберите")
    school_year = forms.TypedChoiceField(label="Учебный год", coerce=int, choices=_school_years)
    period = forms.ChoiceField(label="Период", choices=AssessmentPeriod, widget=forms.RadioSelect)
    held_on = forms.DateField(label="Дата оценки", help_text="Когда программу оценили. Можно исправить позже.")

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        """`organisations`: where the user may assess."""
        super().__init__(*args, **kwargs)
        self._organisations = organisations
        cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"]).queryset = organisations
        today = clock.today()
        self.initial = {"school_year": school_year_of(today), "held_on": today, **self.initial}
        if len(organisations[:2]) == 1:
            self.initial["organisation"] = organisations[0].pk
        self.initial.setdefault("period", self._proposed_period())

    def _proposed_period(self) -> AssessmentPeriod | None:
        """The period that the rules assign to the present month; None when several are possible."""
        organisations, organisation = self._organisations, str(self.initial.get("organisation") or "")
        if (number := whole_number(organisation)) is not None:
            organisations = organisations.filter(pk=number)
        today = clock.today()
        kinds = organisations.order_by().values_list("municipality", "kind").distinct()
        jurisdictions = [Jurisdiction(municipality, kind) for municipality, kind in kinds]
        # no organisation names months of its own
        timeline = RulesTimeline({one.municipality for one in jurisdictions}, organisations=())
        periods = {
            period_on(rules, today) if (rules := timeline.in_force(one, today)) else None for one in jurisdictions
        }
        return periods.pop() if len(periods) == 1 else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            "held_on" in data
            and "school_year" in data
            and (obstacle := obstacle_to_day(data["school_year"], data["held_on"]))
        ):
            self.add_error("held_on", obstacle)
        elif {"organisation", "period", "held_on"} <= set(data):
            self.ask_about_period(data["organisation"], data["period"], data["held_on"])
        if {"organisation", "school_year", "period"} <= set(data) and (
            approved := approved_in(data["organisation"], data["school_year"], data["period"])
        ):
            message = "За этот период уже есть утверждённая оценка."
            self.add_error("period", message)
            self.links = {message: approved.get_absolute_url()}
        return data


@dataclass(frozen=True)
class IndicatorFields:
    """One indicator on the page: its text and its two fields."""

    number: int
    indicator: Indicator
    mark: forms.BoundField
    comment: forms.BoundField


class MarksForm(PeriodQuestionMixin, EditVersionMixin, PortalForm):
    """Nine marks with comments; each may stay empty. Fields are named after the indicator: mark_7, comment_7."""

    held_on = forms.DateField(label="Дата оценки", widget=forms.DateInput(attrs={"class": "form-control day"}))
    conclusion = forms.CharField(
        label="Вывод",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
        help_text="Сильные и слабые стороны программы, что изменить до следующей оценки",
    )

    NOT_YET = "пока без балла"
    CHOICES = [*((str(value), label) for value, label in MarkValue.choices), ("", NOT_YET)]

    def compare_with_stored(self) -> None:
        if self.assessment.status == AssessmentStatus.DRAFT:  # otherwise nothing is saved, and the action says why
            super().compare_with_stored()

    def __init__(self, *args: Any, assessment: Assessment, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assessment, self.criteria = assessment, criteria
        self.initial = {"held_on": assessment.held_on, "conclusion": assessment.conclusion, **self.initial}
        stored_marks = {mark.indicator_id: mark for mark in marks_of(assessment)}
        for number, indicator in enumerate(self._indicators(), start=1):
            mark = stored_marks.get(indicator.pk)
            value = "" if mark is None or mark.value is None else str(mark.value)
            self.initial |= {f"mark_{indicator.pk}": value, f"comment_{indicator.pk}": mark.comment if mark else ""}
            self.fields[f"mark_{indicator.pk}"] = forms.TypedChoiceField(
                label=f"Показатель {number}",
                choices=self.CHOICES,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Балл — 0, 1 или 2. Выберите один из вариантов."},
            )
            self.fields[f"comment_{indicator.pk}"] = forms.CharField(
                label=f"Комментарий к показателю {number}",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
            )
        self.add_version()

    def groups(self) -> Iterator[tuple[Criterion, list[IndicatorFields]]]:
        """Criteria with the fields of their indicators, in the order of the page."""
        number = 0
        for criterion in self.criteria:
            fields = []
            for indicator in indicators_of(criterion):
                number += 1
                mark, comment = self[f"mark_{indicator.pk}"], self[f"comment_{indicator.pk}"]
                fields.append(IndicatorFields(number, indicator, mark, comment))
            yield criterion, fields

    def clean_held_on(self) -> date:
        if obstacle := obstacle_to_day(self.assessment.school_year, self.cleaned_data["held_on"]):
            raise ValidationError(obstacle)
        return self.cleaned_data["held_on"]

    def clean(self) -> dict[str, Any]:
        """The day with which the assessment was begun has been asked about."""
        cleaned = super().clean() or self.cleaned_data
        held_on = cleaned.get("held_on")
        if held_on and held_on != self.assessment.held_on:
            self.ask_about_period(self.assessment.organisation, self.assessment.period, held_on)
        return cleaned

    def entries(self) -> Mapping[int, MarkInput]:
        """The entered marks by the primary key of the indicator."""
        return {
            indicator.pk: MarkInput(
                self.cleaned_data[f"mark_{indicator.pk}"], self.cleaned_data[f"comment_{indicator.pk}"]
            )
            for indicator in self._indicators()
        }

    def _indicators(self) -> Iterator[Indicator]:
        for criterion in self.criteria:
            yield from indicators_of(criterion)


class ApprovalWithdrawalForm(PortalForm):
    reason = forms.CharField(
        label="Почему утверждение отзывается",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Причина останется в истории оценки",
    )


class ContingentForm(PortalModelForm):
    """Denominators: an empty field is «неизвестно», a zero is «нет ни одного»."""

    versioned_when_new = True

    class Meta:
        model = Contingent
        fields = ["pupils", "teachers", "young_teachers"]
        help_texts = {
            "pupils": "На начало учебного года, по форме ОО-1",
            "teachers": "Без внешних совместителей",
            "young_teachers": "Педагоги со стажем меньше, чем задано в правилах организации",
        }
