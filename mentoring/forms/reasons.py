"""The choice of a reason of the dictionary: each says who may ask and who decides, where that is settled."""

from django import forms
from django.db.models import QuerySet

from mentoring.changes.reasons import asking_summary
from registry.enums import Role
from registry.forms.choice_fields import choice_field
from registry.models import Reason


def offer_reasons(form: forms.Form, name: str, reasons: QuerySet[Reason]) -> None:
    """Fills the choices of the field, which takes the code."""
    choices = [(reason.code, _describe(reason)) for reason in reasons]
    choice_field(form, name, forms.ChoiceField).choices = [("", "Выберите причину"), *choices]


def _describe(reason: Reason) -> str:
    """«смена специальности студентом — решает руководитель, приказ за 5 раб. дней»"""
    settled = [
        f"просит {asking_summary(reason)}" if reason.is_own and reason.asked_by else "",
        "решает руководитель" if reason.decided_by == Role.HEAD else "",
        f"приказ за {reason.order_days} раб. дн." if reason.order_days else "",
    ]
    about = ", ".join(part for part in settled if part)
    return f"{reason} — {about}" if about else str(reason)
