"""What the district's dashboard shows: a row for each organisation, their totals, and what is missing in the data.

Rows carry numbers and the curators' names only: no mentee is named above the organisation, and sensitive categories
are not counted at all.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet

from mentoring.queries.policies import PolicyTimeline
from monitoring import figures
from monitoring.enums import AssessmentPeriod
from monitoring.figures import STAGES, Share
from monitoring.models import Assessment
from monitoring.queries import score_kept, scores_approved
from monitoring.schedule import next_in_words, period_to_assess
from registry.deadlines import overdue_by_organisation
from registry.enums import EDUCATIONAL_KINDS, OrganisationKind
from registry.models import Curator, Organisation, Policy
from registry.school_year import school_year_label, school_year_of

#: Chips above the dashboard, in their order; kinds that nobody has are left out.
KIND_CHIPS = {
    OrganisationKind.SCHOOL: "Школы",
    OrganisationKind.PRESCHOOL: "Детские сады",
    OrganisationKind.EXTRACURRICULAR: "Дополнительное образование",
    OrganisationKind.COLLEGE: "Колледжи",
    OrganisationKind.UNIVERSITY: "Вузы",
    OrganisationKind.METHODICAL: "Методические центры",
    OrganisationKind.AUTHORITY: "Органы управления",
    OrganisationKind.ENTERPRISE: "Предприятия",
    OrganisationKind.CULTURE: "Культура",
    OrganisationKind.SPORT: "Спорт",
    OrganisationKind.HEALTH: "Здравоохранение",
    OrganisationKind.ENTREPRENEUR: "Предприниматели",
    OrganisationKind.PUBLIC: "Общественные организации",
    OrganisationKind.OTHER: "Иные",
}


NOT_CONFIRMED = "куратор больше года не подтверждён"


@dataclass(frozen=True)
class StageCount:
    """How many pairs are at a stage; `x` and `width` place its piece in a bar that is 100 wide."""

    number: int
    title: str
    pairs: int
    x: float
    width: float


@dataclass(frozen=True)
class OrganisationRow:
    organisation: Organisation
    on: date
    curators: Sequence[Curator]
    mentors: int
    mentees: int
    pairs_by_stage: Sequence[int]
    overdue: int
    #: approved by the day, the latest period last
    scores: Sequence[Assessment]
    young: Share
    #: in force on the day
    policy: Policy | None = None

    @property
    def pairs(self) -> int:
        return sum(self.pairs_by_stage)

    @property
    def name_key(self) -> list[tuple[int, str]]:
        """Schools before partners, «№ 2» before «№ 10»."""
        parts = re.split(r"(\d+)", self.organisation.short_name.lower())
        return [(int(not self.is_obliged), ""), *((int(part), "") if part.isdigit() else (0, part) for part in parts)]

    @property
    def score(self) -> Assessment | None:
        return self.scores[-1] if self.scores else None

    @property
    def score_kept(self) -> bool:
        return score_kept(self.policy)

    @property
    def period_due(self) -> AssessmentPeriod | None:
        """The period that the month of monitoring is for, while the organisation has no approved assessment of it."""
        period, year = period_to_assess(self.policy, self.on), school_year_of(self.on)
        done = any((score.school_year, score.period) == (year, period) for score in self.scores)
        return None if done else period

    @property
    def next_monitoring(self) -> str:
        return next_in_words([(self.organisation.municipality, self.policy)], self.on)

    @property
    def score_total(self) -> int:
        """For sorting: organisations without a score come below the worst."""
        return -1 if self.score is None else self.score.total or 0

    @property
    def curator_confirmed(self) -> bool:
        return any(figures.is_confirmed(curator, self.on) for curator in self.curators)

    @property
    def is_obliged(self) -> bool:
        """The mentoring model is obligatory for it (Холм, п. 1.2)."""
        return self.organisation.kind in EDUCATIONAL_KINDS

    @property
    def takes_part(self) -> bool:
        return bool(self.is_obliged or self.curators or self.mentors or self.mentees or self.pairs or self.score)

    @cached_property
    def gaps(self) -> list[str]:
        """What the organisation's data lack, in words."""
        year = school_year_of(self.on)
        found = []
        if not self.curators:
            found.append("нет куратора")
        elif not self.curator_confirmed:
            found.append(NOT_CONFIRMED)
        if not self.is_obliged:
            return found if self.pairs else []
        if not self.mentors:
            found.append("нет наставников в базе")
        if not self.pairs:
            found.append("нет пар")
        if self.young.whole is None:
            found.append(f"нет численности за {school_year_label(year)}")
        elif self.young.is_impossible:
            found.append("молодых специалистов с наставником больше, чем в численности")
        if not self.score_kept:
            return found
        if self.period_due:
            found.append(f"нет утверждённой оценки за период «{self.period_due.label}»")
        elif self.score is None:
            found.append("нет утверждённой оценки")
        elif self.score.school_year < year - 1:
            found.append(f"последняя оценка за {school_year_label(self.score.school_year)}")
        return found


@dataclass(frozen=True)
class District:
    """Rows and their totals on a day."""

    rows: Sequence[OrganisationRow]
    on: date
    pairs_a_year_ago: int
    free_places: int

    @property
    def pairs(self) -> int:
        return sum(row.pairs for row in self.rows)

    @property
    def pairs_by_stage(self) -> list[int]:
        return [sum(counts) for counts in zip(*(row.pairs_by_stage for row in self.rows), strict=True)] or [0] * 5

    @property
    def change_in_a_year(self) -> int:
        return self.pairs - self.pairs_a_year_ago

    @property
    def mentors(self) -> int:
        return sum(row.mentors for row in self.rows)

    @property
    def mentees(self) -> int:
        return sum(row.mentees for row in self.rows)

    @property
    def overdue(self) -> int:
        return sum(row.overdue for row in self.rows)

    @property
    def late_organisations(self) -> int:
        return sum(1 for row in self.rows if row.overdue)

    @property
    def young(self) -> Share:
        """Over the organisations that have given their denominator: others would make the share smaller than it is."""
        known = [row.young for row in self.rows if row.young.whole is not None]
        return Share(sum(share.part for share in known), sum(share.whole or 0 for share in known) if known else None)

    @property
    def young_known_in(self) -> int:
        return sum(1 for row in self.rows if row.young.whole is not None)

    @property
    def next_monitoring(self) -> str:
        return next_in_words(((row.organisation.municipality, row.policy) for row in self.rows), self.on)

    @property
    def gaps(self) -> int:
        return sum(len(row.gaps) for row in self.rows)


def stage_counts(pairs_by_stage: Sequence[int], titles: Sequence[str]) -> list[StageCount]:
    """The five stages with their pieces of a bar."""
    total = sum(pairs_by_stage) or 1
    counts, x = [], 0.0
    for number, title, pairs in zip(STAGES, titles, pairs_by_stage, strict=True):
        width = round(pairs / total * 100, 2)
        counts.append(StageCount(number, title, pairs, round(x, 2), width))
        x += width
    return counts


def organisations_on(organisations: QuerySet[Organisation], on: date) -> QuerySet[Organisation]:
    """Without those that were in the archive on the day."""
    return organisations.filter(Q(archived_on__isnull=True) | Q(archived_on__gt=on))


def rows_on(organisations: Iterable[Organisation], on: date) -> list[OrganisationRow]:
    """A row for each organisation, schools before partners; the number of queries does not grow with them."""
    chosen = list(organisations)
    ids = [organisation.pk for organisation in chosen]
    curators = figures.curators_on(ids, on)
    mentors, mentees = figures.mentors_in_bank(ids, on), figures.mentees_in_bank(ids, on)
    stages = figures.pairs_by_stage(ids, on)
    overdue = overdue_by_organisation(ids, on)
    scores = scores_approved(ids, on)
    policies = PolicyTimeline({organisation.municipality_id for organisation in chosen})
    young, wholes = figures.young_with_mentor(chosen, policies, on), figures.contingents(ids, on)
    rows = [
        OrganisationRow(
            organisation=organisation,
            on=on,
            curators=curators.get(pk, []),
            mentors=mentors.get(pk, 0),
            mentees=mentees.get(pk, 0),
            pairs_by_stage=[stages.get(pk, {}).get(stage, 0) for stage in STAGES],
            overdue=overdue.get(pk, 0),
            scores=scores.get(pk, []),
            young=Share(young.get(pk, 0), wholes[pk].young_teachers if pk in wholes else None),
            policy=policies.in_force(organisation.municipality_id, on),
        )
        for pk, organisation in zip(ids, chosen, strict=True)
    ]
    return sorted(rows, key=lambda row: row.name_key)


def district_on(organisations: Iterable[Organisation], on: date) -> District:
    """Organisations that take part in mentoring, or are obliged to, with their totals."""
    rows = [row for row in rows_on(organisations, on) if row.takes_part]
    ids = [row.organisation.pk for row in rows]
    return District(
        rows=rows,
        on=on,
        pairs_a_year_ago=figures.pairs_working(ids, on - relativedelta(years=1)),
        free_places=figures.free_places(ids, on),
    )
