"""How many decisions wait for a reader of several organisations."""

from collections.abc import Mapping
from datetime import date

from monitoring.figures.due_counts import by_urgency
from registry.deadlines import DeadlineScope
from registry.queries.deadlines import count_by_organisation
from worklist.due.of_reader import Decisions

#: {organisation: {section: deadlines}}
SectionCounts = Mapping[int, Mapping[str, int]]


def count_awaited(scope: DeadlineScope, decisions: Decisions, today: date) -> SectionCounts:
    """The decisions of a reader of several organisations."""
    if not decisions.of_kinds:
        return {}
    sections = {name: section & decisions.condition for name, section in by_urgency(today).items()}
    return count_by_organisation(scope, today, sections, kinds=decisions.of_kinds)


def count_due_above(scope: DeadlineScope, decisions: Decisions, today: date) -> SectionCounts:
    """What waits above the organisations for others than the reader."""
    if not decisions.of_those_above:
        return {}
    return count_by_organisation(scope, today, by_urgency(today), kinds=decisions.of_those_above)
