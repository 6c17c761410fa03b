"""The four ready roadmaps have the words of their documents, all of them and in their order.

`tests/data/roadmap_sources/` holds the tables as the documents have them, slips included; the name of a person stands
there in brackets. What differs is listed below and nothing else is.
"""

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import pytest

from mentoring.models import RoadmapPreset

pytestmark = pytest.mark.django_db
SOURCES = Path(__file__).parents[1] / "data" / "roadmap_sources"
NOTHING = ""
#: words of the document → words of the ready roadmap, how many times: names of districts and people are left out
CORRECTIONS: dict[str, list[tuple[str, str, int]]] = {
    "holm-2023": [
        ("в Холмском муниципальном районе", "в муниципальном районе", 1),
        # numbers go on from 5 to 8
        (". 8. Организация работы по мотивации", ". 6. Организация работы по мотивации", 1),
        (". 9. Привлечение наставнических пар", ". 7. Привлечение наставнических пар", 1),
    ],
    "kez-2022": [
        ("2022г", "2022 г", 2),
        # a row that goes over to the next sheet
        (
            "дорожной карты по внедрению\tМарт 2022 г.\tКураторы\tЛокальные акты. Дорожная карта.\n"
            "\tмодели наставничества, показателей эффективности реализации модели наставничества\t\t\tПоказатели",
            "дорожной карты по внедрению модели наставничества, показателей эффективности реализации модели "
            "наставничества\tМарт 2022 г.\tКураторы\tЛокальные акты. Дорожная карта. Показатели",
            1,
        ),
        ("[фамилия, инициалы]", "Директор", 1),
    ],
    "salsk-2021": [
        ("Результат\n2\t3\t4\t5\n", "Результат\n", 1),  # numbers of columns
        ("педагогов-наставников на уровне", "педагогов-наставников", 1),  # the words break off there
        (" Сальского района", "", 35),
        ("по Сальскому району", "по району", 1),
        # what stands there does not shorten to «ИМЦ»
        ("«Методический ресурсный центр образовательных", "«Информационно-методический центр образовательных", 1),
        ("Фестиваля", "Фестиваль", 1),
        ("01.12.2021г", "01.12.2021 г.", 1),
        # hyphens where dashes belong
        ("Ноябрь 2021-январь 2022", "Ноябрь 2021 – январь 2022", 1),
        ("организаций - участников", "организаций – участников", 1),
        ("методическое сопровождения педагогических работников и управленческих кадров работников",
         "методическое сопровождение педагогических работников и управленческих кадров", 1),
    ],
    "ustyuzhna-2020": [
        ("Устюженского ", "", 9),
        ("района Вологодской области", "района", 1),
        ("дорожную карту", "дорожная карта", 1),
        ("направляемых", "наставляемых", 1),
        ("Сентябрь-октябрь", "Сентябрь – октябрь", 2),
    ],
}  # fmt: skip


def words_of(text: str) -> list[str]:
    """Without punctuation, capitals and ё."""
    return re.findall(r"[^\W_]+", text.lower().replace("ё", "е"))


def source_of(code: str) -> str:
    """The document with its slips mended."""
    text = (SOURCES / f"{code}.txt").read_text(encoding="utf-8")
    for slip, mended, times in CORRECTIONS[code]:
        assert text.count(slip) == times, (slip, text.count(slip))
        text = text.replace(slip, mended)
    return text


def preset_of(code: str) -> RoadmapPreset:
    return RoadmapPreset.objects.get(code=code)


def rows_of(preset: RoadmapPreset) -> list[str]:
    """Every cell as the table has them, row by row."""
    cells = [column["heading"] for column in preset.columns]
    for section in preset.content:
        cells += [section["number"], section["title"]]
        for item in section["items"]:
            cells += [item[name] for name in ("number", "title", "term", "responsible", "result")]
    return cells


@pytest.mark.requirement("K-RM", "S-RM", "U-RM")
@pytest.mark.parametrize("code", ["kez-2022", "salsk-2021", "ustyuzhna-2020"])
def test_rows_have_the_words_of_the_document(code: str) -> None:
    table = source_of(code).partition("Используемые сокращения")[0]
    assert words_of(" ".join(rows_of(preset_of(code)))) == words_of(table)


@pytest.mark.requirement("S-abbr")
def test_abbreviations_are_explained_in_the_words_of_the_document() -> None:
    listed = source_of("salsk-2021").partition("Используемые сокращения:")[2].strip().split("\n")
    own = preset_of("salsk-2021").abbreviations
    assert sorted(words_of(line) for line in listed) == sorted(words_of(f"{short} {own[short]}") for short in own)


@pytest.mark.requirement("H-RM", "H-RM-4")
def test_stages_of_holm_have_the_words_of_the_document() -> None:
    """A cell there holds all items of a stage; a term or a name that all of them share stands once."""
    heading, *rows = source_of("holm-2023").strip().split("\n")
    preset = preset_of("holm-2023")
    assert words_of(heading) == words_of(" ".join(column["heading"] for column in preset.columns))
    for row, section in zip(rows, preset.content, strict=True):
        number, title, content, terms, responsible = row.split("\t")
        items = section["items"]
        assert words_of(f"{number} {title}") == words_of(f"{section['number']} {section['title']}")
        assert words_of(content) == words_of(" ".join(f"{item['number']} {item['title']}" for item in items))
        assert words_of(terms) in both_ways(item["term"] for item in items)
        assert words_of(responsible) in both_ways(item["responsible"] for item in items)


def both_ways(cells: Iterable[str]) -> list[list[str]]:
    every = list(cells)
    return [words_of(" ".join(every)), words_of(" ".join(cell for cell, _ in groupby(every)))]


#: how many items the sections have
NUMBERS = {
    "holm-2023": (3, 1, 1, 7, 2, 2),
    "kez-2022": (5, 1, 6, 1, 2),
    "salsk-2021": (22,),
    "ustyuzhna-2020": (6, 2, 7, 2),
}


def test_items_are_numbered_without_gaps_and_each_with_a_full_stop() -> None:
    """The documents of Холм, Кез and Сальск do not: slips, as those above; in Кез «1.2.» stands beside «1.3»."""
    for code, items in NUMBERS.items():
        parts = [f"{number}." if code in ("kez-2022", "ustyuzhna-2020") else "" for number in range(1, 9)]
        expected = [
            [f"{part}{number}." for number in range(1, count + 1)] for part, count in zip(parts, items, strict=False)
        ]
        assert [[item["number"] for item in section["items"]] for section in preset_of(code).content] == expected


def test_no_person_and_no_district_is_named() -> None:
    for preset in RoadmapPreset.objects.all():
        text = " ".join(rows_of(preset))
        assert not re.search(r"[А-ЯЁ][а-яё]+\s[А-ЯЁ]\.\s?[А-ЯЁ]\.", text), preset
        assert not re.search(r"Холмск|Кезск|Сальск|Устюж|Вологодск", text), preset
