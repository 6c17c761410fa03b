"""What is kept of a person, one entry a kind of data (ADR 49).

The file for the person, the page that asks before a card is depersonalised, and depersonalising itself follow from the
list. A room above registers its entries in `AppConfig.ready()`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from simple_history.utils import get_history_manager_for_model

from registry.models import Person

#: stands where a name or a text was that may not be empty
DEPERSONALISED = "обезличено"
#: of a surname this many last letters may change with the case
_ENDING = 2
_SHORTEST_STEM = 3


class CardsOfPerson:
    """The card of a person with those that were joined into it, and the names that it has had."""

    def __init__(self, person: Person) -> None:
        self.person = person
        #: what is costly to look for, once for a page or a deed
        self.once: dict[str, Any] = {}
        self.cards: list[Person] = [person]
        for card in self.cards:  # grows while it is walked: a joined card may have taken in others
            self.cards += list(Person.objects.filter(merged_into=card).order_by("pk"))

    @cached_property
    def pks(self) -> list[int]:
        return [card.pk for card in self.cards]

    @cached_property
    def full_names(self) -> list[str]:
        """Present and former ones, each once."""
        names = [card.full_name for card in self.cards]
        names += [former.full_name for card in self.cards for former in card.former_names.all()]
        return list(dict.fromkeys(names))

    @cached_property
    def surname_stems(self) -> list[str]:
        """In small letters, without the endings that a case changes, «ё» as «е»."""
        surnames = {_small(name.split(" ")[0]) for name in self.full_names}
        return sorted({name[:-_ENDING] if len(name) - _ENDING >= _SHORTEST_STEM else name for name in surnames})

    @cached_property
    def _surnames(self) -> re.Pattern[str]:
        return re.compile("|".join(rf"\b{re.escape(stem)}\w{{0,4}}\b" for stem in self.surname_stems))

    @cached_property
    def _names(self) -> re.Pattern[str]:
        """A surname with the first letter of the first name behind or before it."""
        first_letters = {_small(name.split(" ")[1])[0] for name in self.full_names if " " in name}
        surname = "|".join(rf"{re.escape(stem)}\w{{0,4}}" for stem in self.surname_stems)
        first = f"[{re.escape(''.join(sorted(first_letters)))}]"
        return re.compile(rf"\b(?:{surname})\s+{first}|\b{first}\.\s*(?:\w\.\s*)?(?:{surname})\b")

    def named_in(self, text: str) -> bool:
        """Whether the text may name the person: a surname in any case. A namesake counts too."""
        return bool(self._surnames.search(_small(text)))

    def named_in_cells(self, text: str) -> bool:
        """The same where surname and first name stand in cells of their own."""
        first_names = {_small(name.split(" ")[1]) for name in self.full_names if " " in name}
        words = set(re.findall(r"\w+", _small(text)))
        return self.named_fully_in(text) or (self.named_in(text) and not words.isdisjoint(first_names))

    def named_fully_in(self, text: str) -> bool:
        """Whether the text names a person of this surname and this letter of the first name."""
        return bool(self._names.search(_small(text)))


def _small(text: str) -> str:
    return text.casefold().replace("ё", "е")


@dataclass(frozen=True)
class FreeText:
    """What somebody has typed about a pair: it stays, and the page shows it. `place`: where it stands, in words."""

    place: str
    text: str
    address: str


@dataclass(frozen=True)
class KeptRecord:
    """One record for the file of the person: its title and what it says, label by label."""

    title: str
    facts: tuple[tuple[str, str], ...]


def _no_obstacles(cards: CardsOfPerson) -> list[str]:
    return []


def _no_texts(cards: CardsOfPerson) -> list[FreeText]:
    return []


def _no_files(cards: CardsOfPerson) -> list[FieldFile]:
    return []


def _nothing_to_clear(cards: CardsOfPerson) -> None:
    return None


@dataclass(frozen=True)
class KeptData:
    """One kind of data that is kept of people."""

    title: str
    #: labels of the models that hold it; their histories with them
    models: frozenset[str]
    #: what depersonalising does with it, and what stays and why
    fate: str
    #: (cards, whether sensitive categories are told) → what the file for the person says
    records: Callable[[CardsOfPerson, bool], list[KeptRecord]]
    #: what has to be done before, in words
    obstacles: Callable[[CardsOfPerson], list[str]] = _no_obstacles
    #: takes the person out, in the transaction of the deed
    clear: Callable[[CardsOfPerson], None] = _nothing_to_clear
    #: free texts that stay
    texts: Callable[[CardsOfPerson], list[FreeText]] = _no_texts
    #: scans for the file of the person
    files: Callable[[CardsOfPerson], list[FieldFile]] = _no_files
    #: stored files that go with the deed, once it is written
    doomed_files: Callable[[CardsOfPerson], list[FieldFile]] = _no_files


kept_data: list[KeptData] = []


def record_of(record: Model, *, skip: Iterable[str] = (), title: str = "") -> KeptRecord:
    """All columns that say something, in words."""
    facts = []
    for field in record._meta.concrete_fields:
        if field.primary_key or field.name in skip or not field.editable:
            continue
        value = field.value_from_object(record)
        if value in (None, "", [], {}):
            continue
        if field.is_relation or field.choices:
            value = getattr(record, field.name) if field.is_relation else dict(field.flatchoices).get(value, value)
        facts.append((str(field.verbose_name), fact_in_words(value)))
    return KeptRecord(title or str(record._meta.verbose_name), tuple(facts))


def fact_in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if hasattr(value, "hour"):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if hasattr(value, "strftime"):
        return f"{value:%d.%m.%Y}"
    return str(value)


def clear_columns(rows: QuerySet[Any], values: Mapping[str, Any], keys: Iterable[int] | None = None) -> None:
    """Writes the values into the rows and into every version of them in history, without a new version: what they said
    before is nowhere any more. `keys`: of the records, where some of them may be deleted already."""
    model = rows.model
    pks = list(keys) if keys is not None else list(rows.values_list("pk", flat=True))
    if values:
        model._base_manager.filter(pk__in=pks).update(**values)
    if hasattr(model, "history"):
        history = get_history_manager_for_model(model).model
        versions = history._base_manager.filter(**{f"{model._meta.pk.attname}__in": pks})
        if values:
            versions.update(**{name: value for name, value in values.items() if _is_in_history(history, name)})
        versions.exclude(history_change_reason=None).update(history_change_reason=DEPERSONALISED)


def _is_in_history(history: type[Model], name: str) -> bool:
    return name in {field.name for field in history._meta.get_fields()}


def forget_name_in_reasons(rows: QuerySet[Any], cards: CardsOfPerson) -> None:
    """Reasons in the history of records that stay, where they name the person."""
    model = rows.model
    history = get_history_manager_for_model(model).model
    versions = history._base_manager.filter(**{f"{model._meta.pk.attname}__in": rows.values("pk")})
    for pk, reason in versions.exclude(history_change_reason=None).values_list("pk", "history_change_reason"):
        if cards.named_in(reason):
            history._base_manager.filter(pk=pk).update(history_change_reason=DEPERSONALISED)
