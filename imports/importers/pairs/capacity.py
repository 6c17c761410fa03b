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
from imports.matching.row_keys import key_of_places
from imports.row_data import RowIssue
from mentoring.capacity import MenteePeriod, first_overfull_day, mentee_limit, numbers_of_mentees
from russian.numbers import plural


@dataclass(frozen=True, slots=True)
class _KnownPeriod(MenteePeriod):
    """A period of a pair of the registry, without end while it is overdue; `label`: its mentee and last day;
    `pair`: its primary key."""

    label: str = ""
    pair: int = 0


@dataclass(slots=True)
class _Contest:
    """Rows that want the same places of a mentor; `over`: those that get none, with the first day without one."""

    drafts: list[PlannedDraft]
    over: list[tuple[PlannedDraft, date]]


def refuse_over_capacity(drafts: Iterable[PlannedDraft], registered: KnownPairs, rules: PairRules) -> None:
    """Every row beyond the cap of its mentor is an error that names all competing rows; the others wait for review.

    Rows to which review has given places come first, so that the order of the rows never decides.
    """
    by_mentor: dict[int, list[PlannedDraft]] = defaultdict(list)
    for draft in drafts:
        by_mentor[id(draft.mentor)].append(draft)
    for competing in by_mentor.values():
        _check_mentor(competing, registered, rules)


def _check_mentor(drafts: Sequence[PlannedDraft], registered: KnownPairs, rules: PairRules) -> None:
    periods = _known_periods(drafts, registered)
    holders = [draft for draft in drafts if draft.planned.row.decision.takes_place]
    if _split(holders, periods, rules)[1]:
        holders = []  # more have places than the cap allows: the question stays open
    holder_ids = {id(draft) for draft in holders}
    fitting, over = _split(sorted(drafts, key=lambda draft: id(draft) not in holder_ids), periods, rules)
    for contest in _contests(drafts, over, periods, rules):
        overlaps = _overlaps(contest.drafts, periods, rules)
        for draft, day in contest.over:
            rivals = [other for other in drafts if _period(other).covers(day)]
            in_register = [period for period in periods if period.covers(day)]
            _refuse(draft, rivals, in_register, _limit(draft, rules), overlaps)
            for other in rivals:
                if other in fitting and other.planned.is_open and id(other) not in holder_ids:
                    _ask_which(other, rivals)
        if len(contest.drafts) > len(contest.over):
            _join(contest)


def _contests(
    drafts: Sequence[PlannedDraft],
    over: Sequence[tuple[PlannedDraft, date]],
    in_register: Sequence[_KnownPeriod],
    rules: PairRules,
) -> list[_Contest]:
    """The rows over the cap with their rivals on every day over it; those that share a rival are one contest."""
    contests: list[_Contest] = []
    periods = [*in_register, *map(_period, drafts)]
    for draft, day in over:
        limit, period = _limit(draft, rules), _period(draft)
        stretches = numbers_of_mentees(periods, period.starts_on, period.until)
        days = {day, *(first for first, _, number in stretches if number > limit)}
        rivals = {id(other) for other in drafts if other is draft or any(map(_period(other).covers, days))}
        touching = [contest for contest in contests if not rivals.isdisjoint(map(id, contest.drafts))]
        members = rivals.union(*(map(id, contest.drafts) for contest in touching))
        whole = _Contest(
            [other for other in drafts if id(other) in members],
            [*(each for contest in touching for each in contest.over), (draft, day)],
        )
        contests = [contest for contest in contests if contest not in touching] + [whole]
    return contests


def _join(contest: _Contest) -> None:
    """One question for all of its rows: who takes the places. It shows what each of them would make."""
    key = key_of_places(min(draft.planned.row.position for draft in contest.drafts))
    for draft in contest.drafts:
        draft.planned.row.question_key = key
        draft.planned.row.changes = dict(draft.summary)


def _overlaps(drafts: Sequence[PlannedDraft], in_register: Sequence[_KnownPeriod], rules: PairRules) -> tuple[str, ...]:
    """In words: on which days the rows want more places than are free, how many, and how many there are."""
    requests = [_period(draft) for draft in drafts]
    since, until = min(period.starts_on for period in requests), max(period.until for period in requests)
    limit = min(_limit(draft, rules) for draft in drafts)
    stretches: list[tuple[date, date, int, int]] = []
    for first, last, number in numbers_of_mentees([*in_register, *requests], since, until):
        occupants = {period.mentee for period in in_register if period.covers(first)}
        demand, free = number - len(occupants), max(0, limit - len(occupants))
        if number <= limit or not demand:
            continue
        if stretches and stretches[-1][2:] == (demand, free):
            stretches[-1] = (stretches[-1][0], last, demand, free)
        else:
            stretches.append((first, last, demand, free))
    return tuple(
        f"с {first:%d.%m.%Y} по {last:%d.%m.%Y} нужно {plural(demand, 'место,места,мест')}, "
        f"свободно {free if free else 'ни одного'}"
        for first, last, demand, free in stretches
    )


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
    draft: PlannedDraft,
    rivals: Sequence[PlannedDraft],
    in_register: Sequence[_KnownPeriod],
    limit: int,
    overlaps: tuple[str, ...],
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
        rows=tuple(rows), pairs=tuple(period.pair for period in in_register), overlaps=overlaps, from_registry=True,
        asks=True, echo=planned.is_over_cap_in_file,
    )  # fmt: skip
    row.errors = [*row.errors, issue]


def _listed(rows: Sequence[int]) -> str:
    return ", ".join(str(row) for row in rows)
