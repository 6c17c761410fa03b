"""The names of people as fields check them."""

from django.core.exceptions import ValidationError

from russian.name_characters import has_letter, wrong_character


def check_name(value: str) -> None:
    """Raises ValidationError that names the first character which no name has."""
    if wrong := wrong_character(value):
        raise ValidationError(
            f"Здесь лишнее: {wrong}. Имя пишут в одну строку: буквы, дефис, апостроф, пробел, точка после инициала."
        )
    if value and not has_letter(value):
        raise ValidationError("В имени нет ни одной буквы.")
