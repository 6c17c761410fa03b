"""What the district's dashboard shows: a row for each organisation, their totals, and what is missing in the data.

Rows carry numbers and the curators' names only: no mentee is named above the organisation, and sensitive categories
are not counted at all.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from mentoring.models import Stage
from monitoring.enums import AssessmentPeriod
from monitoring.figures import catalogue, counts
from monitoring.figures.catalogue import MENTEES, MENTORS, PAIRS, SCORE, YOUNG
from monitoring.figures.figure import Figure
from monitoring.figures.formats import Value
from monitoring.figures.scope import FigureScope
from monitoring.figures.stages import SetOfStages
from monitoring.figures.values import CuratorInOffice
from monitoring.queries import ApprovedScore, keeps_score
from monitoring.schedule import describe_next_month, period_to_assess
from registry import clock
from registry.enums import EDUCATIONAL_KINDS, Founder, OrganisationKind
from registry.models import Organisation
from registry.policies.rules_in_force import RulesInForce
from registry.side_texts import side_text
from russian.school_year import school_year_label, school_year_of

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
class ScoreChange:
    before: ApprovedScore | None
    after: ApprovedScore

    @property
    def difference(self) -> int | None:
        return None if self.before is None else self.after.total - self.before.total


@dataclass(frozen=True)
class OrganisationRow:
    organisation: Organisation
    #: primary key of the organisation
    key: int
    on: date
    #: value of each figure by its code
    figures: Mapping[str, Any]
    curators: Sequence[CuratorInOffice] = ()
    #: approved by the day, the latest period last
    scores: Sequence[ApprovedScore] = ()
    #: in force on the day
    policy: RulesInForce | None = None

    def value_of(self, figure: Figure[Value]) -> Value:
        return self.figures[figure.code]

    @cached_property
    def sort_keys(self) -> dict[str, Any]:
        return {figure.code: figure.format.sort_key(self.value_of(figure)) for figure in catalogue.FIGURES}

    @cached_property
    def name_key(self) -> tuple[bool, str]:
        """Schools before partners, «№ 2» before «№ 10»."""
        return not self.is_obliged, self.organisation.sort_key

    @property
    def figures_in_use(self) -> list[Figure[Any]]:
        return [figure for figure in catalogue.FIGURES if self.shows(figure)]

    def shows(self, figure: Figure[Any]) -> bool:
        """Whether the rules of the day keep the figure, or did before."""
        return not figure.enabling_rule or figure.code in self._codes_by_rules

    @cached_property
    def _codes_by_rules(self) -> frozenset[str]:
        of_rules = [figure for figure in catalogue.FIGURES if figure.enabling_rule]
        return frozenset(figure.code for figure in of_rules if figure.is_kept(self.policy) or self._was_kept(figure))

    def _was_kept(self, figure: Figure[Any]) -> bool:
        return figure is SCORE and bool(self.scores)

    @property
    def keeps_indicators(self) -> bool:
        return self.shows(YOUNG)

    @property
    def shows_score(self) -> bool:
        return self.shows(SCORE)

    @property
    def keeps_score(self) -> bool:
        return keeps_score(self.policy)

    @property
    def period_due(self) -> AssessmentPeriod | None:
        """The period that the month of monitoring is for, while the organisation has no approved assessment of it."""
        period, year = period_to_assess(self.policy, self.on), school_year_of(self.on)
        is_assessed = any((score.school_year, score.period) == (year, period) for score in self.scores)
        return None if is_assessed else period

    @property
    def score_change(self) -> "ScoreChange | None":
        """The last two scores if they use one scale, otherwise the last score alone."""
        if not self.scores:
            return None
        after = self.scores[-1]
        before = self.scores[-2] if len(self.scores) > 1 and self.scores[-2].scale_id == after.scale_id else None
        return ScoreChange(before, after)

    @property
    def next_monitoring(self) -> str:
        return describe_next_month([(self.organisation, self.policy)], self.on)

    @property
    def curator_confirmed(self) -> bool:
        """Of a past day nobody knows it: the last confirmation alone is kept, so it is not said to be missing."""
        return self.on < clock.today() or any(counts.is_confirmed(curator, self.on) for curator in self.curators)

    @cached_property
    def is_obliged(self) -> bool:
        """Whether the organisation has to have a mentoring model (Холм, п. 1.2)."""
        return self.organisation.kind in EDUCATIONAL_KINDS

    @property
    def takes_part(self) -> bool:
        has_figures = any(self.value_of(figure) for figure in (MENTORS, MENTEES, PAIRS))
        return bool(self.is_obliged or self.curators or has_figures or self.scores)

    @cached_property
    def gaps(self) -> list[str]:
        """Missing data of the organisation, in words."""
        young, score, year = self.value_of(YOUNG), self.value_of(SCORE).assessment, school_year_of(self.on)
        gaps = []
        if not self.curators:
            gaps.append("нет куратора")
        elif not self.curator_confirmed:
            gaps.append(NOT_CONFIRMED)
        if not self.is_obliged:
            return gaps if self.value_of(PAIRS) else []
        if not self.value_of(MENTORS):
            gaps.append(side_text("нет наставников в базе"))
        if not self.value_of(PAIRS):
            gaps.append("нет пар")
        if young.whole is None and self.keeps_indicators:
            gaps.append(f"нет численности за {school_year_label(year)}")
        elif young.is_impossible and self.keeps_indicators:
            gaps.append(side_text("молодых специалистов с наставником больше, чем в численности"))
        if not self.keeps_score:
            return gaps
        if self.period_due:
            gaps.append(f"нет утверждённой оценки за период «{self.period_due.label}»")
        elif score is None:
            gaps.append("нет утверждённой оценки")
        elif score.school_year < year - 1:
            gaps.append(f"последняя оценка за {school_year_label(score.school_year)}")
        return gaps


@dataclass(frozen=True)
class StageTable:
    """Pairs of a district at the stages of one set."""

    set_of_stages: SetOfStages
    #: stages with their pairs
    columns: Sequence[tuple[Stage, int]]

    @property
    def total(self) -> int:
        return sum(number for _, number in self.columns)


@dataclass(frozen=True)
class DistrictSummary:
    """Rows of the organisations that take part in mentoring, or are obliged to, and their totals."""

    rows: Sequence[OrganisationRow]
    scope: FigureScope

    @cached_property
    def figures_in_use(self) -> list[Figure[Any]]:
        """Those that some organisation keeps; all while there are none."""
        return [f for f in catalogue.FIGURES if not self.rows or any(row.shows(f) for row in self.rows)]

    @property
    def shows_score(self) -> bool:
        return SCORE in self.figures_in_use

    def values_of(self, figure: Figure[Value]) -> Mapping[int, Value]:
        """The values of a figure by the primary key of the organisations that keep it."""
        code = figure.code
        rows = [row for row in self.rows if row.shows(figure)] if figure.enabling_rule else self.rows
        return {row.key: row.figures[code] for row in rows}

    @cached_property
    def figures(self) -> Mapping[str, Any]:
        """Totals by the code of the figure; figures that cannot be added up are absent."""
        totals: dict[str, Any] = {
            figure.code: figure.of_district(list(self.values_of(figure).values()))
            for figure in catalogue.FIGURES
            if figure.of_district
        }
        for code, number in self.repeated.items():
            totals[code] -= number
        for code, number in self.of_municipalities.items():
            totals[code] += number
        return totals

    @cached_property
    def of_municipalities(self) -> dict[str, int]:
        """What the total has beside its rows, by the code of the figure; without those of none."""
        numbers = {
            figure.code: self.scope.once(figure.of_municipalities)
            for figure in catalogue.FIGURES
            if figure.of_municipalities
        }
        return {code: number for code, number in numbers.items() if number}

    @cached_property
    def repeated(self) -> dict[str, int]:
        """What two of the rows have and the total counts once, by the code of the figure; without those of none."""
        keys = {row.key for row in self.rows}
        numbers = {
            figure.code: sum(number for key, number in figure.repeated(self.scope).items() if key in keys)
            for figure in catalogue.FIGURES
            if figure.repeated
        }
        return {code: number for code, number in numbers.items() if number}

    @cached_property
    def stage_tables(self) -> list[StageTable]:
        """A table for each set of stages that the pairs go through."""
        pairs = self.figures[catalogue.STAGES.code]
        return [
            StageTable(stages, [(stage, pairs.at(stage)) for stage in pairs.stages_to_show(stages)])
            for stages in pairs.sets_taken
        ]

    @cached_property
    def founders(self) -> list[tuple[str, str, int]]:
        """Code, label and number of organisations of each founder; empty while no organisation has one."""
        counts = Counter(row.organisation.founder for row in self.rows)
        founders = [(founder.value or "unknown", founder.label, counts[founder]) for founder in Founder]
        return [each for each in founders if each[-1]] if len(counts) > 1 else []

    @property
    def next_monitoring(self) -> str:
        return describe_next_month(((row.organisation, row.policy) for row in self.rows), self.scope.on)

    @cached_property
    def gaps(self) -> int:
        return sum(len(row.gaps) for row in self.rows)

    @cached_property
    def with_gaps(self) -> int:
        return sum(1 for row in self.rows if row.gaps)


def organisation_rows(scope: FigureScope) -> list[OrganisationRow]:
    """A row for each organisation, schools before partners; the number of queries does not grow with them."""
    values = [(each.code, each.format.none, each.of_organisation(scope)) for each in catalogue.FIGURES]
    curators, scores = scope.once(counts.curators), scope.once(counts.scores)
    rows = [
        OrganisationRow(
            organisation=organisation,
            key=key,
            on=scope.on,
            figures={code: numbers.get(key, none) for code, none, numbers in values},
            curators=curators.get(key, ()),
            scores=scores.get(key, ()),
            policy=scope.policy_of(organisation),
        )
        for key, organisation in ((organisation.pk, organisation) for organisation in scope.members)
    ]
    return sorted(rows, key=lambda row: row.name_key)


def district_of(scope: FigureScope) -> DistrictSummary:
    return DistrictSummary([row for row in organisation_rows(scope) if row.takes_part], scope)
