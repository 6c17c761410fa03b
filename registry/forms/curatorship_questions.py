"""A curator who moves to another organisation: what becomes of the office in the former one."""

from dataclasses import dataclass
from typing import Any

from django import forms

from accounts.models import User
from registry.access import Access, Right
from registry.actions.bank import dismiss_curator
from registry.extension_points import Move, MoveQuestion
from registry.forms.portal_form import PortalForm
from registry.models import Curator, Person
from registry.papers.act_texts import act_text
from registry.queries.people import offices_of

DISMISS, STAYS = "dismiss", "stays"


class OfficeForm(PortalForm):
    answer = forms.ChoiceField(
        label="Что дальше",
        choices=[
            (DISMISS, "Освободить от обязанностей с дня перевода"),
            (STAYS, "Остаётся куратором этой организации"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Решите, остаётся ли человек куратором."},
    )


@dataclass
class CuratorshipQuestion:
    curator: Curator
    form: OfficeForm

    @property
    def heading(self) -> str:
        return f"Обязанности куратора: {self.curator.organisation}"

    @property
    def about(self) -> str:
        return act_text(f"Куратор с {self.curator.appointed_on:%d.%m.%Y}. Об освобождении издают приказ.")

    def carry_out(self, move: Move, *, by: User) -> list[tuple[str, str]]:
        if self.form.cleaned_data["answer"] == DISMISS:
            dismiss_curator(curator=self.curator, on=move.on, by=by)
        return []


def questions_about_offices(user: User, person: Person, data: Any, files: Any) -> list[MoveQuestion]:
    """Offices that the user may end; the others wait for the head of their organisation."""
    access = Access.of(user)
    return [
        CuratorshipQuestion(curator, OfficeForm(data, prefix=f"curator{curator.pk}"))
        for curator in offices_of(person)
        if access.in_organisation(Right.APPOINT_CURATORS, curator.organisation)
    ]
