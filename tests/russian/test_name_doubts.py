"""Which names are asked about: typed in another case, or with a loose hyphen."""

from itertools import islice
from random import Random

import pytest

from config.demo.names import invented_names
from russian.declension import Case, decline_name
from russian.name_doubts import has_loose_hyphen, is_in_another_case

#: indeclinable, foreign, and such as look like a case of another name
STRANGE = """
Ким Инна; Пак Анна; Черных Ольга; Дурново Мария; Живаго Юрий; Иванова Рената; Милошевич Ивана; Коваленко Анна; Шмидт
Мария; Гёте Анна; Тамм Анне; Мунтяну Ион; Руссу Марина; Гогия Нана; Толстой Лев; Яровой Пётр; Мамедов Али; Гусейнова
Айгюль; Ван Ли; Нгуен Ван; Дюма Александр; Золя Эмиль; Щербина Анна; Мельник Яна; Лев Мария; Сорока Никита; Окуджава
Булат; Пиаф Эдит; О'Коннор Шон; Купала Янка; Седых Роза; Чебану Василе; Сулейманова Гульнара; Васильева Валерия; Цой
Виктор; Белая Мария; Фёдорова Мария; Сидоренко Кира; Крутых Савва; Долгих Данила; Тихая Роза; Рыбко Кирилл; Коваль
Любовь; Шоу Анна; Попеску Ион; Данилова Ярослава; Куделина Богдана; Радич Станислава; Петрова Камиля; Павлова Евгения;
Хрущёва Александра; Лебедева Леонида; Мамедова Гюнель Алиоглы кызы; Алиев Ильхам Гейдар оглы; Каримова Луиза
"""
SLIPS = """
Иванову Марию; Иванова Ивана Ивановича; Иванова Ивана; Иванову Ивану; Ивановой Марии; Ивановой Марии Петровны; Петровым
Сергеем; Шмидт Марию; Иванову Мария; Сидорова Сергея; Хованскую Анну; Черных Ольгу; Белому Андрею; Петровой Анне;
Кузнецова Дмитрия Ильича; Белую Анну; Петровой Марии Ивановне; Иванов Иван Ивановичу; Рахимова Рената Ренатовича
"""


def _names(text: str) -> list[list[str]]:
    return [name.split(maxsplit=2) for name in " ".join(text.split()).split("; ")]


def test_no_name_of_the_demonstration_is_asked_about():
    names = list(islice(invented_names(Random(7), share_of_women=0.6), 300))
    assert not [
        name
        for name in names
        if is_in_another_case(name.last, name.first, name.middle)
        or is_in_another_case(name.last, name.first)
        or has_loose_hyphen(str(name))
    ]


@pytest.mark.parametrize("parts", _names(STRANGE), ids=" ".join)
def test_indeclinable_and_foreign_names_are_not_asked_about(parts):
    assert not is_in_another_case(*parts)


@pytest.mark.parametrize("parts", _names(SLIPS), ids=" ".join)
def test_another_case_is_asked_about(parts):
    assert is_in_another_case(*parts)


@pytest.mark.parametrize("case", [Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE, Case.INSTRUMENTAL])
def test_whole_names_of_the_demonstration_in_another_case_are_asked_about(case):
    names = islice(invented_names(Random(7), share_of_women=0.6), 100)
    assert not [
        name for name in names if not is_in_another_case(*decline_name(name.last, name.first, name.middle, case=case))
    ]


def test_a_loose_hyphen_is_seen():
    loose = ["Елохина-", "-Жук", "Анна - Мария", "Иванов--Жук", "Елохина –"]
    right = ["Салтыков-Щедрин", "Анна-Мария", "О'Коннор", "Мелик-Шахназаров", "Иванова И. П.", ""]
    assert [has_loose_hyphen(name) for name in [*loose, *right]] == [True] * len(loose) + [False] * len(right)
