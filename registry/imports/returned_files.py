"""What a file of errors has beside the school's own columns: nothing of it is read when the file comes back."""

from registry.imports.headings import heading_key

SHEET, ROW, WRONG, TO_DO = "Лист", "Строка", "Ошибка", "Что сделать"
_OURS = frozenset(map(heading_key, (SHEET, ROW, WRONG, TO_DO)))


def is_ours(heading: str) -> bool:
    return heading_key(heading) in _OURS
