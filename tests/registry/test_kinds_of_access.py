"""A municipal role for some kinds of organisations (Сургут, п. 4.8.2, 4.8.3)."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from registry.access import OF_WHOLE_MUNICIPALITY, Access, Right
from registry.actions.access import limit_membership
from registry.enums import OrganisationKind, Role
from registry.models import Act, Invitation, Membership, Organisation
from registry.queries.people import people_visible_to
from tests.factories import (
    ActFactory,
    MembershipFactory,
    MentorFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
    member,
)
from tests.posting import post_as_shown
from tests.registry.conftest import signed_in

pytestmark = pytest.mark.django_db

PRESCHOOL, SCHOOL = OrganisationKind.PRESCHOOL.value, OrganisationKind.SCHOOL.value


@pytest.fixture
def school():
    return OrganisationFactory(kind=SCHOOL)


@pytest.fixture
def kindergarten(school):
    return OrganisationFactory(municipality=school.municipality, kind=PRESCHOOL, short_name="МБДОУ «Ромашка»")


@pytest.fixture
def of_kindergartens(school, kindergarten):
    return member(Role.COORDINATOR, municipality=school.municipality, organisation_kinds=[PRESCHOOL])


def seen_by(user, right=Right.VIEW_PEOPLE):
    return set(Organisation.objects.filter(Access.of(user).where(right, organisation="")))


@pytest.mark.requirement("D-4.8.3")
def test_the_office_of_kindergartens_reaches_kindergartens_only(of_kindergartens, kindergarten):
    elsewhere = OrganisationFactory(kind=PRESCHOOL)

    assert seen_by(of_kindergartens) == {kindergarten}
    assert not Access.of(of_kindergartens).in_organisation(Right.VIEW_PEOPLE, elsewhere)


@pytest.mark.requirement("D-4.8.2")
def test_the_methodical_centre_reaches_general_and_additional_education(school, kindergarten):
    club = OrganisationFactory(municipality=school.municipality, kind=OrganisationKind.EXTRACURRICULAR)
    kinds = [SCHOOL, OrganisationKind.EXTRACURRICULAR.value]
    user = member(Role.COORDINATOR, municipality=school.municipality, organisation_kinds=kinds)

    assert seen_by(user) == {school, club}


def test_what_belongs_to_no_organisation_is_seen_from_the_whole_municipality_only(of_kindergartens, kindergarten):
    municipality = kindergarten.municipality
    lone = PersonFactory(organisation=None, municipality=municipality)
    own = PersonFactory(organisation=kindergarten)
    ActFactory(organisation=None, municipality=municipality)

    assert set(people_visible_to(of_kindergartens)) == {own}
    assert set(people_visible_to(member(Role.COORDINATOR, municipality=municipality))) == {own, lone}
    assert not Act.objects.filter(Access.of(of_kindergartens).where(Right.VIEW_DOCUMENTS, municipality="municipality"))


def test_a_role_without_limits_beside_a_limited_one_reaches_everything(of_kindergartens, school, kindergarten):
    MembershipFactory(user=of_kindergartens, role=Role.REGIONAL, municipality=school.municipality)

    assert seen_by(of_kindergartens) == {kindergarten}
    assert seen_by(of_kindergartens, Right.VIEW_MONITORING) == {school, kindergarten}


def test_two_limited_roles_reach_the_kinds_of_both(of_kindergartens, school, kindergarten):
    again = {"user": of_kindergartens, "role": Role.REGIONAL, "municipality": school.municipality}
    MembershipFactory(organisation_kinds=[SCHOOL], **again)

    assert seen_by(of_kindergartens, Right.VIEW_ORGANISATIONS) == {school, kindergarten}


def test_every_right_over_the_whole_municipality_is_closed_to_a_part_of_it(of_kindergartens, kindergarten):
    access = Access.of(of_kindergartens)
    assert Right.PROPOSE_POLICY in OF_WHOLE_MUNICIPALITY
    for right in OF_WHOLE_MUNICIPALITY:
        assert not access.in_municipality(right, kindergarten.municipality)
        assert not access.is_municipal(right), right


def test_rights_over_the_whole_municipality_do_not_come_with_a_part_of_it(of_kindergartens, kindergarten):
    access = Access.of(of_kindergartens)

    assert not access.anywhere(Right.EDIT_DISTRICT_ROADMAPS)
    assert not access.in_municipality(Right.AGREE_ROADMAPS, kindergarten.municipality)
    assert access.in_organisation(Right.AGREE_ROADMAPS, kindergarten)


def test_only_a_municipal_role_below_the_admin_takes_kinds(school):
    places = {Role.ADMIN: {"municipality": school.municipality}, Role.CURATOR: {"organisation": school}}
    for role, place in places.items():
        with pytest.raises(IntegrityError, match="registry_membership_kinds"), transaction.atomic():
            MembershipFactory(role=role, organisation_kinds=[SCHOOL], **place)
        membership = MembershipFactory(role=role, **place)
        membership.organisation_kinds = [PRESCHOOL]
        with pytest.raises(ValidationError):
            limit_membership(membership=membership, by=UserFactory())


@pytest.mark.requirement("D-4.8.3")
def test_an_invitation_carries_the_kinds_into_the_letter_the_list_and_the_access(
    client, school, kindergarten, django_capture_on_commit_callbacks
):
    admin = signed_in(member(Role.ADMIN, municipality=school.municipality))
    asked = {"email": "do@zarechny.example", "role": "coordinator", "organisation_kinds": [PRESCHOOL]}
    with django_capture_on_commit_callbacks(execute=True):
        admin.post("/settings/invitations/new/", asked)

    assert "только: дошкольная ОО" in mail.outbox[0].body
    assert "только: дошкольная ОО" in admin.get("/settings/invitations/").content.decode()
    token = re.search(r"/invitation/([\w-]+)/", mail.outbox[0].body)[1]
    names = {"last_name": "Ясная", "first_name": "Вера", "password": "Заречье-2026", "password_again": "Заречье-2026"}
    client.post(f"/invitation/{token}/", names)
    membership = Membership.objects.get(user__email="do@zarechny.example")
    assert membership.organisation_kinds == [PRESCHOOL]
    assert seen_by(membership.user) == {kindergarten}


def test_kinds_are_asked_of_municipal_roles_only(school):
    admin = signed_in(member(Role.ADMIN, municipality=school.municipality))
    asked = {
        "email": "k@zarechny.example",
        "role": "curator",
        "organisation": school.pk,
        "organisation_kinds": [SCHOOL],
    }

    page = admin.post("/settings/invitations/new/", asked)

    assert "ограничивают только роль на муниципалитет" in page.content.decode()
    assert not Invitation.objects.exists()
    coordinator = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    assert "Только организации типов" not in coordinator.get("/settings/invitations/new/").content.decode()


def test_the_admin_narrows_and_widens_an_access_at_any_time(of_kindergartens, school, kindergarten):
    membership = Membership.objects.get(user=of_kindergartens)
    admin = signed_in(member(Role.ADMIN, municipality=school.municipality))

    admin.post(f"/settings/access/{membership.pk}/", {"organisation_kinds": [SCHOOL]})
    membership.refresh_from_db()
    assert membership.organisation_kinds == [SCHOOL]
    assert membership.history.first().history_change_reason == "Типы организаций: общеобразовательная организация"

    post_as_shown(admin, f"/settings/access/{membership.pk}/")
    assert seen_by(type(of_kindergartens).objects.get(pk=of_kindergartens.pk)) == {school, kindergarten}


def test_kinds_that_somebody_else_has_changed_meanwhile_are_shown_before_they_are_replaced(of_kindergartens, school):
    membership = Membership.objects.get(user=of_kindergartens)
    admin = signed_in(member(Role.ADMIN, municipality=school.municipality))
    url = f"/settings/access/{membership.pk}/"
    seen = admin.get(url).context["form"]["seen"].value()
    Membership.objects.filter(pk=membership.pk).update(organisation_kinds=["culture"])

    page = admin.post(url, {"organisation_kinds": [SCHOOL], "seen": seen})

    (conflict,) = page.context["form"].conflicts
    assert (conflict.stored, conflict.sent_text) == ("учреждение культуры", "общеобразовательная организация")
    membership.refresh_from_db()
    assert membership.organisation_kinds == ["culture"]


def test_a_limited_coordinator_gives_access_to_own_organisations_only(of_kindergartens, school, kindergarten):
    browser = signed_in(of_kindergartens)
    foreign = MembershipFactory(role=Role.CURATOR, organisation=school)
    own = MembershipFactory(role=Role.CURATOR, organisation=kindergarten)
    of_mentor = MembershipFactory(
        role=Role.MENTOR, person=MentorFactory(person=PersonFactory(organisation=school)).person
    )

    page = browser.get("/settings/access/").content.decode()
    assert own.user.email in page
    assert foreign.user.email not in page
    assert of_mentor.user.email not in page
    browser.post("/settings/invitations/new/", {"email": "a@b.example", "role": "head", "organisation": school.pk})
    assert not Invitation.objects.exists()
    browser.post(
        "/settings/invitations/new/", {"email": "a@b.example", "role": "head", "organisation": kindergarten.pk}
    )
    assert Invitation.objects.get().organisation == kindergarten


def test_a_limited_coordinator_moves_no_organisation_out_of_the_own_kinds(of_kindergartens, kindergarten):
    browser = signed_in(of_kindergartens)
    new = {"short_name": "МБОУ «Новая»", "full_name": "МБОУ «Новая»", "kind": SCHOOL}

    page = browser.post("/organisations/new/", new).content.decode()
    assert "не распространяется на организации этого типа" in page
    browser.post(f"/organisations/{kindergarten.pk}/edit/", new)
    kindergarten.refresh_from_db()
    assert kindergarten.kind == PRESCHOOL
    browser.post("/organisations/new/", new | {"kind": PRESCHOOL})
    assert Organisation.objects.get(short_name="МБОУ «Новая»").kind == PRESCHOOL


@pytest.mark.parametrize("role", [Role.CURATOR, Role.HEAD, Role.OPERATOR])
def test_nobody_inside_an_organisation_moves_it_to_another_kind(role, school, of_kindergartens):
    inside = signed_in(member(role, organisation=school))
    url = f"/organisations/{school.pk}/edit/"
    form = inside.get(url).context["form"]
    assert form["kind"].field.disabled
    data = {"short_name": "МБОУ «Новая»", "full_name": "МБОУ «Новая»", "kind": PRESCHOOL, "seen": form["seen"].value()}

    inside.post(url, data)

    school.refresh_from_db()
    assert (school.short_name, school.kind) == ("МБОУ «Новая»", SCHOOL)
    assert school not in seen_by(of_kindergartens)


def test_the_education_department_corrects_the_kind_of_an_organisation(school):
    office = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    url = f"/organisations/{school.pk}/edit/"
    seen = office.get(url).context["form"]["seen"].value()

    office.post(url, {"short_name": "Ромашка", "full_name": "Ромашка", "kind": PRESCHOOL, "seen": seen})

    school.refresh_from_db()
    assert school.kind == PRESCHOOL


def test_the_page_says_what_the_access_is_good_for(of_kindergartens):
    assert Access.of(of_kindergartens).title == "муниципальный координатор: дошкольная ОО"


@pytest.mark.requirement("D-4.8.4")
def test_the_psychological_centre_reads_figures_and_whom_it_supports_and_no_card(school):
    school.psychologist_name, school.psychologist_contact = "Тихая Анна Львовна", "8 900 000-00-00"
    school.save()
    mentor = MentorFactory(person=PersonFactory(organisation=school, last_name="Громкая"))
    centre = signed_in(member(Role.PSYCHOLOGICAL, municipality=school.municipality))
    observer = signed_in(member(Role.REGIONAL, municipality=school.municipality))
    url = f"/organisations/{school.pk}/"

    assert "Тихая Анна Львовна" in centre.get(url).content.decode()
    assert "Тихая" not in observer.get(url).content.decode()
    assert centre.get("/monitoring/").status_code == 200
    for closed in (
        f"/people/{mentor.person_id}/",
        "/mentors/",
        "/mentees/",
        "/pairs/",
        f"/organisations/{school.pk}/edit/",
    ):
        assert centre.get(closed).status_code in (403, 404), closed
    assert "Громкая" not in centre.get(url).content.decode()
