"""Pairs secured by an act that the portal has not issued: one from its own page, many from the page of the act."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from mentoring.actions.activation import secure_pairs
from mentoring.actions.states import describe_repeated_step
from mentoring.enums import PairStatus
from mentoring.forms.paper_acts import PairsOfActForm, PaperActForm
from mentoring.models import Pair
from mentoring.queries.acts import pairs_to_secure
from mentoring.queries.mentor_gaps import mentor_gaps
from mentoring.queries.policies import words_of
from mentoring.views.pair_changes import crumbs_of
from mentoring.views.pair_lookup import find_pair
from registry import clock
from registry.forms.action_errors import add_errors
from registry.models import Act
from registry.papers.act_texts import act_text
from registry.queries.row_locks import hold_row, hold_rows
from registry.views.acts import LIST, find_act
from registry.views.atomic_post import atomic_post


@require_http_methods(["GET", "POST"])
@atomic_post
def pair_secure(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """«Есть приказ на бумаге»: chooses an act or enters one; the pair begins to work on it, or goes on working when its
    own act has been cancelled."""
    pair = find_pair(request, pk, needs="order").pair
    if request.method == "POST":
        hold_row(pair)
    goes_on = pair.lacks_ground
    if pair.status != PairStatus.AGREED and not goes_on:
        messages.error(
            request,
            describe_repeated_step(pair)
            if pair.status == PairStatus.ACTIVE
            else act_text(
                f"Пара сейчас в состоянии «{pair.state_label}». Приказ (нужен/нужно) согласованной паре и той, чей акт "
                "отменён.",
                words_of(pair).act,
            ),
        )
        return redirect(pair)
    form = PaperActForm(request.POST or None, request.FILES or None, user=request.user, pair=pair)
    if form.is_valid() and form.chosen_act is not None:
        try:
            secure_pairs(pairs=[pair], act=form.chosen_act, why=form.why_this_act, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _success_text(pair, form.chosen_act))
            _tell_gaps(request, [pair], form.chosen_act)
            return redirect(pair)
    context = {
        "form": form,
        "heading": f"Закрепить {'новым актом' if goes_on else f'бумажным {words_of(pair).act.instrumental}'}: {pair}",
        "intro": _intro(pair, form),
        "submit_label": "Закрепить пару",
        "back_url": pair.get_absolute_url(),
        "crumbs": crumbs_of(pair),
    }
    return render(request, "components/form_page.html", context)


def _intro(pair: Pair, form: PaperActForm) -> str:
    if pair.act is not None and pair.lacks_ground:
        return (
            f"{pair.act} {pair.act.cancelled_word}. Назовите акт, по которому пара работает дальше: состояние, этап "
            "и программа останутся."
        )
    begins = "Пара начнёт действовать по этому документу. Согласия должны быть подписаны не позже его даты."
    if form.act_of_replacement is None:
        return begins
    return (
        f"{begins} Прежнюю пару закончил {form.act_of_replacement}, этот документ и выбран ниже. Если эту пару "
        "закрепляет другой документ, назовите его."
    )


def _success_text(pair: Pair, act: Act) -> str:
    """A pair may begin later; one that rests on another act may be over its period."""
    today, begins_on = clock.today(), max(pair.starts_on, act.dated, act.effective_on)
    if begins_on > today:
        return f"Пара закреплена, начнётся {begins_on:%d.%m.%Y}: {act}."
    if pair.ends_on >= today:
        return f"Пара действует: {act}."
    return f"Пара закреплена: {act}. Срок её истёк {pair.ends_on:%d.%m.%Y}: завершите её или продлите."


def _tell_gaps(request: AuthenticatedRequest, pairs: Sequence[Pair], act: Act) -> None:
    """The days that nobody was a mentor on, because the act came or takes effect later than the former pair ended."""
    for gap in mentor_gaps(pairs, dated=max(act.dated, act.effective_on)):
        who = gap.pair.mentee.person.short_name
        mentor = words_of(gap.pair).mentor.genitive
        messages.warning(request, f"{who} без {mentor} {gap.words}: прежняя пара закончилась раньше, чем начнётся эта.")


@require_http_methods(["GET", "POST"])
@atomic_post
def act_pairs(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """«Закрепить пары этим актом»."""
    act = find_act(request, pk, to_manage=True)
    pairs = pairs_to_secure(request.user, act)
    if request.method != "POST" and not pairs.exists():
        messages.error(request, "Закрепить этим актом нечего: он отменён, издан порталом или согласованных пар нет.")
        return redirect(act)
    if request.method == "POST":
        hold_rows(pairs)
    form = PairsOfActForm(request.POST or None, act=act, pairs=pairs, user=request.user)
    if form.is_valid():
        secured = list(form.cleaned_data["pairs"])
        try:
            secure_pairs(pairs=secured, act=act, why=form.why_this_act, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Закреплено пар: {len(secured)}.")
            _tell_gaps(request, secured, act)
            return redirect(act)
    context = {
        "form": form,
        "heading": "Закрепить пары этим актом",
        "intro": f"{act}, «{act.title}»",
        "submit_label": "Закрепить",
        "back_url": act.get_absolute_url(),
        "crumbs": [("Акты", reverse(LIST)), (str(act), act.get_absolute_url())],
    }
    return render(request, "components/form_page.html", context)
