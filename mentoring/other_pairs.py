"""What the other pairs of two people say of a pair, new or longer."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from mentoring.enums import PairStatus
from mentoring.models import Pair
from mentoring.models.pair import unfinished
from mentoring.pair_validation import PairValidation
from registry import clock
from registry.rules_in_force import RulesInForce


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
                f"{pair.mentee.person.short_name}: уже есть наставник, {other.mentor.person.short_name} "
                f"({other.last_day_label}), а {policy.by_whom('several_mentors')} наставник у наставляемого один.",
            )
        elif other.is_live:
            validation.warn(
                f"У наставляемого уже есть наставник: {other.mentor.person.short_name} ({other.last_day_label})."
            )
    drafts = sum(
        other.mentor_id == pair.mentor_id and other.mentee_id != pair.mentee_id and other.status == PairStatus.DRAFT
        for other in others
    )
    if drafts:
        validation.warn(f"У наставника есть ещё черновики пар на этот срок: {drafts}. Черновики мест не занимают.")


def check_longer(pair: Pair, until: date, *, field: str) -> None:
    """Raises ValidationError when the pair would last into the next one of the same two in the same form: a new pair
    of them is refused as well."""
    same = Pair.objects.filter(
        unfinished(clock.today()), mentor=pair.mentor_id, mentee=pair.mentee_id, form=pair.form_id
    )
    other = same.overlapping(pair.starts_on, until).exclude(pk=pair.pk).order_by("starts_on").first()
    if other is not None:
        message = (
            f"С {other.starts_on:%d.%m.%Y} у этих двоих есть следующая пара, она {other.state_label}. Оставьте срок до "
            "этого дня или продлите ту пару."
        )
        raise ValidationError({field: message})
