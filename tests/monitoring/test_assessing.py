"""Saving, approving and withdrawing an assessment: what is written and what is refused."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from monitoring.actions import MarkInput, approve_assessment, save_marks, start_assessment, withdraw_approval
from monitoring.enums import AssessmentPeriod, AssessmentStatus
from monitoring.models import Assessment, Indicator, Mark
from monitoring.queries import score_of
from registry.enums import PartnerStatus, Role
from registry.models import Organisation
from tests.factories import AssessmentFactory, OrganisationFactory, PolicyFactory, member
from tests.monitoring.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return OrganisationFactory()


@pytest.fixture
def curator(school):
    return member(Role.CURATOR, organisation=school)


def indicators() -> list[Indicator]:
    return list(Indicator.objects.filter(criterion__scale__code="kez-2022"))


def start(school, curator, **changes) -> Assessment:
    fields = {"school_year": 2026, "period": AssessmentPeriod.START, "held_on": date(2026, 9, 15)} | changes
    return start_assessment(organisation=school, by=curator, **fields)


def test_a_new_assessment_is_a_draft_of_the_scale_in_force_without_marks(school, curator):
    assessment = start(school, curator)
    assert (assessment.status, assessment.total, assessment.level) == (AssessmentStatus.DRAFT, None, None)
    assert (assessment.scale.code, assessment.made_by, assessment.marks.count()) == ("kez-2022", curator, 0)
    assert assessment.history.get().history_user == curator


@pytest.mark.parametrize(
    ("held_on", "message"),
    [
        (date(2026, 11, 21), "ещё не наступила"),
        (date(2026, 8, 31), "в 2026/2027 учебном году"),
    ],
)
def test_an_assessment_is_held_within_its_school_year_and_not_in_the_future(school, curator, held_on, message):
    with pytest.raises(ValidationError, match=message) as refusal:
        start(school, curator, held_on=held_on)
    assert set(refusal.value.message_dict) == {"held_on"}
    assert not Assessment.objects.exists()


def test_before_the_first_scale_there_is_nothing_to_assess_by(school, curator):
    with pytest.raises(ValidationError, match="ещё не было шкалы"):
        start(school, curator, school_year=2021, held_on=date(2021, 10, 1))


def test_where_the_policy_keeps_no_score_no_assessment_is_started(school, curator):
    PolicyFactory(municipality=school.municipality, score_enabled=False)
    with pytest.raises(ValidationError, match="оценка 0–18 не ведётся"):
        start(school, curator)


def test_some_marks_and_a_comment_without_a_mark_are_kept_and_give_no_total(school, curator):
    assessment = start(school, curator)
    first, second, third = indicators()[:3]
    entries = {first.pk: MarkInput(2), second.pk: MarkInput(0, " Нет плана "), third.pk: MarkInput(None, "Спросить")}
    save_marks(assessment=assessment, marks=entries, conclusion="Начали", by=curator)
    written = list(assessment.marks.values_list("indicator", "value", "comment"))
    assert written == [(first.pk, 2, ""), (second.pk, 0, "Нет плана"), (third.pk, None, "Спросить")]
    assert Assessment.objects.get().conclusion == "Начали"
    score = score_of(assessment)
    assert (score.total, len(score.missing)) == (None, 7)


def test_a_mark_can_be_changed_and_taken_away_and_history_says_who_did_it(school, curator):
    assessment = start(school, curator)
    head = member(Role.HEAD, organisation=school)
    first, second = indicators()[:2]
    save_marks(assessment=assessment, marks={first.pk: MarkInput(2), second.pk: MarkInput(1)}, by=curator)
    save_marks(assessment=assessment, marks={first.pk: MarkInput(0), second.pk: MarkInput()}, by=head)
    assert list(assessment.marks.values_list("indicator", "value")) == [(first.pk, 0)]
    trail = Mark.history.filter(indicator=first).order_by("history_id")
    assert [(row.value, row.history_user) for row in trail] == [(2, curator), (0, head)]
    assert Mark.history.filter(indicator=second).latest("history_id").history_type == "-"


def test_saving_the_same_again_adds_nothing_to_history(school, curator):
    assessment = start(school, curator)
    for _ in range(2):
        save_marks(assessment=assessment, marks={indicators()[0].pk: MarkInput(2, "Есть план")}, by=curator)
    assert (Mark.history.count(), Assessment.history.count()) == (1, 1)


@pytest.mark.parametrize("value", [3, -1])
def test_a_mark_outside_the_scale_is_refused(school, curator, value):
    with pytest.raises(ValidationError):
        save_marks(assessment=start(school, curator), marks={indicators()[0].pk: MarkInput(value)}, by=curator)
    assert not Mark.objects.exists()


def test_the_database_itself_refuses_a_mark_of_three(school, curator):
    assessment = start(school, curator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.bulk_create([Mark(assessment=assessment, indicator=indicators()[0], value=3)])


@pytest.mark.parametrize(
    ("total", "level"),
    [(8, "недопустимый уровень"), (9, "допустимый уровень"), (14, "допустимый уровень"), (15, "оптимальный уровень")],
)
@pytest.mark.requirement("K-6-levels")
def test_approval_freezes_total_level_who_and_when(curator, school, total, level):
    assessment = approve_assessment(assessment=AssessmentFactory(organisation=school, total=total), by=curator)
    assessment.refresh_from_db()
    assert (assessment.status, assessment.total, str(assessment.level)) == (AssessmentStatus.APPROVED, total, level)
    assert (assessment.approved_by, assessment.approved_on) == (curator, TODAY)


@pytest.mark.requirement("K-6-incomplete")
def test_an_incomplete_assessment_is_not_approved_and_the_missing_marks_are_named(school, curator):
    assessment = AssessmentFactory(organisation=school, total=18)
    assessment.marks.filter(indicator__position__in=[4, 9]).update(value=None)
    with pytest.raises(ValidationError, match="по показателям: 4, 9"):
        approve_assessment(assessment=assessment, by=curator)
    assessment.refresh_from_db()
    assert (assessment.status, assessment.total) == (AssessmentStatus.DRAFT, None)


@pytest.mark.requirement("K-6-partners")
def test_without_partners_in_the_register_their_satisfaction_is_explained_in_words(school, curator):
    assessment = AssessmentFactory(organisation=school, total=18)
    assessment.marks.filter(indicator__needs_partners=True).update(comment="")
    with pytest.raises(ValidationError, match="поясните в комментарии"):
        approve_assessment(assessment=assessment, by=curator)
    OrganisationFactory(municipality=school.municipality, partner_status=PartnerStatus.SIGNED)
    assert approve_assessment(assessment=assessment, by=curator).total == 18


def test_an_approved_assessment_cannot_be_changed_nor_approved_twice(school, curator):
    assessment = approve_assessment(assessment=AssessmentFactory(organisation=school, total=10), by=curator)
    with pytest.raises(ValidationError, match="изменить её нельзя"):
        save_marks(assessment=assessment, marks={indicators()[0].pk: MarkInput(0)}, by=curator)
    with pytest.raises(ValidationError, match="уже утверждена"):
        approve_assessment(assessment=assessment, by=curator)
    assert Assessment.objects.get().total == 10


@pytest.mark.requirement("K-6-one")
def test_a_second_approved_assessment_of_the_period_is_refused_but_other_periods_are_free(school, curator):
    approve_assessment(assessment=AssessmentFactory(organisation=school, total=10), by=curator)
    rival = AssessmentFactory(organisation=school, total=12)
    with pytest.raises(ValidationError, match="«начало года» 2026/2027 учебного года уже есть утверждённая"):
        approve_assessment(assessment=rival, by=curator)
    with pytest.raises(ValidationError, match="уже есть утверждённая"):
        start(school, curator)
    later = AssessmentFactory(organisation=school, total=12, period=AssessmentPeriod.MIDDLE)
    assert approve_assessment(assessment=later, by=curator).total == 12


def test_withdrawal_needs_a_reason_and_keeps_the_old_total_in_history(school, curator):
    assessment = approve_assessment(assessment=AssessmentFactory(organisation=school, total=10), by=curator)
    with pytest.raises(ValidationError, match="почему"):
        withdraw_approval(assessment=assessment, reason="  ", by=curator)
    withdraw_approval(assessment=assessment, reason="Ошибка в показателе 3", by=curator)
    assessment.refresh_from_db()
    assert (assessment.status, assessment.total, assessment.level, assessment.approved_by) == (
        "draft",
        None,
        None,
        None,
    )
    latest, before = assessment.history.order_by("-history_id")[:2]
    assert latest.history_change_reason == "Утверждение отозвано: Ошибка в показателе 3"
    assert (before.total, before.history_change_reason) == (10, "Утверждена: 10 из 18, допустимый уровень")
    assert approve_assessment(assessment=assessment, by=curator).total == 10


def test_the_database_refuses_an_approved_assessment_without_a_total(school, curator):
    assessment = AssessmentFactory(organisation=school)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(status=AssessmentStatus.APPROVED)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_approving_at_once_one_wins_and_the_other_is_refused():
    school = Organisation.objects.get(pk=OrganisationFactory().pk)
    draft = AssessmentFactory(organisation=school, total=16)
    drafts = [draft, Assessment.objects.get(pk=draft.pk)]
    people = [member(Role.CURATOR, organisation=school), member(Role.HEAD, organisation=school)]
    together, outcomes = Barrier(2), []

    def approve(assessment, by):
        try:
            together.wait()
            outcomes.append(approve_assessment(assessment=assessment, by=by).total)
        except ValidationError as refusal:
            outcomes.append(refusal.messages[0])
        finally:
            connection.close()

    threads = [Thread(target=approve, args=pair) for pair in zip(drafts, people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    approved = Assessment.objects.get(status=AssessmentStatus.APPROVED)
    refusals = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert len(refusals) == 1
    assert "Оценка уже утверждена" in refusals[0]
    assert approved.total in outcomes
