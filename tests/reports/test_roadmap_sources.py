"""Shipped roadmaps and sets of columns print what stands in the documents they come from."""

import pytest

from mentoring.roadmap_columns import columns_of_set
from tests.reports import papers
from tests.reports.test_roadmap_paper import text_of

SECTIONS_OF_KEZ = (
    "Нормативно-правовое регулирование",
    "Обеспечение дополнительного профессионального образования наставников и кураторов",
    "Внедрение системы наставничества",
    "Содействие распространению лучших практик",
    "Мониторинг и оценка результатов",
)


@pytest.mark.requirement("K-3", "K-RM")
def test_sections_of_the_schools_roadmap_are_the_five_stages_of_the_programme() -> None:
    sections = papers.roadmap("kez-2022")["sections"]
    assert [words for section, words in zip(sections, SECTIONS_OF_KEZ, strict=True) if words in section["title"]] == [
        *SECTIONS_OF_KEZ
    ]


@pytest.mark.parametrize(
    ("preset", "printed"),
    [
        pytest.param(
            "holm-2023",
            "Формирование электронной базы наставничества март 2023 года отдел образования администрации района, "
            "руководители образовательных организаций",
            marks=pytest.mark.requirement("H-RM-2"),
        ),
        pytest.param(
            "kez-2022",
            "3.1 Формирование базы наставников и наставляемых в течение года куратор список наставников и наставляемых",
            marks=pytest.mark.requirement("K-RM-3.1"),
        ),
        pytest.param(
            "kez-2022",
            "3.4 Планирование работы наставнических пар (групп) сентябрь куратор, наставники, наставляемые "
            "планы работы наставнических пар (групп)",
            marks=pytest.mark.requirement("K-RM-3.4"),
        ),
    ],
)
def test_an_item_is_printed_with_its_term_executor_and_result(preset: str, printed: str) -> None:
    sections = papers.roadmap(preset)["sections"]
    [(section, item)] = [(section, item) for section in sections for item in section["items"] if says(item, printed)]
    alone = papers.roadmap(preset, sections=[{**section, "items": [item]}])
    assert set(printed.split()) <= set(text_of(alone).split())


def says(item: dict[str, str], words: str) -> bool:
    cells = (item[name] for name in ("number", "title", "term", "responsible", "result"))
    return " ".join(cell for cell in cells if cell).endswith(words)


@pytest.mark.parametrize(
    ("code", "headings"),
    [
        pytest.param(
            "holm",
            "№ Наименование этапа Содержание деятельности Сроки реализации этапов Ответственные",
            marks=pytest.mark.requirement("H-RM"),
        ),
        pytest.param(
            "kez",
            "№ п/п Наименование мероприятия Срок реализации Ответственный исполнитель Результат, вид документа",
            marks=pytest.mark.requirement("K-RM"),
        ),
        pytest.param(
            "ustyuzhna",
            "№ п/п Наименование мероприятий Срок реализации Ответственный исполнитель "
            "Ожидаемый результат, вид документа",
            marks=pytest.mark.requirement("U-columns"),
        ),
    ],
)
def test_columns_are_headed_as_in_the_source(code: str, headings: str) -> None:
    preset = "holm-2023" if code == "holm" else "kez-2022"
    assert headings in text_of(papers.roadmap(preset, columns=columns_of_set(code)))
