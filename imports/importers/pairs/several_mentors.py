"""One mentee with several mentors in one file, where the municipality allows one."""

from collections import defaultdict
from collections.abc import Sequence

from imports.importers.pairs.known_pairs import Rules
from imports.importers.pairs.proposals import PlannedPair
from imports.importers.pairs.row_values import MENTEE, MENTOR
from imports.row_data import RowIssue


def warn_of_several_mentors(entries: Sequence[PlannedPair], rules: Rules) -> None:
    """Drafts may stand side by side; only one of them can be agreed, so it is said now."""
    of_mentee: dict[int, list[PlannedPair]] = defaultdict(list)
    for entry in entries:
        of_mentee[id(entry.cast.mentee)].append(entry)
    for several in of_mentee.values():
        for entry in several:
            rows = sorted(
                {other.row.row for other in several if other is not entry and other.term.overlaps(entry.term)}
            )
            policy = rules.policy_on(entry.term.starts_on)
            if not rows or policy is None or policy.several_mentors:
                continue
            message = (
                f"в файле у наставляемого ещё один наставник (строки {', '.join(map(str, rows))}), а по политике "
                "муниципалитета он один: согласовать можно будет одну из пар"
            )
            column = entry.column(MENTEE) or entry.column(MENTOR)
            issue = RowIssue("several_mentors", message, column, rows=tuple(rows), from_registry=True)
            entry.row.warnings = [*entry.row.warnings, issue]
