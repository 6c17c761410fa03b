"""Who already bears a name in the municipality, so that a duplicate is noticed before it is entered."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from accounts.models import User
from registry.models import FormerName, Municipality, Person
from registry.models.person import full_name
from registry.queries.people import people_visible_to
from russian.person_names import person_name_key


@dataclass(frozen=True)
class Namesakes:
    """`visible`: cards that the user may open. `elsewhere`: there is an adult of that name in other organisations;
    nothing more is told of people outside the user's scope, and of foreign pupils not even that."""

    visible: tuple[Person, ...]
    elsewhere: bool

    def __bool__(self) -> bool:
        return bool(self.visible) or self.elsewhere


def namesakes_of(user: User, person: Person, former_last_name: str = "") -> Namesakes:
    """People of the same municipality who bear the same folded name, or bore it before, or bear the name that this
    person bore before."""
    names = [(person.last_name, person.first_name, person.middle_name)]
    if former_last_name:
        names.append((former_last_name, person.first_name, person.middle_name))
    same = Q()
    for name in names:
        same |= _same_name(*name)
    bore_it = FormerName.objects.filter(same, person__municipality=person.municipality_id).order_by()
    same_name = Person.objects.filter(
        same | Q(pk__in=bore_it.values("person")), municipality=person.municipality_id, merged_into__isnull=True
    )
    visible = tuple(people_visible_to(user).filter(pk__in=same_name).select_related("mentor", "mentee"))
    foreign = same_name.filter(grade__isnull=True).exclude(pk__in=[other.pk for other in visible])
    return Namesakes(visible, foreign.exists())


def hold_names(municipality_id: int) -> None:
    """Two who enter people of one municipality at one moment come one after the other: the second sees the first.

    For a transaction; without one it does nothing.
    """
    if connection.in_atomic_block:
        Municipality.objects.select_for_update(no_key=True).get(pk=municipality_id)


def _same_name(last_name: str, first_name: str, middle_name: str) -> Q:
    """The same folded name; a patronymic that one of the two lacks does not part them."""
    short = person_name_key(f"{last_name} {first_name}")[:320]
    if not middle_name:
        return Q(name_key=short) | Q(name_key__startswith=f"{short} ")
    return Q(name_key__in=[person_name_key(full_name(last_name, first_name, middle_name))[:320], short])
