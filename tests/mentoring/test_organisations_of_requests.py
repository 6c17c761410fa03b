"""Of which organisation a request is."""

from django.urls import reverse

from registry.enums import Role
from tests.factories import MembershipFactory, OrganisationFactory, member
from tests.mentoring.pair_requests import asked, signed_in


def test_who_reads_requests_of_several_organisations_sees_of_which_each_is(school):
    asked(school.active_pair())
    head = signed_in(member(Role.HEAD, organisation=school.organisation))
    name, listed = f'<div class="small muted">{school.organisation}</div>', reverse("mentoring:requests")
    assert name not in head.get(listed).content.decode()
    both = member(Role.HEAD, organisation=school.organisation)
    MembershipFactory(user=both, role=Role.HEAD, organisation=OrganisationFactory())
    assert name in signed_in(both).get(listed).content.decode()
