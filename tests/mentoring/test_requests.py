"""Requests of the two people of a pair, the opinions on them, the decision and what it leads to."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from mentoring.actions.activation import activate
from mentoring.actions.corrections import correct_last_day, end_earlier, reopen
from mentoring.actions.endings import complete, replace_mentor
from mentoring.actions.pairs import agree_pair
from mentoring.enums import DeadlineKind, PairStatus, RequestAuthor, RequestKind, RequestStatus
from mentoring.models import Pair, PairRequest
from registry import clock
from registry.deadlines import Deadline
from registry.enums import Role
from registry.models import Form
from tests.factories import (
    ActFactory,
    OrganisationFactory,
    PupilFactory,
    member,
)
from tests.mentoring.conftest import END, TODAY, School, agree, deadlines_for
from tests.mentoring.pair_requests import REASON, WORDS, accepted, asked, decide, send, signed_in
from tests.scan_files import PDF


def due_about_requests(user: User) -> list[Deadline]:
    return [deadline for deadline in deadlines_for(user) if deadline.kind.startswith("request")]


@pytest.fixture
def pair(school: School) -> Pair:
    return school.active_pair()


@pytest.fixture
def head(school: School) -> Client:
    return signed_in(member(Role.HEAD, organisation=school.organisation))


@pytest.fixture
def mentor(pair: Pair) -> Client:
    return signed_in(member(Role.MENTOR, person=pair.mentor.person))


@pytest.fixture
def mentee(pair: Pair) -> Client:
    return signed_in(member(Role.MENTEE, person=pair.mentee.person))


@pytest.mark.requirement("U-5.1-4")
def test_a_mentor_lays_the_duties_down_and_a_successor_is_found(school, pair, mentor, head):
    sent = send(mentor, pair, kind="lay_down", wished_on="2026-12-25")
    request = PairRequest.objects.get()
    assert (sent.url, request.author, request.organisation) == (
        request.get_absolute_url(), RequestAuthor.MENTOR, school.organisation,
    )  # fmt: skip
    assert "Обращение ждёт решения" in head.get("/worklist/").content.decode()

    decide(head, request)
    page_text = mentor.get(request.get_absolute_url()).content.decode()
    assert REASON in page_text
    assert "Теперь дело за куратором" in page_text

    curator = signed_in(school.curator)
    page = curator.get(request.get_absolute_url()).content.decode()
    replace = reverse("mentoring:pair_replace", args=[pair.pk]) + f"?request={request.pk}"
    assert replace in page
    form = curator.get(replace).context["form"]
    assert (form["on"].value(), form["end_reason"].value()) == (date(2026, 12, 25), "request")
    assert WORDS not in form["reason"].value()  # what was told in confidence is not in the pair's events

    other = school.mentor()
    fields = {"on": "2026-12-25", "end_reason": "request", "mentor": other.pk, "ends_on": END, "act_way": "later"}
    curator.post(replace, fields)
    request.refresh_from_db()
    successor = Pair.objects.get(predecessor=pair)
    assert (request.status, successor.mentor) == (RequestStatus.ACCEPTED, other)  # nobody works in its place yet
    assert "Исполнить обращение" in curator.get("/worklist/").content.decode()
    agreed = successor if successor.status == PairStatus.AGREED else agree_pair(pair=successor, by=school.curator)
    activate(pairs=[agreed], act=ActFactory(organisation=school.organisation, dated=TODAY), by=school.curator)
    request.refresh_from_db()
    assert (request.status, request.next_pair) == (RequestStatus.DONE, successor)
    assert request.outcome.startswith("Наставник заменён с 26.12.2026")
    assert str(successor) in mentor.get(request.get_absolute_url()).content.decode()


@pytest.mark.requirement("U-6.1-4")
def test_a_mentee_asks_for_another_mentor_and_the_mentor_does_not_read_it(pair, mentee, mentor, head, school):
    send(mentee, pair, kind="replace", text="Мы не совпадаем по расписанию.")
    request = PairRequest.objects.get()
    assert "не совпадаем" in mentee.get("/worklist/").content.decode()
    assert mentor.get(request.get_absolute_url()).status_code == 404
    assert "не совпадаем" not in mentor.get(pair.get_absolute_url()).content.decode()
    for outsider in (Role.OPERATOR, Role.COUNCIL):
        user = member(outsider, organisation=school.organisation)
        assert signed_in(user).get(request.get_absolute_url()).status_code == 404
        assert not [d for d in deadlines_for(user) if d.kind == "request"]

    decide(head, request, "refuse", reason="Расписание с понедельника изменено.")
    request.refresh_from_db()
    assert (request.status, request.closed_on) == (RequestStatus.REFUSED, TODAY)
    assert "Расписание с понедельника изменено." in mentee.get(request.get_absolute_url()).content.decode()


def test_the_end_of_the_pair_answers_the_accepted_request_however_it_comes(school, pair):
    request = accepted(asked(pair))
    undecided = asked(pair, RequestKind.REPLACE, RequestAuthor.MENTEE)
    signed_in(school.curator).post(
        reverse("mentoring:pair_terminate", args=[pair.pk]),
        {"on": TODAY, "end_reason": "request", "act_way": "later"},
    )
    for record in (request, undecided):
        record.refresh_from_db()
    assert (request.status, undecided.status) == (RequestStatus.DONE, RequestStatus.OPEN)
    assert request.outcome == f"Наставничество прекращено {TODAY:%d.%m.%Y}"


def test_a_completed_pair_answers_the_accepted_request_too(school, pair):
    request = accepted(asked(pair))
    complete(pair=pair, on=TODAY, reason="Цель достигнута", act_awaited=True, by=school.curator)
    request.refresh_from_db()
    assert (request.status, request.outcome) == (RequestStatus.DONE, f"Наставничество завершено {TODAY:%d.%m.%Y}")


def test_a_correction_of_the_end_is_followed_by_what_the_end_had_carried_out(school, pair):
    request = accepted(asked(pair))
    complete(pair=pair, on=TODAY, reason="Цель достигнута", act_awaited=True, by=school.curator)
    above = member(Role.ADMIN, municipality=school.organisation.municipality)
    day_before = TODAY - timedelta(days=1)
    correct_last_day(pair=pair, on=day_before, reason="Не тот день", by=above)
    request.refresh_from_db()
    assert request.outcome == f"Наставничество завершено {day_before:%d.%m.%Y}"
    earlier = TODAY - timedelta(days=2)
    end_earlier(pair=pair, on=earlier, end_reason="transfer", act_awaited=True, by=school.curator)
    request.refresh_from_db()
    assert request.outcome.endswith(f" {earlier:%d.%m.%Y}")
    reopen(pair=pair, reason="Не та пара", by=above)
    request.refresh_from_db()
    assert (request.status, request.outcome, request.closed_on) == (RequestStatus.ACCEPTED, "", None)


def test_a_form_that_comes_too_late_gives_its_text_back(school, pair, mentor):
    request = asked(pair)
    curator = signed_in(school.curator)
    opinion = reverse("mentoring:request_opinion", args=[request.pk])
    curator.get(opinion)
    PairRequest.objects.filter(pk=request.pk).update(status=RequestStatus.WITHDRAWN, closed_on=TODAY)
    late = curator.post(opinion, {"text": "Наставник справляется, поговорите с ним"})
    assert late.status_code == 200
    assert "Наставник справляется, поговорите с ним" in late.content.decode()
    assert "кто-то успел раньше" in late.content.decode()
    edit = reverse("mentoring:request_edit", args=[request.pk])
    late = mentor.post(edit, {"kind": "lay_down", "text": "Мои новые слова"})
    assert (late.status_code, "Мои новые слова" in late.content.decode()) == (200, True)


@pytest.mark.requirement("U-5.1-2")
def test_conditions_are_decided_by_the_curator_too(school, pair, mentor):
    send(mentor, pair, kind="conditions", text="Нужен кабинет по средам.")
    request = PairRequest.objects.get()
    curator = signed_in(school.curator)
    decide(curator, request)
    curator.post(reverse("mentoring:request_done", args=[request.pk]), {"outcome": "Кабинет 214 по средам"})
    request.refresh_from_db()
    assert (request.status, request.outcome) == (RequestStatus.DONE, "Кабинет 214 по средам")
    assert "Кабинет 214 по средам" in mentor.get(reverse("mentoring:requests"), {"show": "closed"}).content.decode()


def test_what_is_put_to_the_head_the_curator_does_not_decide(school, pair):
    request = asked(pair)
    address = reverse("mentoring:request_decide", args=[request.pk])
    answer = signed_in(school.curator).post(address, {"verdict": "accept", "reason": REASON})
    request.refresh_from_db()
    assert (answer.status_code, request.status) == (403, RequestStatus.OPEN)


@pytest.mark.requirement("U-5.1-3", "U-4.1-10")
def test_mentor_proposes_a_reward_of_the_mentee_and_the_head_one_of_the_mentor(pair, mentor, head):
    send(mentor, pair, kind="reward")
    send(head, pair, kind="reward", author="head", asked_on=TODAY)
    assert [str(request) for request in PairRequest.objects.order_by("pk")] == [
        f"Поощрить наставляемого, {TODAY:%d.%m.%Y}",
        f"Поощрить наставника, {TODAY:%d.%m.%Y}",
    ]


@pytest.mark.requirement("D-4.6.3.1-9")
def test_the_council_says_its_opinion_about_the_reward_of_a_mentee(school, pair, head):
    request = asked(pair, RequestKind.REWARD)
    signed_in(school.curator).post(reverse("mentoring:request_council", args=[request.pk]))
    opinion = {"text": "Вручить благодарственное письмо.", "minutes": "№ 4 от 18.11.2026"}
    council = signed_in(member(Role.COUNCIL, organisation=school.organisation))
    council.post(reverse("mentoring:request_opinion", args=[request.pk]), opinion)
    page_text = head.get(request.get_absolute_url()).content.decode()
    assert "Поощрить наставляемого" in page_text
    assert "Вручить благодарственное письмо." in page_text
    decide(head, request)
    request.refresh_from_db()
    assert request.status == RequestStatus.ACCEPTED


@pytest.mark.requirement("U-5.1-3")
def test_only_an_employee_is_disciplined(school, mentor, pair):
    send(mentor, pair, kind="discipline")
    assert PairRequest.objects.get().kind == RequestKind.DISCIPLINE

    pupil = school.mentee(agreed=False, person=PupilFactory(organisation=school.organisation), participant="pupil")
    agree(pupil.person)
    agree(pupil.person, by_representative=True)
    of_pupil = school.active_pair(
        mentee=pupil, mentor=school.mentor(source="partner"), form=Form.objects.get(code="employer-pupil")
    )
    client = signed_in(member(Role.MENTOR, person=of_pupil.mentor.person))
    assert "Наложить дисциплинарное взыскание" not in client.get(of_pupil.get_absolute_url()).content.decode()
    assert send(client, of_pupil, kind="discipline").status_code == 200
    with pytest.raises(IntegrityError), transaction.atomic():
        PairRequest.objects.create(
            pair=of_pupil, organisation=school.organisation, kind="discipline", author="mentor", text="–",
            made_by=school.curator,
        )  # fmt: skip
    assert PairRequest.objects.count() == 1


@pytest.mark.requirement("D-4.6.3.1-8")
def test_the_council_is_asked_says_its_opinion_and_the_head_decides(school, pair, mentee, head):
    member_of_council = member(Role.COUNCIL, organisation=school.organisation)
    council = signed_in(member_of_council)
    send(mentee, pair, kind="arbitration", text="Не можем договориться о времени встреч.")
    request = PairRequest.objects.get()
    assert [d.action for d in due_about_requests(member_of_council)] == ["Внести мнение"]

    said = {"text": "Встречаться по средам.", "minutes": "№ 3 от 17.11.2026"}
    council.post(reverse("mentoring:request_opinion", args=[request.pk]), said)
    request.refresh_from_db()
    assert request.status == RequestStatus.OPINION
    assert due_about_requests(member_of_council) == []
    page_text = head.get(request.get_absolute_url()).content.decode()
    assert "протокол № 3 от 17.11.2026" in page_text
    assert "Встречаться по средам." in page_text
    assert council.get(reverse("mentoring:request_decide", args=[request.pk])).status_code == 403


def test_the_curator_asks_the_council_about_any_request(school, pair):
    council = signed_in(member(Role.COUNCIL, organisation=school.organisation))
    request = asked(pair)
    assert council.get(request.get_absolute_url()).status_code == 404
    signed_in(school.curator).post(reverse("mentoring:request_council", args=[request.pk]))
    assert council.get(request.get_absolute_url()).status_code == 200


@pytest.mark.requirement("U-4.1-9")
def test_the_head_proposes_to_replace_the_mentor(pair, head):
    send(head, pair, kind="replace", author="head", asked_on=TODAY)
    assert PairRequest.objects.get().author == RequestAuthor.HEAD


def test_the_curator_enters_a_request_from_paper_with_its_day_and_scan(school, pair, mentor):
    scan = SimpleUploadedFile("z.pdf", PDF, content_type="application/pdf")
    curator = signed_in(school.curator)
    answer = send(curator, pair, kind="lay_down", author="mentor", asked_on="2026-11-12", scan=scan)
    request = PairRequest.objects.get()
    assert answer.url == request.get_absolute_url()
    assert (request.on_paper, request.asked_on) == (True, date(2026, 11, 12))
    address = reverse("mentoring:request_scan", args=[request.pk])
    assert b"".join(mentor.get(address).streaming_content) == PDF


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"author": "mentee", "kind": "lay_down"}, "обращаются: наставник"),
        ({"author": "mentor", "kind": "lay_down", "asked_on": "2026-11-21"}, "Дата обращения ещё не наступила"),
        ({"author": "mentor", "kind": "lay_down", "text": "я" * 10_000}, "10000 знаков, а помещается 4000"),
        ({"author": "mentor", "kind": "lay_down", "text": "  "}, "Заполните поле"),
        ({"author": "mentor", "kind": "new_pair"}, "Такого ответа в списке нет"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(school, pair, fields, message):
    answer = send(signed_in(school.curator), pair, **{"asked_on": TODAY, **fields})
    assert message in answer.content.decode()
    assert not PairRequest.objects.exists()


def test_nobody_asks_about_an_ended_pair_but_for_a_reward(school, pair, mentor):
    Pair.objects.filter(pk=pair.pk).update(status=PairStatus.COMPLETED, ended_on=TODAY - timedelta(days=1))
    page = mentor.get(reverse("mentoring:pair_request", args=[pair.pk]))
    assert [code for code, _ in page.context["form"].fields["kind"].choices] == ["", "reward"]


def test_one_request_of_a_kind_is_open_and_a_withdrawn_one_makes_room(pair, mentor):
    send(mentor, pair, kind="lay_down")
    assert "ещё не закрыто" in send(mentor, pair, kind="lay_down").content.decode()
    first = PairRequest.objects.get()
    mentor.post(reverse("mentoring:request_withdraw", args=[first.pk]))
    send(mentor, pair, kind="lay_down")
    assert sorted(PairRequest.objects.values_list("status", flat=True)) == ["open", "withdrawn"]


def test_who_decides_on_what_has_been_said_anew_is_told(school, pair, head):
    request = asked(pair)
    address = reverse("mentoring:request_decide", args=[request.pk])
    opinion, curator = reverse("mentoring:request_opinion", args=[request.pk]), signed_in(school.curator)
    curator.post(opinion, {"text": "Поддерживаю."})
    seen = head.get(address).context["form"]["seen"].value()
    corrected = {"text": "Прошу не торопиться.", "seen": curator.get(opinion).context["form"]["seen"].value()}
    curator.post(opinion, corrected)
    answer = head.post(address, {"verdict": "accept", "reason": REASON, "seen": seen})
    assert "изменил кто-то другой" in answer.content.decode()
    assert "Прошу не торопиться." in answer.content.decode()
    request.refresh_from_db()
    assert request.status == RequestStatus.OPINION
    again = {"verdict": "accept", "reason": REASON, "seen": answer.context["form"]["seen"].value()}
    assert head.post(address, again).status_code == 302


def test_the_second_decision_reads_the_first(pair, head):
    request = asked(pair)
    decide(head, request, "refuse")
    address = reverse("mentoring:request_decide", args=[request.pk])
    answer = head.post(address, {"verdict": "accept", "reason": "Другая причина"}, follow=True)
    assert "Решать уже нечего" in answer.content.decode()
    request.refresh_from_db()
    assert (request.status, request.decision_reason) == (RequestStatus.REFUSED, REASON)


def test_a_decision_has_its_reason(pair, head):
    request = asked(pair)
    assert decide(head, request, reason=" ").status_code == 200
    assert decide(head, request, "").status_code == 200
    request.refresh_from_db()
    assert request.status == RequestStatus.OPEN


def test_a_request_waits_on_the_first_page_until_it_is_carried_out(school, pair):
    head = member(Role.HEAD, organisation=school.organisation)
    request = asked(pair)
    [waiting] = [d for d in deadlines_for(head) if d.kind == "request"]
    assert (waiting.due_on, waiting.action) == (TODAY + timedelta(days=7), "Рассмотреть")
    with clock.as_at(TODAY + timedelta(days=8)):
        assert [d.overdue for d in deadlines_for(head) if d.kind == "request"] == [True]
    accepted(request)
    assert [d.kind for d in due_about_requests(school.curator)] == ["request_action"]


def test_the_list_costs_the_same_for_one_request_and_for_five(school, pair, django_assert_max_num_queries):
    curator = signed_in(school.curator)
    asked(pair)
    address = reverse("mentoring:requests")
    with django_assert_max_num_queries(50) as one:
        curator.get(address)
    for _ in range(4):
        asked(school.active_pair())
    with django_assert_max_num_queries(len(one)):
        assert len(curator.get(address).context["page"]) == 5


def test_a_request_stays_with_the_organisation_of_its_pair(school, pair):
    request = asked(pair)
    with pytest.raises(IntegrityError), transaction.atomic():
        PairRequest.objects.filter(pk=request.pk).update(organisation=OrganisationFactory())


def test_the_button_of_the_pair_leads_to_the_form(pair, mentor):
    """Not to a place beneath, which on a phone is the end of a long page."""
    address = reverse("mentoring:pair_request", args=[pair.pk])
    assert (
        f'<a class="btn btn-line" href="{address}">Обратиться</a>'
        in mentor.get(pair.get_absolute_url()).content.decode()
    )
    assert mentor.get(address).status_code == 200


def test_while_the_new_pair_waits_for_its_order_the_request_says_so(school, pair, mentor):
    request = accepted(asked(pair))
    new = replace_mentor(pair=pair, mentor=school.mentor(), on=TODAY, end_reason="transfer", by=school.curator)
    curator = signed_in(school.curator)
    page = curator.get(request.get_absolute_url()).content.decode()
    assert f'<a href="{new.get_absolute_url()}">{new}</a> (согласована). Ждём приказ' in page
    assert "Указать, чем кончилось" not in page
    assert str(request.rule.consequence) not in page
    own = mentor.get(request.get_absolute_url()).content.decode()
    assert "Ждём приказ" in own
    assert new.get_absolute_url() not in own
    line = next(row for row in due_about_requests(school.curator) if row.kind == DeadlineKind.REQUEST_ACTION)
    assert f"Новая пара внесена, ждём приказ: {new}" in line.why
