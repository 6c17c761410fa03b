"""Pairs, their changes and roadmaps that rest on an act: what a correction of the act may not break, what it is asked
about, and what takes the corrected day (`ActDependants` of registry/extension_points.py)."""

from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError

from accounts.models import User
from mentoring.models import Pair, PairChange
from mentoring.pairing.consents import missing_consents
from mentoring.pairing.consideration import describe_missing_consideration
from mentoring.pairing.rules import describe_unprinted_act
from mentoring.queries.acts import (
    changes_standing_on,
    first_stay,
    matter_of_change,
    mentors_approved_with_pairs,
    pairs_secured_by,
    pairs_secured_otherwise_since,
    signs_about_securing,
    signs_of_long_before,
    steps_secured_by,
)
from mentoring.queries.policies import PairRulesTimeline
from mentoring.queries.records_between import records_between
from mentoring.queries.roadmap_acts import (
    obstacles_of_issuer_and_date,
    roadmaps_standing_on,
    warnings_about_approving,
)
from mentoring.refusals.dates import day_of_change, obstacles_of_change
from registry import clock
from registry.actions.candidates import move_decision_of_order
from registry.extension_points import ActDays, ActDependants
from registry.history.audit import with_audit
from registry.models import Act
from registry.queries.act_titles import warnings_about_ground
from registry.queries.policy import NoPolicy
from russian.numbers import plural
from russian.typography import full_stop


def ground_obstacles_of_pairs(act: Act) -> list[str]:
    """A correction of issuer, kind or dates leaves every pair of the act as it could have been secured."""
    pairs = pairs_secured_by(act)
    policies = PairRulesTimeline(pairs)
    refusals = []
    for pair in pairs:
        policy = policies.of_pair_on(pair, act.dated)
        if act.organisation_id not in (None, pair.organisation_id):
            refusals.append(f"Актом закреплена пара «{pair}» другой организации, издать его могла только она.")
        elif max(act.dated, act.effective_on) > pair.ends_on:
            refusals.append(f"Актом закреплена пара «{pair}», а её срок кончается раньше, {pair.ends_on:%d.%m.%Y}.")
        elif act.dated > pair.last_day:
            refusals.append(f"Актом закреплена пара «{pair}», а закончена она раньше, {pair.last_day:%d.%m.%Y}.")
        elif policy and (missing := missing_consents(pair, policy, act.dated)):
            titles = "; ".join(consent.title for consent in missing)
            refusals.append(
                full_stop(f"Актом закреплена пара «{pair}», а на {act.dated:%d.%m.%Y} нет согласий: {titles}")
            )
        elif policy and (refusal := describe_unprinted_act(act, policy)):
            refusals.append(f"Актом закреплена пара «{pair}». {refusal}")
    return refusals


def act_obstacles_of_changes(act: Act) -> list[str]:
    """A correction leaves the act one that can be the ground of its ends and extensions."""
    return [
        f"На акте держится изменение пары «{change.pair}». {why}"
        for change in changes_standing_on(act)
        for why in _obstacles_of_change(change, act)
    ]


def _obstacles_of_change(change: PairChange, act: Act) -> Iterator[str]:
    if act.organisation_id not in (None, change.pair.organisation_id):
        yield f"Издать его могла только организация {change.pair.organisation}."
    yield from obstacles_of_change(change.pair, act, day_of_change(change))


def act_obstacles_of_roadmaps(act: Act) -> list[str]:
    """A correction leaves the act one that can have approved its roadmaps."""
    return [
        f"На акте держится «{roadmap}». {why}"
        for roadmap in roadmaps_standing_on(act)
        for why in obstacles_of_issuer_and_date(act, roadmap)
    ]


def signs_of_another_ground(act: Act) -> list[str]:
    """That the act speaks of another matter than its pairs, or takes days of work from them."""
    pairs = pairs_secured_by(act)
    if not pairs:
        return []
    return [
        *signs_about_securing(act),
        *signs_of_long_before(act, pairs),
        *(_days_of_work_lost(act, pairs) or _past_days_changed(act, pairs)),
    ]


def _past_days_changed(act: Act, pairs: list[Pair]) -> list[str]:
    """Pairs that have begun, by the days of the act as they are or as they would be, are counted on other days."""
    corrected = ActDays(act.dated, act.effective_on or act.dated)
    stored = [pair.act for pair in pairs if pair.act is not None]
    if not stored or ActDays(stored[0].dated, stored[0].effective_on) == corrected:
        return []
    begun = [pair for pair in pairs if min(pair.begins_on, _beginning(corrected, pair)) <= clock.today()]
    if not begun:
        return []
    several = plural(len(begun), "пара,пары,пар")
    return [
        f"Актом от {stored[0].dated:%d.%m.%Y} закреплено: {several}, и время их работы уже идёт. С новой датой "
        f"({act.dated:%d.%m.%Y}) изменятся ход событий и показатели прошлых дней."
    ]


def _days_of_work_lost(act: Act, pairs: list[Pair]) -> list[str]:
    """Pairs that have begun, and by the corrected days of the act begin later."""
    corrected = ActDays(act.dated, act.effective_on or act.dated)
    later = [(pair, _beginning(corrected, pair)) for pair in pairs if pair.begins_on <= clock.today()]
    return [
        f"Пара «{pair}» уже работает с {pair.begins_on:%d.%m.%Y}, а с такими датами начнётся {on:%d.%m.%Y}: получится, "
        "что в дни между ними она не работала."
        for pair, on in later
        if on > pair.begins_on
    ]


def signs_of_another_change(act: Act) -> list[str]:
    """That the act speaks of another matter than the ends and extensions that rest on it."""
    matters = {matter_of_change(change) for change in changes_standing_on(act)}
    return list(dict.fromkeys(sign for matter in sorted(matters) for sign in warnings_about_ground(act, matter)))


def signs_of_another_roadmap(act: Act) -> list[str]:
    return [
        f"На акте держится «{roadmap}». {sign}"
        for roadmap in roadmaps_standing_on(act)
        for sign in warnings_about_approving(act, roadmap)
    ]


def pairs_take_the_day(act: Act, former: ActDays, by: User) -> None:
    """The beginning of a pair, its first stage and the approval of its mentor by the order are of the day of the act.

    Raises ValidationError naming a pair that has left its first stage, has worked or is over before, and pairs for
    which the corrected day has no minutes of a body that considers them.
    """
    corrected = ActDays(act.dated, act.effective_on)
    if former == corrected:
        return
    if former.dated != act.dated:
        _look_for_rules(act)
        _look_for_minutes(act)
    words = f"Исправлена дата акта: {act}"[:100]
    for step in steps_secured_by(act, former.dated):
        step.on = act.dated
        with_audit(step, by=by, reason=words).save(update_fields=["on"])
    for mentor in mentors_approved_with_pairs(act, former.dated):
        move_decision_of_order(mentor=mentor, act=act, by=by)
    for pair in pairs_secured_by(act):
        was, on = _beginning(former, pair), _beginning(corrected, pair)
        _refuse_work_before(pair, was, on)
        _first_stage_takes_the_day(pair, was, on, by)


def _look_for_rules(act: Act) -> None:
    """Whoever names the act for a pair is refused a day without a policy; so is whoever corrects its date."""
    pairs = pairs_secured_by(act)
    policies = PairRulesTimeline(pairs)
    lacking = [
        f"Актом закреплена пара «{pair}». {NoPolicy(pair.organisation.municipality, act.dated)}"
        for pair in pairs
        if policies.of_pair_on(pair, act.dated) is None
    ]
    if lacking:
        raise ValidationError(lacking)


def _look_for_minutes(act: Act) -> None:
    gaps = [(pair, describe_missing_consideration(pair, act)) for pair in pairs_secured_by(act)]
    if unconsidered := [f"Актом закреплена пара «{pair}»: {gap}" for pair, gap in gaps if gap]:
        raise ValidationError(unconsidered)


def _beginning(days: ActDays, pair: Pair) -> date:
    return max(days.dated, days.effective_on, pair.starts_on)


def _refuse_work_before(pair: Pair, was: date, on: date) -> None:
    if on <= was:
        return
    if was <= pair.last_day < on:
        raise ValidationError(
            f"Актом закреплена пара «{pair}», а закончена она раньше, {pair.last_day:%d.%m.%Y}: позже акт "
            "вступить в силу не может."
        )
    if records := records_between(pair, was, on):
        raise ValidationError(
            f"Пара «{pair}» до {on:%d.%m.%Y} уже работала: {'; '.join(records)}. Укажите день раньше или сначала "
            "исправьте эти записи."
        )


def _first_stage_takes_the_day(pair: Pair, was: date, on: date, by: User) -> None:
    stay = first_stay(pair)
    if stay is None or stay.entered_on != was or was == on:
        return
    if stay.left_on is not None and stay.left_on < on:
        raise ValidationError(
            f"Пара «{pair}» закончила первый этап {stay.left_on:%d.%m.%Y}: акт, по которому она его начала, позже "
            "действовать не может."
        )
    stay.entered_on = on
    with_audit(stay, by=by, reason=f"Исправлена дата акта: {pair.act}"[:100]).save(update_fields=["entered_on"])


def pairs_secured_since(act: Act) -> list[str]:
    """What is built on the cancellation of the act: pairs of it that rest on another act by now."""
    moved = pairs_secured_otherwise_since(act)
    return [
        f"Пару «{pair}» после отмены закрепил другой акт: {pair.act}. Снять отмену уже нельзя: пара работает на нём."
        for pair in moved[:1]
    ]


ACT_DEPENDANTS = [
    ActDependants(ground_obstacles_of_pairs, signs_of_another_ground, pairs_take_the_day, pairs_secured_since),
    ActDependants(act_obstacles_of_changes, signs_of_another_change),
    ActDependants(act_obstacles_of_roadmaps, signs_of_another_roadmap),
]
