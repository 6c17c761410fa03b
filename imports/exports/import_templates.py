"""Empty spreadsheets to fill in, one for each kind of import: headings that are recognised, lists to choose from, dates
as dates, and a sheet that says what each column means."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from imports.exports.template_columns import DATA, INSTRUCTION, LISTS, REQUIRED_MARK, SUGGESTIONS, Template
from imports.field_definition import ChoiceList, TemplateColumn
from spreadsheets.writing.laid_out_xlsx import (
    CellCheck,
    ColumnSetup,
    Holds,
    LaidOutSheet,
    Look,
    RowLayout,
    laid_out_xlsx,
    list_area,
)

_ROWS_TO_FILL = 2000
_HEIGHT_OF_HEADINGS = 32
_INSTRUCTION_HEADINGS = ("Столбец", "Обязателен", "Что писать", "Пример")
_INSTRUCTION_WIDTHS = (36, 14, 70, 44)


def template_bytes(template: Template, lists: Mapping[ChoiceList, Sequence[str]]) -> bytes:
    """`lists`: what may be chosen, by the name that a column gives its list; an empty list leaves the cell free."""
    offered = {name: values for name, values in lists.items() if values and name in template.lists}
    areas = {
        name: list_area(LISTS, number, len(values)) for number, (name, values) in enumerate(offered.items(), start=1)
    }
    headings = [
        f"{column.heading}{REQUIRED_MARK}" if column.is_required else column.heading for column in template.columns
    ]
    columns = [_column(column, areas.get(column.choices, "") if column.choices else "") for column in template.columns]
    widths = [ColumnSetup(width) for width in _INSTRUCTION_WIDTHS]
    list_rows = zip_longest(*((name, *values) for name, values in offered.items()))
    return laid_out_xlsx(
        [
            LaidOutSheet(
                DATA, [RowLayout(headings, Look.HEADING, height=_HEIGHT_OF_HEADINGS)], columns, has_frozen_heading=True
            ),
            LaidOutSheet(INSTRUCTION, list(_instruction(template)), widths),
            LaidOutSheet(LISTS, [RowLayout(row) for row in list_rows], is_hidden=True),
        ]
    )


def _column(column: TemplateColumn, area: str) -> ColumnSetup:
    """A check warns and does not refuse: the import understands other spellings too."""
    holds = Holds.DATES if column.is_date else Holds.TEXT if column.is_code else Holds.ANYTHING
    warns = column.choices not in SUGGESTIONS
    check = CellCheck(column.heading, column.about, _ROWS_TO_FILL, area, warns) if area or column.is_date else None
    return ColumnSetup(column.width, holds, check)


def _instruction(template: Template) -> Iterator[RowLayout]:
    yield RowLayout([f"Как заполнить таблицу: {template.title}"], Look.TITLE)
    yield RowLayout()
    for number, text in enumerate(template.rules, start=1):
        height = 15 * (1 + len(text) // 150)
        yield RowLayout([f"{number}) {text}"], Look.WRAPPED, spans=len(_INSTRUCTION_WIDTHS), height=height)
    yield RowLayout()
    yield RowLayout(_INSTRUCTION_HEADINGS, Look.HEADING)
    for column in template.columns:
        # «Столбец» before the heading keeps the reader from taking this sheet for a filled form.
        required = "обязателен" if column.is_required else ""
        cells = [f"Столбец «{column.heading}»", required, column.about, column.example]
        yield RowLayout(cells, Look.WRAPPED)
