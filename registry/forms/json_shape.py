"""Fields of JSON that a person types in the service section: a list of words or numbers, or a table of words.

Pages read these columns without looking at them again, so another shape is refused before it is stored.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

UNREADABLE = "Это не JSON. Проверьте кавычки, скобки и запятые."
LIST_OF_WORDS = 'Нужен список слов: ["слово", "слово"]. Пустой список: [].'
LIST_OF_NUMBERS = "Нужен список целых чисел: [5, 12]. Пустой список: []."
TABLE_OF_WORDS = 'Нужна таблица слов: {"код": "слово"}. Пустая таблица: {}.'
TABLE_OF_TABLES = 'Нужны таблицы слов: {"часть": {"код": "слово"}}. Пустая таблица: {}.'
#: columns whose words stand in a table of tables, by `model.column`
_OF_TABLES = {"registry.person.declension"}
_GREATEST = 2**31 - 1


class ShapedJSONField(forms.JSONField):
    """Its shape is that of the default of its column (`shape_like`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shape = ""

    def shape_like(self, column: models.JSONField) -> None:
        default = column.get_default()
        if isinstance(default, list):
            self.shape = LIST_OF_NUMBERS if default and isinstance(default[0], int) else LIST_OF_WORDS
        elif isinstance(default, dict):
            self.shape = TABLE_OF_TABLES if column_name(column) in _OF_TABLES else TABLE_OF_WORDS

    def to_python(self, value: Any) -> Any:
        try:
            value = super().to_python(value)
        except (ValueError, RecursionError) as error:  # thousands of digits, thousands of brackets
            raise ValidationError(UNREADABLE) from error
        if self.shape and value is None:  # nothing was typed
            return [] if self.shape in (LIST_OF_WORDS, LIST_OF_NUMBERS) else {}
        if self.shape and not _HAS_SHAPE[self.shape](value):
            raise ValidationError(self.shape)
        return value

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What does not fit is shown as it was typed: half of a sign could not even be sent back."""
        try:
            self.to_python(data)
        except ValidationError:
            return forms.fields.InvalidJSONInput(data)
        return super().bound_data(data, initial)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return super().has_changed(initial, data)
        except ValidationError:
            return True


def column_name(column: models.Field[Any, Any]) -> str:
    return f"{column.model._meta.label_lower}.{column.name}"


def _is_word(value: Any) -> bool:
    """A text that can be stored: no NUL, no half of a sign."""
    return isinstance(value, str) and "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _GREATEST


def _is_table_of_words(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_word, (*value, *value.values())))


_HAS_SHAPE = {
    LIST_OF_WORDS: lambda value: isinstance(value, list) and all(map(_is_word, value)),
    LIST_OF_NUMBERS: lambda value: isinstance(value, list) and all(map(_is_number, value)),
    TABLE_OF_WORDS: _is_table_of_words,
    TABLE_OF_TABLES: lambda value: (
        isinstance(value, dict) and all(_is_word(key) and _is_table_of_words(part) for key, part in value.items())
    ),
}
