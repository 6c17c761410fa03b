"""The condition of a search by the folded keys that rows store."""

import re

from django.db.models import Q

from russian.lookalikes import FOLDED_LOOKALIKES
from russian.person_names import person_name_key
from russian.search_key import fold

#: «5а», «5 а», «5-а», «10 класс», «5 а класс» in a folded text
_CLASS = re.compile(r"(?:^| )(1[01]|[1-9])(?:[ -]?([а-яa-z]))?( кл(?:асс\w*|\.)?)?(?= |$)")


def matches(text: str, *, field: str = "search_key") -> Q:
    """Rows whose key holds every typed word, in any order; a word is also found as a name of a person is compared."""
    condition = Q()
    for word in fold(text).split():
        holds = Q(**{f"{field}__contains": word})
        if (key := person_name_key(word)) not in (word, ""):
            holds |= _holds(key.split(), field)
        condition &= holds
    return condition


def _holds(words: list[str], field: str) -> Q:
    condition = Q()
    for word in words:
        condition &= Q(**{f"{field}__contains": word})
    return condition


def matches_person(text: str, *, path: str = "") -> Q:
    """The same of people, who are also found by their class however it is class_name: «5А», «5 а», «5-А», «5 «А»».
    `path` leads to the person («person__»)."""
    condition = matches(text, field=f"{path}search_key")
    folded = fold(text)
    class_name = _CLASS.search(folded)
    if class_name is None or not (class_name[2] or class_name[3]):  # a bare number is no class
        return condition
    in_class = Q(**{f"{path}grade": int(class_name[1])})
    if class_name[2]:
        letter = class_name[2].translate(FOLDED_LOOKALIKES)
        in_class &= Q(**{f"{path}grade_letter__in": [letter, letter.upper()]})
    others = f"{folded[: class_name.start()]} {folded[class_name.end() :]}"
    return condition | (in_class & matches(others, field=f"{path}search_key"))


def has_number(text: str, field: str) -> Q:
    """Rows whose number holds the text in either case; the sign before a number is no part of it."""
    number = text.replace("№", " ").strip()
    condition = Q(pk__in=[])
    for spelling in {number, number.lower(), number.upper()} - {""}:
        condition |= Q(**{f"{field}__icontains": spelling})
    return condition
