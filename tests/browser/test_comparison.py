"""The comparison of samples of policies: seven narrow columns of long Russian words."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from registry.enums import Role
from tests.factories import PolicyFactory, member

pytestmark = pytest.mark.django_db(transaction=True)

#: words that are wider than their cell when nothing but blanks, hyphens and soft hyphens may break a line
CUT = """all => all.filter(cell => {
  cell.style.overflowWrap = 'normal';
  return cell.scrollWidth > cell.clientWidth + 1;
}).map(cell => cell.innerText)"""


@pytest.mark.parametrize("width", [1366, 1024, 820])
def test_no_word_is_cut_without_a_hyphen(page: Page, sign_in, width: int) -> None:
    policy = PolicyFactory.create()
    sign_in(page, member(Role.ADMIN, municipality=policy.municipality))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(reverse("registry:policy_presets"))
    assert page.locator("table.compare th, table.compare td").evaluate_all(CUT) == []
