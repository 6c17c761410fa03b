"""How many decisions wait for a reader of several organisations."""

from collections.abc import Mapping
from datetime import date

from monitoring.figures.worklist_counts import sections_on
from registry.deadlines import DeadlineScope
from registry.queries.deadlines import count_by_organisation
from worklist.due_of_reader import Decisions

#: {organisation: {section: deadlines}}
SectionCounts = Mapping[int, Mapping[str, int]]


def count_awaited(scope: DeadlineScope, decisions: Decisions, today: date) -> SectionCounts:
    """The decisions of a reader of several organisations."""
    if not decisions.of_kinds:
        return {}
    sections = {name: section & decisions.condition for name, section in sections_on(today).items()}
    return count_by_organisation(scope, today, sections, kinds=decisions.of_kinds)


def count_above(scope: DeadlineScope, decisions: Decisions, today: date) -> SectionCounts:
    """What waits above the organisations for others than the reader."""
    if not decisions.of_those_above:
        return {}
    return count_by_organisation(scope, today, sections_on(today), kinds=decisions.of_those_above)
