"""Writing an assessment, approving it and withdrawing the approval."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from monitoring.enums import AssessmentPeriod, AssessmentStatus
from monitoring.models import Assessment, Indicator, Mark
from monitoring.queries import keeps_score, of_programmes, rubric_of, scale_in_force, score_of
from registry import clock
from registry.actions.refusals import explained_refusal
from registry.enums import PartnerStatus
from registry.history.audit import with_audit
from registry.models import Organisation
from registry.queries.rules import rules_or_none
from russian.school_year import first_day, last_day, school_year_label
from russian.typography import upper_first


@dataclass(frozen=True)
class MarkInput:
    """The mark and the comment of one indicator; without a value the indicator is not marked yet."""

    value: int | None = None
    comment: str = ""


def obstacle_to_day(school_year: int, held_on: date) -> str:
    """Why an assessment for the school year could not have been held on the day; empty if it could."""
    if held_on > clock.today():
        return "Дата оценки ещё не наступила."
    if not first_day(school_year) <= held_on <= last_day(school_year):
        return (
            f"Дата оценки должна быть в {school_year_label(school_year)} учебном году: "
            f"с {first_day(school_year):%d.%m.%Y} по {last_day(school_year):%d.%m.%Y}."
        )
    return ""


def approved_in(organisation: Organisation, school_year: int, period: str) -> Assessment | None:
    """The organisation's approved assessment of the period, if there is one."""
    return (
        of_programmes(organisation.assessments.all())
        .filter(school_year=school_year, period=period, status=AssessmentStatus.APPROVED)
        .first()
    )


def partners_unknown(organisation: Organisation) -> bool:
    """Whether the municipality has no registered partner: the mark for the satisfaction of partners then needs a
    comment."""
    partners = Organisation.objects.filter(
        municipality=organisation.municipality_id, partner_status=PartnerStatus.SIGNED, archived_on__isnull=True
    )
    return not partners.exists()


@transaction.atomic
def start_assessment(
    *, organisation: Organisation, school_year: int, period: str, held_on: date, by: User
) -> Assessment:
    """A draft without marks, by the scale in force on `held_on`.

    Raises ValidationError when the period already has an approved assessment or a draft, the day does not belong to the
    school year, or no scale was in force on it.
    """
    if obstacle := obstacle_to_day(school_year, held_on):
        raise ValidationError({"held_on": obstacle})
    if not keeps_score(rules := rules_or_none(organisation, held_on)):
        ground = upper_first(rules.by_whom("score_enabled")) if rules else "По политике муниципалитета"
        raise ValidationError(f"{ground} оценка 0–18 не ведётся. Это меняют в настройках правил.")
    scale = scale_in_force(held_on)
    if scale is None:
        raise ValidationError({"held_on": f"На {held_on:%d.%m.%Y} ещё не было шкалы оценки. Выберите день позже."})
    if approved_in(organisation, school_year, period):
        raise ValidationError({"period": _already_approved(school_year, period)})
    assessment = Assessment(
        organisation=organisation, scale=scale, school_year=school_year, period=period, held_on=held_on, made_by=by
    )
    with explained_refusal(assessment):
        with_audit(assessment, by=by, reason="Оценка начата").save()
    return assessment


@transaction.atomic
def save_marks(
    *,
    assessment: Assessment,
    marks: Mapping[int, MarkInput],
    held_on: date | None = None,
    conclusion: str | None = None,
    by: User,
) -> Assessment:
    """Writes marks and comments of a draft; `marks` is keyed by the primary key of the indicator.

    An indicator that is absent from `marks` stays as it is, an empty entry deletes its mark. Raises ValidationError for
    an approved assessment, a mark outside the scale or a day outside the school year.
    """
    assessment = _locked(assessment)
    if assessment.status != AssessmentStatus.DRAFT:
        raise ValidationError("Оценка уже утверждена, изменить её нельзя. Сначала отзовите утверждение.")
    if held_on and (obstacle := obstacle_to_day(assessment.school_year, held_on)):
        raise ValidationError({"held_on": obstacle})
    indicators = {row.pk: row for row in Indicator.objects.filter(criterion__scale=assessment.scale_id)}
    if set(marks) - set(indicators):
        raise ValidationError("Такого показателя нет в шкале этой оценки.")
    stored_marks = {mark.indicator_id: mark for mark in assessment.marks.all()}
    for pk, entry in marks.items():
        mark = stored_marks.get(pk) or Mark(assessment=assessment, indicator=indicators[pk])
        _write(mark, MarkInput(entry.value, entry.comment.strip()), by)
    changes = {"held_on": held_on, "conclusion": conclusion}
    _update(assessment, {name: value for name, value in changes.items() if value is not None}, by, "Черновик сохранён")
    return assessment


@transaction.atomic
def approve_assessment(*, assessment: Assessment, by: User) -> Assessment:
    """Freezes total and level of a complete assessment.

    Raises ValidationError while marks are missing, when the mark of partners needs a comment (Кез, разд. 6, has no «не
    применимо»), and when the period's assessment has been approved already, also by somebody else at this moment.
    """
    assessment = _locked(assessment)
    if assessment.status != AssessmentStatus.DRAFT:
        raise ValidationError("Оценка уже утверждена.")
    if obstacles := obstacles_to_approval(assessment):
        raise ValidationError(obstacles)
    score = score_of(assessment)
    try:
        with transaction.atomic():
            _update(
                assessment,
                {
                    "status": AssessmentStatus.APPROVED,
                    "total": score.total,
                    "level": score.level,
                    "approved_by": by,
                    "approved_on": clock.today(),
                },
                by,
                f"Утверждена: {score.total} из 18, {score.level}",
            )
    except IntegrityError as refusal:
        if assessment.pair_id is None and not approved_in(
            assessment.organisation, assessment.school_year, assessment.period
        ):
            raise
        raise ValidationError(_already_approved(assessment.school_year, assessment.period)) from refusal
    return assessment


def obstacles_to_approval(assessment: Assessment) -> list[str]:
    """What a draft lacks for approval, in words."""
    rubric = rubric_of(assessment.scale)
    score = score_of(assessment, rubric)
    obstacles = []
    if score.missing:
        numbers = ", ".join(str(rubric.indicators.index(pk) + 1) for pk in score.missing)
        obstacles.append(f"Не выставлены баллы по показателям: {numbers}. Итог считается только по всем девяти.")
    unexplained = assessment.marks.filter(indicator__needs_partners=True, value__isnull=False, comment="")
    if unexplained.exists() and partners_unknown(assessment.organisation):
        obstacles.append("Партнёров в реестре нет: поясните в комментарии балл за удовлетворённость партнёров.")
    return obstacles


@transaction.atomic
def withdraw_approval(*, assessment: Assessment, reason: str, by: User) -> Assessment:
    """Makes an approved assessment a draft again; the history keeps the total and the reason.

    Raises ValidationError without a reason, when the assessment is not approved or a new draft has been begun.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Укажите, почему утверждение отзывается."})
    assessment = _locked(assessment)
    if assessment.status != AssessmentStatus.APPROVED:
        raise ValidationError("Эта оценка не утверждена.")
    blank = {"status": AssessmentStatus.DRAFT, "total": None, "level": None, "approved_by": None, "approved_on": None}
    try:
        with explained_refusal(assessment):
            _update(assessment, blank, by, f"Утверждение отозвано: {reason.strip()}")
    except ValidationError as refusal:
        raise ValidationError("За этот период уже начат новый черновик: продолжайте его.") from refusal
    return assessment


def _already_approved(school_year: int, period: str) -> str:
    label = AssessmentPeriod(period).label
    return (
        f"За период «{label}» {school_year_label(school_year)} учебного года уже есть утверждённая оценка. "
        "Чтобы утвердить другую, сначала отзовите утверждение прежней."
    )


def _locked(assessment: Assessment) -> Assessment:
    """The current row, locked until the end of the transaction, so that marks do not change during an approval."""
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("organisation__municipality", "scale")
        .get(pk=assessment.pk)
    )


def _write(mark: Mark, entry: MarkInput, by: User) -> None:
    if (mark.value, mark.comment) == (entry.value, entry.comment):
        return
    with_audit(mark, by=by)
    if entry == MarkInput():
        if mark.pk:
            mark.delete()
        return
    mark.value, mark.comment = entry.value, entry.comment
    mark.clean_fields(exclude=["assessment", "indicator"])
    mark.save()


def _update(assessment: Assessment, changes: Mapping[str, Any], by: User, reason: str) -> None:
    if all(getattr(assessment, name) == value for name, value in changes.items()):
        return
    for name, value in changes.items():
        setattr(assessment, name, value)
    with_audit(assessment, by=by, reason=reason).save()
