"""An entry in the bank of mentors or mentees, alone or together with a new person."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any, ClassVar, TypeVar

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator, construct_instance, fields_for_model

from accounts.models import User
from registry import clock
from registry.access import Access, Right
from registry.enums import MentorReadiness, MentorSource, Participant
from registry.extension_points import obstacles_to_later_bank_day
from registry.forms.asked_field import AskedField
from registry.forms.card_layout import folded
from registry.forms.choice_fields import choice_field
from registry.forms.deed import DeedMixin
from registry.forms.limit_warning import ANYWAY, LimitWarning, LimitWarningMixin, bound_personal_limit, limit_below_load
from registry.forms.name_question import NAMES_CONFIRMED
from registry.forms.new_person import NewPersonForm
from registry.forms.portal_form import PortalForm, PortalModelForm
from registry.forms.who_one_is import AGE_CONFIRMED, check_age_of_place, check_class_of_place, check_place_in_bank
from registry.models import Category, Mentee, Mentor, Person
from registry.queries.dictionaries import (
    categories_in_use,
    categories_offered_for,
    categories_without_sensitive,
    with_sensitive_of,
)
from registry.queries.people import may
from registry.side_texts import side_text

MENTOR_FIELDS = [
    "source",
    "readiness",
    *Mentor.card_texts,
    "personal_limit",
    "is_tutor",
    "open_to_others",
    "included_on",
    "note",
]
MENTEE_FIELDS = ["participant", "categories", "request", *Mentee.card_texts, "activity", "included_on", "note"]


EntryFormType = TypeVar("EntryFormType", bound="BankEntryForm")


class CategoryIterator(ModelChoiceIterator):
    """Categories under the headings «обучающийся», «педагог», «студент»."""

    def __iter__(self) -> Iterator[Any]:
        categories = self.queryset.order_by("participant", "position", "title")
        for participant, group in groupby(categories, key=lambda category: category.get_participant_display()):
            yield participant.capitalize(), [self.choice(category) for category in group]


class CategoryCheckboxes(forms.CheckboxSelectMultiple):
    """Each says of whom it is, so that the page shows those of the chosen kind of people (portal.css)."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if category := getattr(value, "instance", None):
            option["attrs"]["data-of"] = category.participant
        return option


class CategoriesField(forms.ModelMultipleChoiceField):
    iterator = CategoryIterator
    widget = CategoryCheckboxes


def categories_field() -> CategoriesField:
    return CategoriesField(queryset=categories_in_use(), label="Категории", required=False)


def mentor_layout(*more: str) -> list[Fieldset]:
    """`more` stands under the limit, before the next field."""
    return [
        Fieldset(
            side_text("Место в базе наставников"),
            Div("source", "readiness", css_class="cols"),
            *Mentor.card_texts,
            Div(Div("personal_limit", *more), "included_on", css_class="cols"),
            "is_tutor",
            "open_to_others",
            "note",
        )
    ]


def mentee_layout() -> list[Fieldset]:
    return [
        Fieldset(
            side_text("Место в базе наставляемых"),
            "participant",
            "categories",
            "request",
            *Mentee.card_texts,
            Div("activity", "included_on", css_class="cols"),
            "note",
        )
    ]


_REPRESENTATIVE = ("representative_name", "representative_relation", "representative_phone")


def _details_of_work() -> Div:
    names = ("qualification", "education", *Person.card_texts, "working_since", "working_since_precision")
    return Div(*names, css_class="cols for-worker")


def _offer_readiness(form: forms.BaseForm, *, is_ready: bool) -> None:
    """Ready is who was approved: whoever is not yet becomes so on the page of candidates."""
    field = choice_field(form, "readiness", forms.ChoiceField)
    if not is_ready:
        field.choices = [choice for choice in MentorReadiness.choices if choice[0] != MentorReadiness.READY]
        field.help_text = side_text("Готовым к работе наставник становится, когда кандидатуру утвердит руководитель.")


class MentorForm(LimitWarningMixin, PortalModelForm):
    """The mentor's part of a known person."""

    limit_field = "personal_limit"

    class Meta:
        model = Mentor
        fields = MENTOR_FIELDS

    def __init__(self, *args: Any, user: User, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.person = user, person
        bound_personal_limit(self.fields["personal_limit"])
        self._was_ready = self.instance.readiness == MentorReadiness.READY
        _offer_readiness(self, is_ready=self._was_ready)
        self.helper.layout = Layout(*mentor_layout(ANYWAY))

    def limit_warning(self, cleaned: dict[str, Any]) -> LimitWarning:
        before = self.initial.get("personal_limit")
        return limit_below_load(self.user, self.instance, cleaned["personal_limit"], before)

    def _post_clean(self) -> None:
        readiness = self.cleaned_data.get("readiness")
        if self._was_ready and readiness and readiness != MentorReadiness.READY:
            self.instance.propose(clock.today())  # a candidate again, about whom nothing is decided
        super()._post_clean()
        check_place_in_bank(self, "source", self.instance, self.person)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_inclusion(self, cleaned, self.person.birth_date, self.instance if self.instance.pk else None)
        return cleaned


class MenteeForm(PortalModelForm):
    """The mentee's part of a known person.

    Sensitive categories are offered only where the user may see them; those that the user may not see stay as they are.
    """

    categories = categories_field()

    class Meta:
        model = Mentee
        fields = MENTEE_FIELDS

    def __init__(self, *args: Any, user: User, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.sees_sensitive = may(user, Right.VIEW_SENSITIVE, person)
        categories = categories_offered_for(self.instance)
        field = choice_field(self, "categories", CategoriesField)
        field.queryset = categories if self.sees_sensitive else categories.filter(sensitive=False)
        self.helper.layout = Layout(*mentee_layout())

    def clean_categories(self) -> QuerySet[Category]:
        categories = self.cleaned_data["categories"]
        if self.sees_sensitive or not self.instance.pk:
            return categories
        return with_sensitive_of(self.instance, categories)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_inclusion(self, cleaned, self.person.birth_date, self.instance if self.instance.pk else None)
        check_categories_fit(self, cleaned)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        check_place_in_bank(self, "participant", self.instance, self.person)


class BankEntryForm(NewPersonForm):
    """A new person with the bank entry in one form. Children name the model of the entry and its fields."""

    #: the class is shown for a pupil alone
    required_when_shown = ("grade",)
    bank_model: ClassVar[type[Mentor] | type[Mentee]]
    bank_fields: ClassVar[list[str]]
    #: the field that says who this is
    who: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = self.bank_model()
        self.fields["included_on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_inclusion(self, cleaned, cleaned.get("birth_date"))
        check_age_of_place(self, self.who, cleaned.get(self.who, ""), cleaned.get("birth_date"))
        check_class_of_place(self, self.who)
        if self._is_pupil(cleaned) and not cleaned.get("grade") and "grade" not in self.errors:
            self.add_error("grade", "Укажите класс обучающегося.")
        return cleaned

    def _is_pupil(self, cleaned: dict[str, Any]) -> bool:
        raise NotImplementedError

    def _post_clean(self) -> None:
        super()._post_clean()
        simple = [name for name in self.bank_fields if name in self.cleaned_data and name != "categories"]
        construct_instance(self, self.entry, simple)
        try:
            self.entry.full_clean(
                exclude={"person", *(f.name for f in self.entry._meta.fields if f.name not in simple)}
            )
        except ValidationError as error:
            self._update_errors(error)


def with_bank_fields(form: type[EntryFormType]) -> type[EntryFormType]:
    """Adds the fields of the bank entry that the form does not declare itself, as the entry's own form has them."""
    names = [name for name in form.bank_fields if name not in form.base_fields]
    form.base_fields |= fields_for_model(form.bank_model, names)
    return form


@with_bank_fields
class MentorEntryForm(BankEntryForm):
    bank_model = Mentor
    bank_fields = MENTOR_FIELDS
    who = "source"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_readiness(self, is_ready=False)
        bound_personal_limit(self.fields["personal_limit"])
        self.helper.layout = Layout(
            Fieldset(
                "Кто это",
                "organisation",
                Div("last_name", "first_name", "middle_name", "source", css_class="cols"),
                AskedField(NAMES_CONFIRMED),
                AskedField(AGE_CONFIRMED),
                Div("grade", "grade_letter", css_class="cols for-pupil"),
                Div("position", "subject", css_class="cols for-worker"),
                "phone",
            ),
            *folded(
                "Подробнее: стаж, категория, достижения, готовность, личный предел",
                Div("former_name", "birth_date", "sex", "email", css_class="cols"),
                AskedField("sex_confirmed"),
                _details_of_work(),
                Div("readiness", "included_on", "personal_limit", css_class="cols"),
                *Mentor.card_texts,
                "is_tutor",
                "open_to_others",
                Div(*_REPRESENTATIVE, css_class="cols for-pupil"),
                "note",
            ),
        )

    def _is_pupil(self, cleaned: dict[str, Any]) -> bool:
        return cleaned.get("source") == MentorSource.PUPIL


@with_bank_fields
class MenteeEntryForm(BankEntryForm):
    bank_model = Mentee
    bank_fields = MENTEE_FIELDS
    who = "participant"

    categories = categories_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not Access.of(self.user).anywhere(Right.VIEW_SENSITIVE):
            field = choice_field(self, "categories", CategoriesField)
            field.queryset = categories_without_sensitive()
        self.helper.layout = Layout(
            Fieldset(
                "Кто это",
                "organisation",
                Div("last_name", "first_name", "middle_name", "birth_date", css_class="cols"),
                AskedField(NAMES_CONFIRMED),
                AskedField(AGE_CONFIRMED),
                "participant",
                Div("grade", "grade_letter", css_class="cols for-pupil"),
                Div("position", "subject", css_class="cols for-worker"),
                "categories",
                "request",
                *Mentee.card_texts,
            ),
            *folded(
                "Подробнее: телефон, законный представитель, стаж, занятость",
                Div("former_name", "sex", "phone", "email", css_class="cols"),
                AskedField("sex_confirmed"),
                Div(*_REPRESENTATIVE, css_class="cols"),
                _details_of_work(),
                Div("activity", "included_on", css_class="cols"),
                "note",
            ),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_categories_fit(self, cleaned)
        organisation = cleaned.get("organisation")
        sees_sensitive = Access.of(self.user).in_organisation(Right.VIEW_SENSITIVE, organisation)
        if organisation and not sees_sensitive and any(c.sensitive for c in cleaned.get("categories") or ()):
            self.add_error("categories", "Чувствительные категории вносят только сотрудники самой организации.")
        return cleaned

    def _is_pupil(self, cleaned: dict[str, Any]) -> bool:
        return cleaned.get("participant") == Participant.PUPIL


class ExclusionForm(DeedMixin, PortalForm):
    """Why and when a person leaves the bank."""

    on = forms.DateField(label="Дата исключения")
    reason = forms.CharField(label="Причина", max_length=300, help_text="Например: увольнение, окончание школы")

    def __init__(self, *args: Any, entry: Mentor | Mentee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry
        self.fields["on"].initial = clock.today()
        self.show(entry, f"в базе с {entry.included_on:%d.%m.%Y}")

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day < self.entry.included_on:
            raise ValidationError(f"Раньше даты включения в базу: {self.entry.included_on:%d.%m.%Y}.")
        if day > clock.today():
            raise ValidationError("Дата ещё не наступила.")
        return day


def check_inclusion(
    form: forms.BaseForm, cleaned: dict[str, Any], born: date | None, entry: Mentor | Mentee | None = None
) -> None:
    """An entry in the bank begins neither in the future nor before its person was born, and a stored one, `entry`, no
    later than what rests on it."""
    forbid_future(form, cleaned, "included_on")
    day = cleaned.get("included_on")
    if entry is not None and day and day > entry.included_on:
        for obstacle in obstacles_to_later_bank_day(entry, day):
            form.add_error("included_on", obstacle)
    if born and cleaned.get("included_on") and cleaned["included_on"] < born:
        form.add_error("included_on", f"Раньше даты рождения ({born:%d.%m.%Y}). Проверьте обе даты.")


def forbid_future(form: forms.BaseForm, cleaned: dict[str, Any], name: str) -> None:
    if cleaned.get(name) and cleaned[name] > clock.today():
        form.add_error(name, "Дата ещё не наступила.")


def check_categories_fit(form: forms.BaseForm, cleaned: dict[str, Any]) -> None:
    """Categories are those of the participant: a teacher has no category of pupils (requirements A4)."""
    participant = cleaned.get("participant")
    foreign = [c.title for c in cleaned.get("categories") or () if c.participant != participant]
    if participant and foreign:
        form.add_error("categories", f"Не подходит: {'; '.join(foreign)}. Это категории других участников.")
