"""A curator who moves to another organisation: what becomes of the office in the former one."""

from dataclasses import dataclass
from typing import Any

from django import forms

from accounts.models import User
from registry import clock
from registry.access import Access, Right
from registry.actions.bank import dismiss_curator
from registry.enums import CuratorEligibility
from registry.extension_points import Move, MoveQuestion
from registry.forms.choice_fields import choice_field
from registry.forms.portal_form import PortalForm
from registry.models import Curator, Person
from registry.papers.act_texts import act_text
from registry.queries.people import offices_of
from registry.queries.rules import rules_or_none
from russian.typography import upper_first

DISMISS, STAYS = "dismiss", "stays"


ANSWERS = [
    (DISMISS, "Освободить от обязанностей с дня перевода"),
    (STAYS, "Остаётся куратором этой организации"),
]


class OfficeForm(PortalForm):
    answer = forms.ChoiceField(
        label="Что дальше",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Решите, остаётся ли человек куратором."},
    )


@dataclass
class CuratorshipQuestion:
    curator: Curator
    form: OfficeForm
    #: why the person may not stay in office, in words; empty where they may
    against_staying: str = ""

    @property
    def heading(self) -> str:
        return f"Обязанности куратора: {self.curator.organisation}"

    @property
    def about(self) -> str:
        dismissal = act_text(f"Куратор с {self.curator.appointed_on:%d.%m.%Y}. Об освобождении издают приказ.")
        return f"{dismissal} {self.against_staying}".rstrip()

    def carry_out(self, move: Move, *, by: User) -> list[tuple[str, str]]:
        if self.form.cleaned_data["answer"] == DISMISS:
            dismiss_curator(curator=self.curator, on=move.on, by=by)
        return []


def questions_about_offices(user: User, person: Person, data: Any, files: Any) -> list[MoveQuestion]:
    """Offices that the user may end; who may end no office of the former organisation does not move its curator."""
    access = Access.of(user)
    return [
        _question(curator, person, data)
        for curator in offices_of(person)
        if access.in_organisation(Right.APPOINT_CURATORS, curator.organisation)
    ]


def _question(curator: Curator, person: Person, data: Any) -> CuratorshipQuestion:
    form = OfficeForm(data, prefix=f"curator{curator.pk}")
    against = _against_staying(curator) if curator.organisation_id == person.organisation_id else ""
    if against:
        field = choice_field(form, "answer", forms.ChoiceField)
        field.choices = [choice for choice in ANSWERS if choice[0] == DISMISS]
    return CuratorshipQuestion(curator, form, against)


def _against_staying(curator: Curator) -> str:
    """A curator works in the organisation, unless its rules allow people of others (Холм, п. 6.5)."""
    rules = rules_or_none(curator.organisation, clock.today())
    if rules is None or rules.curator_eligibility == CuratorEligibility.PARTNER:
        return ""
    by = upper_first(rules.by_whom("curator_eligibility"))
    return f"{by} куратор — сотрудник самой организации, поэтому остаться им после перевода нельзя."
