"""The parts of a person's card as a form, in the order in which they stand."""

from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset

from registry.forms.asked_field import AskedField
from registry.forms.name_question import NAMES_CONFIRMED
from registry.forms.who_one_is import AGE_CONFIRMED
from registry.models import Person

#: what is printed of somebody's work as it is typed
WORK_FIELDS = ("position", "subject", "qualification", "education", *Person.card_texts)
OF_WORK = (*WORK_FIELDS, "working_since")
OF_STUDY = ("grade", "grade_letter", "representative_name", "representative_phone")


def name_fieldset(title: str = "Человек", *between: str) -> Fieldset:
    """`between` stand after the name."""
    return Fieldset(
        title,
        "organisation",
        Div("last_name", "first_name", "middle_name", *between, "birth_date", "sex", css_class="cols"),
        AskedField("sex_confirmed"),
        AskedField(NAMES_CONFIRMED),
        AskedField(AGE_CONFIRMED),
    )


def folded(title: str, *fields: Any) -> list[Any]:
    """Fields that few people fill in at once; they stand open when something has been refused."""
    return [
        HTML(f'<details class="more-fields"{{% if form.errors %}} open{{% endif %}}><summary>{title}</summary>'),
        *fields,
        HTML("</details>"),
    ]


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
