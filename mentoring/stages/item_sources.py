"""What fulfils an item of a checklist without a person: the source of the item → what the portal's data say of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from mentoring.enums import ProgrammeStatus, StageItemSource
from mentoring.labels.programme import status_label
from mentoring.models import Pair, Programme, StageItem
from registry.papers.act_texts import act_text
from russian.document_names import DocumentName
from russian.typography import upper_first


@dataclass(frozen=True)
class Fulfilment:
    """How an item was done; `mark` is what a person has marked, absent when data of the portal fulfil the item."""

    on: date | None
    what: str
    mark: StageItem | None = None


#: the fulfilment, and where the matter stands without one
ItemState = tuple[Fulfilment | None, str]


class ItemSource(NamedTuple):
    #: reads the pair; the name is that of its programme
    state_in: Callable[[Pair, DocumentName], ItemState]
    #: what fulfils the item is done on the page of the programme
    of_programme: bool = False


def _act(pair: Pair, document_name: DocumentName) -> ItemState:
    if pair.act is not None and pair.lacks_ground:
        return None, f"{pair.act} {pair.act.cancelled_word}, новый акт ещё не назван"
    return (
        (Fulfilment(pair.act.dated, str(pair.act)), "")
        if pair.act
        else (None, act_text("Приказ ещё не (издан/издано)"))
    )


def _of_programme(state_in: Callable[[Programme, DocumentName], ItemState]) -> ItemSource:
    """The source of an item that says the same of all pairs whose programme is not there yet."""

    def state_in_pair(pair: Pair, document_name: DocumentName) -> ItemState:
        programme: Programme | None = getattr(pair, "programme", None)
        if programme is None:
            return None, f"{upper_first(document_name.nominative)} появится после {act_text('приказа')}"
        return state_in(programme, document_name)

    return ItemSource(state_in_pair, of_programme=True)


def _goal(programme: Programme, document_name: DocumentName) -> ItemState:
    entered = Fulfilment(None, f"Цель внесена в {document_name.accusative}") if programme.goal else None
    return entered, f"В {document_name.prepositional} нет цели"


def _plan(programme: Programme, document_name: DocumentName) -> ItemState:
    count = len(programme.items.all())
    fulfilment = Fulfilment(None, f"Мероприятий в {document_name.prepositional}: {count}") if count else None
    return fulfilment, f"В {document_name.prepositional} нет мероприятий"


def _approval(programme: Programme, document_name: DocumentName) -> ItemState:
    name, status = upper_first(document_name.nominative), status_label(programme.status, document_name)
    if programme.status == ProgrammeStatus.APPROVED:
        return Fulfilment(programme.approved_on, f"{name} {status} руководителем"), ""
    unapproved = document_name.agreeing("утверждён", "утверждена", "утверждено")
    return None, f"{name} {status}, руководителем не {unapproved}"


def _plan_done(programme: Programme, document_name: DocumentName) -> ItemState:
    items = list(programme.items.all())
    days = [item.done_on for item in items if item.done_on]
    if items and len(days) == len(items):
        return Fulfilment(max(days), f"Выполнено мероприятий: {len(days)}"), ""
    return None, f"Выполнено мероприятий: {len(days)} из {len(items)}"


#: a test holds that every source but the hand of a person stands here
ITEM_SOURCES: dict[StageItemSource, ItemSource] = {
    StageItemSource.ACT: ItemSource(_act),
    StageItemSource.GOAL: _of_programme(_goal),
    StageItemSource.PLAN: _of_programme(_plan),
    StageItemSource.APPROVAL: _of_programme(_approval),
    StageItemSource.PLAN_DONE: _of_programme(_plan_done),
}
