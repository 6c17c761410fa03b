"""What the portal has printed protects the acts behind it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from mentoring.actions.corrections import correct_last_day, reopen
from mentoring.actions.endings import terminate
from registry import clock
from registry.enums import Role
from reports.models import IssuedDocument
from tests.factories import ActFactory, member
from tests.reports.paper_makers import agreed_pair, begun_order, issued_order, school_with_policy, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def first_of_september():
    with clock.as_at(date(2026, 9, 1)):
        yield


@pytest.fixture
def school():
    return school_with_policy()


@pytest.fixture
def curator(school):
    return signed_in(member(Role.CURATOR, organisation=school))


def test_an_act_issued_by_the_portal_is_neither_corrected_nor_cancelled_by_hand(school, curator):
    document = issued_order(school)
    card = document.act.get_absolute_url()

    page = curator.get(card).content.decode()
    assert "Этот акт издал портал" in page
    assert document.get_absolute_url() in page
    assert f"{card}edit/" not in page
    for name in ("edit", "cancel"):
        answer = curator.post(f"{card}{name}/", {"act_way": "new", "new_number": "1"}, follow=True)
        assert answer.redirect_chain[0][0] == card
        assert "издал портал" in answer.content.decode()


def test_an_issued_order_secures_only_the_pairs_that_it_prints(school, curator):
    document = issued_order(school)
    other = agreed_pair(school)

    page = f"{document.act.get_absolute_url()}pairs/"
    assert "Закрепить этим актом нечего" in curator.get(page, follow=True).content.decode()

    curator.post(page, {"pairs": [other.pk]})
    assert "/pairs/" + str(other.pk) not in curator.get(document.act.get_absolute_url()).content.decode()
    offered = curator.get(f"{other.get_absolute_url()}act/").context["form"].fields
    assert "act" not in offered
    other.refresh_from_db()
    assert other.status == "agreed"


def test_an_act_named_in_an_issued_paper_is_not_corrected(school, curator):
    order = ActFactory(organisation=school)
    issued_order(school).act.basis.add(order)

    answer = curator.get(f"{order.get_absolute_url()}edit/", follow=True)

    assert "На акт ссылается изданный документ" in answer.content.decode()


def test_the_sign_before_the_number_of_an_order_is_not_kept(school, curator):
    pair = agreed_pair(school)

    check = begun_order(curator, school, pair, number="№ 12-ОД")

    assert "№ № 12-ОД" not in curator.get(check).content.decode().replace("\u00a0", " ")
    assert curator.get(check).context["payload"]["number"] == "12-ОД"


def test_an_end_about_which_the_portal_has_issued_an_order_is_not_corrected(school):
    """One order may end the old pair and secure the new one (Устюжна, п. 3.7)."""
    curator, head = (member(role, organisation=school) for role in (Role.CURATOR, Role.HEAD))
    pair = agreed_pair(school)
    issued_order(school, pair, number="1")
    document = issued_order(school, number="2")
    ended = terminate(pair=pair, on=date(2026, 9, 1), end_reason="request", act=document.act, by=curator)
    page = signed_in(head).get(f"{pair.get_absolute_url()}reopen/").content.decode()
    assert f"Об этом портал издал документ «{document}»" in page
    for act, more in ((reopen, {}), (correct_last_day, {"on": date(2026, 9, 2)})):
        with pytest.raises(ValidationError, match="Сначала отмените его"):
            act(pair=ended, reason="Не та пара", by=head, **more)

    IssuedDocument.objects.filter(pk=document.pk).update(status="cancelled", status_reason="Ошибка")

    assert reopen(pair=ended, reason="Не та пара", by=head).status == "active"
