"""The tasks of the first page for a reader of several organisations: a line for each, the most laden first."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.core.paginator import Page, Paginator
from django.db.models import Q

from accounts.models import User
from monitoring.figures.due_counts import by_urgency
from registry import clock
from registry.access import Access, Right
from registry.deadlines import KIND, Deadline, DeadlineScope, DueRow
from registry.models import Organisation
from registry.queries.deadlines import described, first_due, first_of_sections
from worklist.due.decisions import SectionCounts, count_awaited, count_due_above
from worklist.due.of_reader import MOST_SHOWN, Decisions, deadlines_in_order, within_organisations
from worklist.first_page.district import DistrictOfReader, due_counted, due_in
from worklist.first_page.parts import SECTIONS, OrganisationDeadlines, Worklist, WorklistSection, deadline_page_of
from worklist.queries.organisations import curators_of, organisations_of_rows
from worklist.queries.reminders import last_reminders

#: organisations of a section on one page; the last page takes up to twice as many, so that a small district has one
ORGANISATIONS_ON_A_PAGE = 10


def worklist_of_several(user: User, parameters: Mapping[str, str], reader_district: DistrictOfReader) -> Worklist:
    """The reader's decisions, and a line for each organisation with its first deadline."""
    today = clock.today()
    access, scope = Access.of(user), DeadlineScope.of_user(user)
    decisions, deadline_page = Decisions.of(access), deadline_page_of(parameters)
    conditions = by_urgency(today)
    awaited = count_awaited(scope, decisions, today)
    number = sum(sum(sections.values()) for sections in awaited.values())
    awaiting: list[DueRow] = []
    if number:
        part = slice(deadline_page.skip, deadline_page.skip + MOST_SHOWN)
        awaiting = first_due(scope, today, decisions.condition, kinds=decisions.of_kinds, part=part)
    apart = decisions.condition | Q(**{f"{KIND}__in": decisions.of_those_above})
    conditions = {name: section & ~apart for name, section in conditions.items()}
    district = None if decisions.as_head else reader_district.where(Right.VIEW_PAIRS)
    due = due_in(district, scope) if district else due_counted(scope, today, conditions)
    counts = due.numbers
    if district:
        of_others = count_due_above(scope, decisions, today)
        counts = _without(of_others, _without(awaited, counts))
    page_of = _pages(counts, conditions, parameters)
    keys_on_page = {name: set(page.object_list) for name, page in page_of.items()}
    organisations = organisations_of_rows({row.organisation_id for row in awaiting}.union(*keys_on_page.values()))
    of_page = within_organisations(access, scope, list(organisations.values()))
    rows = first_of_sections(of_page, today, conditions, 1, organisations=keys_on_page, kinds=due.kinds)
    due_rows = [*awaiting, *(row for section in rows.values() for row in section)]
    deadlines = {deadline.row: deadline for deadline in described(due_rows, today)}
    groups = _groups(access, organisations)
    sections = {
        name: replace(
            _section(name, counts, page_of[name], deadlines_in_order(rows[name], deadlines), groups),
            count=sum(of_sections[name] for of_sections in counts.values()) - due.repeated[name],
            repeated=due.repeated[name],
            outside_figures=due.outside_figures[name],
        )
        for name in conditions
    }
    return Worklist(
        today,
        deadlines_in_order(awaiting, deadlines),
        sections["overdue"],
        sections["this_week"],
        sections["later"],
        awaiting_number=number,
        deadline_page=replace(deadline_page, number=number),
    )


def _without(awaited: SectionCounts, counts: SectionCounts) -> SectionCounts:
    """Everything due without the rows that stand above the sections. `counts` have every kind that `awaited` has."""
    nothing = dict.fromkeys(SECTIONS, 0)
    return {
        pk: {name: number - awaited.get(pk, nothing)[name] for name, number in sections.items()}
        for pk, sections in counts.items()
    }


def _pages(counts: SectionCounts, sections: Iterable[str], page_numbers: Mapping[str, str]) -> dict[str, Page]:
    """The organisations of each section, those with the most deadlines first, then by name as in `counts`."""
    pages = {}
    for section in sections:
        laden = sorted((pk for pk in counts if counts[pk][section]), key=lambda pk: -counts[pk][section])
        pages[section] = Paginator(laden, ORGANISATIONS_ON_A_PAGE, orphans=ORGANISATIONS_ON_A_PAGE).get_page(
            page_numbers.get(section)
        )
    return pages


def _groups(access: Access, organisations: Mapping[int, Organisation]) -> dict[int, OrganisationDeadlines]:
    """What the page says of each organisation apart from its deadlines."""
    curators, reminders = curators_of(organisations), last_reminders(organisations)
    return {
        pk: OrganisationDeadlines(
            0,
            [],
            organisation,
            access.in_organisation(Right.VIEW_MONITORING, organisation),
            access.in_organisation(Right.REMIND_CURATORS, organisation),
            curators.get(pk, []),
            reminders.get(pk),
        )
        for pk, organisation in organisations.items()
    }


def _section(
    name: str,
    counts: SectionCounts,
    page: Page,
    deadlines: list[Deadline],
    groups: Mapping[int, OrganisationDeadlines],
) -> WorklistSection:
    """`page`: the page of organisations; `deadlines`: the first deadline of each."""
    parts: dict[int, list[Deadline]] = {pk: [] for pk in page.object_list}
    for deadline in deadlines:
        parts[deadline.organisation_id].append(deadline)
    groups_on_page = [replace(groups[pk], count=counts[pk][name], deadlines=part) for pk, part in parts.items() if part]
    groups_on_page.sort(key=lambda group: group.longest.due_on)
    return WorklistSection(name, 0, groups_on_page, page)
