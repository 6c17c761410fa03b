"""Mentors who suit a mentee, the best first, each with reasons."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from accounts.models import User
from mentoring.models import Pair
from mentoring.models.pair import live
from mentoring.pairing.sides import side_of_mentee, sides_of_mentor, sides_summary
from mentoring.queries.capacity import with_capacity
from mentoring.queries.holders import holders_in_words
from mentoring.queries.policies import words_by_rules
from registry import clock
from registry.database.search import matches_person
from registry.enums import CandidateApproval, MentorReadiness, MentorSource, OrganisationKind, ParticipantSide
from registry.models import Form, Mentee, Mentor, Person
from registry.policies.rules_in_force import RulesInForce
from registry.queries.dictionaries import leading_posts
from registry.queries.people import mentors_offered_to
from russian.search_key import fold
from russian.side_words import SideWords

MOST_SHOWN = 20
#: read at most so many before they are weighed
MOST_READ = 200

SAME_SUBJECT = "тот же предмет"
#: letters of a word that stay in all its cases and in adjectives made of it
STEM = 5
_TEACHER = re.compile(r"(?:учител\w*|преподавател\w*|педагог\w*)(?P<what>.*)")
#: words beside a subject that are none
_NO_SUBJECTS = (
    "высше", "класс", "колледж", "перво", "предм", "дисцип", "цикла", "школы", "язык", "дополн", "образов", "катег",
    "организ", "психол", "педаго", "учител", "препод", "основн", "старш", "младш",
)  # fmt: skip

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
    """A mentor with `busy`, `limit` and `free` for the period."""

    mentor: Mentor
    free: int
    busy: int
    limit: int
    reasons: tuple[str, ...]
    #: only the draft has this mentor, nobody is offered them any more
    is_off_offer: bool = False
    #: in which of the forms on offer the mentor may stand on the mentor's side, by their labels
    form_labels: tuple[str, ...] = ()
    #: why the mentor is none for the chosen form; empty for whoever is, and while no form is chosen
    unsuited: str = ""
    #: of the pair that the two have in these days already, agreed or more: «уже ведёт этого наставляемого»
    pair_label: str = ""
    #: of a mentor without a free place: (name with the last day, address of the pair) of each mentee
    holders: tuple[tuple[str, str], ...] = ()

    @property
    def is_candidate(self) -> bool:
        """The head has not approved them as a mentor yet."""
        return self.mentor.approval == CandidateApproval.WAITING


def suitable_mentors(
    user: User,
    mentee: Mentee,
    starts_on: date,
    ends_on: date,
    *,
    policy: RulesInForce,
    search: str = "",
    keep: int | None = None,
    of_draft: int | None = None,
    form: int | None = None,
) -> list[Suitable]:
    """Mentors whom the user may pair with the mentee in a form that the policy has in use.

    First those with a free place, of these those with the same subject, then the approved ones, the same organisation,
    and readiness to work.
    `form`: the primary key of the chosen one; who does not suit it comes last, with the reason.
    `keep` is the primary key of a mentor who is chosen already and is shown in any case; `of_draft` is shown whether
    offered or not.
    """
    side = side_of_mentee(mentee)
    fitting = [each for each in policy.forms.all() if not each.mentee_sides or side in each.mentee_sides]
    mentor_sides = {side for each in fitting for side in each.mentor_sides}
    form_in_view = next((each for each in fitting if each.pk == form), None)
    sources = _sources(mentor_sides)
    if search.strip():
        sources &= matches_person(search, path="person__")
    mentors, off_offer = _candidates(user, mentee, sources | Q(pk=keep), of_draft)
    mentors = with_capacity(
        mentors, starts_on, ends_on, policy_limit=policy.mentee_limit, apart_from_mentee=mentee.pk
    ).order_by(
        *_those_of_form_first(form_in_view),
        Case(
            When(pk=keep or 0, then=Value(0)),
            When(free=0, then=Value(3)),
            When(person__organisation=mentee.person.organisation_id, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
        F("busy").asc(),
        "person__sort_key",
        "pk",
    )
    posts = leading_posts(policy.municipality_id)
    mentors_with_reasons = [
        _by_forms(_weigh(mentor, mentee), sides, fitting, form_in_view, policy)
        for mentor, sides in ((mentor, sides_of_mentor(mentor, posts)) for mentor in mentors[:MOST_READ])
        if mentor.pk in (keep, of_draft) or not sides.isdisjoint(mentor_sides)
    ]
    mentors_with_reasons.sort(key=lambda one: _rank(one, keep))
    marked = _marked(mentors_with_reasons, off_offer, _labels_of_pairs(mentee, starts_on, ends_on, policy))
    own = [one for one in marked[MOST_SHOWN:] if one.mentor.pk == of_draft]
    return _with_holders(user, _without_what_all_share(marked[:MOST_SHOWN] + own), starts_on, ends_on)


def unsuitable_for_search(user: User, mentee: Mentee, search: str, municipality: int) -> list[tuple[Mentor, str]]:
    """Mentors on offer whom the words find, with the sides on which each may stand: no form for the mentee has them.
    Asked where `suitable_mentors` finds nobody."""
    if not search.strip():
        return []
    posts = leading_posts(municipality)
    on_offer = mentors_offered_to(user).exclude(person=mentee.person_id).filter(matches_person(search, path="person__"))
    return [(mentor, sides_summary(sides_of_mentor(mentor, posts))) for mentor in on_offer[:MOST_SHOWN]]


def _with_holders(user: User, mentors: list[Suitable], starts_on: date, ends_on: date) -> list[Suitable]:
    """Of those without a free place it is said who holds their places."""
    full = holders_in_words(user, [one.mentor.pk for one in mentors if not one.free], starts_on, ends_on)
    return [replace(one, holders=tuple(full.get(one.mentor.pk, ()))) for one in mentors]


def _rank(one: Suitable, keep: int | None) -> tuple[Any, ...]:
    return (
        bool(one.unsuited),
        one.mentor.pk != keep,
        one.free == 0,
        SAME_SUBJECT not in one.reasons,
        one.is_candidate,
        -len(one.reasons),
        one.busy,
    )


def _those_of_form_first(form: Form | None) -> list[Case]:
    """Nothing to order by where anybody suits: a constant would be the number of a column."""
    if form is None or not form.mentor_sides:
        return []
    return [Case(When(_sources(form.mentor_sides), then=Value(0)), default=Value(1), output_field=IntegerField())]


def _by_forms(
    one: Suitable, sides: set[ParticipantSide], forms: list[Form], form_in_view: Form | None, policy: RulesInForce
) -> Suitable:
    """For which of the forms the mentor is, and why not for the chosen one."""
    suited = [form for form in forms if not form.mentor_sides or not sides.isdisjoint(form.mentor_sides)]
    labels = () if len(suited) == len(forms) else tuple(policy.form_label(form) for form in suited)
    why = ""
    if form_in_view is not None and form_in_view not in suited:
        why = f"на этой стороне — {sides_summary(form_in_view.mentor_sides)}, а здесь {sides_summary(sides)}"
    return replace(one, form_labels=labels, unsuited=why)


def _candidates(user: User, mentee: Mentee, suiting: Q, of_draft: int | None) -> tuple[QuerySet[Mentor], int | None]:
    """Those of the mentors on offer who suit, with the mentor of the draft; the key of the latter when nobody is
    offered them any more."""
    on_offer = mentors_offered_to(user).exclude(person=mentee.person_id)
    suitable = on_offer.filter(suiting)
    if of_draft is None or on_offer.filter(pk=of_draft).exists():
        return suitable, None
    either = Q(pk__in=suitable.values("pk")) | Q(pk=of_draft)
    return Mentor.objects.filter(either).select_related("person__organisation"), of_draft


def _marked(mentors: list[Suitable], off_offer: int | None, pair_labels: dict[int, str]) -> list[Suitable]:
    return [
        replace(one, is_off_offer=one.mentor.pk == off_offer, pair_label=pair_labels.get(one.mentor.pk, ""))
        for one in mentors
    ]


def _labels_of_pairs(mentee: Mentee, starts_on: date, ends_on: date, policy: RulesInForce) -> dict[int, str]:
    """What is said of the first pair of the mentee in these days with each mentor, by the mentor's primary key; drafts
    are none."""
    pairs = Pair.objects.overlapping(starts_on, ends_on).filter(live(clock.today()), mentee=mentee)
    words = words_by_rules(policy).mentee
    return {
        pair.mentor_id: _label_of_pair(pair, words)
        for pair in pairs.select_related("act").order_by("-starts_on", "-pk")
    }


def _label_of_pair(pair: Pair, words: SideWords) -> str:
    with_mentee = f"пара с {words.agreeing('этим', 'этой')} {words.instrumental}"
    if not pair.is_at_work:
        return f"{with_mentee} уже согласована"
    if pair.is_coming:
        return f"{with_mentee} начнётся {pair.begins_on:%d.%m.%Y}"
    return f"уже ведёт {words.agreeing('этого', 'эту')} {words.accusative}"


def _without_what_all_share(mentors: list[Suitable]) -> list[Suitable]:
    """Leaves out a reason that holds for all of them: it does not help to choose."""
    if len(mentors) < 2:
        return mentors
    common = set.intersection(*(set(one.reasons) for one in mentors))
    return [replace(one, reasons=tuple(reason for reason in one.reasons if reason not in common)) for one in mentors]


def _subjects_of(person: Person) -> set[str]:
    """Stems of the subject on the card; without one, of the post: «учитель физики»."""
    taught = _TEACHER.search(fold(person.position))
    words = (fold(person.subject) or (taught["what"] if taught else "")).split()
    return {word[:STEM] for word in words if len(word) >= STEM and not word.startswith(_NO_SUBJECTS)}


def suiting_form(mentors: QuerySet[Mentor], form: Form, municipality: int) -> QuerySet[Mentor]:
    """Mentors who may be on the mentor's side of the form in a pair of the municipality."""
    if not form.mentor_sides:
        return mentors
    candidates = mentors.filter(_sources(form.mentor_sides)).select_related("person__organisation")
    posts = leading_posts(municipality)
    return mentors.filter(
        pk__in=[mentor.pk for mentor in candidates if not sides_of_mentor(mentor, posts).isdisjoint(form.mentor_sides)]
    )


def _sources(sides: Iterable[str]) -> Q:
    """Narrows the mentors in the database; `sides_of_mentor` decides the sides of each."""
    sources = Q(pk__in=())
    for side in sides:
        sources |= _SOURCES_OF_SIDE.get(side, Q())
    return sources


def _weigh(mentor: Mentor, mentee: Mentee) -> Suitable:
    person, other = mentor.person, mentee.person
    reasons = []
    subjects, wished = _subjects_of(person), _subjects_of(other)
    if subjects & wished:
        reasons.append(SAME_SUBJECT)
    elif person.position and not (subjects or wished or other.grade) and fold(person.position) == fold(other.position):
        reasons.append("та же должность")
    if person.organisation_id and person.organisation_id == other.organisation_id:
        reasons.append("та же организация")
    if mentor.readiness == MentorReadiness.READY:
        reasons.append("готов к работе")
    if person.grade and other.grade and person.grade > other.grade:
        reasons.append("старше классом")
    with_places: Any = mentor  # `with_capacity` has counted the places
    return Suitable(mentor, with_places.free, with_places.busy, with_places.limit, tuple(reasons))
