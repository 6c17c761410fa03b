"""The title of an act says what it is about; kind, number and date have fields of their own."""

from datetime import date

import pytest

from registry import clock
from registry.enums import Role
from registry.models import Act
from tests.factories import ActFactory
from tests.posting import post_as_shown

ORDER = {"kind": "order", "number": "12-ОД", "dated": "2026-09-01"}


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(date(2026, 11, 20)):
        yield


def entered(district, head, title: str):
    return head.post("/acts/new/", {**ORDER, "issuer": f"o{district.school.pk}", "title": title})


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("О", "говорит, о чём акт"),
        ("Об", "говорит, о чём акт"),
        ("Приказ № 12-ОД О закреплении пар", "пишут в своих полях"),
        ("Протокол от 01.09.2026", "пишут в своих полях"),
        ("№ 12-ОД О закреплении пар", "пишут в своих полях"),
        ("от 01.09.2026 О закреплении пар", "пишут в своих полях"),
        ("О закреплении пар № 12-од от 01.09.2026", "не повторяют"),
    ],
)
def test_what_is_no_title_is_refused_on_every_form_of_an_act(title, message, district, as_role):
    head = as_role(Role.HEAD)
    act = ActFactory(organisation=district.school, number="5", dated=date(2026, 8, 1))
    beside = {f"new_{name}": value for name, value in {**ORDER, "title": title}.items()}
    cancelling = head.post(f"/acts/{act.pk}/cancel/", {"act_way": "new", **beside}).context["form"]
    assert message in entered(district, head, title).context["form"].errors["title"][0]
    assert message in cancelling.errors["new_title"][0]
    assert list(Act.objects.all()) == [act]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("О внесении изменений в приказ от 01.09.2025 № 118", "О внесении изменений в приказ от 01.09.2025 № 118"),
        ("О работе школы № 12-ОД", "О работе школы № 12-ОД"),
        ("«О закреплении  пар».", "О закреплении пар"),
        ("О закреплении пар.", "О закреплении пар"),
        ("О порядке «Наставник»", "О порядке «Наставник»"),
        ("Решение о парах", "Решение о парах"),
        ("О наставниках на 2026 г.", "О наставниках на 2026 г."),
    ],
)
def test_a_title_is_set_right_or_let_be(typed, title, district, as_role):
    response = entered(district, as_role(Role.HEAD), typed)
    assert response.status_code == 302, response.context["form"].errors
    assert Act.objects.get().title == title


def test_a_title_that_stood_before_hinders_no_other_correction(district, as_role):
    act = ActFactory(organisation=district.school, title="Приказ № 7", number="7")
    sent = {"issuer": f"o{district.school.pk}", "signatory": "Дубровина У. О."}
    sent |= {**ORDER, "number": "7", "title": act.title}
    response = post_as_shown(as_role(Role.HEAD), f"/acts/{act.pk}/edit/", sent)
    assert response.status_code == 302, response.context["form"].errors


def test_the_body_of_minutes_stays_on_a_page_with_an_error(district, as_role):
    sent = {**ORDER, "kind": "minutes", "considered_by": "mentors", "title": "О", "issuer": f"o{district.school.pk}"}
    page = as_role(Role.HEAD).post("/acts/new/", sent)
    assert '<option value="mentors" selected>' in page.content.decode()


def test_what_another_kind_does_not_have_is_told(district, as_role):
    head = as_role(Role.HEAD)
    sent = {**ORDER, "considered_by": "mentors", "kind_title": "решение совета", "title": "О закреплении пар"}
    page = head.post("/acts/new/", {**sent, "issuer": f"o{district.school.pk}"}, follow=True)
    told = " ".join(str(message) for message in page.context["messages"])
    assert "Кто рассматривал (совет наставников), не записано" in told
    assert "Название «решение совета» не записано" in told
    cancelled = Act.objects.get()
    beside = {f"new_{name}": value for name, value in {**sent, "number": "13", "title": "Об отмене приказа"}.items()}
    page = head.post(f"/acts/{cancelled.pk}/cancel/", {"act_way": "new", **beside}, follow=True)
    assert "не записано" in " ".join(str(message) for message in page.context["messages"])


def test_minutes_that_become_an_order_tell_what_goes(district, as_role):
    act = ActFactory(organisation=district.school, kind="minutes", considered_by="mentors", number="12-ОД")
    head = as_role(Role.HEAD)
    sent = {**ORDER, "title": act.title, "considered_by": "mentors", "issuer": f"o{district.school.pk}"}
    page = post_as_shown(head, f"/acts/{act.pk}/edit/", sent)
    assert page.status_code == 302, page.context["form"].errors
    page = head.get(page.url)
    assert "не записано" in " ".join(str(message) for message in page.context["messages"])
