"""Pages that change an agreed or active pair: each says what will happen and to whom, asks, and acts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from mentoring.actions.endings import complete, extend_period, give_act, replace_mentor, terminate
from mentoring.actions.states import change_state
from mentoring.closing import ClosingGaps
from mentoring.enums import PairStatus
from mentoring.forms.pair_changes import ChangeActForm, CompleteForm, ExtendForm, ReasonForm, ReplaceForm, TerminateForm
from mentoring.models import Pair, Programme
from mentoring.queries.acts import changes_awaiting_acts
from mentoring.views.pair_lookup import find_pair
from registry import clock
from registry.forms.action_errors import place_errors


def ask(
    request: AuthenticatedRequest,
    pair: Pair,
    form: Form,
    act: Callable[[dict[str, Any]], Pair | Programme],
    *,
    done: str,
    **labels: Any,
) -> HttpResponse:
    """Shows the form; when it is right, acts and goes to the pair that the action returns.

    `labels` are the page's heading, intro, submit_label and danger; `done` is said afterwards.
    """
    if form.is_valid():
        try:
            changed = act(form.cleaned_data)
        except ValidationError as error:
            place_errors(form, error)
        else:
            messages.success(request, done)
            return redirect(changed)
    context = {"form": form, "back_url": pair.get_absolute_url(), **labels}
    return render(request, "components/form_page.html", context)


def posted(request: AuthenticatedRequest) -> tuple[Any, Any]:
    """What a form with files is made of: nothing before it is sent."""
    return request.POST or None, request.FILES or None


def _only(request: AuthenticatedRequest, pair: Pair, status: PairStatus) -> HttpResponse | None:
    """A page opened from a stale tab: says so and goes back."""
    if pair.status == status or request.method == "POST":
        return None
    messages.error(request, f"Пара сейчас в состоянии «{pair.get_status_display()}», это действие к ней не относится.")
    return redirect(pair)


@require_http_methods(["GET", "POST"])
def pair_return(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    pair = find_pair(request, pk, needs="run").pair
    return _only(request, pair, PairStatus.AGREED) or ask(
        request,
        pair,
        ReasonForm(request.POST or None),
        lambda values: change_state(
            pair=pair, to=PairStatus.DRAFT, on=clock.today(), reason=values["reason"], by=request.user
        ),
        done="Пара возвращена в черновики и места наставника больше не занимает.",
        heading=f"Вернуть в черновики: {pair}",
        intro=f"{pair.mentor.person.short_name} освободит место, черновик можно будет исправить и согласовать снова.",
        submit_label="Вернуть в черновики",
    )


@require_http_methods(["GET", "POST"])
def pair_complete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = find_pair(request, pk, needs="run")
    pair = found.pair
    gaps = ClosingGaps.of(pair) if pair.status == PairStatus.ACTIVE else None
    left = f" Не выполнено обязательное: {gaps}." if gaps else ""
    return _only(request, pair, PairStatus.ACTIVE) or ask(
        request,
        pair,
        CompleteForm(*posted(request), pair=pair, may_enter=found.rights.order),
        lambda values: complete(pair=pair, by=request.user, **values),
        done="Наставничество завершено.",
        heading=f"Завершить наставничество: {pair}",
        intro=f"Пара станет завершённой, место наставника освободится после этого дня.{left}",
        submit_label="Завершить",
    )


@require_http_methods(["GET", "POST"])
def pair_terminate(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = find_pair(request, pk, needs="run")
    pair = found.pair
    return _only(request, pair, PairStatus.ACTIVE) or ask(
        request,
        pair,
        TerminateForm(*posted(request), pair=pair, may_enter=found.rights.order),
        lambda values: terminate(pair=pair, by=request.user, **values),
        done="Наставничество прекращено досрочно.",
        heading=f"Прекратить досрочно: {pair}",
        intro=(
            f"{pair.mentee.person.short_name} останется без этого наставника, вернуть пару будет нельзя. "
            "Если нужен другой наставник, выберите «Заменить наставника»."
        ),
        submit_label="Прекратить досрочно",
        danger=True,
    )


@require_http_methods(["GET", "POST"])
def pair_replace(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = find_pair(request, pk, needs="run")
    pair = found.pair
    return _only(request, pair, PairStatus.ACTIVE) or ask(
        request,
        pair,
        ReplaceForm(*posted(request), pair=pair, may_enter=found.rights.order, user=request.user),
        lambda values: replace_mentor(pair=pair, by=request.user, **values),
        done="Прежняя пара закончена, новая внесена. Этап и программа перейдут к ней с приказом.",
        heading=f"Заменить наставника: {pair}",
        intro=(
            f"Сейчас наставник {pair.mentor.person.short_name}. Эта пара закончится, откроется новая. "
            "Программа, этап и отметки перейдут в неё, когда будет издан приказ."
        ),
        submit_label="Заменить наставника",
    )


@require_http_methods(["GET", "POST"])
def pair_extend(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = find_pair(request, pk, needs="run")
    pair = found.pair
    return _only(request, pair, PairStatus.ACTIVE) or ask(
        request,
        pair,
        ExtendForm(*posted(request), pair=pair, may_enter=found.rights.order),
        lambda values: extend_period(pair=pair, by=request.user, **values),
        done="Срок продлён.",
        heading=f"Продлить срок: {pair}",
        intro=(
            f"Сейчас срок до {pair.ends_on:%d.%m.%Y}. Его продлевают, если наставник или наставляемый долго "
            "отсутствовал (Устюжна, п.\u00a03.8). Место наставника останется занятым до нового срока."
        ),
        submit_label="Продлить",
    )


@require_http_methods(["GET", "POST"])
def change_act(request: AuthenticatedRequest, pk: int, change_pk: int) -> HttpResponse:
    """The act of a change that was entered without it."""
    pair = find_pair(request, pk, needs="order").pair
    change = get_object_or_404(changes_awaiting_acts(pair), pk=change_pk)
    return ask(
        request,
        pair,
        ChangeActForm(*posted(request), pair=pair),
        lambda values: give_act(change=change, act=values["act"], by=request.user).pair,
        done="Приказ внесён.",
        heading=f"Внести приказ: {pair}",
        intro=f"{change.get_to_status_display().capitalize()} с {change.on:%d.%m.%Y}. {change.reason}",
        submit_label="Внести приказ",
    )
