"""The dictionary of headings: what schools call the columns, and whom a column is about.

``FIELDS`` is data that a coordinator may extend (``recognise`` takes more synonyms). A heading is read in three steps:
exactly as a synonym; without the words that tell the role («ФИО молодого специалиста»); by a word it contains.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from spreadsheets.cleaning.text import cyrillic_lookalikes

MENTOR, MENTEE = "mentor", "mentee"


@dataclass(frozen=True, slots=True)
class Field:
    """``synonyms`` are written as ``heading_key`` folds them; ``contains`` is tried last, in the order of FIELDS."""

    code: str
    label: str
    synonyms: tuple[str, ...]
    contains: str = ""


FIELDS: tuple[Field, ...] = (
    Field("number", "Номер по порядку", (
        "n", "n п п", "п п", "n пп", "пп", "номер", "no", "номер п п", "номер по порядку")),
    Field("snils", "СНИЛС", ("снилс",), r"\bснилс\b"),
    Field("passport", "Паспорт", ("паспорт", "паспортные данные", "серия и номер паспорта"), r"\bпаспорт"),
    Field("full_org_name", "Полное наименование организации", (
        "полное наименование", "полное наименование организации", "полное название", "полное наименование оо",
        "полное наименование образовательной организации", "наименование полное"),
        r"^полное (?:наименование|название)"),
    Field("short_org_name", "Краткое наименование организации", (
        "краткое наименование", "краткое наименование организации", "сокращенное наименование", "краткое название",
        "краткое наименование оо", "сокращенное наименование организации", "наименование краткое"),
        r"^(?:кратк|сокращ)\w* (?:наименование|название)"),
    Field("org_type", "Тип организации", ("тип организации", "тип", "тип оо", "вид организации", "тип учреждения"),
          r"^тип (?:орг|оо|учр)"),
    Field("head_position", "Должность руководителя", ("должность руководителя",), r"должность руковод"),
    Field("head_name", "ФИО руководителя", (
        "фио руководителя", "руководитель", "директор", "фио директора", "руководитель организации", "руководитель оо"),
        r"фио (?:руковод|директ|заведую)"),
    Field("address", "Адрес", (
        "адрес", "адрес организации", "юридический адрес", "место нахождения", "фактический адрес"),
        r"\bадрес\w*\b(?! (?:эл|e ?mail|почты))"),
    Field("inn", "ИНН", ("инн", "инн организации"), r"\bинн\b"),
    Field("partner", "Предприятие", (
        "предприятие", "наименование предприятия", "предприятие организация", "организация партнер", "партнер",
        "работодатель", "наименование работодателя", "организация работодатель", "наименование партнера"),
        r"предприяти|работодател|партнер"),
    Field("birth_date", "Дата рождения", (
        "дата рождения", "дата рожд", "д р", "др", "год рождения", "число месяц год рождения", "дата рождения ребенка",
        "г р", "рожден"), r"\bрожд"),
    Field("representative_phone", "Телефон законного представителя", (
        "телефон родителей", "телефон родителя", "тел родителей", "телефон законного представителя",
        "контактный телефон родителей", "контакты родителей", "номер телефона родителей", "телефон мамы"),
        r"^(?:контакт\w* |номер )*(?:тел|сот|моб)\w* (?:номер )?(?:родител|законн|представит)"),
    Field("representative", "Законный представитель", (
        "родители", "родители телефон", "законный представитель", "родитель", "родитель законный представитель",
        "законные представители", "фио родителей", "родители законные представители", "родители контакты",
        "фио родителя телефон"), r"\bродител|законн\w* представител"),
    Field("last_name", "Фамилия", ("фамилия",)),
    Field("first_name", "Имя", ("имя",)),
    Field("middle_name", "Отчество", ("отчество", "отчество при наличии")),
    Field("full_name", "ФИО", (
        "фио", "фамилия имя отчество", "фамилия имя и отчество", "фио полностью", "фио педагога", "фио сотрудника",
        "фио работника", "фио учителя", "педагог", "сотрудник", "фио участника", "фамилия и имя", "фамилия имя",
        "фио специалиста", "фи", "имя фамилия", "фамилия имя отчество полностью",
        "фио педагогического работника", "фио полностью отчество при наличии"),
        r"^(?!.*\b(?:куратор|ответственн|составител|исполнител|классн|отц|матер|мам|пап|эксперт|методист)).*"
        r"(?:\bфио\b|фамилия имя)"),
    Field("experience", "Стаж", (
        "стаж", "пед стаж", "стаж лет", "стаж работы", "педагогический стаж", "общий стаж",
        "стаж педагогической работы", "опыт работы", "опыт", "стаж работы лет", "пед стаж лет", "трудовой стаж"),
        r"\bстаж|\bопыт"),
    Field("mentee_category", "Категория наставляемого", (
        "категория наставляемого", "категория обучающегося", "категория ученика", "категория участника",
        "основание включения", "группа риска", "социальный статус", "социальная категория", "статус ребенка"),
        r"категори\w* (?:наставляем|обучающ|учени|участник|ребенк)"),
    Field("category", "Категория", (
        "категория", "кк", "кв категория", "квалификационная категория", "квалиф категория", "квалификация",
        "категория разряд", "кв кат"), r"\bкатегори|\bкв кат"),
    Field("head_phone", "Телефон руководителя", ("телефон руководителя",)),
    Field("phone", "Телефон", (
        "телефон", "тел", "контакты", "сот", "контактный телефон", "номер телефона", "сотовый телефон", "сотовый",
        "мобильный телефон", "моб телефон", "контактные данные", "моб тел", "контактный номер", "тел сот"),
        r"\bтел\b|телефон|\bсот\b|\bконтакт|\bмоб\b"),
    Field("email", "Электронная почта", (
        "email", "e mail", "эл почта", "электронная почта", "почта", "адрес электронной почты", "эл адрес"),
        r"e ?mail|\bпочт"),
    Field("position_subject", "Должность, предмет", (
        "должность предмет", "должность и предмет", "должность преподаваемый предмет", "занимаемая должность предмет",
        "должность с указанием предмета", "должность учебный предмет")),
    Field("position", "Должность", (
        "должность", "занимаемая должность", "должность специальность", "профессия"), r"\bдолжност"),
    Field("subject", "Предмет", (
        "предмет", "преподаваемый предмет", "предметная область", "направление"), r"\bпредмет"),
    Field("class", "Класс", ("класс", "класс литера", "класс группа"), r"\bкласс\b"),
    Field("agreement", "Договор", (
        "договор", "соглашение", "договор о сотрудничестве", "соглашение о сотрудничестве", "реквизиты договора",
        "договор соглашение", "соглашение договор", "партнерское соглашение"), r"\bдоговор|\bсоглашени"),
    Field("consent", "Согласие", (
        "согласие", "наличие согласия", "согласие да нет", "согласие на участие", "согласие на обработку пдн"),
        r"\bсоглас(?:и|ен)"),
    Field("order", "Приказ", (
        "приказ", "реквизиты приказа", "основание", "приказ о закреплении", "n и дата приказа", "приказ n дата",
        "номер и дата приказа", "приказ о назначении", "дата и номер приказа"), r"\bприказ"),
    Field("order_number", "Номер приказа", ("номер приказа", "n приказа", "приказ n", "приказ номер")),
    Field("order_date", "Дата приказа", ("дата приказа", "приказ дата")),
    Field("starts_on", "Дата начала", (
        "дата начала", "начало", "срок с", "период с", "начало наставничества", "с", "дата закрепления", "срок начало",
        "период начало", "дата начала наставничества", "дата вхождения в программу", "дата включения в программу"),
        r"\bначал|дата (?:вхожден|вступлен|закреплен|назначен)"),
    Field("ends_on", "Дата окончания", (
        "дата окончания", "окончание", "срок по", "период по", "по", "завершение", "срок окончание", "конец",
        "период окончание", "дата завершения", "срок до"), r"\bокончани|\bзавершени"),
    Field("period", "Срок", (
        "срок", "период", "срок наставничества", "период наставничества", "срок реализации", "сроки", "срок действия",
        "срок программы", "период работы", "срок реализации программы", "учебный год"), r"\bсрок|\bпериод"),
    Field("form", "Форма наставничества", ("форма", "форма наставничества"), r"\bформа\b"),
    Field("model", "Модель", ("модель", "ролевая модель", "вариация"), r"\bмодель"),
    Field("kind", "Вид наставничества", ("вид", "вид наставничества", "виды наставничества"), r"\bвид\w* наставн"),
    Field("education", "Образование", ("образование",), r"^образование\b"),
    Field("achievements", "Достижения", ("достижения", "награды", "достижения награды"), r"\bдостижени|\bнаград"),
    Field("participant", "Кто это", ("кто это", "обучающийся педагог или студент")),
    Field("pair_status", "Состояние пары", ("состояние пары", "состояние", "статус пары")),
    Field("excluded_on", "Исключён из базы", (
        "исключен из базы", "дата исключения", "дата исключения из базы"), r"\bисключен\w* из базы"),
    Field("competencies", "Компетенции", (
        "компетенции", "основные компетенции", "ключевые компетенции", "компетенции опыт"), r"\bкомпетенци"),
    Field("request", "Запрос наставляемого", (
        "запрос", "основной запрос", "запрос затруднения", "запросы", "затруднения", "профессиональные затруднения",
        "дефициты", "профессиональные дефициты"), r"\bзапрос\b|\bзатруднени|\bдефицит"),
    Field("note", "Примечание", (
        "примечание", "примечания", "комментарий", "прим", "дополнительно", "отметка", "статус"), r"\bпримечани"),
    Field("organisation", "Образовательная организация", (
        "оу", "оо", "о у", "о о", "образовательная организация", "место работы", "учреждение", "школа", "организация",
        "наименование оо", "наименование оу", "наименование организации", "название организации", "наименование",
        "наименование образовательной организации", "образовательное учреждение", "место работы учебы", "садик",
        "наименование учреждения", "наименование образовательного учреждения", "доу", "детский сад", "место учебы",
        "краткое наименование образовательной организации", "работает в", "место работы или учебы"),
        r"\bоо\b|\bоу\b|организаци|учреждени|\bобразоват\w* (?:учр|орг)\b|место работы|\bшкола\b"),
)  # fmt: skip

LABELS: dict[str, str] = {field.code: field.label for field in FIELDS}
#: Fields that name a person; a table needs one of them (or names of organisations).
NAME_FIELDS = frozenset({"full_name", "last_name"})
#: Fields that belong to one of the two people of a pair.
PERSONAL_FIELDS = frozenset(
    {
        "full_name", "last_name", "first_name", "middle_name", "position", "subject", "position_subject", "experience",
        "category", "mentee_category", "phone", "email", "class", "birth_date", "education", "achievements",
        "competencies", "request",
        "representative", "representative_phone",
    }
)  # fmt: skip
#: Never imported, and told of when they are filled.
FORBIDDEN_FIELDS = frozenset({"snils", "passport"})

_MENTOR_WORDS = re.compile(r"\b(?:закрепленн\w+\s+)?(?:педагог\w*\s+|учител\w+\s+)?наставник\w*\b")
_MENTEE_WORDS = re.compile(
    r"\bнаставляем\w+\b|\bмолод\w+\s+(?:специалист|педагог|учител)\w*\b|\bподопечн\w+\b|\bподшефн\w+\b"
    r"|\bзакрепленн\w+\s+(?:педагог|специалист)\w*\b|\bначинающ\w+\s+(?:педагог|учител)\w*\b|\bстажер\w*\b"
)
_PUPIL_WORDS = re.compile(
    r"\b(?:ребят\w*|учени(?:ка|к|ков|ки|ца|цы)|обучающ\w+|учащ\w+|воспитанник\w*|школьник\w*|ребен\w+|студент\w*)\b"
)
#: «Педагоги-⏎ческий стаж» broken over two lines.
_HYPHENATED = re.compile(r"(?<=[а-я]{2})-\s+(?=[а-я]{3})")
_FIO = re.compile(r"\bф\W{0,2}и\W{0,3}о\b\W?")
_WORDS = re.compile(r"[^\W_]+")
#: What may stand beside the role without telling another column: «Наставник (закреплённый)», «Назначенный наставник».
_BESIDE_ROLE = re.compile(r"(?:(?:закрепленн|назначенн|предлагаем|предполагаем)\w+|кто|его|ее)")
#: «Наставник (ФИ, класс)», «Наставник, должность»: the cell names somebody and tells more about them.
_MORE_ABOUT_PERSON = re.compile(
    r"^(?P<role>[^(,]+)(?:\(\s*(?:ф\W{0,2}и\W{0,3}о?\b|фамилия|имя)|,\s*(?:класс|должност|предмет|стаж|тел|место))",
    re.IGNORECASE,
)
_SYNONYMS: dict[str, str] = {synonym: field.code for field in FIELDS for synonym in field.synonyms}
_CONTAINS = tuple((re.compile(field.contains), field.code) for field in FIELDS if field.contains)
_LONGEST_HEADING = 90


@dataclass(frozen=True, slots=True)
class Meaning:
    """``role``: mentor, mentee or None; ``pupil`` when the words say that the mentee is one; ``exact`` for synonyms."""

    field: str
    role: str | None = None
    pupil: bool = False
    exact: bool = True
    #: The heading holds nothing but the role («Закреплённый наставник»): its cells may hold anything about the person.
    bare_role: bool = False


@lru_cache(maxsize=8192)
def heading_key(heading: str) -> str:
    """«Ф.И.О. наставника:» and «фио  наставника» are one heading."""
    heading = cyrillic_lookalikes(heading, whole_words=True)
    text = _HYPHENATED.sub("", heading.casefold().replace("ё", "е").replace("№", " n "))
    return " ".join(_WORDS.findall(_FIO.sub(" фио ", text)))


def recognise(heading: str, more: Mapping[str, str] | None = None) -> Meaning | None:
    """What the column holds, or None. *more* are learned synonyms: ``heading_key`` → field code."""
    if not heading or len(heading) > _LONGEST_HEADING:
        return None
    key = heading_key(heading)
    if more and key in more:
        return Meaning(more[key])
    told = _MORE_ABOUT_PERSON.match(heading)
    whom = _recognise(heading_key(told["role"])) if told else None
    return replace(whom, bare_role=False) if whom and whom.bare_role else _recognise(key)


@lru_cache(maxsize=8192)
def _recognise(key: str) -> Meaning | None:
    if key in _SYNONYMS:
        return Meaning(_SYNONYMS[key])
    role, pupil, rest = _role_of(key)
    if role and all(map(_BESIDE_ROLE.fullmatch, rest.split())):
        return Meaning("full_name", role, pupil, bare_role=True)
    if rest in _SYNONYMS:
        return Meaning(_SYNONYMS[rest], role, pupil)
    if role and rest in ("фио класс", "фамилия имя класс"):
        return Meaning("full_name", role, pupil)
    code = next((code for pattern, code in _CONTAINS if pattern.search(rest if role else key)), None)
    return Meaning(code, role, pupil, exact=False) if code else None


def _role_of(key: str) -> tuple[str | None, bool, str]:
    """Role, whether it is a pupil's, and the heading without the words that told it."""
    for role, pupil, words in (
        (MENTEE, False, _MENTEE_WORDS),
        (MENTOR, False, _MENTOR_WORDS),
        (MENTEE, True, _PUPIL_WORDS),
    ):
        found = words.search(key)
        if found:
            rest = f"{key[: found.start()]} {key[found.end() :]}"
            pupil = pupil or (role == MENTEE and _PUPIL_WORDS.search(rest) is not None)
            return role, pupil, " ".join(_PUPIL_WORDS.sub(" ", rest).split())
    return None, False, key


def recognise_joined(top: str, bottom: str, more: Mapping[str, str] | None = None) -> Meaning | None:
    """A two-row heading: the upper row groups («Наставник»), the lower names («ФИО»)."""
    if not top or not bottom or heading_key(top) == heading_key(bottom):
        return recognise(bottom or top, more)
    whole = recognise(f"{top} {bottom}", more)
    group, named = recognise(top, more), recognise(bottom, more)
    if whole and whole.exact and not whole.bare_role:
        return whole
    if named and group and group.field == "full_name" and group.role:
        return Meaning(named.field, named.role or group.role, named.pupil or group.pupil, named.exact)
    if named and (named.exact or not whole):
        return named
    return whole or group
