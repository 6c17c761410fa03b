"""The requests that a user may read, the user's rights on a request, and for whom the user may make one."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from mentoring.enums import (
    BEFORE_ORDER,
    CLOSED,
    ORDERED,
    UNDECIDED,
    OpinionGiver,
    PairStatus,
    RequestAuthor,
    RequestKind,
    RequestStatus,
)
from mentoring.models import Pair, PairRequest, RequestOpinion
from mentoring.request_rules import REQUEST_RULES
from registry.access import Access, Right
from registry.enums import Participant, Role
from registry.models import Person
from registry.queries.people import people_visible_to

#: the sections of the list, by what is to be done next
WAITING, COUNCIL, ACCEPTED, FINISHED = "waiting", "council", "accepted", "closed"


@dataclass(frozen=True)
class RequestRights:
    """What a user may do with a request that the user reads."""

    decide: bool
    #: say the curator's or the council's opinion
    advise: bool
    #: ask the council for its opinion
    ask_council: bool
    #: the own request, or one that was entered from paper
    withdraw: bool
    correct: bool
    #: carry out what was decided, or write down how it ended
    carry_out: bool
    #: may say an opinion, or take the request back, while nothing is decided: a form may come too late
    is_adviser: bool
    is_own: bool

    @classmethod
    def of(cls, user: User, request: PairRequest) -> "RequestRights":
        access, host = Access.of(user), request.organisation
        leads = access.in_organisation(Right.RUN_PAIRS, host)
        advises = access.in_organisation(Right.ADVISE_ON_REQUESTS, host)
        decides = access.in_organisation(Right.DECIDE_REQUESTS, host)
        may_take_back = _is_author(access, request) or (request.on_paper and leads)
        return cls(
            decide=request.is_undecided and (decides or (leads and request.rule.curator_decides)),
            advise=request.is_undecided and (leads or advises),
            ask_council=request.is_undecided and request.council_asked_on is None and leads,
            withdraw=request.is_undecided and may_take_back,
            correct=request.status == RequestStatus.OPEN and may_take_back,
            carry_out=request.is_accepted and leads,
            is_adviser=leads or advises,
            is_own=may_take_back,
        )


def _is_author(access: Access, request: PairRequest) -> bool:
    if request.author in (RequestAuthor.MENTOR, RequestAuthor.MENTEE):
        return request.asker is not None and request.asker.pk in access.person_ids
    return request.made_by_id == access.user.pk


@dataclass(frozen=True)
class Voice:
    """For whom a user may make a request: for oneself, or for somebody whose words or paper the user enters."""

    author: RequestAuthor
    on_paper: bool = False


def voices_about(user: User, pair: Pair) -> list[Voice]:
    access = Access.of(user)
    sides = ((RequestAuthor.MENTOR, pair.mentor.person_id), (RequestAuthor.MENTEE, pair.mentee.person_id))
    own = [Voice(author) for author, person in sides if person in access.person_ids]
    if access.in_organisation(Right.RUN_PAIRS, pair.organisation):
        heard = {voice.author for voice in own}
        own += [Voice(author, on_paper=True) for author, _ in sides if author not in heard]
    roles = {m.role for m in access.memberships if m.organisation_id == pair.organisation_id}
    as_role = (
        (Role.CURATOR, RequestAuthor.CURATOR),
        (Role.HEAD, RequestAuthor.HEAD),
        (Role.COUNCIL, RequestAuthor.COUNCIL),
    )
    return own + [Voice(author) for role, author in as_role if role in roles]


def kinds_for(pair: Pair, voices: Collection[Voice]) -> list[RequestKind]:
    """The kinds of requests that any of the voices may make about the pair in its present state."""
    authors = {voice.author for voice in voices}
    return [
        kind
        for kind, rule in REQUEST_RULES.items()
        if kind != RequestKind.NEW_PAIR and authors.intersection(rule.authors) and suits(pair, kind)
    ]


def suits(pair: Pair, kind: RequestKind) -> bool:
    """Whether the pair works, or has worked where that is enough; only employees are disciplined (Устюжна, п. 5.1).

    Once its end has been entered, nobody needs to request it.
    """
    if kind == RequestKind.DISCIPLINE and pair.mentee.participant != Participant.TEACHER:
        return False
    rule = REQUEST_RULES[kind]
    if rule.after_the_end:
        return pair.status in ORDERED
    return pair.status == PairStatus.ACTIVE or (pair.is_ending and not rule.answered_by_an_end)


def people_wishing(user: User) -> QuerySet[Person]:
    """Mentors and mentees who may wish for a new pair: the user, or those whose paper the user enters."""
    access = Access.of(user)
    led = people_visible_to(user, Right.RUN_PAIRS)
    people = Person.objects.filter(Q(pk__in=led.order_by().values("pk")) | Q(pk__in=access.person_ids))
    in_bank = Q(mentor__isnull=False, mentor__excluded_on__isnull=True) | Q(
        mentee__isnull=False, mentee__excluded_on__isnull=True
    )
    return (
        people.filter(in_bank, organisation__isnull=False, archived_on__isnull=True, merged_into__isnull=True)
        .select_related("organisation", "mentor", "mentee")
        .order_by("sort_key", "pk")
    )


def requests_visible_to(user: User) -> QuerySet[PairRequest]:
    access = Access.of(user)
    if access.is_unlimited:
        return PairRequest.objects.all()
    put_to_council = Q(council_asked_on__isnull=False) | Q(author=RequestAuthor.COUNCIL)
    return PairRequest.objects.filter(
        access.where(Right.RUN_PAIRS) | (access.where(Right.ADVISE_ON_REQUESTS) & put_to_council) | _own(access)
    )


def own_requests(access: Access) -> QuerySet[PairRequest]:
    """Requests of the user as a mentor or a mentee, the newest first."""
    return with_shown_relations(PairRequest.objects.filter(_own(access))).order_by("-asked_on", "-pk")


def _own(access: Access) -> Q:
    people = access.person_ids
    if not people:
        return Q(pk__in=())
    return (
        Q(author=RequestAuthor.MENTOR, pair__mentor__person__in=people)
        | Q(author=RequestAuthor.MENTEE, pair__mentee__person__in=people)
        | Q(person__in=people)
    )


def with_shown_relations(requests: QuerySet[PairRequest]) -> QuerySet[PairRequest]:
    """Requests with everything that a page or a line shows, in two queries."""
    opinions = RequestOpinion.objects.select_related("given_by")
    return requests.select_related(
        "organisation__municipality",
        "pair__organisation",
        "pair__stage",
        "pair__mentor__person",
        "pair__mentee__person",
        "person__mentor",
        "person__mentee",
        "decided_by",
        "made_by",
        "next_pair__mentor__person",
        "next_pair__mentee__person",
    ).prefetch_related(Prefetch("opinions", opinions))


def requests_about(user: User, pair: Pair) -> QuerySet[PairRequest]:
    """Requests about the pair that the user may read: open ones first, then the newest."""
    closed_last = Case(When(status__in=CLOSED, then=Value(1)), default=Value(0))
    return with_shown_relations(requests_visible_to(user).filter(pair=pair)).order_by(closed_last, "-asked_on", "-pk")


def awaiting_council() -> Q:
    """The council has been asked and has not answered yet."""
    answered = RequestOpinion.objects.filter(request=OuterRef("pk"), giver=OpinionGiver.COUNCIL)
    return Q(status__in=UNDECIDED, council_asked_on__isnull=False) & ~Q(Exists(answered))


def numbers_by_section(requests: QuerySet[PairRequest]) -> dict[str, int]:
    """The number of requests in each section of the list. One query."""
    counts = {name: Count("pk", filter=condition) for name, condition in _SECTIONS.items()}
    return requests.order_by().aggregate(**counts)


def section(requests: QuerySet[PairRequest], name: str) -> QuerySet[PairRequest]:
    rows = with_shown_relations(requests.filter(_SECTIONS[name]))
    if name == FINISHED:
        return rows.order_by(F("closed_on").desc(), "-pk")
    return rows.order_by(Coalesce("decided_on", "asked_on"), "pk")


_SECTIONS = {
    WAITING: Q(status__in=UNDECIDED),
    COUNCIL: awaiting_council(),
    ACCEPTED: Q(status=RequestStatus.ACCEPTED),
    FINISHED: Q(status__in=CLOSED),
}


def wish_to_fulfil(user: User, pk: int) -> QuerySet[PairRequest]:
    """The accepted wish for a new pair with this primary key, for who may carry it out."""
    accepted = PairRequest.objects.filter(pk=pk, kind=RequestKind.NEW_PAIR, status=RequestStatus.ACCEPTED)
    return with_shown_relations(accepted.filter(Access.of(user).where(Right.RUN_PAIRS)))


def opinions_of(request: PairRequest) -> list[RequestOpinion]:
    """The opinions of the curator and of the council on the request."""
    return list(request.opinions.all())


def pairs_awaited_by(requests: Collection[PairRequest]) -> dict[int | None, Pair]:
    """By the pair of an accepted request: the new one that was entered in answer and still waits for its order, which
    closes the request. One query."""
    ending = [one.pair_id for one in requests if one.is_accepted and one.rule.answered_by_an_end]
    successors = Pair.objects.filter(predecessor__in=[pk for pk in ending if pk], status__in=BEFORE_ORDER)
    return {one.predecessor_id: one for one in successors.select_related("mentor__person", "mentee__person", "act")}


def is_end_accepted(pair: Pair) -> bool:
    """Whether the head has accepted a request that an end of the pair answers."""
    kinds = [kind for kind, rule in REQUEST_RULES.items() if rule.answered_by_an_end]
    return PairRequest.objects.filter(pair=pair, status=RequestStatus.ACCEPTED, kind__in=kinds).exists()


def has_standing_request(pair: Pair, authors: Collection[str]) -> bool:
    """Whether one of these has made a request about the pair that is neither refused nor withdrawn."""
    requests = PairRequest.objects.filter(pair=pair, author__in=authors)
    return requests.exclude(status__in=(RequestStatus.REFUSED, RequestStatus.WITHDRAWN)).exists()
