"""Mentors who suit a mentee, the best first, each with the reasons why."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When

from accounts.models import User
from mentoring.queries.places import with_places
from mentoring.sides import side_of_mentee, sides_of_mentor
from registry.enums import MentorReadiness, MentorSource, OrganisationKind
from registry.models import Form, Mentee, Mentor, Policy
from registry.queries.people import mentors_offered_to
from registry.search_key import fold, matches

MOST_SHOWN = 20
#: read at most so many before they are weighed
MOST_READ = 200

_SOURCES_OF_SIDE = {
    "teacher": Q(source=MentorSource.TEACHER),
    "head": Q(source=MentorSource.TEACHER),
    "pupil": Q(source=MentorSource.PUPIL),
    "student": Q(source=MentorSource.ALUMNUS),
    "employer": Q(source__in=[MentorSource.PARTNER, MentorSource.ALUMNUS]),
    "lecturer": Q(person__organisation__kind=OrganisationKind.UNIVERSITY),
}


@dataclass(frozen=True)
class Suitable:
    """A mentor with `busy`, `limit` and `free` for the period asked about."""

    mentor: Mentor
    free: int
    busy: int
    limit: int
    reasons: tuple[str, ...]


def suitable_mentors(
    user: User,
    mentee: Mentee,
    starts_on: date,
    ends_on: date,
    *,
    policy: Policy,
    search: str = "",
    form: Form | None = None,
) -> list[Suitable]:
    """Those whom the user may put into a pair with the mentee, in `form` or in any form that the policy allows.

    First those with a free place, then those who share the subject, the organisation, and are ready to work.
    """
    forms = [form] if form is not None else list(policy.forms.all())
    side = side_of_mentee(mentee)
    fitting = [one for one in forms if not one.mentee_sides or side in one.mentee_sides]
    wanted = {wanted_side for one in fitting for wanted_side in one.mentor_sides}
    sources = Q(pk__in=())
    for wanted_side in wanted:
        sources |= _SOURCES_OF_SIDE.get(wanted_side, Q())
    mentors = mentors_offered_to(user).filter(sources).exclude(person=mentee.person_id)
    if search.strip():
        mentors = mentors.filter(matches(search, field="person__search_key"))
    mentors = with_places(
        mentors, starts_on, ends_on, policy_limit=policy.mentee_limit, apart_from_mentee=mentee.pk
    ).order_by(
        Case(
            When(free__gt=0, person__organisation=mentee.person.organisation_id, then=Value(0)),
            When(free__gt=0, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
        "busy",
        "person__last_name",
        "pk",
    )
    fitting_side = [one for one in mentors[:MOST_READ] if not sides_of_mentor(one).isdisjoint(wanted)]
    found = [_weigh(one, mentee) for one in fitting_side]
    found.sort(key=lambda one: (one.free == 0, -len(one.reasons), one.busy))
    return found[:MOST_SHOWN]


def _weigh(mentor: Mentor, mentee: Mentee) -> Suitable:
    person, other = mentor.person, mentee.person
    reasons = []
    if person.subject and fold(person.subject) == fold(other.subject):
        reasons.append("тот же предмет")
    if person.organisation_id and person.organisation_id == other.organisation_id:
        reasons.append("та же организация")
    if mentor.readiness == MentorReadiness.READY:
        reasons.append("готов к работе")
    if person.grade and other.grade and person.grade > other.grade:
        reasons.append("старше классом")
    return Suitable(mentor, mentor.free, mentor.busy, mentor.limit, tuple(reasons))
