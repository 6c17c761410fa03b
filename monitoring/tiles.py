"""The four figures above a dashboard, each leading to the rows that it counts."""

from dataclasses import dataclass

from django.urls import reverse

from monitoring.dashboards import District, OrganisationRow
from monitoring.figures import Share
from russian.numbers import plural

WORKING = "пара действует,пары действуют,пар действует"


@dataclass(frozen=True)
class Tile:
    figure: str
    words: str
    href: str = ""
    bad: bool = False


def district_tiles(district: District, *, may_open: bool, late_href: str) -> list[Tile]:
    """`may_open`: the user may look inside organisations; a reader of numbers alone gets no links to rows.
    `late_href` leads to the table sorted by what is overdue."""
    late = _organisations(district.late_organisations)
    young = district.young
    return [
        Tile(
            str(district.pairs),
            _word(district.pairs, WORKING) + _change(district.change_in_a_year),
            f"{reverse('mentoring:pairs')}?status=active" if may_open else "",
        ),
        Tile(
            str(district.mentors),
            f"{_word(district.mentors, 'наставник,наставника,наставников')}, {_places(district.free_places)}",
            reverse("registry:mentors") if may_open else "",
        ),
        Tile(
            str(young), _young_words(young, f"по данным {district.young_known_in} из {len(district.rows)} организаций")
        ),
        Tile(
            str(district.overdue),
            f"просрочено в {late}" if district.overdue else "ничего не просрочено",
            late_href if district.overdue else "",
            bad=bool(district.overdue),
        ),
    ]


def organisation_tiles(row: OrganisationRow, free_places: int) -> list[Tile]:
    here = f"?organisation={row.organisation.pk}"
    return [
        Tile(
            str(row.pairs),
            _word(row.pairs, WORKING),
            f"{reverse('mentoring:pairs')}{here}&status=active",
        ),
        Tile(
            str(row.mentors),
            f"{_word(row.mentors, 'наставник,наставника,наставников')}, {_places(free_places)}",
            reverse("registry:mentors") + here,
        ),
        Tile(str(row.young), _young_words(row.young, ""), "#contingent"),
        Tile(
            str(row.overdue),
            "просрочено" if row.overdue else "ничего не просрочено",
            "#overdue" if row.overdue else "",
            bad=bool(row.overdue),
        ),
    ]


def _young_words(young: Share, of: str) -> str:
    words = "молодых специалистов с наставником"
    if young.whole is None:
        return f"{words}: нет численности"
    if not young.whole:
        return f"{words}: в численности их нет"
    return f"{words}: {young.part} из {young.whole}{f', {of}' if of else ''}"


def _word(number: int, forms: str) -> str:
    return plural(number, forms).split("\u00a0", 1)[1]


def _places(free: int) -> str:
    return f"{plural(free, 'место,места,мест')} {_word(free, 'свободно,свободны,свободно')}"


def _organisations(number: int) -> str:
    return f"{number}\u00a0{'организации' if number % 10 == 1 and number % 100 != 11 else 'организациях'}"


def _change(number: int) -> str:
    if not number:
        return ""
    return f", {'+' if number > 0 else '−'}{abs(number)} за год"
