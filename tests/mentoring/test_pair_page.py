"""What the page of a pair offers to whom."""

from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from registry.enums import Role
from registry.templatetags.registry_format import unbroken_number
from tests.factories import member


def page(user, pair) -> str:
    client = Client()
    client.force_login(user)
    return client.get(pair.get_absolute_url()).content.decode()


def test_a_draft_is_corrected_from_one_place(school):
    pair = school.pair(mentee=school.mentee(agreed=False))
    assert page(school.curator, pair).count(reverse("mentoring:pair_edit", args=[pair.pk])) == 1


def test_the_ground_of_a_pair_opens_for_those_who_see_documents(school):
    pair = school.active_pair()
    order = reverse("registry:act", args=[pair.act_id])
    assert f'<a href="{order}">{unbroken_number(pair.act)}</a>' in page(school.curator, pair)
    page_text = page(member(Role.MENTEE, person=pair.mentee.person), pair)
    assert str(pair.act) in strip_tags(page_text)
    assert order not in page_text
