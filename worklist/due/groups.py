"""Deadlines of one organisation grouped by deed; a deed that others depend on comes first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.urls import reverse

from mentoring.deadlines.kept_people import KEPT_PEOPLE
from mentoring.enums import DeadlineKind
from mentoring.labels.programme import USUAL
from monitoring.deadlines import ASSESSMENT
from registry.access import Access, Right
from registry.deadline_providers.candidates import CANDIDATES
from registry.deadline_providers.classes import CLASSES, DEPARTURE
from registry.deadline_providers.confirmation import CONFIRMATION
from registry.deadlines import Deadline
from registry.papers.act_texts import act_label, act_text
from registry.side_texts import side_label
from russian.document_names import DocumentName

#: kinds → heading, in the order of the page
HEADINGS: dict[tuple[str, ...], str] = {
    (CLASSES, DEPARTURE): "Перевести классы и закрыть карточки выбывших",
    (
        DeadlineKind.MENTOR_MOVED,
        DeadlineKind.MENTEE_MOVED,
        DeadlineKind.MENTOR_CAME,
        DeadlineKind.MENTEE_CAME,
    ): "Решить о парах тех, кто перешёл",
    (CANDIDATES,): side_label("Решить о кандидатах в наставники"),
    (DeadlineKind.REQUEST, DeadlineKind.REQUEST_OPINION): "Рассмотреть обращения",
    (DeadlineKind.REQUEST_ACTION,): "Исполнить обращения",
    (DeadlineKind.CONSENTS,): "Получить согласия",
    (DeadlineKind.ORDER,): act_label("Издать приказ о закреплении"),
    (DeadlineKind.WITHDRAWAL,): "Решить о парах, чьи согласия отозваны",
    (DeadlineKind.GROUND,): "Закрепить новым актом",
    (DeadlineKind.ACT,): act_label("Внести приказы об изменениях"),
    (DeadlineKind.PROGRAMME,): "Составить программы",
    (DeadlineKind.APPROVAL,): "Утвердить программы",
    (DeadlineKind.COMMENT,): "Ответить на замечания",
    (DeadlineKind.PLAN_ITEM,): "Отметить мероприятия планов",
    (DeadlineKind.ROADMAP_ITEM,): "Отметить пункты дорожных карт",
    (DeadlineKind.END,): "Завершить или продлить пары",
    (DeadlineKind.ROADMAP_APPROVAL, DeadlineKind.ROADMAP_AGREEMENT): "Утвердить и согласовать дорожные карты",
    (ASSESSMENT,): "Оценить программы организаций",
    (CONFIRMATION,): "Подтвердить сведения об участниках",
    (KEPT_PEOPLE,): "Решить о личных сведениях",
}
OTHER = "Другое"
_OF_PROGRAMMES = (DeadlineKind.PROGRAMME, DeadlineKind.APPROVAL)

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class TaskGroup:
    title: str
    deadlines: list[Deadline]
    #: of all, also of those that are not written out
    number: int
    #: one deed for the whole group, where there is one
    all_at_once: str = ""
    all_at_once_address: str = ""

    @property
    def reasons(self) -> list[str]:
        """The reasons of these deadlines, each once."""
        return list(dict.fromkeys(deadline.reason for deadline in self.deadlines if deadline.reason))

    @property
    def is_late(self) -> bool:
        return any(deadline.overdue for deadline in self.deadlines)


def task_groups(access: Access, deadlines: Iterable[Deadline], numbers: Mapping[str, int]) -> list[TaskGroup]:
    """The tasks of the reader in groups. `numbers`: the number of tasks of a kind, shown or not."""
    number_of = {title: sum(some) for title, some in by_heading(numbers.items()).items()}
    by_title = by_heading((deadline.kind, deadline) for deadline in deadlines)
    return [_group(access, title, some, number_of[title]) for title, some in by_title.items()]


def by_heading(things: Iterable[tuple[str, Thing]]) -> dict[str, list[Thing]]:
    """The things of each heading, in the order of the headings."""
    heading_of = {kind: title for kinds, title in HEADINGS.items() for kind in kinds}
    by_title: dict[str, list[Thing]] = {title: [] for title in (*HEADINGS.values(), OTHER)}
    for kind, thing in things:
        by_title[heading_of.get(kind, OTHER)].append(thing)
    return {title: some for title, some in by_title.items() if some}


def own_heading(title: str, programme: DocumentName) -> str:
    """«Составить индивидуальный план развития» where rules have an own word for a programme."""
    verb, _, subject = title.partition(" ")
    return f"{verb} {programme.accusative}" if subject == "программы" and programme != USUAL else title


def _group(access: Access, title: str, deadlines: list[Deadline], number: int) -> TaskGroup:
    deeds = {deadline.deed for deadline in deadlines if deadline.kind in _OF_PROGRAMMES}
    if len(deeds) == 1 and not next(iter(deeds)).endswith(f" {USUAL.accusative}"):
        title = deeds.pop()
    orders = {deadline.kind for deadline in deadlines} == {DeadlineKind.ORDER.value}
    if orders and number > 1 and access.anywhere(Right.ISSUE_ORDERS):
        address = reverse("reports:paper_sources", args=["orders"])
        return TaskGroup(title, deadlines, number, act_text("Издать (один/одно) приказ"), address)
    return TaskGroup(title, deadlines, number)
