"""What is typed into a long form survives a link, a lapsed sign-in and a refusal, and is forgotten in its time."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Dialog, Page, expect

from registry.enums import Role
from registry.models import Person
from tests.factories import MenteeFactory, OrganisationFactory, PersonFactory, PolicyFactory, member

pytestmark = pytest.mark.django_db(transaction=True)

OFFER = "Вернуть то, что было введено?"


@pytest.fixture
def school():
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality)
    return school


@pytest.fixture
def person(school) -> Person:
    return PersonFactory(organisation=school, position="учитель")


@pytest.fixture
def editing(page: Page, school, person, sign_in) -> Page:
    sign_in(page, member(Role.CURATOR, organisation=school))
    page.goto(address_of(person))
    return page


def address_of(person: Person) -> str:
    return reverse("registry:person_edit", args=[person.pk])


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('draft:'))")


def leave_by_the_menu(page: Page) -> list[str]:
    """Which questions the browser asked on leaving; all are answered with «leave»."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("link", name="Наставники", exact=True).first.click()
    page.wait_for_url("**/mentors/")
    page.remove_listener("dialog", answer)
    return asked


def test_leaving_warns_and_the_text_comes_back(editing: Page, person, axe):
    editing.get_by_label("Должность", exact=True).fill("учитель химии и биологии")
    assert leave_by_the_menu(editing) == ["beforeunload"]

    editing.goto(address_of(person))
    expect(editing.get_by_label("Должность", exact=True)).to_have_value("учитель")
    expect(editing.get_by_text(OFFER)).to_be_visible()
    axe(editing)
    editing.get_by_role("button", name="Вернуть").click()
    expect(editing.get_by_label("Должность", exact=True)).to_have_value("учитель химии и биологии")

    editing.get_by_role("button", name="Сохранить").click()
    editing.wait_for_url(f"**{person.get_absolute_url()}")
    assert kept(editing) == []
    assert Person.objects.get(pk=person.pk).position == "учитель химии и биологии"
    editing.goto(address_of(person))
    expect(editing.get_by_text(OFFER)).to_have_count(0)


def test_a_form_that_nobody_touched_warns_of_nothing(editing: Page):
    assert leave_by_the_menu(editing) == []
    assert kept(editing) == []


def test_what_was_put_back_by_hand_warns_of_nothing(editing: Page):
    editing.get_by_label("Должность", exact=True).fill("учитель химии")
    editing.get_by_label("Должность", exact=True).fill("учитель")
    assert leave_by_the_menu(editing) == []
    assert kept(editing) == []


def test_a_sign_in_that_lapses_in_a_long_text_loses_nothing(page: Page, school, sign_in):
    user, mentee = member(Role.CURATOR, organisation=school), MenteeFactory(organisation=school)
    address, text = reverse("registry:mentee_edit", args=[mentee.pk]), "Хочет вести кружок робототехники.\n" * 20
    sign_in(page, user)
    page.goto(address)
    page.locator("#id_request").fill(text)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Сохранить").click()
    page.wait_for_url("**/accounts/login/**")
    assert len(kept(page)) == 1

    sign_in(page, user)
    page.goto(address)
    page.get_by_role("button", name="Вернуть").click()
    expect(page.locator("#id_request")).to_have_value(text)
    page.get_by_role("button", name="Сохранить").click()
    page.wait_for_url(lambda url: not url.endswith("/edit/"))
    mentee.refresh_from_db()
    assert mentee.request.splitlines() == text.splitlines()
    assert kept(page) == []


def test_an_error_of_the_server_loses_no_draft(editing: Page, person, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("registry.views.people._save_card", fail)
    editing.get_by_label("Должность", exact=True).fill("учитель химии")
    editing.get_by_role("button", name="Сохранить").click()
    expect(editing.get_by_text("Ошибка портала").first).to_be_visible()
    editing.goto("/worklist/")
    editing.goto(address_of(person))
    editing.get_by_role("button", name="Вернуть").click()
    expect(editing.get_by_label("Должность", exact=True)).to_have_value("учитель химии")


def test_what_the_server_refused_is_still_a_draft(editing: Page, person):
    editing.locator("#id_last_name").fill("Иванова1")
    editing.get_by_role("button", name="Сохранить").click()
    expect(editing.get_by_text("цифра 1").first).to_be_visible()
    expect(editing.get_by_text(OFFER)).to_have_count(0)
    assert len(kept(editing)) == 1


def test_a_restored_draft_does_not_overwrite_what_somebody_else_saved(editing: Page, person):
    editing.get_by_label("Должность", exact=True).fill("учитель химии")
    leave_by_the_menu(editing)
    Person.objects.filter(pk=person.pk).update(position="учитель физики")
    editing.goto(address_of(person))
    editing.get_by_role("button", name="Вернуть").click()
    editing.get_by_role("button", name="Сохранить").click()
    expect(editing.get_by_text("изменил кто-то другой").first).to_be_visible()
    expect(editing.get_by_text("Сейчас в реестре: «учитель физики»")).to_be_visible()


def test_signing_out_forgets_every_draft(editing: Page, person):
    editing.get_by_label("Должность", exact=True).fill("учитель химии")
    leave_by_the_menu(editing)
    assert len(kept(editing)) == 1
    editing.locator("details.me summary").click()
    editing.get_by_role("button", name="Выйти").click()
    editing.wait_for_load_state()
    assert kept(editing) == []


def test_another_user_of_the_same_tab_finds_no_draft(editing: Page, person, school, sign_in):
    editing.get_by_label("Должность", exact=True).fill("учитель химии")
    leave_by_the_menu(editing)
    sign_in(editing, member(Role.CURATOR, organisation=school))
    editing.goto(address_of(person))
    expect(editing.get_by_text(OFFER)).to_have_count(0)
    assert kept(editing) == []
