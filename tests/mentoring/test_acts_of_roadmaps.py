"""An agreed roadmap is approved by an act of the register."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.actions.activation import activate
from mentoring.actions.roadmap_stamps import approve_by_act, correct_agreement, take_act_back, withdraw_agreement
from mentoring.actions.roadmaps import agree_roadmap, approve_roadmap, return_roadmap, submit_roadmap
from mentoring.enums import RoadmapStatus
from mentoring.models import Roadmap, RoadmapItem
from registry import clock
from registry.actions.acts import cancel_act
from registry.enums import OrganisationKind, Role
from registry.models import Act
from reports.actions import cancel_document, issue
from reports.documents.roadmap import RoadmapPaper, roadmap_payload
from reports.documents.stamps import BLANK_POST, agreed_with_body, approved_by_act, approved_by_head
from russian.approval import approved_word
from tests.factories import ActFactory, CuratorFactory, OrganisationFactory, PolicyFactory, UserFactory, member
from tests.mentoring.test_roadmaps import new_roadmap, signed_in
from tests.older_rows import past_the_rules_of_today
from tests.posting import version_shown
from tests.reports.paper_makers import agreed_pair

pytestmark = pytest.mark.django_db

NEW = {"act_way": "new", "new_kind": "order", "new_number": "№ 118", "new_dated": "2026-08-25", "new_title": "О карте"}


@pytest.fixture
def school():
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality)
    return school


@pytest.fixture
def roadmap(school) -> Roadmap:
    by = UserFactory()
    with clock.as_at(date(2026, 8, 24)):
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
    minutes = {
        **NEW,
        "new_kind": "minutes",
        "new_considered_by": "pedagogical",
        "new_number": "1",
        "new_title": "Заседание педагогического совета",
    }
    head.post(address(roadmap), minutes)
    head.post(address(roadmap), {**NEW, "new_signatory": "Стародубцев Глеб Родионович, директор"})

    roadmap.refresh_from_db()
    act = roadmap.adopted_by.get()
    stamps = {stamp["word"]: stamp["lines"] for stamp in roadmap_payload(roadmap)["approvals"]}
    assert stamps["ПРИНЯТО"] == [
        f"педагогическим советом {school.short_name}", "(протокол от\u00a025.08.2026 №\u00a01)",
    ]  # fmt: skip
    assert stamps["УТВЕРЖДЕНА"] == [f"приказом {school.short_name}", "от\u00a025.08.2026 №\u00a0118"]
    assert act.get_absolute_url() in head.get(roadmap.get_absolute_url()).content.decode()
    assert roadmap.get_absolute_url() in head.get(act.get_absolute_url()).content.decode()

    head.post(reverse("mentoring:roadmap_act_back", args=[roadmap.pk, act.pk]), {"reason": "Протокол другой карты"})
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


def test_an_act_that_cannot_approve_is_refused_in_words(roadmap, school):
    other = OrganisationFactory(municipality=school.municipality, short_name="МБОУ «Соседняя СОШ»")
    own = {"organisation": school, "dated": date(2026, 8, 25)}
    appoints = CuratorFactory(organisation=school, act=ActFactory(number="1", **own)).act
    secures = ActFactory(number="2", **own)
    activate(pairs=[agreed_pair(school)], act=secures, by=UserFactory())
    cancels = ActFactory(number="5", title="О признании приказа утратившим силу", **own)
    cancel_act(act=ActFactory(number="6", **own), by_act=cancels, by=UserFactory())
    refused = {
        appoints: "назначает кураторов",
        secures: "закрепляет пары",
        ActFactory(organisation=other): "издала другая организация: МБОУ «Соседняя СОШ»",
        cancels: "отменяет другой акт",
        ActFactory(organisation=school, number="3", dated=roadmap.ends_on + timedelta(days=1)): "издан позже",
    }
    admin = signed_in(member(Role.ADMIN, municipality=school.municipality))
    fit = ActFactory(number="4", **own)
    for act, message in refused.items():
        page = admin.post(address(roadmap), {"act_way": "known", "act": act.pk})
        assert message in " ".join(page.context["form"].errors["act"])
        with pytest.raises(ValidationError, match=message):
            approve_by_act(roadmap=roadmap, act=act, by=UserFactory())
    assert set(page.context["form"].fields["act"].queryset) == {fit}


@pytest.mark.parametrize(
    ("title", "dated", "asks"),
    [
        ("Об утверждении дорожной карты", "2024-08-25", "больше чем через год"),
        ("О замене наставника", "2026-08-25", "говорит о другом"),
    ],
)
def test_an_unlikely_act_is_asked_about(roadmap, school, title, dated, asks):
    head = signed_in(member(Role.HEAD, organisation=school))
    data = {**NEW, "new_title": title, "new_dated": dated}
    page = head.post(address(roadmap), data)
    assert asks in page.content.decode()
    assert not Act.objects.filter(title=title).exists()
    head.post(address(roadmap), {**data, "sure": "on"})
    roadmap.refresh_from_db()
    assert roadmap.act.title == title


def test_an_act_that_is_older_than_the_agreement_is_asked_about_and_minutes_are_not(roadmap, school):
    Roadmap.objects.update(approved_on=date(2026, 9, 1), agreed_on=date(2026, 9, 3))
    head = signed_in(member(Role.HEAD, organisation=school))
    page = head.post(address(roadmap), {**NEW, "new_dated": "2026-09-02"})
    assert "Акт от 02.09.2026, а дорожная карта согласована позже, 03.09.2026" in page.content.decode()
    assert head.post(address(roadmap), {**NEW, "new_dated": "2026-09-03"}).status_code == 302
    minutes = {
        **NEW,
        "new_kind": "minutes",
        "new_considered_by": "pedagogical",
        "new_number": "1",
        "new_dated": "2026-08-20",
        "new_title": "Педсовет",
    }
    assert head.post(address(roadmap), minutes).status_code == 302


def test_the_day_of_the_agreement_lies_within_bounds_and_an_unlikely_one_is_asked_about(roadmap, school):
    Roadmap.objects.update(approved_on=None, approved_by=None, starts_on=date(2026, 9, 1), ends_on=date(2026, 11, 20))
    by = UserFactory()
    for day, message in ((date(2021, 8, 31), "Проверьте год"), (date(2026, 11, 21), "карта уже кончилась, 20.11.2026")):
        with clock.as_at(date(2026, 11, 28)), pytest.raises(ValidationError, match=message):
            correct_agreement(roadmap=roadmap, agreed_on=day, reason="Не тот день", by=by)
    coordinator = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    page = reverse("mentoring:roadmap_agreement", args=[roadmap.pk])
    data = {"agreed_on": "2025-08-31", "reason": "Не тот день"}
    assert "начинается больше чем через год" in coordinator.post(page, data).content.decode()
    assert coordinator.post(page, {**data, "sure": "on"}).status_code == 302
    approve_by_act(roadmap=roadmap, act=ActFactory(organisation=school, dated=date(2026, 9, 3)), by=by)
    question = coordinator.post(page, {**data, "agreed_on": "2026-09-04"}).content.decode()
    assert "К этому дню карта уже была утверждена: приказ" in question


def test_a_roadmap_that_is_over_is_not_agreed(school):
    sent = approve_roadmap(
        roadmap=submit_roadmap(roadmap=new_roadmap(school, preset="kez-2022"), by=UserFactory()),
        by=member(Role.HEAD, organisation=school),
    )
    with clock.as_at(sent.ends_on + timedelta(days=1)), pytest.raises(ValidationError, match="Период карты кончился"):
        agree_roadmap(roadmap=sent, by=UserFactory())


def test_days_of_an_older_portal_are_put_right(roadmap):
    put_right = import_module("mentoring.migrations.0019_days_of_roadmaps").put_right
    item = RoadmapItem.objects.filter(section__roadmap=roadmap).first()
    with past_the_rules_of_today(Roadmap, RoadmapItem):
        Roadmap.objects.update(starts_on=date(26, 9, 1), agreed_on=date(26, 9, 2), approved_on=date(2026, 9, 3))
        RoadmapItem.objects.filter(pk=item.pk).update(due_from=date(2126, 9, 1), due_to=date(2126, 9, 5))
        put_right(apps, None)
    roadmap.refresh_from_db()
    item.refresh_from_db()
    assert (roadmap.starts_on, roadmap.agreed_on) == (date(2026, 9, 1), date(2026, 9, 3))
    assert (item.due_from, item.due_to) == (date(2099, 12, 31), date(2099, 12, 31))
    corrected = roadmap.history.filter(history_change_reason__contains="портал исправил её при обновлении")
    reasons = corrected.values_list("history_change_reason", flat=True)
    assert [reason.partition("было ")[2] for reason in reasons] == ["02.09.2026", "01.09.0026, 02.09.0026"]


def test_the_act_is_taken_back_or_replaced_with_a_reason(roadmap, school):
    by = UserFactory()
    first, second = (ActFactory(organisation=school, number=number, dated=date(2026, 8, 25)) for number in "12")
    roadmap = approve_by_act(roadmap=roadmap, act=first, by=by)
    with pytest.raises(ValidationError, match="причину"):
        approve_by_act(roadmap=roadmap, act=second, by=by)
    head = signed_in(member(Role.HEAD, organisation=school))
    refused = head.post(address(roadmap), {"act_way": "known", "act": second.pk}).content.decode()
    assert f"Карта уже утверждена: {first}. Напишите причину" in refused
    assert approve_by_act(roadmap=roadmap, act=second, reason="Опечатка", by=by).act == second
    path, reason = reverse("mentoring:roadmap_act_back", args=[roadmap.pk, second.pk]), {"reason": "Приказ о другом"}
    before = version_shown(head, path)
    Act.objects.filter(pk=second.pk).update(title="О дорожной карте")
    assert "О дорожной карте" in head.post(path, {**before, **reason}).content.decode()
    assert Roadmap.objects.get(pk=roadmap.pk).act == second
    head.post(path, {**version_shown(head, path), **reason})
    roadmap.refresh_from_db()
    assert roadmap.act is None
    assert roadmap.history.first().history_change_reason.endswith("Приказ о другом")


def test_a_stamp_stays_while_a_paper_in_force_prints_it(roadmap, school):
    by = UserFactory()
    act = ActFactory(organisation=school, number="118", dated=date(2026, 8, 25))
    approve_by_act(roadmap=roadmap, act=act, by=by)
    document = issue(RoadmapPaper(), roadmap, site="https://portal.example", by=by)
    with pytest.raises(ValidationError, match="Сначала отмените"):
        take_act_back(roadmap=roadmap, act=act, reason="Ошибка", by=by)
    with pytest.raises(ValidationError, match="Сначала отмените"):
        correct_agreement(roadmap=roadmap, agreed_on=date(2026, 9, 2), reason="Ошибка", by=by)
    cancel_document(document=document, reason="Неверный гриф", by=by)
    with pytest.raises(ValidationError, match="Это и есть внесённый день"):
        correct_agreement(roadmap=roadmap, agreed_on=roadmap.agreed_on, reason="Ошибка", by=by)
    assert take_act_back(roadmap=roadmap, act=act, reason="Ошибка", by=by).act is None


def test_the_agreement_is_corrected_or_withdrawn_with_a_reason(roadmap, school):
    coordinator = signed_in(member(Role.COORDINATOR, municipality=school.municipality))
    page = reverse("mentoring:roadmap_agreement", args=[roadmap.pk])
    assert page in coordinator.get(roadmap.get_absolute_url()).content.decode()
    Roadmap.objects.update(approved_on=date(2026, 9, 1), agreed_on=date(2026, 9, 4))
    refused = coordinator.post(page, {"agreed_on": "2026-08-31", "reason": "Не тот день"})
    assert "утвердил карту позже" in refused.content.decode()
    opened = coordinator.get(page).context["form"]["seen"].value()
    coordinator.post(page, {"agreed_on": "2026-09-02", "reason": "Не тот день"})
    stale = coordinator.post(page, {"agreed_on": "2026-09-03", "reason": "Не тот день", "seen": opened})
    assert "изменил кто-то другой" in stale.content.decode()
    roadmap.refresh_from_db()
    assert roadmap.agreed_on == date(2026, 9, 2)

    coordinator.post(page, {"agreed_on": "2026-09-02", "withdrawn": "on", "reason": "Рано"})
    roadmap.refresh_from_db()
    assert (roadmap.status, roadmap.agreed_on, roadmap.approved_on) == (
        RoadmapStatus.SUBMITTED, None, date(2026, 9, 1),
    )  # fmt: skip


def test_an_agreement_on_which_an_act_rests_is_not_withdrawn(roadmap, school):
    by = UserFactory()
    approve_by_act(roadmap=roadmap, act=ActFactory(organisation=school, dated=date(2026, 8, 25)), by=by)
    with pytest.raises(ValidationError, match="Сначала уберите этот акт"):
        withdraw_agreement(roadmap=roadmap, reason="Рано", by=by)


@pytest.mark.requirement("U-RM-1.5")
def test_the_coordinator_names_the_act_of_a_municipal_roadmap(school):
    municipality = school.municipality
    coordinator = member(Role.COORDINATOR, municipality=municipality)
    municipal = new_roadmap(municipality=municipality, preset="holm-2023", title="План мероприятий района")
    with clock.as_at(date(2026, 8, 24)):
        agree_roadmap(roadmap=submit_roadmap(roadmap=municipal, by=coordinator), by=coordinator)
    answer = signed_in(coordinator).post(address(municipal), {**NEW, "new_kind": "resolution"}, follow=True)
    assert "гриф «УТВЕРЖДЁН»" in answer.content.decode()
    municipal.refresh_from_db()
    [stamp] = [each for each in roadmap_payload(municipal)["approvals"] if each["word"] == "УТВЕРЖДЁН"]
    assert stamp["lines"][0] == "постановлением администрации Заречного муниципального района"


@pytest.mark.parametrize(
    ("kind", "kind_title", "printed"),
    [
        ("order", "", "приказом отдела образования"),
        ("directive", "", "распоряжением администрации Заречного района"),
        ("other", "решение коллегии", "решением коллегии отдела образования"),
        ("other", "решение Совета депутатов", "решением Совета депутатов"),
        ("other", "меморандум", "документом «меморандум»"),
    ],
)
def test_an_act_of_the_municipality_is_printed_with_its_issuer(school, kind, kind_title, printed):
    municipality = school.municipality
    municipality.authorised_body, municipality.authorised_body_genitive = "отдел образования", ""
    municipality.name_genitive = "Заречного района"
    act = ActFactory(organisation=None, municipality=municipality, kind=kind, kind_title=kind_title)
    assert approved_by_act(act, "Дорожная карта")["lines"][0] == printed


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Дорожная карта наставничества", "УТВЕРЖДЕНА"),
        ("План мероприятий (дорожная карта)", "УТВЕРЖДЁН"),
        ("Положение о наставничестве", "УТВЕРЖДЕНО"),
        ("Мероприятия по наставничеству", "УТВЕРЖДЕНЫ"),
        ("О наставничестве", "УТВЕРЖДЕНА"),
    ],
)
def test_the_word_of_approval_agrees_with_the_title(title, word):
    assert approved_word(title) == word
