"""What a figure of the dashboards is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from monitoring.figures.formats import FigureFormat, Value
from monitoring.figures.rows_behind import RowsBehind
from monitoring.figures.scope import FigureScope
from registry.policies.rules_in_force import RulesInForce

LAST_TILE = 100


@dataclass(frozen=True)
class TileNote(Generic[Value]):
    """The figure has a tile: where it stands, and what is added to the label beneath its value."""

    position: int = LAST_TILE
    #: of the organisation's value
    of_organisation: Callable[[FigureScope, Value], str] | None = None
    #: of the values of all organisations, by their primary key
    of_district: Callable[[FigureScope, Mapping[int, Value]], str] | None = None
    #: the rows that the note counts, where they are others than those of the value
    rows_behind: RowsBehind | None = None


@dataclass(frozen=True)
class Figure(Generic[Value]):
    """Everything that the dashboards know of one figure: table, tiles, spreadsheet and links follow from it."""

    #: names the column in the address that sorts by it
    code: str
    #: heading of its column
    label: str
    #: values by the primary key of the organisation; absent ones have `format.none`
    of_organisation: Callable[[FigureScope], Mapping[int, Value]]
    #: the value of the district from those of its organisations; None where they do not add up
    of_district: Callable[[Sequence[Value]], Value] | None
    format: FigureFormat[Value]
    #: what of the value of an organisation the value of another has too, by primary key: the district counts it once
    repeated: Callable[[FigureScope], Mapping[int, int]] | None = None
    #: what is of no organisation and belongs to the municipalities of the scope: the district counts it too
    of_municipalities: Callable[[FigureScope], int] | None = None
    rows_behind: RowsBehind | None = None
    #: without a word of its own the figure has the last tile, labelled by `format`; None: no tile
    tile: TileNote[Value] | None = TileNote()
    in_table: bool = True
    #: counted from the pairs at work on the day, so that it follows their first and last days
    of_pairs_at_work: bool = False
    #: the rule that says whether the figure is counted; empty where it always is
    enabling_rule: str = ""

    def is_kept(self, rules: RulesInForce | None) -> bool:
        """Without a policy nothing forbids it."""
        return not self.enabling_rule or rules is None or bool(getattr(rules, self.enabling_rule))
