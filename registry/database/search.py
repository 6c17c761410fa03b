"""The condition of a search by the folded keys that rows store."""

from django.db.models import Q

from russian.person_names import person_name_key
from russian.search_key import fold


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
