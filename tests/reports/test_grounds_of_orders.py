"""An order cites the act on which the policy rests."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from registry import clock
from registry.enums import ActKind, ConsideringBody, Founder, Role
from registry.models import Organisation
from reports.documents.act_citation import citation_of
from reports.models import IssuedDocument, PaperDraft
from tests.factories import ActFactory, member, own_rules
from tests.posting import post_as_shown
from tests.reports.paper_makers import (
    agreed_pair,
    begun_order,
    issue_order,
    issued_order,
    order_in_place_of,
    school_with_policy,
    signed_in,
    typed_order,
)

pytestmark = pytest.mark.django_db
GROUND = "приказом отдела образования от\u00a025.08.2026 №\u00a0118 «Об утверждении Положения»"


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(date(2026, 9, 1)):
        yield


@pytest.fixture
def school():
    school = school_with_policy()
    municipality = school.municipality
    municipality.authorised_body_genitive = "отдела образования"
    municipality.save()
    act = ActFactory(
        organisation=None, municipality=municipality, number="118", dated=date(2026, 8, 25),
        title="Об утверждении Положения",
    )  # fmt: skip
    municipality.policies.update(act=act)
    return school


def offered(school) -> str:
    head = signed_in(member(Role.HEAD, organisation=school))
    form = head.get(reverse("reports:paper_start", args=["orders", school.pk])).context["form"]
    return form["grounds"].value()


def test_the_first_order_offers_the_act_of_the_policy(school):
    agreed_pair(school)
    assert offered(school) == GROUND


def test_an_organisation_of_another_founder_is_not_offered_the_act_of_the_municipality(school):
    Organisation.objects.filter(pk=school.pk).update(founder=Founder.REGIONAL)
    agreed_pair(school)
    assert not offered(school)
    own = ActFactory(organisation=school, number="7", dated=date(2026, 8, 26), title="О наставничестве")
    own_rules(school, act=own)
    assert "№\u00a07" in offered(school)


def test_the_order_rests_on_the_act_that_it_cites(school):
    policy_act = school.municipality.policies.get().act
    cites = issued_order(school, agreed_pair(school), grounds=GROUND)
    silent = issued_order(school, agreed_pair(school), number="136", grounds="Положением школы от 25.08.2026 № 1180")
    assert list(cites.act.basis.all()) == [policy_act]
    assert not silent.act.basis.exists()


def test_what_was_typed_last_is_offered_until_a_newer_policy_begins(school):
    issued_order(school, agreed_pair(school), grounds="Положением школы")
    agreed_pair(school)
    assert offered(school) == "Положением школы"
    school.municipality.policies.update(valid_from=date(2026, 9, 2))
    with clock.as_at(date(2026, 9, 2)):
        assert offered(school) == GROUND


def test_an_act_that_the_rules_rest_on_since_is_offered_and_one_that_they_do_not_rest_on_is_not(school):
    issued_order(school, agreed_pair(school), grounds=GROUND)
    agreed_pair(school)
    own = ActFactory(organisation=school, number="112", dated=date(2026, 8, 31), title="О наставничестве в школе")
    rules = own_rules(school, act=own, mentee_limit=2)
    begun = offered(school)
    assert begun == f"{citation_of(own)}, {GROUND}"
    issued_order(school, agreed_pair(school), number="136", grounds=begun)
    rules.valid_to = date(2026, 9, 1)
    rules.save()
    with clock.as_at(date(2026, 9, 2)):
        assert offered(school) == GROUND


def test_whoever_cites_other_acts_than_those_of_the_rules_is_told(school):
    head = signed_in(member(Role.HEAD, organisation=school))
    check = begun_order(head, school, agreed_pair(school), grounds="Положением школы")
    [told] = [gap.message for gap in head.get(check).context["warnings"] if gap.field == "grounds"]
    assert told.startswith("Приказ не ссылается на акт, на котором держатся правила организации: ")
    assert "№ 118" in told.replace("\u00a0", " ")
    cited = begun_order(head, school, agreed_pair(school), grounds=GROUND, number="137")
    assert not [gap for gap in head.get(cited).context["warnings"] if gap.field == "grounds"]


def test_the_ground_that_is_offered_follows_the_date_until_somebody_changes_it(school):
    own = ActFactory(organisation=school, number="112", dated=date(2026, 8, 31), title="О наставничестве в школе")
    own_rules(school, act=own, valid_from=date(2026, 9, 5))
    head, pair = signed_in(member(Role.HEAD, organisation=school)), agreed_pair(school)
    check = begun_order(head, school, pair, grounds=GROUND)
    draft, edit = PaperDraft.objects.get(), f"{check}edit/"
    page = head.get(edit)
    assert "Если изменить дату, основание изменится вместе с ней" in page.content.decode()
    assert "propose_grounds" not in page.context["form"].fields

    post_as_shown(head, edit, typed_order(pair, grounds=GROUND, dated="2026-09-07"))
    draft.refresh_from_db()
    followed = f"{citation_of(own)}, {GROUND}"
    assert draft.details["grounds"] == followed

    post_as_shown(head, edit, typed_order(pair, grounds="Положением школы", dated="2026-09-07"))
    page = head.get(edit)
    assert "Изменено вручную: с датой документа не меняется" in page.content.decode()
    assert "№\u00a0112" in page.context["form"].fields["propose_grounds"].help_text
    post_as_shown(head, edit, typed_order(pair, grounds="Положением школы", dated="2026-09-02"))
    draft.refresh_from_db()
    assert draft.details["grounds"] == "Положением школы"

    typed = typed_order(pair, grounds="Положением школы", dated="2026-09-07", propose_grounds="on")
    post_as_shown(head, edit, typed)
    draft.refresh_from_db()
    assert draft.details["grounds"] == followed


def minutes_of(school, dated: date):
    body = {"kind": ActKind.MINUTES, "considered_by": ConsideringBody.PEDAGOGICAL}
    return ActFactory(organisation=school, number="3", dated=dated, title="Заседание педсовета", **body)


def test_an_order_cites_nothing_that_is_issued_after_it(school):
    head, pair = signed_in(member(Role.HEAD, organisation=school)), agreed_pair(school)
    school.municipality.policies.update(considered_by=ConsideringBody.PEDAGOGICAL)
    later, start = minutes_of(school, date(2026, 9, 2)), reverse("reports:paper_start", args=["orders", school.pk])
    with clock.as_at(date(2026, 9, 2)):
        page = head.post(start, typed_order(pair, minutes=[later.pk]))
        check = begun_order(head, school, pair, grounds="Протоколом педсовета от 02.09.2026 № 3")
        gaps = [gap.message for gap in head.get(check).context["blocking"] if gap.field == "grounds"]
        answer = issue_order(head, check, follow=True).content.decode()
    words = [f"{str(later).capitalize()} издан позже, чем приказ: ссылаться на него нельзя. Проверьте обе даты."]
    assert page.context["form"].errors["minutes"] == words == gaps
    assert "Документ не издан" in answer
    assert not IssuedDocument.objects.exists()


def test_an_order_is_not_older_than_the_one_in_whose_place_it_comes(school):
    old, user = issued_order(school), member(Role.HEAD, organisation=school)
    head = signed_in(user)
    edit = head.post(reverse("reports:document_supersede", args=[old.pk])).url
    page = post_as_shown(head, edit, typed_order(number="136", dated="2026-08-31"))
    assert page.context["form"].errors["dated"] == [
        "Прежний приказ — от 01.09.2026: приказ взамен не может быть раньше. Исправьте дату."
    ]
    with pytest.raises(ValidationError, match="приказ взамен не может быть раньше"):
        order_in_place_of(old, by=user, number="136", dated=date(2026, 8, 31))
