"""Who holds the places of a mentor is named, with the way to the pair, wherever no place is free."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.actions.activation import activate
from registry.actions.refusals import LinkedRefusal
from registry.pages.reader_messages import refusal_with_links
from tests.factories import ActFactory
from tests.mentoring.conftest import START
from tests.mentoring.test_cap import SPRING, full_mentor


def test_the_list_of_mentors_names_who_holds_the_places_of_a_full_one(school):
    mentor, client = full_mentor(school), Client()
    client.force_login(school.curator)
    page = client.get(reverse("mentoring:pair_new_for", args=[school.mentee().pk])).content.decode()
    for pair in mentor.pairs.all():
        assert f'<a href="{pair.get_absolute_url()}">{pair.mentee.person.short_name} (до ' in page
    stranger = school.mentor()
    school.pair(stranger, school.mentee())
    assert str(stranger.pairs.get().get_absolute_url()) not in page


def test_an_order_that_the_cap_refuses_leads_to_the_pairs_in_the_places(school):
    mentor = school.mentor()
    unclosed = [school.active_pair(mentor, ends_on=date(2026, 12, 31)) for _ in range(3)]
    late = school.pair(mentor, starts_on=SPRING[0], ends_on=SPRING[1])
    with pytest.raises(LinkedRefusal) as refused:
        activate(pairs=[late], act=ActFactory(organisation=school.organisation, dated=START), by=school.curator)
    ((message, records),) = refused.value.several_links.items()
    assert message.startswith(f"{late}: Одновременно")
    assert {address for _, address in records} == {pair.get_absolute_url() for pair in unclosed}
    shown = refusal_with_links(refused.value)
    assert all(f'<a href="{address}">{name}</a>' in shown for name, address in records)
