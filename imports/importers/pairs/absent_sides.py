"""Pairs of a file that begin when neither of the two belonged to the organisation."""

from collections.abc import Sequence

from imports.importers.pairs.proposals import PlannedDraft
from imports.row_data import RowIssue
from mentoring.pairing.rules import describe_absent_side
from mentoring.queries.moves import with_nobody_there


def warn_of_absent_sides(drafts: Sequence[PlannedDraft]) -> None:
    """The draft is made, and cannot be agreed before its first day or the move on the card is corrected."""
    absent = {id(pair) for pair in with_nobody_there([draft.pair for draft in drafts])}
    for draft in drafts:
        if id(draft.pair) in absent:
            planned = draft.planned
            column = planned.column("starts_on") or planned.column("period")
            issue = RowIssue("pair_rule", describe_absent_side(draft.pair), column, from_registry=True)
            planned.row.warnings = [*planned.row.warnings, issue]
