"""Rules as people click them today: a head sets those of the school and names its act, an administrator changes an own
form under an open pair and asks something of its sides, everybody reads on a phone which rule comes from where."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mentoring.actions.activation import activate
from mentoring.actions.pairs import create_pair
from registry import clock
from registry.enums import ConsentKind, Role
from registry.models import Form, Kind, LocalRules, Organisation, SideRequirement
from tests.factories import (
    ActFactory,
    ConsentFactory,
    MenteeFactory,
    MentorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PolicyFactory,
    member,
    own_rules,
)

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, Any], None]


@pytest.fixture
def school(db: None) -> Organisation:
    municipality = MunicipalityFactory(name="Заречный район", place="с. Заречное")
    PolicyFactory(municipality=municipality)
    return OrganisationFactory(municipality=municipality, short_name="МОУ «Заозёрная школа»")


@pytest.mark.requirement("D-4.6.1-2")
def test_a_head_sets_two_mentees_and_names_the_act_of_the_school(
    page: Page, sign_in: SignIn, axe: Callable[[Page], None], school: Organisation
) -> None:
    sign_in(page, member(Role.HEAD, organisation=school))
    page.goto(f"/organisations/{school.pk}/rules/")
    page.get_by_role("link", name="Задать свои правила").click()
    page.get_by_label(re.compile("Наставляемых у одного наставника")).check()
    page.get_by_label(re.compile("Выплата наставнику")).check()
    page.get_by_role("button", name=re.compile("Дальше|Задать")).click()
    page.get_by_label(re.compile("Наставляемых у одного наставника")).fill("2")
    page.get_by_label(re.compile("Выплата наставнику")).select_option(label="выплата стимулирующего характера")
    axe(page)
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("heading", name="Что изменится")).to_be_visible()
    page.get_by_label("Почему меняем").fill("решение педагогического совета от 28.08")
    page.get_by_role("button", name="Подтвердить и сохранить").click()
    page.get_by_role("link", name=re.compile("Указать акт")).click()
    page.locator("#id_new_number").fill("112")
    page.locator("#id_new_dated").fill(clock.today().isoformat())
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("№ 112").first).to_be_visible()
    rules = LocalRules.objects.get()
    assert (rules.mentee_limit, rules.payment, rules.act.number) == (2, "incentive", "112")


def test_an_own_form_is_changed_under_an_open_pair_with_its_number_and_a_reason(
    page: Page, sign_in: SignIn, axe: Callable[[Page], None], school: Organisation
) -> None:
    form = Form.objects.create(
        municipality=school.municipality, title="мастер – педагог", mentor_sides=["teacher"], mentee_sides=["teacher"]
    )
    school.municipality.policies.get().forms.add(form)
    lead_a_pair(school, form)
    sign_in(page, member(Role.ADMIN, municipality=school.municipality))
    page.goto("/settings/dictionaries/forms/")
    page.get_by_role("link", name=re.compile(f"Изменить.*{form}")).click()
    page.get_by_role("group", name=re.compile("Кого наставляют")).get_by_label("студент").check()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text(re.compile("Затронет 1.пару"))).to_be_visible()
    axe(page)
    page.get_by_label("Почему меняем").fill("просят колледжи")
    page.get_by_role("button", name="Подтвердить и сохранить").click()
    expect(page.get_by_text("Изменения сохранены.")).to_be_visible()
    form.refresh_from_db()
    assert form.mentee_sides == ["teacher", "student"]

    page.goto("/settings/dictionaries/requirements/")
    page.get_by_role("link", name="Добавить свою").click()
    page.get_by_role("combobox", name="Форма").select_option(label="мастер – педагог")
    page.get_by_label("Что требуется").select_option(label="стаж наставника, лет не меньше")
    page.get_by_label("Сколько лет").fill("3")
    axe(page)
    page.get_by_role("button", name="Добавить").click()
    expect(page.get_by_text("стаж наставника, лет не меньше 3").first).to_be_visible()
    assert SideRequirement.objects.get(form=form).years == 3


def test_on_a_phone_no_label_of_a_rule_runs_into_its_value(phone: Page, sign_in: SignIn, school: Organisation) -> None:
    own_rules(school, mentee_limit=2)
    sign_in(phone, member(Role.HEAD, organisation=school))
    phone.goto(f"/organisations/{school.pk}/rules/")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # the words of a label end before those of its value begin
    ends = phone.evaluate(
        """() => [...document.querySelectorAll('dl.facts dt')].map(label => {
            const words = document.createRange();
            words.selectNodeContents(label);
            return [words.getBoundingClientRect().right, label.nextElementSibling.getBoundingClientRect().left];
        })"""
    )
    assert ends
    assert all(label <= value for label, value in ends), ends


def lead_a_pair(school: Organisation, form: Form) -> None:
    mentor, mentee = MentorFactory(organisation=school), MenteeFactory(organisation=school)
    for person in (mentor.person, mentee.person):
        for kind in (ConsentKind.PARTICIPATION, ConsentKind.PERSONAL_DATA):
            ConsentFactory(person=person, kind=kind)
    today, by = clock.today(), member(Role.CURATOR, organisation=school)
    pair = create_pair(
        mentor=mentor,
        mentee=mentee,
        organisation=school,
        form=form,
        kinds=[Kind.objects.get(code="traditional")],
        starts_on=today,
        ends_on=today.replace(year=today.year + 1, day=1),
        by=by,
    )
    activate(pairs=[pair], act=ActFactory(organisation=school, dated=today), by=by)
