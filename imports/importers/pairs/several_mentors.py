"""One mentee with several mentors in one file, where the municipality allows one."""

from collections import defaultdict
from collections.abc import Sequence

from imports.importers.pairs.known_pairs import PairRules
from imports.importers.pairs.proposals import PlannedDraft
from imports.importers.pairs.row_values import MENTEE, MENTOR
from imports.row_data import RowIssue


def warn_of_several_mentors(drafts: Sequence[PlannedDraft], rules: PairRules) -> None:
    """Drafts may stand side by side, but only one of them can be agreed later."""
    by_mentee: dict[int, list[PlannedDraft]] = defaultdict(list)
    for draft in drafts:
        by_mentee[id(draft.mentee)].append(draft)
    for of_mentee in by_mentee.values():
        for draft in of_mentee:
            rivals = [other for other in of_mentee if other is not draft and other.period.overlaps(draft.period)]
            rows = sorted({other.planned.row.row for other in rivals})
            policy = rules.policy_on(draft.period.starts_on, draft.pair.organisation)
            if not rows or policy is None or policy.several_mentors:
                continue
            message = (
                f"в файле у наставляемого ещё один наставник (строки {', '.join(map(str, rows))}), а по "
                f"{policy.origin('several_mentors').holder.dative} он один: согласовать можно будет одну из пар"
            )
            planned = draft.planned
            column = planned.column(MENTEE) or planned.column(MENTOR)
            issue = RowIssue("several_mentors", message, column, rows=tuple(rows), from_registry=True)
            planned.row.warnings = [*planned.row.warnings, issue]
