"""What was found wrong or repaired: the codes, how grave each is, and what the school should do about it."""

from __future__ import annotations

from enum import Enum


class Gravity(Enum):
    """What a finding does to its record."""

    TOLD = "ready"
    REVIEW = "review"
    OFF = "off"
    ERROR = "error"


#: Everything not listed is only told.
GRAVITY: dict[str, Gravity] = {
    "initials_only": Gravity.REVIEW,
    "organisation_ambiguous": Gravity.REVIEW,
    "new_organisation": Gravity.REVIEW,
    "fuzzy_duplicate": Gravity.REVIEW,
    "formula_without_value": Gravity.REVIEW,
    "name_unclear": Gravity.REVIEW,
    "hidden_row": Gravity.OFF,
    "struck_row": Gravity.OFF,
    "marked_dismissed": Gravity.OFF,
    "bad_date": Gravity.ERROR,
    "period_reversed": Gravity.ERROR,
    "age_below_10": Gravity.ERROR,
    "cap_exceeded": Gravity.ERROR,
    "missing_name": Gravity.ERROR,
    "missing_organisation": Gravity.ERROR,
    "unknown_organisation": Gravity.ERROR,
    "same_person": Gravity.ERROR,
}

_ADVICE: dict[str, str] = {
    "initials_only": "Впишите имя и отчество полностью.",
    "organisation_ambiguous": "Напишите полное краткое наименование организации, с номером.",
    "new_organisation": "Подтвердите, что организацию нужно завести, или исправьте название.",
    "unknown_organisation": "Исправьте название организации: такой нет в справочнике.",
    "missing_organisation": "Укажите организацию.",
    "fuzzy_duplicate": "Проверьте, один это человек или два, и исправьте написание.",
    "formula_without_value": "Впишите значение вместо формулы.",
    "name_unclear": "Впишите фамилию, имя и отчество через пробел, без других слов.",
    "hidden_row": "Покажите строку, если её нужно загрузить, или удалите.",
    "struck_row": "Снимите зачёркивание, если строку нужно загрузить, или удалите её.",
    "marked_dismissed": "Удалите строку, если человек больше не работает.",
    "bad_date": "Исправьте дату: дд.мм.гггг.",
    "period_reversed": "Поменяйте местами дату начала и дату окончания.",
    "age_below_10": "Проверьте дату рождения: обучающиеся участвуют с 10 лет.",
    "cap_exceeded": "Оставьте наставнику не больше трёх наставляемых одновременно.",
    "missing_name": "Впишите фамилию и имя.",
    "same_person": "Укажите разных людей: нельзя быть наставником самому себе.",
    "experience_unparsed": "Напишите стаж числом лет, например «12» или «12 лет 3 мес.».",
    "phone_unparsed": "Напишите номер с кодом: +7 912 345-67-89.",
    "class_unparsed": "Напишите класс цифрой с буквой, например «5Б».",
    "category_unparsed": "Напишите: высшая, первая или соответствие занимаемой должности.",
    "inn_bad_checksum": "Проверьте ИНН: контрольная цифра не сходится.",
    "inn_repaired": "Проверьте ИНН: в ячейке должны быть только цифры.",
    "phone_repaired": "Проверьте номер: в нём были буквы.",
    "class_repaired": "Напишите класс цифрой с буквой, например «5Б».",
    "date_repaired": "Проверьте дату и запишите её как дд.мм.гггг.",
    "name_parted": "Напишите фамилию, имя и отчество через пробел.",
    "name_order": "Напишите сначала фамилию, затем имя и отчество.",
    "period_unparsed": "Укажите срок двумя датами: 01.09.2026–31.05.2027.",
    "agreement_unparsed": "Укажите номер и дату договора или слово «планируется».",
    "email_unparsed": "Исправьте адрес электронной почты.",
    "experience_approximate": "Укажите стаж точно, числом лет.",
    "other_table": "Перенесите вторую таблицу на отдельный лист или в отдельный файл.",
    "mentor_from_above": "Впишите наставника в каждую строку, если он один на несколько пар.",
    "repeated_column": "Оставьте один такой столбец или укажите, что в этом.",
    "cell_too_long": "Сократите текст в ячейке.",
    "cell_comment": "Прочитайте примечание к ячейке и решите, загружать ли строку.",
    "total_mismatch": "Проверьте, все ли строки попали в файл.",
    "personal_identifier": "Удалите из файла СНИЛС и паспортные данные: они не нужны.",
    "mentor_class_not_higher": "Проверьте классы: наставник обычно старше наставляемого.",
    "programme_too_short": "Срок программы – от 3 месяцев до 1 года.",
    "programme_too_long": "Срок программы – от 3 месяцев до 1 года.",
}


def gravity_of(code: str) -> Gravity:
    return GRAVITY.get(code, Gravity.TOLD)


def advice_for(code: str) -> str:
    """The cell «Что сделать» of the file of errors; empty when nothing needs doing."""
    return _ADVICE.get(code, "")
