"""What the rooms above add to pairs.

A room above fills these lists in its `AppConfig.ready()`; mentoring asks whoever is there and knows none of them.
Papers fill `correction_obstacles` and `roadmap_stamp_obstacles`; of the others only
tests/mentoring/test_extension_points.py does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from accounts.models import User
from mentoring.models import Pair, PairChange, Roadmap
from mentoring.models.pair import PairQuerySet
from registry.models import Act


@dataclass(frozen=True)
class StageEvidence:
    """An item of a stage is done according to the records of a room above: on which day, and by what in words."""

    on: date | None
    what: str


@dataclass(frozen=True)
class StageEvidenceSource:
    """Where the checklists of many pairs find evidence at a constant number of queries."""

    #: adds to a query of pairs what `of_pair` looks at
    prefetch: Callable[[PairQuerySet], PairQuerySet]
    #: pair → code of a stage item → evidence; asks the database nothing when the pair was read with `prefetch`
    of_pair: Callable[[Pair], Mapping[str, StageEvidence]]


@dataclass(frozen=True)
class PairSection:
    """One block of the page of a pair. The template gets `context` as `section`, and the page's own context."""

    title: str
    template: str
    context: Mapping[str, Any]


class SuccessorTransfer(Protocol):
    """Copies what the pair of the former mentor hands over into the pair of the new one, which has just begun."""

    def __call__(self, *, predecessor: Pair, successor: Pair, by: User) -> None: ...


#: evidence that stage items are done; a person's own mark comes first
stage_evidence: list[StageEvidenceSource] = []

#: pair → what is still to be done before it is completed, in words; a pair with gaps is completed only with a reason
closing_conditions: list[Callable[[Pair], list[str]]] = []

#: (reader, pair) → a block of the pair's page, or None when there is nothing for this reader
pair_sections: list[Callable[[User, Pair], PairSection | None]] = []

#: an end or an extension → what rests on it and so forbids correcting it, in words
correction_obstacles: list[Callable[[PairChange], list[str]]] = []

#: roadmap, and the act that its stamp names or None for the agreement → what forbids taking the stamp back, in words
roadmap_stamp_obstacles: list[Callable[[Roadmap, Act | None], list[str]]] = []

#: in the transaction in which the successor becomes active
successor_transfers: list[SuccessorTransfer] = []


def with_stage_evidence(pairs: PairQuerySet) -> PairQuerySet:
    for source in stage_evidence:
        pairs = source.prefetch(pairs)
    return pairs


def stage_evidence_of(pair: Pair) -> dict[str, StageEvidence]:
    """By the code of the item; the first source that knows an item counts."""
    evidence: dict[str, StageEvidence] = {}
    for source in stage_evidence:
        evidence = {**source.of_pair(pair), **evidence}
    return evidence


def unmet_closing_conditions(pair: Pair) -> list[str]:
    return [gap for condition in closing_conditions for gap in condition(pair)]


def obstacles_to_correcting_change(change: PairChange) -> list[str]:
    return [reason for ask in correction_obstacles for reason in ask(change)]


def obstacles_to_taking_back(roadmap: Roadmap, act: Act | None) -> list[str]:
    return [reason for ask in roadmap_stamp_obstacles for reason in ask(roadmap, act)]


def sections_of_pair(user: User, pair: Pair) -> list[PairSection]:
    return [section for make in pair_sections if (section := make(user, pair)) is not None]
