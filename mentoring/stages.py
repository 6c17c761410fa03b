"""The checklist of a pair: which items of the five stages are done, by whom, by what, and what is missing.

Items are marked by people, or fulfilled by what the portal already knows: the order, the goal, the plan, its approval,
and the evidence of the rooms above (mentoring/extension_points.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from mentoring.enums import PairStatus, ProgrammeStatus, StageItemSource
from mentoring.extension_points import stage_evidence_of, with_stage_evidence
from mentoring.models import Pair, PairStage, Programme, Stage, StageItem, StageItemTemplate
from mentoring.models.pair import PairQuerySet


@dataclass(frozen=True)
class Fulfilment:
    """How an item was done; `mark` is what a person has marked, absent when data of the portal fulfil the item."""

    on: date | None
    what: str
    mark: StageItem | None = None


@dataclass(frozen=True)
class Item:
    template: StageItemTemplate
    fulfilment: Fulfilment | None
    #: where the matter stands while an item that data fulfil is not done
    note: str = ""

    @property
    def title(self) -> str:
        return self.template.title

    @property
    def short_title(self) -> str:
        return self.template.brief

    @property
    def required(self) -> bool:
        return self.template.required

    @property
    def done(self) -> bool:
        return self.fulfilment is not None

    @property
    def by_hand(self) -> bool:
        return self.template.fulfilled_by == StageItemSource.HAND


@dataclass(frozen=True)
class StageState:
    stage: Stage
    items: tuple[Item, ...]
    stays: tuple[PairStage, ...]
    is_current: bool
    is_past: bool

    @property
    def done(self) -> int:
        return sum(item.done for item in self.items)

    @property
    def missing(self) -> tuple[Item, ...]:
        """Required items that are not done."""
        return tuple(item for item in self.items if item.required and not item.done)

    @property
    def entered_on(self) -> date | None:
        return self.stays[0].entered_on if self.stays else None

    @property
    def left_on(self) -> date | None:
        return self.stays[-1].left_on if self.stays else None


class Checklist:
    """All five stages of a pair. Costs no query when the pair was read `with_checklist` and the stages are given."""

    def __init__(self, pair: Pair, stages: Iterable[Stage]) -> None:
        self.pair = pair
        self._marks = {mark.template_id: mark for mark in pair.stage_items.all()}
        self._programme = getattr(pair, "programme", None)
        self._evidence = stage_evidence_of(pair)
        current = pair.stage.number if pair.stage else 0
        stays = list(pair.stages.all())
        self.stages = tuple(
            StageState(
                stage,
                tuple(self._item(template) for template in stage.items.all() if self._applies(template)),
                tuple(stay for stay in stays if stay.stage_id == stage.pk),
                is_current=stage.number == current and pair.status == PairStatus.ACTIVE,
                is_past=stage.number < current or (stage.number == current and pair.status == PairStatus.COMPLETED),
            )
            for stage in stages
        )

    @classmethod
    def of(cls, pair: Pair) -> "Checklist":
        """Reads everything afresh."""
        return cls(with_checklist(Pair.objects.filter(pk=pair.pk)).get(), all_stages())

    @property
    def current(self) -> StageState | None:
        return next((state for state in self.stages if state.is_current), None)

    @property
    def next_stage(self) -> Stage | None:
        current = self.current
        if current is None:
            return None
        return next((state.stage for state in self.stages if state.stage.number > current.stage.number), None)

    def missing(self) -> list[Item]:
        """Required items of all stages that are not done."""
        return [item for state in self.stages for item in state.missing]

    def item(self, template: StageItemTemplate) -> Item | None:
        return next((item for state in self.stages for item in state.items if item.template == template), None)

    def _applies(self, template: StageItemTemplate) -> bool:
        return not template.only_forms or self.pair.form.code in template.only_forms

    def _item(self, template: StageItemTemplate) -> Item:
        mark = self._marks.get(template.pk)
        if mark is not None:
            return Item(template, Fulfilment(mark.done_on, mark.evidence, mark))
        evidence = self._evidence.get(template.code)
        if evidence is not None:
            return Item(template, Fulfilment(evidence.on, evidence.what))
        if template.fulfilled_by == StageItemSource.HAND:
            return Item(template, None)
        fulfilment, note = fulfilled_by_data(StageItemSource(template.fulfilled_by), self.pair, self._programme)
        return Item(template, fulfilment, note)


def fulfilled_by_data(
    source: StageItemSource, pair: Pair, programme: Programme | None
) -> tuple[Fulfilment | None, str]:
    """The fulfilment found in the portal's data, or where the matter stands.

    Raises ValueError for a source that has no reader here.
    """
    if source == StageItemSource.ACT:
        return (Fulfilment(pair.act.dated, str(pair.act)), "") if pair.act else (None, "Приказ ещё не издан")
    if programme is None:
        return None, "Программа появится после приказа"
    items = list(programme.items.all())
    if source == StageItemSource.GOAL:
        return (Fulfilment(None, "Цель внесена в программу"), "") if programme.goal else (None, "В программе нет цели")
    if source == StageItemSource.PLAN:
        fulfilment = Fulfilment(None, f"Мероприятий в программе: {len(items)}") if items else None
        return fulfilment, "В программе нет мероприятий"
    if source == StageItemSource.APPROVAL:
        if programme.status == ProgrammeStatus.APPROVED:
            return Fulfilment(programme.approved_on, "Программа утверждена руководителем"), ""
        return None, f"Программа {programme.get_status_display()}, руководителем не утверждена"
    if source != StageItemSource.PLAN_DONE:
        raise ValueError(f"nothing tells when «{source.label}» is fulfilled")
    done = sum(item.done_on is not None for item in items)
    if items and done == len(items):
        return Fulfilment(max(item.done_on for item in items if item.done_on), f"Выполнено мероприятий: {done}"), ""
    return None, f"Выполнено мероприятий: {done} из {len(items)}"


def all_stages() -> QuerySet[Stage]:
    """The five stages with their items."""
    return Stage.objects.prefetch_related("items")


def with_checklist(pairs: PairQuerySet) -> PairQuerySet:
    """Pairs with everything that a Checklist looks at, in a constant number of queries."""
    read = pairs.select_related("stage", "form", "act", "programme").prefetch_related(
        "stages",
        "programme__items",
        Prefetch("stage_items", StageItem.objects.select_related("template", "done_by")),
    )
    return with_stage_evidence(read)
