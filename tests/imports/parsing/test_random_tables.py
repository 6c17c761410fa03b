"""Tables made at random of people who are known: whatever the mess, each of them is read rightly, asked about or told
as not read, and nobody is read wrongly and called ready."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.parsing import UnreadableFile
from tests.imports.parsing.test_layouts import parse

SCHOOLS = {
    "МБОУ «Заречная СОШ № 1»": ("МБОУ «Заречная СОШ № 1»", "СОШ 1", "МБОУ Заречная СОШ №1"),
    "МБОУ «Заречная СОШ № 2»": ("МБОУ «Заречная СОШ № 2»", "СОШ № 2"),
    "МБОУ «Берёзовская СОШ»": ("МБОУ «Берёзовская СОШ»", "Березовская СОШ"),
    "МАОУ «Заречная гимназия»": ("МАОУ «Заречная гимназия»", "гимназия"),
}
SURNAMES = ("Ольхова", "Ускова", "Котова", "Дроздова", "Левина", "Чижова", "Зимина", "Рябова", "Кедрова", "Пчёлкина")
NAMES = ("Вера", "Анна", "Алла", "Екатерина", "Наталья", "Алёна")
PATRONYMICS = ("Ивановна", "Петровна", "Олеговна", "Юрьевна", "Марковна")
POSTS = ("учитель химии", "учитель", "логопед", "методист", "воспитатель", "заместитель директора")
#: heading of each column as schools write it; what is read of it
HEADINGS = {
    "name": ("ФИО наставника", "Ф.И.О. наставника", "Наставник (ФИО)", "ФИО педагога-наставника"),
    "last": ("Фамилия", "Фамилия наставника"),
    "first": ("Имя",),
    "middle": ("Отчество",),
    "school": ("ОО", "Организация", "Образовательная организация", "Место работы"),
    "post": ("Должность", "Занимаемая должность"),
    "phone": ("Телефон", "Контактный телефон"),
    "note": ("Примечание",),
}
TITLES = ("Список наставников", "База наставников на 2026-2027 учебный год", "Приложение 1", "УТВЕРЖДАЮ")
#: what a person is told of a row in so many words
TOLD = ("read", "other_table", "section", "footnote")
DITTO = ("-//-", "— // —", "то же", '"', "он же")


@dataclass(frozen=True)
class Teacher:
    last: str
    first: str
    middle: str
    school: str
    post: str

    @property
    def name(self) -> tuple[str, str, str]:
        return tuple(map(_folded, (self.last, self.first, self.middle)))


@dataclass
class Mess:
    """A table as it is being spoilt; `told`: what has been done to it, for a failure."""

    chance: Random
    people: list[Teacher]
    rows: list[list[Any]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def happens(self, what: str, share: float = 0.25) -> bool:
        if happened := self.chance.random() < share:
            self.told.append(what)
        return happened


def _people(chance: Random) -> list[Teacher]:
    names = [(last, chance.choice(NAMES), chance.choice(PATRONYMICS)) for last in SURNAMES]
    chosen = chance.sample(names, chance.randint(1, 7))
    schools = chance.sample(list(SCHOOLS), chance.randint(1, 3))
    people = [Teacher(*name, chance.choice(schools), chance.choice(POSTS)) for name in chosen]
    return sorted(people, key=lambda one: schools.index(one.school))


def _columns(mess: Mess) -> list[str]:
    split = ["last", "first", "middle"] if mess.happens("split names") else ["name"]
    columns = [split, ["school"], *([other] for other in ("post", "phone", "note") if mess.chance.random() < 0.7)]
    if mess.happens("shuffled columns"):
        mess.chance.shuffle(columns)
    return [column for group in columns for column in group]


def _name(mess: Mess, one: Teacher) -> str:
    text = f"{one.last} {one.first} {one.middle}"
    if mess.happens("capitals", 0.1):
        text = f"{one.last.upper()} {one.first} {one.middle}"
    if mess.happens("no ё", 0.2):
        text = text.replace("ё", "е")
    if mess.happens("spaces", 0.15):
        text = f"  {text.replace(' ', '   ')} "
    if mess.happens("a line break", 0.1):
        text = text.replace(" ", "\n", 1)
    return text


def _cell(mess: Mess, column: str, one: Teacher) -> Any:
    values = {
        "name": lambda: _name(mess, one),
        "last": lambda: one.last,
        "first": lambda: one.first,
        "middle": lambda: one.middle,
        "school": lambda: mess.chance.choice(SCHOOLS[one.school]),
        "post": lambda: one.post,
        "phone": lambda: f"8 (900) 100-{mess.chance.randint(10, 99)}-{mess.chance.randint(10, 99)}",
        "note": lambda: mess.chance.choice((None, "по совместительству", "в отпуске до мая")),
    }
    return values[column]()


def _body(mess: Mess, columns: Sequence[str]) -> list[list[Any]]:
    rows = [[_cell(mess, column, one) for column in columns] for one in mess.people]
    at = columns.index("school")
    habit = mess.chance.choice(("written", "written", "ditto", "blank"))
    mess.told.append(f"schools {habit}")
    sign = mess.chance.choice(DITTO[:4])
    for before, one, row in zip(mess.people, mess.people[1:], rows[1:], strict=False):
        if before.school == one.school and habit != "written":
            row[at] = sign if habit == "ditto" else None
    return rows


def _table(mess: Mess, columns: Sequence[str], people: Sequence[Teacher]) -> list[list[Any]]:
    mess = Mess(mess.chance, list(people), told=mess.told)
    heading = [mess.chance.choice(HEADINGS[column]) for column in columns]
    rows = [heading, *_body(mess, columns)]
    if mess.happens("a row of numbers"):
        rows.insert(1, list(range(1, len(columns) + 1)))
    if mess.happens("a column of numbers"):
        first = 1 + (rows[1][0] == 1 and rows[1][-1] == len(columns))
        rows = [
            ["№"] + rows[0],
            *([0, *row] for row in rows[1:first]),
            *([n, *row] for n, row in enumerate(rows[first:], 1)),
        ]
    if mess.happens("blank rows"):
        for _ in range(mess.chance.randint(1, 2)):
            rows.insert(mess.chance.randint(1, len(rows)), [None])
    if mess.happens("a heading again") and len(rows) > 3:
        rows.insert(mess.chance.randint(2, len(rows) - 1), list(rows[0]))
    if mess.happens("a total"):
        rows.append([f"Итого: {len(people)}"])
    return rows


def spoilt(chance: Random) -> Mess:
    mess = Mess(chance, _people(chance))
    columns = _columns(mess)
    if len(mess.people) > 2 and mess.happens("two tables", 0.2):
        half = len(mess.people) // 2
        mess.rows = [
            *_table(mess, columns, mess.people[:half]),
            [None],
            *_table(mess, _columns(mess), mess.people[half:]),
        ]
    else:
        mess.rows = _table(mess, columns, mess.people)
    if mess.happens("titles", 0.4):
        mess.rows = [*([title] for title in chance.sample(TITLES, chance.randint(1, 3))), *mess.rows]
    if mess.happens("shifted to the right", 0.2):
        mess.rows = [[None] * 2 + row for row in mess.rows]
    if mess.happens("transposed", 0.08):
        width = max(map(len, mess.rows))
        mess.rows = [
            list(line) for line in zip(*([*row, *[None] * (width - len(row))] for row in mess.rows), strict=True)
        ]
    if mess.happens("a signature", 0.2):
        mess.rows.append(["Директор ____________ Т.Е. Ольховникова"])
    return mess


def _folded(text: str) -> str:
    return text.lower().replace("ё", "е")


def _read(record: Any) -> tuple[str, str, str]:
    return tuple(_folded(record.fields.get(key) or "") for key in ("last_name", "first_name", "middle_name"))


def _faults(mess: Mess) -> list[str]:
    try:
        parsed = parse([tuple(row) for row in mess.rows])
    except UnreadableFile:
        return []  # told as a whole, or asked about its columns
    known = {one.name: one for one in mess.people}
    faults = []
    for record in parsed.records:
        if record.status != "ready":
            continue
        one = known.get(_read(record))
        if one is None:
            faults.append(f"row {record.row}: nobody is called {record.fields.get('last_name')} …")
        elif (record.fields.get("organisation"), record.fields.get("position") or one.post) != (one.school, one.post):
            faults.append(
                f"row {record.row}: {record.fields.get('organisation')}, {record.fields.get('position')}: {one}"
            )
    read = {_read(record) for record in parsed.records}
    unread = _folded(" ".join(parsed.unread_columns))
    why = {row.row: row.why for row in parsed.skipped_rows} | {record.row: "read" for record in parsed.records}
    for one in mess.people:
        rows = [
            number for number, row in enumerate(mess.rows, 1) if _folded(one.last) in _folded(" ".join(map(str, row)))
        ]
        if (
            one.name not in read
            and _folded(one.last) not in unread
            and not any(why.get(number) in TOLD for number in rows)
        ):
            faults.append(f"{one.last} of rows {rows} is not told of: {[why.get(number) for number in rows]}")
    return faults


@given(number=st.integers(min_value=0, max_value=10**6))
@settings(max_examples=120)
def test_nobody_of_a_random_table_is_read_wrongly_in_silence(number: int) -> None:
    mess = spoilt(Random(number))
    assert not (faults := _faults(mess)), "\n".join([*faults, *mess.told, *map(str, mess.rows)])


@pytest.mark.parametrize("number", range(3))
def test_a_random_table_that_is_not_spoilt_is_read_whole(number: int) -> None:
    """Most of what is made here is readable: a reader that asked about everything would pass the test above."""
    chance, ready = Random(number), 0
    for _ in range(20):
        mess = spoilt(chance)
        try:
            parsed = parse([tuple(row) for row in mess.rows])
        except UnreadableFile:
            continue
        ready += all(record.status == "ready" for record in parsed.records) and len(parsed.records) == len(mess.people)
    assert ready >= 12
