"""Acts of pairs that rest on a consent: what its withdrawal from a day before them says of them."""

from datetime import date

from mentoring.models import Pair
from mentoring.pairing.consents import rests_on_consent, withdrawn_consents
from mentoring.queries.asked_consents import pairs_ordered_since
from mentoring.queries.policies import PairRulesTimeline
from registry.models import Consent


def acts_of_pairs_on(consent: Consent, on: date) -> list[str]:
    """Acts that would have been issued without the consent if it were withdrawn on the day, each with its pair."""
    pairs = list(pairs_ordered_since(consent.person, on))
    policies = PairRulesTimeline(pairs)
    return [
        f"{pair.act}, пара «{pair}»"
        for pair in pairs
        if (rules := policies.of_pair(pair)) and pair.act and rests_on_consent(pair, rules, consent, pair.act.dated)
    ]


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
