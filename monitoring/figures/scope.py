"""The organisations and the day of a count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import QuerySet

from mentoring.queries.stage_sets import stages_in_municipalities
from monitoring.figures.stages import SetOfStages, sets_with
from monitoring.queries import stored_figures
from monitoring.stored_layout import StoredNumbers
from registry.models import Municipality, Organisation
from registry.policies.rules_in_force import Jurisdiction, RulesInForce
from registry.queries.municipalities import municipalities_by_key
from registry.queries.rules import RulesTimeline

Result = TypeVar("Result")


@dataclass(frozen=True)
class FigureScope:
    """Organisations on a day. Every count of a scope costs the same number of queries whatever its size."""

    organisations: QuerySet[Organisation]
    on: date
    #: the only kind of organisations that was chosen; empty for all
    kind: str = ""
    #: what these municipalities have to do themselves counts too
    municipalities: QuerySet[Municipality] | None = None
    _results: dict[Callable[["FigureScope"], Any], Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, count: Callable[["FigureScope"], Result]) -> Result:
        """What `count` gives for this scope; counted once, however many figures build on it."""
        if count not in self._results:
            self._results[count] = count(self)
        return self._results[count]

    @cached_property
    def members(self) -> list[Organisation]:
        """The organisations themselves; organisations of one municipality share its object."""
        members = list(self.organisations.select_related(None))
        municipalities = municipalities_by_key({organisation.municipality_id for organisation in members})
        for organisation in members:
            organisation.municipality = municipalities[organisation.municipality_id]
        return members

    @cached_property
    def stored(self) -> Mapping[int, StoredNumbers]:
        """Stored numbers of the day (monitoring/stored_layout.py) of the organisations that have them; one query."""
        return {pk: numbers for pk, numbers in self._stored.items() if numbers is not None}

    @cached_property
    def stale(self) -> "FigureScope | None":
        """The organisations without valid stored numbers; None when there are none."""
        stale = [pk for pk, numbers in self._stored.items() if numbers is None]
        if not stale:
            return None
        organisations = (
            self.organisations if len(stale) == len(self._stored) else self.organisations.filter(pk__in=stale)
        )
        return replace(self, organisations=organisations, _results={})

    @cached_property
    def _stored(self) -> Mapping[int, StoredNumbers | None]:
        return stored_figures(self.organisations, self.on)

    @property
    def keys_by_name(self) -> list[int]:
        """Primary keys of the organisations in the order of their names; asked together with the stored numbers."""
        return list(self._stored)

    @property
    def ids(self) -> QuerySet[Organisation, int]:
        """Primary keys of the organisations, for a condition of another query."""
        return self.organisations.order_by().values_list("pk", flat=True)

    @cached_property
    def policies(self) -> RulesTimeline:
        """Policies of one organisation or of whole municipalities: a condition with many organisations is slower."""
        municipalities = {organisation.municipality_id for organisation in self.members}
        alone = [organisation.pk for organisation in self.members] if len(self.members) == 1 else None
        return RulesTimeline(municipalities, organisations=alone, acts=False)

    @cached_property
    def sets_of_stages(self) -> list[SetOfStages]:
        """All sets that pairs of the organisations may go through; one query."""
        return sets_with(stages_in_municipalities({organisation.municipality_id for organisation in self.members}))

    @cached_property
    def _policy_of(self) -> Mapping[int, RulesInForce | None]:
        return {one.pk: self.policies.in_force(Jurisdiction.of(one), self.on) for one in self.members}

    def policy_of(self, organisation: Organisation) -> RulesInForce | None:
        """The policy in force on the day where one of the organisations is."""
        return self._policy_of[organisation.pk]
