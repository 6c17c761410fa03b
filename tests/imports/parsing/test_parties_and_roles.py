"""Headings of a party that go on with a detail, and words of roles in notes: read as people and obeyed, or asked."""

import pytest

from spreadsheets.unreadable_files import UnclearColumns
from tests.imports.parsing.test_layouts import ANNA, PETR, VERA, codes, parse
from tests.imports.parsing.test_never_guessed import SCHOOL, couples
from tests.imports.parsing.test_sections_and_marks import states


@pytest.mark.parametrize("heading", ["Наставник по предмету", "Наставник (предмет)", "Наставник по должности"])
def test_a_heading_of_a_party_over_names_is_a_party(heading):
    parsed = parse([("Молодой педагог", heading, "Школа"), (PETR, "Ольхова В. И., химия", SCHOOL)])
    assert parsed.kind == "pairs"
    assert couples(parsed)[0][:2] == ("Ольхова", "Сидоров")


def test_the_same_heading_over_subjects_stays_a_subject():
    rows = [("Молодой педагог", "Наставник по предмету", "Школа"), (PETR, "Русский язык", SCHOOL)]
    parsed = parse([*rows, (ANNA, "Химия", SCHOOL)])
    assert parsed.kind == "mentees"


def test_a_mentee_with_a_class_in_a_column_of_both_is_a_mentee():
    headings = ("ФИО наставника", "Должность", "Школа", "Куратор", "Наставляемый (класс)")
    parsed = parse([headings, (VERA, "учитель", SCHOOL, ANNA, "Ёжиков Том, 5а")])
    assert couples(parsed) == [("Ольхова", "Ёжиков", "ready")]
    (record,) = parsed.records
    assert record.fields["mentee"]["class"] == "5А"
    assert record.fields["mentor"]["position"] == "учитель"
    assert "класс" not in " ".join(issue.message for issue in record.warnings)


@pytest.mark.parametrize("cell", ["5а, Ёжиков Том", "Ёжиков Том 5а", "Ёжиков Том (5а)"])
def test_the_class_may_stand_on_either_side_of_the_name(cell):
    parsed = parse([("ФИО наставника", "Школа", "Наставляемый (класс)"), (VERA, SCHOOL, cell)])
    assert couples(parsed) == [("Ольхова", "Ёжиков", "ready")]


@pytest.mark.parametrize("cell", ["Том (5а)", "5а"])
def test_a_mentee_without_a_surname_is_asked_about_and_gives_the_mentor_no_class(cell):
    rows = [("ФИО наставника", "Школа", "Наставляемый (класс)"), (VERA, SCHOOL, cell)]
    with pytest.raises(UnclearColumns, match="сказано о наставляемых"):
        parse(rows)
    assert parse(rows, mapping={"Наставляемый (класс)": None}).kind == "mentors"


@pytest.mark.parametrize("heading", ["Кого наставляем по предмету", "Предмет", "Должность подшефного"])
def test_names_among_details_are_asked_about(heading):
    rows = [("ФИО наставника", heading, "Школа"), (VERA, PETR, SCHOOL)]
    with pytest.raises(UnclearColumns, match=f"В столбце «{heading}» фамилии и имена"):
        parse(rows)
    assert parse(rows, mapping={heading: None}).kind == "mentors"


def test_what_a_person_has_said_of_such_a_column_is_believed():
    rows = [("Молодой педагог", "Наставник по предмету", "Школа"), (PETR, VERA, SCHOOL)]
    assert parse(rows, mapping={"Наставник по предмету": None}).kind == "mentees"


STATUSES = ("наставник молодого специалиста", "молодой специалист", "стажёр")


def test_a_column_of_statuses_is_obeyed():
    people = zip((VERA, PETR, ANNA), STATUSES, strict=True)
    parsed = parse([("ФИО", "Статус", "ОО"), *((name, status, SCHOOL) for name, status in people)], kind="mentors")
    assert states(parsed) == [(2, "ready"), (3, "off"), (4, "off")]
    assert codes(parsed) == [(3, "Статус", "other_role"), (4, "Статус", "other_role")]


@pytest.mark.parametrize("heading", ["Статус", "Примечание", "Отметка о статусе"])
@pytest.mark.parametrize(
    "text", ["молодой специалист", "наставляемая", "является наставляемой у Петровой", "стажёр", "подопечная"]
)
def test_a_note_that_names_a_mentee_is_asked_about(heading, text):
    rows = [("ФИО наставника", heading, "ОО"), (VERA, "победитель конкурса", SCHOOL), (ANNA, text, SCHOOL)]
    parsed = parse([*rows, (PETR, "наставник молодого специалиста", SCHOOL)])
    assert states(parsed) == [(2, "ready"), (3, "review"), (4, "ready")]
    assert codes(parsed) == [(3, heading, "mentee_among_mentors")]


def test_a_status_beside_a_note_is_looked_at_too():
    headings = ("ФИО наставника", "Примечание", "Статус", "ОО")
    parsed = parse([headings, (VERA, "с 1 сентября", "работает", SCHOOL), (ANNA, None, "стажёр", SCHOOL)])
    assert states(parsed) == [(2, "ready"), (3, "review")]


@pytest.mark.parametrize("label", ["наставник/наставляемый", "наставник, молодой специалист", "стажёр и наставник"])
@pytest.mark.parametrize("heading", ["Роль", "Роль: наставник/наставляемый"])
def test_two_roles_at_once_are_asked_about(heading, label):
    rows = [("ФИО", heading, "ОО"), (VERA, "наставник", SCHOOL), (ANNA, label, SCHOOL)]
    assert states(parse(rows, kind="mentors")) == [(2, "ready"), (3, "review")]
    assert states(parse(rows, kind="mentees")) == [(2, "off"), (3, "error")]
