"""What reminders keep of a person: the names of the curators who got them (registry/kept_data.py)."""

from registry.kept_data import DEPERSONALISED, CardsOfPerson, KeptData, KeptRecord, record_of
from worklist.models import Reminder


def _reminders(cards: CardsOfPerson) -> list[Reminder]:
    reminders = Reminder.objects.filter(organisation__municipality=cards.person.municipality_id)
    return [one for one in reminders.select_related("organisation") if cards.named_fully_in(one.recipients)]


def _records(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    return [record_of(one) for one in _reminders(cards)]


def _clear(cards: CardsOfPerson) -> None:
    keys = [one.pk for one in _reminders(cards)]
    Reminder.objects.filter(pk__in=keys).update(recipients=DEPERSONALISED)


KEPT_DATA = (
    KeptData(
        "Напоминания кураторам",
        frozenset({"worklist.Reminder"}),
        "Имя в них заменяется словом «обезличено». Остаются день и число просроченных дел.",
        _records,
        clear=_clear,
    ),
)
