"""Writing a roadmap: from a preset or empty, moving and removing its parts, agreement by the coordinator."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.html import format_html

from accounts.models import User
from mentoring.enums import RoadmapItemStatus, RoadmapStatus
from mentoring.models import DueDay, Roadmap, RoadmapItem, RoadmapPreset, RoadmapSection
from mentoring.queries.roadmaps import WRITABLE, may_approve
from mentoring.roadmaps.columns import RoadmapColumn
from mentoring.roadmaps.terms import SampleTerms, with_years
from registry import clock
from registry.access import require
from registry.history.audit import with_audit
from registry.models import Municipality, Organisation
from registry.queries.row_locks import hold_row

SENT = "Дорожная карта отправлена или согласована. Чтобы её изменить, её должны вернуть с замечаниями."
#: From which state a roadmap may come to which.
TRANSITIONS: dict[RoadmapStatus, frozenset[RoadmapStatus]] = {
    RoadmapStatus.DRAFT: frozenset({RoadmapStatus.APPROVAL, RoadmapStatus.SUBMITTED}),
    RoadmapStatus.RETURNED: frozenset({RoadmapStatus.APPROVAL, RoadmapStatus.SUBMITTED}),
    RoadmapStatus.APPROVAL: frozenset({RoadmapStatus.SUBMITTED, RoadmapStatus.RETURNED}),
    RoadmapStatus.SUBMITTED: frozenset({RoadmapStatus.AGREED, RoadmapStatus.RETURNED}),
    RoadmapStatus.AGREED: frozenset({RoadmapStatus.RETURNED, RoadmapStatus.SUBMITTED}),
}
#: what a change of state takes back unless it brings it anew; the coordinator's agreement leaves the head's approval
_OF_COORDINATOR = ("agreed_by", "agreed_on", "submitted_on")
_OF_HEAD = ("approved_by", "approved_on")
Row = TypeVar("Row", Roadmap, RoadmapSection, RoadmapItem, DueDay)


@transaction.atomic
def create_roadmap(
    *,
    municipality: Municipality,
    organisation: Organisation | None,
    title: str,
    starts_on: date,
    ends_on: date,
    columns: list[RoadmapColumn],
    preset: RoadmapPreset | None,
    by: User,
) -> Roadmap:
    """A draft; `organisation` None makes it municipal. A preset's terms move into the new period.

    Raises ValidationError when the same draft is there already: the form was sent twice.
    """
    hold_row(organisation or municipality)
    roadmap = Roadmap(
        municipality=municipality,
        organisation=organisation,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        columns=columns,
        sample=preset.code if preset else "",
    )
    same = ("municipality", "organisation", "title", "starts_on", "ends_on", "status")
    if twin := _same_row(Roadmap.objects.all(), roadmap, same):
        raise ValidationError(
            format_html(
                'Черновик «{}» за этот период уже есть: <a href="{}">откройте его</a>.', title, twin.get_absolute_url()
            )
        )
    _record(roadmap, by, f"Создана по образцу «{preset}»" if preset else "Создана")
    if preset is not None:
        _fill_from(roadmap, preset, by)
    return roadmap


def _fill_from(roadmap: Roadmap, preset: RoadmapPreset, by: User) -> None:
    terms = SampleTerms(preset, roadmap.starts_on, roadmap.ends_on)
    for section_position, section_data in enumerate(preset.content):
        section = RoadmapSection(
            roadmap=roadmap,
            number=section_data["number"],
            title=with_years(section_data["title"], terms.years),
            position=section_position,
        )
        _record(section, by, "")
        for position, data in enumerate(section_data["items"]):
            item = _record(RoadmapItem(section=section, position=position, **_item_of(data, terms)), by, "")
            _keep_days(item, terms.due_days_of(data, terms.years_of(data)), by)


def _item_of(data: dict[str, Any], terms: SampleTerms) -> dict[str, Any]:
    """An item begins anew: what the preset's owner had done already is planned again, its term to be filled in."""
    done_there = data.get("status") == RoadmapItemStatus.DONE
    years = terms.years_of(data)
    due_from, due_to = terms.days_of(data, years)
    return {
        "number": data["number"],
        "title": with_years(data["title"], years),
        "term": "" if done_there else terms.words_of(data, years),
        "due_from": due_from,
        "due_to": due_to,
        "responsible": data["responsible"],
        "result": data.get("result", ""),
    }


@transaction.atomic
def add_section(*, roadmap: Roadmap, section: RoadmapSection, by: User) -> RoadmapSection:
    """Puts an unsaved section at the end. Raises ValidationError when the roadmap has the same one."""
    _writable(roadmap)
    section.roadmap = roadmap
    if _exists_already(roadmap.sections.all(), section, ("number", "title")):
        raise ValidationError("Такой раздел в этой дорожной карте уже есть.")
    section.position = _after(roadmap.sections.values_list("position", flat=True))
    return _record(section, by, "Добавлен раздел")


@transaction.atomic
def add_item(*, section: RoadmapSection, item: RoadmapItem, due_days: Sequence[date] = (), by: User) -> RoadmapItem:
    """Puts an unsaved item at the end of the section; `due_days` where it is to be done several times. Raises
    ValidationError when the section has the same one."""
    _writable(section.roadmap)
    item.section = section
    if _exists_already(section.items.all(), item, ("number", "title", "term", "due_from", "due_to", "responsible")):
        raise ValidationError("Такой пункт в этом разделе уже есть.")
    item.position = _after(section.items.values_list("position", flat=True))
    _record(item, by, "Добавлен пункт")
    _keep_days(item, due_days, by)
    return item


@transaction.atomic
def change_item(*, item: RoadmapItem, due_days: Sequence[date], by: User) -> RoadmapItem:
    """Saves the changed item; days that stay keep their marks."""
    _writable(item.section.roadmap)
    _record(item, by, "")
    _keep_days(item, due_days, by)
    return item


def _keep_days(item: RoadmapItem, due_days: Sequence[date], by: User) -> None:
    present = {day.due_on: day for day in item.due_days.all()}
    for due_on, day in present.items():
        if due_on not in due_days:
            with_audit(day, by=by).delete()
    for due_on in due_days:
        if due_on not in present:
            _record(DueDay(item=item, due_on=due_on), by, "")


@transaction.atomic
def move_section(*, section: RoadmapSection, up: bool, position_on_page: int | None = None, by: User) -> RoadmapSection:
    """`position_on_page`: where the page showed it, from 1; a section that stands elsewhere by now stays, so that a
    second press does nothing."""
    _writable(section.roadmap)
    _swap(list(section.roadmap.sections.select_for_update()), section, up=up, position_on_page=position_on_page, by=by)
    return section


@transaction.atomic
def move_item(*, item: RoadmapItem, up: bool, position_on_page: int | None = None, by: User) -> RoadmapItem:
    """Within its section; the first does not rise and the last does not sink. `position_on_page`: as of a section."""
    _writable(item.section.roadmap)
    _swap(list(item.section.items.select_for_update()), item, up=up, position_on_page=position_on_page, by=by)
    return item


@transaction.atomic
def delete_part(*, part: RoadmapSection | RoadmapItem, by: User) -> None:
    """A section goes with its items; history keeps both."""
    roadmap = part.roadmap if isinstance(part, RoadmapSection) else part.section.roadmap
    _writable(roadmap)
    items = list(part.items.all()) if isinstance(part, RoadmapSection) else [part]
    days = DueDay.objects.filter(item__in=items)
    for row in [*days, *items, *([part] if isinstance(part, RoadmapSection) else [])]:
        with_audit(row, by=by).delete()


@transaction.atomic
def submit_roadmap(*, roadmap: Roadmap, by: User) -> Roadmap:
    """Sends a school's roadmap to its head, a municipal one to the coordinator (requirements A1.8).

    A head who sends the roadmap approves it by that. Raises ValidationError while it has no items, and when it has been
    sent or agreed already.
    """
    if not RoadmapItem.objects.filter(section__roadmap=roadmap).exists():
        raise ValidationError("В дорожной карте нет ни одного пункта. Добавьте пункты и отправьте её снова.")
    current = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    if current.status not in WRITABLE:
        raise ValidationError(
            f"Дорожная карта сейчас «{current.get_status_display()}», отправлять её не нужно. Обновите страницу."
        )
    today = clock.today()
    if roadmap.organisation is None:
        return move_to(roadmap, RoadmapStatus.SUBMITTED, by=by, reason="Отправлена на согласование", submitted_on=today)
    if may_approve(by, roadmap):
        return _approve(roadmap, by)
    return move_to(roadmap, RoadmapStatus.APPROVAL, by=by, reason="Отправлена на утверждение", submitted_on=today)


@transaction.atomic
def approve_roadmap(*, roadmap: Roadmap, by: User) -> Roadmap:
    """The head's decision; the roadmap goes on to the coordinator."""
    return _approve(roadmap, by)


def _approve(roadmap: Roadmap, by: User) -> Roadmap:
    today = clock.today()
    return move_to(
        roadmap, RoadmapStatus.SUBMITTED, by=by, reason="Утверждена и отправлена на согласование",
        approved_by=by, approved_on=today, submitted_on=today,
    )  # fmt: skip


@transaction.atomic
def agree_roadmap(*, roadmap: Roadmap, by: User) -> Roadmap:
    """The coordinator's decision; the head's approval stands. Raises ValidationError when the roadmap is over."""
    today = clock.today()
    if today > roadmap.ends_on:
        raise ValidationError(
            f"Период карты кончился {roadmap.ends_on:%d.%m.%Y}. Верните её с замечанием, чтобы период исправили."
        )
    return move_to(
        roadmap, RoadmapStatus.AGREED, by=by, reason="Согласована", comment="", agreed_by=by, agreed_on=today
    )


@transaction.atomic
def return_roadmap(*, roadmap: Roadmap, comment: str, by: User) -> Roadmap:
    """Gives the roadmap back to its authors with what to mend; an agreed one too, which loses its act and minutes."""
    reason = "Возвращена с замечаниями"
    returned = move_to(roadmap, RoadmapStatus.RETURNED, by=by, reason=reason, comment=comment, act=None)
    if returned.adopted_by.exists():
        returned.adopted_by.clear()
    return returned


def move_to(roadmap: Roadmap, status: RoadmapStatus, *, by: User, reason: str, **changes: Any) -> Roadmap:
    """The one place where a roadmap changes its state."""
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    if status not in TRANSITIONS[RoadmapStatus(roadmap.status)]:
        raise ValidationError(
            f"Дорожная карта сейчас «{roadmap.get_status_display()}», и этого сделать нельзя. Обновите страницу."
        )
    roadmap.status = status
    cleared = dict.fromkeys(_OF_COORDINATOR if status == RoadmapStatus.AGREED else (*_OF_COORDINATOR, *_OF_HEAD))
    for name, value in {**cleared, **changes}.items():
        setattr(roadmap, name, value)
    return _record(roadmap, by, reason)


def _writable(roadmap: Roadmap) -> None:
    """Looks at the database, not at what the page has loaded: another person may have submitted it meanwhile."""
    writable = Roadmap.objects.select_for_update().get(pk=roadmap.pk).status in WRITABLE
    require(writable, SENT)


def _exists_already(rows: QuerySet[Any], row: Row, names: tuple[str, ...]) -> bool:
    return _same_row(rows, row, names) is not None


def _same_row(rows: QuerySet[Any], row: Row, names: tuple[str, ...]) -> Row | None:
    """A row that says the same; the rows' owner is held, so nobody adds one meanwhile."""
    return next((other for other in rows if all(getattr(other, name) == getattr(row, name) for name in names)), None)


def _after(positions: Any) -> int:
    return max(positions, default=-1) + 1


def _swap(
    rows: list[Any], row: RoadmapSection | RoadmapItem, *, up: bool, position_on_page: int | None, by: User
) -> None:
    rows.sort(key=lambda other: (other.position, other.pk))  # as it is since the rows are held
    current = next(index for index, other in enumerate(rows) if other.pk == row.pk)
    target = current - 1 if up else current + 1
    if not 0 <= target < len(rows) or position_on_page not in (None, current + 1):
        return
    rows[current], rows[target] = rows[target], rows[current]
    for position, moved in enumerate(rows):
        if moved.position != position:
            moved.position = position
            _record(moved, by, "Изменён порядок")


def _record(row: Row, by: User, reason: str) -> Row:
    with_audit(row, by=by, reason=reason).save()
    return row
