"""Who may work with whom, in which form, kind and period; each refusal names its rule."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from mentoring.actions.activation import activate
from mentoring.enums import PairStatus
from mentoring.models import Pair
from mentoring.pairing.default_period import usual_end, usual_term
from mentoring.pairing.rules import validate_pair
from registry.enums import MentorSource, OrganisationKind, Participant
from registry.models import Form, Kind, RoleModel
from registry.queries.rules import rules_in_force
from tests.factories import (
    ActFactory,
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PersonFactory,
    PupilFactory,
)
from tests.mentoring.conftest import START, TODAY, agree


def form(code: str) -> Form:
    return Form.objects.get(code=code)


def model(code: str) -> RoleModel:
    return RoleModel.objects.get(code=code)


def kinds(*codes: str) -> list[Kind]:
    return list(Kind.objects.filter(code__in=codes))


def pupil(school, *, mentor: bool = False, **fields):
    person = PupilFactory(organisation=school.organisation, **fields)
    agree(person)
    agree(person, by_representative=True)
    if mentor:
        return MentorFactory(person=person, source=MentorSource.PUPIL)
    return MenteeFactory(person=person, participant=Participant.PUPIL)


def employer(school, **fields):
    enterprise = OrganisationFactory(municipality=school.organisation.municipality, kind=OrganisationKind.ENTERPRISE)
    person = PersonFactory(organisation=enterprise, position="инженер", subject="", **fields)
    agree(person)
    return MentorFactory(person=person, source=MentorSource.PARTNER)


def refused(school, field: str, *args, **fields) -> str:
    with pytest.raises(ValidationError) as refusal:
        school.pair(*args, **fields)
    assert list(refusal.value.error_dict) == [field], refusal.value.message_dict
    assert not Pair.objects.exists()
    return " ".join(refusal.value.messages)


def warnings(pair: Pair) -> str:
    policy = rules_in_force(pair.organisation, pair.starts_on)
    return " ".join(validate_pair(pair, list(pair.kinds.all()), policy).warnings)


# --- sides of a form ----------------------------------------------------------------------------------------------


@pytest.mark.requirement("D-2.3.9")
def test_a_pupil_does_not_mentor_a_teacher(school):
    message = refused(school, "mentor", pupil(school, mentor=True, grade=10))
    assert "В форме «педагог – педагог» наставник — педагог или руководитель (Холм, п. 4.1" in message
    assert "в реестре — обучающийся" in message


@pytest.mark.requirement("D-2.3.9")
def test_a_pupil_is_no_mentee_of_teachers_form(school):
    assert "наставляемый — педагог" in refused(school, "mentee", None, pupil(school))


@pytest.mark.requirement("H-4.2", "D-2.3.10")
def test_a_head_mentors_in_the_form_of_heads_and_a_teacher_does_not(school):
    head = school.mentor()
    school.organisation.head_name = head.person.full_name
    school.organisation.save()
    head.person.organisation.refresh_from_db()
    assert school.pair(head, form=form("head-teacher")).status == PairStatus.AGREED
    Pair.objects.all().delete()
    refused(school, "mentor", form=form("head-teacher"))


@pytest.mark.parametrize(
    "title",
    [
        "активный профессионал – равнодушный потребитель",
        "коллега – молодой коллега",
        "работодатель – будущий сотрудник",
    ],
)
@pytest.mark.requirement("U-3.3")
def test_an_employer_mentors_a_pupil(school, title):
    pair = school.pair(
        employer(school, working_since=date(2010, 1, 1)),
        pupil(school, grade=9),
        form=form("employer-pupil"),
        role_model=RoleModel.objects.get(title=title),
    )
    assert pair.status == PairStatus.AGREED
    assert "стаж" not in warnings(pair)


def test_nobody_mentors_themself(school):
    mentor = school.mentor()
    message = refused(school, "mentee", mentor, MenteeFactory(person=mentor.person))
    assert message == "Человек не может быть наставником самому себе. Выберите другого наставника."


def test_mentoring_back_is_allowed(school):
    """Reverse mentoring: the same two the other way round."""
    pair = school.pair()
    back = school.pair(MentorFactory(person=pair.mentee.person), MenteeFactory(person=pair.mentor.person))
    assert back.status == PairStatus.AGREED


def test_whoever_left_the_bank_is_refused(school):
    mentor = school.mentor(excluded_on=date(2026, 10, 1))
    assert "в базе наставников только по 01.10.2026" in refused(school, "mentor", mentor)
    archived = school.mentee()
    archived.person.archived_on = TODAY
    archived.person.save()
    assert "в архиве" in refused(school, "mentee", None, archived)


def test_the_curator_is_of_the_organisation_that_leads_the_pair(school):
    refused(school, "curator", curator=CuratorFactory())
    assert school.pair(curator=CuratorFactory(organisation=school.organisation)).curator


def test_a_third_organisation_does_not_lead_the_pair(school):
    other = OrganisationFactory(municipality=school.organisation.municipality)
    refused(school, "organisation", organisation=other)


# --- what the policy has in use -------------------------------------------------------------------------------------


@pytest.mark.requirement("A16-5", "A16-6", "A16-7")
def test_a_form_model_or_kind_out_of_use_is_refused(school):
    policy = school.organisation.municipality.policies.get()
    policy.forms.remove(form("teacher-teacher"))
    assert "нет в политике муниципалитета с 01.01.2020" in refused(school, "form")
    policy.forms.add(form("teacher-teacher"))
    policy.role_models.remove(model("innovator-conservative"))
    refused(school, "role_model", role_model=model("innovator-conservative"))
    policy.kinds.remove(*kinds("traditional"))
    refused(school, "kinds")


@pytest.mark.requirement("H-4.1")
def test_the_form_of_teachers_has_four_models_and_refuses_one_of_another_form(school):
    message = refused(school, "role_model", role_model=model("leader-passive"))
    assert "относится к другой форме, «ученик – ученик»" in message
    titles = (
        "опытный педагог – молодой специалист",
        "лидер педагогического сообщества – педагог, испытывающий профессиональные затруднения в сфере коммуникации",
        "педагог-новатор – консервативный педагог",
        "опытный предметник – неопытный предметник",
    )
    assert {each.title for each in form("teacher-teacher").role_models.all()} == {*titles}
    pairs = [school.pair(role_model=RoleModel.objects.get(title=title)) for title in titles]
    assert [pair.status for pair in pairs] == [PairStatus.AGREED] * 4


@pytest.mark.requirement("H-4.1…4.3", "D-1.9")
def test_a_form_is_refused_where_it_is_not_met_and_doubted_where_it_is_met_in_part(school):
    school.organisation.kind = OrganisationKind.PRESCHOOL
    school.organisation.save()
    child = pupil(school, grade=5)
    assert "дошкольная ОО" in refused(
        school, "form", pupil(school, mentor=True, grade=9), child, form=form("pupil-pupil")
    )
    school.organisation.kind = OrganisationKind.EXTRACURRICULAR
    school.organisation.save()
    student = school.mentee(participant=Participant.STUDENT)
    assert "лишь отчасти" in warnings(school.pair(None, student, form=form("employer-student")))


@pytest.mark.requirement("A16-2")
def test_a_mentee_has_one_mentor_where_the_policy_says_so(school):
    school.organisation.municipality.policies.update(several_mentors=False)
    first = school.pair()
    with pytest.raises(ValidationError) as refusal:
        school.pair(None, first.mentee)
    [message] = refusal.value.message_dict["mentee"]
    assert first.mentor.person.short_name in message
    assert "наставник у наставляемого один" in message
    assert refusal.value.links == {message: first.get_absolute_url()}
    later = school.pair(None, first.mentee, starts_on=date(2027, 6, 1), ends_on=date(2027, 12, 31))
    assert later.status == PairStatus.AGREED


@pytest.mark.requirement("H-5.2-3", "A16-2")
def test_several_mentors_are_only_mentioned_where_they_are_allowed(school):
    first = school.pair()
    assert "уже есть наставник" in warnings(school.pair(None, first.mentee))


def test_a_municipality_without_policy_is_told_what_to_do(school):
    school.organisation.municipality.policies.all().delete()
    with pytest.raises(ValidationError, match="нет действующей политики"):
        school.pair()


# --- the period -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ends_on", [date(2026, 11, 30), date(2027, 9, 1)])
def test_three_months_and_a_year_are_within_bounds(school, ends_on):
    assert school.pair(ends_on=ends_on).ends_on == ends_on


@pytest.mark.parametrize(
    ("ends_on", "message"),
    [
        (date(2026, 11, 29), "Срок не короче 3 месяцев"),
        (date(2027, 9, 2), "Срок не длиннее 12 месяцев"),
        (date(2026, 8, 31), "раньше, чем начнётся"),
    ],
)
def test_other_periods_are_refused(school, ends_on, message):
    assert message in refused(school, "ends_on", ends_on=ends_on)


@pytest.mark.requirement("H-4.4-6", "D-2.3.7")
def test_one_meeting_has_no_shortest_period(school):
    assert school.pair(ends_on=START, kinds=kinds("speed")).ends_on == START


@pytest.mark.requirement("A16-12")
def test_the_bounds_are_those_of_the_policy(school):
    school.organisation.municipality.policies.update(programme_min_months=6, programme_max_months=9)
    assert "6 месяцев" in refused(school, "ends_on", ends_on=date(2026, 12, 31))
    assert "9 месяцев" in refused(school, "ends_on", ends_on=date(2027, 6, 30))


@pytest.mark.requirement("K-year", "A16-12")
def test_a_pair_stays_within_one_school_year_where_the_policy_says_so(school):
    school.organisation.municipality.policies.update(term_kind="school_year")
    assert "в одном учебном году, до 31.08.2027" in refused(school, "ends_on", ends_on=date(2027, 9, 1))
    assert school.pair(ends_on=date(2027, 8, 31)).ends_on == date(2027, 8, 31)
    rules = rules_in_force(school.organisation, START)
    assert usual_end(date(2027, 2, 20), rules) == date(2027, 5, 31)


@pytest.mark.parametrize(
    ("term_kind", "first", "last", "term"),
    [
        ("calendar_year", date(2026, 10, 1), date(2026, 12, 31), "calendar_year"),
        ("calendar_year", date(2026, 11, 2), date(2027, 11, 1), "dates"),
        ("school_year", date(2027, 4, 20), date(2027, 8, 31), "school_year"),
        ("school_year", date(2027, 6, 15), date(2028, 5, 31), "school_year"),
        ("dates", date(2027, 4, 20), date(2028, 4, 19), "dates"),
    ],
)
def test_the_period_that_is_offered_can_be_saved(school, term_kind, first, last, term):
    school.organisation.municipality.policies.update(term_kind=term_kind)
    rules = rules_in_force(school.organisation, START)
    assert (usual_end(first, rules), usual_term(first, rules)) == (last, term)
    school.pair(starts_on=first, ends_on=last)


def test_a_year_that_is_nearly_over_goes_on_to_the_end_of_the_next(school):
    school.organisation.municipality.policies.update(term_kind="calendar_year", programme_max_months=24)
    rules = rules_in_force(school.organisation, START)
    assert usual_end(date(2026, 11, 2), rules) == date(2027, 12, 31)
    why = "до конца следующего календарного года, до 31.12.2027"
    assert why in refused(school, "ends_on", starts_on=date(2026, 11, 2), ends_on=date(2028, 1, 1))


def test_a_year_mistyped_is_noticed(school):
    refused(school, "starts_on", starts_on=date(2062, 9, 1), ends_on=date(2063, 5, 31))


# --- groups ---------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("H-4.4-7", "D-2.3.8")
def test_kinds_and_groups_must_agree(school):
    assert "исключают друг друга" in refused(school, "kinds", kinds=kinds("group", "traditional"), group_title="Группа")
    assert "выберите группу" in refused(school, "group", kinds=kinds("group"))
    assert "без группы" in refused(school, "group", kinds=kinds("traditional"), group_title="Группа")
    assert "не короче" in refused(school, "ends_on", kinds=kinds("traditional"), ends_on=START)


@pytest.mark.requirement("H-4.4-2", "D-2.3.3")
def test_a_group_of_one_gets_no_order_and_of_two_does(school):
    mentor, act = school.mentor(), ActFactory(organisation=school.organisation, dated=START)
    first = school.pair(mentor, kinds=kinds("group"), group_title="Молодые педагоги")
    with pytest.raises(ValidationError, match="один наставляемый, а нужны хотя бы двое"):
        activate(pairs=[first], act=act, by=school.curator)
    second = school.pair(mentor, kinds=kinds("group"), group=first.group)
    assert len(activate(pairs=[first, second], act=act, by=school.curator)) == 2


# --- pupils and experience --------------------------------------------------------------------------------------------


@pytest.mark.requirement("K-1-age", "U-1.2", "A16-26")
def test_a_pupil_younger_than_the_policy_allows_is_refused(school):
    older, young = pupil(school, mentor=True, grade=9), pupil(school, grade=3, birth_date=date(2017, 5, 5))
    assert "9 лет, а участвуют с 10 лет" in refused(school, "mentee", older, young, form=form("pupil-pupil"))
    school.organisation.municipality.policies.update(pupil_min_age=9)
    assert school.pair(older, young, form=form("pupil-pupil")).status == PairStatus.AGREED


@pytest.mark.parametrize(
    ("grades", "role", "warned"),
    [((7, 7), "leader-passive", True), ((8, 7), "leader-passive", False), ((7, 7), "peer-peer", False)],
)
@pytest.mark.requirement("U-3.1", "U-3.1.4")
def test_a_pupil_mentor_studies_in_an_older_class_unless_they_are_equals(school, grades, role, warned):
    pair = school.pair(
        pupil(school, mentor=True, grade=grades[0]),
        pupil(school, grade=grades[1]),
        form=form("pupil-pupil"),
        role_model=model(role),
    )
    assert ("в классе не старше" in warnings(pair)) is warned


@pytest.mark.parametrize(("since", "warned"), [(date(2022, 1, 1), True), (date(2021, 9, 1), False), (None, True)])
@pytest.mark.requirement("U-3.3.4")
def test_an_employer_has_five_years_of_experience(school, since, warned):
    pair = school.pair(employer(school, working_since=since), pupil(school), form=form("employer-pupil"))
    assert ("стаж" in warnings(pair)) is warned


@pytest.mark.parametrize(("since", "warned"), [(date(2023, 8, 1), True), (date(2023, 9, 1), False)])
@pytest.mark.requirement("K-5.2-tab", "U-3.2.4", "U-3.2")
def test_a_young_specialist_is_young(school, since, warned):
    mentee = school.mentee()
    mentee.person.working_since = since
    mentee.person.save()
    pair = school.pair(None, mentee, role_model=model("experienced-young"))
    assert ("для молодых специалистов" in warnings(pair)) is warned


@pytest.mark.requirement("H-4.1-4")
def test_a_subject_model_is_for_one_subject(school):
    mentee = school.mentee()
    mentee.person.subject = "физика"
    mentee.person.save()
    assert "для одного предмета" in warnings(school.pair(None, mentee, role_model=model("subject-expert-novice")))


def test_other_drafts_of_the_mentor_are_mentioned(school):
    mentor = school.mentor()
    school.pair(mentor, school.mentee(agreed=False))
    assert "ещё черновики пар на этот срок: 1" in warnings(school.pair(mentor, school.mentee(agreed=False)))


# --- consents -------------------------------------------------------------------------------------------------------
