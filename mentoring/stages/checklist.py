"""The checklist of a pair: which items of its stages are done, by whom, by what, and what is missing.

Items are marked by people, or fulfilled by what the portal already knows: the order, the goal, the plan, its approval
(mentoring/stages/item_sources.py), and the evidence of the rooms above (mentoring/extension_points.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from mentoring.enums import StageItemSource
from mentoring.extension_points import stage_evidence_of, with_stage_evidence
from mentoring.labels.programme import USUAL
from mentoring.models import Pair, PairStage, Stage, StageItem, StageItemTemplate, StageSet
from mentoring.models.pair import PairQuerySet
from mentoring.stages.item_sources import ITEM_SOURCES, Fulfilment
from registry import clock
from registry.models import Form
from registry.papers.act_cases import ActCases, cases_of
from russian.document_names import DocumentName


@dataclass(frozen=True)
class Item:
    template: StageItemTemplate
    fulfilment: Fulfilment | None
    #: where the matter stands while an item that data fulfil is not done
    note: str = ""
    #: the act that secures the pair: an item that it has fulfilled is called by its kind
    act: ActCases | None = None

    @property
    def title(self) -> str:
        return self.template.title

    @property
    def short_title(self) -> str:
        return self.template.brief_of(self.act if self.is_done else None)

    @property
    def required(self) -> bool:
        return self.template.required and self.template.in_use

    @property
    def is_done(self) -> bool:
        return self.fulfilment is not None

    @property
    def by_hand(self) -> bool:
        return self.template.fulfilled_by == StageItemSource.HAND

    @property
    def of_programme(self) -> bool:
        """It is done on the page of the programme."""
        return not self.by_hand and ITEM_SOURCES[StageItemSource(self.template.fulfilled_by)].of_programme


@dataclass(frozen=True)
class StageState:
    stage: Stage
    items: tuple[Item, ...]
    stays: tuple[PairStage, ...]
    is_current: bool
    is_past: bool
    #: the pair has ended at it, or has handed it over
    is_last: bool = False

    @property
    def is_passed(self) -> bool:
        """Left behind with everything done that is required; one that was left otherwise is not called so."""
        return (self.is_past or self.is_last) and not self.missing

    @property
    def done_count(self) -> int:
        return sum(item.is_done for item in self.items)

    @property
    def missing(self) -> tuple[Item, ...]:
        """Required items that are not done."""
        return tuple(item for item in self.items if item.required and not item.is_done)

    @property
    def entered_on(self) -> date | None:
        return self.stays[0].entered_on if self.stays else None

    @property
    def left_on(self) -> date | None:
        return self.stays[-1].left_on if self.stays else None


class Checklist:
    """The stages of a pair. Costs no query when the pair was read `with_checklist` and the stages are given.

    A stage or an item out of use is there for the pair that is at it, was at it, or has done it.
    """

    def __init__(self, pair: Pair, stages: Iterable[Stage], programme_words: DocumentName = USUAL) -> None:
        self.pair = pair
        self.programme_words = programme_words
        self._marks = {mark.template_id: mark for mark in pair.stage_items.all()}
        self._evidence = stage_evidence_of(pair)
        current = pair.stage.number if pair.stage else 0
        stays = list(pair.stages.all())
        self.stages = tuple(
            StageState(
                stage,
                tuple(self._item(template) for template in stage.items.all() if self._applies(template)),
                tuple(stay for stay in stays if stay.stage_id == stage.pk),
                is_current=stage.number == current and pair.is_led,
                is_past=stage.number < current,
                is_last=stage.number == current and not pair.is_led,
            )
            for stage in stages
            if stage.in_use or stage.number == current or any(stay.stage_id == stage.pk for stay in stays)
        )

    @classmethod
    def of(cls, pair: Pair) -> "Checklist":
        """Reads everything afresh."""
        fresh = with_checklist(Pair.objects.filter(pk=pair.pk)).get()
        return cls(fresh, stages_of(fresh))

    @property
    def current(self) -> StageState | None:
        return next((state for state in self.stages if state.is_current), None)

    @property
    def next_stage(self) -> Stage | None:
        current = self.current
        if current is None:
            return None
        later = (state.stage for state in self.stages if state.stage.number > current.stage.number)
        return next((stage for stage in later if stage.in_use), None)

    @property
    def has_earlier(self) -> bool:
        """The pair may be taken back to an earlier stage."""
        current = self.current
        return current is not None and any(
            state.stage.in_use and state.stage.number < current.stage.number for state in self.stages
        )

    def missing(self) -> list[Item]:
        """Required items of all stages that are not done."""
        return [item for state in self.stages for item in state.missing]

    def item(self, template: StageItemTemplate) -> Item | None:
        return next((item for state in self.stages for item in state.items if item.template == template), None)

    def prepares(self, template: StageItemTemplate) -> bool:
        """It is an item of the first stage."""
        return bool(self.stages) and template.stage_id == self.stages[0].stage.pk

    def _applies(self, template: StageItemTemplate) -> bool:
        return template.is_for(self.pair.form) and (template.in_use or template.pk in self._marks)

    def _item(self, template: StageItemTemplate) -> Item:
        mark = self._marks.get(template.pk)
        if mark is not None:
            return Item(template, Fulfilment(mark.done_on, mark.evidence, mark))
        evidence = self._evidence.get(template.code)
        if evidence is not None:
            return Item(template, Fulfilment(evidence.on, evidence.what))
        if template.fulfilled_by == StageItemSource.HAND:
            return Item(template, None)
        source = ITEM_SOURCES[StageItemSource(template.fulfilled_by)]
        act = cases_of(self.pair.act.kind) if self.pair.act else None
        return Item(template, *source.state_in(self.pair, self.programme_words), act)


def stage_set_of(pair: Pair) -> StageSet:
    """The set that the pair goes through; before its order the one that it would go through today."""
    if pair.stage is not None:
        return pair.stage.stage_set
    return StageSet.objects.in_force(pair.organisation.municipality_id, pair.form_id, clock.today())


def stages_of(pair: Pair) -> QuerySet[Stage]:
    """The stages of its set with their items; the same number of queries for every pair of a state."""
    return stage_set_of(pair).stages.order_by("number").prefetch_related("items")


def stages_as_seen_by(form: Form, stages: Iterable[Stage]) -> list[tuple[Stage, list[StageItemTemplate]]]:
    """The stages that a pair of the form goes through, with what it is asked for; they come with their items."""
    return [
        (stage, [item for item in stage.items.all() if item.in_use and item.is_for(form)])
        for stage in stages
        if stage.in_use
    ]


def nearest_in_use(stage: Stage) -> Stage:
    """The stage itself; one that nobody enters any more is passed over, the last one backwards."""
    if stage.in_use:
        return stage
    in_use = Stage.objects.filter(stage_set=stage.stage_set_id, in_use=True)
    later = in_use.filter(number__gt=stage.number).order_by("number").first()
    return later or in_use.filter(number__lt=stage.number).order_by("number").reverse()[0]


def with_checklist(pairs: PairQuerySet) -> PairQuerySet:
    """Pairs with everything that a Checklist looks at, in a constant number of queries."""
    with_parts = pairs.select_related(
        "stage__stage_set", "form", "act", "programme", "organisation", "successor"
    ).prefetch_related(
        "stages",
        "programme__items",
        Prefetch("stage_items", StageItem.objects.select_related("template", "done_by")),
    )
    return with_stage_evidence(with_parts)
