"""Two cards of one person become one, and two again."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from imports.actions import commit_batch, stage_import
from registry import clock, extension_points
from registry.actions.bank import enter_in_bank, restore_person
from registry.actions.consents import record_consents
from registry.actions.merging import merge_people, undo_merge
from registry.enums import CandidateApproval, MentorReadiness, MentorSource, Role
from registry.merging.field_comparison import compare_cards
from registry.merging.plan import MOVED_HERE, UNCHANGED, plan_merge
from registry.models import (
    Category,
    Consent,
    Curator,
    Invitation,
    Membership,
    Mentee,
    Mentor,
    Person,
    PersonSpelling,
)
from tests.factories import (
    ActFactory,
    ConsentFactory,
    CuratorFactory,
    MembershipFactory,
    MenteeFactory,
    MentorFactory,
    PersonFactory,
    PupilFactory,
    UserFactory,
)
from tests.imports.import_files import csv_file
from tests.joined_cards import again, everything

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def by(district):
    return district.member(Role.CURATOR)


def test_every_relation_to_people_and_places_is_moved_by_somebody():
    relations = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for model in (Person, Mentor, Mentee, Curator)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
        if not relation.related_model.__name__.startswith("Historical")
    }
    moved = MOVED_HERE.union(*(follower.relations for follower in extension_points.merge_participants))

    assert relations == moved | UNCHANGED


def test_chosen_facts_are_taken_and_the_fuller_ones_where_nothing_is_chosen(twins, by):
    survivor, absorbed = twins

    merge_people(survivor=survivor, absorbed=absorbed, choices={"person-position": survivor.pk}, by=by)

    card = again(survivor)
    assert (card.last_name, card.phone, card.email) == ("Берёзкина", "+79120000001", "berezkina@zarechny.example")
    assert card.position == "учитель математики"
    assert "+79120000001" in card.search_key


def test_of_two_known_values_the_later_changed_card_is_believed(twins, by):
    survivor, absorbed = twins
    assert plan_merge(survivor, absorbed, {}).chosen_owners["person-position"] == absorbed.pk

    survivor.position = "учитель химии"
    survivor.save()

    assert plan_merge(again(survivor), absorbed, {}).chosen_owners["person-position"] == survivor.pk


@pytest.mark.parametrize(
    ("older", "newer", "better"),
    [
        ("учитель физики и математики", "учитель физики", "older"),
        ("учитель физики", "учитель физики, наставник", "newer"),
        ("учитeль", "учитель", "newer"),  # a Latin e
        ("учитель", "учитeль", "older"),
        ("учёный секретарь", "ученый секретарь", "older"),
        ("методист", "методисты", "newer"),  # a longer word is another word, not a fuller text
        ("", "учитель", "newer"),
        ("учитель", "", "older"),
    ],
)
def test_the_fuller_and_the_better_written_text_is_chosen_beforehand(district, older, newer, better):
    cards = {name: PersonFactory(organisation=district.school, position=text) for name, text in
             (("older", older), ("newer", newer))}  # fmt: skip
    chosen = plan_merge(cards["older"], cards["newer"], {}).chosen_owners
    assert chosen["person-position"] == cards[better].pk


def test_of_two_spellings_of_a_name_the_one_of_the_card_in_use_is_chosen_beforehand(district):
    in_use = MentorFactory(person__organisation=district.school, person__last_name="Власова").person
    later = PersonFactory(organisation=district.school, last_name="Власовва", position="завуч")
    chosen = plan_merge(in_use, later, {}).chosen_owners
    assert (chosen["person-last_name"], chosen["person-position"]) == (in_use.pk, later.pk)


def test_a_choice_of_a_third_card_is_refused(twins):
    with pytest.raises(ValueError, match="none of the two"):
        plan_merge(*twins, {"person-position": 10**6})


def test_the_other_card_stays_in_the_archive_and_says_where_it_went(twins, by):
    survivor, absorbed = twins

    merge = merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)

    card = again(absorbed)
    assert (card.archived_on, card.merged_into_id) == (TODAY, survivor.pk)
    assert card.last_name == "Березкина"
    assert (merge.merged_by, merge.survivor, merge.absorbed) == (by, survivor, absorbed)
    said = {(v.id, v.history_change_reason, v.history_user) for v in Person.history.filter(history_type="~")}
    assert said == {
        (survivor.pk, "С карточкой объединён дубль «Березкина Мария Сергеевна»", by),
        (absorbed.pk, "Карточка объединена с карточкой «Берёзкина Мария Сергеевна»", by),
    }


def test_everything_that_refers_to_the_other_card_follows(twins, district, by):
    survivor, absorbed = twins
    mentor = MentorFactory(person=absorbed)
    consent = ConsentFactory(person=absorbed)
    curator = CuratorFactory(person=absorbed, organisation=district.other_school)
    membership = MembershipFactory(role=Role.MENTOR, person=absorbed)
    invitation = Invitation.objects.create(
        role=Role.MENTOR, person=absorbed, municipality=district.municipality, email="a@b.example", invited_by=by
    )
    spelling = PersonSpelling.objects.create(person=absorbed, organisation=district.school, name="Берёзкина М.С.")

    merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)

    for record in (mentor, consent, curator, membership, invitation, spelling):
        assert again(record).person_id == survivor.pk, record
    for record in (mentor, consent, curator, membership):
        assert record.history.first().history_change_reason.startswith("Объединение карточек")
        assert record.history.first().history_user == by


def test_two_places_in_a_bank_become_one(twins, by):
    survivor, absorbed = twins
    place = MentorFactory(
        person=survivor, included_on=date(2025, 9, 1), excluded_on=date(2026, 3, 1), competencies="опрос"
    )
    other = MentorFactory(
        person=absorbed,
        included_on=date(2024, 9, 1),
        source=MentorSource.PARTNER,
        competencies="проекты",
        is_tutor=True,
    )

    merge_people(survivor=survivor, absorbed=absorbed, choices={"mentor-competencies": survivor.pk}, by=by)

    place, other = again(place), again(other)
    assert (place.person_id, place.included_on, place.excluded_on) == (survivor.pk, date(2024, 9, 1), None)
    assert (place.source, place.competencies, place.is_tutor) == (MentorSource.PARTNER, "опрос", True)
    assert (other.person_id, other.excluded_on) == (absorbed.pk, TODAY)


def test_categories_of_two_mentees_add_up(twins, by):
    survivor, absorbed = twins
    first, second = Category.objects.order_by("pk")[:2]
    place, other = MenteeFactory(person=survivor), MenteeFactory(person=absorbed)
    place.categories.add(first)
    other.categories.add(second)

    merge = merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)
    assert set(again(place).categories.all()) == {first, second}

    undo_merge(merge=merge, by=by)
    assert set(again(place).categories.all()) == {first}
    assert set(again(other).categories.all()) == {second}


@pytest.mark.parametrize(
    ("own", "others", "closed", "on"),
    [
        # the later paper stays in force, the older ends when it was signed
        ({"signed_on": date(2025, 9, 1)}, {"signed_on": date(2026, 9, 1)}, "own", date(2026, 9, 1)),
        ({"signed_on": date(2026, 9, 1)}, {"signed_on": date(2025, 9, 1)}, "others", date(2026, 9, 1)),
        # a paper without an end outlasts a later one that ends
        (
            {"signed_on": date(2025, 9, 1)},
            {"signed_on": date(2026, 9, 1), "valid_until": date(2027, 5, 31)},
            "others",
            date(2026, 9, 1),
        ),
        # a paper that has ended already is closed by its own end
        (
            {"signed_on": date(2025, 9, 1), "valid_until": date(2026, 5, 31)},
            {"signed_on": date(2026, 9, 1)},
            "own",
            date(2026, 6, 1),
        ),
    ],
)
def test_of_two_consents_of_one_kind_the_one_good_for_longer_stays_in_force(twins, by, own, others, closed, on):
    survivor, absorbed = twins
    papers = {"own": ConsentFactory(person=survivor, **own), "others": ConsentFactory(person=absorbed, **others)}

    plan = plan_merge(survivor, absorbed, {})
    assert "действующим может быть одно согласие" in "".join(reassignment.note for reassignment in plan.reassignments)
    merge = merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)

    assert {consent.person_id for consent in Consent.objects.all()} == {survivor.pk}
    assert {name: again(paper).withdrawn_on for name, paper in papers.items()} == {
        **dict.fromkeys(papers), closed: on
    }  # fmt: skip
    undo_merge(merge=merge, by=by)
    assert {again(paper).withdrawn_on for paper in papers.values()} == {None}


def test_papers_of_different_kinds_and_signers_all_stay_in_force(twins, by):
    survivor, absorbed = twins
    ConsentFactory(person=survivor)
    ConsentFactory(person=absorbed, kind="publication")
    ConsentFactory(person=absorbed, by_representative=True, representative_name="Орлова Нина Васильевна")

    merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)

    assert Consent.objects.filter(person=survivor, withdrawn_on__isnull=True).count() == 3


def test_two_appointments_in_one_organisation_become_one(twins, district, by):
    survivor, absorbed = twins
    act = ActFactory(organisation=district.school, dated=date(2024, 8, 30))
    one = CuratorFactory(person=survivor, organisation=district.school, appointed_on=date(2025, 9, 1))
    two = CuratorFactory(person=absorbed, organisation=district.school, appointed_on=date(2024, 9, 1), act=act)

    merge = merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)

    one, two = again(one), again(two)
    assert (one.appointed_on, one.act, one.dismissed_on) == (date(2024, 9, 1), act, None)
    assert (two.person_id, two.dismissed_on) == (absorbed.pk, TODAY)
    undo_merge(merge=merge, by=by)
    assert again(two).dismissed_on is None


def test_one_user_of_both_cards_keeps_one_way_in(twins, by):
    survivor, absorbed = twins
    user = UserFactory()
    one, two = (MembershipFactory(user=user, role=Role.MENTOR, person=person) for person in (survivor, absorbed))

    merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)

    assert (again(one).person_id, again(one).until) == (survivor.pk, None)
    assert (again(two).person_id, again(two).until) == (absorbed.pk, TODAY)


def test_several_users_of_one_card_are_warned_of(twins):
    survivor, absorbed = twins
    for person in (survivor, absorbed):
        MembershipFactory(role=Role.MENTOR, person=person)
    assert "Карточку увидят несколько учётных записей" in plan_merge(survivor, absorbed, {}).warnings[0]


def test_differing_birth_dates_and_a_pupil_with_a_teacher_are_warned_of(district):
    pupil = PupilFactory(organisation=district.school)
    teacher = PersonFactory(organisation=district.school)
    warnings = plan_merge(pupil, teacher, {}).warnings
    assert ["Даты рождения разные" in warnings[0], "указан класс" in warnings[1]] == [True, True]


def test_an_archived_card_that_stays_comes_back_when_the_other_is_in_use(twins, by):
    survivor, absorbed = twins
    survivor.archived_on = date(2026, 1, 15)
    survivor.save()

    merge = merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)
    assert again(survivor).archived_on is None

    undo_merge(merge=merge, by=by)
    assert again(survivor).archived_on == date(2026, 1, 15)


def test_cards_of_different_municipalities_are_refused(twins, by):
    with pytest.raises(ValidationError, match="разных муниципалитетов"):
        merge_people(survivor=twins[0], absorbed=PersonFactory(), choices={}, by=by)


def test_a_card_and_itself_are_refused(twins, by):
    with pytest.raises(ValidationError, match="одна и та же"):
        merge_people(survivor=twins[0], absorbed=twins[0], choices={}, by=by)


def test_a_joined_card_is_not_joined_again_in_any_direction(twins, district, by):
    survivor, absorbed = twins
    merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)
    third = PersonFactory(organisation=district.school)
    for one, other in ((survivor, absorbed), (absorbed, survivor), (third, absorbed), (absorbed, third)):
        with pytest.raises(ValidationError, match="уже объединена с карточкой «Берёзкина"):
            merge_people(survivor=one, absorbed=other, choices={}, by=by)


def test_facts_that_contradict_each_other_are_refused_in_words(twins, by):
    survivor, absorbed = twins
    Person.objects.filter(pk=survivor.pk).update(birth_date=date(1990, 1, 1))
    Person.objects.filter(pk=absorbed.pk).update(birth_date=None, working_since=date(1980, 1, 1))
    with pytest.raises(ValidationError, match="Стаж начинается раньше даты рождения"):
        merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)


def test_what_was_not_seen_is_not_done(twins, by):
    survivor, absorbed = twins
    shown_fingerprint = plan_merge(survivor, absorbed, {}).fingerprint
    ConsentFactory(person=absorbed)
    before = everything()

    with pytest.raises(ValidationError, match="Пока вы проверяли"):
        merge_people(survivor=survivor, absorbed=absorbed, choices={}, shown_fingerprint=shown_fingerprint, by=by)
    assert everything() == before

    merge_people(
        survivor=survivor,
        absorbed=absorbed,
        choices={},
        shown_fingerprint=plan_merge(survivor, absorbed, {}).fingerprint,
        by=by,
    )
    assert again(absorbed).merged_into_id == survivor.pk


def test_nothing_is_entered_on_a_joined_card(twins, by):
    survivor, absorbed = twins
    merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=by)
    stale = absorbed  # loaded before the merge
    for write in (
        lambda: enter_in_bank(person=stale, entry=Mentor(), by=by),
        lambda: record_consents(person=stale, consents=[Consent(kind="publication")], by=by),
        lambda: restore_person(person=stale, by=by),
    ):
        with pytest.raises(ValidationError, match="объединена с карточкой"):
            write()
    assert not Membership.objects.filter(person=absorbed).exists()


def test_a_row_of_a_file_that_names_the_other_card_changes_the_remaining_one(district, by):
    fields = {"organisation": district.school, "birth_date": None}
    survivor, absorbed = PersonFactory(last_name="Берёзкина", **fields), PersonFactory(last_name="Березкинна", **fields)
    for person in (survivor, absorbed):
        MentorFactory(person=person)
    merge_people(survivor=survivor, absorbed=absorbed, choices={"person-last_name": survivor.pk}, by=by)
    row = (district.school.short_name, "Березкинна Мария Сергеевна", "методист")

    batch = stage_import(
        data=csv_file(row), filename="bank.csv", kind="mentors", municipality=district.municipality, by=by
    )
    commit_batch(batch=batch, by=by)

    assert (again(survivor).position, again(survivor).last_name) == ("методист", "Берёзкина")
    assert again(absorbed).position == "учитель математики"
    assert Person.objects.count() == Mentor.objects.count() == 2


def test_of_two_decisions_about_a_candidate_the_last_one_is_kept():
    approved, refused = MentorFactory(), MentorFactory()
    decided = {"decided_by": UserFactory(), "proposed_on": date(2025, 8, 1)}
    Mentor.objects.filter(pk=approved.pk).update(
        approval=CandidateApproval.APPROVED, readiness=MentorReadiness.READY, decided_on=date(2025, 9, 1), **decided
    )
    Mentor.objects.filter(pk=refused.pk).update(
        approval=CandidateApproval.REFUSED, decided_on=date(2026, 9, 1), refusal_reason="Нет опыта", **decided
    )
    for pair in ((approved, refused), (refused, approved)):
        sections = compare_cards(*(Person.objects.get(pk=mentor.person_id) for mentor in pair))
        [fact] = [fact for section in sections for fact in section.comparisons if fact.name == "mentor-readiness"]
        assert fact.preferred == refused.person_id
