"""A person's card as a form: who it is, where, how to reach, what kind of work or class."""

from datetime import date
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms

from accounts.models import User
from registry import clock
from registry.access import Right
from registry.forms.choice_fields import choice_field
from registry.forms.portal_form import PortalModelForm
from registry.models import Person
from registry.names import check_name
from registry.plausible_dates import YOUNGEST_WORKER
from registry.queries.organisations import organisations_in_use, with_organisation
from russian.phones import format_phone
from spreadsheets.cleaning.phones import e164

#: what is printed of somebody's work as it is typed
WORK_FIELDS = ("position", "subject", "qualification", "education")


class PersonForm(PortalModelForm):
    class Meta:
        model = Person
        fields = [
            "organisation",
            "last_name",
            "first_name",
            "middle_name",
            "former_name",
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
            "sex": "Нужен, чтобы имя верно стояло в приказах; если отчество есть, можно не указывать",
            "working_since": "Стаж портал считает сам. Если день неизвестен, укажите 1 января и точность «год»",
            "representative_name": "Родитель или опекун; подписывает согласия за несовершеннолетнего",
        }

    #: what the user must have in an organisation for it to be offered
    right = Right.EDIT_PEOPLE

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """`user` decides which organisations are offered."""
        super().__init__(*args, **kwargs)
        self.user = user
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
        typed = self.cleaned_data["phone"]
        if not typed:
            return ""
        number = e164(typed)
        if number is None:
            raise forms.ValidationError("Нужен полный номер с кодом: +7 912 345-67-89.")
        return number

    def clean_birth_date(self) -> date | None:
        day = self.cleaned_data["birth_date"]
        if day and day > clock.today():
            raise forms.ValidationError("Дата рождения ещё не наступила.")
        return day

    def clean_working_since(self) -> date | None:
        day = self.cleaned_data["working_since"]
        if day and day > clock.today():
            raise forms.ValidationError("Стаж не может начаться в будущем.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        born, since = cleaned.get("birth_date"), cleaned.get("working_since")
        if born and since and since.year < born.year + YOUNGEST_WORKER:
            self.add_error(
                "working_since",
                f"Стаж начинается раньше {YOUNGEST_WORKER} лет. Проверьте дату рождения и дату начала стажа.",
            )
        return cleaned

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
    unmarked = tuple(corrections)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (part, case) in self.corrections.items():
            self.initial.setdefault(name, self.instance.declension.get(part, {}).get(case, ""))
        self.helper.layout = Layout(
            name_fieldset(),
            rule(),
            work_fieldset(),
            rule(),
            study_fieldset(),
            rule(),
            contact_fieldset(),
            rule(),
            Fieldset(
                "Падежи для приказов",
                HTML(
                    '<p class="form-text mt-0">Портал склоняет сам. Заполните только то, что в приказе вышло неверно: '
                    "«Черных Ольге Игоревне».</p>"
                ),
                Div(*self.corrections, css_class="cols declension"),
            ),
        )

    def _post_clean(self) -> None:
        declension: dict[str, dict[str, str]] = {}
        for name, (part, case) in self.corrections.items():
            if typed := " ".join(self.cleaned_data.get(name, "").split()):
                declension.setdefault(part, {})[case] = typed
        self.instance.declension = declension
        super()._post_clean()


def name_fieldset(title: str = "Человек") -> Fieldset:
    return Fieldset(
        title,
        "organisation",
        Div("last_name", "first_name", "middle_name", "former_name", "birth_date", "sex", css_class="cols"),
    )


def work_fieldset() -> Fieldset:
    return Fieldset(
        "Работа",
        Div(*WORK_FIELDS, css_class="cols"),
        Div("working_since", "working_since_precision", css_class="cols"),
    )


def study_fieldset() -> Fieldset:
    return Fieldset(
        "Для обучающихся",
        Div("grade", "grade_letter", css_class="cols"),
        "representative_name",
        Div("representative_relation", "representative_phone", css_class="cols"),
    )


def contact_fieldset() -> Fieldset:
    return Fieldset("Связь", Div("phone", "email", css_class="cols"))


def rule() -> HTML:
    return HTML("<hr>")
