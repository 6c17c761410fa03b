"""A change of surname is told apart from a slip, and the former name finds the person everywhere."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from registry import clock
from registry.actions.merging import merge_people, undo_merge
from registry.actions.names import change_name, record_former_name, remove_former_name
from registry.enums import Role
from registry.models import FormerName, Mentor, Person
from registry.queries.duplicates import likely_duplicates
from tests.factories import FormerNameFactory, MenteeFactory, MentorFactory, PersonFactory
from tests.registry.test_bank_entries import new_mentor

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def by(district):
    return district.member(Role.CURATOR)


@pytest.fixture
def bride(district) -> Person:
    person = PersonFactory(
        organisation=district.school, last_name="Иванова", first_name="Анна", middle_name="Петровна", birth_date=None
    )
    return MentorFactory(person=person).person


def card(person: Person, **fields) -> dict:
    return {
        "organisation": person.organisation_id, "last_name": person.last_name, "first_name": person.first_name,
        "middle_name": person.middle_name, "working_since_precision": "year", **fields,
    }  # fmt: skip


def married(person: Person, by, on: date = date(2026, 10, 12)) -> FormerName:
    former = FormerName(
        last_name=person.last_name, first_name=person.first_name, middle_name=person.middle_name,
        until=date.fromordinal(on.toordinal() - 1),
    )  # fmt: skip
    person.last_name = "Озерова"
    return change_name(person=person, former=former, by=by)


def test_another_surname_is_not_saved_before_it_is_said_why(bride, as_role):
    address = f"/people/{bride.pk}/edit/"
    curator = as_role(Role.CURATOR)
    assert "name_change" not in curator.get(address).content.decode()
    page = curator.post(address, card(bride, last_name="Озерова"))
    assert "В карточке было «Иванова Анна Петровна»" in page.context["form"].errors["name_change"][0]
    assert 'value="slip"' in page.content.decode()
    bride.refresh_from_db()
    assert bride.last_name == "Иванова"


def test_a_slip_is_put_right_and_leaves_no_former_name(bride, as_role):
    as_role(Role.CURATOR).post(f"/people/{bride.pk}/edit/", card(bride, last_name="Ивановна", name_change="slip"))
    bride.refresh_from_db()
    assert (bride.last_name, bride.formerly, bride.former_names.count()) == ("Ивановна", "", 0)
    assert bride.history.first().history_change_reason == "Исправлена опечатка в имени"


def test_a_change_of_surname_keeps_the_former_one_with_its_last_day(bride, as_role):
    data = card(
        bride, last_name="Озерова", name_change="changed", renamed_on="2026-10-12",
        rename_document="свидетельство о браке от 12.10.2026",
    )  # fmt: skip
    curator = as_role(Role.CURATOR)
    assert curator.post(f"/people/{bride.pk}/edit/", data).status_code == 302
    former = FormerName.objects.get()
    assert (former.full_name, former.until) == ("Иванова Анна Петровна", date(2026, 10, 11))
    assert former.history.get().history_user is not None
    page = curator.get(f"/people/{bride.pk}/").content.decode()
    assert "ранее Иванова" in page
    assert "по 11.10.2026" in page
    assert "свидетельство о браке" in page


@pytest.mark.parametrize(
    ("day", "message"),
    [("", "Укажите, с какого дня"), ("2026-11-21", "ещё не наступила"), ("2026-03-02", "носили по 01.03.2026")],
)
def test_the_day_of_the_change_is_possible(bride, as_role, day, message):
    FormerNameFactory(person=bride, last_name="Лебедева", until=date(2026, 3, 1))
    data = card(bride, last_name="Озерова", name_change="changed", renamed_on=day)
    page = as_role(Role.CURATOR).post(f"/people/{bride.pk}/edit/", data)
    assert message in page.context["form"].errors["renamed_on"][0]


def test_two_names_of_one_person_do_not_end_on_one_day(bride, by):
    FormerNameFactory(person=bride, last_name="Лебедева", until=date(2026, 3, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerNameFactory(person=bride, last_name="Рябова", until=date(2026, 3, 1))
    with pytest.raises(ValidationError, match="кончается в тот же день"):
        married(bride, by, on=date(2026, 3, 2))


@pytest.mark.parametrize("address", ["/search/?q=иванова", "/mentors/?q=иванова", "/people/{other}/merge/?q=иванова"])
def test_searches_find_by_the_former_surname_and_say_so(bride, by, district, as_role, address):
    married(bride, by)
    other = PersonFactory(organisation=district.school)
    page = as_role(Role.CURATOR).get(address.format(other=other.pk)).content.decode()
    assert "Озерова Анна Петровна" in page
    assert "ранее Иванова" in page


def test_the_form_of_a_pair_finds_by_the_former_surname_and_says_so(bride, by, district, as_role):
    married(bride, by)
    MenteeFactory(person=bride)
    curator = as_role(Role.CURATOR)
    assert "ранее Иванова" in curator.get("/pairs/new/", {"who": "иванова"}).content.decode()
    young = MenteeFactory(organisation=district.school)
    page = curator.post(f"/pairs/new/{young.pk}/", {"refresh": "yes", "mentor_search": "иванова"}).content.decode()
    assert "ранее Иванова" in page


def test_a_second_card_under_the_former_surname_is_asked_about(bride, by, district, as_role):
    married(bride, by)
    curator = as_role(Role.CURATOR)
    data = new_mentor(district.school, last_name="Иванова", first_name="Анна", middle_name="Петровна")
    page = curator.post("/mentors/new/", data)
    assert "ранее Озерова" not in page.content.decode()
    assert "ранее Иванова" in page.content.decode()
    assert Mentor.objects.count() == 1
    quick = curator.post("/pairs/new/", {**data, "participant": "teacher"})
    assert "Это она или он?" in quick.content.decode()
    assert Person.objects.count() == 1
    # whoever says that it is another person is not joined with her
    assert curator.post("/mentors/new/", {**data, "another_person": "on"}).status_code == 302
    assert sorted(Person.objects.values_list("last_name", "formerly")) == [("Иванова", ""), ("Озерова", "Иванова")]


def test_a_new_card_that_names_the_former_surname_is_asked_about_the_old_one(bride, district, as_role):
    curator = as_role(Role.CURATOR)
    data = new_mentor(
        district.school, last_name="Озерова", first_name="Анна", middle_name="Петровна", former_name="Иванова"
    )
    assert "another_person" in curator.post("/mentors/new/", data).context["form"].errors
    curator.post("/mentors/new/", {**data, "another_person": "on"})
    person = Person.objects.get(last_name="Озерова")
    assert (person.formerly, person.former_names.get().until) == ("Иванова", None)


def test_a_card_under_the_former_name_is_a_likely_duplicate(bride, by, district):
    married(bride, by)
    PersonFactory(
        organisation=district.school, last_name="Иванова", first_name="Анна", middle_name="Петровна", birth_date=None
    )
    assert [likeness.reason for likeness in likely_duplicates(by)] == ["former_name"]


def test_two_cards_become_one_with_the_former_names_of_both(bride, by, district):
    married(bride, by)
    double = PersonFactory(
        organisation=district.school, last_name="Озерова", first_name="Анна", middle_name="Петровна", birth_date=None
    )
    FormerNameFactory(person=double, last_name="Лебедева", until=date(2020, 5, 5))
    FormerNameFactory(person=double, last_name="Иванова", until=date(2026, 10, 11))  # the same change, entered twice
    merge = merge_people(survivor=bride, absorbed=double, choices={}, by=by)
    bride.refresh_from_db()
    assert bride.formerly == "Иванова; Лебедева"
    assert "лебедева" in bride.search_key
    undo_merge(merge=merge, by=by)
    bride.refresh_from_db()
    double.refresh_from_db()
    assert (bride.formerly, double.formerly) == ("Иванова", "Иванова; Лебедева")
    assert "лебедева" not in bride.search_key


def test_a_former_name_is_added_by_hand_and_taken_off_again(bride, as_role):
    curator = as_role(Role.CURATOR)
    address = f"/people/{bride.pk}/names/"
    own = {"last_name": "Иванова", "first_name": "Анна", "middle_name": "Петровна"}
    assert "нынешнее имя" in curator.post(address, own).content.decode()
    data = {**own, "last_name": "Лебедева"}
    assert curator.post(address, data).status_code == 302
    assert "уже внесено" in curator.post(address, data).content.decode()
    bride.refresh_from_db()
    assert bride.formerly == "Лебедева"
    assert curator.post(f"{address}{FormerName.objects.get().pk}/remove/").status_code == 302
    bride.refresh_from_db()
    assert (bride.formerly, "лебедева" in bride.search_key) == ("", False)
    assert FormerName.history.first().history_type == "-"


def test_the_migration_carries_the_former_surnames_of_cards_over(bride):
    Person.objects.filter(pk=bride.pk).update(formerly="Лебедева")
    import_module("registry.migrations.0014_former_names_and_class_moves").carry_over(apps, None)
    former = FormerName.objects.get()
    assert (former.person, former.full_name, former.until) == (bride, "Лебедева Анна Петровна", None)
    assert former.name_key == "лебедева анна петровна"
    assert former.history.get().history_change_reason.startswith("Перенесено")


def test_the_history_of_the_card_says_which_name_was_before_and_by_what_paper(bride, by):
    former = FormerName(
        last_name="Иванова", first_name="Анна", middle_name="Петровна", until=date(2026, 10, 11), document="св-во № 5"
    )
    bride.last_name = "Озерова"
    change_name(person=bride, former=former, by=by)
    added = record_former_name(person=bride, former=FormerName(last_name="Лебедева", first_name="Анна"), by=by)
    remove_former_name(former=added, by=by)
    reasons = [each.history_change_reason for each in bride.history.all()][:3]
    assert [reason.split(":")[0].split(" «")[0] for reason in reasons] == [
        "Убрано прежнее имя", "Внесено прежнее имя", "Смена фамилии или имени",
    ]  # fmt: skip
    assert reasons[2].startswith("Смена фамилии или имени: прежнее «Иванова Анна Петровна")
    assert reasons[2].endswith("(св-во № 5)")
    assert {each.history_user for each in bride.history.all()[:3]} == {by}


def test_a_joined_card_gets_and_loses_no_name(bride, by, district):
    former = FormerNameFactory(person=bride, last_name="Лебедева", until=date(2020, 5, 5))
    survivor = PersonFactory(organisation=district.school)
    Person.objects.filter(pk=bride.pk).update(merged_into=survivor, archived_on=TODAY)
    new = FormerName(last_name="Рябова", first_name="Анна")
    for act in (
        lambda: change_name(person=bride, former=new, by=by),
        lambda: record_former_name(person=bride, former=new, by=by),
        lambda: remove_former_name(former=former, by=by),
    ):
        with pytest.raises(ValidationError):
            act()
    assert list(FormerName.objects.all()) == [former]


def test_another_surname_and_first_name_at_once_are_asked_about(bride, as_role):
    data = card(bride, last_name="Жук", first_name="Пётр", name_change="slip")
    page = as_role(Role.CURATOR).post(f"/people/{bride.pk}/edit/", data)
    assert "Это другой человек?" in page.context["form"].errors["same_person"][0]
    assert 'name="same_person"' in page.content.decode()
    bride.refresh_from_db()
    assert bride.last_name == "Иванова"
    assert as_role(Role.CURATOR).post(f"/people/{bride.pk}/edit/", {**data, "same_person": "on"}).status_code == 302


def test_a_name_that_another_card_bears_is_asked_about(bride, district, as_role):
    PersonFactory(organisation=district.school, last_name="Рябова", first_name="Анна", middle_name="Петровна")
    data = card(bride, last_name="Pябова", name_change="slip")
    page = as_role(Role.CURATOR).post(f"/people/{bride.pk}/edit/", data)
    assert "уже есть в реестре" in page.context["form"].errors["same_person"][0]


def test_a_surname_of_another_stem_is_no_slip_without_a_word(bride, as_role):
    address, curator = f"/people/{bride.pk}/edit/", as_role(Role.CURATOR)
    data = card(bride, last_name="Кошкина", name_change="slip")
    assert "на опечатку не похоже" in curator.post(address, data).context["form"].errors["same_person"][0]
    assert curator.post(address, {**data, "same_person": "on"}).status_code == 302
    renamed = card(bride, last_name="Худякова", name_change="changed", renamed_on="2026-10-12")
    assert curator.post(address, renamed).status_code == 302, "a change of surname is not asked about"


def test_a_name_that_is_borne_again_is_no_former_one(bride, by, as_role):
    married(bride, by)
    back = FormerName(last_name="Озерова", first_name="Анна", middle_name="Петровна", until=date(2026, 10, 31))
    bride.last_name = "Иванова"
    change_name(person=bride, former=back, by=by)
    bride.refresh_from_db()
    assert bride.formerly == "Озерова"
    page = as_role(Role.CURATOR).get(bride.get_absolute_url())
    assert [former.last_name for former in page.context["former_names"]] == ["Озерова"]


def test_sex_against_the_patronymic_is_a_question(bride, as_role):
    address, curator = f"/people/{bride.pk}/edit/", as_role(Role.CURATOR)
    page = curator.post(address, card(bride, sex="m"))
    assert "Отчество «Петровна» — женское" in page.context["form"].errors["sex_confirmed"][0]
    assert 'name="sex_confirmed"' in page.content.decode()
    assert curator.post(address, card(bride, sex="m", sex_confirmed="on")).status_code == 302
    assert curator.post(address, card(bride, sex="m", position="учитель")).status_code == 302
