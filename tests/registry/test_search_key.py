import pytest

from registry.database.search import has_number, matches
from registry.models import Act, Person
from russian.search_key import fold
from tests.factories import ActFactory, PersonFactory


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ЁЛКИНА  Мария", "елкина мария"),
        ("МБОУ «Заречная СОШ № 2»", "мбоу заречная сош № 2"),
        ("  Римский-Корсаков, Андрей ", "римский-корсаков андрей"),
        ("и\u0306од", "йод"),
        ("", ""),
    ],
)
def test_folding_leaves_what_people_mean(text, key):
    assert fold(text) == key


def test_folding_twice_changes_nothing():
    once = fold("Ёжиков-ОГЛЫ  «Пётр»")

    assert fold(once) == once


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["иванов", "ИВАНОВ", "пётр иванов", "Петр", "математ"])
def test_search_finds_whatever_case_and_whichever_e(text):
    person = PersonFactory(last_name="Иванов", first_name="Пётр", position="учитель математики")
    PersonFactory(last_name="Сидоров", first_name="Илья", position="воспитатель", subject="")

    assert list(Person.objects.filter(matches(text))) == [person]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["41-од", "№ 41-ОД", "41-Од ", "41"])
def test_a_number_is_found_in_either_case_and_with_its_sign(text):
    act = ActFactory(number="41-од")
    ActFactory(number="7")
    assert list(Act.objects.filter(has_number(text, "number"))) == [act]
    assert not Act.objects.filter(has_number(" № ", "number"))
