"""Words about a person agree with the sex, or show none."""

import pytest

from reports.templatetags.papers import acquainted
from russian.agreement import agreeing


@pytest.mark.parametrize(
    ("sex", "patronymic", "word"),
    [
        ("f", "", "выбыла"),
        ("m", "", "выбыл"),
        ("", "Ильинична", "выбыла"),
        ("", "Олегович", "выбыл"),
        ("f", "Олегович", "выбыла"),
        ("", "", "выбытие"),
        ("", "Ли", "выбытие"),
    ],
)
def test_a_word_agrees_with_the_sex_that_is_known(sex, patronymic, word):
    assert agreeing("выбыл", "выбыла", "выбытие", sex=sex, patronymic=patronymic) == word


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Ольхова Мария Сергеевна"], "ознакомлена"),
        (["Ёлкин Пётр Ильич"], "ознакомлен"),
        (["Ким Ли"], "ознакомлен(а)"),
        (["Ёлкин Пётр Ильич", "Ольхова Мария Сергеевна"], "ознакомлены"),
    ],
)
def test_who_signs_alone_is_acquainted_in_the_own_gender(names, words):
    assert acquainted([{"name": name} for name in names]) == words
