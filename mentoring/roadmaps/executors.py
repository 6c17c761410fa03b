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
    items: list[RoadmapItem]

    @property
    def in_words(self) -> str:
        """«МБУ ИМЦ (пункты 2, 3)»"""
        numbers = [item.number.rstrip(".") for item in self.items if item.number]
        if not numbers:
            return self.name
        return f"{self.name} ({'пункт' if len(numbers) == 1 else 'пункты'} {', '.join(numbers)})"


def executors_to_check(
    sample: str,
    municipality: Municipality,
    sections: Sequence[tuple[RoadmapSection, Sequence[RoadmapItem]]],
    organisations: Collection[str],
    head_post: str = "",
) -> list[ExecutorToCheck]:
    """`organisations`: short names of those of the municipality; `head_post`: of the head of the organisation whose
    roadmap it is, empty where it is not known."""
    items = [item for _section, items in sections for item in items]
    known = [fold(name) for name in organisations]
    return [*_to_check(sample, municipality, items, known), *_other_posts(sample, items, head_post)]


def _to_check(
    sample: str, municipality: Municipality, items: Sequence[RoadmapItem], organisations: Sequence[str]
) -> Iterator[ExecutorToCheck]:
    for executor in EXECUTORS.get(sample, ()):
        if executor.post:
            continue
        own_body = executor.body and fold(executor.body) in fold(municipality.authorised_body)
        own_territory = executor.territory and fold(executor.territory) in fold(municipality.name)
        if own_body or own_territory or any(fold(executor.name) in name for name in organisations):
            continue
        if naming := _naming(executor, items):
            yield ExecutorToCheck(executor.name, naming)


def _other_posts(sample: str, items: Sequence[RoadmapItem], head_post: str) -> Iterator[ExecutorToCheck]:
    """Posts of a head that the head of this organisation does not hold: «директор» of a kindergarten."""
    for executor in EXECUTORS.get(sample, ()):
        if not executor.post or not head_post or fold(executor.post) in fold(head_post):
            continue
        if naming := _naming(executor, items):
            yield ExecutorToCheck(f"{executor.name} (должность вашего руководителя — {head_post.lower()})", naming)


def _naming(executor: NamedExecutor, items: Sequence[RoadmapItem]) -> list[RoadmapItem]:
    pattern = re.compile(rf"(?<![А-ЯЁа-яё])(?:{executor.forms})(?![А-ЯЁа-яё])")
    return [item for item in items if pattern.search(_text_of(item))]


def _text_of(item: RoadmapItem) -> str:
    return "\n".join((item.title, item.responsible, item.result, item.term))
