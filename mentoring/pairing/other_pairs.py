"""What the other pairs of two people say of a pair, new or longer."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from mentoring.enums import PairStatus
from mentoring.models import Pair
from mentoring.models.pair import live, unfinished
from mentoring.pairing.validation import PairRefused, PairValidation
from registry import clock
from registry.policies.rules_in_force import RulesInForce
from registry.side_texts import side_text
from russian.typography import upper_first


def overlapping(pair: Pair) -> QuerySet[Pair]:
    return (
        Pair.objects.overlapping(pair.starts_on, pair.ends_on)
        .filter(unfinished(clock.today()), Q(mentor=pair.mentor_id) | Q(mentee=pair.mentee_id))
        .exclude(pk=pair.pk)
        .select_related("mentor__person", "mentee__person", "act")
    )


def check_other_pairs(pair: Pair, policy: RulesInForce, others: Iterable[Pair], validation: PairValidation) -> None:
    """Several mentors of the mentee, the same two twice, other drafts of the mentor."""
    others = list(others)
    for other in others:
        if other.mentee_id != pair.mentee_id or other.pk == pair.predecessor_id:
            continue
        if other.mentor_id == pair.mentor_id and other.form_id == pair.form_id:
            refusal = f"Такая пара уже есть: {other}, {other.state_label}. Новая не нужна, откройте эту."
            validation.refuse("mentee", refusal, link=other.get_absolute_url())
        elif other.is_live and not policy.several_mentors:
            validation.refuse(
                "mentee",
                f"{pair.mentee.person.short_name}: уже есть {side_text('наставник')}, {other.mentor.person.short_name} "
                f"({other.last_day_label}), а {policy.by_whom('several_mentors')} {side_text('наставник')} у "
                f"{side_text('наставляемого')} один.",
                link=other.get_absolute_url(),
            )
        elif other.is_live:
            validation.warn(
                f"У {side_text('наставляемого')} уже есть {side_text('наставник')}: "
                f"{other.mentor.person.short_name} ({other.last_day_label})."
            )
    drafts = sum(
        other.mentor_id == pair.mentor_id and other.mentee_id != pair.mentee_id and other.status == PairStatus.DRAFT
        for other in others
    )
    if drafts:
        validation.warn(
            f"У {side_text('наставника')} есть ещё черновики пар на этот срок: {drafts}. Черновики мест не занимают."
        )


def check_longer(pair: Pair, until: date, policy: RulesInForce, *, field: str) -> None:
    """Raises PairRefused when the pair would last into another one that `check_other_pairs` forbids beside it: that of
    the same two in the same form, or the next one of the mentee where the rules allow one mentor."""
    same_two = Q(mentor=pair.mentor_id, form=pair.form_id) & (
        unfinished(clock.today()) | Q(starts_on__gt=pair.last_day)
    )
    next_of_mentee = live(clock.today()) & Q(starts_on__gt=pair.last_day)
    others = (
        Pair.objects.overlapping(pair.starts_on, until)
        .filter(same_two if policy.several_mentors else same_two | next_of_mentee)
        .filter(mentee=pair.mentee_id)
        .exclude(pk=pair.pk)
        .exclude(status=PairStatus.CANCELLED)
        .select_related("mentor__person", "mentee__person", "act")
    )
    other = others.order_by("starts_on", "pk").first()
    if other is None:
        return
    is_same = other.mentor_id == pair.mentor_id and other.form_id == pair.form_id
    what = "Такая пара уже есть" if is_same else f"{_one_mentor(policy)}, а есть другая пара"
    days = f"{other.starts_on:%d.%m.%Y} – {other.last_day:%d.%m.%Y}"
    refusal = f"{what}: {other} ({other.state_label}), срок {days}. {_way_out(pair, other)}"
    raise PairRefused({field: [refusal]}, {refusal: other.get_absolute_url()})


def _one_mentor(policy: RulesInForce) -> str:
    return upper_first(
        f"{policy.by_whom('several_mentors')} {side_text('наставник')} у {side_text('наставляемого')} один"
    )


def _way_out(pair: Pair, other: Pair) -> str:
    if other.starts_on <= pair.starts_on:
        return "Откройте её и решите, какая из двух остаётся."
    ways = {
        PairStatus.DRAFT: "отмените тот черновик",
        PairStatus.AGREED: "верните ту пару в черновики и отмените",
    }
    latest = f"Укажите день не позже {other.starts_on - timedelta(days=1):%d.%m.%Y}"
    if other.is_over:
        return f"{latest}."
    is_of_same = other.mentor_id == pair.mentor_id
    way = ways.get(PairStatus(other.status), "продлите вместо этой ту" if is_of_same else "окончите сначала ту")
    return f"{latest} или {way}."
