"""The roadmaps that a user may see, and those that the user may change or agree."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from mentoring.enums import RoadmapItemStatus, RoadmapStatus
from mentoring.models import DueDay, Roadmap, RoadmapItem, RoadmapPreset, RoadmapSection
from mentoring.models.roadmap import in_force
from mentoring.roadmaps.executors import EXECUTORS
from registry import clock
from registry.access import MATRIX, Access, Right
from registry.models import Municipality, Organisation
from registry.policies.rules_in_force import RulesInForce
from registry.queries.rules import rules_or_none

#: A roadmap is written in these states; in the others only the progress of its items changes.
WRITABLE = (RoadmapStatus.DRAFT, RoadmapStatus.RETURNED)


def roadmaps_visible_to(user: User) -> QuerySet[Roadmap]:
    """Roadmaps for which the user has the right, and the agreed municipal ones of the user's municipalities."""
    access = Access.of(user)
    visible = access.where(Right.VIEW_ROADMAPS, municipality="municipality")
    municipalities = {m.municipality_id for m in access.memberships if m.role in MATRIX[Right.VIEW_ROADMAPS]}
    visible |= Q(organisation__isnull=True, status=RoadmapStatus.AGREED, municipality__in=municipalities)
    return Roadmap.objects.filter(visible).select_related("municipality", "organisation", "act", "agreed_by")


def presets_of_roadmaps() -> QuerySet[RoadmapPreset]:
    """Presets serve every municipality."""
    return RoadmapPreset.objects.all()


def rules_of_roadmap(
    municipality: Municipality, organisation: Organisation | None, on: date | None = None
) -> RulesInForce | None:
    """Of the organisation, or of the municipality for its own roadmap; today without a day, None without a policy."""
    return rules_or_none(organisation or municipality, on or clock.today())


def abbreviations_of_sample(roadmap: Roadmap) -> dict[str, str]:
    """The abbreviations of the document on whose sample the roadmap was begun."""
    own = RoadmapPreset.objects.filter(code=roadmap.sample).values_list("abbreviations", flat=True)
    return own.first() or {} if roadmap.sample else {}


def sample_of(roadmap: Roadmap) -> RoadmapPreset | None:
    """None of a roadmap that was begun on a blank sheet."""
    return RoadmapPreset.objects.filter(code=roadmap.sample).first()


def head_post_of(roadmap: Roadmap) -> str:
    """Of the organisation; empty for a municipal roadmap."""
    return roadmap.organisation.head_position if roadmap.organisation is not None else ""


def organisation_names_for(roadmap: Roadmap) -> list[str]:
    """Of the municipality, where the sample of the roadmap names executors of its own."""
    if all(executor.territory or executor.post for executor in EXECUTORS.get(roadmap.sample, ())):
        return []
    return list(Organisation.objects.filter(municipality=roadmap.municipality).values_list("short_name", flat=True))


def with_progress(roadmaps: QuerySet[Roadmap]) -> QuerySet[Roadmap]:
    """Adds `items`, `items_done` and, of roadmaps in force, `items_late`; what was dropped is not counted."""
    live = ~Q(sections__items__status=RoadmapItemStatus.DROPPED)
    is_done = Q(sections__items__status=RoadmapItemStatus.DONE)
    is_open = Q(sections__items__status__in=[RoadmapItemStatus.PLANNED, RoadmapItemStatus.UNDER_WAY])
    today = clock.today()
    days = DueDay.objects.filter(item=OuterRef("sections__items"), done_on__isnull=True, due_on__lt=today)
    is_late = in_force() & is_open & (Q(sections__items__due_to__lt=today) | Q(Exists(days)))
    return roadmaps.annotate(
        items=Count("sections__items", filter=live),
        items_done=Count("sections__items", filter=is_done),
        items_late=Count("sections__items", filter=is_late),
    )


def sections_of(roadmap: Roadmap) -> list[tuple[RoadmapSection, list[RoadmapItem]]]:
    """The sections in order, each with its items and their days: three queries."""
    items = RoadmapItem.objects.order_by("position", "pk").prefetch_related("due_days")
    sections = roadmap.sections.prefetch_related(Prefetch("items", items))
    return [(section, list(section.items.all())) for section in sections]


def number_of_late_items(sections: Iterable[tuple[RoadmapSection, list[RoadmapItem]]]) -> int:
    """Items whose term, or one of whose days, is over: they are overdue once the roadmap is approved."""
    today, open_states = clock.today(), (RoadmapItemStatus.PLANNED, RoadmapItemStatus.UNDER_WAY)
    items = [item for _, of_section in sections for item in of_section if item.status in open_states]
    own_days = ((item, [day.due_on for day in item.due_days.all() if day.done_on is None]) for item in items)
    first_days = (min(days, default=item.due_to) for item, days in own_days)
    return sum(day is not None and day < today for day in first_days)


def sections_in(roadmap: Roadmap) -> QuerySet[RoadmapSection]:
    """The sections as a queryset, to look one of them up."""
    return roadmap.sections.all()


def items_of(roadmap: Roadmap) -> QuerySet[RoadmapItem]:
    return RoadmapItem.objects.filter(section__roadmap=roadmap).select_related("section__roadmap")


def texts_of_part(part: RoadmapSection | RoadmapItem) -> list[str]:
    """What would be deleted with a part, in words: the item, or the section with its items."""
    if isinstance(part, RoadmapSection):
        return [part.title, *(word for item in part.items.all() for word in texts_of_part(item))]
    return [part.number, part.title, part.term, part.responsible, part.result]


def holds_for(user: User, right: Right, roadmap: Roadmap) -> bool:
    """The right in the roadmap's organisation, or in the municipality for a municipal roadmap."""
    access = Access.of(user)
    if roadmap.organisation is not None:
        return access.in_organisation(right, roadmap.organisation)
    return access.in_municipality(right, roadmap.municipality)


def edit_right(*, of_district: bool) -> Right:
    """A school writes its own roadmap; the municipality writes that of the district (requirements A1.8)."""
    return Right.EDIT_DISTRICT_ROADMAPS if of_district else Right.EDIT_ROADMAPS


def may_edit(user: User, roadmap: Roadmap) -> bool:
    return holds_for(user, edit_right(of_district=roadmap.organisation is None), roadmap)


def roadmaps_edited_by(user: User) -> QuerySet[Roadmap]:
    """The roadmaps that the reader may edit: of the own organisation, or municipal ones."""
    access = Access.of(user)
    own = Q(organisation__isnull=False) & access.where(edit_right(of_district=False))
    municipal = Q(organisation__isnull=True) & access.where(edit_right(of_district=True), municipality="municipality")
    return roadmaps_visible_to(user).filter(own | municipal)


def may_begin(user: User) -> bool:
    """Whether the user may begin a roadmap anywhere."""
    access = Access.of(user)
    return any(access.anywhere(edit_right(of_district=of_district)) for of_district in (False, True))


def may_write(user: User, roadmap: Roadmap) -> bool:
    return roadmap.status in WRITABLE and may_edit(user, roadmap)


def may_approve(user: User, roadmap: Roadmap) -> bool:
    """Whether the user, as head of the organisation, approves its roadmap; the coordinator alone agrees a municipal
    one."""
    return roadmap.organisation is not None and holds_for(user, Right.APPROVE_ROADMAPS, roadmap)


def may_return(user: User, roadmap: Roadmap) -> bool:
    """Whether the user may return the roadmap: whoever decides next, and the coordinator for an agreed one."""
    if roadmap.status == RoadmapStatus.APPROVAL:
        return may_approve(user, roadmap)
    is_sent = roadmap.status in (RoadmapStatus.SUBMITTED, RoadmapStatus.AGREED)
    return is_sent and holds_for(user, Right.AGREE_ROADMAPS, roadmap)


def organisations_with_roadmaps_of(user: User) -> QuerySet[Organisation]:
    """Organisations for which the user may write a roadmap."""
    condition = Access.of(user).where(Right.EDIT_ROADMAPS, organisation="")
    return Organisation.objects.filter(condition, archived_on__isnull=True).select_related("municipality")
