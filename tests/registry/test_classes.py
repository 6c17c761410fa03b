"""Classes move up once a school year, and the class of a past day stays known."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.actions.endings import terminate
from mentoring.enums import EndReason, PairStatus
from registry import clock
from registry.actions.classes import PupilDecision, correct_move, finish_departure, transfer_classes
from registry.deadline_providers.classes import CLASSES, DEPARTURE
from registry.deadlines import DeadlineScope
from registry.enums import ClassOutcome, Role
from registry.models import ClassMove, ClassTransfer, Mentee, Organisation, Person
from registry.queries.classes import classes_on, pupils_to_move
from registry.queries.deadlines import deadlines_in
from tests.factories import ActFactory, MenteeFactory, MentorFactory, PairFactory, PupilFactory
from tests.posting import post_as_shown

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 3)
UP, STAYS, LEFT = ClassOutcome.UP, ClassOutcome.STAYS, ClassOutcome.LEFT


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def by(district):
    return district.member(Role.CURATOR)


def pupil(school: Organisation, last_name: str, grade: int = 7, letter: str = "Б", **entry) -> Person:
    person = PupilFactory(organisation=school, last_name=last_name, grade=grade, grade_letter=letter)
    entry = {"included_on": date(2025, 10, 1)} | entry
    return MenteeFactory(person=person, participant="pupil", **entry).person


def move_all(school: Organisation, by, day: date = date(2026, 9, 1), **outcomes) -> ClassTransfer:
    """`outcomes`: last name → what becomes of the pupil; the others move up."""
    decisions = {
        person.pk: outcomes.get(person.last_name, PupilDecision(UP)) for person in pupils_to_move(school, 2026)
    }
    return transfer_classes(organisation=school, school_year=2026, day=day, decisions=decisions, by=by)


def held_by_a_pair(school: Organisation, person: Person, starts_on: date = date(2026, 1, 10)):
    return PairFactory(
        organisation=school, mentor=MentorFactory(organisation=school), mentee=person.mentee, status=PairStatus.ACTIVE,
        act=ActFactory(organisation=school, dated=starts_on), starts_on=starts_on, ends_on=date(2026, 12, 20),
    )  # fmt: skip


def due(school: Organisation, on: date) -> list[str]:
    kinds = (CLASSES, DEPARTURE)
    return [row.kind for row in deadlines_in(DeadlineScope.of([school.pk]), on) if row.kind in kinds]


def address(school: Organisation) -> str:
    return reverse("registry:classes", args=[school.pk])


def typed(browser, school: Organisation, **changes) -> dict:
    """What the page would send, with the changes."""
    form = browser.get(address(school)).context["form"]
    data = {field.html_name: field.value() or "" for field in form}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in data.items()} | changes


def test_one_page_moves_everybody_and_says_so(district, as_role):
    seventh = pupil(district.school, "Орлов")
    stays = pupil(district.school, "Соколова")
    graduate = pupil(district.school, "Чайкин", grade=11, letter="А")
    curator = as_role(Role.CURATOR)
    page = curator.get(address(district.school)).content.decode()
    assert "7 «Б»" in page
    assert "8 «Б»" in page
    sent = typed(curator, district.school, **{f"pupil_{stays.pk}": "stays"})
    assert sent["day"] == "2026-09-01"
    assert (sent["class_7_Б"], sent["class_11_А"], sent["class_11_А_on"]) == ("up", "left", "2026-08-31")
    assert curator.post(address(district.school), sent).status_code == 302
    for person in (seventh, stays, graduate):
        person.refresh_from_db()
    assert (seventh.grade, stays.grade, graduate.grade) == (8, 7, 11)
    assert graduate.archived_on == date(2026, 8, 31)
    entry = Mentee.objects.get(person=graduate)
    assert (entry.excluded_on, entry.exclusion_reason) == (date(2026, 8, 31), "окончание школы")
    assert seventh.history.first().history_change_reason.startswith("Перевод классов в 2026/2027")
    assert seventh.history.first().history_user is not None
    result = curator.get(address(district.school)).content.decode()
    assert "Классы переведены с 01.09.2026" in result
    assert "остаётся в том же классе" in result


def test_nobody_is_moved_twice_in_a_year(district, as_role, by):
    person = pupil(district.school, "Орлов")
    curator = as_role(Role.CURATOR)
    sent = typed(curator, district.school)
    curator.post(address(district.school), sent)
    answer = curator.post(address(district.school), sent, follow=True)
    assert "уже переведены" in answer.content.decode()
    with pytest.raises(ValidationError, match="уже переведены"):
        move_all(district.school, by)
    transfer = ClassTransfer.objects.get()
    other = ClassTransfer.objects.create(organisation=district.other_school, school_year=2026, day=TODAY, made_by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClassMove.objects.create(transfer=other, person=person, school_year=2026, outcome=UP, on=TODAY, grade=8)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClassTransfer.objects.create(organisation=district.school, school_year=2026, day=TODAY, made_by=by)
    person.refresh_from_db()
    assert (person.grade, transfer.moves.count()) == (8, 1)


def test_a_pupil_who_came_meanwhile_is_not_moved_unseen(district, as_role):
    pupil(district.school, "Орлов")
    curator = as_role(Role.CURATOR)
    sent = typed(curator, district.school)
    pupil(district.school, "Соколова")
    answer = curator.post(address(district.school), sent)
    assert answer.status_code == 200
    assert "изменил кто-то другой" in answer.content.decode()
    assert "Соколова" in answer.content.decode()
    assert not ClassTransfer.objects.exists()
    sent = {**sent, "seen": answer.context["form"].data["seen"]}
    assert curator.post(address(district.school), sent).status_code == 302
    assert sorted(Person.objects.filter(grade__isnull=False).values_list("grade", flat=True)) == [8, 8]


def test_a_class_of_this_year_is_not_moved_by_default(district, as_role):
    newcomer = pupil(district.school, "Новиков", included_on=date(2026, 9, 2))
    old = pupil(district.school, "Орлов")
    changed = pupil(district.school, "Соколова")
    changed.history.update(history_date="2026-05-01T10:00:00+03:00")
    changed.grade = 8
    changed.save()
    sent = typed(as_role(Role.CURATOR), district.school)
    assert [sent[f"pupil_{person.pk}"] for person in (newcomer, old, changed)] == ["stays", "", "stays"]


def test_who_has_left_with_a_live_pair_waits_for_the_decision_about_it(district, as_role, by):
    person = pupil(district.school, "Чайкин", grade=11, letter="А")
    pair = held_by_a_pair(district.school, person)
    curator = as_role(Role.CURATOR)
    assert pair.get_absolute_url() in curator.get(address(district.school)).content.decode()
    curator.post(address(district.school), typed(curator, district.school, pairs="later"))
    person.refresh_from_db()
    pair.refresh_from_db()
    assert (person.archived_on, pair.status) == (None, PairStatus.ACTIVE)
    assert due(district.school, TODAY) == [DEPARTURE]
    move = ClassMove.objects.get()
    page = curator.get(reverse("registry:class_move", args=[district.school.pk, move.pk])).content.decode()
    assert pair.get_absolute_url() in page
    with pytest.raises(ValidationError, match="завершите пару"):
        finish_departure(move=move, by=by)
    terminate(pair=pair, on=TODAY, end_reason=EndReason.OTHER_OBSTACLE, act_awaited=True, by=by)
    finish = reverse("registry:class_move_finish", args=[district.school.pk, move.pk])
    assert curator.post(finish).status_code == 302
    person.refresh_from_db()
    # the pair held the card till today: no past day changes
    assert (person.archived_on, move.on) == (TODAY, date(2026, 8, 31))
    assert due(district.school, TODAY) == []


def test_one_answer_ends_the_pairs_of_all_who_leave_and_exceptions_are_told_apart(district, as_role):
    leavers = [pupil(district.school, name, grade=11, letter="А") for name in ("Орлов", "Соколова", "Чайкин")]
    stays = pupil(district.school, "Дроздова")
    pairs = [held_by_a_pair(district.school, person) for person in (*leavers, stays)]
    curator = as_role(Role.CURATOR)
    page = curator.get(address(district.school)).content.decode()
    assert all(f'{pair.get_absolute_url()}">{pair} (' in page.partition("Пары тех, кто выбывает")[2] for pair in pairs)
    apart = {f"pupil_{leavers[2].pk}_pairs": "later"}
    reason = {"pairs_reason": EndReason.OTHER_OBSTACLE}

    unanswered = curator.post(address(district.school), typed(curator, district.school, **apart))
    [question] = unanswered.context["form"].errors["pairs"]
    assert [str(pair) in question for pair in pairs] == [True, True, False, False]
    unexplained = curator.post(address(district.school), typed(curator, district.school, **apart, pairs="end"))
    assert list(unexplained.context["form"].errors) == ["pairs_reason"]
    assert not ClassTransfer.objects.exists()

    done = curator.post(address(district.school), typed(curator, district.school, **apart, **reason, pairs="end"))
    assert done.status_code == 302, done.context["form"].errors

    for pair in pairs:
        pair.refresh_from_db()
    assert [pair.status for pair in pairs] == ["terminated", "terminated", "active", "active"]
    assert [pair.ended_on for pair in pairs[:2]] == [date(2026, 8, 31)] * 2
    assert all(pair.changes.get(to_status="terminated").act_awaited for pair in pairs[:2])
    archived = [Person.objects.get(pk=person.pk).archived_on for person in leavers]
    assert archived == [date(2026, 8, 31), date(2026, 8, 31), None]
    assert due(district.school, TODAY) == [DEPARTURE]


def test_a_pair_that_cannot_end_that_day_keeps_the_whole_transfer_until_it_is_answered_otherwise(district, as_role):
    graduate = pupil(district.school, "Чайкин", grade=11, letter="А")
    pair = held_by_a_pair(district.school, graduate, starts_on=date(2026, 9, 1))
    curator = as_role(Role.CURATOR)
    sent = {"pairs": "end", "pairs_reason": EndReason.OTHER_OBSTACLE}

    page = curator.post(address(district.school), typed(curator, district.school, **sent)).content.decode()

    assert f"Пара «{pair}»:" in page
    assert "решить потом" in page
    assert not ClassTransfer.objects.exists()


def test_the_move_of_one_pupil_is_corrected_and_the_card_follows(district, as_role, by):
    person = pupil(district.school, "Орлов")
    move = move_all(district.school, by).moves.get()
    curator = as_role(Role.CURATOR)
    page = reverse("registry:class_move", args=[district.school.pk, move.pk])
    assert post_as_shown(curator, page, {"outcome": "left", "on": "2026-08-20"}).status_code == 302
    person.refresh_from_db()
    assert (person.grade, person.archived_on) == (7, date(2026, 8, 20))
    assert "on" in post_as_shown(curator, page, {"outcome": "left", "on": ""}).context["form"].errors
    assert post_as_shown(curator, page, {"outcome": "stays", "on": "2026-08-20"}).status_code == 302
    move.refresh_from_db()
    assert move.on == date(2026, 9, 1)
    person = Person.objects.get(pk=person.pk)
    assert (person.grade, person.archived_on, person.mentee.excluded_on) == (7, None, None)
    assert [version.outcome for version in move.history.all()] == ["stays", "left", "up"]


def test_a_pair_that_began_after_the_pupil_had_left_ends_on_its_first_day(district, as_role, by):
    person = pupil(district.school, "Чайкин", grade=11, letter="А")
    pair = held_by_a_pair(district.school, person, starts_on=date(2026, 9, 1))
    curator = as_role(Role.CURATOR)
    curator.post(address(district.school), typed(curator, district.school, pairs="later"))
    move = ClassMove.objects.get()
    card = curator.get(person.get_absolute_url()).content.decode()
    assert "выбыл, последний день — 31.08.2026, карточка ещё открыта" in card
    for patronymic, word in (("Ильинична", "выбыла"), ("", "выбытие")):
        Person.objects.filter(pk=move.person_id).update(middle_name=patronymic, sex="")
        assert (
            f"{word}, последний день — 31.08.2026"
            in as_role(Role.CURATOR).get(move.person.get_absolute_url()).content.decode()
        )
    assert "Перевод обучающегося: новая запись" in card
    page = curator.get(reverse("registry:class_move", args=[district.school.pk, move.pk])).content.decode()
    assert "завершите её первым днём" in page

    terminate(pair=pair, on=pair.starts_on, end_reason=EndReason.OTHER_OBSTACLE, act_awaited=True, by=by)
    finish_departure(move=move, by=by)

    person.refresh_from_db()
    assert person.archived_on == TODAY
    assert "карточка ещё открыта" not in curator.get(person.get_absolute_url()).content.decode()


def test_the_page_counts_moved_stayed_and_left_apart(district, as_role):
    pupil(district.school, "Орлов")
    pupil(district.school, "Чайкин", grade=11)
    kept = pupil(district.school, "Соколова")
    curator = as_role(Role.CURATOR)
    sent = typed(curator, district.school, **{f"pupil_{kept.pk}": "stays"})
    page = curator.post(address(district.school), sent, follow=True).content.decode()
    assert "Перевод классов внесён: переведены — 1, остались — 1, выбыли — 1." in page


def test_nobody_is_sent_to_the_archive_who_has_not_left(district, by):
    person = pupil(district.school, "Орлов")
    move = move_all(district.school, by).moves.get()
    with pytest.raises(ValidationError, match="не отмечен выбывшим"):
        finish_departure(move=move, by=by)
    person.refresh_from_db()
    assert person.archived_on is None


def test_a_class_that_was_corrected_on_the_card_since_is_not_overwritten(district, by):
    person = pupil(district.school, "Орлов")
    move = move_all(district.school, by).moves.get()
    with pytest.raises(ValidationError, match="слишком давний"):
        correct_move(move=move, outcome=ClassOutcome.LEFT, on=date(2025, 8, 31), by=by)
    Person.objects.filter(pk=person.pk).update(grade=9)
    with pytest.raises(ValidationError, match="На карточке теперь 9 «Б»"):
        correct_move(move=move, outcome=STAYS, on=TODAY, by=by)


def test_the_class_of_a_past_day_is_known(district, by):
    person = pupil(district.school, "Орлов")
    move_all(district.school, by)
    person.refresh_from_db()
    with clock.as_at(date(2027, 9, 5)):
        decisions = {person.pk: PupilDecision(UP)}
        transfer_classes(
            organisation=district.school, school_year=2027, day=date(2027, 9, 1), decisions=decisions, by=by
        )
    person.refresh_from_db()
    assert person.grade == 9
    days = (date(2025, 10, 1), date(2026, 8, 31), date(2026, 9, 1), date(2027, 8, 31), date(2027, 9, 1))
    classes = [classes_on([person], day).get(person.pk, (person.grade, person.grade_letter)) for day in days]
    assert classes == [(7, "Б"), (7, "Б"), (8, "Б"), (8, "Б"), (9, "Б")]


@pytest.mark.parametrize(
    ("day", "kinds"), [(date(2026, 8, 31), []), (date(2026, 9, 1), [CLASSES]), (date(2026, 9, 2), [CLASSES])]
)
def test_the_transfer_is_due_from_the_first_of_september(district, by, day, kinds):
    transfer = ClassTransfer.objects.create(
        organisation=district.school, school_year=2025, day=date(2025, 9, 1), made_by=by
    )
    assert transfer.year_label == "2025/2026"
    pupil(district.school, "Орлов")
    assert due(district.school, day) == kinds


def test_nothing_is_due_when_it_is_done_or_nobody_has_an_old_class(district, by):
    pupil(district.other_school, "Новиков", included_on=date(2026, 9, 1))
    assert due(district.other_school, TODAY) == []
    pupil(district.school, "Орлов")
    assert due(district.school, TODAY) == [CLASSES]
    move_all(district.school, by)
    assert due(district.school, TODAY) == []


def test_deadline_and_page_cost_the_same_for_one_pupil_and_for_three(district, as_role):
    curator = as_role(Role.CURATOR)
    held_by_a_pair(district.school, pupil(district.school, "Орлов"))

    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(
            connection,
        ) as of_page:
            curator.get(address(district.school))
        with CaptureQueriesContext(connection) as of_list:
            curator.get("/worklist/")
        return len(of_page), len(of_list)

    one = queries()
    for name in ("Соколова", "Чайкин"):
        held_by_a_pair(district.school, pupil(district.school, name, grade=9))
    assert queries() == one


def test_whoever_may_not_edit_people_moves_no_class(district, as_role, neighbour):
    pupil(district.school, "Орлов")
    for role in (Role.COUNCIL, Role.COORDINATOR):
        assert "Это делают в самой школе" in as_role(role).get(address(district.school)).content.decode()
        assert as_role(role).post(address(district.school)).status_code == 403
    assert neighbour.post(address(district.school)).status_code in (403, 404)
    assert not ClassTransfer.objects.exists()


def test_a_pupil_of_another_school_is_not_moved_along(district, as_role, by):
    own, foreign = pupil(district.school, "Орлов"), pupil(district.other_school, "Чужов")
    decisions = {person.pk: PupilDecision(UP) for person in (own, foreign)}
    with pytest.raises(ValidationError, match="список обучающихся изменился"):
        transfer_classes(
            organisation=district.school, school_year=2026, day=date(2026, 9, 1), decisions=decisions, by=by
        )
    assert not ClassTransfer.objects.exists()
    curator = as_role(Role.CURATOR)
    sent = typed(curator, district.school, **{f"pupil_{foreign.pk}": "left", f"pupil_{foreign.pk}_on": "2026-08-31"})
    assert curator.post(address(district.school), sent).status_code == 302
    grades = {person.last_name: person.grade for person in Person.objects.filter(pk__in=[own.pk, foreign.pk])}
    assert grades == {"Орлов": 8, "Чужов": 7}
    assert Person.objects.get(pk=foreign.pk).archived_on is None


def test_the_move_of_another_school_s_pupil_is_not_found(district, as_role, by):
    pupil(district.school, "Орлов")
    pupil(district.other_school, "Чужов")
    move_all(district.school, by)
    foreign = move_all(district.other_school, by).moves.get()
    curator = as_role(Role.CURATOR)
    for school in (district.school, district.other_school):
        for page in ("class_move", "class_move_finish"):
            answer = curator.post(reverse(f"registry:{page}", args=[school.pk, foreign.pk]), {"outcome": "stays"})
            assert answer.status_code in (403, 404)
    foreign.refresh_from_db()
    assert (foreign.outcome, foreign.person.grade) == (UP, 8)


def test_who_stays_keeps_the_class_and_who_leaves_goes_on_the_own_day(district, as_role):
    stays, leaves = pupil(district.school, "Орлов"), pupil(district.school, "Соколова")
    curator = as_role(Role.CURATOR)
    changes = {f"pupil_{stays.pk}": "stays", f"pupil_{leaves.pk}": "left", f"pupil_{leaves.pk}_on": "2026-08-20"}
    assert curator.post(address(district.school), typed(curator, district.school, **changes)).status_code == 302
    moves = {
        move.person_id: (move.outcome, move.on, move.grade_after) for move in ClassTransfer.objects.get().moves.all()
    }
    assert moves == {stays.pk: (STAYS, date(2026, 9, 1), 7), leaves.pk: (LEFT, date(2026, 8, 20), 7)}
    assert Person.objects.get(pk=leaves.pk).archived_on == date(2026, 8, 20)
