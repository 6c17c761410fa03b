"""What is due about requests and comments, for those who may act: nobody else learns of them from the first page.

The documents give no days: those here are the portal's own.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from mentoring.enums import UNDECIDED, DeadlineKind, OpinionGiver, RequestStatus
from mentoring.models import PairRequest, ProgrammeComment, RequestOpinion
from mentoring.models.pair import at_work
from mentoring.queries.requests import pairs_awaited_by, with_shown_relations
from mentoring.request_rules import REQUEST_RULES
from registry.access import Right
from registry.database.dates import DaysAfter
from registry.deadlines import DeadlineLabel, DeadlineProvider, DeadlineScope, DueRow, due_columns
from registry.papers.act_texts import act_text

#: days from a request until it is decided, from the question to the council until its opinion, from the decision until
#: it is carried out, from a comment until its answer
DAYS_FOR_REQUEST = 7

_HOST = "organisation_id"
_TERM = "неделя — срок портала"


def decisions_due(scope: DeadlineScope, on: date, *, by_curator: bool) -> QuerySet[Any]:
    """Everything undecided that the curator may decide too, or that only the head may; however far its day is."""
    kinds = [kind for kind, rule in REQUEST_RULES.items() if rule.curator_decides == by_curator]
    waiting = PairRequest.objects.filter(
        scope.of_holders(Right.RUN_PAIRS, "organisation"), status__in=UNDECIDED, kind__in=kinds
    )
    return waiting.annotate(**_columns(DeadlineKind.REQUEST, "asked_on"))


def opinions_due(scope: DeadlineScope, on: date) -> QuerySet[Any]:
    opinions = RequestOpinion.objects.filter(request=OuterRef("pk"), giver=OpinionGiver.COUNCIL)
    waiting = PairRequest.objects.filter(
        scope.of_holders(Right.ADVISE_ON_REQUESTS, "organisation"),
        ~Q(Exists(opinions)),
        status__in=UNDECIDED,
        council_asked_on__isnull=False,
    )
    return waiting.annotate(**_columns(DeadlineKind.REQUEST_OPINION, "council_asked_on"))


def actions_due(scope: DeadlineScope, on: date) -> QuerySet[Any]:
    """Accepted and not carried out yet: a week after the decision, or on the wished day when that comes later."""
    accepted = PairRequest.objects.filter(
        scope.of_holders(Right.RUN_PAIRS, "organisation"), status=RequestStatus.ACCEPTED
    )
    a_week_later = DaysAfter("decided_on", DAYS_FOR_REQUEST)
    day = Greatest(a_week_later, Coalesce("wished_on", a_week_later))
    return accepted.annotate(**due_columns(Value(str(DeadlineKind.REQUEST_ACTION)), day, _HOST))


def comments_due(scope: DeadlineScope, on: date) -> QuerySet[Any]:
    """For those who write the programme, the mentor too (Устюжна, п. 3.10)."""
    pair = "programme__pair__"
    writers = scope.of_holders(Right.EDIT_PROGRAMMES, f"{pair}organisation")
    if scope.person_ids:
        writers |= Q(**{f"{pair}mentor__person__in": scope.person_ids})
    waiting = ProgrammeComment.objects.filter(writers, at_work(on, path=pair), answered_on__isnull=True)
    return waiting.annotate(**_columns(DeadlineKind.COMMENT, "made_on", host=f"{pair}organisation_id"))


def _columns(kind: DeadlineKind, since: str, *, host: str = _HOST) -> dict[str, Any]:
    return due_columns(Value(str(kind)), DaysAfter(since, DAYS_FOR_REQUEST), host)


def _decision_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    labels = {}
    for request in _requests(rows):
        who = "куратора или руководителя" if request.rule.curator_decides else "руководителя"
        labels[request.pk] = DeadlineLabel(
            f"Обращение ждёт решения: {_of_whom(request)}, «{request.title}»",
            f"Ждёт {who} с {request.asked_on:%d.%m.%Y}",
            request.get_absolute_url(),
            "Рассмотреть",
            reason=f"{_cited(request)}.",
        )
    return labels


def _opinion_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    return {
        request.pk: DeadlineLabel(
            f"Нужно мнение совета: {_of_whom(request)}, «{request.title}»",
            f"Передано совету {request.council_asked_on:%d.%m.%Y}",
            request.get_absolute_url(),
            "Внести мнение",
            reason=f"Сургут, п.\u00a04.6.3.1; {_TERM}.",
        )
        for request in _requests(rows)
    }


def _action_labels(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineLabel]:
    labels = {}
    requests = list(_requests(rows))
    awaited = pairs_awaited_by(requests)
    for request in requests:
        waits = (
            f"{act_text('. Новая пара внесена, ждём приказ')}: {awaited[request.pair_id]}"
            if request.pair_id in awaited
            else ""
        )
        labels[request.pk] = DeadlineLabel(
            f"Исполнить обращение: {_of_whom(request)}, «{request.title}»",
            f"Удовлетворено {request.decided_on:%d.%m.%Y}{waits}",
            request.get_absolute_url(),
            "Исполнить",
            reason=f"{_TERM.capitalize()}.",
        )
    return labels


def _comment_labels(rows: Sequence[DueRow], on: date) -> Mapping[int, DeadlineLabel]:
    comments = ProgrammeComment.objects.filter(pk__in=[row.object_id for row in rows]).select_related(
        "programme__pair__mentor__person", "programme__pair__mentee__person"
    )
    return {
        comment.pk: DeadlineLabel(
            f"Ответить на замечание: {comment.programme.pair}",
            f"{comment.get_author_display().capitalize()}, {comment.made_on:%d.%m.%Y} · нужен ответ или отметка",
            f"{reverse('mentoring:programme', args=[comment.programme.pair_id])}#comments",
            "Ответить",
        )
        for comment in comments
    }


def _requests(rows: Sequence[DueRow]) -> QuerySet[PairRequest]:
    return with_shown_relations(PairRequest.objects.filter(pk__in=[row.object_id for row in rows]).order_by())


def _of_whom(request: PairRequest) -> str:
    asker = request.asker
    return asker.short_name if asker else request.get_author_display()


def _cited(request: PairRequest) -> str:
    return f"{request.rule.source}; {_TERM}" if request.rule.source else _TERM


def _decision_provider(*, by_curator: bool) -> DeadlineProvider:
    return DeadlineProvider(
        frozenset([DeadlineKind.REQUEST]),
        partial(decisions_due, by_curator=by_curator),
        _decision_labels,
        is_stored=False,
        for_holders=True,
        rights={DeadlineKind.REQUEST: Right.RUN_PAIRS if by_curator else Right.DECIDE_REQUESTS},
        decisions=frozenset() if by_curator else frozenset([DeadlineKind.REQUEST]),
    )


PROVIDERS = (
    *(_decision_provider(by_curator=by_curator) for by_curator in (True, False)),
    DeadlineProvider(
        frozenset([DeadlineKind.REQUEST_OPINION]),
        opinions_due,
        _opinion_labels,
        is_stored=False,
        for_holders=True,
        rights={DeadlineKind.REQUEST_OPINION: Right.ADVISE_ON_REQUESTS},
    ),
    DeadlineProvider(
        frozenset([DeadlineKind.REQUEST_ACTION]), actions_due, _action_labels, is_stored=False, for_holders=True
    ),
    DeadlineProvider(
        frozenset([DeadlineKind.COMMENT]),
        comments_due,
        _comment_labels,
        is_stored=False,
        for_holders=True,
        rights={DeadlineKind.COMMENT: Right.EDIT_PROGRAMMES},
        doers={DeadlineKind.COMMENT: "programme__pair__mentor__person"},
    ),
)
