"""A request from the first word to what came of it: opinions, the decision, and the action that it asks for."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from mentoring.actions.pairs import create_pair
from mentoring.enums import UNDECIDED, OpinionGiver, RequestAuthor, RequestKind, RequestStatus
from mentoring.labels.changes import describe_replacement
from mentoring.models import Pair, PairRequest, RequestOpinion
from mentoring.queries.policies import words_of
from mentoring.queries.requests import suits
from mentoring.request_rules import REQUEST_RULES, check_length
from registry import clock
from registry.actions.refusals import explained_refusal
from registry.history.audit import with_audit
from registry.side_texts import side_label

OF_EMPLOYEES = side_label("О взыскании пишут, когда наставляемый — работник (Устюжна, п.\u00a05.1).")
OF_WORKING_PAIRS = "Так обращаются о действующей паре. Откройте страницу пары и посмотрите, что с ней сейчас."
ANSWERED_BY_AN_END = tuple(kind for kind, rule in REQUEST_RULES.items() if rule.answered_by_an_end)


#: how the outcome begins that the end of a pair writes by itself (mentoring/actions/endings.py)
OUTCOME_OF_AN_END = "Наставничество "


@transaction.atomic
def make_request(*, request: PairRequest, by: User) -> PairRequest:
    """Enters a request that is not saved yet. What is put to the council is handed to it at once.

    Raises ValidationError when the pair's state or the author does not suit, or the same is being asked already; of two
    requests at one moment the database lets one in.
    """
    request.made_by = by
    if request.asked_on > clock.today():
        raise ValidationError({"asked_on": "Дата обращения ещё не наступила."})
    if request.pair is not None:
        request.organisation = request.pair.organisation
        if request.asked_on < (since := min(request.pair.starts_on, request.pair.created_on)):
            raise ValidationError({"asked_on": f"Этой пары до {since:%d.%m.%Y} не было. Проверьте год."})
        _check_pair(request, request.pair)
    if request.kind == RequestKind.ARBITRATION and request.author != RequestAuthor.COUNCIL:
        request.council_asked_on = clock.today()
    request.full_clean(exclude=["scan"])
    with explained_refusal(request):
        with_audit(request, by=by, reason="Внесено обращение").save()
    return request


def _check_pair(request: PairRequest, pair: Pair) -> None:
    rule = REQUEST_RULES[RequestKind(request.kind)]
    if request.author not in rule.authors:
        allowed = ", ".join(str(author.label) for author in rule.authors)
        raise ValidationError({"author": f"С обращением «{request.title}» обращаются: {allowed}."})
    if not suits(pair, RequestKind(request.kind)):
        of_employee = request.kind == RequestKind.DISCIPLINE and pair.is_at_work
        raise ValidationError({"kind": OF_EMPLOYEES if of_employee else OF_WORKING_PAIRS})


@transaction.atomic
def correct_request(*, request: PairRequest, by: User) -> PairRequest:
    """Saves the corrected words of a request that nobody has spoken to yet."""
    now = PairRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    if now.status != RequestStatus.OPEN:
        raise ValidationError("Обращение уже рассматривают, исправить его нельзя. Отзовите его и обратитесь заново.")
    request.full_clean(exclude=["scan"])
    with_audit(request, by=by, reason="Исправлено обращение").save()
    return request


@transaction.atomic
def ask_council(*, request: PairRequest, by: User) -> PairRequest:
    locked = _undecided(request)
    if locked.council_asked_on is None:
        locked.council_asked_on = clock.today()
        with_audit(locked, by=by, reason="Передано совету наставников").save()
    return locked


@transaction.atomic
def give_opinion(*, opinion: RequestOpinion, by: User) -> PairRequest:
    """Writes an opinion down, or corrects it; returns the request as it is now."""
    locked = _undecided(opinion.request)
    opinion.given_by, opinion.given_on = by, clock.today()
    opinion.full_clean()
    with explained_refusal(opinion):
        with_audit(opinion, by=by, reason="Внесено мнение").save()
    locked.status = RequestStatus.OPINION
    if opinion.giver == OpinionGiver.COUNCIL and locked.council_asked_on is None:
        locked.council_asked_on = clock.today()
    with_audit(locked, by=by, reason=f"Мнение: {opinion.get_giver_display()}").save()
    return locked


@transaction.atomic
def decide_request(*, request: PairRequest, accepted: bool, reason: str, by: User) -> PairRequest:
    """The decision with its reason, which the author reads. A refused request is closed by it."""
    locked = _undecided(request)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите причину решения: её прочтёт тот, кто обратился."})
    locked.status = RequestStatus.ACCEPTED if accepted else RequestStatus.REFUSED
    locked.decided_by, locked.decided_on, locked.decision_reason = by, clock.today(), reason.strip()
    if not accepted:
        locked.closed_on = clock.today()
    check_length(locked.decision_reason)
    with_audit(locked, by=by, reason=locked.get_status_display().capitalize()).save()
    return locked


@transaction.atomic
def withdraw_request(*, request: PairRequest, by: User) -> PairRequest:
    locked = _undecided(request)
    locked.status, locked.closed_on = RequestStatus.WITHDRAWN, clock.today()
    with_audit(locked, by=by, reason="Отозвано").save()
    return locked


@transaction.atomic
def finish_request(*, request: PairRequest, outcome: str, next_pair: Pair | None = None, by: User) -> PairRequest:
    """An accepted request is carried out; `outcome` says how in words."""
    locked = _locked(request)
    if locked.status != RequestStatus.ACCEPTED:
        raise ValidationError(f"Обращение сейчас в состоянии «{locked.get_status_display()}». Обновите страницу.")
    if not outcome.strip():
        raise ValidationError({"outcome": "Напишите, чем кончилось дело."})
    check_length(outcome)
    locked.status, locked.closed_on = RequestStatus.DONE, clock.today()
    locked.outcome, locked.next_pair = outcome.strip(), next_pair
    with_audit(locked, by=by, reason="Исполнено").save()
    return locked


@transaction.atomic
def create_wished_pair(*, request: PairRequest, by: User, **fields: Any) -> Pair:
    """The pair that somebody has asked for (see `create_pair`); it closes the request."""
    pair = create_pair(by=by, **fields)
    person = request.person_id
    if person not in (pair.mentor.person_id, pair.mentee.person_id):
        raise ValidationError("В этой паре нет того, кто о ней просил. Выберите его или внесите пару отдельно.")
    finish_request(request=request, outcome=f"Внесена пара «{pair}»", next_pair=pair, by=by)
    return pair


def answer_by_end(*, pair: Pair, outcome: str, by: User) -> None:
    """The pair has ended and nobody is to go on with it: the accepted requests that asked for it are carried out."""
    for request in _accepted_for_an_end(pair):
        finish_request(request=request, outcome=outcome, by=by)


def answer_by_successor(*, successor: Pair, by: User) -> None:
    """The pair that goes on in place of another works now; as a draft it had carried nothing out."""
    if successor.predecessor is None:
        return
    for request in _accepted_for_an_end(successor.predecessor):
        same_mentor = successor.mentor_id == successor.predecessor.mentor_id
        who = successor.organisation if same_mentor else successor.mentor.person.short_name
        what = "Пару ведёт другая организация" if same_mentor else describe_replacement(words_of(successor).mentor)
        outcome = f"{what} с {successor.starts_on:%d.%m.%Y}: {who}"
        finish_request(request=request, outcome=outcome, next_pair=successor, by=by)


def await_end_again(*, pair: Pair, by: User) -> None:
    """The pair has not ended after all: what its end had carried out is accepted and waits again."""
    for request in _carried_out_by_an_end(pair):
        request.status, request.closed_on, request.outcome, request.next_pair = RequestStatus.ACCEPTED, None, "", None
        with_audit(request, by=by, reason="Пара снова действует, обращение ждёт исполнения").save()


def correct_day_of_end(*, pair: Pair, was: date, on: date, by: User) -> None:
    """The words of what the end has carried out name its right day."""
    for request in _carried_out_by_an_end(pair):
        request.outcome = request.outcome.replace(f"{was:%d.%m.%Y}", f"{on:%d.%m.%Y}")
        with_audit(request, by=by, reason="Исправлен последний день пары").save()


def _accepted_for_an_end(pair: Pair) -> QuerySet[PairRequest]:
    requests = PairRequest.objects.filter(pair=pair, status=RequestStatus.ACCEPTED, kind__in=ANSWERED_BY_AN_END)
    return requests.order_by("pk")


def _carried_out_by_an_end(pair: Pair) -> QuerySet[PairRequest]:
    """Held. Those that somebody has closed with words of their own are not among them."""
    requests = PairRequest.objects.filter(pair=pair, status=RequestStatus.DONE, kind__in=ANSWERED_BY_AN_END)
    return (
        requests.filter(outcome__startswith=OUTCOME_OF_AN_END)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )


def _locked(request: PairRequest) -> PairRequest:
    """The request as it is now, held until the end of the transaction."""
    return PairRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)


def _undecided(request: PairRequest) -> PairRequest:
    locked = _locked(request)
    if locked.status not in UNDECIDED:
        raise ValidationError(
            f"Обращение сейчас в состоянии «{locked.get_status_display()}»: кто-то успел раньше. Обновите страницу."
        )
    return locked
