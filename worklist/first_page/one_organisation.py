"""The tasks of the first page for a reader of one organisation, and for whoever looks at one of several."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from accounts.models import User
from registry import clock
from registry.access import Access, Right
from registry.models import Organisation
from worklist.due.groups import task_groups
from worklist.due.of_reader import AWAITING, OTHERS, OWN, DueOfReader, due_of
from worklist.first_page.parts import (
    SECTIONS,
    Chip,
    OrganisationDeadlines,
    OverdueInMonitoring,
    Worklist,
    WorklistSection,
    deadline_page_of,
)

#: parts of the tasks of one organisation
CHIPS = {
    "": "Все",
    "overdue": "Просрочено",
    "this_week": "На этой неделе",
    "later": "Скоро",
    OTHERS: "Ждём других",
}
ALWAYS_OFFERED = ("", "overdue", "this_week")


def worklist_of_one(user: User, parameters: Mapping[str, str], organisation: Organisation | None = None) -> Worklist:
    """The deadlines of one organisation, grouped by deed. Of a foreign organisation the page shows everything that is
    due there; of the reader's own organisation the tasks of others stand apart."""
    today = clock.today()
    chip = parameters.get("show", "") if parameters.get("show") in CHIPS else ""
    sections_by_part = _sections_by_part(chip, is_own=organisation is None)
    deadline_page = deadline_page_of(parameters)
    due = due_of(user, today, sections_by_part, organisation, deadline_page.skip)
    reader_parts = [AWAITING, OWN] if organisation is None else [OWN]
    numbers = {"": due.number(reader_parts, SECTIONS), OTHERS: due.number([OTHERS], SECTIONS)}
    numbers |= {name: due.number(reader_parts, [name]) for name in SECTIONS}
    of_part = {part: due.number([part], sections) for part, sections in sections_by_part.items()}
    largest = max(
        due.number([part], [name])
        for part, sections in sections_by_part.items()
        for name in SECTIONS
        if name in sections
    )
    return Worklist(
        today,
        due.deadlines([AWAITING], SECTIONS),
        _of_section("overdue", due),
        _of_section("this_week", due),
        _of_section("later", due),
        awaiting_number=of_part[AWAITING],
        tasks=task_groups(Access.of(user), due.deadlines([OWN], SECTIONS), due.by_kind([OWN], sections_by_part[OWN])),
        of_others=due.deadlines([OTHERS], SECTIONS),
        of_others_number=of_part[OTHERS],
        chips=[
            Chip(name, title, numbers[name], name == chip)
            for name, title in CHIPS.items()
            if numbers[name] or name in ALWAYS_OFFERED or name == chip
        ],
        organisation=organisation,
        overdue_in_monitoring=_overdue_in_monitoring(user, due, numbers["overdue"], organisation),
        deadline_page=replace(deadline_page, number=largest),
    )


def _sections_by_part(chip: str, *, is_own: bool) -> dict[str, Collection[str]]:
    """The sections of each part that stand on the page. Decisions stand above the tasks of another organisation only
    while no chip is pressed."""
    sections = (chip,) if chip in SECTIONS else SECTIONS
    is_mine = chip != OTHERS
    return {
        AWAITING: sections if is_mine and (is_own or not chip) else (),
        OWN: sections if is_mine else (),
        OTHERS: sections if chip in ("", OTHERS) else (),
    }


def _of_section(name: str, due: DueOfReader) -> WorklistSection:
    number = due.number([OWN, OTHERS], [name])
    groups = [OrganisationDeadlines(number, due.deadlines([OWN, OTHERS], [name]))] if number else []
    return WorklistSection(name, number, groups)


def _overdue_in_monitoring(
    user: User, due: DueOfReader, number: int, organisation: Organisation | None
) -> OverdueInMonitoring | None:
    """Where the page says another number than monitoring, which counts the same for every reader."""
    access = Access.of(user)
    if organisation is not None:
        monitored = [organisation.pk] if access.in_organisation(Right.VIEW_MONITORING, organisation) else []
    else:
        monitored = list(access.organisation_ids(Right.VIEW_MONITORING))
    if len(monitored) != 1:
        return None
    there = due.in_figures(monitored[0], "overdue")
    return OverdueInMonitoring(monitored[0], there) if there != number else None
