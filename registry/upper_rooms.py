"""What the rooms above add to the register's screens.

The register knows nothing of pairs. A room above fills these lists in its `AppConfig.ready()`, and the register asks
whoever is there: imports keep running downwards only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from registry.models import Curator, Mentee, Mentor, Person


@dataclass(frozen=True)
class CardSection:
    """One block of a person's card. The template gets `context` and the page's own context."""

    title: str
    template: str
    context: dict[str, Any]


#: (reader, person) → a block of the person's card, or None when there is nothing for this reader
card_sections: list[Callable[[User, Person], CardSection | None]] = []

#: (place in a bank or curatorship) → reasons in words why it cannot be left now; nothing when it can
departure_obstacles: list[Callable[[Mentor | Mentee | Curator], list[str]]] = []

#: (reader, mentors) → the same mentors with `busy`, `limit` and `free` places of today
mentor_places: list[Callable[[User, QuerySet[Mentor]], QuerySet[Mentor]]] = []


def sections_for(user: User, person: Person) -> list[CardSection]:
    return [section for make in card_sections if (section := make(user, person)) is not None]


def obstacles_to_leaving(place: Mentor | Mentee | Curator) -> list[str]:
    return [reason for ask in departure_obstacles for reason in ask(place)]


def with_places_today(user: User, mentors: QuerySet[Mentor]) -> QuerySet[Mentor]:
    for annotate in mentor_places:
        mentors = annotate(user, mentors)
    return mentors
