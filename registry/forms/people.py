"""A person's card as a form: who it is, where, how to reach, what kind of work or class."""

from collections.abc import Iterable
from copy import copy
from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from accounts.models import User
from registry import clock
from registry.access import Right
from registry.enums import SEX_CHOICES, DatePrecision, NameChange
from registry.forms.asked_field import AskedField
from registry.forms.card_layout import (
    OF_STUDY,
    OF_WORK,
    WORK_FIELDS,
    contact_fieldset,
    folded,
    name_fieldset,
    rule,
    study_fieldset,
    work_fieldset,
)
from registry.forms.choice_fields import choice_field
from registry.forms.name_question import NAMES, NAMES_CONFIRMED, OTHER_NAMES, ask_about_names, names_confirmed_field
from registry.forms.partial_dates import PartialDateField
from registry.forms.portal_form import PortalModelForm
from registry.forms.who_one_is import (
    AGE_CONFIRMED,
    age_confirmed_field,
    check_class,
    check_class_letter_of_card,
    check_days_of_life,
    check_places_of_person,
    fitting_parts,
)
from registry.models import FormerName, Person
from registry.models.person import full_name
from registry.names.spelling_distance import one_edit_apart
from registry.names.text_checks import check_name
from registry.queries.former_names import last_known_change
from registry.queries.namesakes import namesakes_of
from registry.queries.organisations import organisations_in_use, with_organisation
from russian.declension import Case, decline_name, sex_from_patronymic
from russian.person_names import person_name_key
from russian.phones import format_phone
from russian.surname_readings import other_reading
from spreadsheets.cleaning.phones import e164

#: a patronymic by the sex that it shows
_OF_PATRONYMIC = {"m": "мужское", "f": "женское"}
_FROM_DAY_TO_YEAR = (DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR)


class PersonForm(PortalModelForm):
    class Meta:
        model = Person
        fields = [
            "organisation",
            "last_name",
            "first_name",
            "middle_name",
            "sex",
            "birth_date",
            "phone",
            "email",
            *WORK_FIELDS,
            "working_since",
            "working_since_precision",
            "grade",
            "grade_letter",
            "representative_name",
            "representative_relation",
            "representative_phone",
        ]
        help_texts = {
            "sex": "Нужен, чтобы имя верно стояло в документах; если отчество есть, можно не указывать",
            "representative_name": "Родитель или опекун; подписывает согласия за несовершеннолетнего",
        }

    working_since = PartialDateField(
        label="Стаж ведётся с",
        required=False,
        help_text="Стаж портал считает сам. Если день неизвестен, хватит месяца и года (09.2015) или года (2015)",
    )
    #: shown when the sex and the patronymic do not fit: names of other peoples may be so
    sex_confirmed = forms.BooleanField(label="Пол указан верно", required=False)
    names_confirmed = names_confirmed_field()
    age_confirmed = age_confirmed_field()
    unversioned: tuple[str, ...] = ("sex_confirmed", NAMES_CONFIRMED, AGE_CONFIRMED)
    #: what the user must have in an organisation for it to be offered
    right = Right.EDIT_PEOPLE

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """`user` decides which organisations are offered."""
        super().__init__(*args, **kwargs)
        self.user = user
        check_class_letter_of_card(self)
        offered = organisations_in_use(user, self.right)
        present = self.instance.organisation_id
        if present:
            offered = with_organisation(offered, present)
        field = choice_field(self, "organisation", forms.ModelChoiceField)
        field.queryset, field.required, field.label = offered.select_related(None), True, "Организация"
        if self.instance.pk:
            field.disabled, field.required = True, False
            field.help_text = "Меняется на странице «Перевести в другую организацию», с датой и решением о парах"
        if not present and len(offered) == 1:
            field.initial = offered[0]
        if self.initial.get("phone"):
            self.initial["phone"] = format_phone(self.initial["phone"])

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if not phone:
            return ""
        number = e164(phone)
        if number is None:
            raise forms.ValidationError("Нужен полный номер с кодом: +7 912 345-67-89.")
        return number

    def clean_working_since_precision(self) -> str:
        """A year or a month alone says itself how precise it is."""
        precision = DatePrecision(self.cleaned_data["working_since_precision"])
        if self.cleaned_data.get("working_since") is None:
            return precision
        return max(precision, PartialDateField.precision_of(self["working_since"].data), key=_FROM_DAY_TO_YEAR.index)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_days_of_life(self)
        if (born := cleaned.get("birth_date")) and "birth_date" in self.changed_data:
            self._check_entries(born)
        check_class(self, self.instance)
        check_places_of_person(self, self.instance)
        self._compare_sex_with_patronymic(cleaned)
        ask_about_names(self, {name: cleaned.get(name) or "" for name in self.fields if self._is_new_name(name)})
        return cleaned

    def _is_new_name(self, name: str) -> bool:
        """Of the three parts of a name together: what was kept so before is not asked about."""
        if name not in (*NAMES, *OTHER_NAMES):
            return False
        together = NAMES if name in NAMES else (name,)
        return not self.instance.pk or bool(set(together) & set(self.changed_data))

    def _check_entries(self, born: date) -> None:
        """Nobody is in a bank before being born."""
        for name in ("mentor", "mentee"):
            entry = getattr(self.instance, name, None) if self.instance.pk else None
            if entry is not None and entry.included_on < born:
                self.add_error(
                    "birth_date", f"В базу включили раньше, {entry.included_on:%d.%m.%Y}. Проверьте обе даты."
                )

    def _compare_sex_with_patronymic(self, cleaned: dict[str, Any]) -> None:
        """A question, while somebody types one of the two; what was kept so before is not asked about."""
        sex, patronymic = cleaned.get("sex") or "", cleaned.get("middle_name") or ""
        as_kept = self.instance.pk and not {"sex", "middle_name"} & set(self.changed_data)
        usual = sex_from_patronymic(patronymic)
        if as_kept or not sex or not usual or sex == usual or cleaned.get("sex_confirmed"):
            return
        words = dict(SEX_CHOICES)
        self.add_error(
            "sex_confirmed",
            f"Отчество «{patronymic}» — {_OF_PATRONYMIC[usual]}, а пол указан {words[sex]}. Исправьте одно из двух или "
            "отметьте, что всё верно.",
        )

    def _post_clean(self) -> None:
        organisation = self.cleaned_data.get("organisation")
        if organisation is not None:
            self.instance.municipality_id = organisation.municipality_id
        super()._post_clean()


class PersonCardForm(PersonForm):
    """The whole card with the corrections of declension, which papers print."""

    #: field → where the correction is kept in `Person.declension` (keys as in russian.declension.Case)
    corrections = {
        f"{part}_{case}": (part, case)
        for part in ("name", "position")
        for case in ("genitive", "dative", "accusative", "instrumental")
    }

    name_genitive = forms.CharField(label="ФИО: кого?", required=False, max_length=320, validators=[check_name])
    name_dative = forms.CharField(label="ФИО: кому?", required=False, max_length=320, validators=[check_name])
    name_accusative = forms.CharField(label="ФИО: на кого?", required=False, max_length=320, validators=[check_name])
    name_instrumental = forms.CharField(label="ФИО: кем?", required=False, max_length=320, validators=[check_name])
    position_genitive = forms.CharField(label="Должность: кого?", required=False, max_length=200)
    position_dative = forms.CharField(label="Должность: кому?", required=False, max_length=200)
    position_accusative = forms.CharField(label="Должность: на кого?", required=False, max_length=200)
    position_instrumental = forms.CharField(label="Должность: кем?", required=False, max_length=200)

    #: asked as soon as another name is typed
    name_change = forms.ChoiceField(
        label="Почему изменилось имя", choices=NameChange.choices, widget=forms.RadioSelect, required=False
    )
    renamed_on = forms.DateField(
        label="С какого дня новая фамилия или имя", required=False, help_text="Если человек сменил имя"
    )
    rename_document = forms.CharField(
        label="Документ", required=False, max_length=200, help_text="Например: свидетельство о браке от 12.06.2026"
    )
    same_person = forms.BooleanField(label="Это тот же человек", required=False)
    about_names = ("name_change", "renamed_on", "rename_document", "same_person")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_before = {name: getattr(self.instance, name) for name in NAMES}
        if not self.asks_about_name:
            for name in self.about_names:
                del self.fields[name]
        for name, (part, case) in self.corrections.items():
            self.initial.setdefault(name, self.instance.declension.get(part, {}).get(case, ""))
        self.fields["name_dative"].help_text = self._hint_about_surname()
        self.helper.layout = self._layout()

    def compare_with_stored(self) -> None:
        """A name that somebody else has changed, and this user has not, is no change of name."""
        super().compare_with_stored()
        if self.is_overtaken and not self.asks_about_name:
            for name in self.about_names:
                self.fields.pop(name, None)
            self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        return Layout(
            *([self._name_question(), rule()] if self.asks_about_name else []),
            name_fieldset(),
            rule(),
            *self._fitting_fieldsets(),
            contact_fieldset(),
            rule(),
            Fieldset(
                "Падежи для документов",
                HTML(
                    '<p class="form-text mt-0">Портал склоняет сам. Заполните только то, что в документе вышло '
                    "неверно: «Черных Ольге Игоревне».</p>"
                ),
                Div(*self.corrections, css_class="cols declension"),
            ),
        )

    def _fitting_fieldsets(self) -> list[Any]:
        """What fits the person by the places in the banks stands open: of a pupil nobody asks for a category, of a
        teacher for a class. What has been filled in stands open too, to be put right."""
        parts: list[Any] = []
        fits = fitting_parts(self.instance)
        for fieldset, title, names, is_asked in (
            (work_fieldset(), "Если человек ещё и работает: должность, предмет, категория, стаж", OF_WORK, fits.work),
            (study_fieldset(), "Если человек ещё и учится: класс, законный представитель", OF_STUDY, fits.study),
        ):
            is_filled = any(self.instance.pk and getattr(self.instance, name) for name in names)
            parts += [fieldset, rule()] if is_asked or is_filled else [*folded(title, fieldset), rule()]
        return parts

    def _hint_about_surname(self) -> str:
        """«Щербина» is declined in two ways, and the portal takes the commoner one."""
        surname, sex = self.instance.last_name, self.instance.sex or sex_from_patronymic(self.instance.middle_name)
        other = other_reading(surname, Case.DATIVE, sex)
        usual = decline_name(surname, "", case=Case.DATIVE, sex=sex).surname
        return f"Портал пишет «{usual}». Если верно «{other}», впишите здесь и рядом." if other else ""

    @property
    def asks_about_name(self) -> bool:
        """Case, ё, spaces and letters of another alphabet are spelling alone: nobody is asked about them."""
        if not self.is_bound:
            return False
        parts = (str(self.data.get(self.add_prefix(name)) or "") for name in NAMES)
        return any(
            person_name_key(text) != person_name_key(self.name_before[name])
            for name, text in zip(NAMES, parts, strict=True)
        )

    @property
    def former_name(self) -> FormerName | None:
        """The name before, when the user says that the person has changed it. For a valid form."""
        if self.cleaned_data.get("name_change") != NameChange.CHANGED:
            return None
        until = self.cleaned_data["renamed_on"] - timedelta(days=1)
        return FormerName(**self.name_before, until=until, document=self.cleaned_data["rename_document"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.asks_about_name:
            self._check_change_of_name(cleaned)
        return cleaned

    def _check_change_of_name(self, cleaned: dict[str, Any]) -> None:
        before = full_name(*self.name_before.values())
        self._ask_whether_same_person(cleaned, before)
        if not cleaned.get("name_change"):
            self.add_error("name_change", f"В карточке было «{before}». Отметьте, опечатка это или смена фамилии.")
        elif cleaned["name_change"] == NameChange.CHANGED and "renamed_on" not in self.errors:
            try:
                check_renaming_day(self.instance, cleaned.get("renamed_on"), cleaned.get("birth_date"))
            except ValidationError as refusal:
                self.add_error("renamed_on", refusal)

    def _ask_whether_same_person(self, cleaned: dict[str, Any], before: str) -> None:
        """Of another surname and another first name at once, of the name of somebody who has a card already, and of a
        slip that is none by its spelling."""
        if cleaned.get("same_person") or not all(cleaned.get(name) for name in ("last_name", "first_name")):
            return
        after = full_name(*(cleaned.get(name) or "" for name in NAMES))
        keys = [person_name_key(cleaned[name]) != person_name_key(self.name_before[name]) for name in NAMES[:2]]
        card = copy(self.instance)
        for name in NAMES:
            setattr(card, name, cleaned.get(name) or "")
        others = [other for other in namesakes_of(self.user, card).visible if other.pk != self.instance.pk]
        advice = "Новому человеку заводят новую карточку. Если это тот же человек, отметьте это."
        if all(keys):
            self.add_error("same_person", f"Было «{before}», стало «{after}». Это другой человек? {advice}")
        elif others:
            self.add_error("same_person", f"Человек по имени «{others[0]}» уже есть в реестре. {advice}")
        elif cleaned.get("name_change") == NameChange.SLIP and not self._is_near_surname(cleaned["last_name"]):
            self.add_error(
                "same_person",
                f"Было «{before}», стало «{after}»: на опечатку не похоже. Если человек сменил фамилию, отметьте это и "
                "укажите день. Если фамилию вписали неверно и это тот же человек, отметьте это.",
            )

    def _is_near_surname(self, surname: str) -> bool:
        """The same, a letter apart, or with another ending."""
        one, other = person_name_key(self.name_before["last_name"]), person_name_key(surname)
        half = (max(len(one), len(other)) + 1) // 2
        return one[:half] == other[:half] or one_edit_apart(one, other)

    def _own_fields(self) -> Iterable[tuple[str, forms.Field]]:
        """Without the question: it is about what is typed, not about what is kept."""
        return ((name, field) for name, field in super()._own_fields() if name not in self.about_names)

    def _name_question(self) -> Fieldset:
        before = full_name(*self.name_before.values())
        return Fieldset(
            "Опечатка или новая фамилия?",
            HTML(
                format_html(
                    '<p class="form-text mt-0">Сейчас в карточке «{}». Если человек сменил фамилию или имя, прежние '
                    "останутся в карточке, и по ним его найдут поиск и загрузка файлов.</p>",
                    before,
                )
            ),
            AskedField("same_person"),
            "name_change",
            Div("renamed_on", "rename_document", css_class="cols"),
            css_class="callout",
        )

    def _post_clean(self) -> None:
        declension: dict[str, dict[str, str]] = {}
        for name, (part, case) in self.corrections.items():
            if text := " ".join(self.cleaned_data.get(name, "").split()):
                declension.setdefault(part, {})[case] = text
        self.instance.declension = declension
        super()._post_clean()


def check_renaming_day(person: Person, day: date | None, born: date | None) -> None:
    """Raises ValidationError for a day on which the present name cannot have begun."""
    if day is None:
        raise ValidationError("Укажите, с какого дня у человека новая фамилия или имя.")
    if day > clock.today():
        raise ValidationError("Дата ещё не наступила. Внесите новую фамилию, когда она сменится.")
    if born and day <= born:
        raise ValidationError(f"Не раньше рождения ({born:%d.%m.%Y}). Проверьте обе даты.")
    latest = last_known_change(person)
    if latest and day <= latest + timedelta(days=1):
        raise ValidationError(f"Прежнее имя носили по {latest:%d.%m.%Y}. Новое началось позже.")
