"""Pages that change an agreed or active pair: each says what will happen and to whom, asks, and acts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from mentoring.actions.endings import complete, extend_period, replace_mentor, terminate
from mentoring.actions.states import change_state
from mentoring.closing import ClosingGaps
from mentoring.enums import PairStatus
from mentoring.forms.action_errors import place_errors
from mentoring.forms.pair_changes import CompleteForm, ExtendForm, ReasonForm, ReplaceForm, TerminateForm
from mentoring.models import Pair, Programme
from mentoring.views.pair_lookup import find_pair
from registry import clock


def ask(
    request: AuthenticatedRequest,
    pair: Pair,
    form: Form,
    act: Callable[[dict[str, Any]], Pair | Programme],
    *,
    done: str,
    **labels: Any,
) -> HttpResponse:
    """Shows the form; when it is valid, acts and redirects to the record that the action returns.

    `labels` are the page's heading, intro, submit_label and danger; `done` is the message after the action.
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


@dataclass(frozen=True)
class ChangePage:
    """A page that changes a pair: what it says, which form it shows and what it does with the answers."""

    #: in which the pair must be
    status: PairStatus
    #: gets the data and keywords: pair and user
    form: Callable[..., Form]
    #: gets keywords: pair, by, and the cleaned data of the form
    act: Callable[..., Pair]
    done: str
    #: the pair's name follows it
    heading: str
    intro: Callable[[Pair], str]
    submit_label: str
    danger: bool = False


@require_http_methods(["GET", "POST"])
def pair_change(request: AuthenticatedRequest, pk: int, page: ChangePage) -> HttpResponse:
    pair = find_pair(request, pk, needs="run").pair
    if request.method != "POST" and pair.status != page.status:
        state = pair.get_status_display()
        messages.error(request, f"Пара сейчас в состоянии «{state}», это действие к ней не относится.")
        return redirect(pair)
    return ask(
        request,
        pair,
        page.form(request.POST or None, pair=pair, user=request.user),
        lambda values: page.act(pair=pair, by=request.user, **values),
        done=page.done,
        heading=f"{page.heading}: {pair}",
        intro=page.intro(pair),
        submit_label=page.submit_label,
        danger=page.danger,
    )


def _return_to_drafts(*, pair: Pair, reason: str, by: User) -> Pair:
    return change_state(pair=pair, to=PairStatus.DRAFT, on=clock.today(), reason=reason, by=by)


def _intro_to_completion(pair: Pair) -> str:
    gaps = ClosingGaps.of(pair) if pair.status == PairStatus.ACTIVE else None
    left = f" Не выполнено обязательное: {gaps}." if gaps else ""
    return f"Пара станет завершённой, место наставника освободится после этого дня.{left}"


RETURN = ChangePage(
    status=PairStatus.AGREED,
    form=lambda data, **_: ReasonForm(data),
    act=_return_to_drafts,
    done="Пара возвращена в черновики и места наставника больше не занимает.",
    heading="Вернуть в черновики",
    intro=lambda pair: (
        f"{pair.mentor.person.short_name} освободит место, черновик можно будет исправить и согласовать снова."
    ),
    submit_label="Вернуть в черновики",
)
COMPLETE = ChangePage(
    status=PairStatus.ACTIVE,
    form=lambda data, pair, **_: CompleteForm(data, pair=pair),
    act=complete,
    done="Наставничество завершено.",
    heading="Завершить наставничество",
    intro=_intro_to_completion,
    submit_label="Завершить",
)
TERMINATE = ChangePage(
    status=PairStatus.ACTIVE,
    form=lambda data, pair, **_: TerminateForm(data, pair=pair),
    act=terminate,
    done="Наставничество прекращено досрочно.",
    heading="Прекратить досрочно",
    intro=lambda pair: (
        f"{pair.mentee.person.short_name} останется без этого наставника, вернуть пару будет нельзя. "
        "Если нужен другой наставник, выберите «Заменить наставника»."
    ),
    submit_label="Прекратить досрочно",
    danger=True,
)
REPLACE = ChangePage(
    status=PairStatus.ACTIVE,
    form=ReplaceForm,
    act=replace_mentor,
    done="Прежняя пара закончена, новая внесена. Этап и программа перейдут к ней с приказом.",
    heading="Заменить наставника",
    intro=lambda pair: (
        f"Сейчас наставник {pair.mentor.person.short_name}. Эта пара закончится, откроется новая. "
        "Программа, этап и отметки перейдут в неё, когда будет издан приказ."
    ),
    submit_label="Заменить наставника",
)
EXTEND = ChangePage(
    status=PairStatus.ACTIVE,
    form=lambda data, pair, **_: ExtendForm(data, pair=pair),
    act=extend_period,
    done="Срок продлён.",
    heading="Продлить срок",
    intro=lambda pair: (
        f"Сейчас срок до {pair.ends_on:%d.%m.%Y}. Его продлевают, если наставник или наставляемый долго "
        "отсутствовал (Устюжна, п.\u00a03.8). Место наставника останется занятым до нового срока."
    ),
    submit_label="Продлить",
)
