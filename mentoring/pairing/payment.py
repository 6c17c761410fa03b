"""What mentors are paid by the rules, in words: nothing is reckoned (Холм, п. 3.2; Сургут, п. 3.5.2)."""

from mentoring.enums import LabourBasis
from mentoring.models import Pair
from registry.enums import PaymentKind, PaymentMeasure
from registry.policies.rules_in_force import RulesInForce
from russian.numbers import decimal_figures, plural_form
from russian.side_words import SideWords
from russian.typography import NBSP

_IN_SALARY = (PaymentMeasure.SHARE, PaymentMeasure.SHARE_EACH)
_FOR_EACH = (PaymentMeasure.SUM_EACH, PaymentMeasure.SHARE_EACH)


def is_paid(pair: Pair, rules: RulesInForce) -> bool:
    """Whoever mentors as a part of the own post is paid by it, a pupil or a partner is no employee for it."""
    return bool(rules.payment) and pair.labour_basis == LabourBasis.ASSIGNMENT


def payment_size(rules: RulesInForce, mentee: SideWords) -> str:
    """«2000 рублей в месяц», «15 % должностного оклада за каждого наставляемого»; empty where the act alone says it.
    `mentee`: what a mentee is called."""
    if rules.payment_amount is None or not rules.payment_measure:
        return ""
    number = decimal_figures(rules.payment_amount)
    whole = int(rules.payment_amount)
    is_whole = rules.payment_amount == whole
    what = (
        f"{number}{NBSP}% должностного оклада"
        if rules.payment_measure in _IN_SALARY
        else f"{number}{NBSP}{plural_form(whole, 'рубль,рубля,рублей') if is_whole else 'рубля'} в месяц"
    )
    each = f" за {mentee.agreeing('каждого', 'каждую')} {mentee.accusative}"
    return what + (each if rules.payment_measure in _FOR_EACH else "")


def describe_payment(rules: RulesInForce, mentee: SideWords) -> str:
    """«выплата стимулирующего характера: 15 % должностного оклада»; empty where there is none."""
    if not rules.payment:
        return ""
    return ": ".join(part for part in (str(PaymentKind(rules.payment).label), payment_size(rules, mentee)) if part)
