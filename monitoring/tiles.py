"""The figures above a dashboard, each with a link to the rows that it counts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from monitoring.dashboards import DistrictSummary, OrganisationRow
from monitoring.figures import catalogue
from monitoring.figures.figure import Figure
from monitoring.figures.scope import FigureScope
from registry import clock


@dataclass(frozen=True)
class Tile:
    value: str
    label: str
    address: str = ""
    bad: bool = False
    #: a number beneath the first, with its own rows
    note: str = ""
    note_address: str = ""


def district_tiles(district: DistrictSummary, *, may_open: bool, sorted_by: Callable[[str], str]) -> list[Tile]:
    """`may_open`: the user may look inside all the organisations; a reader of numbers alone gets no links to rows.
    `sorted_by`: code of a figure → address of the table with its largest values first."""
    tiles = []
    for figure, note in catalogue.tiles(district.figures_in_use):
        total = district.figures[figure.code]
        label = _label(figure, total, district.scope.on)
        words = note.of_district(district.scope, district.values_of(figure)) if note.of_district else ""
        tile = _tile(figure, total, label, _district_address(figure, district.scope, may_open, sorted_by))
        rows_of_note = note.rows_behind.of_district(district.scope) if note.rows_behind and may_open else ""
        tiles.append(_with_note(tile, words, rows_of_note))
    return tiles


def organisation_tiles(row: OrganisationRow, scope: FigureScope) -> list[Tile]:
    """`scope` is of the row's organisation alone."""
    tiles = []
    for figure, note in catalogue.tiles(row.figures_in_use):
        value = row.figures[figure.code]
        label = _label(figure, value, row.on)
        words = note.of_organisation(scope, value) if note.of_organisation else ""
        address = figure.rows_behind.on_page_of(row.organisation, row.on) if figure.rows_behind else ""
        rows_of_note = note.rows_behind.on_page_of(row.organisation, row.on) if note.rows_behind else ""
        tiles.append(_with_note(_tile(figure, value, label, address), words, rows_of_note))
    return tiles


def _tile(figure: Figure[Any], value: Any, label: str, address: str) -> Tile:
    leads = figure.format.leads_to_rows(value)
    return Tile(figure.format.tile_value(value), label, address if leads else "", bad=figure.format.is_alarming(value))


def _with_note(tile: Tile, words: str, address: str) -> Tile:
    """Words without rows of their own, or with a number that counts none, follow the label."""
    counts_some = any(digit in words for digit in "123456789")
    if not (counts_some and address):
        return replace(tile, label=tile.label + words)
    return replace(tile, note=words.removeprefix(", "), note_address=address)


def _label(figure: Figure[Any], value: Any, on: date) -> str:
    return figure.format.tile_label(value, of_past=on < clock.today()) or figure.label.lower()


def _district_address(figure: Figure[Any], scope: FigureScope, may_open: bool, sorted_by: Callable[[str], str]) -> str:
    """A figure without its own list leads to the table sorted by it."""
    if figure.rows_behind and (address := figure.rows_behind.of_district(scope)):
        return address if may_open else ""
    return sorted_by(figure.code) if figure.in_table and figure.format.is_sortable else ""
