"""Who already bears a name in the municipality, so that a duplicate is noticed before it is entered."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from accounts.models import User
from registry.models import Municipality, Person
from registry.queries.people import people_visible_to
from russian.search_key import fold


@dataclass(frozen=True)
class Namesakes:
    """`visible`: cards that the user may open. `elsewhere`: there is an adult of that name in other organisations;
    nothing more is told of people outside the user's scope, and of foreign pupils not even that."""

    visible: tuple[Person, ...]
    elsewhere: bool

    def __bool__(self) -> bool:
        return bool(self.visible) or self.elsewhere


def namesakes_of(user: User, person: Person) -> Namesakes:
    """People of the same municipality with the same folded name."""
    same_name = Person.objects.filter(_same_name(person), municipality=person.municipality_id, merged_into__isnull=True)
    visible = tuple(people_visible_to(user).filter(pk__in=same_name).select_related("mentor", "mentee"))
    foreign = same_name.filter(grade__isnull=True).exclude(pk__in=[other.pk for other in visible])
    return Namesakes(visible, foreign.exists())


def hold_names(municipality_id: int) -> None:
    """Two who enter people of one municipality at one moment come one after the other: the second sees the first.

    For a transaction; without one it does nothing.
    """
    if connection.in_atomic_block:
        Municipality.objects.select_for_update(no_key=True).get(pk=municipality_id)


def _same_name(person: Person) -> Q:
    """The same folded name; a patronymic that one of the two lacks does not part them."""
    short = fold(f"{person.last_name} {person.first_name}")[:320]
    if not person.middle_name:
        return Q(name_key=short) | Q(name_key__startswith=f"{short} ")
    return Q(name_key__in=[fold(person.full_name)[:320], short])
