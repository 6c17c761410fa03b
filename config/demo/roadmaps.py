"""A municipal roadmap that is agreed and one of the main school on its way."""

from datetime import date

from config.demo.district import DemoDistrict
from mentoring.actions.roadmaps import agree_roadmap, approve_by_act, create_roadmap, submit_roadmap
from mentoring.models import RoadmapPreset
from registry import clock
from registry.enums import ActKind
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
