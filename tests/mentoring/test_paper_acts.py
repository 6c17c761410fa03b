"""Pairs that begin to work on an act that the portal has not issued."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from mentoring.actions.activation import activate
from mentoring.actions.endings import replace_mentor, terminate
from mentoring.enums import PairStatus
from mentoring.models import Pair, PairStage
from mentoring.queries.pairs_on_day import working_on
from registry.actions.acts import cancel_act
from registry.enums import ActKind, Role
from registry.models import Act
from tests.factories import ActFactory, OrganisationFactory, member
from tests.mentoring.conftest import START, TODAY, agree
from tests.posting import post_as_shown
from tests.registry.test_act_screens import PDF
from tests.signature_files import SIGNATURE

NEW = {
    "act_way": "new",
    "new_kind": "order",
    "new_number": "№ 12-ОД",
    "new_dated": "2026-09-01",
    "new_title": "О закреплении наставнических пар",
}


@pytest.fixture
def curator(school) -> Client:
    client = Client()
    client.force_login(school.curator)
    return client


def secure(pair: Pair) -> str:
    return reverse("mentoring:pair_secure", args=[pair.pk])


def state_of(pair: Pair) -> str:
    pair.refresh_from_db()
    return pair.status


CHANGES = {
    "pair_extend": {"why": "illness", "absentee": "mentee", "ends_on": "2027-08-31"},
    "pair_terminate": {"on": TODAY, "end_reason": "mentee_failed"},
    "pair_complete": {"on": TODAY, "reason": "Цель достигнута раньше"},
}


@pytest.mark.parametrize("name", ["pair_secure", *CHANGES])
def test_the_scan_and_the_signature_come_with_the_act_and_a_refused_file_loses_nothing(name, school, curator):
    pair = school.pair() if name == "pair_secure" else school.active_pair()
    address = reverse(f"mentoring:{name}", args=[pair.pk])
    opened = curator.get(address).content.decode()
    assert "<summary>Скан и файл подписи</summary>" in opened
    for field in ("new_number", "new_dated", "new_title"):
        assert re.search(rf'<label\s+for="id_{field}" class="form-label requiredField">', opened), field
    title = "О наставнической паре"
    sent = {
        **CHANGES.get(name, {}),
        **NEW,
        "new_title": title,
        "new_dated": str(TODAY) if name != "pair_secure" else NEW["new_dated"],
    }

    page = post_as_shown(
        curator,
        address,
        {
            **sent,
            "new_scan": SimpleUploadedFile("приказ.pdf", PDF),
            "new_signature": SimpleUploadedFile("приказ.sig", b"no signature"),
        },
    )
    assert "не похоже на электронную подпись" in str(page.context["form"].errors["new_signature"])
    assert '<details class="act-files mb-3" open>' in page.content.decode()
    assert "Файл «приказ.pdf» портал сохранил" in page.content.decode()
    assert not page.context["form"].errors.get("signer")
    of_another = {"new_signatory": "Петров П. П.", "new_signature": SimpleUploadedFile("приказ.sig", SIGNATURE)}
    asking = curator.post(address, {**sent, **of_another})
    assert asking.context["form"].errors["signer"]
    assert '<details class="act-files mb-3" open>' in asking.content.decode()
    assert not Act.objects.filter(number="12-ОД").exists()
    assert page.context["form"]["new_title"].value() == title

    kept = re.search(r'name="kept-upload" value="([^"]+)"', page.content.decode())[1]
    again = {**sent, "kept-upload": kept, "new_signature": SimpleUploadedFile("приказ.sig", SIGNATURE)}
    assert post_as_shown(curator, address, again).status_code == 302
    act = Act.objects.get(number="12-ОД")
    assert act.scan
    assert act.signature_facts.owner == "Дубровина Ульяна Олеговна"


@pytest.mark.requirement("U-3.6")
def test_an_agreed_pair_begins_on_a_paper_order_entered_with_its_scan(school, curator):
    pair = school.pair()
    assert secure(pair) in curator.get(pair.get_absolute_url()).content.decode()

    response = post_as_shown(curator, secure(pair), {**NEW, "new_scan": SimpleUploadedFile("приказ.pdf", PDF)})

    assert response.headers["Location"] == pair.get_absolute_url()
    assert state_of(pair) == PairStatus.ACTIVE
    assert (pair.act.number, pair.act.organisation, bool(pair.act.scan)) == ("12-ОД", school.organisation, True)
    assert pair.stage.number == 1
    assert pair.programme is not None
    change = pair.changes.get(to_status=PairStatus.ACTIVE, to_stage=None)
    assert (change.on, change.act) == (START, pair.act)


@pytest.mark.requirement("U-3.6")
def test_an_agreed_pair_begins_on_another_document_of_the_register(school, curator):
    pair = school.pair()
    act = ActFactory(organisation=school.organisation, kind=ActKind.OTHER, kind_title="решение педсовета", dated=START)

    post_as_shown(curator, secure(pair), {"act_way": "known", "act": act.pk})

    assert state_of(pair) == PairStatus.ACTIVE
    assert "решение педсовета" in curator.get(pair.get_absolute_url()).content.decode()


@pytest.mark.requirement("U-3.5")
def test_the_consents_count_on_the_day_of_the_paper_order(school, curator):
    mentee = school.mentee(agreed=False)
    agree(mentee.person, signed_on=date(2026, 10, 1))
    pair = school.pair(mentee=mentee)

    response = post_as_shown(curator, secure(pair), NEW)

    assert "Не хватает согласий на 01.09.2026" in response.content.decode()
    assert state_of(pair) == PairStatus.AGREED
    assert not Act.objects.exists()
    post_as_shown(curator, secure(pair), {**NEW, "new_dated": "2026-10-01"})
    assert state_of(pair) == PairStatus.ACTIVE


def test_only_acts_that_can_secure_the_pair_are_offered(school, curator):
    pair = school.pair()
    own = {"organisation": school.organisation}
    right = ActFactory(**own, dated=START)
    ActFactory(**own, cancelled_by=right)
    ActFactory(**own, dated=START, effective_on=date(2027, 6, 1))
    ActFactory(dated=START)

    assert list(curator.get(secure(pair)).context["form"].fields["act"].queryset) == [right]


def test_an_act_that_takes_effect_after_the_end_secures_nothing(school, curator):
    pair = school.pair(starts_on=date(2026, 2, 1), ends_on=date(2026, 10, 31))

    response = post_as_shown(curator, secure(pair), {**NEW, "new_dated": "2026-11-01"})

    assert "кончается 31.10.2026, раньше даты приказа" in response.content.decode()
    assert state_of(pair) == PairStatus.AGREED


def test_an_act_in_effect_after_the_end_secures_nothing_whoever_asks(school):
    pair = school.pair(starts_on=date(2026, 2, 1), ends_on=date(2026, 12, 31))
    act = ActFactory(organisation=school.organisation, dated=TODAY, effective_on=date(2027, 1, 1))
    with pytest.raises(ValidationError, match=r"кончается 31\.12\.2026"):
        activate(pairs=[pair], act=act, by=school.curator)


def test_a_pair_works_from_the_day_on_which_its_act_takes_effect(school):
    effective = date(2026, 12, 10)
    act = ActFactory(organisation=school.organisation, dated=TODAY, effective_on=effective)
    [pair] = activate(pairs=[school.pair()], act=act, by=school.curator)
    at_work = [bool(working_on(Pair.objects.all(), on)) for on in (TODAY, date(2026, 12, 9), effective)]
    assert at_work == [False, False, True]
    assert [stay.entered_on for stay in PairStage.objects.filter(pair=pair)] == [effective]


def test_an_act_is_not_cancelled_by_one_of_an_earlier_day(school):
    act = ActFactory(organisation=school.organisation, dated=TODAY)
    earlier = ActFactory(organisation=school.organisation, dated=date(2026, 9, 1))
    with pytest.raises(ValidationError, match="издан раньше"):
        cancel_act(act=act, by_act=earlier, by=school.curator)


def test_an_act_is_asked_for(school, curator):
    pair = school.pair()

    assert {"new_number", "new_dated"} <= set(
        post_as_shown(curator, secure(pair), {"new_title": ""}).context["form"].errors
    )
    assert state_of(pair) == PairStatus.AGREED


def test_who_issues_no_orders_secures_nothing(school):
    pair = school.pair()
    operator = Client()
    operator.force_login(member(Role.OPERATOR, organisation=school.organisation))

    assert operator.post(secure(pair), NEW).status_code == 403
    assert secure(pair) not in operator.get(pair.get_absolute_url()).content.decode()


def test_one_act_secures_several_pairs_from_its_card(school, curator):
    pairs = [school.pair(), school.pair(), school.pair()]
    act = ActFactory(organisation=school.organisation, dated=START)
    url = reverse("mentoring:act_pairs", args=[act.pk])
    assert url in curator.get(act.get_absolute_url()).content.decode()

    post_as_shown(curator, url, {"pairs": [pairs[0].pk, pairs[1].pk]})

    assert [state_of(pair) for pair in pairs] == ["active", "active", "agreed"]
    card = curator.get(act.get_absolute_url()).content.decode()
    assert (str(pairs[0]) in card, str(pairs[1]) in card, str(pairs[2]) in card) == (True, True, False)
    listed = curator.get(f"/pairs/?act={act.pk}").context["table"].rows
    assert {row.record.pk for row in listed} == {pairs[0].pk, pairs[1].pk}


def test_an_act_of_another_matter_secures_several_pairs_only_when_somebody_says_why(school, curator):
    pair, other = school.pair(), school.active_pair()
    act = ActFactory(organisation=school.organisation, dated=START, title="О досрочном прекращении наставничества")
    url = reverse("mentoring:act_pairs", args=[act.pk])
    assert 'btn-line" href="' + url in curator.get(act.get_absolute_url()).content.decode()

    page = post_as_shown(curator, url, {"pairs": [pair.pk]})
    [question] = page.context["form"].errors["why_act"]
    assert question.startswith(f"Заголовок акта говорит о другом: «{act.title}».")
    assert state_of(pair) == "agreed"
    post_as_shown(curator, url, {"pairs": [pair.pk], "why_act": "закреплены п. 2"})
    assert state_of(pair) == "active"
    assert pair.changes.filter(to_status="active", reason__contains="закреплены п. 2").exists()

    end = ActFactory(organisation=school.organisation, dated=TODAY, title=act.title)
    terminate(pair=other, on=TODAY, end_reason="mentee_failed", act=end, by=school.curator)
    school.pair()
    assert reverse("mentoring:act_pairs", args=[end.pk]) not in curator.get(end.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("title", "asks"),
    [
        ("О назначении координатора наставничества", True),
        ("О назначении куратора наставничества", True),
        ("О назначении ответственного за наставничество", True),
        ("О назначении наставников", False),
        ("Положение о наставничестве", True),
    ],
)
def test_an_act_that_appoints_somebody_else_or_adopts_rules_is_asked_about(title, asks, school, curator):
    pair = school.pair()
    act = ActFactory(organisation=school.organisation, dated=START, title=title)
    page = post_as_shown(curator, reverse("mentoring:act_pairs", args=[act.pk]), {"pairs": [pair.pk]})
    assert (page.status_code, state_of(pair)) == ((200, "agreed") if asks else (302, "active"))
    if asks:
        [question] = page.context["form"].errors["why_act"]
        assert question.startswith(f"Заголовок акта говорит о другом: «{title}».")


def test_either_all_chosen_pairs_begin_or_none(school, curator):
    mentee = school.mentee(agreed=False)
    agree(mentee.person, signed_on=TODAY)
    pairs = [school.pair(), school.pair(mentee=mentee)]
    act = ActFactory(organisation=school.organisation, dated=START)

    response = post_as_shown(
        curator, reverse("mentoring:act_pairs", args=[act.pk]), {"pairs": [pair.pk for pair in pairs]}
    )

    assert f"{pairs[1]}: Не хватает согласий" in response.content.decode()
    assert [state_of(pair) for pair in pairs] == ["agreed", "agreed"]


def test_pairs_of_a_cancelled_act_pass_to_the_one_that_cancels_it(school, curator):
    pair = school.active_pair()
    old, new = pair.act, ActFactory(organisation=school.organisation, dated=TODAY)
    cancel_act(act=old, by_act=new, by=school.curator)
    assert "Акт отменён" in curator.get(old.get_absolute_url()).content.decode()

    post_as_shown(curator, reverse("mentoring:act_pairs", args=[new.pk]), {"pairs": [pair.pk]})

    assert (state_of(pair), pair.act) == (PairStatus.ACTIVE, new)


def test_a_correction_leaves_no_pair_without_its_ground(school, curator):
    pair = school.active_pair()
    values = {"kind": "order", "number": "1", "title": "О парах", "issuer": f"o{school.organisation.pk}"}
    edit = f"{pair.act.get_absolute_url()}edit/"

    refused = curator.post(edit, {**values, "dated": "2020-08-01", "why_act": "В приказе другая дата"})
    assert "нет согласий" in refused.content.decode()
    pair.act.refresh_from_db()
    assert pair.act.dated == START

    moved = {**values, "dated": "2026-09-02", "why_act": "В приказе другая дата"}
    assert curator.post(edit, moved).status_code == 302


def test_the_municipality_s_act_secures_pairs_of_its_organisations(school):
    other = OrganisationFactory(municipality=school.organisation.municipality)
    pair = school.pair()
    act = ActFactory(organisation=None, municipality=other.municipality, dated=START)
    admin = Client()
    admin.force_login(member(Role.ADMIN, municipality=other.municipality))

    post_as_shown(admin, reverse("mentoring:act_pairs", args=[act.pk]), {"pairs": [pair.pk]})

    assert state_of(pair) == PairStatus.ACTIVE


def test_the_act_of_a_replacement_is_chosen_already_for_the_pair_of_the_successor(school, curator):
    pair, mentor = school.active_pair(), school.mentor()
    assert (
        "на странице новой пары он будет уже выбран"
        in curator.get(reverse("mentoring:pair_replace", args=[pair.pk])).content.decode()
    )
    act = ActFactory(organisation=school.organisation, dated=TODAY, title="О замене наставника")
    other = ActFactory(organisation=school.organisation, dated=TODAY, title="О закреплении наставнических пар")
    replace_mentor(pair=pair, mentor=mentor, on=TODAY, end_reason="transfer", act=act, by=school.curator)
    successor = Pair.objects.get(predecessor=pair)

    card, page = curator.get(successor.get_absolute_url()), curator.get(secure(successor))
    said = strip_tags(card.content.decode()).replace("\u00a0", " ")
    assert f"Прежнюю пару закончил документ: {act}".replace("\u00a0", " ") in said
    form = page.context["form"]
    assert (form["act_way"].value(), form["act"].value()) == ("known", act.pk)
    assert str(act) in page.context["intro"]
    post_as_shown(curator, secure(successor), {"act_way": "known", "act": act.pk})
    assert (state_of(successor), successor.act) == (PairStatus.ACTIVE, act)

    replace_mentor(pair=successor, mentor=pair.mentor, on=successor.starts_on, end_reason="transfer", by=school.curator)
    third = Pair.objects.get(predecessor=successor)
    assert curator.get(secure(third)).context["form"]["act"].value() is None
    assert other.pk in curator.get(secure(third)).context["form"].fields["act"].queryset.values_list("pk", flat=True)
