"""The choice of a reason of the dictionary: each says who may ask and who decides, where that is settled."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from mentoring.changes.reasons import asking_summary, side_of_reason
from mentoring.enums import PairSide
from mentoring.models import Pair
from mentoring.queries.policies import words_of
from registry.enums import Role
from registry.forms.choice_fields import choice_field
from registry.models import Reason

#: an option belongs to this answer of the field by which the choice is narrowed (static/js/portal.js)
ONLY_WITH = "data-only-with"


class ReasonsBySide(forms.Select):
    """Options of one side name it, so that a script leaves out those of the other one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sides: dict[str, PairSide] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if side := self.sides.get(str(value)):
            option["attrs"][ONLY_WITH] = side.value
        return option


def offer_reasons(form: forms.Form, name: str, reasons: QuerySet[Reason]) -> None:
    """Fills the choices of the field, which takes the code."""
    choices = [(reason.code, _describe(reason)) for reason in reasons]
    choice_field(form, name, forms.ChoiceField).choices = [("", "Выберите причину"), *choices]


def offer_reasons_by_side(form: forms.Form, name: str, reasons: QuerySet[Reason], pair: Pair) -> dict[str, PairSide]:
    """The same under headings that say by whom of the two a reason comes; gives the side of each that has one."""
    words, rows = words_of(pair), list(reasons.select_related("replaces"))
    sides = {reason.code: side for reason in rows if (side := side_of_reason(reason)) is not None}
    headings: dict[PairSide | None, str] = {
        None: "С любой стороны",
        PairSide.MENTOR: f"Со стороны {words.mentor.genitive}",
        PairSide.MENTEE: f"Со стороны {words.mentee.genitive}",
    }
    groups = [
        (heading, [(reason.code, _describe(reason)) for reason in rows if sides.get(reason.code) == side])
        for side, heading in headings.items()
    ]
    filled = [group for group in groups if group[1]]
    field = choice_field(form, name, forms.ChoiceField)
    field.widget = ReasonsBySide(attrs=field.widget.attrs)
    field.widget.sides = sides
    field.choices = [("", "Выберите причину"), *(filled if sides else filled[0][1] if filled else [])]
    return sides


def _describe(reason: Reason) -> str:
    """«смена специальности студентом — решает руководитель, приказ за 5 раб. дней»"""
    facts = [
        f"просит {asking_summary(reason)}" if reason.is_own and reason.asked_by else "",
        "решает руководитель" if reason.decided_by == Role.HEAD else "",
        f"приказ за {reason.order_days} раб. дн." if reason.order_days else "",
    ]
    about = ", ".join(part for part in facts if part)
    return f"{reason} — {about}" if about else str(reason)
