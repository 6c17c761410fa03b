"""The cap of every mentor, counted over the file and the registry, whatever the order of the rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from imports.enums import ImportRowStatus
from imports.importers.base import withhold
from imports.importers.pairs.known_pairs import KnownPairs, PairRules
from imports.importers.pairs.proposals import CAP_EXCEEDED, PlannedDraft
from imports.importers.pairs.row_values import MENTEE, MENTOR
from imports.row_data import RowIssue
from mentoring.capacity import MenteePeriod, first_overfull_day, mentee_limit


@dataclass(frozen=True, slots=True)
class _KnownPeriod(MenteePeriod):
    """A period of a pair of the registry, without end while it is overdue; `label`: its mentee and last day;
    `pair`: its primary key."""

    label: str = ""
    pair: int = 0


def refuse_over_capacity(drafts: Iterable[PlannedDraft], registered: KnownPairs, rules: PairRules) -> None:
    """Every row beyond the cap of its mentor is an error that names all competing rows; the others wait for review.

    Rows accepted in review come first, so that the order of the rows never decides.
    """
    by_mentor: dict[int, list[PlannedDraft]] = defaultdict(list)
    for draft in drafts:
        by_mentor[id(draft.mentor)].append(draft)
    for competing in by_mentor.values():
        _check_mentor(competing, registered, rules)


def _check_mentor(drafts: Sequence[PlannedDraft], registered: KnownPairs, rules: PairRules) -> None:
    periods = _known_periods(drafts, registered)
    accepted = [draft for draft in drafts if draft.planned.row.decision.accept]
    if _split(accepted, periods, rules)[1]:
        accepted = []  # more are accepted than the cap allows: the question stays open
    accepted_ids = {id(draft) for draft in accepted}
    fitting, over = _split(sorted(drafts, key=lambda draft: id(draft) not in accepted_ids), periods, rules)
    for draft, day in over:
        rivals = [other for other in drafts if _period(other).covers(day)]
        _refuse(draft, rivals, [period for period in periods if period.covers(day)], _limit(draft, rules))
        for other in rivals:
            if other in fitting and other.planned.is_open and id(other) not in accepted_ids:
                _ask_which(other, rivals)


def _ask_which(draft: PlannedDraft, rivals: Sequence[PlannedDraft]) -> None:
    rows = _listed(sorted(rival.planned.row.row for rival in rivals))
    message = f"соперничают за места наставника строки {rows}: оставьте нужные или пропустите лишние"
    row, column = draft.planned.row, draft.planned.column(MENTOR)
    withhold(row, ImportRowStatus.REVIEW, "cap_competing", message, column=column)
    row.warnings[-1] = replace(row.warnings[-1], echo=True)  # the error of the other row names this one too


def _split(
    drafts: Iterable[PlannedDraft], in_register: Sequence[_KnownPeriod], rules: PairRules
) -> tuple[list[PlannedDraft], list[tuple[PlannedDraft, date]]]:
    """Those within the cap, one after another, and those over it, with the first day that is over it."""
    fitting: list[PlannedDraft] = []
    periods: list[MenteePeriod] = list(in_register)
    over = []
    for draft in drafts:
        period = _period(draft)
        day = first_overfull_day([*periods, period], period.starts_on, period.until, _limit(draft, rules))
        if day is None:
            fitting.append(draft)
            periods.append(period)
        else:
            over.append((draft, day))
    return fitting, over


def _known_periods(drafts: Sequence[PlannedDraft], registered: KnownPairs) -> list[_KnownPeriod]:
    match = drafts[0].mentor.match
    if match is None:
        return []
    since, until = min(d.period.starts_on for d in drafts), max(d.period.ends_on for d in drafts)
    return [
        _KnownPeriod(
            pair.mentee.person_id,
            pair.starts_on,
            pair.lasts_until,
            f"{pair.mentee.person.short_name} ({pair.last_day_label})",
            pair.pk,
        )
        for pair in registered.of_mentor(match, since, until)
    ]


def _period(draft: PlannedDraft) -> MenteePeriod:
    mentee = draft.mentee
    key = mentee.match if mentee.match is not None else ("new", id(mentee))
    return MenteePeriod(key, draft.period.starts_on, draft.period.ends_on)


def _limit(draft: PlannedDraft, rules: PairRules) -> int:
    policy = rules.policy_on(draft.period.starts_on, draft.pair.organisation)
    return mentee_limit(draft.pair.mentor.personal_limit, policy.mentee_limit if policy else None)


def _refuse(
    draft: PlannedDraft, rivals: Sequence[PlannedDraft], in_register: Sequence[_KnownPeriod], limit: int
) -> None:
    rows = sorted({rival.planned.row.row for rival in rivals})
    people = len({_period(rival).mentee for rival in rivals} | {period.mentee for period in in_register})
    message = f"у наставника одновременно {people} наставляемых, допускается {limit}"
    if len(rows) > 1:
        message += f"; соперничают строки {_listed(rows)}"
    if in_register:
        message += "; в реестре уже: " + ", ".join(dict.fromkeys(period.label for period in in_register))
    planned, row = draft.planned, draft.planned.row
    row.status = ImportRowStatus.ERROR
    issue = RowIssue(
        CAP_EXCEEDED, message, planned.column(MENTEE if MENTEE in row.record.sides else MENTOR),
        rows=tuple(rows), pairs=tuple(period.pair for period in in_register), from_registry=True,
        asks=True, echo=planned.is_over_cap_in_file,
    )  # fmt: skip
    row.errors = [*row.errors, issue]


def _listed(rows: Sequence[int]) -> str:
    return ", ".join(str(row) for row in rows)
