"""Which organisation a spelling means."""

import pytest

from imports.parsing.organisation_names import OrganisationIndex
from imports.parsing.parsed import KnownOrganisation
from tests.imports.parsing.test_expected_outcomes import known_organisations

INDEX = OrganisationIndex(known_organisations())


@pytest.mark.parametrize(
    ("text", "short_name"),
    [
        ("СОШ 2", "МБОУ «Заречная СОШ № 2»"),
        ("школа № 2", "МБОУ «Заречная СОШ № 2»"),
        ("шк.2", "МБОУ «Заречная СОШ № 2»"),
        ("СОШ N2", "МБОУ «Заречная СОШ № 2»"),
        ("сош № 02", "МБОУ «Заречная СОШ № 2»"),
        ('МАОУ "Заречная СОШ №2"', "МБОУ «Заречная СОШ № 2»"),
        ("MБOУ «Bерх-Камышинская СОШ»", "МБОУ «Верх-Камышинская СОШ»"),
        ("Берёзовская средняя общеобразовательная школа", "МБОУ «Берёзовская СОШ»"),
        ("Березовская школа", "МБОУ «Берёзовская СОШ»"),
        ("д/с 12 «Теремок»", "МБДОУ «Детский сад № 12 «Теремок»"),
        ("Д_с Ромашка", "МБДОУ «Детский сад № 5 «Ромашка»"),
        ("детсад «Ромашка»", "МБДОУ «Детский сад № 5 «Ромашка»"),
        ("ДДТ", "МБУ ДО «Заречный ДДТ»"),
        ("Дом детского творчества", "МБУ ДО «Заречный ДДТ»"),
        ("ГБУЗ центральная районная больница", "ГБУЗ «Заречная ЦРБ»"),
        ("ИП Кожемякин Артур Платонович", "ИП Кожемякин А.П."),
    ],
)
def test_one_organisation_is_meant(text, short_name):
    assert INDEX.match(text).organisation.short_name == short_name


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("МБОУ «Заречная СОШ»", ["МБОУ «Заречная СОШ № 1»", "МБОУ «Заречная СОШ № 2»"]),
        ("Берёзовка, школа", ["МБОУ «Берёзовская СОШ»"]),
        ("Верх-Камышенская СОШ", ["МБОУ «Верх-Камышинская СОШ»"]),
        ("МБОУ СОШ 2 п. Заречный", ["МБОУ «Заречная СОШ № 2»"]),
    ],
)
def test_a_doubtful_spelling_offers_candidates(text, candidates):
    match = INDEX.match(text)
    assert match.organisation is None
    assert [candidate.short_name for candidate in match.candidates] == candidates


@pytest.mark.parametrize("text", ["МБОУ «Заозёрная СОШ»", "СОШ № 3", "ООО «Тропинка-Агро»", "-", "", "2 А", "5 «Б»"])
def test_nothing_known_fits(text):
    match = INDEX.match(text)
    assert match.organisation is None
    assert match.candidates == ()


def test_a_learned_alias_and_a_clerks_answer_decide():
    school, other = (
        KnownOrganisation(1, "МБОУ «Лесная СОШ»", aliases=("Теремковская",)),
        KnownOrganisation(2, "МБОУ «Лицей»"),
    )
    index = OrganisationIndex([school, other], answers={"наша школа": other})
    assert index.match("теремковская").organisation is school
    assert index.match("Наша  школа").organisation is other


def test_the_organisation_is_found_inside_a_title():
    title = "Наставнические пары МБОУ «Заречная СОШ № 2» на 2026-2027 уч. год"
    assert INDEX.mentioned_in(title).organisation.short_name == "МБОУ «Заречная СОШ № 2»"
    assert (
        INDEX.mentioned_in("Список молодых специалистов СОШ № 1").organisation.short_name == "МБОУ «Заречная СОШ № 1»"
    )
    assert INDEX.mentioned_in("Банк наставников Заречного муниципального района на 2026-2027 год").organisation is None
