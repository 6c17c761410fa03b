"""What the columns of a table leave open about its people: asked of a person before a row is read.

A name that nobody reads is a person lost, and a person taken for somebody else is worse. What a person has said of a
column (the mapping) is believed and not asked again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from imports.field_lists import FIELDS_OF_EITHER, NAME_FIELDS
from imports.heading_keys import heading_key
from imports.parsing.headings import MENTEE, MENTOR, begins_with_role, role_in_heading
from imports.parsing.parsed import Table, TableColumn
from imports.parsing.people_cells import is_complete_name
from imports.parsing.table_kinds import is_organisation_of
from imports.parsing.table_on_sheet import ColumnOnSheet, TableOnSheet
from spreadsheets.cleaning.categories import clean_categories
from spreadsheets.cleaning.text import as_text, clean_text
from spreadsheets.unreadable_files import SideBySideTables, UnclearColumns

_VALUES_READ = 60
_PARTS_OF_NAME = NAME_FIELDS | {"first_name", "middle_name"}
_SAMPLES = 3
_LEAST_SHARE = 0.6
#: «Номер наставника», «Наставляемый (группа)»: what is left of such headings; others tell of a side, not who it is
_OF_PEOPLE = frozenset({"n", "номер", "группа", "группы", "класс", "кого", "за", "кем", "над", "кто", "состав"})
#: of an entry, not of a person
_OF_ENTRIES = frozenset({"приказ", "договор", "согласие", "дата", "стаж", "опыт", "категория"})
#: short texts about a person, in which nobody is named
_TEXT_DETAILS = frozenset({"subject", "position", "category", "kind", "form"})
_COUNTS = re.compile(r"\b(?:кол|числ|сколько|всего|итого)")
_MAY_NAME = re.compile(r"^(?!(?:да|нет|есть|имеется|планируется)\W*$).*[^\W\d_]{2}|^\d+$", re.IGNORECASE)
_BOTH_SIDES = 2
_PUPIL = re.compile(r"учени[кц]|обучающ|школьник|старшекласс")
_OTHER_PLACE = "Место работы второго"
#: Whose names stand beside a person without being a side of mentoring.
_SOMEBODY_ELSE = re.compile(
    r"классн|куратор|руковод|директ|завуч|заместит|психолог|составил|внес|ответственн|исполнит|родител|опекун|представит|"
    r"\bмат(?:ь|ер)|\bмам|\bот(?:ец|ца)|\bпап|подпис|провер|эксперт|методист|автор|согласов|утверд"
)


def check_columns(tables: Sequence[TableOnSheet], answered: Collection[str], *, kind: str) -> None:
    """Raises ``UnclearColumns`` where a person must say what a column holds, ``SideBySideTables`` for two lists.

    *answered*: headings of which a person has spoken; *kind*: what was said to be in the file, or ``auto``.
    """
    keys = {heading_key(heading) for heading in answered}
    for table in tables:
        if table.kind == "organisations":
            continue
        if not keys and _stand_side_by_side(table):
            raise SideBySideTables
        question = (
            _about_unread_names(table, keys)
            or _about_names_among_details(table, keys)
            or _about_unread_side(table, keys)
            or _about_two_organisations(table, keys)
            or _about_unread_categories(table, keys)
            or _about_nameless_side(table, keys)
            or _about_detail_of_either(table, keys)
            or _about_class_between(table, keys)
            or _about_several_of_both_sides(table)
            or _about_kind(table, kind)
        )
        if question:
            raise UnclearColumns(question, guesses=[_as_guess(each) for each in tables])


def _about_unread_names(table: TableOnSheet, answered: Collection[str]) -> str:
    """A column full of names that means nothing to the portal, or stands there twice."""
    groups = {index for group in table.more_people for index in group.values()}
    for column in table.columns:
        is_read = column.code is not None and not column.repeats
        if is_read or column.index in groups or column.hidden or heading_key(column.heading) in answered:
            continue
        if _SOMEBODY_ELSE.search(heading_key(column.heading)) or not _holds_names(table, column):
            continue
        return (
            f"В столбце «{column.heading}» фамилии и имена, но кто это, из заголовка не видно. "
            "Укажите, наставники это или наставляемые, или оставьте столбец незагруженным."
        )
    return ""


def _about_names_among_details(table: TableOnSheet, answered: Collection[str]) -> str:
    """«Кого ведём по предмету» over names: what is read as a subject or a post holds people."""
    for column in table.columns:
        is_detail = column.code is not None and column.code.rpartition(".")[2] in _TEXT_DETAILS
        if not is_detail or column.hidden or heading_key(column.heading) in answered:
            continue
        if _holds_names(table, column):
            return (
                f"В столбце «{column.heading}» фамилии и имена. Укажите, наставники это или наставляемые, или оставьте "
                "столбец незагруженным."
            )
    return ""


def _about_unread_side(table: TableOnSheet, answered: Collection[str]) -> str:
    """«Наставляемый (группа)» beside mentors, «Наставник (№)» beside names: a side of pairs that is not read as people.
    How many there are, and yes or no, are no people."""
    name_columns = [c for c in table.columns if c.code and c.code.rpartition(".")[2] in NAME_FIELDS]
    roles = {c.meaning.role for c in name_columns if c.meaning} | {
        c.code.partition(".")[0] for c in name_columns if c.code
    }
    for column in table.columns:
        role, rest = role_in_heading(column.heading)
        is_class = column.code == "class" and begins_with_role(column.heading)
        is_read = column.code is not None and not column.repeats and not is_class
        if role is None or role in roles or is_read or column.hidden or heading_key(column.heading) in answered:
            continue
        words = set(rest.split())
        if words & _OF_ENTRIES or (words and not words & _OF_PEOPLE) or _COUNTS.search(rest):
            continue
        if any((is_class and text) or _MAY_NAME.search(text) for text in _values(table, column.index)):
            whom = "наставниках" if role == MENTOR else "наставляемых"
            return (
                f"В столбце «{column.heading}» сказано о {whom}, но фамилий и имён в нём портал не нашёл. Если в "
                "строке пара, впишите в этот столбец имя второго человека и загрузите файл ещё раз. Если имени нет, "
                "оставьте столбец незагруженным."
            )
    return ""


def _about_two_organisations(table: TableOnSheet, answered: Collection[str]) -> str:
    """The mentor's and the mentee's, where they differ: a pair is led by one of them."""
    if table.kind != "pairs":
        return ""
    hosts = [column for column in table.columns if is_organisation_of(column, None)]
    columns = [c for c in table.columns if any(is_organisation_of(c, role) for role in (None, MENTOR, MENTEE))]
    if (
        len(hosts) == 1
        or len(columns) < _BOTH_SIDES
        or {heading_key(column.heading) for column in columns} & set(answered)
    ):
        return ""
    first, second = columns[:_BOTH_SIDES]
    values = zip(_values(table, first.index), _values(table, second.index), strict=True)
    if all(not (one and other) or heading_key(one) == heading_key(other) for one, other in values):
        return ""
    if heading_key(first.heading) == heading_key(second.heading):
        way = f"Назовите столбцы по-разному: тот, где организация пары, — «ОО», другой, например, «{_OTHER_PLACE}»."
    else:
        way = "Укажите, в каком из них она, а другой оставьте незагруженным."
    return (
        f"Организации стоят в двух столбцах: «{first.heading}» и «{second.heading}», и они разные. Пару ведёт одна "
        f"организация. {way}"
    )


def _about_unread_categories(table: TableOnSheet, answered: Collection[str]) -> str:
    """«ОВЗ», «одарённый» under a heading that means nothing."""
    if table.kind != "mentees" or any(code.endswith("mentee_category") for code in table.by_code):
        return ""
    for column in table.columns:
        if column.code is not None or column.hidden or heading_key(column.heading) in answered:
            continue
        values = [text for text in _values(table, column.index) if text]
        read_well = sum(bool(clean_categories(text)[0]) and not clean_categories(text)[1] for text in values)
        if read_well and read_well >= _LEAST_SHARE * len(values):
            return (
                f"В столбце «{column.heading}» похоже на категории наставляемых. Укажите, что в нём, или оставьте его "
                "незагруженным."
            )
    return ""


def _about_nameless_side(table: TableOnSheet, answered: Collection[str]) -> str:
    """«ФИО преподавателя» beside «Фамилия студента»: the one side is told, the other is not."""
    name_columns = [c for c in table.columns if c.meaning and c.meaning.field in NAME_FIELDS and not c.hidden]
    roles = {column.meaning.role for column in name_columns if column.meaning}
    if roles != {None, MENTEE}:
        return ""
    silent = next(column for column in name_columns if column.meaning and column.meaning.role is None)
    if heading_key(silent.heading) in answered:
        return ""
    return (
        f"В файле два столбца с людьми: «{silent.heading}» и наставляемые. Укажите, наставники ли в столбце "
        f"«{silent.heading}»: тогда это список пар. Или оставьте его незагруженным."
    )


def _about_detail_of_either(table: TableOnSheet, answered: Collection[str]) -> str:
    """«Наставник», «Наставляемый», «Должность»: two people stand in a row, and what follows may be told of either."""
    if table.kind != "pairs" or table.more_people:
        return ""  # what is told of the first mentee stands between two of them
    names = [c for c in table.columns if c.code and not c.hidden and c.code.rpartition(".")[2] in _PARTS_OF_NAME]
    sides = list(dict.fromkeys(column.code.partition(".")[0] for column in names if column.code))
    if sorted(sides) != sorted((MENTOR, MENTEE)):
        return ""
    begins = {side: min(c.index for c in names if c.code and c.code.startswith(side)) for side in sides}
    first, second = sorted(begins, key=lambda side: begins[side])
    of_first = {code.rpartition(".")[2] for code in table.by_code if code.startswith(f"{first}.")} - _PARTS_OF_NAME
    if of_first:
        return ""  # what is told of the first stands behind it, so what follows is told of the second
    codes = {f"{second}.{code}" for code in FIELDS_OF_EITHER}
    for column in table.columns:
        is_silent = column.meaning is not None and column.meaning.role is None and column.code in codes
        if is_silent and not column.hidden and heading_key(column.heading) not in answered:
            return (
                f"Столбец «{column.heading}» стоит после двух человек, и чей он, из заголовка не видно. Укажите, о "
                "наставнике он или о наставляемом, или оставьте его незагруженным."
            )
    return ""


def _about_class_between(table: TableOnSheet, answered: Collection[str]) -> str:
    """«ФИО наставника», «Класс», «ФИО ребёнка»: the class behind a mentor may be that of the child."""
    column, mentee = table.by_code.get(f"{MENTOR}.class"), table.by_code.get(f"{MENTEE}.full_name")
    if table.kind != "pairs" or table.more_people or column is None or mentee is None or column.hidden:
        return ""
    name = table.by_code.get(f"{MENTOR}.full_name")
    is_told = column.meaning is None or column.meaning.role is not None or heading_key(column.heading) in answered
    is_pupil = name is not None and bool(_PUPIL.search(heading_key(name.heading)))
    if is_told or is_pupil or f"{MENTEE}.class" in table.by_code or column.index > mentee.index:
        return ""
    return (
        f"Столбец «{column.heading}» стоит между наставником и наставляемым, и чей это класс, из заголовка не видно. "
        "Укажите, о наставнике он или о наставляемом, или оставьте его незагруженным."
    )


def _about_several_of_both_sides(table: TableOnSheet) -> str:
    if {role for group in table.more_people for role in {code.partition(".")[0] for code in group}} >= {MENTOR, MENTEE}:
        return (
            "В строке несколько наставников и несколько наставляемых: кто с кем, не видно. Напишите каждую пару "
            "отдельной строкой или оставьте лишние столбцы незагруженными."
        )
    return ""


def _about_kind(table: TableOnSheet, kind: str) -> str:
    if kind != "auto" or table.kind_from != "nowhere":
        return ""
    return (
        "В файле только имена: ни заголовки, ни название не говорят, наставники это или наставляемые. "
        "Выберите, что в файле."
    )


def _holds_names(table: TableOnSheet, column: ColumnOnSheet) -> bool:
    values = [text for text in _values(table, column.index) if text]
    names = sum(is_complete_name(text) for text in values)
    return bool(names) and names >= _LEAST_SHARE * len(values)


def _stand_side_by_side(table: TableOnSheet) -> bool:
    """Two lists: an empty column parts them, or they hold names alone and one ends before the other."""
    if table.kind != "pairs":
        return False
    names = {
        code.partition(".")[0]: column.index
        for code, column in table.by_code.items()
        if code.rpartition(".")[2] in NAME_FIELDS
    }
    if not {MENTOR, MENTEE} <= set(names):
        return False
    first, last = sorted((names[MENTOR], names[MENTEE]))
    headed = {column.index for column in table.columns}
    if any(index not in headed and not any(_values(table, index)) for index in range(first + 1, last)):
        return True
    tells_of_pairs = any("." not in code and code != "number" for code in table.by_code)
    return not tells_of_pairs and _length(table, names[MENTEE]) < _length(table, names[MENTOR])


def _length(table: TableOnSheet, index: int) -> int:
    """The last filled row of a column, among those that are looked at."""
    return max((row for row, text in enumerate(_values(table, index), start=1) if text), default=0)


def _values(table: TableOnSheet, index: int) -> list[str]:
    rows = table.sheet.rows[table.header_row : table.header_row + _VALUES_READ]
    return [clean_text(as_text(row[index])) if index < len(row) else "" for row in rows]


def _as_guess(table: TableOnSheet) -> Table:
    """The table with its heading in one row, for a person to say what the columns hold."""
    width = max((column.index for column in table.columns), default=-1) + 1
    heading = [""] * width
    columns = []
    for column in table.columns:
        heading[column.index] = column.heading
        samples = () if column.hidden else tuple(dict.fromkeys(filter(None, _values(table, column.index))))[:_SAMPLES]
        columns.append(TableColumn(column.index, column.heading, column.code, column.hidden, samples))
    cells = {**dict(enumerate(table.sheet.rows, start=1)), table.header_row: heading}
    return Table(table.sheet.name or None, table.header_row, columns, cells, table.title)
