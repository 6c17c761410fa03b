"""Acts of pairs that rest on a consent: what its withdrawal from a day before them says of them."""

from datetime import date

from mentoring.models import Pair
from mentoring.pairing.consents import required_consents, withdrawn_consents
from mentoring.queries.asked_consents import ordered_pairs_of
from mentoring.queries.policies import PairRulesTimeline
from registry.models import Consent
from registry.policies.rules_in_force import RulesInForce


def acts_of_pairs_on(consent: Consent, on: date) -> list[str]:
    """Acts that would have been issued without the consent if it were withdrawn on the day, each with its pair."""
    pairs = list(ordered_pairs_of(consent.person, on))
    policies = PairRulesTimeline(pairs)
    return [
        f"{pair.act}, пара «{pair}»"
        for pair in pairs
        if (rules := policies.of_pair(pair)) and _rests(pair, rules, consent)
    ]


def _rests(pair: Pair, rules: RulesInForce, consent: Consent) -> bool:
    """The consent was there on the day of the act, and no other one of the same kind."""
    day = pair.act.dated if pair.act else pair.starts_on
    return consent.is_in_force(day) and any(
        (required.person.pk, required.kind, required.by_representative)
        == (consent.person_id, consent.kind, consent.by_representative)
        and not any(
            other.is_in_force(day)
            for other in required.person.consents.all()
            if other.pk != consent.pk
            and (other.kind, other.by_representative) == (consent.kind, consent.by_representative)
        )
        for required in required_consents(pair, rules, day)
    )


def describe_pairs_without_consent(pairs: list[Pair]) -> list[str]:
    """Those of the pairs that had lost a consent by the day of their act, in words; the consents are loaded."""
    policies = PairRulesTimeline(pairs)
    gaps = []
    for pair in pairs:
        rules = policies.of_pair(pair)
        if rules is None or pair.act is None:
            continue
        if withdrawn := withdrawn_consents(pair, rules, pair.act.dated):
            titles = "; ".join(required.title for required in withdrawn)
            gaps.append(f"Пара «{pair}»: на {pair.act.dated:%d.%m.%Y} не было: {titles}. Отзыв действовал уже тогда.")
    return gaps
