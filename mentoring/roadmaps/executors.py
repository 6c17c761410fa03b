"""Bodies and institutions that samples of roadmaps take from their own districts: another district may not have them.

Nothing is replaced by a guess: whoever writes the roadmap is told where each of them stands.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from mentoring.models import RoadmapItem, RoadmapSection
from registry.models import Municipality
from russian.search_key import fold


@dataclass(frozen=True)
class NamedExecutor:
    """`forms`: how the document writes the name; `body`: what the name of a body of the same kind has in it;
    `territory`: what the name of a municipality of the same kind has in it; `post`: of the head of the organisation."""

    name: str
    forms: str
    body: str = ""
    territory: str = ""
    post: str = ""


_UPRAVLENIE = "управление образования"
_RAYON = NamedExecutor(
    "район", "(?:[Мм]униципальн(?:ого|ом|ому) )?район(?:а|у|е)|[Рр]айонн(?:ых|ые|ый|ого)", territory="район"
)
#: code of the sample → whom it names
EXECUTORS: dict[str, tuple[NamedExecutor, ...]] = {
    "holm-2023": (
        NamedExecutor("отдел образования", "[Оо]тдела? образования", "отдел образования"),
        NamedExecutor("«РИПР»", "«РИПР»"),
        _RAYON,
    ),
    "kez-2022": (_RAYON, NamedExecutor("директор", "[Дд]иректор(?:а|у|ом|е)?", post="директор")),
    "ustyuzhna-2020": (NamedExecutor(_UPRAVLENIE, "[Уу]правлени[ея] образования", _UPRAVLENIE), _RAYON),
    "salsk-2021": (
        NamedExecutor("УО (управление образования)", "УО|[Уу]правлени[ея] образования", _UPRAVLENIE),
        NamedExecutor("МБУ ИМЦ", "МБУ ИМЦ"),
        NamedExecutor("ММРЦ", "ММРЦ"),
        NamedExecutor("профессиональный клуб «Призвание»", "профессиональный клуб «Призвание»"),
        NamedExecutor("ГБУ ДПО РО РИПК и ППРО", "ГБУ ДПО РО РИПК и ППРО"),
        NamedExecutor("ЦНППМПР", "ЦНППМПР"),
        NamedExecutor("Минобразование РО", "Минобразовани[ея]м? РО"),
        NamedExecutor("ШМСиН", "ШМСиН"),
        _RAYON,
    ),
}


@dataclass(frozen=True)
class ExecutorToCheck:
    """An executor that the register does not know in the municipality, and the items that name it."""

    name: str
    #: the item, and the number that tells it from all others of the roadmap
    rows: list[tuple[RoadmapItem, str]]
    #: whether these are the numbers of the items, not of the rows of the table
    by_number: bool

    @property
    def items(self) -> list[RoadmapItem]:
        return [item for item, _number in self.rows]

    @property
    def rows_word(self) -> str:
        one, many = ("пункт", "пункты") if self.by_number else ("строка", "строки")
        return one if len(self.rows) == 1 else many

    @property
    def in_words(self) -> str:
        """«МБУ ИМЦ (пункты 2, 3)», «МБУ ИМЦ (строки 2, 3)»"""
        return f"{self.name} ({self.rows_word} {', '.join(number for _item, number in self.rows)})"


def executors_to_check(
    sample: str,
    municipality: Municipality,
    sections: Sequence[tuple[RoadmapSection, Sequence[RoadmapItem]]],
    organisations: Collection[str],
    head_post: str = "",
) -> list[ExecutorToCheck]:
    """`organisations`: short names of those of the municipality; `head_post`: of the head of the organisation whose
    roadmap it is, empty where it is not known."""
    rows = _numbered([item for _section, items in sections for item in items])
    known = [fold(name) for name in organisations]
    return [*_to_check(sample, municipality, rows, known), *_other_posts(sample, rows, head_post)]


@dataclass(frozen=True)
class _Rows:
    """The items of a roadmap, each with the number that tells it from all others."""

    numbered: list[tuple[RoadmapItem, str]]
    by_number: bool

    def naming(self, executor: NamedExecutor, name: str = "") -> Iterator[ExecutorToCheck]:
        """The executor, called `name`, unless no item has it."""
        pattern = re.compile(rf"(?<![А-ЯЁа-яё])(?:{executor.forms})(?![А-ЯЁа-яё])")
        if items := [(item, number) for item, number in self.numbered if pattern.search(_text_of(item))]:
            yield ExecutorToCheck(name or executor.name, items, self.by_number)


def _numbered(items: Sequence[RoadmapItem]) -> _Rows:
    numbers = [item.number.rstrip(".") for item in items]
    by_number = all(numbers) and len(set(numbers)) == len(numbers)
    return _Rows(
        [(item, numbers[index] if by_number else str(index + 1)) for index, item in enumerate(items)], by_number
    )


def _to_check(
    sample: str, municipality: Municipality, rows: _Rows, organisations: Sequence[str]
) -> Iterator[ExecutorToCheck]:
    for executor in EXECUTORS.get(sample, ()):
        own_body = executor.body and fold(executor.body) in fold(municipality.authorised_body)
        own_territory = executor.territory and fold(executor.territory) in fold(municipality.name)
        if executor.post or own_body or own_territory or any(fold(executor.name) in name for name in organisations):
            continue
        yield from rows.naming(executor)


def _other_posts(sample: str, rows: _Rows, head_post: str) -> Iterator[ExecutorToCheck]:
    """Posts of a head that the head of this organisation does not hold: «директор» of a kindergarten."""
    for executor in EXECUTORS.get(sample, ()):
        if executor.post and head_post and fold(executor.post) not in fold(head_post):
            yield from rows.naming(executor, f"{executor.name} (должность вашего руководителя — {head_post.lower()})")


def _text_of(item: RoadmapItem) -> str:
    return "\n".join((item.title, item.responsible, item.result, item.term))
