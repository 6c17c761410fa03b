"""Who holds the places of mentors, as a reader may see it."""

from collections.abc import Collection
from datetime import date

from accounts.models import User
from mentoring.models import Pair
from mentoring.queries.pairs import pairs_visible_to
from registry.side_texts import side_text


def holder_in_words(pair: Pair, visible: bool, more: str = "") -> str:
    """«Иванов И. И. (до 31.05.2027)». People of a foreign organisation stay unnamed to whoever may not see them."""
    who = pair.mentee.person.short_name if visible else f"{side_text('наставляемый')} из {pair.organisation}"
    return f"{who} ({pair.last_day_label}{more})"


def visible_keys(user: User, pairs: Collection[Pair]) -> frozenset[int]:
    """Primary keys of those of the pairs that the user may open."""
    visible = pairs_visible_to(user).filter(pk__in=[pair.pk for pair in pairs])
    return frozenset(visible.values_list("pk", flat=True))


def holders_in_words(
    user: User, mentors: Collection[int], starts_on: date, ends_on: date
) -> dict[int, list[tuple[str, str]]]:
    """By the mentor's primary key: each mentee who holds a place in these days, with the address of the pair, which is
    empty where the user does not see it. Two queries, none without mentors."""
    if not mentors:
        return {}
    holding = Pair.objects.place_holding().overlapping(starts_on, ends_on).filter(mentor__in=mentors)
    pairs = list(holding.select_related("mentee__person", "organisation").order_by("ends_on", "pk"))
    visible = visible_keys(user, pairs)
    of_mentor: dict[int, list[tuple[str, str]]] = {}
    for pair in pairs:
        is_visible = pair.pk in visible
        holder = (holder_in_words(pair, is_visible), pair.get_absolute_url() if is_visible else "")
        of_mentor.setdefault(pair.mentor_id, []).append(holder)
    return of_mentor
