"""Counts of a scope by organisation, each in one query.

Every count uses dated rows, so that a past day shows what was true then: entries of the banks by their dates and by the
organisations of their people, pairs by their period, the date of their order and the dates of their stages. What nobody
can know of a past day is not counted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from dateutil.relativedelta import relativedelta
from django.db.models import Count

from mentoring.queries.capacity import free_by_organisation
from mentoring.queries.district_roadmaps import district_items_overdue
from mentoring.queries.pairs_on_day import numbers_at_stages, with_working_pair, working_in
from monitoring.figures import histories
from monitoring.figures.scope import FigureScope
from monitoring.figures.stages import PairsByStage
from monitoring.figures.stored_count import StoredCount
from monitoring.figures.values import CuratorInOffice, LatestScore, Share
from monitoring.queries import ApprovedScore, keeps_score, scores_approved
from registry import clock
from registry.deadline_providers.confirmation import MONTHS_BETWEEN_CONFIRMATIONS
from registry.deadlines import DeadlineScope, is_overdue
from registry.models import Mentee, Mentor
from registry.queries.deadlines import count_repeated, overdue_by_organisation
from registry.queries.former_names import names_on
from registry.queries.organisations import contingents_of
from registry.queries.people import ORGANISATION_ON_DAY, Bank, curators_on, entries_of_bank, young_specialists_in
from russian.school_year import school_year_of

#: of CuratorInOffice, in its order
CURATOR_COLUMNS = (
    "person",
    "person__last_name",
    "person__first_name",
    "person__middle_name",
    "appointed_on",
    "confirmed_on",
    "person__formerly",
)


def _mentors(scope: FigureScope) -> Mapping[int, int]:
    """Mentors in the bank."""
    return _in_bank(Mentor, scope)


def _mentees(scope: FigureScope) -> Mapping[int, int]:
    """Mentees in the bank."""
    return _in_bank(Mentee, scope)


def free_places(scope: FigureScope) -> int:
    """Places that mentors of the organisations have free on the day."""
    return sum(FREE_PLACES(scope).values())


def _free_places_by_organisation(scope: FigureScope) -> Mapping[int, int]:
    return free_by_organisation(entries_of_bank(scope.ids, Mentor, scope.on), scope.on, ORGANISATION_ON_DAY)


def pairs(scope: FigureScope) -> Mapping[int, int]:
    """Working pairs of the host organisations."""
    return {organisation: sum(numbers.values()) for organisation, numbers in scope.once(pairs_by_stage).items()}


def stages(scope: FigureScope) -> Mapping[int, PairsByStage]:
    """The same by stage, of every organisation."""
    by_organisation = scope.once(pairs_by_stage)
    return {
        organisation.pk: PairsByStage(by_organisation.get(organisation.pk, {}), scope.sets_of_stages)
        for organisation in scope.members
    }


def _pairs_by_stage(scope: FigureScope) -> Mapping[int, Mapping[int, int]]:
    """Working pairs of the host organisations, a number for each stage that has some, by its primary key."""
    by_organisation: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for organisation, stage, number in numbers_at_stages(scope.ids, scope.on):
        by_organisation[organisation][stage] += number
    return by_organisation


def pairs_a_year_ago(scope: FigureScope) -> Mapping[int, int]:
    working = working_in(scope.ids, scope.on - relativedelta(years=1))
    return dict(working.values_list("organisation").annotate(number=Count("pk")))


def overdue(scope: FigureScope) -> Mapping[int, int | None]:
    """The number of overdue deadlines; None for a past day, because the records hold only what is open now."""
    if scope.on < clock.today():
        return {organisation.pk: None for organisation in scope.members}
    stored, others = OVERDUE(scope), _overdue(scope, is_stored=False)
    return {pk: stored.get(pk, 0) + others.get(pk, 0) for pk in {*stored, *others}}


def repeated_overdue(scope: FigureScope) -> Mapping[int, int]:
    """What is overdue in two of the organisations, by the second of them: the pair of somebody who has gone from one
    to the other waits in both."""
    if scope.on < clock.today():
        return {}
    late = {"late": is_overdue(scope.on)}
    return count_repeated(DeadlineScope.of(scope.organisations), scope.on, late)["late"]


def overdue_of_municipalities(scope: FigureScope) -> int:
    """Overdue items of the municipal roadmaps; as with the organisations', nobody knows those of a past day."""
    if scope.municipalities is None or scope.on < clock.today():
        return 0
    return district_items_overdue(scope.municipalities, scope.on).count()


def _overdue(scope: FigureScope, *, is_stored: bool = True) -> Mapping[int, int]:
    return overdue_by_organisation(scope.organisations, scope.on, is_stored)


def share_of_young_with_mentor(scope: FigureScope) -> Mapping[int, Share]:
    """Young specialists with a working pair, of all young specialists where they work.

    A person counts once, whatever the number of pairs. A young specialist is marked so in the register, or has less
    experience than the policy requires.
    """
    return _shares(YOUNG_WITH_PAIR(scope), "young_teachers", scope)


def scores(scope: FigureScope) -> Mapping[int, Sequence[ApprovedScore]]:
    """The last assessments approved by the day, the latest period last."""
    return scores_approved(scope.ids, scope.on)


def latest_scores(scope: FigureScope) -> Mapping[int, LatestScore]:
    by_organisation = scope.once(scores)
    return {
        organisation.pk: LatestScore(
            assessment=by_organisation[organisation.pk][-1] if organisation.pk in by_organisation else None,
            is_enabled=keeps_score(scope.policy_of(organisation)),
        )
        for organisation in scope.members
    }


def curators(scope: FigureScope) -> Mapping[int, Sequence[CuratorInOffice]]:
    """Curators in office on the day, the first appointed first."""
    in_office = list(curators_on(scope.ids, scope.on).values_list("organisation", *CURATOR_COLUMNS))
    names = names_on({columns[1] for columns in in_office}, scope.on) if scope.on < clock.today() else {}
    by_organisation: dict[int, list[CuratorInOffice]] = defaultdict(list)
    for organisation, person, *columns in in_office:
        by_organisation[organisation].append(CuratorInOffice(person, *columns)._replace(name_then=names.get(person)))
    return by_organisation


def is_confirmed(curator: CuratorInOffice, on: date) -> bool:
    """Whether the curator was appointed or confirmed within a year before the day, as in the worklist
    (Холм, п. 6.6)."""
    return _confirmation_due(max(curator.appointed_on, curator.confirmed_on or curator.appointed_on)) >= on


@lru_cache(maxsize=1024)
def _confirmation_due(last: date) -> date:
    return last + relativedelta(months=MONTHS_BETWEEN_CONFIRMATIONS)


def _shares(parts: Mapping[int, int], whole: str, scope: FigureScope) -> Mapping[int, Share]:
    """Shares of `whole`, a field of Contingent, in the school year of the day."""
    contingents = contingents_of(scope.ids, school_year_of(scope.on))
    wholes = dict(contingents.values_list("organisation", whole))
    return {pk: Share(parts.get(pk, 0), wholes.get(pk)) for pk in {*parts, *wholes}}


def _in_bank(bank: type[Bank], scope: FigureScope) -> Mapping[int, int]:
    rows = entries_of_bank(scope.ids, bank, scope.on).order_by()
    return dict(rows.values_list(ORGANISATION_ON_DAY).annotate(people=Count("pk")))


def _young_with_working_pair(scope: FigureScope) -> Mapping[int, int]:
    years = {
        organisation.pk: rules.young_specialist_years
        for organisation in scope.members
        if (rules := scope.policy_of(organisation))
    }
    teachers = with_working_pair(young_specialists_in(scope.ids, years, scope.on), scope.on)
    return dict(teachers.order_by().values_list(ORGANISATION_ON_DAY).annotate(people=Count("pk")))


mentors = StoredCount("mentors", _mentors, histories.bank_entries(Mentor))
mentees = StoredCount("mentees", _mentees, histories.bank_entries(Mentee))
pairs_by_stage = StoredCount("stages", _pairs_by_stage, histories.working_pairs)
OVERDUE = StoredCount("overdue", _overdue, histories.overdue)
FREE_PLACES = StoredCount("free_places", _free_places_by_organisation, histories.free_places)
YOUNG_WITH_PAIR = StoredCount("young", _young_with_working_pair, histories.young_with_pair)
