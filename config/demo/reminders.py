"""The coordinator has reminded two schools of what is overdue there."""

from datetime import timedelta

from config.demo.district import DemoDistrict
from registry import clock
from registry.enums import Role
from registry.models import Membership
from registry.queries.deadlines import overdue_by_organisation
from worklist.actions.reminders import keep_reminder
from worklist.queries.organisations import curators_of
from worklist.reminder_letter import recipients_of


def remind_schools(district: DemoDistrict) -> None:
    coordinator = Membership.objects.get(
        municipality=district.municipality, role=Role.COORDINATOR, organisation_kinds=[]
    )
    organisations = {school.pk: school for school in district.schools if school != district.main_school}
    curators = curators_of(organisations)
    late = overdue_by_organisation(organisations)
    for days, school in zip((1, 16), [organisations[pk] for pk in sorted(late)], strict=False):
        with clock.as_at(district.calendar.today - timedelta(days=days)):
            keep_reminder(
                organisation=school,
                recipients=recipients_of(school, curators.get(school.pk, [])),
                overdue=late[school.pk],
                by=coordinator.user,
            )
