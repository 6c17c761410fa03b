from datetime import date, timedelta

import pytest
from django.urls import reverse

from mentoring.pairing.default_period import usual_end
from mentoring.queries.suitable import suitable_mentors
from registry.enums import MentorReadiness, MentorSource, Participant
from registry.models import Form, Mentee
from registry.queries.rules import rules_in_force
from tests.factories import MenteeFactory, MentorFactory, OrganisationFactory, PersonFactory, PupilFactory
from tests.mentoring.conftest import END, START, TODAY


def found(school, mentee: Mentee, **options) -> list:
    policy = rules_in_force(school.organisation, START)
    return suitable_mentors(school.curator, mentee, START, END, policy=policy, **options)


@pytest.mark.requirement("K-5.2-tab")
def test_free_places_come_first_then_subject_and_readiness(school):
    busy = school.mentor(readiness=MentorReadiness.READY)
    for _ in range(3):
        school.pair(busy)
    other = school.mentor()
    other.person.subject = "физика"
    other.person.save()
    ready = school.mentor(readiness=MentorReadiness.READY)
    plain = school.mentor()
    suitable = found(school, school.mentee())
    assert [one.mentor for one in suitable] == [ready, plain, other, busy]
    assert [(one.busy, one.limit, one.free) for one in suitable] == [(0, 3, 3)] * 3 + [(3, 3, 0)]
    assert suitable[0].reasons == ("тот же предмет", "готов к работе")
    assert suitable[2].reasons == ()  # the organisation is the same for all, and helps nobody to choose


def test_the_subject_is_read_from_the_post_too_and_outweighs_the_other_reasons(school):
    mentee = school.mentee(
        person=PersonFactory(organisation=school.organisation, subject="", position="учитель физики")
    )
    for subject, position in (("", "учитель физической культуры"), ("русский язык", ""), ("", "учитель химии")):
        colleague = PersonFactory(organisation=school.organisation, subject=subject, position=position)
        school.mentor(person=colleague, readiness=MentorReadiness.READY)
    neighbour = OrganisationFactory(municipality=school.organisation.municipality)
    physicist = MentorFactory(
        person=PersonFactory(organisation=neighbour, subject="Физика, астрономия", position=""),
        open_to_others=True,
        readiness=MentorReadiness.READY,
    )
    first, *others = found(school, mentee)
    assert first.mentor == physicist
    assert first.reasons == ("тот же предмет",)
    assert all("тот же предмет" not in one.reasons for one in others)


def test_only_those_are_offered_who_fit_some_form_with_the_mentee(school):
    teacher = school.mentor()
    pupil = MentorFactory(person=PupilFactory(organisation=school.organisation, grade=9), source=MentorSource.PUPIL)
    child = MenteeFactory(person=PupilFactory(organisation=school.organisation), participant=Participant.PUPIL)
    assert [one.mentor for one in found(school, child)] == [pupil]
    assert [one.mentor for one in found(school, school.mentee())] == [teacher]


def test_the_excluded_the_mentee_and_strangers_are_not_offered(school):
    school.mentor(excluded_on=date(2026, 9, 1))
    neighbour = OrganisationFactory(municipality=school.organisation.municipality)
    MentorFactory(organisation=neighbour)
    guest = MentorFactory(organisation=neighbour, open_to_others=True)
    MentorFactory(open_to_others=True)  # of another municipality
    both = PersonFactory(organisation=school.organisation)
    MentorFactory(person=both)
    assert [one.mentor for one in found(school, MenteeFactory(person=both))] == [guest]


def test_a_mentor_is_found_by_name_and_the_chosen_one_stays(school):
    chosen, wanted = school.mentor(), school.mentor()
    mentee = school.mentee()
    assert [one.mentor for one in found(school, mentee, search=wanted.person.last_name.upper())] == [wanted]
    kept = found(school, mentee, search=wanted.person.last_name, keep=chosen.pk)
    assert [one.mentor for one in kept] == [chosen, wanted]


def test_the_mentees_own_place_with_the_mentor_is_not_counted_against_them(school):
    mentor, mentee = school.mentor(personal_limit=1), school.mentee()
    school.pair(mentor, mentee)
    [suitable] = [one for one in found(school, mentee) if one.mentor == mentor]
    assert suitable.free == 1


@pytest.mark.requirement("K-year")
def test_the_usual_period_ends_with_the_school_year_within_the_bounds_of_the_policy(school):
    policy = rules_in_force(school.organisation, START)
    assert usual_end(date(2026, 9, 1), policy) == date(2027, 5, 31)
    assert usual_end(date(2026, 11, 20), policy) == date(2027, 5, 31)
    assert usual_end(date(2027, 3, 1), policy) == date(2027, 5, 31)
    assert usual_end(date(2027, 4, 1), policy) == date(2028, 3, 31)
    assert usual_end(date(2027, 6, 15), policy) == date(2028, 5, 31)


def test_who_has_the_mentee_already_is_shown_as_such_and_not_as_wholly_free(client, school):
    mentee = school.mentee()
    school.active_pair(mentee=mentee)
    school.pair(mentee=mentee)
    school.active_pair(mentee=mentee, starts_on=TODAY + timedelta(days=11))
    school.mentor()
    assert {(one.pair_label, one.busy) for one in found(school, mentee)} == {
        ("уже ведёт этого наставляемого", 0),
        ("пара с этим наставляемым уже согласована", 0),
        ("пара с этим наставляемым начнётся 01.12.2026", 0),
        ("", 0),
    }
    client.force_login(school.curator)
    shown = client.get(reverse("mentoring:pair_new_for", args=[mentee.pk])).content.decode()
    assert "уже ведёт этого наставляемого" in shown
    assert shown.count("занято 0 из 3") == 1


def test_of_two_pairs_with_a_mentor_the_first_is_told(school):
    december = date(2026, 12, 31)
    first = school.active_pair(ends_on=december)
    school.pair(first.mentor, first.mentee, starts_on=december + timedelta(days=1))
    assert [one.pair_label for one in found(school, first.mentee)] == ["уже ведёт этого наставляемого"]


def test_who_does_not_suit_the_chosen_form_stands_apart_with_the_reason(client, school):
    pupil = MentorFactory(person=PupilFactory(organisation=school.organisation, grade=9), source=MentorSource.PUPIL)
    worker = MentorFactory(person__organisation=school.organisation, source=MentorSource.PARTNER)
    child = MenteeFactory(person=PupilFactory(organisation=school.organisation), participant=Participant.PUPIL)
    employer, pupils = Form.objects.get(code="employer-pupil"), Form.objects.get(code="pupil-pupil")
    school.organisation.municipality.policies.get().forms.add(employer)

    assert {one.mentor: one.form_labels for one in found(school, child)} == {
        pupil: (pupils.title,),
        worker: (employer.title,),
    }
    of_pupils = found(school, child, form=pupils.pk)
    assert [(one.mentor, one.unsuited) for one in of_pupils] == [
        (pupil, ""),
        (worker, "на этой стороне — обучающийся, а здесь работодатель"),
    ]
    assert [one.mentor for one in found(school, child, form=employer.pk)] == [worker, pupil]

    client.force_login(school.curator)
    address = reverse("mentoring:pair_new_for", args=[child.pk])
    page = client.post(address, {"refresh": "yes", "form": pupils.pk}).content.decode()
    before, _, apart = page.partition("Не подходят для выбранной формы: 1")
    assert pupil.person.full_name in before
    assert worker.person.full_name in apart
    assert worker.person.full_name not in before


def test_a_search_names_who_is_in_the_bank_and_suits_no_form(school, client):
    client.force_login(school.curator)
    partner = school.mentor(source=MentorSource.PARTNER)
    page = f"/pairs/new/{school.mentee().pk}/"
    answer = client.post(page, {"refresh": "yes", "mentor_search": partner.person.last_name}).content.decode()
    assert partner.person.get_absolute_url() in answer
    assert "ни к одной форме" in answer
    answer = client.post(page, {"refresh": "yes", "mentor_search": "Незнакомцев"}).content.decode()
    assert "По запросу «Незнакомцев» в базе никого нет" in answer
