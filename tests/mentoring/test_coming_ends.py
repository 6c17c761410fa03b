"""An end entered ahead: until its last day has passed the pair is at work, wherever somebody looks."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.actions.activation import activate, secure_pairs
from mentoring.actions.checklist import advance_stage, mark_item
from mentoring.actions.comments import comment_on_programme
from mentoring.actions.corrections import correct_last_day, reopen
from mentoring.actions.endings import complete, extend_period, replace_mentor, terminate
from mentoring.actions.ground_change import change_ground
from mentoring.actions.programmes import save_programme
from mentoring.actions.requests import decide_request, make_request
from mentoring.deadlines.pairs import overdue_pairs
from mentoring.enums import CommentAuthor, DeadlineKind, EndReason, PairStatus, PlanSection, RequestAuthor, RequestKind
from mentoring.models import Pair, PairRequest, PairStage, PlanItem, Stage, StageItemTemplate
from mentoring.models.pair import COMING
from mentoring.pairing.rules import validate_pair
from mentoring.queries.acts import pairs_to_secure
from mentoring.queries.corrections import end_in_force
from mentoring.queries.new_pairs import mentees_to_choose_from
from mentoring.queries.pairs_on_day import without_pair
from mentoring.stages.checklist import Checklist
from monitoring.figures import counts, histories, listed_counts
from registry import clock
from registry.actions.bank import exclude_from_bank
from registry.enums import Role
from registry.models import Mentee, Policy
from registry.queries.rules import rules_in_force
from tests.factories import ActFactory, member
from tests.mentoring.conftest import END, TODAY, deadlines_for
from tests.monitoring.conftest import scope_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LAST = date(2026, 12, 15)


@pytest.fixture
def pair(school):
    """Its end on LAST has been entered today."""
    return complete(pair=school.active_pair(), on=LAST, reason="договорились", by=school.curator)


def now(pair) -> Pair:
    return Pair.objects.get(pk=pair.pk)


def listed(client, school, **filters):
    client.force_login(school.curator)
    table = client.get(reverse("mentoring:pairs"), filters).context["table"]
    return [row.record.pk for row in table.rows]


@pytest.mark.parametrize(
    "end",
    [
        lambda pair, by: complete(pair=pair, on=LAST, reason="договорились", by=by),
        lambda pair, by: terminate(pair=pair, on=LAST, end_reason=EndReason.REQUEST, by=by),
    ],
)
def test_the_list_has_it_among_the_working_ones_until_the_last_day_has_passed(client, school, end):
    pair = end(school.active_pair(), school.curator)
    for today, is_at_work in ((TODAY, True), (LAST, True), (LAST + DAY, False)):
        with clock.as_at(today):
            assert listed(client, school, status="active") == ([pair.pk] if is_at_work else [])
            assert listed(client, school, status=pair.status) == ([] if is_at_work else [pair.pk])


def test_pages_say_until_when_it_works(client, school, pair):
    client.force_login(school.curator)
    for page in (reverse("mentoring:pairs"), pair.get_absolute_url(), pair.mentor.get_absolute_url()):
        assert "действует до 15.12.2026" in client.get(page).content.decode()
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Последний день пары — 15.12.2026, после него наставничество завершится" in page
    assert "завершена" not in page
    assert "Наставничество завершится" in page
    with clock.as_at(LAST + DAY):
        page = client.get(pair.get_absolute_url()).content.decode()
    assert "действует" not in page.split("Ход событий")[0]


def test_the_first_page_counts_it(client, school, pair):
    coordinator = member(Role.COORDINATOR, municipality=school.organisation.municipality)
    for user in (school.curator, coordinator):
        client.force_login(user)
        for today, number in ((LAST, 1), (LAST + DAY, 0)):
            with clock.as_at(today):
                figures = client.get("/worklist/").context["worklist"].numbers
            assert (figures.active_pairs, figures.mentees_alone) == (number, 1 - number)


def test_stored_and_counted_numbers_are_the_same_before_and_after_the_last_day(school, pair):
    for on in (TODAY, LAST, LAST + DAY):
        for count in (listed_counts.ACTIVE_PAIRS, listed_counts.MENTEES_ALONE):
            counted = dict(count.on_day(scope_of(school.organisation, on=on)))
            spans = count.history(histories.History([school.organisation.pk]))
            assert sum(span.number for span in spans if span.since <= on <= span.until) == sum(counted.values())


def test_a_mentee_whose_pair_ends_later_is_not_alone(school, pair):
    assert [list(without_pair(Mentee.objects.all(), on)) for on in (LAST, LAST + DAY)] == [[], [pair.mentee]]
    assert list(mentees_to_choose_from(school.curator, "")) == []
    with clock.as_at(LAST + DAY):
        assert list(mentees_to_choose_from(school.curator, "")) == [pair.mentee]


def test_one_mentor_of_a_mentee_means_until_the_last_day(school, pair):
    Policy.objects.update(several_mentors=False)
    with pytest.raises(ValidationError, match=r"уже есть наставник.*до 15\.12\.2026"):
        school.pair(school.mentor(), pair.mentee, starts_on=LAST, ends_on=END)
    assert school.pair(school.mentor(), pair.mentee, starts_on=LAST + DAY, ends_on=END).status == PairStatus.AGREED


def test_stages_go_on_and_the_last_stay_ends_with_the_pair(school, pair):
    first = pair.stage
    for item in Checklist.of(pair).current.missing:
        mark_item(pair=pair, template=item.template, done_on=TODAY, by=school.curator)
    moved = advance_stage(pair=pair, from_stage=first, by=school.curator)
    assert moved.stage == Stage.objects.get(number=2)
    stays = PairStage.objects.filter(pair=pair).order_by("pk").values_list("stage__number", "left_on")
    assert list(stays) == [(1, TODAY), (2, LAST)]
    with clock.as_at(LAST + DAY), pytest.raises(ValidationError, match="Этапы ведутся у действующей пары"):
        mark_item(pair=pair, template=StageItemTemplate.objects.first(), done_on=TODAY, by=school.curator)


def test_the_programme_is_written_discussed_and_due_until_the_last_day(client, school, pair):
    programme = pair.programme
    save_programme(programme=programme, goal="Открытый урок", by=school.curator)
    PlanItem.objects.create(programme=programme, section=PlanSection.PRACTICE, title="Урок", due_on=TODAY - DAY)
    comment_on_programme(programme=programme, author=CommentAuthor.MENTEE, text="Добавьте урок", by=school.curator)
    client.force_login(school.curator)
    assert client.get(reverse("mentoring:programme_edit", args=[pair.pk])).status_code == 200
    kinds = {DeadlineKind.PLAN_ITEM, DeadlineKind.PROGRAMME, DeadlineKind.COMMENT}
    rows = deadlines_for(school.curator)
    assert [row.kind for row in rows if row.kind in kinds].count(DeadlineKind.PLAN_ITEM) == 1
    assert kinds <= {row.kind for row in rows}
    assert DeadlineKind.END not in {row.kind for row in rows}
    assert list(overdue_pairs(Pair.objects.all())) == [pair.pk]
    with clock.as_at(LAST + DAY):
        assert not kinds & {row.kind for row in deadlines_for(school.curator)}
        assert list(overdue_pairs(Pair.objects.all())) == []
        with pytest.raises(ValidationError, match="программа не меняется"):
            save_programme(programme=programme, goal="Иное", by=school.curator)


def test_a_successor_begins_the_day_after_and_takes_the_programme_with_its_order(client, school):
    pair = school.active_pair()
    new = replace_mentor(pair=pair, mentor=school.mentor(), on=LAST, end_reason="transfer", by=school.curator)
    assert new.starts_on == LAST + DAY
    client.force_login(school.curator)
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "после него наставник сменится" in page
    assert "С 16.12.2026 наставляемый работает" in page
    save_programme(programme=now(pair).programme, goal="Открытый урок", by=school.curator)
    activate(pairs=[new], act=ActFactory(organisation=school.organisation, dated=TODAY), by=school.curator)
    assert now(new).programme.goal == "Открытый урок"
    # What is written now would not reach the new pair.
    with pytest.raises(ValidationError, match="уже перешли к новой паре"):
        save_programme(programme=now(pair).programme, goal="Иное", by=school.curator)
    assert "уже перешли к новой паре" in client.get(pair.get_absolute_url()).content.decode()


def test_a_successor_is_secured_and_counted_nowhere_before_its_first_day(client, school):
    pair = school.active_pair()
    new = replace_mentor(pair=pair, mentor=school.mentor(), on=TODAY, end_reason="transfer", by=school.curator)
    activate(pairs=[new], act=ActFactory(organisation=school.organisation, dated=TODAY), by=school.curator)
    coordinator = member(Role.COORDINATOR, municipality=school.organisation.municipality)
    for today, working, words in (
        (TODAY, pair, "закреплена, начнётся 21.11.2026"),
        (TODAY + DAY, new, "действует"),
    ):
        with clock.as_at(today):
            assert now(new).state_label == words
            assert listed(client, school, status="active") == [working.pk]
            assert listed(client, school, status=COMING) == ([new.pk] if working == pair else [])
            scope = scope_of(school.organisation, on=today)
            assert sum(listed_counts.ACTIVE_PAIRS(scope).values()) == sum(counts.pairs(scope).values()) == 1
            for user in (school.curator, coordinator):
                client.force_login(user)
                assert client.get("/worklist/").context["worklist"].numbers.active_pairs == 1
    client.force_login(member(Role.MENTEE, person=new.mentee.person))
    for page in (reverse("mentoring:pairs"), new.get_absolute_url()):
        assert "закреплена, начнётся 21.11.2026" in client.get(page).content.decode()


def test_what_may_be_asked_about_it(client, school, pair):
    """Not for its end, which has been entered."""
    client.force_login(member(Role.MENTOR, person=pair.mentor.person))
    page = client.get(reverse("mentoring:pair_request", args=[pair.pk]))
    kinds = [code for code, _ in page.context["form"].fields["kind"].choices if code]
    assert kinds == ["conditions", "reward", "discipline", "arbitration"]


def test_its_people_stay_in_the_bank_until_the_last_day(school, pair):
    with pytest.raises(ValidationError, match=r"последний день — 15\.12\.2026: дождитесь его"):
        exclude_from_bank(entry=pair.mentor, on=TODAY, reason="увольнение", by=school.curator)
    with clock.as_at(LAST):
        exclude_from_bank(entry=pair.mentor, on=LAST, reason="увольнение", by=school.curator)


def test_the_end_that_is_still_to_come_can_be_corrected_and_taken_back(client, school, pair):
    admin = member(Role.ADMIN, municipality=school.organisation.municipality)
    client.force_login(admin)
    assert "Вернуть пару в работу" in client.get(pair.get_absolute_url()).content.decode()
    corrected = correct_last_day(pair=pair, on=LAST + DAY, reason="опечатка", by=admin)
    assert corrected.state_label == "действует до 16.12.2026"
    assert PairStage.objects.get(pair=pair).left_on == LAST + DAY
    again = reopen(pair=pair, reason="передумали", by=admin)
    assert (again.status, again.ended_on, again.state_label) == (PairStatus.ACTIVE, None, "действует")
    assert PairStage.objects.get(pair=pair).left_on is None


def test_the_message_after_an_end_ahead_says_so(client, school):
    pair = school.active_pair()
    client.force_login(school.curator)
    answers = {"on": LAST.isoformat(), "reason": "договорились", "act_way": "later"}
    page = client.post(reverse("mentoring:pair_complete", args=[pair.pk]), answers, follow=True)
    assert "Окончание внесено: последний день — 15.12.2026" in page.content.decode()
    assert now(pair).is_ending


def test_the_list_costs_the_same_with_one_and_with_three(client, school):
    def cost():
        client.force_login(school.curator)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("mentoring:pairs"))
        return len(queries)

    complete(pair=school.active_pair(), on=LAST, reason="договорились", by=school.curator)
    one = cost()
    for _ in range(2):
        complete(pair=school.active_pair(), on=LAST, reason="договорились", by=school.curator)
    assert cost() == one


def test_it_rests_on_an_order_in_place_of_a_wrong_one(school, pair):
    own = {"organisation": school.organisation}
    ground = ActFactory(**own, dated=date(2026, 9, 2))
    pair.act.cancelled_by = ground
    pair.act.save()
    assert list(pairs_to_secure(school.curator, ground)) == [pair]
    secure_pairs(pairs=[pair], act=ground, by=school.curator)
    assert (now(pair).act, now(pair).status, now(pair).ended_on) == (ground, PairStatus.COMPLETED, LAST)
    assert end_in_force(now(pair)).on == LAST
    with clock.as_at(LAST + DAY), pytest.raises(ValidationError, match="уже не действует"):
        change_ground(pairs=[now(pair)], act=ground, reason="Взамен", by=school.curator)


@pytest.mark.parametrize("page", ["pair_complete", "pair_terminate", "pair_replace", "pair_extend"])
def test_whoever_would_end_or_prolong_it_is_told_that_the_end_is_entered(client, school, pair, page):
    client.force_login(school.curator)
    answer = client.get(reverse(f"mentoring:{page}", args=[pair.pk]), follow=True)
    assert ", последний день — 15.12.2026. Второй раз его не вносят" in answer.content.decode()
    with pytest.raises(ValidationError, match="уже внесено"):
        terminate(pair=pair, on=TODAY, end_reason=EndReason.REQUEST, by=school.curator)
    with pytest.raises(ValidationError, match="уже внесено"):
        extend_period(pair=pair, ends_on=date(2027, 8, 31), why="illness", absentee="mentor", by=school.curator)


def test_a_request_that_it_carries_out_is_told_of_what_is_still_to_come(school):
    pair = school.active_pair()
    made = PairRequest(
        kind=RequestKind.LAY_DOWN, pair=pair, author=RequestAuthor.MENTOR, text="Не успеваю", on_paper=True
    )
    asked = make_request(request=made, by=school.curator)
    decide_request(request=asked, accepted=True, reason="Согласны", by=school.curator)
    terminate(pair=pair, on=LAST, end_reason=EndReason.REQUEST, by=school.curator)
    asked.refresh_from_db()
    assert asked.outcome == "Наставничество прекращается 15.12.2026"
    correct_last_day(
        pair=pair,
        on=LAST + DAY,
        reason="опечатка",
        by=member(Role.ADMIN, municipality=school.organisation.municipality),
    )
    asked.refresh_from_db()
    assert asked.outcome == "Наставничество прекращается 16.12.2026"


def test_a_successor_begins_after_the_last_day_of_the_former_pair_and_has_another_mentor(school):
    former = school.active_pair()
    Pair.objects.filter(pk=former.pk).update(
        status=PairStatus.REPLACED, ended_on=date(2026, 12, 15), end_reason="request"
    )
    former = Pair.objects.get(pk=former.pk)
    rules = rules_in_force(school.organisation, TODAY)
    successor = school.pair(mentee=former.mentee, predecessor=former, starts_on=date(2026, 12, 16))
    assert not validate_pair(successor, list(successor.kinds.all()), rules).refusals
    successor.starts_on = former.last_day
    assert "starts_on" in validate_pair(successor, list(successor.kinds.all()), rules).refusals
    successor.starts_on, successor.mentor = date(2026, 12, 16), former.mentor
    assert "mentor" in validate_pair(successor, list(successor.kinds.all()), rules).refusals


def test_the_act_that_an_end_ahead_awaits_is_the_next_step(client, school):
    pair = complete(pair=school.active_pair(), on=LAST, reason="договорились", act_awaited=True, by=school.curator)
    client.force_login(school.curator)
    page = client.get(pair.get_absolute_url())
    assert page.context["page"].next_step.button == "Внести приказ"
    assert "(договорились)" in page.content.decode()


def test_who_marks_nothing_is_told_what_remains_and_not_what_to_press(client, school):
    pair = school.active_pair()
    client.force_login(member(Role.MENTEE, person=pair.mentee.person))
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "До конца этапа" in page
    assert "выделен" not in page
    assert "Сроки" not in client.get(reverse("mentoring:pairs")).content.decode()
