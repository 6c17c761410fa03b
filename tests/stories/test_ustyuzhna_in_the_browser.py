"""Устюжна as people click it today: the admin adopts the sample, the head appoints the curator, the curator fills the
banks and records the consents, the head proposes the pair and issues the order."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry import clock
from registry.enums import Role
from registry.models import Curator
from tests.browser.test_main_job import issue_the_order_and_read_it, record_consents_of_both
from tests.factories import MunicipalityFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[Page, Any], None]


@pytest.mark.requirement("U-3.5", "U-4.1-1", "U-RM-1.4")
def test_from_the_preset_to_the_first_order(page: Page, sign_in: SignIn, axe: Callable[[Page], None]) -> None:
    municipality = MunicipalityFactory(name="Заречный район", place="с. Заречное")
    school = OrganisationFactory(municipality=municipality, short_name="МОУ «Заозёрная средняя школа»")
    head, curator = member(Role.HEAD, organisation=school), member(Role.CURATOR, organisation=school)

    sign_in(page, member(Role.ADMIN, municipality=municipality))
    adopt_the_preset(page)
    axe(page)

    sign_in(page, head)
    page.goto("/curators/")
    page.get_by_role("link", name="Назначить куратора").first.click()
    fill_name(page, "Лагунова", "Ольга", "Викторовна")
    page.get_by_role("textbox", name="Должность").fill("заместитель директора")
    page.get_by_label("Номер приказа о назначении").fill("41-од")
    page.get_by_label("Дата приказа").fill(clock.today().isoformat())
    page.get_by_role("button", name="Назначить").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Лагунова Ольга Викторовна")
    assert Curator.objects.get().act.number == "41-од"

    sign_in(page, curator)
    page.goto("/mentors/")
    page.get_by_role("link", name="Добавить наставника").first.click()
    fill_name(page, "Петрова", "Мария", "Сергеевна")
    page.get_by_role("textbox", name="Должность").fill("учитель биологии")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Петрова Мария Сергеевна")

    sign_in(page, head)
    page.goto("/pairs/new/")
    fill_name(page, "Рожкова", "Вера", "Ильинична")
    page.get_by_label("Кто это").select_option(label="педагог")
    page.get_by_role("button", name="Добавить и выбрать наставника").click()
    page.get_by_text("Петрова Мария Сергеевна").click()
    page.get_by_role("combobox", name="Форма", exact=True).select_option(label="учитель – учитель")
    page.get_by_role("button", name="Сохранить пару").click()
    expect(page.get_by_role("alert").or_(page.get_by_role("status"))).to_contain_text("не хватает согласий")

    sign_in(page, curator)
    pair = Pair.objects.get()
    page.goto(pair.get_absolute_url())
    record_consents_of_both(page, axe)

    sign_in(page, head)
    page.goto(pair.get_absolute_url())
    text = issue_the_order_and_read_it(page, axe)
    for words in (
        "В соответствии с Положением о наставничестве, с письменного согласия наставников и наставляемых",
        "документ «индивидуальный план прохождения наставничества»",
        "Представлять куратору и руководителю отчёт не реже одного раза в месяц",
        "итоговый отчёт в течение 10 дней по завершении наставничества",
        "Лицо, в отношении которого осуществляется наставничество (ФИО, должность или класс)",
        "Куратору Лагуновой О. В., заместителю директора",
        "Рожкова Вера Ильинична",
        "«учитель – учитель»",
    ):
        assert words in text, (words, text)
    pair.refresh_from_db()
    assert pair.status == PairStatus.ACTIVE


def adopt_the_preset(page: Page) -> None:
    page.goto("/settings/policy/")
    page.get_by_role("link", name=re.compile("Принять")).first.click()
    page.get_by_role("radio", name="Устюжна-2020").check()
    page.get_by_label("Основание").fill("приказ от 27.10.2020 № 135/1")
    page.get_by_role("button", name="Принять").click()
    expect(page.get_by_text("индивидуальный план прохождения наставничества").first).to_be_visible()
    expect(page.get_by_text(re.compile("учитель – учитель")).first).to_be_visible()


def fill_name(page: Page, last: str, first: str, middle: str) -> None:
    page.get_by_role("textbox", name="Фамилия", exact=True).fill(last)
    page.get_by_role("textbox", name="Имя", exact=True).fill(first)
    page.get_by_label("Отчество").fill(middle)
