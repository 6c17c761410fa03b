"""What the second of two who decide is told: that it is decided already, on which day, by whom and when."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone


class DecidedAlready(ValidationError):
    """Somebody has ended, withdrawn or decided it meanwhile; `str()` says what stands in the register, and that what
    was sent does not. `fact` is the first alone: for whoever has only opened the page."""

    def __init__(self, fact: str, *, about_sent: str = "") -> None:
        super().__init__(f"{fact} {about_sent}".rstrip(), code="decided_already")
        self.fact = fact

    def for_page(self, *, is_sent: bool) -> str:
        return str(self) if is_sent else self.fact

    def __str__(self) -> str:
        return " ".join(self.messages)


def decided_already(record: Model, field: str, what: str) -> DecidedAlready:
    """«Согласие уже отозвано с 12.11.2026 (внесено 28.11.2026 в 15:40, Анна Иванова).» `field` holds what was decided,
    `what` says it in words, its value included."""
    return DecidedAlready(f"{what}{who_and_when(record, field)}.", about_sent="Введённое вами не записано.")


def who_and_when(record: Model, field: str) -> str:
    """« (внесено 28.11.2026 в 15:40, Анна Иванова)» by the history of the record: the first version of the last run
    with this value. Empty where the history has none."""
    value, moment = getattr(record, field), None
    history: Any = getattr(record, "history")  # noqa: B009 - simple-history adds it to the model
    for version in history.select_related("history_user"):
        if getattr(version, field) != value:
            break
        moment = version
    if moment is None:
        return ""
    at = timezone.localtime(moment.history_date)
    by = f", {moment.history_user.get_full_name() or moment.history_user}" if moment.history_user else ""
    return f" (внесено {at:%d.%m.%Y в %H:%M}{by})"
