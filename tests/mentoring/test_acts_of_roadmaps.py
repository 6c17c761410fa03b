"""An agreed roadmap is approved by an act of the register."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.actions.roadmaps import agree_roadmap, approve_by_act, approve_roadmap, return_roadmap, submit_roadmap
from mentoring.models import Roadmap
from registry.actions.acts import cancel_act
from registry.enums import OrganisationKind, Role
from registry.models import Act
from reports.documents.roadmap import roadmap_payload
from reports.documents.stamps import BLANK_POST, agreed_with_body, approved_by_head
from tests.factories import ActFactory, OrganisationFactory, UserFactory, member
from tests.mentoring.test_roadmaps import new_roadmap, signed_in

pytestmark = pytest.mark.django_db

NEW = {"act_way": "new", "new_kind": "order", "new_number": "№ 118", "new_dated": "2026-08-25", "new_title": "О карте"}


@pytest.fixture
def school():
    return OrganisationFactory()


@pytest.fixture
def roadmap(school) -> Roadmap:
    by = UserFactory()
    roadmap = submit_roadmap(roadmap=new_roadmap(school, preset="kez-2022"), by=by)
    approved = approve_roadmap(roadmap=roadmap, by=member(Role.HEAD, organisation=school))
    return agree_roadmap(roadmap=approved, by=by)


def address(roadmap: Roadmap) -> str:
    return reverse("mentoring:roadmap_act", args=[roadmap.pk])


def test_the_act_is_entered_and_leads_to_the_roadmap_and_back(roadmap, school):
    head = signed_in(member(Role.HEAD, organisation=school))
    assert address(roadmap) in head.get(roadmap.get_absolute_url()).content.decode()

    head.post(address(roadmap), NEW)

    roadmap.refresh_from_db()
    assert (roadmap.act.number, roadmap.act.organisation) == ("118", school)
    assert roadmap.act.get_absolute_url() in head.get(roadmap.get_absolute_url()).content.decode()
    assert roadmap.get_absolute_url() in head.get(roadmap.act.get_absolute_url()).content.decode()


def test_acts_of_the_school_its_municipality_and_its_authority_are_offered(roadmap, school):
    municipality = school.municipality
    authority = OrganisationFactory(municipality=municipality, kind=OrganisationKind.AUTHORITY)
    own = ActFactory(organisation=school)
    above = [ActFactory(organisation=None, municipality=municipality), ActFactory(organisation=authority)]
    ActFactory(organisation=OrganisationFactory(municipality=municipality))
    admin = signed_in(member(Role.ADMIN, municipality=municipality))

    assert set(admin.get(address(roadmap)).context["form"].fields["act"].queryset) == {own, *above}


def test_only_an_agreed_roadmap_is_approved_and_a_returned_one_loses_its_act(roadmap, school):
    by = UserFactory()
    act = ActFactory(organisation=school)
    approve_by_act(roadmap=roadmap, act=act, by=by)

    returned = return_roadmap(roadmap=roadmap, comment="Уточните сроки", by=by)

    assert returned.act is None
    with pytest.raises(ValidationError, match="согласованную"):
        approve_by_act(roadmap=roadmap, act=act, by=by)
    head = signed_in(member(Role.HEAD, organisation=school))
    assert head.post(address(roadmap), NEW, follow=True).redirect_chain[0][0] == roadmap.get_absolute_url()
    assert not Act.objects.filter(number="118").exists()


def test_who_issues_no_orders_approves_nothing(roadmap, school):
    operator = signed_in(member(Role.OPERATOR, organisation=school))

    assert operator.post(address(roadmap), NEW).status_code == 403
    assert address(roadmap) not in operator.get(roadmap.get_absolute_url()).content.decode()


@pytest.mark.requirement("K-0-stamps")
def test_minutes_adopt_the_roadmap_beside_the_act_and_both_are_printed(roadmap, school):
    head = signed_in(member(Role.HEAD, organisation=school))
    minutes = {**NEW, "new_kind": "minutes", "new_number": "1", "new_title": "Заседание педагогического совета"}
    head.post(address(roadmap), minutes)
    head.post(address(roadmap), {**NEW, "new_signatory": "Стародубцев Глеб Родионович, директор"})

    roadmap.refresh_from_db()
    act = roadmap.adopted_by.get()
    stamps = {stamp["word"]: stamp["lines"] for stamp in roadmap_payload(roadmap)["approvals"]}
    assert stamps["ПРИНЯТО"] == [
        f"педагогическим советом {school.short_name}", "(протокол от\u00a025.08.2026 №\u00a01)",
    ]  # fmt: skip
    assert stamps["УТВЕРЖДЕНО"] == [
        f"приказом {school.short_name}", "от\u00a025.08.2026 №\u00a0118", "Директор Г.\u00a0Р.\u00a0Стародубцев",
    ]  # fmt: skip
    assert act.get_absolute_url() in head.get(roadmap.get_absolute_url()).content.decode()
    assert roadmap.get_absolute_url() in head.get(act.get_absolute_url()).content.decode()

    head.post(reverse("mentoring:roadmap_minutes_forget", args=[roadmap.pk, act.pk]))
    assert not roadmap.adopted_by.exists()


def test_stamps_say_only_what_was_done_and_leave_blanks_for_the_rest(school):
    draft = new_roadmap(school, preset="kez-2022")
    blanks = roadmap_payload(draft)["approvals"]
    assert [(stamp["word"], stamp["by_hand"]) for stamp in blanks] == [("СОГЛАСОВАНО", True), ("УТВЕРЖДАЮ", True)]
    assert blanks[1]["signature"] == "Г.\u00a0Р.\u00a0Стародубцев"

    by = UserFactory(last_name="Северьянова", first_name="Галина", middle_name="Дмитриевна")
    submitted = submit_roadmap(roadmap=draft, by=by)
    head = UserFactory(last_name="Стародубцев", first_name="Глеб", middle_name="Родионович")
    approved = approve_roadmap(roadmap=submitted, by=head)
    done = roadmap_payload(agree_roadmap(roadmap=approved, by=by))["approvals"]
    assert [(stamp["word"], stamp.get("by_hand")) for stamp in done] == [("СОГЛАСОВАНО", None), ("УТВЕРЖДАЮ", None)]
    assert done[0]["signature"] == "Г.\u00a0Д.\u00a0Северьянова"
    assert done[1]["lines"] == [f"Директор {school.short_name}"]


def test_a_post_is_printed_only_with_the_name_it_belongs_to(school):
    municipality = school.municipality
    municipality.authorised_head = "Северьянова Галина Дмитриевна"
    municipality.authorised_head_position = "начальник управления образования"
    by = UserFactory(last_name="Северьянова", first_name="Галина", middle_name="Дмитриевна")
    deputy = UserFactory(last_name="Кочнева", first_name="Алла", middle_name="Юрьевна")
    on = date(2026, 9, 5)

    assert agreed_with_body(municipality, by, on)["lines"] == ["Начальник управления образования"]
    assert agreed_with_body(municipality, deputy, on)["lines"][-1] == BLANK_POST
    stamp = approved_by_head(school, deputy, on)
    assert (stamp["lines"], stamp["signature"]) == ([BLANK_POST, school.short_name], "А.\u00a0Ю.\u00a0Кочнева")


def test_a_cancelled_act_approves_nothing(roadmap, school):
    by = UserFactory()
    act = ActFactory(organisation=school, dated=date(2026, 8, 25))
    approve_by_act(roadmap=roadmap, act=act, by=by)
    cancel_act(act=act, by_act=ActFactory(organisation=school, dated=date(2026, 8, 26), number="119"), by=by)
    roadmap.refresh_from_db()
    assert [stamp["word"] for stamp in roadmap_payload(roadmap)["approvals"]] == ["СОГЛАСОВАНО", "УТВЕРЖДАЮ"]
