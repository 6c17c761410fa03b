"""On which side of a form of mentoring a person may stand, by what the register knows of them."""

from registry.enums import MentorSource, OrganisationKind, Participant, ParticipantSide
from registry.models import Mentee, Mentor, Person
from russian.search_key import fold

_SIDES_OF_SOURCE = {
    MentorSource.TEACHER: {ParticipantSide.TEACHER},
    MentorSource.PUPIL: {ParticipantSide.PUPIL},
    # A thankful alumnus comes back as a professional (Устюжна, п. 3.3.4) or still studies.
    MentorSource.ALUMNUS: {ParticipantSide.EMPLOYER, ParticipantSide.STUDENT},
    MentorSource.PARTNER: {ParticipantSide.EMPLOYER},
}
_SIDE_OF_PARTICIPANT = {
    Participant.PUPIL: ParticipantSide.PUPIL,
    Participant.TEACHER: ParticipantSide.TEACHER,
    Participant.STUDENT: ParticipantSide.STUDENT,
}


def is_head(person: Person, posts: tuple[str, ...]) -> bool:
    """Heads the organisation: by its card, or by the post. `posts`: how posts of heads begin (`leading_posts`)."""
    organisation = person.organisation
    if organisation is not None and organisation.head_name and fold(organisation.head_name) == person.name_key:
        return True
    return fold(person.position).startswith(posts)


def sides_of_mentor(mentor: Mentor, posts: tuple[str, ...]) -> set[ParticipantSide]:
    sides = set(_SIDES_OF_SOURCE[MentorSource(mentor.source)])
    organisation = mentor.person.organisation
    if ParticipantSide.TEACHER in sides and is_head(mentor.person, posts):
        sides.add(ParticipantSide.HEAD)
    if organisation is not None and organisation.kind == OrganisationKind.UNIVERSITY:
        if ParticipantSide.TEACHER in sides:
            sides = {ParticipantSide.LECTURER}
        elif ParticipantSide.EMPLOYER in sides:
            sides.add(ParticipantSide.LECTURER)
    return sides


def side_of_mentee(mentee: Mentee) -> ParticipantSide:
    return _SIDE_OF_PARTICIPANT[Participant(mentee.participant)]


def sides_summary(sides: list[str] | set[ParticipantSide]) -> str:
    """«педагог или руководитель», in the order of the dictionary."""
    return " или ".join(side.label for side in ParticipantSide if side in sides)
