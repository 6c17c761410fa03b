"""What fields of texts refuse: names of people letter by letter, lines and long texts by one rule for all (ADR 54)."""

import re

from django.core.exceptions import ValidationError

from russian.name_characters import angle_bracket, has_letter, tag_in, unseen_character, wrong_character
from russian.person_names import word_of_two_alphabets, written_name


def check_name(value: str) -> None:
    """Raises ValidationError that names the first character which no name has, or a word of two alphabets. Latin
    letters that look Russian are let be: forms and imports set them right."""
    if wrong := wrong_character(value):
        raise ValidationError(
            f"Здесь лишнее: {wrong}. Имя пишут в одну строку: буквы, дефис, апостроф, пробел, точка после инициала."
        )
    if value and not has_letter(value):
        raise ValidationError("В имени нет ни одной буквы.")
    if match := _DOT_AFTER_WORD.search(value):
        raise ValidationError(f"После «{match[1]}» лишняя точка: её ставят только после инициала. Удалите её.")
    check_alphabets(written_name(value))


def check_alphabets(value: str) -> None:
    """Raises ValidationError for a word of Russian and other letters: it looks like another word than it is."""
    if word := word_of_two_alphabets(value):
        raise ValidationError(f"В слове «{word}» смешаны русские и иностранные буквы. Наберите его заново русскими.")


#: initials have one letter or two («Дж.»)
_DOT_AFTER_WORD = re.compile(r"([^\W\d_]{3,})\.")


def check_class_letter(value: str) -> None:
    """Raises ValidationError for what no class is called by: papers print it in quotation marks."""
    if value and not value.isalpha():
        raise ValidationError("Здесь только буква класса, например «Б». Если букв в школе нет, оставьте поле пустым.")


def check_line(value: str) -> None:
    """Raises ValidationError for a text of one line that holds a sign that nobody sees or an angle bracket."""
    if unseen := unseen_character(value):
        raise ValidationError(f"Здесь лишнее: {unseen}. Напишите в одну строку, без скрытых знаков.")
    if bracket := angle_bracket(value):
        raise ValidationError(f"Здесь лишнее: {bracket}. Напишите без угловых скобок.")


def check_text(value: str) -> None:
    """The same of a text of several lines: its breaks, tabs and soft hyphens stay, and so do «меньше» and «больше»
    as long as they begin no tag."""
    if unseen := unseen_character(value.translate(_OF_LONG_TEXTS)):
        raise ValidationError(f"Здесь лишнее: {unseen}. Удалите скрытый знак.")
    if tag := tag_in(value):
        raise ValidationError(f"Здесь лишнее: {tag}. Удалите его; знак «меньше» отделите пробелом.")


def what_is_wrong_in(value: str, *, several_lines: bool) -> str:
    """What the rule of texts refuses, in words; empty if nothing."""
    if several_lines:
        return unseen_character(value.translate(_OF_LONG_TEXTS)) or tag_in(value)
    return unseen_character(value) or angle_bracket(value)


def check_title(value: str) -> None:
    """Raises ValidationError for the name of a thing that breaks the rule of lines, or says nothing."""
    check_line(value)
    if value and not any(sign.isalnum() for sign in value):
        raise ValidationError("В названии нет ни букв, ни цифр.")


def check_words(value: str) -> None:
    """Raises ValidationError for a title, a post or a line «name, post» that breaks the rule of lines, or has no
    letter."""
    check_line(value)
    if value and not has_letter(value):
        raise ValidationError("Здесь нет ни одной буквы. Напишите словами.")


def check_act_title(value: str) -> None:
    """Raises ValidationError for a title that does not say what the act is about («О»), or begins with the kind, the
    number or the date, which have fields of their own. Those of another act stand after its words."""
    if value and not _TELLING_WORD.search(value):
        raise ValidationError("Заголовок говорит, о чём акт: например, «О закреплении наставнических пар».")
    if _KIND_FIRST.match(value):
        raise ValidationError("Вид, номер и дату пишут в своих полях, а в заголовке — о чём акт: «О …».")


def check_reason(value: str) -> None:
    """Raises ValidationError for a reason without a letter: whoever reads the history learns nothing from it."""
    if value and not has_letter(value):
        raise ValidationError("Здесь нет ни одной буквы. Напишите причину словами.")


def check_number(value: str) -> None:
    """Raises ValidationError for the number of a paper that breaks the rule of lines, or says nothing."""
    check_line(value)
    if value and not any(sign.isalnum() for sign in value):
        raise ValidationError("В номере нет ни букв, ни цифр. Документ без номера отмечают «б/н».")
    if _DATE_OR_KIND.search(value):
        raise ValidationError("В номере — только номер: вид документа и дату пишут в своих полях.")
    if value and not value.strip("0 "):
        raise ValidationError("Номер «0» ничего не называет. Документ без номера отмечают «б/н».")


#: «992 от 28.11.2026», «приказ № 993»
_DATE_OR_KIND = re.compile(
    r"\bот\s+\d{1,2}[.\s]|\d{1,2}\.\d{1,2}\.\d{4}|\b(?:приказ|распоряжени|постановлени|протокол|решени)\w*",
    re.IGNORECASE,
)


#: more than a preposition
_TELLING_WORD = re.compile(r"[^\W\d_]{3}")
#: «Приказ № 5 …», «Протокол от 1.09.2026 …», «№ 5 …», «от 1 сентября …»
_KIND_FIRST = re.compile(
    r"\W*(?:(?:приказ|распоряжение|постановление|протокол|решение)\s+)?(?:№|N\s*\d|от\s+\d)", re.IGNORECASE
)


#: signs that nobody sees and that do no harm in a text of several lines; the last joins parts of a pictogram
_OF_LONG_TEXTS = dict.fromkeys(map(ord, "\n\r\t\u00ad\u200d"))
