"""The one thing that an active pair needs next, and the button that does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from mentoring.enums import PairStatus, ProgrammeStatus, StageItemSource
from mentoring.labels.programme import USUAL
from mentoring.models import Pair, PairChange
from mentoring.queries.programmes import items_of_plan
from mentoring.queries.rights import PairRights
from mentoring.stages.checklist import Checklist, Item
from registry.papers.act_cases import ActCases
from russian.document_names import DocumentName
from russian.typography import upper_first


@dataclass(frozen=True)
class NextStep:
    title: str
    #: empty where somebody else has to do it
    button: str = ""
    address: str = ""
    #: sent by the button, which then changes something at once
    fields: Mapping[str, str] = field(default_factory=dict)
    is_post: bool = False


def next_step_of(
    pair: Pair,
    checklist: Checklist,
    rights: PairRights,
    asking_for_acts: list[PairChange],
    closing_gaps: list[str],
    act: ActCases,
) -> NextStep | None:
    """None for a reader who changes nothing in the pair. Once its end has been entered, only its act may be to come.
    `act`: what an organisation issues about its pairs."""
    state = checklist.current
    if not (rights.run or rights.write_programme):
        return None
    if pair.status == PairStatus.ACTIVE and pair.lacks_ground and rights.order:
        return _link("Закрепить новым актом: прежний отменён", "Назвать акт", "pair_secure", pair.pk)
    if asking_for_acts and rights.order:
        change = asking_for_acts[0]
        title = f"Внести {act.nominative} об изменении пары" + (": прежний акт отменён" if change.lacks_ground else "")
        return _link(title, f"Внести {act.nominative}", "change_act", pair.pk, change.pk)
    if pair.status != PairStatus.ACTIVE or state is None:
        return None
    if pair.is_overdue and rights.run:
        return _link("Срок пары прошёл: завершите её или продлите", "Завершить", "pair_complete", pair.pk)
    if missing := [*_unapproved_programme(checklist), *state.missing]:
        return _step_of_item(pair, missing[0], rights, checklist.programme_words)
    if not rights.run:
        return None
    if following := checklist.next_stage:
        return NextStep(
            f"Всё обязательное выполнено. Дальше этап «{following.title}»",
            "Перейти",
            reverse("mentoring:stage_advance", args=[pair.pk]),
            {"from_stage": state.stage.code},
            is_post=True,
        )
    if closing_gaps:
        return None
    return _link("Все этапы пройдены", "Завершить наставничество", "pair_complete", pair.pk)


def _unapproved_programme(checklist: Checklist) -> list[Item]:
    """Of stages behind: a pair that has taken the stage of another one over has its programme approved first."""
    behind = (item for state in checklist.stages if state.is_past for item in state.missing)
    return [item for item in behind if item.template.fulfilled_by == StageItemSource.APPROVAL]


def _step_of_item(pair: Pair, item: Item, rights: PairRights, document_name: DocumentName) -> NextStep | None:
    if item.by_hand:
        if not rights.run:
            return None
        address = reverse("mentoring:stage_item", args=[pair.pk, item.template.pk])
        return NextStep(item.short_title, "Отметить", address, {"tick": "yes"}, is_post=True)
    if item.template.fulfilled_by == StageItemSource.PLAN_DONE:
        return _link(item.short_title, "Отметить мероприятия", "programme", pair.pk)
    programme = getattr(pair, "programme", None)
    if programme is None or not item.of_programme:
        return None
    to_programme = "К программе" if document_name == USUAL else "Открыть"
    if programme.status == ProgrammeStatus.SUBMITTED:
        if rights.approve_programme:
            return _link(f"Утвердить {document_name.accusative}", to_programme, "programme", pair.pk)
        return NextStep(f"Руководитель утверждает {document_name.accusative}")
    if not rights.write_programme:
        return NextStep(f"{upper_first(document_name.accusative)} ещё составляют")
    if programme.goal and items_of_plan(programme):
        if programme.status == ProgrammeStatus.DRAFT:
            address = reverse("mentoring:programme_submit", args=[pair.pk])
            title = f"Отправить {document_name.accusative} руководителю на утверждение"
            return NextStep(title, "Отправить", address, is_post=True)
        return _link(item.short_title, to_programme, "programme", pair.pk)
    return _link(f"Составить {document_name.accusative}: цель и план", "Составить", "programme_edit", pair.pk)


def _link(title: str, button: str, page: str, *args: int) -> NextStep:
    return NextStep(title, button, reverse(f"mentoring:{page}", args=args))
