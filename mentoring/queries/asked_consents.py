"""Pairs whose rules ask for a consent that one of the two has withdrawn."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from mentoring.enums import PairSide, PairStatus
from mentoring.models import Pair
from registry.enums import ConsentKind, ConsentRule
from registry.models import Person
from registry.policies.rules_in_force import Jurisdiction, RulesInForce
from registry.queries.consents import withdrawn_without_another
from registry.queries.rules import RulesTimeline

#: the kind of a consent, and whether a representative signs it
KindAndSigner = tuple[str, bool]


def pairs_with_withdrawn_consent(on: date) -> set[int]:
    """Primary keys of the active pairs whose rules ask for a consent that the one of the two has withdrawn, while none
    in its place is in force on the day.

    One query; where something is withdrawn, one more for the pairs and two for their rules. Such papers are few: to
    read them is quicker than to ask the database what the rules of every level say.
    """
    withdrawn: dict[int, list[KindAndSigner]] = defaultdict(list)
    papers = withdrawn_without_another(on).values_list("person", "kind", "by_representative")
    for person, kind, by_representative in papers:
        withdrawn[person].append((kind, by_representative))
    if not withdrawn:
        return set()
    of_mentors, of_mentees = (_pairs_of(side, withdrawn) for side in PairSide)
    rows = list(of_mentors.union(of_mentees, all=True))
    timeline = RulesTimeline({municipality for _, _, _, municipality, *_ in rows}, acts=False)
    return {
        pk
        for pk, side, person, municipality, kind, organisation, day in rows
        if any(
            _is_asked(timeline.in_force(Jurisdiction(municipality, kind, organisation), day), side, *paper)
            for paper in withdrawn[person]
        )
    }


def pairs_ordered_since(person: Person, since: date) -> QuerySet[Pair]:
    """Pairs of the person whose act is of the day or later, with everything that the check of consents reads."""
    sides = Q(mentor__person=person) | Q(mentee__person=person)
    return with_consents(Pair.objects.filter(sides, act__dated__gte=since).with_shown_relations()).order_by("pk")


def with_consents(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    return pairs.prefetch_related("mentor__person__consents", "mentee__person__consents")


def _pairs_of(side: PairSide, people: Collection[int]) -> QuerySet[Any]:
    """The active pairs of one side as tuples: pair, side, person, municipality, kind and key of the organisation that
    leads it, the day whose rules are the pair's."""
    person = f"{side}__person"
    day = Coalesce("act__dated", "starts_on")
    return (
        Pair.objects.filter(status=PairStatus.ACTIVE, **{f"{person}__in": people})
        .order_by()
        .annotate(of_side=Value(str(side)), of_person=F(person), rules_on=day)
        .values_list(
            "pk",
            "of_side",
            "of_person",
            "organisation__municipality",
            "organisation__kind",
            "organisation",
            "rules_on",
        )
    )


def _is_asked(rules: RulesInForce | None, side: str, kind: str, by_representative: bool) -> bool:
    """What `required_consents` (mentoring/pairing/consents.py) says, of one paper. True, the safe
    side, where no rules are in force."""
    if rules is None:
        return True
    codes = rules.consents_required
    of_kind = side if kind == ConsentKind.PARTICIPATION else ConsentRule.PERSONAL_DATA
    return of_kind in codes and (not by_representative or ConsentRule.REPRESENTATIVE in codes)
