"""Empty spreadsheets to fill in, one for each kind of import: headings that are recognised, lists to choose from, dates
as dates, and a sheet that says what each column means."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from imports.exports.template_columns import DATA, INSTRUCTION, LISTS, REQUIRED_MARK, SUGGESTIONS, Template
from imports.field_definition import ChoiceList, TemplateColumn
from spreadsheets.writing.typed_xlsx import DATE_FORMAT, HEADING_ALIGNMENT, HEADING_FILL, HEADING_FONT

_ROWS_TO_FILL = 2000
_TEXT_FORMAT = "@"
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_INSTRUCTION_HEADINGS = ("Столбец", "Обязателен", "Что писать", "Пример")
_INSTRUCTION_WIDTHS = (36, 14, 70, 44)


def template_bytes(template: Template, lists: Mapping[ChoiceList, Sequence[str]]) -> bytes:
    """`lists`: what may be chosen, by the name that a column gives its list; an empty list leaves the cell free."""
    book = Workbook()
    data, instruction, hidden = book.active, book.create_sheet(INSTRUCTION), book.create_sheet(LISTS)
    data.title = DATA
    hidden.sheet_state = "hidden"
    offered = {name: values for name, values in lists.items() if values and name in template.lists}
    areas = {
        name: _write_list(hidden, number, name, values)
        for number, (name, values) in enumerate(offered.items(), start=1)
    }
    data.freeze_panes = "A2"
    data.row_dimensions[1].height = 32
    for number, column in enumerate(template.columns, start=1):
        _prepare_column(data, number, column, areas.get(column.choices) if column.choices else None)
    _write_instruction(instruction, template)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _write_list(sheet: Worksheet, number: int, name: str, values: Sequence[str]) -> str:
    """Address of the list for a formula."""
    letter = get_column_letter(number)
    for row, value in enumerate((name, *values), start=1):
        sheet.cell(row, number, value).data_type = "s"
    return f"{quote_sheetname(LISTS)}!${letter}$2:${letter}${len(values) + 1}"


def _prepare_column(sheet: Worksheet, number: int, column: TemplateColumn, area: str | None) -> None:
    letter = get_column_letter(number)
    cell = sheet.cell(1, number, f"{column.heading}{REQUIRED_MARK}" if column.is_required else column.heading)
    cell.font, cell.fill, cell.alignment = HEADING_FONT, HEADING_FILL, HEADING_ALIGNMENT
    dimension = sheet.column_dimensions[letter]
    dimension.width = column.width
    dimension.number_format = DATE_FORMAT if column.is_date else _TEXT_FORMAT if column.is_code else "General"
    if area:
        check = DataValidation(type="list", formula1=area, allow_blank=True)
    elif column.is_date:
        check = DataValidation(type="date", operator="between", formula1="1", formula2="73050", allow_blank=True)
    else:
        return
    # A warning, not a refusal: the import understands other spellings too.
    check.errorStyle, check.errorTitle, check.error = "warning", column.heading, column.about[:220]
    check.showErrorMessage = column.choices not in SUGGESTIONS
    check.add(f"{letter}2:{letter}{_ROWS_TO_FILL + 1}")
    sheet.add_data_validation(check)


def _write_instruction(sheet: Worksheet, template: Template) -> None:
    for number, width in enumerate(_INSTRUCTION_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([f"Как заполнить таблицу: {template.title}"])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([])
    for number, text in enumerate(template.rules, start=1):
        sheet.append([f"{number}) {text}"])
        row = sheet.max_row
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(_INSTRUCTION_WIDTHS))
        sheet.cell(row, 1).alignment = _WRAPPED
        sheet.row_dimensions[row].height = 15 * (1 + len(text) // 150)
    sheet.append([])
    sheet.append(_INSTRUCTION_HEADINGS)
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = HEADING_FONT, HEADING_FILL
    for column in template.columns:
        # «Столбец» before the heading keeps the reader from taking this sheet for a filled form.
        required = "обязателен" if column.is_required else ""
        sheet.append([f"Столбец «{column.heading}»", required, column.about, column.example])
        for cell in sheet[sheet.max_row]:
            cell.alignment = _WRAPPED
