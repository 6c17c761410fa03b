"""What the form of an act shows follows what is chosen on it."""

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
