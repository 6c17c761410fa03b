"""The scale of 0–18 says what Кез, разд. 6 says."""

import pytest

from monitoring.enums import MarkValue
from monitoring.models import Criterion, Indicator, Level, Scale

pytestmark = pytest.mark.django_db

PRINCIPLES = [
    "научность",
    "добровольность",
    "легитимность",
    "суверенных прав личности",
    "индивидуализация и персонализация",
    "вариативность",
    "аксиологичность",
    "личная ответственность",
    "равенство",
    "системность и стратегическая целостность",
]


@pytest.fixture
def scale() -> Scale:
    return Scale.objects.get(code="kez-2022")


INDICATORS = [
    "Соответствие наставнической деятельности цели и задачам, по которым она осуществляется",
    "Оценка соответствия организации наставнической деятельности принципам, заложенным в программе",
    "Соответствие наставнической деятельности современным подходам и технологиям",
    "Наличие комфортного психологического климата в организации",
    "Логичность деятельности наставника, понимание им ситуации наставляемого и правильность выбора основного "
    "направления взаимодействия",
    "Степень удовлетворенности всех участников наставнической деятельности",
    "Уровень удовлетворенности партнеров от взаимодействия в наставнической деятельности",
    "Активность и заинтересованность в участии в мероприятиях, связанных с наставнической деятельностью",
    "Степень применения наставляемым полученных от наставника знаний, умений и опыта в профессиональных (учебных, "
    "жизненных) ситуациях, активная гражданская позиция",
]


@pytest.mark.requirement("K-6-indicators")
def test_the_indicators_are_called_as_in_the_source(scale):
    assert list(Indicator.objects.filter(criterion__scale=scale).values_list("title", flat=True)) == INDICATORS


@pytest.mark.requirement("K-6-indicators")
def test_the_scale_has_three_criteria_of_five_two_and_two_indicators(scale):
    assert scale.version == 1
    assert [(criterion.title, criterion.indicators.count()) for criterion in scale.criteria.all()] == [
        ("Оценка программы наставничества в организации", 5),
        ("Определение эффективности участников наставнической деятельности в организации", 2),
        ("Изменения в личности наставляемого", 2),
    ]


def test_the_nine_indicators_are_numbered_through_and_explained(scale):
    indicators = Indicator.objects.filter(criterion__scale=scale)
    assert [indicator.position for indicator in indicators] == list(range(1, 10))
    assert all(indicator.hint for indicator in indicators)
    assert len({indicator.title for indicator in indicators}) == 9


def test_the_indicator_of_principles_lists_all_ten(scale):
    hint = Indicator.objects.get(criterion__scale=scale, position=2).hint
    assert [principle for principle in PRINCIPLES if principle not in hint] == []
    assert "10)" in hint


def test_only_the_indicator_of_partners_needs_partners(scale):
    assert [i.position for i in Indicator.objects.filter(needs_partners=True, criterion__scale=scale)] == [7]


@pytest.mark.requirement("K-6-levels")
def test_every_possible_total_has_exactly_one_level(scale):
    highest_total = max(MarkValue) * Indicator.objects.filter(criterion__scale=scale).count()
    found = {
        total: [level.title for level in scale.levels.all() if level.lowest <= total <= level.highest]
        for total in range(highest_total + 1)
    }
    assert highest_total == 18
    assert found == {
        **{total: ["недопустимый уровень"] for total in range(9)},
        **{total: ["допустимый уровень"] for total in range(9, 15)},
        **{total: ["оптимальный уровень"] for total in range(15, 19)},
    }
    assert max(level.highest for level in scale.levels.all()) == highest_total


def test_levels_and_criteria_belong_to_this_scale_alone(scale):
    assert set(Level.objects.values_list("scale", flat=True)) == {scale.pk}
    assert set(Criterion.objects.values_list("scale", flat=True)) == {scale.pk}
