"""The figures of the dashboards. To add one is to add an entry to FIGURES and the function that counts it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from monitoring.figures import counts
from monitoring.figures.figure import Figure, TileNote
from monitoring.figures.formats import Alarm, Number, PartOfWhole, ScoreWithLevel, StageNumbers
from monitoring.figures.rows_behind import PageSection, RegisterRows
from monitoring.figures.scope import FigureScope
from monitoring.figures.stages import PairsByStage
from monitoring.figures.values import LatestScore, Share
from registry import clock
from registry.enums import MenteeState
from registry.side_texts import side_label
from russian.numbers import plural


def _note_of_free_places(scope: FigureScope, _: object) -> str:
    """Of today alone: promised places and personal limits have no past (ADR 30)."""
    if scope.on < clock.today():
        return ""
    free = counts.free_places(scope)
    return f", свободно {plural(free, 'место,места,мест')}"


def _change_in_a_year(scope: FigureScope, pairs: Mapping[int, int]) -> str:
    before = counts.pairs_a_year_ago(scope)
    change = sum(pairs.values()) - sum(before.get(pk, 0) for pk in pairs)
    return f", {'+' if change > 0 else '−'}{abs(change)} за год" if change else ""


def _organisations_with_numbers(_: FigureScope, shares: Mapping[int, Share]) -> str:
    """Number of organisations with known numbers; empty where there is no share."""
    count = sum(share.whole is not None for share in shares.values())
    whole = Share.of_all(shares.values()).whole
    return f", по данным {count} из {len(shares)} организаций" if whole else ""


def _sum_if_known(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _late_organisations(scope: FigureScope, overdue: Mapping[int, int | None]) -> str:
    late = sum(1 for number in overdue.values() if number)
    items = scope.once(counts.overdue_of_municipalities)
    places = [
        f"в {plural(late, 'организации,организациях,организациях')}" if late else "",
        f"в муниципальной дорожной карте ({plural(items, 'пункт,пункта,пунктов')})" if items else "",
    ]
    words = " и ".join(filter(None, places))
    return f" {words}" if words else ""


#: who has left the bank since the day was in it then
WHOLE_BANK = (("archive", "all"),)

MENTORS = Figure[int](
    code="mentors",
    label=side_label("Наставники"),
    of_organisation=counts.mentors,
    of_district=sum,
    format=Number(side_label("наставник,наставника,наставников")),
    rows_behind=RegisterRows("registry:mentors", WHOLE_BANK),
    tile=TileNote(2, _note_of_free_places, _note_of_free_places, RegisterRows("registry:mentors", (("free", "yes"),))),
)
MENTEES = Figure[int](
    code="mentees",
    label=side_label("Наставляемые"),
    of_organisation=counts.mentees,
    of_district=sum,
    format=Number(),
    rows_behind=RegisterRows("registry:mentees", WHOLE_BANK),
    tile=None,
)
PAIRS = Figure[int](
    code="pairs",
    label="Пары",
    of_organisation=counts.pairs,
    of_district=sum,
    format=Number(
        "пара действует,пары действуют,пар действует",
        forms_of_past="пара действовала,пары действовали,пар действовало",
    ),
    rows_behind=RegisterRows("mentoring:pairs"),
    tile=TileNote(1, of_district=_change_in_a_year),
    of_pairs_at_work=True,
)
STAGES = Figure[PairsByStage](
    code="stages",
    label="По этапам",
    of_organisation=counts.stages,
    of_district=PairsByStage.of_all,
    format=StageNumbers(),
    rows_behind=RegisterRows("mentoring:pairs"),
    tile=None,
    of_pairs_at_work=True,
)
OVERDUE = Figure[int | None](
    code="overdue",
    label="Просрочено",
    of_organisation=counts.overdue,
    of_district=_sum_if_known,
    repeated=counts.repeated_overdue,
    of_municipalities=counts.overdue_of_municipalities,
    format=Alarm("просрочено", "ничего не просрочено", "просрочено: за прошедший день неизвестно"),
    rows_behind=PageSection("overdue", of_all="monitoring:overdue"),
    tile=TileNote(4, of_district=_late_organisations),
)
YOUNG = Figure[Share](
    code="young",
    label=side_label("Молодых специалистов с наставником"),
    of_organisation=counts.share_of_young_with_mentor,
    of_district=Share.of_all,
    format=PartOfWhole(side_label("молодых специалистов с наставником"), "Молодых специалистов всего"),
    rows_behind=RegisterRows("registry:mentees", (("state", MenteeState.YOUNG_WITH_MENTOR.value), *WHOLE_BANK)),
    tile=TileNote(3, of_district=_organisations_with_numbers),
    in_table=False,
    of_pairs_at_work=True,
    enabling_rule="org_indicators_enabled",
)
SCORE = Figure[LatestScore](
    code="score",
    label="Последняя оценка",
    of_organisation=counts.latest_scores,
    of_district=None,
    format=ScoreWithLevel(),
    tile=None,
    enabling_rule="score_enabled",
)

#: In the order of the columns; tiles have an order of their own.
FIGURES: tuple[Figure[Any], ...] = (MENTORS, MENTEES, PAIRS, STAGES, OVERDUE, YOUNG, SCORE)


def tiles(figures: Iterable[Figure[Any]]) -> list[tuple[Figure[Any], TileNote[Any]]]:
    """Those of the figures that have a tile, with its note, in the order of the tiles."""
    with_tiles = [(figure, figure.tile) for figure in figures if figure.tile is not None]
    return sorted(with_tiles, key=lambda pair: pair[1].position)
