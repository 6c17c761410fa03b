"""The same person, perhaps the same person, and namesakes."""

import datetime as dt

from registry.names import people_matching
from registry.names.people_matching import PeopleIndex, match_among, person_key
from registry.names.spelling_distance import one_edit_apart


def key(ref, name, organisation="СОШ 1", **more):
    last, first, *middle = name.split()
    return person_key(ref, last, first, " ".join(middle), organisation=organisation, **more)


def refs(groups):
    return [[person.ref for person in group] for group in groups]


def test_case_yo_and_lookalikes_do_not_make_another_person():
    people = [
        key(1, "Гребёнкина Алёна Фёдоровна"),
        key(2, "ГРЕБЕНКИНА Алена Федоровна"),
        key(3, "Гребёнкинa Алёна Фёдоровна"),
    ]
    assert refs(match_among(people).groups) == [[1, 2, 3]]


def test_a_namesake_elsewhere_is_another_person():
    matches = match_among([key(1, "Сидорова Вера Ильинична"), key(2, "Сидорова Вера Ильинична", "СОШ 2")])
    assert matches.groups == []
    assert [(m.person.ref, m.other.ref, m.reason) for m in matches.namesakes] == [(2, 1, "other_organisation")]


def test_a_namesake_elsewhere_with_the_same_phone_or_birth_date_is_in_doubt():
    phone = match_among(
        [key(1, "Усова Вера", phone="+79120001122"), key(2, "Усова Вера", "СОШ 2", phone="+79120001122")]
    )
    assert phone.near[0].reason == "same_phone_elsewhere"
    born = dt.date(1980, 1, 1)
    birth = match_among([key(1, "Усова Вера", birth_date=born), key(2, "Усова Вера", "СОШ 2", birth_date=born)])
    assert birth.near[0].reason == "same_birth_date_elsewhere"


def test_namesakes_of_one_school_with_different_birth_dates_are_kept_apart():
    matches = match_among(
        [key(1, "Усова Вера", birth_date=dt.date(1980, 1, 1)), key(2, "Усова Вера", birth_date=dt.date(1990, 1, 1))]
    )
    assert matches.groups == []
    assert matches.namesakes[0].reason == "other_birth_date"


def test_one_letter_makes_a_doubt_in_one_school_only():
    doubt = match_among([key(1, "Нигматуллина Альфия"), key(2, "Нигматулина Альфия")])
    assert [(m.person.ref, m.other.ref, m.reason) for m in doubt.near] == [(2, 1, "one_letter")]
    assert match_among([key(1, "Нигматуллина Альфия"), key(2, "Нигматулина Альфия", "СОШ 2")]).near == []
    swapped = match_among([key(1, "Усова Наталья Ильинична"), key(2, "Усова Натальа Ильинична")])
    assert len(swapped.near) == 1


def test_different_phones_speak_against_a_misspelling():
    people = [
        key(1, "Усова Вера Ильинична", phone="+79120001122"),
        key(2, "Усова Вера Ильинична", phone="+79120001133"),
    ]
    assert refs(match_among(people).groups) == [[1, 2]]
    people = [
        key(1, "Усова Вера Ильинична", phone="+79120001122"),
        key(2, "Усова Вера Ильинишна", phone="+79120001133"),
    ]
    assert match_among(people).near == []


def test_initials_offer_everybody_they_may_mean():
    index = PeopleIndex(
        [
            key(1, "Чудинова Надежда Павловна"),
            key(2, "Чудинова Наталья Петровна"),
            key(3, "Чудинова Нина Павловна", "СОШ 2"),
        ]
    )
    assert [person.ref for person in index.with_initials("ЧУДИНОВА", "Н.П.", "СОШ 1")] == [1, 2]
    assert [person.ref for person in index.with_initials("Чудинова", "Н.П.")] == [1, 2, 3]
    assert index.with_initials("Чудинова", "А.П.", "СОШ 1") == []


def _surnames(count: int) -> list[str]:
    """Many of them one letter apart from some other."""
    syllables = ("ба", "ве", "ги", "до", "жу", "ля", "мэ", "ны", "рю", "са")
    return [f"{syllables[n % 10]}{syllables[n // 10 % 10]}{syllables[n // 100 % 10]}в" for n in range(count)]


def test_near_names_of_a_large_group_are_those_that_comparing_everybody_finds():
    names = _surnames(150)
    names += [name[:2] + name[3:] for name in names[:40]]  # a letter left out
    names += [name[1] + name[0] + name[2:] for name in names[40:80]]  # two letters swapped
    people = [person_key(n, name, "Анна", "Олеговна", organisation=1) for n, name in enumerate(names)]
    index = PeopleIndex(people)
    for person in people:
        near = {match.other.ref for match in index.near(person)}
        assert near == {other.ref for other in people if one_edit_apart(person.last, other.last)}


def test_a_large_group_is_compared_in_time_that_grows_with_its_size(monkeypatch):
    compared = []
    plain = people_matching.one_edit_apart
    monkeypatch.setattr(people_matching, "one_edit_apart", lambda *names: compared.append(1) or plain(*names))
    taken = {}
    for count in (250, 1000):
        compared.clear()
        people = (person_key(n, f"{name}{n % 7}", "Анна", "Олеговна") for n, name in enumerate(_surnames(count)))
        match_among(people)
        taken[count] = len(compared)
    assert taken[1000] < 6 * taken[250]
