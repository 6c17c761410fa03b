"""Columns of the portal's own files that are not read when the file comes back."""

from collections.abc import Iterable

from imports.field_lists import EXPORTED_COLUMNS
from imports.heading_keys import heading_key
from registry.exports.bank_columns import BANK_COLUMNS

#: what a file of errors has beside the school's own columns
SHEET, ROW, WRONG, TO_DO = "Лист", "Строка", "Ошибка", "Что сделать"
_OURS = frozenset(map(heading_key, (SHEET, ROW, WRONG, TO_DO)))
#: of exported registers: headings that nobody else has, and those that go with them
_MARKS = frozenset(map(heading_key, ("Включён в базу", "Число наставников", "Закончена")))
_NOT_READ_OF_BANKS = [column.heading for column in BANK_COLUMNS if column.code not in EXPORTED_COLUMNS]
_NOT_READ_OF_OTHERS = (
    "Срок словами", "Этап", "Причина", "Пилотная площадка", "Партнёрство", "Число наставляемых", "В архиве с",
)  # fmt: skip
_EXPORTED = _MARKS | frozenset(map(heading_key, (*_NOT_READ_OF_BANKS, *_NOT_READ_OF_OTHERS)))


def is_ours(heading: str) -> bool:
    """Of a file of errors."""
    return heading_key(heading) in _OURS


def left_out_of_exports(headings: Iterable[str]) -> frozenset[str]:
    """Folded headings of columns of an exported register that the portal fills in itself; of no other files."""
    keys = frozenset(map(heading_key, headings))
    return keys & _EXPORTED if keys & _MARKS else frozenset()
