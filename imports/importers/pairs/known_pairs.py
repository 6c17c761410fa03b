"""What the register holds beside people that a list of pairs is compared with. Each thing is read once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property

from django.db.models import Q

from imports.importers.pairs.form_choice import Dictionaries
from imports.matching.registry_snapshot import RegistrySnapshot
from mentoring.enums import PLACE_HOLDING, PairStatus
from mentoring.models import Pair
from registry.models import Form, Kind, Mentee, Mentor, Organisation, RoleModel, SideRequirement
from registry.policies.rules_in_force import Jurisdiction, RulesInForce
from registry.queries.classes import days_of_departures, departures_in
from registry.queries.dictionaries import entries_known, leading_posts, requirements_of
from registry.queries.row_locks import hold_rows
from registry.queries.rules import RulesTimeline

#: A draft holds no place yet, but a file that counts on one more would be in its way.
COUNTED = (PairStatus.DRAFT, *PLACE_HOLDING)


class KnownPairs:
    """`people`: primary keys of the people who matter; `since`, `until`: the days that matter.

    Where the register is locked, the places of the mentors are locked first, then the mentees, in the order in which
    `mentoring.actions.activation` locks them: whoever makes or agrees a pair of one of them waits, or has been waited
    for, and the pairs that are read then are those that count.
    """

    def __init__(self, snapshot: RegistrySnapshot, people: Collection[int], since: date, until: date) -> None:
        self._snapshot = snapshot
        if snapshot.locks:
            self._lock_both_sides(people)
        of_mentor: dict[int, list[Pair]] = defaultdict(list)
        of_mentee: dict[int, list[Pair]] = defaultdict(list)
        for pair in self._read(since, until):
            of_mentor[pair.mentor.person_id].append(pair)
            of_mentee[pair.mentee.person_id].append(pair)
        self._of_mentor, self._of_mentee = of_mentor, of_mentee

    def _lock_both_sides(self, people: Collection[int]) -> None:
        mentors = [p.mentor.pk for pk in people if getattr(p := self._snapshot.people[pk], "mentor", None) is not None]
        for mentor in Mentor.objects.select_for_update(no_key=True).filter(pk__in=mentors).order_by("pk"):
            mentor_row = self._snapshot.people[mentor.person_id].mentor
            mentor_row.personal_limit, mentor_row.excluded_on = mentor.personal_limit, mentor.excluded_on
        hold_rows(Mentee.objects.filter(person__in=people))

    def _read(self, since: date, until: date) -> Iterable[Pair]:
        """Pairs with somebody of the register in these days, cancelled ones left out."""
        somebody = Q()
        for side in ("mentor", "mentee"):
            somebody |= (
                Q(**{f"{side}__person__organisation": self._snapshot.organisation})
                if self._snapshot.organisation is not None
                else Q(**{f"{side}__person__municipality": self._snapshot.municipality})
            )
        pairs = Pair.objects.overlapping(since, until).filter(somebody, status__in=COUNTED)
        return pairs.select_related("mentor__person", "mentee__person", "organisation").order_by("pk")

    def same(self, mentor: int, mentee: int, starts_on: date, ends_on: date) -> Pair | None:
        """The pair of these two people, if they have one for these days."""
        of_these = (pair for pair in self._of_mentor.get(mentor, ()) if pair.mentee.person_id == mentee)
        return next((pair for pair in of_these if pair.starts_on <= ends_on and pair.last_day >= starts_on), None)

    def of_mentor(self, mentor: int, starts_on: date, ends_on: date) -> list[Pair]:
        """Pairs that count for the places of the mentor."""
        return list(self._overlapping(self._of_mentor.get(mentor, ()), starts_on, ends_on))

    def of_mentee(self, mentee: int, starts_on: date, ends_on: date) -> list[Pair]:
        """Drafts and live pairs of the mentee."""
        pairs = self._overlapping(self._of_mentee.get(mentee, ()), starts_on, ends_on)
        return [pair for pair in pairs if pair.is_unfinished]

    @staticmethod
    def _overlapping(pairs: Iterable[Pair], starts_on: date, ends_on: date) -> Iterable[Pair]:
        return (pair for pair in pairs if pair.starts_on <= ends_on and pair.lasts_until >= starts_on)


class PairRules:
    """The rules of the register's municipality at all levels, and the dictionaries."""

    def __init__(self, snapshot: RegistrySnapshot) -> None:
        self._municipality = snapshot.municipality

    @cached_property
    def _timeline(self) -> RulesTimeline:
        return RulesTimeline([self._municipality.pk], dictionaries=True)

    @cached_property
    def departures(self) -> dict[int, date]:
        """Primary key of each person who has left although the card is open → the day."""
        return days_of_departures(departures_in(self._municipality))

    def policy_on(self, day: date, organisation: Organisation) -> RulesInForce | None:
        """Where the organisation leads the pair."""
        return self._timeline.in_force(Jurisdiction.of(organisation), day)

    @cached_property
    def requirements(self) -> dict[int, list[SideRequirement]]:
        """What the forms ask of the two sides."""
        return requirements_of(self._municipality)

    @cached_property
    def dictionaries(self) -> Dictionaries:
        return Dictionaries(
            list(entries_known(Form, [self._municipality])),
            list(entries_known(RoleModel, [self._municipality])),
            list(entries_known(Kind, [self._municipality])),
            self._timeline.versions,
            leading_posts(self._municipality),
        )
