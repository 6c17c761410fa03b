"""The figures of organisations on all days at once, as spans; `counts` counts the same on one day.

Every rule is written twice: here for all days, and in the queries for one day. tests/monitoring/test_stored_figures.py
compares the two after every kind of change. Nothing here asks for the current day: every day in question is past or
present, so a pair that nobody has closed has no end.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import zip_longest
from typing import Any

from dateutil.relativedelta import relativedelta

from mentoring import capacity
from mentoring.capacity import mentee_limit
from mentoring.enums import PairStatus
from mentoring.queries.all_days import (
    drafts_in,
    ordered_pairs_in,
    ordered_pairs_of,
    pairs_leading,
    pairs_with_place_of,
    stays_in,
)
from mentoring.queries.stage_sets import first_stage_of_portal
from monitoring.figures.spans import BEGINNING, NO_END, Period, Span, common, united
from registry.deadlines import ALWAYS, DAY, DAYS_AHEAD, KIND, ORGANISATION, DeadlineScope, providers
from registry.enums import CandidateApproval
from registry.models import Mentee, Mentor
from registry.policies.rules_in_force import Jurisdiction
from registry.queries.all_days import affiliations_in_bank, listed_in, people_ever_of, teachers_ever_of
from registry.queries.organisations import organisations_by_key
from registry.queries.people import Bank
from registry.queries.rules import RulesTimeline

#: later than anything can be due
FAR_AHEAD = date(9000, 1, 1)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class HomeMentor:
    """A mentor with the facts that determine the free places."""

    organisation: int
    #: in the bank while the person belongs to the organisation
    in_bank: Period
    #: in the lists of today, whatever the dates say
    is_listed: bool
    personal_limit: int | None
    #: the head has refused the candidate, who has no places
    is_refused: bool
    #: by mentee
    mentees: dict[int, list[Period]]


@dataclass(frozen=True)
class History:
    """The rows of some organisations, read once for all figures."""

    organisation_ids: Collection[int]

    @cached_property
    def mentors(self) -> list[HomeMentor]:
        mentees_of: dict[int, dict[int, list[Period]]] = defaultdict(lambda: defaultdict(list))
        pairs = pairs_with_place_of(people_ever_of(self.organisation_ids))
        for mentor, mentee, status, starts_on, ends_on, ended_on in pairs.values_list(
            "mentor", "mentee", "status", "starts_on", "ends_on", "ended_on"
        ):
            mentees_of[mentor][mentee].append((starts_on, _place_until(status, ends_on, ended_on)))
        rows = self.belonging(Mentor, "mentor__pk", "mentor__personal_limit", "mentor__approval", "archived_on")
        return [
            HomeMentor(
                organisation,
                _overlap((since, until), (included, excluded or NO_END)),
                until == NO_END and excluded is None and archived is None,
                limit,
                approval == CandidateApproval.REFUSED,
                mentees_of.get(pk, {}),
            )
            for organisation, since, until, pk, limit, approval, archived, included, excluded in rows
        ]

    def belonging(self, bank: type[Bank], *columns: str) -> Iterator[tuple[Any, ...]]:
        """Organisation, first and last day there, the columns of the person, days of coming to the bank and of leaving
        it. An entry comes once for each belonging of its person."""
        entry = f"person__{bank._meta.model_name}"
        rows = affiliations_in_bank(self.organisation_ids, bank)
        paths = [f"person__{column}" for column in columns]
        for organisation, since, until, *values in rows.values_list(
            "organisation", "since", "until", *paths, f"{entry}__included_on", f"{entry}__excluded_on"
        ):
            yield organisation, since or BEGINNING, until or NO_END, *values

    @cached_property
    def jurisdictions(self) -> dict[int, Jurisdiction]:
        """By the primary key of the organisation."""
        organisations = organisations_by_key(self.organisation_ids)
        return {pk: Jurisdiction.of(organisation) for pk, organisation in organisations.items()}

    @cached_property
    def rules(self) -> RulesTimeline:
        return RulesTimeline(
            {one.municipality for one in self.jurisdictions.values()},
            organisations=self.organisation_ids,
        )

    @cached_property
    def limits(self) -> dict[int, dict[date, int | None]]:
        """By organisation: on which days the limit may have changed, and what it has been since."""
        return {
            organisation: {
                day: rules.mentee_limit if (rules := self.rules.in_force(jurisdiction, day)) else None
                for day in self.rules.days_of_change(jurisdiction)
            }
            for organisation, jurisdiction in self.jurisdictions.items()
        }

    @cached_property
    def due(self) -> list[tuple[int, date, int, bool]]:
        """Organisation, day and days ahead of everything that is due by a stored rule, and whether readers of one
        organisation see it too."""
        scope = replace(DeadlineScope.of(self.organisation_ids), is_wide=True)
        return [
            (organisation, day, provider.days_ahead_of(kind), kind not in provider.wide_kinds)
            for provider in providers
            if provider.is_stored
            for kind, day, organisation in provider.rows(scope, FAR_AHEAD)
            .order_by()
            .values_list(KIND, DAY, ORGANISATION)
        ]


def _place_until(status: str, ends_on: date, ended_on: date | None) -> date:
    return NO_END if status == PairStatus.ACTIVE else ended_on or ends_on


def _overlap(first: Period, second: Period) -> Period:
    return max(first[0], second[0]), min(first[1], second[1])


def bank_entries(bank: type[Bank]) -> Callable[[History], Iterable[Span]]:
    def spans(history: History) -> Iterator[Span]:
        for organisation, since, until, included, excluded in history.belonging(bank):
            yield Span(organisation, *_overlap((since, until), (included, excluded or NO_END)))

    return spans


def working_pairs(history: History) -> Iterator[Span]:
    """Working pairs; the part is the primary key of the stage."""
    first_stage = first_stage_of_portal()
    first = first_stage.pk if first_stage else 0
    stays: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for pair, stage, entered in stays_in(history.organisation_ids).values_list("pair", "stage", "entered_on"):
        stays[pair].append((entered, stage))
    pairs = ordered_pairs_in(history.organisation_ids)
    for pk, organisation, stage, *days in pairs.values_list("pk", "organisation", "stage", *_DAYS_OF_WORK):
        since, until = _working(*days)
        for day, last, stage_on in _stages_of(stays[pk], stage or first):
            yield Span(organisation, max(since, day), min(until, last), part=stage_on)


#: what `_working` takes of a pair
_DAYS_OF_WORK = ("starts_on", "act__dated", "act__effective_on", "ended_on")


def _working(starts_on: date, dated: date | None, effective_on: date | None, ended_on: date | None) -> Period:
    if dated is None or effective_on is None:
        return NO_END, BEGINNING
    return max(starts_on, dated, effective_on), ended_on or NO_END


def _stages_of(stays: list[tuple[date, int]], present: int) -> Iterator[tuple[date, date, int]]:
    """The stages of the pair with their first and last days. Of several stays on one day the last in their order
    counts."""
    days = [BEGINNING, *sorted({entered for entered, _ in stays})]
    for day, following in zip_longest(days, days[1:]):
        entered_by_then = [stage for entered, stage in stays if entered <= day]
        last = following - ONE_DAY if following else NO_END
        # After the last step the pair is where it is now.
        yield day, last, entered_by_then[-1] if following and entered_by_then else present


def young_with_pair(history: History) -> Iterator[Span]:
    """Young specialists with a working pair; a person counts once, whatever the number of pairs."""
    teachers = teachers_ever_of(history.organisation_ids)
    periods: dict[int, list[Period]] = defaultdict(list)
    pairs = ordered_pairs_of(teachers)
    for mentee, *days in pairs.values_list("mentee", *_DAYS_OF_WORK):
        periods[mentee].append(_working(*days))
    rows = {
        pk: (working_since, is_listed)
        for pk, working_since, is_listed in teachers.values_list("pk", "person__working_since", "is_listed")
    }
    years = {organisation: list(_years_of(history, one)) for organisation, one in history.jurisdictions.items()}
    for organisation, since, until, pk, _, _ in history.belonging(Mentee, "mentee__pk"):
        if pk not in rows:
            continue
        working_since, is_listed = rows[pk]
        days = [(BEGINNING, NO_END)] if is_listed else list(_young(years[organisation], working_since))
        for young_period in common(united(periods[pk]), days):
            yield Span(organisation, *_overlap(young_period, (since, until)))


def _years_of(history: History, jurisdiction: Jurisdiction) -> Iterator[tuple[date, date, int]]:
    """Periods of the rules with the number of years below which a teacher is young."""
    changes = history.rules.days_of_change(jurisdiction)
    for day, following in zip_longest(changes, changes[1:]):
        if rules := history.rules.in_force(jurisdiction, day):
            yield day, following - ONE_DAY if following else NO_END, rules.young_specialist_years


def _young(years: Iterable[tuple[date, date, int]], working_since: date | None) -> Iterator[Period]:
    if working_since is None:
        return
    for day, last, number in years:
        yield day, min(last, _last_young_day(working_since, number))


def _last_young_day(working_since: date, years: int) -> date:
    """The last day on which the experience is below the number of years."""
    span = relativedelta(years=years)
    day = working_since + span - ONE_DAY
    while day + ONE_DAY - span < working_since:  # 29 February
        day += ONE_DAY
    return day


def free_places(history: History) -> Iterator[Span]:
    """Of mentors while they are in the bank."""
    for mentor in history.mentors:
        yield from _free_places_between(history, mentor, *mentor.in_bank)


def free_places_of_listed(history: History) -> Iterator[Span]:
    for mentor in history.mentors:
        if mentor.is_listed:
            yield from _free_places_between(history, mentor, BEGINNING, NO_END)


def _free_places_between(history: History, mentor: HomeMentor, since: date, until: date) -> Iterator[Span]:
    if mentor.is_refused:
        return
    limits = history.limits[mentor.organisation]
    days = sorted(limits)

    def limit_on(day: date) -> int:
        begun = bisect_right(days, day)
        return mentee_limit(mentor.personal_limit, limits[days[begun - 1]] if begun else None)

    periods = [
        capacity.MenteePeriod(mentee, first, last)
        for mentee, of_mentee in mentor.mentees.items()
        for first, last in united(of_mentee)
    ]
    for first, last, number in capacity.stretches_of_free_places(periods, limit_on, days, since, until):
        yield Span(mentor.organisation, first, last, number=number)


def listed_mentors(history: History) -> Iterator[Span]:
    for mentor in history.mentors:
        if mentor.is_listed:
            yield Span(mentor.organisation, BEGINNING, NO_END)


def mentees_alone(history: History) -> Iterator[Span]:
    """Mentees on today's lists without an agreed or active pair."""
    mentees = listed_in(history.organisation_ids, Mentee)
    led_until: dict[int, date] = {}
    pairs = pairs_leading(mentees)
    for mentee, status, ends_on, ended_on in pairs.values_list("mentee", "status", "ends_on", "ended_on"):
        until = _place_until(status, ends_on, ended_on)
        led_until[mentee] = max(until, led_until.get(mentee, until))
    for pk, organisation in mentees.values_list("pk", "person__organisation"):
        if pk not in led_until:
            yield Span(organisation, BEGINNING, NO_END)
        elif led_until[pk] < NO_END:
            yield Span(organisation, led_until[pk] + ONE_DAY, NO_END)


def pairs_at_work(history: History) -> Iterator[Span]:
    """Working pairs of the host organisations, whatever their stage."""
    for organisation, *days in ordered_pairs_in(history.organisation_ids).values_list("organisation", *_DAYS_OF_WORK):
        yield Span(organisation, *_working(*days))


def drafts(history: History) -> Iterator[Span]:
    """Drafts of the host organisations, whatever the day."""
    for organisation in drafts_in(history.organisation_ids).values_list("organisation", flat=True):
        yield Span(organisation, BEGINNING, NO_END)


def overdue(history: History) -> Iterator[Span]:
    for organisation, day, _, is_seen_by_all in history.due:
        if is_seen_by_all:
            yield Span(organisation, day + ONE_DAY, NO_END)


def overdue_of_district(history: History) -> Iterator[Span]:
    for organisation, day, _, _ in history.due:
        yield Span(organisation, day + ONE_DAY, NO_END)


def due_this_week(history: History) -> Iterator[Span]:
    for organisation, day, ahead, _ in history.due:
        yield Span(organisation, _before(day, min(ahead, DAYS_AHEAD)), day)


def due_later(history: History) -> Iterator[Span]:
    for organisation, day, ahead, _ in history.due:
        if ahead > DAYS_AHEAD:
            yield Span(organisation, _before(day, ahead), _before(day, DAYS_AHEAD + 1))


def _before(day: date, days: int) -> date:
    return max(day - timedelta(days=days), BEGINNING) if days < ALWAYS else BEGINNING
