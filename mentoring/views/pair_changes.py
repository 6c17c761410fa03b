"""Pages that change an agreed or active pair: each says what will happen and to whom, asks, and acts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from mentoring.actions.endings import complete, extend_period, give_act, replace_mentor, terminate
from mentoring.actions.states import change_state, describe_entered_end, describe_repeated_step, lock
from mentoring.enums import PairStatus
from mentoring.forms.moves import question_about
from mentoring.forms.pair_changes import ChangeActForm, CompleteForm, ExtendForm, ReasonForm, ReplaceForm, TerminateForm
from mentoring.labels.changes import describe_change
from mentoring.models import Pair, PairChange, Programme
from mentoring.queries.acts import act_of_replacement, changes_of_acts, changes_of_pair
from mentoring.queries.moves import undecided_move
from mentoring.queries.policies import programme_words_of, words_of
from mentoring.stages.completion import ClosingGaps
from mentoring.views.pair_lookup import find_pair
from mentoring.views.request_lookup import initial_by_request
from registry import clock
from registry.access import Access, Right, require
from registry.extension_points import Move
from registry.forms.action_errors import add_errors
from registry.papers.act_cases import ActCases, cases_of
from registry.papers.act_texts import act_text
from registry.side_texts import side_text
from registry.views.atomic_post import atomic_post
from russian.typography import full_stop


def crumbs_of(pair: Pair) -> list[tuple[str, str]]:
    """The way to a page of the pair: (title, address)."""
    return [("Пары", reverse("mentoring:pairs")), (str(pair), pair.get_absolute_url())]


def ask(
    request: AuthenticatedRequest,
    pair: Pair,
    form: Form,
    act: Callable[[dict[str, Any]], Pair | Programme],
    *,
    success_text: str | Callable[[Any], str],
    template: str = "components/form_page.html",
    **labels: Any,
) -> HttpResponse:
    """Shows the form; when it is valid, acts and redirects to the record that the action returns.

    `labels` are the page's heading, intro, submit_label and danger; `success_text` is the message after the action,
    or makes it of the record.
    """
    if form.is_valid():
        try:
            changed = act(form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, success_text if isinstance(success_text, str) else success_text(changed))
            return redirect(changed)
    context = {
        "form": form,
        "pair": pair,
        "back_url": pair.get_absolute_url(),
        "crumbs": crumbs_of(pair),
        **labels,
    }
    return render(request, template, context)


@dataclass(frozen=True)
class ChangePage:
    """A page that changes a pair: what it says, which form it shows and what it does with the answers."""

    #: in which the pair must be
    status: PairStatus
    #: gets the data, the files and keywords: pair, user and whether the user may enter an act
    form: Callable[..., Form]
    #: gets keywords: pair, by, and the cleaned data of the form
    act: Callable[..., Pair]
    success_text: str | Callable[[Pair], str]
    #: the pair's name follows it
    heading: str | Callable[[Pair], str]
    intro: Callable[[Pair], str]
    submit_label: str
    #: into which it brings the pair, where no end is entered
    to: PairStatus | None = None
    danger: bool = False
    template: str = "components/form_page.html"
    #: what the template shows beside the form
    beside: Callable[[Pair, User], dict[str, Any]] = lambda pair, user: {}


def posted(request: AuthenticatedRequest) -> tuple[Any, Any]:
    """What a form with files is made of: nothing before it is sent."""
    return request.POST or None, request.FILES or None


@require_http_methods(["GET", "POST"])
def pair_change(request: AuthenticatedRequest, pk: int, page: ChangePage) -> HttpResponse:
    lookup = find_pair(request, pk, needs="run")
    pair = lookup.pair
    overtaken = "" if pair.status == page.status else _overtaken(pair, page, is_sent=bool(request.POST))
    if overtaken and not request.POST:
        messages.error(request, overtaken)
        return redirect(pair)
    form = page.form(
        *posted(request),
        pair=pair,
        user=request.user,
        may_enter=lookup.rights.order,
        initial=initial_by_request(request, pair),
    )
    if request.POST and not overtaken and not form.is_valid():
        overtaken = _overtaken_meanwhile(pair, page)
    if overtaken:
        form.add_error(None, overtaken)
    return ask(
        request,
        pair,
        form,
        lambda values: page.act(pair=pair, by=request.user, **values),
        success_text=page.success_text,
        heading=f"{page.heading if isinstance(page.heading, str) else page.heading(pair)}: {pair}",
        intro=page.intro(pair),
        submit_label=page.submit_label,
        danger=page.danger,
        template=page.template,
        **page.beside(pair, request.user),
    )


def _overtaken_meanwhile(pair: Pair, page: ChangePage) -> str:
    """What somebody has done with the pair a moment before, and why the act of the form may be taken by now."""
    status, ends_on = pair.status, pair.ends_on
    pair.refresh_from_db(fields=["status", "ended_on", "ends_on"])
    if pair.status != status:
        return _overtaken(pair, page, is_sent=True)
    if pair.ends_on != ends_on:
        return f"Срок пары только что изменили: теперь она до {pair.ends_on:%d.%m.%Y}. Новый срок нужен позже прежнего."
    return ""


def _overtaken(pair: Pair, page: ChangePage, *, is_sent: bool) -> str:
    """Why the page does not concern the pair: it never did, or somebody else was first."""
    if pair.is_ended:
        return describe_entered_end(pair, is_sent=is_sent)
    if pair.status == page.to:
        return describe_repeated_step(pair)
    return (
        f"Пара «{pair}» сейчас в состоянии «{pair.state_label}», это действие к ней не относится. "
        "Возможно, это уже сделал кто-то другой."
    )


def _return_to_drafts(*, pair: Pair, reason: str, by: User) -> Pair:
    return change_state(pair=pair, to=PairStatus.DRAFT, on=clock.today(), reason=reason, by=by)


def _ended(message: str) -> Callable[[Pair], str]:
    """What is said after an end: one that is still to come has not happened."""

    def success_text(pair: Pair) -> str:
        if pair.is_ending:
            return (
                f"Окончание внесено: последний день — {pair.last_day:%d.%m.%Y}. До этого дня включительно пара "
                "работает как прежде."
            )
        return message

    return success_text


def _replaced(successor: Pair) -> str:
    former, act = successor.predecessor, words_of(successor).act.instrumental
    if replacement := act_of_replacement(successor):
        return (
            f"Прежняя пара закончена, новая внесена: {replacement}. Закрепите новую этим же документом, и этап с "
            "программой перейдут к ней."
        )
    if former is not None and former.is_ending:
        return (
            f"Новая пара внесена, она начнётся {successor.starts_on:%d.%m.%Y}. Прежняя работает до "
            f"{former.last_day:%d.%m.%Y}. Этап и программа перейдут к новой с {act}."
        )
    return f"Прежняя пара закончена, новая внесена. Этап и программа перейдут к ней с {act}."


def _intro_to_completion(pair: Pair) -> str:
    return f"После последнего дня пара станет завершённой, и место {words_of(pair).mentor.genitive} освободится."


def _gaps(pair: Pair, user: User) -> dict[str, Any]:
    return {"gaps": ClosingGaps.of(pair)} if pair.status == PairStatus.ACTIVE else {}


RETURN = ChangePage(
    status=PairStatus.AGREED,
    to=PairStatus.DRAFT,
    form=lambda data, files, **_: ReasonForm(data),
    act=_return_to_drafts,
    success_text=lambda pair: (
        f"Пара возвращена в черновики и места {words_of(pair).mentor.genitive} больше не занимает."
    ),
    heading="Вернуть в черновики",
    intro=lambda pair: (
        f"{pair.mentor.person.short_name} освободит место, черновик можно будет исправить и согласовать снова."
    ),
    submit_label="Вернуть в черновики",
)
COMPLETE = ChangePage(
    status=PairStatus.ACTIVE,
    form=lambda data, files, pair, may_enter, **_: CompleteForm(data, files, pair=pair, may_enter=may_enter),
    act=complete,
    success_text=_ended("Наставничество завершено."),
    heading="Завершить наставничество",
    intro=_intro_to_completion,
    submit_label="Завершить",
    template="mentoring/completion.html",
    beside=_gaps,
)
TERMINATE = ChangePage(
    status=PairStatus.ACTIVE,
    form=lambda data, files, pair, may_enter, initial, **_: TerminateForm(
        data, files, pair=pair, may_enter=may_enter, initial=initial
    ),
    act=terminate,
    success_text=_ended("Наставничество прекращено досрочно."),
    heading="Прекратить досрочно",
    intro=lambda pair: (
        f"{pair.mentee.person.short_name} останется без {words_of(pair).mentor.genitive}. Если это окажется ошибкой, "
        "вернуть пару сможет только тот, кто стоит выше внёсшего: за куратора — руководитель организации, за "
        "руководителя — администратор. "
        f"Если нужен другой {side_text('наставник')}, выберите «Заменить {words_of(pair).mentor.genitive}»."
    ),
    submit_label="Прекратить досрочно",
    danger=True,
)
REPLACE = ChangePage(
    status=PairStatus.ACTIVE,
    form=ReplaceForm,
    act=replace_mentor,
    success_text=_replaced,
    heading=lambda pair: f"Заменить {words_of(pair).mentor.genitive}",
    intro=lambda pair: (
        f"Сейчас {words_of(pair).mentor.nominative} — {full_stop(pair.mentor.person.short_name)} "
        "Эта пара работает до последнего дня, новая "
        "начинается на следующий. "
        f"Этап, отметки и {programme_words_of(pair).nominative} перейдут в неё с {words_of(pair).act.instrumental}. "
        + act_text(
            "Обычно приказ один: он и заканчивает прежнюю пару, и закрепляет новую. Назовите его здесь, и на странице "
            "новой пары он будет уже выбран.",
            words_of(pair).act,
        )
    ),
    submit_label="Заменить",
    template="mentoring/replacement.html",
    beside=lambda pair, user: {"may_add_mentors": Access.of(user).anywhere(Right.EDIT_PEOPLE)},
)
EXTEND = ChangePage(
    status=PairStatus.ACTIVE,
    form=lambda data, files, pair, may_enter, **_: ExtendForm(data, files, pair=pair, may_enter=may_enter),
    act=extend_period,
    success_text="Срок продлён.",
    heading="Продлить срок",
    intro=lambda pair: (
        f"Сейчас срок до {pair.ends_on:%d.%m.%Y}. Его продлевают при долгом отсутствии "
        f"{words_of(pair).mentor.genitive} или {words_of(pair).mentee.genitive} (Устюжна, п.\u00a03.8). "
        f"Место {words_of(pair).mentor.genitive} останется занятым до нового срока."
    ),
    submit_label="Продлить",
)


@require_http_methods(["GET", "POST"])
@atomic_post
def pair_move(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One of the two has moved to another organisation, and the pair was left open."""
    lookup = find_pair(request, pk)
    pair = lookup.pair
    if request.method == "POST":
        try:
            pair = lock(pair)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(pair)
    require(lookup.rights.propose if pair.status == PairStatus.DRAFT else lookup.rights.run)
    waiting = undecided_move(pair)
    if waiting is None:
        messages.info(request, "Решать о переводе здесь нечего: никто не переходил, или об этом уже решено.")
        return redirect(pair)
    side, move = waiting
    question = question_about(pair, side, move.on, request.user, *posted(request), may_put_off=False)

    def decide(values: dict[str, Any]) -> Pair:
        question.next_pages = question.carry_out(move, by=request.user)
        return pair

    answer = ask(
        request,
        pair,
        question.form,
        decide,
        success_text="Решение внесено.",
        heading=f"Решить о паре: {pair}",
        intro=f"{question.about} {_after_move(move)}",
        submit_label="Внести решение",
    )
    return redirect(question.next_pages[0][1]) if question.next_pages else answer


def _after_move(move: Move) -> str:
    where = f"в организации {move.organisation}" if move.organisation else "не в организациях муниципалитета"
    return f"С {move.on:%d.%m.%Y} {move.person.short_name} {where}."


ACT_AWAITED_NO_MORE = (
    "Акта этого изменения больше не ждут: пока страница была открыта, изменение исправили. Ничего не записано. Что "
    "сейчас внесено, видно в событиях пары."
)


@require_http_methods(["GET", "POST"])
def change_act(request: AuthenticatedRequest, pk: int, change_pk: int) -> HttpResponse:
    """The act of a change that was entered without it, or another in the place of a cancelled one."""
    pair = find_pair(request, pk, needs="order").pair
    change = changes_of_acts(pair).filter(pk=change_pk).first()
    if change is None:
        get_object_or_404(changes_of_pair(pair), pk=change_pk)
        messages.info(request, ACT_AWAITED_NO_MORE)
        return redirect(pair)
    if not change.asks_for_act:
        messages.info(
            request,
            f"{act_text('Приказ об этом изменении уже (внесён/внесено)', cases_of(change.act.kind))}: {change.act}."
            if change.act
            else act_text("Приказ об этом изменении уже (внесён/внесено).", words_of(pair).act),
        )
        return redirect(pair)
    words = words_of(pair)
    return ask(
        request,
        pair,
        ChangeActForm(*posted(request), pair=pair, change=change),
        lambda values: give_act(change=change, act=values["act"], why=values["why"], by=request.user).pair,
        success_text=lambda changed: _describe_given_act(changes_of_pair(changed).get(pk=change.pk)),
        heading=f"Внести {words.act.nominative}: {pair}",
        intro=f"{describe_change(change, words.mentor)}.{_about_cancelled(change, words.act)}",
        submit_label=f"Внести {words.act.nominative}",
    )


def _describe_given_act(change: PairChange) -> str:
    return act_text("Приказ (внесён/внесено).", cases_of(change.act.kind) if change.act else None)


def _about_cancelled(change: PairChange, act: ActCases) -> str:
    if change.act is None:
        return ""
    cancelled = cases_of(change.act.kind).agreeing("Отменён", "Отменено")
    instead = act_text("Внесите приказ, (который/которое) теперь об этом говорит.", act)
    return f" {cancelled} {change.act}: {change.act.cancelled_by}. {instead}"
