"""What forms, role models and kinds are called on screens and in files: by the rules of the pair, or of the reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from mentoring.models import Pair
from mentoring.queries.pairs import kinds_of
from mentoring.queries.policies import PairRulesTimeline, rules_for_words
from registry.models import Form
from registry.policies.rules_in_force import RulesInForce
from registry.queries.bases import rules_of_reader
from registry.queries.rules import RulesTimeline


@dataclass(frozen=True)
class PairLabels:
    """The titles of the dictionaries where the organisation has no rules on the day of the pair."""

    pair: Pair
    rules: RulesInForce | None

    @property
    def form(self) -> str:
        return self.rules.form_label(self.pair.form) if self.rules else self.pair.form.title

    @property
    def role_model(self) -> str:
        """Empty where the pair has none."""
        model = self.pair.role_model
        if model is None:
            return ""
        return self.rules.role_model_label(model) if self.rules else model.title

    @property
    def kinds(self) -> list[str]:
        """One query where the kinds are not prefetched."""
        return [self.rules.kind_label(kind) if self.rules else kind.title for kind in kinds_of(self.pair)]


class PairLabelsMixin:
    """For files about any number of pairs: the rules of all organisations are read once, in two queries. Organisation
    and act of each pair are already loaded, as far as it has them."""

    _timeline: RulesTimeline | None = None

    def labels_of(self, pair: Pair) -> PairLabels:
        if self._timeline is None:
            self._timeline = RulesTimeline(None, acts=False)
        return PairLabels(pair, rules_for_words(self._timeline, pair))


def labels_of(pair: Pair) -> PairLabels:
    """In two queries; the form and the organisation of the pair are already loaded."""
    return PairLabels(pair, PairRulesTimeline([pair]).for_words_of(pair))


def labels_of_pairs(pairs: Iterable[Pair], *, order_day: date | None = None) -> dict[int, PairLabels]:
    """By primary key, in two queries for all; forms, organisations and acts are already loaded. `order_day`: that
    of the draft in which they are listed."""
    every = list(pairs)
    timeline = PairRulesTimeline(every)
    return {pair.pk: PairLabels(pair, rules_for_words(timeline, pair, order_day=order_day)) for pair in every}


class ReaderLabels:
    """What all places of a reader call a form; the usual title where they differ or the reader has no place."""

    def __init__(self, user: User, on: date) -> None:
        self._rules: list[Any] = rules_of_reader(user, on)

    def form(self, form: Form) -> str:
        labels = {rules.form_label(form) if rules else form.title for rules in self._rules}
        return labels.pop() if len(labels) == 1 else form.title
