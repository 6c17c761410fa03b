"""What forms show follows what is chosen on them."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from registry.enums import Role
from tests.factories import ActFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_name_of_another_document_and_the_page_of_the_chosen_act(page: Page, sign_in):
    school = OrganisationFactory()
    act, other = (ActFactory(organisation=school) for _ in range(2))
    sign_in(page, member(Role.HEAD, organisation=school))

    page.goto(reverse("registry:act_add"))
    title = page.get_by_label("Название иного документа")
    expect(title).to_be_hidden()
    page.get_by_label("Вид").select_option("other")
    expect(title).to_be_visible()

    page.goto(reverse("registry:act_cancel", args=[act.pk]))
    link = page.get_by_role("link", name="странице самого акта")
    expect(link).to_have_attribute("href", reverse("registry:acts"))
    page.get_by_label("Акт из реестра").select_option(str(other.pk))
    expect(link).to_have_attribute("href", other.get_absolute_url())


def test_among_many_acts_a_word_finds_the_others_and_the_ticked_ones_stay(page: Page, sign_in):
    school = OrganisationFactory()
    for day in range(1, 11):
        title = "О новогодней ёлке" if day == 1 else "О другом деле"
        ActFactory(organisation=school, number=f"{day}-ОД", dated=date(2025, 9, day), title=title)
    sign_in(page, member(Role.HEAD, organisation=school))
    page.goto(reverse("registry:act_add"))
    newest, oldest, another = (page.get_by_label(f"№ {number}-ОД от") for number in (10, 1, 9))
    expect(oldest).to_be_hidden()
    newest.check()
    search = page.get_by_label("Найти акт")
    search.fill("ЕЛКЕ  2025")
    search.press("Enter")
    expect(oldest).to_be_visible()
    expect(newest).to_be_visible()
    expect(another).to_be_hidden()
    expect(page.get_by_text("Подходит: 1")).to_be_visible()
    search.fill("нет такого")
    expect(page.get_by_text("Ничего не подходит")).to_be_visible()
    expect(newest).to_be_visible()


def test_an_invitation_asks_for_what_the_chosen_role_has_and_a_card_for_what_fits_the_person(page: Page, sign_in):
    school = OrganisationFactory()
    sign_in(page, member(Role.ADMIN, municipality=school.municipality))
    page.goto(reverse("registry:invite"))
    organisation, kinds = page.locator("#div_id_organisation"), page.locator("#div_id_organisation_kinds")
    for role, asked in {"": (False, False), "curator": (True, False), "coordinator": (False, True)}.items():
        page.get_by_label("Роль").select_option(role)
        for field, is_asked in zip((organisation, kinds), asked, strict=True):
            expect(field).to_be_visible() if is_asked else expect(field).to_be_hidden()

    page.goto(reverse("registry:mentee_add"))
    gifted, young = page.get_by_label("проявившие выдающиеся способности"), page.get_by_label("молодые специалисты")
    expect(gifted).to_be_hidden()
    young.check()
    page.locator("[name=participant]").select_option("pupil")
    expect(gifted).to_be_visible()
    expect(young).to_be_visible()  # it is ticked and would be refused
    expect(page.get_by_label("неопытные предметники")).to_be_hidden()
