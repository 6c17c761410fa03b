"""May these two work together in this form, with these kinds, for this period? Each rule names its source.

The cap is explained in mentoring/refusals/capacity.py, the consents are in mentoring/pairing/consents.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from mentoring.enums import PairStatus
from mentoring.models import Pair
from mentoring.pairing.other_pairs import check_other_pairs, overlapping
from mentoring.pairing.period import last_day_within
from mentoring.pairing.requirements import check_requirements
from mentoring.pairing.sides import is_head, side_of_mentee, sides_of_mentor, sides_summary
from mentoring.pairing.validation import PairValidation
from registry import clock
from registry.enums import (
    PRINTED_ACTS,
    CandidateApproval,
    MentorSource,
    OrganisationKind,
    PairGround,
    Participant,
    ParticipantSide,
    TermKind,
)
from registry.models import Act, Form, Kind, RoleModel, SideRequirement
from registry.papers.act_cases import ActCases
from registry.plausible_dates import OLDEST_RECORD
from registry.policies.rules_in_force import RulesInForce
from registry.queries.classes import days_of_departures, departures_to_finish
from registry.queries.dictionaries import leading_posts, requirements_of
from registry.side_texts import side_text
from russian.agreement import agreeing
from russian.numbers import plural_form
from russian.search_key import fold

#: «от 3 месяцев до 1 года»
SURGUT_PERIOD = "Сургут, п.\u00a01.3.7"
#: «от 10 лет»
KEZ_AGE = "Кез, п.\u00a01"
#: «от 0 до 3 лет»
USTYUZHNA_YOUNG = "Устюжна, п.\u00a03.2.4"
YOUNG_SPECIALIST_MODEL = "experienced-young"


def validate_pair(
    pair: Pair,
    kinds: Sequence[Kind],
    policy: RulesInForce,
    *,
    others: Iterable[Pair] | None = None,
    posts: tuple[str, ...] | None = None,
    requirements: Mapping[int, Sequence[SideRequirement]] | None = None,
    departures: Mapping[int, date] | None = None,
) -> PairValidation:
    """What the rules say of a pair before its consents and the capacity of its mentor are looked at.

    Where the caller has read them already: `others`, pairs of the same people in these days with mentor and mentee;
    `posts`, how the posts of heads begin in the municipality; `requirements` of its forms there; `departures`, the day
    on which people whose cards are still open have left, by primary key.
    """
    validation = validate_people(pair, departures=departures)
    _form(pair, policy, validation)
    posts = _posts_for(pair) if posts is None else posts
    _sides(pair, posts, policy, validation)
    _kinds(pair, kinds, policy, validation)
    _period(pair, kinds, policy, validation)
    _pupils(pair, policy, validation)
    _experience(pair, policy, validation)
    of_forms = requirements_of(policy.municipality_id) if requirements is None else requirements
    check_requirements(pair, of_forms.get(pair.form_id, ()), policy, validation)
    _predecessor(pair, validation)
    check_other_pairs(pair, policy, overlapping(pair) if others is None else others, validation)
    return validation


def validate_people(pair: Pair, *, departures: Mapping[int, date] | None = None) -> PairValidation:
    """What of the two people and the organisation holds under any policy; `departures` as for `validate_pair`."""
    validation = PairValidation()
    _people(pair, validation)
    _departures(pair, departures, validation)
    return validation


def validate_return(pair: Pair, policy: RulesInForce) -> PairValidation:
    """Whether a pair whose end was a mistake can work again: what has become of its people and their other pairs."""
    validation = validate_people(pair)
    check_other_pairs(pair, policy, overlapping(pair), validation)
    return validation


def validate_form(pair: Pair, policy: RulesInForce, *, posts: tuple[str, ...] | None = None) -> PairValidation:
    """Whether the form is in use and these two may work in it; `posts` as for `validate_pair`."""
    validation = PairValidation()
    _form(pair, policy, validation)
    _sides(pair, _posts_for(pair) if posts is None else posts, policy, validation)
    return validation


def _posts_for(pair: Pair) -> tuple[str, ...]:
    return leading_posts(pair.organisation.municipality_id)


def describe_absent_side(pair: Pair) -> str:
    """Said of a pair neither of whose two people belongs to the organisation on its first day."""
    return (
        f"На {pair.starts_on:%d.%m.%Y} ни {side_text('наставник')}, ни {side_text('наставляемый')} в организации "
        f"{pair.organisation} не числятся. "
        "Начните пару позже или исправьте перевод на карточке."
    )


def describe_order_after_end(pair: Pair, act: ActCases) -> str:
    """Why an act dated later secures the pair no more; `act` is what it is called."""
    return (
        f"Срок пары «{pair}» кончается {pair.ends_on:%d.%m.%Y}, раньше даты {act.genitive}. Исправьте дату или срок "
        "пары."
    )


def describe_unprinted_act(act: Act, rules: RulesInForce) -> str:
    """Why the act secures no pair by the rules; empty when it may."""
    if rules.pair_ground != PairGround.ORDER or act.kind in PRINTED_ACTS:
        return ""
    return f"Пара работает только на приказе, распоряжении или постановлении — {rules.by_whom('pair_ground')}."


def _people(pair: Pair, validation: PairValidation) -> None:
    if pair.mentor.person == pair.mentee.person:
        validation.refuse(
            "mentee",
            side_text("Человек не может быть наставником самому себе. Выберите (другого/другую) наставника_вин."),
        )
    for about, entry, bank in (
        ("mentor", pair.mentor, side_text("наставников")),
        ("mentee", pair.mentee, side_text("наставляемых")),
    ):
        person = entry.person
        if entry.excluded_on is not None and entry.excluded_on < pair.ends_on:
            validation.refuse(
                about,
                f"{person.short_name}: в базе {bank} только по {entry.excluded_on:%d.%m.%Y}. "
                "Верните в базу или выберите другого человека.",
            )
        elif person.archived_on is not None:
            validation.refuse(about, f"{person.short_name}: карточка в архиве с {person.archived_on:%d.%m.%Y}.")
    if pair.mentor.approval == CandidateApproval.REFUSED:
        validation.refuse(
            "mentor",
            f"{pair.mentor.person.short_name}: кандидатура в {side_text('наставники')} не утверждена, причина — "
            "на карточке. "
            f"Выберите {side_text('(другого/другую) наставника_вин')} или предложите эту кандидатуру снова с её "
            "карточки.",
        )
    home = {pair.mentor.person.organisation_id, pair.mentee.person.organisation_id}
    if pair.organisation_id not in home:
        validation.refuse(
            "organisation", side_text("Пару ведёт организация наставляемого или наставника. Выберите одну из них.")
        )
    if pair.curator is not None and pair.curator.organisation_id != pair.organisation_id:
        validation.refuse("curator", f"Куратор пары — из организации, которая её ведёт: {pair.organisation}.")
    if pair.organisation.archived_on is not None:
        validation.refuse("organisation", f"{pair.organisation} в архиве с {pair.organisation.archived_on:%d.%m.%Y}.")


def _departures(pair: Pair, known: Mapping[int, date] | None, validation: PairValidation) -> None:
    people = {"mentor": pair.mentor.person, "mentee": pair.mentee.person}
    if known is None:
        keys = [person.pk for person in people.values()]
        known = days_of_departures(departures_to_finish().filter(person__in=keys))
    for about, person in people.items():
        if (day := known.get(person.pk)) is not None and day < pair.ends_on:
            departed = agreeing("выбыл", "выбыла", "выбытие", sex=person.sex, patronymic=person.middle_name)
            validation.refuse(
                about,
                f"{person.short_name}: {departed} с {day:%d.%m.%Y} по переводу классов. Выберите другого человека, "
                "окончите пару не позже этого дня или исправьте перевод классов.",
            )


def cited(entry: Form | RoleModel | Kind) -> str:
    """In brackets, after what it says; an own entry of a municipality may name no source."""
    return f" ({entry.source})" if entry.source else ""


def _form(pair: Pair, policy: RulesInForce, validation: PairValidation) -> None:
    form, model, kind = pair.form, pair.role_model, pair.organisation.kind
    label, called = policy.form_label(form), policy.role_model_label(model) if model is not None else ""
    if not policy.forms.contains(form):
        validation.refuse(
            "form",
            f"Форма «{label}» здесь не применяется: её нет в {policy.origin('forms').holder.prepositional}.",
        )
    if model is not None and model.form_id != form.pk:
        validation.refuse(
            "role_model",
            f"Модель «{called}» относится к другой форме, «{policy.form_label(model.form)}»{cited(model)}.",
        )
    elif model is not None and not policy.role_models.contains(model):
        where = policy.origin("role_models").holder.prepositional
        validation.refuse("role_model", f"Модели «{called}» нет в {where}.")
    kind_label = OrganisationKind(kind).label
    if kind in form.doubtful_kinds:
        validation.warn(f"Форма «{label}» в организации вида «{kind_label}» применима лишь отчасти{cited(form)}.")
    elif form.organisation_kinds and kind not in form.organisation_kinds:
        validation.refuse("form", f"Форма «{label}» не применяется в организации вида «{kind_label}»{cited(form)}.")


def _sides(pair: Pair, posts: tuple[str, ...], policy: RulesInForce, validation: PairValidation) -> None:
    form, mentor, mentee = pair.form, pair.mentor.person, pair.mentee.person
    words = {side: policy.words_for(side, form).nominative for side in ("mentor", "mentee")}
    sides = sides_of_mentor(pair.mentor, posts)
    if form.mentor_sides and sides.isdisjoint(form.mentor_sides):
        validation.refuse(
            "mentor",
            f"В форме «{policy.form_label(form)}» {words['mentor']} — {sides_summary(form.mentor_sides)}{cited(form)}, "
            f"а {mentor.short_name} в реестре — {sides_summary(sides)}.",
        )
    side = side_of_mentee(pair.mentee)
    if form.mentee_sides and side not in form.mentee_sides:
        validation.refuse(
            "mentee",
            f"В форме «{policy.form_label(form)}» {words['mentee']} — {sides_summary(form.mentee_sides)}{cited(form)}, "
            f"а {mentee.short_name} в реестре — {side.label}.",
        )
    if form.mentor_sides == [ParticipantSide.TEACHER, ParticipantSide.HEAD] and is_head(mentor, posts):
        source = "" if form.is_own else " (Холм, п.\u00a04.2)"
        validation.warn(
            f"{side_text('Наставник')} руководит организацией. Форма «{policy.form_label(form)}» верна, если он "
            "наставляет как "
            f"предметник{source}."
        )


def _kinds(pair: Pair, kinds: Sequence[Kind], policy: RulesInForce, validation: PairValidation) -> None:
    label = policy.kind_label
    allowed = {kind.pk for kind in policy.kinds.all()}
    for kind in kinds:
        if kind.pk not in allowed:
            validation.refuse("kinds", f"Вида «{label(kind)}» нет в {policy.origin('kinds').holder.prepositional}.")
    in_group = next((kind for kind in kinds if kind.needs_group), None)
    one_to_one = next((kind for kind in kinds if kind.forbids_group), None)
    if in_group and one_to_one:
        validation.refuse(
            "kinds", f"Виды «{label(in_group)}» и «{label(one_to_one)}» исключают друг друга{cited(in_group)}."
        )
    elif in_group and pair.group is None:
        validation.refuse("group", f"Для вида «{label(in_group)}» выберите группу или назовите новую{cited(in_group)}.")
    elif one_to_one and pair.group is not None:
        validation.refuse(
            "group", f"Вид «{label(one_to_one)}» — это один {side_text('наставляемый')}, без группы{cited(one_to_one)}."
        )
    if pair.group is not None and pair.group.mentor_id != pair.mentor_id:
        validation.refuse("group", side_text("Группа принадлежит другому наставнику."))


def _period(pair: Pair, kinds: Sequence[Kind], policy: RulesInForce, validation: PairValidation) -> None:
    starts_on, ends_on = pair.starts_on, pair.ends_on
    if ends_on < starts_on:
        validation.refuse("ends_on", "Наставничество не может закончиться раньше, чем начнётся.")
        return
    if starts_on > clock.today() + relativedelta(years=1):
        validation.refuse("starts_on", "До начала больше года. Проверьте год.")
    if starts_on < OLDEST_RECORD:
        validation.refuse("starts_on", f"Проверьте год: пары раньше {OLDEST_RECORD:%d.%m.%Y} не ведут в портале.")
    if ends_on < clock.today() and pair.status == PairStatus.DRAFT:
        validation.warn(f"Срок пары уже прошёл ({ends_on:%d.%m.%Y}).")
    _within_year(pair, policy, validation)
    if any(kind.one_meeting for kind in kinds):
        return  # a single meeting has no length (Холм, п. 4.4)
    if ends_on + timedelta(days=1) < starts_on + relativedelta(months=policy.programme_min_months):
        validation.refuse(
            "ends_on",
            f"Срок не короче {_months(policy.programme_min_months)} — "
            f"{policy.by_whom('programme_min_months', SURGUT_PERIOD, source_value=3)}.",
            code="programme_too_short",
        )
    if ends_on > starts_on + relativedelta(months=policy.programme_max_months):
        validation.refuse(
            "ends_on",
            f"Срок не длиннее {_months(policy.programme_max_months)} — "
            f"{policy.by_whom('programme_max_months', SURGUT_PERIOD, source_value=12)}.",
            code="programme_too_long",
        )


def _within_year(pair: Pair, policy: RulesInForce, validation: PairValidation) -> None:
    last = last_day_within(policy.term_kind, pair.starts_on, least_months=policy.programme_min_months)
    if last is not None and pair.ends_on > last:
        year = "учебн" if policy.term_kind == TermKind.SCHOOL_YEAR else "календарн"
        is_next = last != last_day_within(policy.term_kind, pair.starts_on)
        which = f"до конца следующего {year}ого года" if is_next else f"в одном {year}ом году"
        validation.refuse(
            "ends_on",
            f"Срок пары — {which}, до {last:%d.%m.%Y}, — {policy.by_whom('term_kind')}. На следующий год "
            "закрепите пару снова или продлите её срок.",
            code="programme_too_long",
        )


def describe_refused_participant(policy: RulesInForce, participant: str) -> str:
    """Why nobody of the kind is a mentee there."""
    kinds = ", ".join(Participant(one).label for one in policy.participant_types)
    return (
        f"{side_text('Наставляемый')} — {Participant(participant).label}, а здесь наставляют только таких: {kinds} — "
        f"{policy.by_whom('participant_types')}."
    )


def _pupils(pair: Pair, policy: RulesInForce, validation: PairValidation) -> None:
    mentor, mentee = pair.mentor.person, pair.mentee.person
    if pair.mentee.participant not in policy.participant_types:
        validation.refuse("mentee", describe_refused_participant(policy, pair.mentee.participant))
    mentor_is_pupil = pair.mentor.source == MentorSource.PUPIL
    mentee_is_pupil = pair.mentee.participant == Participant.PUPIL
    for about, person, is_pupil in (("mentor", mentor, mentor_is_pupil), ("mentee", mentee, mentee_is_pupil)):
        age = person.age_on(pair.starts_on)
        if not is_pupil:
            continue
        if age is None:
            validation.warn(
                f"{person.short_name}: не указана дата рождения, возраст (от {policy.pupil_min_age} лет) не проверен."
            )
        elif age < policy.pupil_min_age:
            validation.refuse(
                about,
                f"{person.short_name}: {age} лет, а участвуют с {policy.pupil_min_age} лет — "
                f"{policy.by_whom('pupil_min_age', KEZ_AGE, source_value=10)}.",
            )
        elif policy.pupil_max_age is not None and age > policy.pupil_max_age:
            validation.refuse(
                about,
                f"{person.short_name}: {age} лет, а участвуют до {policy.pupil_max_age} лет — "
                f"{policy.by_whom('pupil_max_age')}.",
            )
    both_pupils = mentor_is_pupil and mentee_is_pupil
    equals = pair.role_model is not None and pair.role_model.same_level
    if both_pupils and not equals and mentor.grade and mentee.grade and mentor.grade <= mentee.grade:
        validation.warn(
            side_text("Наставник-ученик учится в классе не старше, чем наставляемый (Устюжна, п.\u00a03.1.4)."),
            code="mentor_class_not_higher",
        )


def _experience(pair: Pair, policy: RulesInForce, validation: PairValidation) -> None:
    mentor, mentee, model = pair.mentor.person, pair.mentee.person, pair.role_model
    if model is not None and model.code == YOUNG_SPECIALIST_MODEL:
        months = mentee.experience_months_on(pair.starts_on)
        if months is not None and months > policy.young_specialist_years * 12:
            validation.warn(
                f"{mentee.short_name}: стаж больше {policy.young_specialist_years} лет, а модель "
                f"«{policy.role_model_label(model)}» — для молодых специалистов "
                f"{policy.by_whom('young_specialist_years', USTYUZHNA_YOUNG, source_value=3)}.",
                code="young_specialist_over_3_years",
            )
    if model is not None and model.same_subject and fold(mentor.subject) != fold(mentee.subject):
        validation.warn(
            f"Модель «{policy.role_model_label(model)}» — для одного предмета{cited(model)}, а предметы различаются."
        )


def _predecessor(pair: Pair, validation: PairValidation) -> None:
    """The mentee has one of the two mentors at a time: the new one from the day after the last day of the former."""
    former = pair.predecessor
    if former is None or not former.is_ended:
        return
    if pair.starts_on <= former.last_day:
        validation.refuse(
            "starts_on",
            f"Последний день прежней пары — {former.last_day:%d.%m.%Y}. Новая начинается не раньше следующего дня.",
        )
    if former.status == PairStatus.REPLACED and pair.mentor_id == former.mentor_id:
        validation.refuse("mentor", side_text("Это прежний наставник, его и заменяют. Выберите другого."))


def _months(number: int) -> str:
    """In the genitive: «3 месяцев», «1 месяца»."""
    return f"{number} {plural_form(number, 'месяца,месяцев,месяцев')}"
