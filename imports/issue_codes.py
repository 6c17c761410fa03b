"""Every code of an issue: how grave it is, what it is called, what a person is asked and what the school should do.

What the reader of a file finds and what only the register can tell stand in one list. The words of a single issue, with
names and numbers of its row, are made where it is found.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from enum import Enum

from registry.side_texts import side_label


class Severity(Enum):
    """What an issue of the parser does to its record; issues of the registry set the status of a row themselves."""

    NOTE = "ready"
    REVIEW = "review"
    OFF = "off"
    ERROR = "error"


class Asks(Enum):
    """What a person has to say about the row."""

    NOTHING = "nothing"
    ORGANISATION = "organisation"
    PERSON = "person"
    NAMES = "names"
    RETURN = "return"
    FORM = "form"
    ACCEPT = "accept"
    PLACES = "places"
    OF_MERGE = "of_merge"


@dataclass(frozen=True, slots=True)
class IssueCode:
    """`title` heads a card, `chip` the filter; `about`: what the card's title goes on with.

    `asks`: the question that the issue puts; `advice`: the cell «Что сделать» of the file of errors and of the review,
    empty when nothing needs doing.
    """

    code: str
    severity: Severity = Severity.NOTE
    title: str = "Нужно проверить"
    chip: str = "прочее"
    asks: Asks = Asks.NOTHING
    about: str = "name"
    advice: str = ""


#: how rows without an issue are asked for among those left out: somebody has passed them over
NO_ISSUE = "none"
_OTHER = IssueCode("")
#: told only: nothing is asked and nothing needs doing
_NOTES = (
    "experience_below_5", "former_surname", "hidden_column", "hidden_signs", "inn_leading_zero", "kind_unparsed",
    "known_by_decision", "latin_lookalike",
    "namesake_in_register", "organisation_from_sheet_name", "pair_rule", "phone_second_number",
    "same_name_other_birth_date", "same_name_other_organisation", "sensitive_category", "several_people_in_cell",
    "young_specialist_over_3_years",
)  # fmt: skip
_CODES: tuple[IssueCode, ...] = (
    IssueCode(
        "initials_only", severity=Severity.REVIEW, title="Вместо имени инициалы", chip="инициалы вместо имени",
        asks=Asks.NAMES, advice="Впишите имя и отчество полностью.",
    ),
    IssueCode(
        "head_unreadable", severity=Severity.REVIEW, title="Руководитель записан с лишними знаками",
        chip="руководитель с лишними знаками", about="organisation",
        advice="Напишите ФИО и должность руководителя в одну строку, в ФИО — только буквы, дефис и точки инициалов.",
    ),
    IssueCode(
        "organisation_ambiguous", severity=Severity.REVIEW, title="Какая это организация", chip="неясная организация",
        asks=Asks.ORGANISATION, about="organisation",
        advice="Напишите полное краткое наименование организации, с номером.",
    ),
    IssueCode(
        "unknown_organisation", severity=Severity.ERROR, title="Организации нет в реестре",
        chip="организации нет в реестре", asks=Asks.ORGANISATION, about="organisation",
        advice="Исправьте название организации: такой нет в справочнике.",
    ),
    IssueCode(
        "place_of_work_unknown", severity=Severity.ERROR, title="Места работы или учёбы нет в реестре",
        chip="места работы нет в реестре", about="organisation",
        advice="Внесите эту организацию в реестр или исправьте её название в файле и загрузите его ещё раз.",
    ),
    IssueCode(
        "missing_organisation", severity=Severity.ERROR, title="Не указана организация",
        chip="не указана организация", asks=Asks.ORGANISATION, advice="Укажите организацию.",
    ),
    IssueCode(
        "new_organisation", severity=Severity.REVIEW, title="Новая организация", chip="новая организация",
        asks=Asks.ORGANISATION, about="organisation",
        advice="Подтвердите, что организацию нужно завести, или исправьте название.",
    ),
    IssueCode(
        "foreign_organisation", title="Строка другой организации", chip="другая организация", about="organisation",
        advice="Оставьте в файле только людей своей организации.",
    ),
    IssueCode(
        "archived_organisation", title="Организация в архиве", chip="организация в архиве", about="organisation",
        advice="Верните организацию из архива или исправьте название.",
    ),
    IssueCode(
        "fuzzy_duplicate", severity=Severity.REVIEW, title="Похоже на другую строку файла", chip="похожие строки",
        asks=Asks.PERSON, advice="Проверьте, один это человек или два, и исправьте написание.",
    ),
    IssueCode(
        "several_namesakes", title="Несколько тёзок", chip="несколько тёзок", asks=Asks.PERSON,
        advice="Впишите дату рождения или телефон, чтобы различить тёзок.",
    ),
    IssueCode(
        "maybe_known", title="Похожий человек уже есть", chip="похожий уже есть", asks=Asks.PERSON,
        advice="Проверьте, не этот ли человек уже есть в реестре.",
    ),
    IssueCode(
        "middle_name_missing", title="Отчество указано не везде", chip="отчество не везде", asks=Asks.PERSON,
        advice="Впишите отчество или выберите, кто это.",
    ),
    IssueCode(
        "spelled_otherwise", title="Имя написано иначе", chip="имя написано иначе", asks=Asks.PERSON,
        advice="Проверьте написание имени и выберите, кто это.",
    ),
    IssueCode(
        "near_row", title="Похоже на другую строку файла", chip="похожие строки", asks=Asks.PERSON,
        advice="Проверьте, один это человек или два, и исправьте написание.",
    ),
    IssueCode(
        "in_archive", title="Был в базе раньше", chip="был в базе раньше", asks=Asks.RETURN,
        advice="Выберите, вернуть ли человека в базу.",
    ),
    IssueCode(
        "chosen_at_merge", title="При объединении карточек выбрали иначе", chip="выбрано при объединении",
        asks=Asks.OF_MERGE, advice="Проверьте: при объединении карточек этого человека выбрали другое значение.",
    ),
    IssueCode(
        "changed_meanwhile", title="Карточка изменилась", chip="карточка изменилась",
        advice="Проверьте строку ещё раз: карточка изменилась после загрузки файла.",
    ),
    IssueCode(
        "formula_without_value", severity=Severity.REVIEW, title="Формула без значения", chip="формула без значения",
        asks=Asks.ACCEPT, advice="Впишите значение вместо формулы.",
    ),
    IssueCode(
        "name_unclear", severity=Severity.REVIEW, title="Имя читается неуверенно", chip="имя читается неуверенно",
        asks=Asks.ACCEPT, advice="Впишите фамилию, имя и отчество через пробел, без других слов.",
    ),
    IssueCode(
        "bad_date", severity=Severity.ERROR, title="Невозможная дата", chip="невозможная дата",
        advice="Исправьте дату: дд.мм.гггг.",
    ),
    IssueCode(
        "period_reversed", severity=Severity.ERROR, title="Конец срока раньше начала", chip="срок наоборот",
        advice="Поменяйте местами дату начала и дату окончания.",
    ),
    IssueCode(
        "age_below_10", severity=Severity.ERROR, title="Ребёнку меньше 10 лет", chip="меньше 10 лет",
        advice="Проверьте дату рождения: обучающиеся участвуют с 10 лет.",
    ),
    IssueCode(
        "age_impossible_in_class", severity=Severity.ERROR, title="Возраст и класс противоречат друг другу",
        chip="возраст против класса", advice="Проверьте дату рождения, класс и то, кто это: что-то из них неверно.",
    ),
    IssueCode(
        "age_unusual_in_class", severity=Severity.REVIEW, title="Необычный возраст для класса",
        chip="возраст и класс", asks=Asks.ACCEPT,
        advice="Проверьте дату рождения и класс. Если всё верно, загрузите строку как есть.",
    ),
    IssueCode(
        "cap_exceeded", severity=Severity.ERROR, title=side_label("Наставляемых больше, чем можно"),
        chip=side_label("наставляемых больше, чем можно"),
        advice=side_label("Оставьте наставнику не больше трёх наставляемых одновременно."),
    ),
    IssueCode(
        "cap_competing", title=side_label("Соперничают за места наставника"),
        chip="соперничают за места", asks=Asks.PLACES,
        advice=side_label("Оставьте наставнику не больше трёх наставляемых одновременно."),
    ),
    IssueCode(
        "mentor_elsewhere", title=side_label("Наставник есть в другой организации"),
        chip=side_label("наставник в другой организации"),
        asks=Asks.PERSON, advice=side_label("Проверьте, не из другой ли организации наставник."),
    ),
    IssueCode(
        "form_unclear", title="Неясная форма наставничества", chip="неясная форма", asks=Asks.FORM,
        advice="Напишите форму так, как она называется в правилах организации или в политике муниципалитета.",
    ),
    IssueCode(
        "pair_refused", title="Такой пары правила не позволяют", chip="против правил",
        advice="Исправьте строку: такой пары правила не позволяют.",
    ),
    IssueCode(
        "same_person", severity=Severity.ERROR, title=side_label("Наставник самому себе"),
        chip=side_label("наставник самому себе"),
        advice=side_label("Укажите разных людей: нельзя быть наставником самому себе."),
    ),
    IssueCode(
        "missing_name", severity=Severity.ERROR, title="Нет имени", chip="нет имени", advice="Впишите фамилию и имя.",
    ),
    IssueCode(
        "name_characters", severity=Severity.ERROR, title="В имени не только буквы", chip="в имени не только буквы",
        advice="Оставьте в имени буквы, дефис и апостроф: цифры, скобки и пометки перенесите в другой столбец.",
    ),
    IssueCode(
        "too_long", title="Слишком длинный текст", chip="слишком длинный текст", advice="Сократите текст в ячейке.",
    ),
    IssueCode(
        "experience_before_birth", title="Стаж начинается до рождения", chip="стаж раньше рождения",
        advice="Проверьте стаж и дату рождения.",
    ),
    IssueCode(
        "title_characters", title="Лишние знаки в названии", chip="лишние знаки в названии",
        advice="Уберите из названия угловые скобки и лишний текст.",
    ),
    IssueCode(
        "text_characters", title="Лишние знаки в тексте", chip="лишние знаки в тексте",
        advice="Уберите из текста угловые скобки, теги и скрытые знаки.",
    ),
    IssueCode(
        "name_taken", title="Название или ИНН заняты", chip="название или ИНН заняты",
        advice="Проверьте название и ИНН: такие уже есть у другой организации.",
    ),
    IssueCode(
        "hidden_row", severity=Severity.OFF, title="Скрытая строка", chip="скрыта в файле", asks=Asks.ACCEPT,
        advice="Покажите строку, если её нужно загрузить, или удалите.",
    ),
    IssueCode(
        "struck_row", severity=Severity.OFF, title="Зачёркнутая строка", chip="зачёркнута", asks=Asks.ACCEPT,
        advice="Снимите зачёркивание, если строку нужно загрузить, или удалите её.",
    ),
    IssueCode(
        "struck_cell", severity=Severity.REVIEW, title="Текст в ячейке зачёркнут", chip="зачёркнутый текст",
        asks=Asks.ACCEPT, advice="Удалите зачёркнутое или снимите зачёркивание.",
    ),
    IssueCode(
        "mentee_among_mentors", severity=Severity.REVIEW, title=side_label("Наставник это или наставляемый"),
        chip=side_label("наставляемый среди наставников"), asks=Asks.ACCEPT,
        advice=side_label("Оставьте в списке наставников или добавьте столбец «Роль»: наставник или наставляемый."),
    ),
    IssueCode(
        "marked_dismissed", severity=Severity.OFF, title="Отмечено выбытие", chip="отмечено выбытие",
        asks=Asks.ACCEPT, advice="Удалите строку, если человек больше не работает.",
    ),
    IssueCode(
        "marked_moved", severity=Severity.REVIEW, title="Отмечен переход в другое место", chip="отмечен переход",
        asks=Asks.ACCEPT, advice="Решите, загружать ли строку: отмечено, что человек перешёл в другое место.",
    ),
    IssueCode(
        "marked_doubtful", severity=Severity.REVIEW, title="Загружать ли эту строку", chip="загружать ли строку",
        asks=Asks.ACCEPT, advice="Решите, загружать ли строку: отметка говорит, что человек может не участвовать.",
    ),
    IssueCode(
        "period_unlikely", severity=Severity.REVIEW, title="Необычный срок", chip="необычный срок", asks=Asks.ACCEPT,
        advice="Проверьте годы в датах начала и окончания.",
    ),
    IssueCode(
        "period_impossible", severity=Severity.ERROR, title="Невозможный срок", chip="невозможный срок",
        advice="Исправьте даты начала и окончания: бывают годы с 1990 по 2099.",
    ),
    IssueCode(
        "period_incomplete", severity=Severity.REVIEW, title="Срок без дней", chip="срок без дней", asks=Asks.ACCEPT,
        advice="Укажите срок двумя датами: 01.09.2026–31.05.2027.",
    ),
    IssueCode(
        "other_role", severity=Severity.OFF, title="Строка другой роли", chip="другая роль",
        advice=side_label("Загрузите этот же файл ещё раз и выберите, что в файле: наставники или наставляемые."),
    ),
    IssueCode(
        "role_unclear", severity=Severity.ERROR, title="Неясная роль", chip="неясная роль",
        advice="Напишите в столбце «Роль»: наставник или наставляемый.",
    ),
    IssueCode("experience_unparsed", advice="Напишите стаж числом лет, например «12» или «12 лет 3 мес.»."),
    IssueCode("phone_unparsed", advice="Напишите номер с кодом: +7 912 345-67-89."),
    IssueCode("class_unparsed", advice="Напишите класс цифрой с буквой, например «5Б»."),
    IssueCode("category_unparsed", advice="Напишите: высшая, первая или соответствие занимаемой должности."),
    IssueCode("inn_bad_checksum", advice="Проверьте ИНН: контрольная цифра не сходится."),
    IssueCode("inn_repaired", advice="Проверьте ИНН: в ячейке должны быть только цифры."),
    IssueCode("phone_repaired", advice="Проверьте номер: в нём были буквы."),
    IssueCode("class_repaired", advice="Напишите класс цифрой с буквой, например «5Б»."),
    IssueCode("birth_date_incomplete", advice="Впишите дату рождения полностью: дд.мм.гггг."),
    IssueCode("date_repaired", advice="Проверьте дату и внесите её как дд.мм.гггг."),
    IssueCode("name_parted", advice="Напишите фамилию, имя и отчество через пробел."),
    IssueCode("name_order", advice="Напишите сначала фамилию, затем имя и отчество."),
    IssueCode("period_unparsed", advice="Укажите срок двумя датами: 01.09.2026–31.05.2027."),
    IssueCode("agreement_unparsed", advice="Укажите номер и дату договора или слово «планируется»."),
    IssueCode("email_unparsed", advice="Исправьте адрес электронной почты."),
    IssueCode("experience_approximate", advice="Укажите стаж точно, числом лет."),
    IssueCode("other_table", advice="Перенесите вторую таблицу на отдельный лист или в отдельный файл."),
    IssueCode(
        "mentor_from_above", advice=side_label("Впишите наставника_вин в каждую строку, если он один на несколько пар.")
    ),
    IssueCode("repeated_column", advice="Оставьте один такой столбец или укажите, что в этом."),
    IssueCode("cell_too_long", advice="Сократите текст в ячейке."),
    IssueCode("cell_comment", advice="Прочитайте примечание к ячейке и решите, загружать ли строку."),
    IssueCode("total_mismatch", advice="Проверьте, все ли строки попали в файл."),
    IssueCode("personal_identifier", advice="Удалите из файла СНИЛС и паспортные данные: они не нужны."),
    IssueCode("mentor_class_not_higher", advice=side_label("Проверьте классы: наставник обычно старше наставляемого.")),
    IssueCode("programme_too_short", advice="Срок программы — от 3 месяцев до 1 года."),
    IssueCode("programme_too_long", advice="Срок программы — от 3 месяцев до 1 года."),
    IssueCode("kind_unknown", advice="Укажите тип организации."),
    IssueCode("several_mentors", advice=side_label("Оставьте наставляемому (одного/одну) наставника_вин.")),
    IssueCode(NO_ISSUE, title="Пропущено", chip="пропущены при проверке"),
    *(IssueCode(code) for code in _NOTES),
)  # fmt: skip
ISSUE_CODES: dict[str, IssueCode] = {code.code: code for code in _CODES}


def find_issue_code(code: str) -> IssueCode:
    """Of a row without an issue, for which `code` is empty, a note. A code that is missing here is a mistake of the
    portal: it warns, which fails a test, and the row of the school is shown as one with a note."""
    if code and code not in ISSUE_CODES:
        warnings.warn(f"the issue code {code!r} is not in the catalogue", stacklevel=2)
    return ISSUE_CODES.get(code, _OTHER)


def severity_of(code: str) -> Severity:
    return find_issue_code(code).severity


def advice(code: str) -> str:
    return find_issue_code(code).advice
