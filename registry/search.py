"""The condition of a search by the folded keys that rows store."""

from django.db.models import Q

from russian.search_key import fold


def matches(text: str, *, field: str = "search_key") -> Q:
    """Rows whose key holds every typed word, in any order."""
    condition = Q()
    for word in fold(text).split():
        condition &= Q(**{f"{field}__contains": word})
    return condition
