"""Orders «б/н»: the title tells two of one day apart, as in the register of acts."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from registry import clock
from registry.enums import Role
from registry.models import Act, Organisation
from reports.models import IssuedDocument
from tests.factories import ActFactory, member
from tests.posting import post_as_shown
from tests.reports.paper_makers import (
    agreed_pair,
    begun_order,
    issue_order,
    issued_order,
    school_with_policy,
    signed_in,
    typed_order,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)
ANOTHER = "О закреплении наставника молодого специалиста"


@pytest.fixture(autouse=True)
def first_of_september():
    with clock.as_at(DAY):
        yield


@pytest.fixture
def school() -> Organisation:
    return school_with_policy()


@pytest.fixture
def curator(school) -> Client:
    return signed_in(member(Role.CURATOR, organisation=school))


def test_a_second_order_without_number_of_the_day_is_issued_under_another_title(school, curator):
    first = issued_order(school, number="б/н")
    check = begun_order(curator, school, agreed_pair(school), number="без номера")
    page = curator.get(check).content.decode()
    assert "без номера с этим заголовком и датой у организации уже есть" in page
    assert f'{check}text/#id_title">Заполнить' in page
    assert "Документ без номера за этот день уже внесён" in page
    assert f'href="{first.act.get_absolute_url()}"' in page
    assert "с этим номером" not in page
    fields = curator.get(f"{check}text/").context["form"].initial_values()
    same = post_as_shown(curator, f"{check}text/", {**fields, "title": fields["title"].upper()})
    assert "Допишите в заголовке, о чём этот приказ" in same.context["form"].errors["title"][0]
    assert post_as_shown(curator, f"{check}text/", {**fields, "title": ANOTHER}).status_code == 302
    page = curator.get(check)
    assert not page.context["blocking"]
    assert "Документ без номера за этот день уже внесён" in page.content.decode()
    issue_order(curator, check)
    assert set(Act.objects.values_list("title", flat=True)) == {first.title, ANOTHER}
    assert IssuedDocument.objects.count() == 2


def test_the_same_paper_is_refused_when_it_is_issued(school):
    issued_order(school, number="б/н")
    with pytest.raises(ValidationError, match="без номера с этим заголовком"):
        issued_order(school, agreed_pair(school), number="б. н.")
    assert IssuedDocument.objects.count() == 1


@pytest.mark.parametrize(("typed", "taken"), [("12 - Н", True), ("12-н", True), ("12", False)])
def test_a_number_is_taken_however_it_is_typed_and_whatever_the_title(school, curator, typed, taken):
    ActFactory(organisation=school, number="12-Н", dated=DAY, title="О другом")
    address = reverse("reports:paper_start", args=["orders", school.pk])
    page = curator.post(address, typed_order(agreed_pair(school), number=typed))
    assert (page.status_code == 200) is taken
    if taken:
        assert "уже есть" in page.context["form"].errors["number"][0]
