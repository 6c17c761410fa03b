"""Who already bears a name in the municipality, so that a duplicate is noticed before it is entered."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from registry.models import Organisation, Person
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
    """People of the same municipality with the same folded full name."""
    same_name = Person.objects.filter(
        municipality=person.municipality_id, name_key=fold(person.full_name)[:320], merged_into__isnull=True
    )
    visible = tuple(people_visible_to(user).filter(pk__in=same_name).select_related("mentor", "mentee"))
    foreign = same_name.filter(grade__isnull=True).exclude(pk__in=[other.pk for other in visible])
    return Namesakes(visible, foreign.exists())


def people_named(full_name: str, organisation: Organisation) -> QuerySet[Person]:
    """Cards in use of the organisation with the same folded full name; their entries as mentees are loaded."""
    present = Person.objects.filter(organisation=organisation, archived_on__isnull=True)
    return present.filter(name_key=fold(full_name)).select_related("mentee")
