"""Never more than three mentees at one moment: told in words by the action, kept in the database on any other way."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from mentoring.actions.activation import activate
from mentoring.actions.endings import extend_period, replace_mentor
from mentoring.actions.pairs import agree_pair
from mentoring.enums import PairStatus
from mentoring.guards import cap
from mentoring.models import Pair
from mentoring.queries.capacity import load_of, with_capacity
from mentoring.refusals import capacity as capacity_refusal
from registry.enums import Role
from registry.models import Form, Kind, Mentor
from tests.factories import ActFactory, MenteeFactory, MentorFactory, OrganisationFactory, PairFactory, member
from tests.mentoring.conftest import END, START, agree

SPRING = (date(2027, 1, 11), date(2027, 5, 31))


def refusal(school, mentor, **fields) -> str:
    with pytest.raises(ValidationError) as refused:
        school.pair(mentor, **fields)
    assert list(refused.value.error_dict) == ["mentor"]
    return " ".join(refused.value.messages)


def full_mentor(school, ends_on: tuple[date, ...] = (END, END, END)) -> Mentor:
    mentor = school.mentor()
    for day in ends_on:
        school.pair(mentor, ends_on=day)
    return mentor


def held(mentor, **fields) -> Pair:
    """A pair that holds a place, written past the actions."""
    fields = {"status": PairStatus.AGREED, "starts_on": START, "ends_on": END, **fields}
    return PairFactory(mentor=mentor, organisation=fields.pop("organisation", mentor.person.organisation), **fields)


# --- what the user is told ---------------------------------------------------------------------------------------


def test_a_fourth_mentee_is_refused_with_the_three_named_and_the_earliest_free_day(school):
    mentor = full_mentor(school, (date(2027, 3, 31), END, date(2027, 6, 30)))
    names = [pair.mentee.person.short_name for pair in mentor.pairs.order_by("ends_on")]
    assert refusal(school, mentor) == (
        "Одновременно не больше трёх (Устюжна, п.\u00a03.4). Места заняты: "
        f"{names[0]} (до 31.03.2027), {names[1]} (до 31.05.2027), {names[2]} (до 30.06.2027). "
        "Свободное место — с 01.04.2027."
    )
    assert mentor.pairs.count() == 3


@pytest.mark.requirement("H-5.2-3")
def test_three_at_once_are_allowed(school):
    assert {pair.status for pair in full_mentor(school).pairs.all()} == {"agreed"}


def test_even_a_draft_is_refused_when_the_places_are_full(school):
    mentor = full_mentor(school)
    assert "Места заняты" in refusal(school, mentor, mentee=school.mentee(agreed=False))


def test_drafts_hold_no_places(school):
    mentor = school.mentor()
    for _ in range(4):
        assert school.pair(mentor, school.mentee(agreed=False)).status == PairStatus.DRAFT


def test_the_fourth_draft_is_not_agreed_when_its_consents_come(school):
    mentor, late = school.mentor(), school.mentee(agreed=False)
    draft = school.pair(mentor, late)
    for _ in range(3):
        school.pair(mentor)
    agree(late.person)
    with pytest.raises(ValidationError, match="Одновременно не больше трёх"):
        agree_pair(pair=draft, by=school.curator)


def test_periods_that_do_not_meet_do_not_count_together(school):
    mentor = full_mentor(school, (date(2026, 12, 31),) * 3)
    assert school.pair(mentor, starts_on=date(2027, 1, 1), ends_on=END).status == PairStatus.AGREED


def test_one_common_day_is_enough(school):
    mentor = full_mentor(school, (date(2026, 12, 31),) * 3)
    assert "с 01.01.2027" in refusal(school, mentor, starts_on=date(2026, 12, 31), ends_on=END)


def test_a_future_period_counts_by_its_worst_moment(school):
    """Two now, one from January: a fourth over both would make four in January."""
    mentor = school.mentor()
    school.pair(mentor)
    school.pair(mentor)
    school.pair(mentor, starts_on=SPRING[0], ends_on=SPRING[1])
    assert "Свободное место — с 01.06.2027" in refusal(school, mentor)
    assert school.pair(mentor, ends_on=date(2027, 1, 10)).status == PairStatus.AGREED


def test_places_one_after_another_are_not_added_up(school):
    """Autumn and spring mentees of the same place never meet, so the whole year still has room for two more."""
    mentor = school.mentor()
    school.pair(mentor, ends_on=date(2026, 12, 31))
    school.pair(mentor, starts_on=date(2027, 1, 1), ends_on=END)
    assert school.pair(mentor).status == PairStatus.AGREED
    assert school.pair(mentor).status == PairStatus.AGREED
    assert "Одновременно" in refusal(school, mentor)


def test_the_same_mentee_twice_takes_one_place(school):
    mentor, twice = school.mentor(), school.mentee()
    school.pair(mentor, twice)
    held(mentor, mentee=twice, organisation=school.organisation, form=Form.objects.get(code="head-teacher"))
    school.pair(mentor)
    school.pair(mentor)
    assert "Одновременно" in refusal(school, mentor)


def test_an_ended_pair_holds_its_place_until_its_last_day(school):
    mentor = full_mentor(school)
    pair = mentor.pairs.first()
    activate(pairs=[pair], act=ActFactory(organisation=school.organisation, dated=START), by=school.curator)
    Pair.objects.filter(pk=pair.pk).update(status=PairStatus.COMPLETED, ended_on=date(2026, 12, 31))
    assert "с 01.01.2027" in refusal(school, mentor)
    assert school.pair(mentor, starts_on=date(2027, 1, 1)).status == PairStatus.AGREED


def test_a_cancelled_pair_holds_no_place(school):
    mentor = full_mentor(school)
    Pair.objects.filter(pk=mentor.pairs.first().pk).update(status=PairStatus.CANCELLED)
    assert school.pair(mentor).status == PairStatus.AGREED


def test_places_count_across_organisations_and_foreign_names_stay_unsaid(school):
    neighbour = OrganisationFactory(municipality=school.organisation.municipality)
    guest = MentorFactory(organisation=neighbour, open_to_others=True)
    agree(guest.person)
    for _ in range(3):
        held(guest, organisation=neighbour)
    message = refusal(school, guest)
    assert message.count(f"наставляемый из {neighbour} (до 31.05.2027)") == 3
    assert not any(pair.mentee.person.last_name in message for pair in guest.pairs.select_related("mentee__person"))
    whole = member(Role.ADMIN, municipality=neighbour.municipality)
    school.curator = whole
    assert all(pair.mentee.person.short_name in refusal(school, guest) for pair in guest.pairs.all())


def test_a_group_takes_a_place_for_each_of_its_mentees(school):
    mentor = school.mentor()
    kinds = [Kind.objects.get(code="group")]
    first = school.pair(mentor, kinds=kinds, group_title="Молодые педагоги")
    for _ in range(2):
        school.pair(mentor, kinds=kinds, group=first.group)
    assert "Одновременно" in refusal(school, mentor, kinds=kinds, group=first.group)


@pytest.mark.parametrize(("limit", "message"), [(1, "не больше одного"), (2, "не больше двух")])
def test_a_personal_limit_is_named_when_it_is_the_one(school, limit, message):
    mentor = school.mentor(personal_limit=limit)
    for _ in range(limit):
        school.pair(mentor)
    assert refusal(school, mentor).startswith(
        f"Личный предел наставника — одновременно {message} (Устюжна, п.\u00a04.1)."
    )


def test_the_limit_of_the_policy_is_named_when_it_is_the_one(school):
    school.organisation.municipality.policies.update(mentee_limit=1)
    mentor = school.mentor()
    school.pair(mentor)
    assert refusal(school, mentor).startswith("По политике муниципалитета с 01.01.2020 одновременно не больше одного.")


def test_lowering_a_limit_leaves_running_pairs_alone_and_stops_new_ones(school):
    mentor = full_mentor(school)
    mentor.personal_limit = 1
    mentor.save()
    pair = mentor.pairs.first()
    activate(pairs=[pair], act=ActFactory(organisation=school.organisation, dated=START), by=school.curator)
    assert "Личный предел" in refusal(school, mentor)


def test_an_extension_must_find_its_place(school):
    mentor = school.mentor()
    pair = school.active_pair(mentor, ends_on=date(2026, 12, 31))
    for _ in range(3):
        school.pair(mentor, starts_on=date(2027, 1, 1), ends_on=END)
    with pytest.raises(ValidationError, match="Места заняты"):
        extend_period(pair=pair, ends_on=END, why="illness", absentee="mentee", by=school.curator)
    pair.refresh_from_db()
    assert pair.ends_on == date(2026, 12, 31)


def test_a_replacement_by_a_full_mentor_leaves_the_old_pair_as_it_was(school):
    pair, busy = school.active_pair(), full_mentor(school)
    with pytest.raises(ValidationError, match="Места заняты"):
        replace_mentor(pair=pair, mentor=busy, on=date(2026, 11, 30), end_reason="transfer", by=school.curator)
    pair.refresh_from_db()
    assert pair.status == PairStatus.ACTIVE


def test_a_refusal_of_the_database_is_told_in_the_same_words(school, monkeypatch):
    """As when somebody took the place between the look and the write."""
    mentor = full_mentor(school)
    looks = []
    real = capacity_refusal.require_capacity

    def blind_once(*args, **kwargs):
        looks.append(1)
        if len(looks) > 2:  # the draft's own look and the one before agreement see nothing
            real(*args, **kwargs)

    monkeypatch.setattr(capacity_refusal, "require_capacity", blind_once)
    assert "Места заняты" in refusal(school, mentor)
    assert mentor.pairs.count() == 3


# --- against everything but the action ---------------------------------------------------------------------------


def refused_by_the_database():
    return pytest.raises(IntegrityError, match=cap.CAP)


@pytest.fixture
def full(school) -> Mentor:
    mentor = school.mentor()
    for _ in range(3):
        held(mentor)
    return mentor


def fourth(mentor, **fields) -> Pair:
    return Pair(
        mentor=mentor,
        mentee=MenteeFactory(organisation=mentor.person.organisation),
        organisation=mentor.person.organisation,
        form=Form.objects.first(),
        **{"starts_on": START, "ends_on": END, "status": PairStatus.AGREED, **fields},
    )


def test_save_is_refused(full):
    with refused_by_the_database(), transaction.atomic():
        fourth(full).save()


def test_bulk_create_is_refused_as_a_whole(school):
    mentor = school.mentor()
    with refused_by_the_database(), transaction.atomic():
        Pair.objects.bulk_create([fourth(mentor) for _ in range(4)])
    assert mentor.pairs.count() == 0
    Pair.objects.bulk_create([fourth(mentor) for _ in range(3)])


def test_bulk_update_and_update_are_refused(full):
    draft = fourth(full, status=PairStatus.DRAFT)
    draft.save()
    with refused_by_the_database(), transaction.atomic():
        Pair.objects.filter(pk=draft.pk).update(status=PairStatus.AGREED)
    draft.status = PairStatus.AGREED
    with refused_by_the_database(), transaction.atomic():
        Pair.objects.bulk_update([draft], ["status"])


def test_raw_sql_is_refused(full):
    draft = fourth(full, status=PairStatus.DRAFT)
    draft.save()
    with refused_by_the_database(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE mentoring_pair SET status = 'agreed' WHERE id = %s", [draft.pk])
    columns = [field.column for field in Pair._meta.concrete_fields if not field.primary_key]
    values = [
        field.get_db_prep_save(getattr(draft, field.attname), connection) for field in Pair._meta.concrete_fields[1:]
    ]
    values[columns.index("status")] = "agreed"
    marks = ", ".join(["%s"] * len(columns))
    with refused_by_the_database(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO mentoring_pair ({', '.join(columns)}) VALUES ({marks})", values)


@pytest.mark.parametrize(
    "moved",
    [
        {"starts_on": START},
        {"ends_on": date(2027, 12, 31), "starts_on": END},
    ],
)
def test_moved_dates_are_refused(full, moved):
    later = fourth(full, starts_on=END + timedelta(days=1), ends_on=date(2027, 12, 31))
    later.save()
    with refused_by_the_database(), transaction.atomic():
        Pair.objects.filter(pk=later.pk).update(**moved)


def test_another_mentor_or_mentee_is_refused(school, full):
    elsewhere = held(school.mentor())
    with refused_by_the_database(), transaction.atomic():
        Pair.objects.filter(pk=elsewhere.pk).update(mentor=full)
    doubled = held(full, mentee=full.pairs.first().mentee, form=Form.objects.get(code="head-teacher"))
    with refused_by_the_database(), transaction.atomic():
        Pair.objects.filter(pk=doubled.pk).update(mentee=MenteeFactory(organisation=school.organisation))


def test_an_ended_pair_cannot_be_brought_back_over_the_cap(full):
    pair = full.pairs.first()
    act = ActFactory(organisation=pair.organisation)
    Pair.objects.filter(pk=pair.pk).update(status=PairStatus.COMPLETED, ended_on=START, act=act)
    fourth(full, starts_on=START + timedelta(days=1)).save()
    with refused_by_the_database(), transaction.atomic():
        Pair.objects.filter(pk=pair.pk).update(status=PairStatus.ACTIVE, ended_on=None)


def test_giving_up_places_is_always_allowed(full):
    full.personal_limit = 1
    full.save()
    assert Pair.objects.filter(mentor=full).update(ends_on=END - timedelta(days=1)) == 3
    assert Pair.objects.filter(mentor=full).update(status=PairStatus.DRAFT) == 3


def test_a_person_cannot_mentor_themself_even_by_raw_means(school):
    mentor = school.mentor()
    pair = fourth(mentor)
    pair.mentee = MenteeFactory(person=mentor.person)
    with pytest.raises(IntegrityError, match=cap.SELF), transaction.atomic():
        pair.save()


# --- counting places for lists ------------------------------------------------------------------------------------


def test_the_list_counts_places_as_the_cap_does(school):
    autumn, whole_year, nobody = school.mentor(), school.mentor(personal_limit=2), school.mentor()
    held(autumn, ends_on=date(2026, 12, 31))
    held(autumn, starts_on=date(2027, 1, 1))
    held(autumn, starts_on=date(2027, 1, 1))
    held(autumn, status=PairStatus.DRAFT)
    held(whole_year)
    counted = {
        mentor.pk: (mentor.busy, mentor.limit, mentor.free)
        for mentor in with_capacity(Mentor.objects.all(), START, END)
    }
    assert [counted[mentor.pk] for mentor in (autumn, whole_year, nobody)] == [(2, 3, 1), (1, 2, 1), (0, 3, 3)]
    for mentor in (autumn, whole_year, nobody):
        load = load_of(mentor, START, END)
        assert counted[mentor.pk] == (load.busy, load.limit, load.free)


def test_the_limit_of_the_policy_in_force_shows_in_the_list(school):
    school.organisation.municipality.policies.update(mentee_limit=2)
    mentor = school.mentor()
    assert with_capacity(Mentor.objects.filter(pk=mentor.pk), START, END).get().limit == 2


def test_counting_places_takes_as_many_queries_for_any_number_of_mentors(school, django_assert_num_queries):
    """One for the mentors, two for the rules of their organisations."""
    for _ in range(3):
        held(school.mentor())
    with django_assert_num_queries(3):
        list(with_capacity(Mentor.objects.all(), START, END))


def test_the_page_links_every_pair_that_takes_a_place(school):
    mentor, mentee, client = full_mentor(school), school.mentee(), Client()
    client.force_login(school.curator)
    fields = {
        "mentor": mentor.pk,
        "organisation": school.organisation.pk,
        "form": Form.objects.get(code="teacher-teacher").pk,
        "starts_on": START.isoformat(),
        "ends_on": END.isoformat(),
        "kinds": [Kind.objects.get(code="traditional").pk],
        "labour_basis": "assignment",
    }
    page = client.post(reverse("mentoring:pair_new_for", args=[mentee.pk]), fields).content.decode()
    assert "Места заняты" in page
    for pair in mentor.pairs.all():
        assert f'<a href="{pair.get_absolute_url()}">{pair.mentee.person.short_name}</a>' in page
