"""An end, a last day or a longer period entered by mistake is put right from above, and both stay in the history."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from mentoring.actions.activation import activate
from mentoring.actions.corrections import correct_extension, correct_last_day, reopen
from mentoring.actions.endings import complete, extend_period, replace_mentor, terminate
from mentoring.actions.states import change_state
from mentoring.enums import DeadlineKind, PairStatus
from mentoring.models import Pair, PairChange, PairStage, Stage
from mentoring.queries.corrections import end_in_force, may_correct
from mentoring.queries.pairs_on_day import working_in
from registry.enums import Role
from registry.models import Act, Organisation, Policy
from tests.factories import ActFactory, ConsentFactory, MembershipFactory, member
from tests.mentoring.conftest import END, TODAY, deadlines_for

WRONG_DAY, RIGHT_DAY = date(2026, 10, 30), date(2026, 11, 13)


@pytest.fixture
def head(school):
    return member(Role.HEAD, organisation=school.organisation)


@pytest.fixture
def admin(school):
    """What a head has corrected, is the head's word: the next correction is the administrator's."""
    return member(Role.ADMIN, municipality=school.organisation.municipality)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(name: str, pair: Pair) -> str:
    return reverse(f"mentoring:{name}", args=[pair.pk])


def terminated(school, pair: Pair | None = None, **fields) -> Pair:
    fields = {"on": WRONG_DAY, "end_reason": "mentee_failed", "by": school.curator, **fields}
    return terminate(pair=pair or school.active_pair(), **fields)


def ended_by(end: str, school, pair: Pair) -> Pair:
    if end == "completed":
        return complete(pair=pair, on=WRONG_DAY, reason="Цель достигнута", by=school.curator)
    if end == "replaced":
        new = replace_mentor(pair=pair, mentor=school.mentor(), on=WRONG_DAY, end_reason="transfer", by=school.curator)
        draft = change_state(pair=new, to=PairStatus.DRAFT, on=TODAY, reason="Ошибка", by=school.curator)
        change_state(pair=draft, to=PairStatus.CANCELLED, on=TODAY, by=school.curator)
        return Pair.objects.get(pk=pair.pk)
    return terminated(school, pair)


@pytest.mark.requirement("U-4.1-6")
@pytest.mark.parametrize("end", ["completed", "terminated", "replaced"])
def test_a_pair_ended_by_mistake_is_what_it_was(end, school, head):
    pair = school.active_pair()
    Pair.objects.filter(pk=pair.pk).update(stage=Stage.objects.get(number=3))
    PairStage.objects.filter(pair=pair).update(left_on=TODAY)
    PairStage.objects.create(pair=pair, stage=Stage.objects.get(number=3), entered_on=date(2026, 10, 1))
    ended = ended_by(end, school, pair)

    again = reopen(pair=ended, reason="Закончили не ту пару", by=head)

    again.refresh_from_db()
    assert (again.status, again.ended_on, again.end_reason, again.stage.number) == (PairStatus.ACTIVE, None, None, 3)
    assert again.stages.get(left_on=None).stage.number == 3
    wrong, right = PairChange.objects.get(pair=pair, to_status=end), PairChange.objects.get(corrects__isnull=False)
    assert (right.corrects, right.from_status, right.to_status, right.made_by) == (wrong, end, "active", head)
    assert right.reason == again.history.first().history_change_reason
    assert right.reason == "Окончание внесено по ошибке. Закончили не ту пару"
    page = client_of(head).get(pair.get_absolute_url()).content.decode()
    assert "(ошибка, исправлено)" in page
    assert "Окончание исправлено: пара снова действует" in page
    if end == "replaced":  # the mentor can be replaced anew, rightly this time
        replace_mentor(pair=again, mentor=school.mentor(), on=TODAY, end_reason="transfer", by=school.curator)


def test_past_days_follow_the_corrected_truth(school, head):
    pair = terminated(school)
    at_work = working_in(Organisation.objects.filter(pk=school.organisation.pk), RIGHT_DAY)
    assert list(at_work.all()) == []

    correct_last_day(pair=pair, on=RIGHT_DAY, reason="Описка в дате", by=head)
    assert [found.pk for found in at_work.all()] == [pair.pk]

    correct_last_day(pair=pair, on=WRONG_DAY, reason="Нет, всё верно", by=head)
    assert list(at_work.all()) == []

    reopen(pair=pair, reason="Не та пара", by=head)
    assert [found.pk for found in at_work.all()] == [pair.pk]


def test_a_wrong_last_day_is_put_right_and_the_stage_ends_with_it(school, head):
    act = ActFactory(organisation=school.organisation, dated=TODAY)
    pair = terminated(school, act=act)

    correct_last_day(pair=pair, on=RIGHT_DAY, reason="Описка в дате", by=head)

    pair.refresh_from_db()
    assert (pair.status, pair.ended_on) == (PairStatus.TERMINATED, RIGHT_DAY)
    assert PairStage.objects.get(pair=pair).left_on == RIGHT_DAY
    correction = end_in_force(pair)
    assert (correction.on, correction.act, correction.corrects.act) == (RIGHT_DAY, act, act)
    assert correction.reason == "Последний день исправлен с 30.10.2026 на 13.11.2026. Описка в дате"
    card = client_of(head).get(act.get_absolute_url()).content.decode()
    assert card.count("последний день — 30.10.2026 (ошибка, исправлено)") == 1
    assert "Последний день исправлен" in card


def test_no_stay_at_a_stage_lasts_beyond_the_corrected_last_day(school, head):
    """Of an older pair the stay before the last one may have been left as late as the last."""
    pair = terminated(school, on=RIGHT_DAY)
    second = Stage.objects.get(number=2)
    PairStage.objects.create(pair=pair, stage=second, entered_on=date(2026, 10, 1), left_on=RIGHT_DAY)
    Pair.objects.filter(pk=pair.pk).update(stage=second)

    correct_last_day(pair=pair, on=WRONG_DAY, reason="Описка", by=head)

    assert list(PairStage.objects.filter(pair=pair).values_list("left_on", flat=True)) == [WRONG_DAY, WRONG_DAY]


@pytest.mark.parametrize("on", [date(2026, 8, 31), date(2027, 6, 1), WRONG_DAY])
def test_a_last_day_that_cannot_be_meant_is_refused(on, school, head):
    pair = terminated(school)
    with pytest.raises(ValidationError) as refused:
        correct_last_day(pair=pair, on=on, reason="Описка", by=head)
    assert list(refused.value.message_dict) == ["on"]
    assert Pair.objects.get(pk=pair.pk).ended_on == WRONG_DAY


@pytest.mark.parametrize("act", [reopen, correct_last_day])
def test_nothing_is_corrected_without_a_reason(act, school, head):
    fields = {"on": RIGHT_DAY} if act is correct_last_day else {}
    with pytest.raises(ValidationError, match="в чём была ошибка"):
        act(pair=terminated(school), reason="  ", by=head, **fields)


def test_an_awaited_act_is_awaited_no_more_after_reopening_and_still_after_another_day(school, head):
    pair = terminated(school, act_awaited=True)

    def awaited() -> int:
        return sum(deadline.kind == DeadlineKind.ACT for deadline in deadlines_for(school.curator))

    correct_last_day(pair=pair, on=RIGHT_DAY, reason="Описка", by=head)
    assert awaited() == 1
    reopen(pair=pair, reason="Не та пара", by=head)
    assert awaited() == 0


# what has been built on the end


def obstacles(pair: Pair, user) -> str:
    answer = client_of(user).get(address("pair_reopen", pair))
    page_text = answer.content.decode()
    assert ("Исправить пока нельзя" in page_text) is bool(answer.context["obstacles"])
    assert ("Вернуть в работу" in page_text) is not bool(answer.context["obstacles"])
    return " ".join(answer.context["obstacles"])


@pytest.mark.parametrize(
    ("state", "message"),
    [("draft", "Отмените его"), ("agreed", "Верните её в черновики"), ("active", "уже работает")],
)
def test_a_successor_stands_in_the_way(state, message, school, head):
    pair = school.active_pair()
    new = replace_mentor(pair=pair, mentor=school.mentor(), on=WRONG_DAY, end_reason="transfer", by=school.curator)
    if state == "draft":
        change_state(pair=new, to=PairStatus.DRAFT, on=TODAY, reason="Уточняем", by=school.curator)
    if state == "active":
        activate(pairs=[new], act=ActFactory(organisation=school.organisation, dated=TODAY), by=school.curator)

    assert message in obstacles(pair, head)
    with pytest.raises(ValidationError, match=message):
        reopen(pair=pair, reason="Не та пара", by=head)
    with pytest.raises(ValidationError, match="последний день прежней — раньше"):
        correct_last_day(pair=pair, on=new.starts_on, reason="Описка", by=head)


@pytest.mark.requirement("U-3.4")
def test_a_place_that_another_has_taken_stands_in_the_way(school, head):
    mentor = school.mentor()
    pair = terminated(school, school.active_pair(mentor))
    for _ in range(3):
        school.pair(mentor, starts_on=date(2026, 11, 1))

    assert "Одновременно не больше трёх" in obstacles(pair, head)
    with pytest.raises(ValidationError, match="не больше трёх"):
        reopen(pair=pair, reason="Не та пара", by=head)
    with pytest.raises(ValidationError, match="не больше трёх"):
        correct_last_day(pair=pair, on=RIGHT_DAY, reason="Описка", by=head)
    assert Pair.objects.get(pk=pair.pk).ended_on == WRONG_DAY


def test_the_trigger_has_the_last_word_about_places(school, head, monkeypatch):
    mentor = school.mentor()
    pair = terminated(school, school.active_pair(mentor))
    for _ in range(3):
        school.pair(mentor, starts_on=date(2026, 11, 1))
    monkeypatch.setattr("mentoring.refusals.capacity.most_mentees", lambda *args: 0)
    with pytest.raises(ValidationError, match="нет свободных мест"):
        reopen(pair=pair, reason="Не та пара", by=head)


def test_a_withdrawn_consent_and_a_left_bank_stand_in_the_way(school, head):
    pair = terminated(school)
    pair.mentee.person.consents.update(withdrawn_on=date(2026, 11, 1))
    assert "Нет согласий на 20.11.2026" in obstacles(pair, head)
    for kind in ("participation", "personal_data"):
        ConsentFactory(person=pair.mentee.person, kind=kind, signed_on=date(2026, 11, 10))
    assert obstacles(pair, head) == ""
    type(pair.mentor).objects.filter(pk=pair.mentor_id).update(excluded_on=TODAY)
    assert "в базе наставников только по 20.11.2026" in obstacles(pair, head)


def test_another_mentor_stands_in_the_way_where_the_policy_allows_one(school, head):
    Policy.objects.update(several_mentors=False)
    pair = terminated(school)
    school.pair(school.mentor(), pair.mentee, starts_on=WRONG_DAY + timedelta(days=1))
    assert "наставник у наставляемого один" in obstacles(pair, head)
    with pytest.raises(ValidationError, match="наставник у наставляемого один"):
        reopen(pair=pair, reason="Не та пара", by=head)


def test_an_order_of_the_portal_and_a_missing_policy_stand_in_the_way(school, head, monkeypatch):
    pair = terminated(school)
    Policy.objects.update(valid_from=date(2030, 1, 1))
    assert "политик" in obstacles(pair, head).lower()
    Policy.objects.update(valid_from=date(2020, 1, 1))
    monkeypatch.setattr("mentoring.extension_points.correction_obstacles", [lambda change: ["Издан приказ № 7"]])
    assert obstacles(pair, head) == "Издан приказ № 7"
    for correct, day in ((reopen, {}), (correct_last_day, {"on": RIGHT_DAY})):
        with pytest.raises(ValidationError, match="Издан приказ № 7"):
            correct(pair=pair, reason="Не та пара", by=head, **day)


# a longer period


def extended(school, ends_on: date = date(2027, 12, 31), **fields) -> Pair:
    return extend_period(
        pair=school.active_pair(), ends_on=ends_on, why="illness", absentee="mentor", by=school.curator, **fields
    )


def test_a_wrong_period_is_put_right_and_an_extension_taken_back(school, head):
    act = ActFactory(organisation=school.organisation, dated=TODAY)
    pair = extended(school, act=act)

    correct_extension(pair=pair, on=date(2027, 8, 31), reason="Описка в годе", by=head)
    pair.refresh_from_db()
    last = pair.changes.first()
    assert (pair.ends_on, last.act, last.ends_on_before) == (date(2027, 8, 31), act, END)
    assert last.reason == "Срок исправлен с 31.12.2027 на 31.08.2027. Описка в годе"

    correct_extension(pair=pair, on=END, reason="Продлевали другую", by=head)
    pair.refresh_from_db()
    assert (pair.ends_on, pair.changes.first().act) == (END, None)
    with pytest.raises(ValidationError, match="Исправлять уже нечего"):
        correct_extension(pair=pair, on=date(2027, 8, 31), reason="Описка", by=head)


@pytest.mark.parametrize("on", [date(2027, 5, 30), date(2030, 6, 1), date(2027, 12, 31)])
def test_a_period_that_cannot_be_meant_is_refused(on, school, head):
    pair = extended(school)
    with pytest.raises(ValidationError) as refused:
        correct_extension(pair=pair, on=on, reason="Описка", by=head)
    assert list(refused.value.message_dict) == ["on"]


# who corrects


def test_a_head_corrects_the_curator_and_an_administrator_the_head(school, head, admin):
    another = member(Role.HEAD, organisation=school.organisation)
    of_curator, of_head, of_admin = (end_in_force(terminated(school, by=by)) for by in (school.curator, head, admin))
    expected = {
        (school.curator, of_curator): False,
        (head, of_curator): True,
        (admin, of_curator): True,
        (head, of_head): False,
        (another, of_head): False,
        (admin, of_head): True,
        (head, of_admin): False,
        (admin, of_admin): True,
    }
    assert {key: may_correct(*key) for key in expected} == expected


def test_who_has_become_head_does_not_correct_the_own_end(school):
    change = end_in_force(terminated(school))
    MembershipFactory(user=school.curator, role=Role.HEAD, organisation=school.organisation)
    assert not may_correct(type(school.curator).objects.get(pk=school.curator.pk), change)


def test_the_page_offers_a_correction_only_to_who_may(school, head):
    pair = terminated(school)
    links = [address("pair_reopen", pair), address("pair_last_day", pair)]
    page_text = client_of(head).get(pair.get_absolute_url()).content.decode()
    assert all(link in page_text for link in links)
    of_curator = client_of(school.curator)
    page_text = of_curator.get(pair.get_absolute_url()).content.decode()
    assert not any(link in page_text for link in links)
    assert "Исправит тот, кто стоит выше внёсшего запись: руководитель или администратор." in page_text
    assert [of_curator.post(link, {"reason": "Ошибка", "on": "2026-11-13"}).status_code for link in links] == [403, 403]
    foreign = client_of(member(Role.HEAD, organisation=ActFactory().organisation))
    assert [foreign.get(link).status_code for link in links] == [404, 404]
    of_head = end_in_force(terminated(school, by=head)).pair
    refused = client_of(head).get(address("pair_reopen", of_head))
    assert refused.status_code == 403
    assert "кто стоит выше внёсшего: администратор." in refused.content.decode()


def test_the_pages_correct_and_go_back_to_the_pair(school, admin):
    pair, client = terminated(school), client_of(admin)
    page = client.get(address("pair_last_day", pair))
    sent = {"seen": page.context["form"]["seen"].value(), "on": "2026-11-13", "reason": "Описка в дате"}
    assert client.post(address("pair_last_day", pair), sent).url == pair.get_absolute_url()
    assert Pair.objects.get(pk=pair.pk).ended_on == RIGHT_DAY
    page = client.get(address("pair_reopen", pair))
    sent = {"seen": page.context["form"]["seen"].value(), "reason": "Не та пара"}
    assert client.post(address("pair_reopen", pair), sent).url == pair.get_absolute_url()
    assert Pair.objects.get(pk=pair.pk).status == PairStatus.ACTIVE
    answer = client.post(address("pair_reopen", pair), sent, follow=True)
    assert "Исправлять уже нечего" in answer.content.decode()


def test_a_page_opened_before_another_correction_shows_both_days(school, admin):
    pair, client = terminated(school), client_of(admin)
    page = client.get(address("pair_last_day", pair))
    sent = {"seen": page.context["form"]["seen"].value(), "on": "2026-11-13", "reason": "Описка в дате"}
    correct_last_day(pair=pair, on=date(2026, 11, 6), reason="Описка", by=admin)

    answer = client.post(address("pair_last_day", pair), sent)

    assert Pair.objects.get(pk=pair.pk).ended_on == date(2026, 11, 6)
    [conflict] = [c for c in answer.context["form"].conflicts if c.label.startswith("На самом деле")]
    assert (conflict.stored, conflict.sent_text) == ("06.11.2026", "13.11.2026")
    sent["seen"] = answer.context["form"]["seen"].value()
    assert client.post(address("pair_last_day", pair), sent).status_code == 302
    assert Pair.objects.get(pk=pair.pk).ended_on == RIGHT_DAY


@pytest.mark.parametrize("way", ["known", "later"])
def test_a_wrong_act_is_taken_off_by_who_may_correct_and_history_keeps_both(way, school, head):
    own = {"organisation": school.organisation, "dated": TODAY, "title": "О наставничестве"}
    wrong, right = ActFactory(**own), ActFactory(**own)
    pair = terminated(school, act=wrong)
    change = end_in_force(pair)
    link = reverse("mentoring:act_correction", args=[pair.pk, change.pk])
    assert link in client_of(head).get(pair.get_absolute_url()).content.decode()
    assert link not in client_of(school.curator).get(pair.get_absolute_url()).content.decode()
    form = client_of(head).get(link).context["form"]
    assert wrong not in form.fields["act"].queryset
    sent = {"seen": form["seen"].value(), "act_way": way, "act": right.pk if way == "known" else ""}
    assert client_of(school.curator).post(link, {**sent, "reason": "Не тот"}).status_code == 403

    refused = client_of(head).post(link, sent)
    assert refused.context["form"].errors["reason"]
    assert client_of(head).post(link, {**sent, "reason": "Не тот приказ"}).url == pair.get_absolute_url()

    change.refresh_from_db()
    assert (change.act, change.act_awaited) == ((right, False) if way == "known" else (None, True))
    told = change.history.first().history_change_reason
    assert told.startswith(f"Акт указан по ошибке: {wrong}. Теперь ")
    assert told.endswith("Не тот приказ")


def test_an_act_that_never_was_leaves_the_register_once_the_end_is_corrected(school, head):
    act = ActFactory(organisation=school.organisation, number="77-ОД", dated=TODAY)
    pair = complete(pair=school.active_pair(), on=TODAY, reason="договорились", act=act, by=school.curator)
    browser, removal = client_of(head), reverse("registry:act_remove", args=[act.pk])
    assert "изменения пар" in browser.get(removal).content.decode().lower()
    page = browser.get(address("pair_reopen", pair)).content.decode()
    assert "«Внесён по ошибке»" in page

    reopen(pair=pair, reason="закончили не ту пару", by=head)
    assert "прекратится" not in browser.get(act.get_absolute_url()).content.decode()
    assert browser.post(removal, {"reason": "приказа не было"}).status_code == 302

    assert not Act.objects.filter(pk=act.pk).exists()
    step = PairChange.objects.get(pair=pair, to_status=PairStatus.COMPLETED)
    assert (step.act, step.is_corrected) == (None, True)
    assert "Указан был приказ №\u00a077-ОД от 20.11.2026, внесённый по ошибке" in step.reason
    assert step.history.filter(act_id=act.pk).exists()
