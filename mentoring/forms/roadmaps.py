"""Making a roadmap, its sections and items, and telling how far they are."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from mentoring.enums import RoadmapItemStatus, RoadmapLevel
from mentoring.models import DueDay, Roadmap, RoadmapItem, RoadmapPreset, RoadmapSection
from mentoring.models.roadmap import check_roadmap_period
from mentoring.queries.roadmaps import presets_of_roadmaps, rules_of_roadmap
from mentoring.roadmaps.columns import (
    COLUMN_SET_CHOICES,
    USUAL_COLUMNS,
    RoadmapColumn,
    column_set_of,
    columns_of_set,
)
from mentoring.roadmaps.due_days import MOST_DAYS, days_as_text, days_from_text, days_in_term
from mentoring.roadmaps.terms import SampleTerms
from registry import clock
from registry.enums import RoadmapShape
from registry.forms.choice_fields import choice_field
from registry.forms.portal_form import DayInput, PortalForm, PortalModelForm
from registry.models import Municipality, Organisation
from registry.names.text_checks import check_reason
from registry.papers.act_texts import act_label
from registry.plausible_dates import check_day
from registry.policies.rules_in_force import RulesInForce
from russian.typography import upper_first

OWN_COLUMNS = ("", "Оставить как есть")


class _PeriodMixin(forms.BaseForm):
    """Compares the two dates beside their fields."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "Дорожная карта кончается раньше, чем начинается.")
        return cleaned


class _PresetField(forms.ModelChoiceField):
    """Names the level of a sample where roadmaps of both may be written."""

    names_level = False

    def label_from_instance(self, preset: RoadmapPreset) -> str:
        return f"{preset} ({preset.get_level_display()})" if self.names_level else str(preset)


class RoadmapCreateForm(_PeriodMixin, PortalForm):
    """For whom, on what preset, for what period."""

    owner = forms.ChoiceField(label="Чья дорожная карта")
    preset = _PresetField(
        label="Образец",
        queryset=presets_of_roadmaps(),
        required=False,
        empty_label="Без образца, начать с чистого листа",
        help_text="Разделы и пункты образца можно будет изменить, сроки сдвинутся на ваш период, месяцы останутся",
    )
    title = forms.CharField(label="Название", max_length=300)
    starts_on = forms.DateField(label="Начало")
    ends_on = forms.DateField(label="Окончание")
    terms_known = forms.BooleanField(
        label="Составить, сроки поправлю сам",
        required=False,
        help_text="Нужно, только если какой-то срок образца не входит в период карты: портал их перечислит",
    )
    columns = forms.ChoiceField(
        label="Столбцы",
        choices=[("", "Как в правилах, а без них — как в образце"), *COLUMN_SET_CHOICES],
        required=False,
    )

    def __init__(
        self, *args: Any, municipalities: QuerySet[Municipality], organisations: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        """The municipalities and organisations for which the user may write a roadmap."""
        super().__init__(*args, **kwargs)
        self.owners: dict[str, tuple[Municipality, Organisation | None]] = {
            f"municipality-{municipality.pk}": (municipality, None) for municipality in municipalities
        }
        self.owners |= {
            f"organisation-{organisation.pk}": (organisation.municipality, organisation)
            for organisation in organisations
        }
        owners = [
            (code, f"{municipality} (муниципальная)" if organisation is None else str(organisation))
            for code, (municipality, organisation) in self.owners.items()
        ]
        choice_field(self, "owner", forms.ChoiceField).choices = (
            owners if len(owners) == 1 else [("", "выберите"), *owners]
        )
        self._offer_what_fits()
        self.helper.layout = Layout(
            "owner", "preset", "title", Div("starts_on", "ends_on", css_class="cols"), "terms_known", "columns"
        )

    def _offer_what_fits(self) -> None:
        """Samples of the levels of the owners; of one owner the columns that its rules prescribe."""
        levels = {_level_of(organisation) for _, organisation in self.owners.values()}
        by_preset = choice_field(self, "preset", _PresetField)
        by_preset.queryset, by_preset.names_level = presets_of_roadmaps().filter(level__in=levels), len(levels) > 1
        if len(self.owners) != 1:
            return
        [owner] = self.owners.values()
        rules = rules_of_roadmap(*owner)
        if rules and (prescribed := rules.roadmap_columns):
            by_columns = choice_field(self, "columns", forms.ChoiceField)
            by_columns.choices = [
                ("", "Как в правилах"),
                *(each for each in COLUMN_SET_CHOICES if each[0] == prescribed),
            ]
            by_columns.error_messages["invalid_choice"] = _other_columns(rules)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("starts_on") and cleaned.get("ends_on"):
            try:
                check_roadmap_period(cleaned["starts_on"], cleaned["ends_on"])
            except ValidationError as error:
                self.add_error(None, error)
        if "owner" in cleaned:
            cleaned["municipality"], cleaned["organisation"] = self.owners[cleaned["owner"]]
            preset = cleaned.get("preset")
            if preset and preset.level != _level_of(cleaned["organisation"]):
                self.add_error("preset", f"Этот образец — для карты другого уровня: {preset.get_level_display()}.")
        self._check_terms(cleaned)
        if "owner" in cleaned:
            cleaned["columns"] = self._columns(cleaned)
        return cleaned

    def _columns(self, cleaned: dict[str, Any]) -> list[RoadmapColumn]:
        """Those of the rules; where they name none, the chosen ones or those of the preset."""
        preset, column_set = cleaned.get("preset"), cleaned.get("columns")
        rules = rules_of_roadmap(cleaned["municipality"], cleaned["organisation"])
        prescribed = rules.roadmap_columns if rules else RoadmapShape.ANY
        if rules and prescribed and column_set and column_set != prescribed:
            self.add_error("columns", _other_columns(rules))
        if prescribed or column_set or not preset:
            return columns_of_set(prescribed or column_set or USUAL_COLUMNS)
        return preset.columns

    def _check_terms(self, cleaned: dict[str, Any]) -> None:
        preset, is_confirmed = cleaned.get("preset"), cleaned.get("terms_known")
        if self.errors or not preset or is_confirmed:
            return
        outside = list(SampleTerms(preset, cleaned["starts_on"], cleaned["ends_on"]).outside())
        if outside:
            what_to_do = "Не входят в период карты. Измените период или отметьте «Составить, сроки поправлю сам»."
            self.add_error(None, [what_to_do, *outside])


def _level_of(organisation: Organisation | None) -> RoadmapLevel:
    return RoadmapLevel.SCHOOL if organisation else RoadmapLevel.MUNICIPAL


def _other_columns(rules: RulesInForce) -> str:
    label = RoadmapShape(rules.roadmap_columns).label
    return f"{upper_first(rules.by_whom('roadmap_columns'))} столбцы карты — {label}."


class RoadmapForm(_PeriodMixin, PortalModelForm):
    column_set = forms.ChoiceField(label="Столбцы", choices=COLUMN_SET_CHOICES, required=False)

    class Meta:
        model = Roadmap
        fields = ["title", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column_set = column_set_of(self.instance.columns)
        self.initial["column_set"] = column_set
        choices = [] if column_set else [OWN_COLUMNS]
        field = choice_field(self, "column_set", forms.ChoiceField)
        rules = rules_of_roadmap(self.instance.municipality, self.instance.organisation)
        if rules and (prescribed := rules.roadmap_columns):
            choices += [choice for choice in COLUMN_SET_CHOICES if choice[0] in (column_set, prescribed)]
            field.help_text = f"{upper_first(rules.by_whom('roadmap_columns'))} — {RoadmapShape(prescribed).label}"
        else:
            choices += COLUMN_SET_CHOICES
        field.choices = choices
        self.helper.layout = Layout("title", Div("starts_on", "ends_on", css_class="cols"), "column_set")

    def save(self, commit: bool = True) -> Roadmap:
        if column_set := self.cleaned_data["column_set"]:
            self.instance.columns = columns_of_set(column_set)
        return super().save(commit)


class RoadmapSectionForm(PortalModelForm):
    class Meta:
        model = RoadmapSection
        fields = ["number", "title"]
        widgets = {"title": forms.Textarea}
        help_texts = {"number": "Печатается как введён: «1.», «I», «2»"}


class RoadmapItemForm(PortalModelForm):
    due_days = forms.CharField(
        label="К каким дням выполнить",
        required=False,
        max_length=300,
        help_text="Если мероприятие проводят несколько раз: «31.12.2026, 31.05.2027». Портал напомнит о каждом дне",
    )

    class Meta:
        model = RoadmapItem
        fields = ["number", "title", "term", "due_from", "due_to", "responsible", "result"]
        widgets = {"title": forms.Textarea}
        help_texts = {
            "number": "Печатается как введён: «1.1», «3.», «18»",
            "term": "Печатается как введён: «сентябрь 2026 года», «в течение года»",
            "due_to": "По датам портал отметит в карте, какой срок прошёл",
            "responsible": "Должности через запятую: «директор, куратор»",
        }

    def __init__(self, *args: Any, roadmap: Roadmap, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._roadmap = roadmap
        if self.instance.pk:
            self.initial["due_days"] = days_as_text([day.due_on for day in self.instance.days])
        self.helper.layout = Layout(
            "number",
            "title",
            Fieldset("Срок", "term", Div("due_from", "due_to", css_class="cols"), "due_days"),
            "responsible",
            "result",
        )

    def clean_due_days(self) -> list[date]:
        try:
            days = days_from_text(self.cleaned_data["due_days"])
        except ValueError as error:
            raise ValidationError(
                "Напишите дни через запятую, каждый как дд.мм.гггг: «31.12.2026, 31.05.2027»."
            ) from error
        if len(days) > MOST_DAYS:
            raise ValidationError(f"Дней больше {MOST_DAYS}. Составьте из них несколько пунктов.")
        for day in days:
            check_day(day)
        return days

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        due_from, due_to, days = cleaned.get("due_from"), cleaned.get("due_to"), cleaned.get("due_days")
        if days:
            cleaned["due_to"] = due_to = due_to or days[-1]
            if days[-1] > due_to or (due_from and days[0] < due_from):
                self.add_error("due_days", "Эти дни не входят в срок «с — по». Исправьте дни или срок.")
        elif "due_days" in cleaned:
            self._ask_for_days(cleaned.get("term", ""))
        return cleaned

    def _ask_for_days(self, term: str) -> None:
        """A term of several months has several days; one alone says that the item is carried out once."""
        if days := days_in_term(term, self._roadmap.starts_on, self._roadmap.ends_on):
            self.add_error(
                "due_days",
                f"Срок называет несколько месяцев. Напишите дни: {days_as_text(days)}. Если мероприятие проводят один "
                f"раз, напишите один: {days_as_text(days[-1:])}.",
            )


class RoadmapProgressForm(PortalModelForm):
    """How far an item has come; may be filled in after the roadmap is agreed."""

    class Meta:
        model = RoadmapItem
        fields = ["status", "done_on", "evidence"]
        help_texts = {"evidence": act_label("Документ или ссылка: «приказ от 01.09.2026 № 135/1»")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._days: dict[str, DueDay] = {f"day_{day.pk}": day for day in self.instance.days}
        for name, day in self._days.items():
            label = f"Выполнено к {day.due_on:%d.%m.%Y}"
            self.fields[name] = forms.DateField(label=label, required=False, initial=day.done_on, widget=DayInput())
        self.helper.layout = Layout(Field("status"), *self._days, "done_on", "evidence")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self._days and not any(name in self.errors for name in self._days):
            self._follow_days(cleaned)
        is_done = cleaned.get("status") == RoadmapItemStatus.DONE
        if is_done and not cleaned.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", "Укажите, когда пункт выполнен.")
        if not is_done and cleaned.get("done_on"):
            self.add_error("done_on", "Дата ставится только у выполненного пункта.")
        if (day := cleaned.get("done_on")) and "done_on" in self.changed_data:
            self._check_day("done_on", day)
        return cleaned

    def _follow_days(self, cleaned: dict[str, Any]) -> None:
        """An item of several days is done when each of them is marked."""
        marks = {name: cleaned.get(name) for name in self._days}
        for name, day in marks.items():
            if day and name in self.changed_data:
                self._check_day(name, day)
        days = [day for day in marks.values() if day]
        status = cleaned.get("status")
        if len(days) == len(marks) and status != RoadmapItemStatus.DROPPED:
            cleaned |= {"status": RoadmapItemStatus.DONE, "done_on": cleaned.get("done_on") or max(days)}
        elif status == RoadmapItemStatus.DONE:
            blank = next(name for name, day in marks.items() if not day)
            self.add_error(blank, "Укажите, когда выполнено к этому дню, или оставьте пункт «в работе».")
        elif days and status == RoadmapItemStatus.PLANNED:
            cleaned["status"] = RoadmapItemStatus.UNDER_WAY

    def _check_day(self, name: str, day: date) -> None:
        begins = self.instance.section.roadmap.starts_on
        if day > clock.today():
            self.add_error(name, "Этот день ещё не наступил.")
        elif day < begins:
            self.add_error(name, f"Карта начинается {begins:%d.%m.%Y}: раньше её пункт не выполняли. Проверьте год.")

    def save(self, commit: bool = True) -> RoadmapItem:
        item = super().save(commit)
        for name, day in self._days.items():
            if name in self.changed_data:
                day.done_on = self.cleaned_data[name]
                day.save()
        return item


class RoadmapTermsForm(PortalForm):
    """Asked of who approves or agrees a roadmap some of whose terms do not fit it."""

    question = forms.CharField(required=False, initial="1", widget=forms.HiddenInput)
    terms_accepted = forms.BooleanField(
        label="Сроки оставляем такими",
        error_messages={"required": "Отметьте, если эти сроки верны, или верните карту."},
    )


class RoadmapReturnForm(PortalForm):
    comment = forms.CharField(
        label="Что исправить",
        validators=[check_reason],
        widget=forms.Textarea,
        help_text="Это увидят авторы дорожной карты",
    )
