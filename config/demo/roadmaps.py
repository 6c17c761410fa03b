"""A municipal roadmap that is agreed and one of the main school on its way."""

from datetime import date

from accounts.models import User
from config.demo.district import DemoDistrict
from mentoring.actions.roadmap_stamps import approve_by_act
from mentoring.actions.roadmaps import agree_roadmap, approve_roadmap, create_roadmap, submit_roadmap
from mentoring.enums import RoadmapItemStatus
from mentoring.models import Roadmap, RoadmapPreset
from mentoring.queries.roadmaps import items_of
from registry import clock
from registry.enums import ActKind, ConsideringBody, Role
from registry.history.audit import with_audit
from registry.models import Act


def lay_roadmaps(district: DemoDistrict) -> None:
    year = district.calendar.school_year
    with clock.as_at(district.calendar.autumn):
        municipal = RoadmapPreset.objects.filter(level="municipal").order_by("pk")[0]
        roadmap = create_roadmap(
            municipality=district.municipality,
            organisation=None,
            title="Дорожная карта внедрения целевой модели наставничества в Заречном муниципальном районе",
            starts_on=date(year, 9, 1),
            ends_on=date(year + 3, 8, 31),
            columns=municipal.columns,
            preset=municipal,
            by=district.admin,
        )
        _set_term(roadmap, date(year, 11, 1), by=district.admin)
        submit_roadmap(roadmap=roadmap, by=district.admin)
        agree_roadmap(roadmap=roadmap, by=district.admin)
        approve_by_act(roadmap=roadmap, act=_act_of_district(district), by=district.admin)
        school = RoadmapPreset.objects.filter(level="school").order_by("pk")[0]
        roadmap = create_roadmap(
            municipality=district.municipality,
            organisation=district.main_school,
            title=f"Дорожная карта наставничества, {district.main_school}",
            starts_on=date(year, 9, 1),
            ends_on=date(year + 1, 8, 31),
            columns=school.columns,
            preset=school,
            by=district.admin,
        )
        submit_roadmap(roadmap=roadmap, by=district.admin)
    _roadmap_of_last_year(district)


def _set_term(roadmap: Roadmap, day: date, *, by: User) -> None:
    """Of the first item: it waits for the coordinator."""
    item = items_of(roadmap).order_by("section__position", "position")[0]
    item.term, item.due_from, item.due_to = f"до {day:%d.%m.%Y}", None, day
    with_audit(item, by=by).save()


def _roadmap_of_last_year(district: DemoDistrict) -> None:
    """Adopted by the teachers' council, agreed with the department, approved by an order: all three stamps."""
    year, main = district.calendar.school_year - 1, district.main_school
    with clock.as_at(district.calendar.last_autumn):
        school = RoadmapPreset.objects.filter(level="school").order_by("pk")[0]
        roadmap = create_roadmap(
            municipality=district.municipality,
            organisation=main,
            title=f"Дорожная карта наставничества, {main}",
            starts_on=date(year, 9, 1),
            ends_on=date(year + 1, 8, 31),
            columns=school.columns,
            preset=school,
            by=district.admin,
        )
        submit_roadmap(roadmap=roadmap, by=district.admin)
        head = district.users[Role.HEAD]
        approve_roadmap(roadmap=roadmap, by=head)
        agree_roadmap(roadmap=roadmap, by=district.users[Role.COORDINATOR])
        for kind, number, title, signatory in (
            (ActKind.MINUTES, "2", "Заседание педагогического совета", "Лагунова О. В., председатель"),
            (ActKind.ORDER, "63-ОД", "Об утверждении дорожной карты наставничества", f"{main.head_name}, директор"),
        ):
            act = Act(
                municipality=district.municipality,
                organisation=main,
                kind=kind,
                number=number,
                dated=clock.today(),
                title=title,
                considered_by=ConsideringBody.PEDAGOGICAL if kind == ActKind.MINUTES else "",
                signatory=signatory,
            )
            approve_by_act(roadmap=roadmap, act=act, by=head)
    _carry_out(roadmap, by=head)


def _carry_out(roadmap: Roadmap, *, by: User) -> None:
    """All but the last item, whose term is over: it waits for the school."""
    for item in list(items_of(roadmap).order_by("section__position", "position"))[:-1]:
        item.status, item.done_on = RoadmapItemStatus.DONE, item.due_to or roadmap.ends_on
        with_audit(item, by=by).save()


def _act_of_district(district: DemoDistrict) -> Act:
    """Entered together with what it approves."""
    return Act(
        municipality=district.municipality,
        kind=ActKind.RESOLUTION,
        number="317",
        dated=clock.today(),
        title="Об утверждении дорожной карты внедрения целевой модели наставничества",
        signatory="Глава района",
    )
