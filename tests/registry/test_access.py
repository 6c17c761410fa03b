from datetime import date, timedelta

import pytest

from registry import clock
from registry.access import MATRIX, Access, Right
from registry.enums import Role
from registry.models import Organisation
from tests.factories import MembershipFactory, MunicipalityFactory, OrganisationFactory, UserFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return OrganisationFactory()


def seen_by(user, right=Right.VIEW_ORGANISATIONS):
    return set(Organisation.objects.filter(Access.of(user).where(right, organisation="")))


@pytest.mark.requirement("H-1.6-def4")
def test_a_municipal_role_reaches_every_organisation_of_its_municipality_and_no_other(school):
    neighbour = OrganisationFactory(municipality=school.municipality)
    OrganisationFactory()

    assert seen_by(member(Role.COORDINATOR, municipality=school.municipality)) == {school, neighbour}


def test_a_role_in_an_organisation_reaches_that_organisation_only(school):
    OrganisationFactory(municipality=school.municipality)

    assert seen_by(member(Role.CURATOR, organisation=school)) == {school}


def test_two_memberships_add_up_each_with_its_own_rights(school):
    other = OrganisationFactory(municipality=school.municipality)
    user = member(Role.CURATOR, organisation=school)
    MembershipFactory(user=user, role=Role.COUNCIL, organisation=other)

    assert seen_by(user, Right.VIEW_PAIRS) == {school, other}
    assert seen_by(user, Right.ISSUE_ORDERS) == {school}


def test_a_membership_counts_from_its_first_day_to_its_last(school):
    first, last = date(2026, 9, 1), date(2026, 12, 31)
    membership = MembershipFactory(role=Role.CURATOR, organisation=school, since=first, until=last)
    user_model = type(membership.user)

    def sees(day):
        with clock.as_at(day):
            return seen_by(user_model.objects.get(pk=membership.user.pk)) == {school}

    assert [sees(first - timedelta(1)), sees(first), sees(last), sees(last + timedelta(1))] == [
        False,
        True,
        True,
        False,
    ]


def test_nobody_without_a_membership_may_anything(school):
    access = Access.of(UserFactory())

    assert not any(access.anywhere(right) for right in Right)
    assert not any(access.in_organisation(right, school) for right in Right)


def test_a_locked_account_loses_every_right_at_once(school):
    user = member(Role.ADMIN, municipality=school.municipality)
    user.is_active = False

    assert not any(Access.of(user).anywhere(right) for right in Right)


def test_above_the_organisation_nobody_sees_sensitive_categories(school):
    for role in (Role.ADMIN, Role.COORDINATOR, Role.REGIONAL):
        user = member(role, municipality=school.municipality)
        assert not Access.of(user).in_organisation(Right.VIEW_SENSITIVE, school), role


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.OPERATOR])
def test_inside_the_organisation_only_who_works_with_pupils_sees_sensitive_categories(role, school):
    assert not Access.of(member(role, organisation=school)).in_organisation(Right.VIEW_SENSITIVE, school)


def test_every_right_is_in_the_matrix():
    assert set(MATRIX) == set(Right)


@pytest.mark.parametrize(
    ("right", "roles"),
    [
        (Right.APPROVE_PROGRAMMES, {Role.ADMIN, Role.HEAD}),
        (Right.VIEW_REQUESTS, {Role.ADMIN, Role.CURATOR, Role.HEAD, Role.COUNCIL}),
        (Right.DECIDE_REQUESTS, {Role.ADMIN, Role.HEAD}),
        (Right.ADVISE_ON_REQUESTS, {Role.COUNCIL}),
        (Right.COMMENT_PROGRAMMES, {Role.COUNCIL}),
        (Right.EDIT_POLICY, {Role.ADMIN}),
        (Right.IMPORT, {Role.ADMIN, Role.COORDINATOR, Role.CURATOR}),
        (Right.EDIT_PEOPLE, {Role.ADMIN, Role.CURATOR, Role.HEAD, Role.OPERATOR}),
        (Right.PROPOSE_PAIRS, {Role.ADMIN, Role.CURATOR, Role.HEAD, Role.OPERATOR, Role.COUNCIL}),
        (Right.AGREE_ROADMAPS, {Role.ADMIN, Role.COORDINATOR}),
    ],
)
def test_the_matrix_says_what_the_documents_say(right, roles):
    assert MATRIX[right] == roles


def test_the_membership_of_a_role_in_the_wrong_place_is_refused_by_the_database(school):
    from django.db import IntegrityError, transaction

    from registry.models import Membership

    wrong = [
        Membership(user=UserFactory(), role=Role.CURATOR, municipality=school.municipality),
        Membership(user=UserFactory(), role=Role.ADMIN, municipality=school.municipality, organisation=school),
        Membership(user=UserFactory(), role=Role.MENTOR, municipality=school.municipality),
    ]
    for membership in wrong:
        with pytest.raises(IntegrityError, match="registry_membership_scope"), transaction.atomic():
            Membership.objects.bulk_create([membership])


def test_a_second_municipality_is_a_world_of_its_own(school):
    stranger = member(Role.ADMIN, municipality=MunicipalityFactory())

    assert seen_by(stranger) == set()
    assert not Access.of(stranger).in_organisation(Right.VIEW_ORGANISATIONS, school)


def test_the_title_in_the_pages_head_keeps_the_number_with_its_sign(school):
    school.short_name = "МБОУ «Заречная СОШ № 2»"
    school.save()

    assert Access.of(member(Role.CURATOR, organisation=school)).title == "куратор, МБОУ «Заречная СОШ №\u00a02»"
