"""A draft: corrected, agreed when its papers are there, or cancelled."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from mentoring.actions.pairs import agree_pair, change_pair, version_of_pair
from mentoring.actions.states import change_state, describe_repeated_step, policy_of
from mentoring.enums import PairStatus
from mentoring.forms.pairs import PairForm
from mentoring.models import Pair
from mentoring.queries.policies import words_of
from mentoring.queries.suitable import suitable_mentors
from mentoring.views.pair_lookup import find_pair
from registry import clock
from registry.forms.action_errors import add_errors
from registry.forms.deed import DeedForm
from registry.forms.edit_version import SEEN
from registry.pages.raw_parameters import whole_number
from registry.pages.reader_messages import refusal_with_links
from registry.policies.rules_in_force import RulesInForce
from registry.side_texts import side_text


@require_http_methods(["GET", "POST"])
def pair_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    pair = find_pair(request, pk, needs="propose").pair
    if pair.status != PairStatus.DRAFT:
        messages.error(request, "Править можно только черновик.")
        return redirect(pair)
    try:
        policy = policy_of(pair)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(pair)
    loaded = version_of_pair(pair)
    pair.refresh_from_db()
    form = PairForm(request.POST or None, user=request.user, mentee=pair.mentee, policy=policy, pair=pair)
    if form.is_valid() and (changed := _correct(request, form, pair, loaded)):
        messages.success(request, "Изменения сохранены.")
        return redirect(changed)
    return render(request, "mentoring/pair_form.html", _context(request, form, pair, policy))


def _correct(request: AuthenticatedRequest, form: PairForm, pair: Pair, loaded: int) -> Pair | None:
    """The corrected pair, or None when the form now shows why not. `loaded`: the version the form was judged by."""
    values = {**form.cleaned_data}
    kinds, group_title, _ = (values.pop(name) for name in ("kinds", "group_title", SEEN))
    try:
        return change_pair(
            pair=pair, changes=values, kinds=kinds, group_title=group_title, shown_version=loaded, by=request.user
        )
    except ValidationError as error:
        add_errors(form, error)
        return None


def _context(request: AuthenticatedRequest, form: PairForm, pair: Pair, policy: RulesInForce) -> dict[str, Any]:
    starts_on, ends_on = form.period(pair.starts_on, pair.ends_on)
    mentor = form.chosen_mentor()
    return {
        "form": form,
        "mentee": pair.mentee,
        "words": words_of(pair),
        "pair": pair,
        "chosen_mentor": mentor,
        "period": (starts_on, ends_on),
        "suitable": suitable_mentors(
            request.user,
            pair.mentee,
            starts_on,
            ends_on,
            policy=policy,
            keep=mentor,
            of_draft=pair.mentor_id,
            form=form.chosen_form(),
        ),
    }


@require_POST
def pair_agree(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    pair = find_pair(request, pk, needs="propose").pair
    try:
        agree_pair(pair=pair, shown_version=whole_number(request.POST.get(SEEN, "")) or 0, by=request.user)
    except ValidationError as error:
        messages.error(request, refusal_with_links(error))
    else:
        messages.success(request, f"Пара согласована. Теперь издайте {words_of(pair).act.nominative} о закреплении.")
    return redirect(pair)


@require_http_methods(["GET", "POST"])
def pair_cancel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    pair = find_pair(request, pk, needs="propose").pair
    if pair.status != PairStatus.DRAFT:
        messages.error(request, _not_cancelled(pair))
        return redirect(pair)
    context: dict[str, Any] = {
        "heading": f"Отменить черновик: {pair}",
        "consequence": side_text(
            "Пара останется в реестре отменённой, вернуть её в черновики нельзя. Места наставника свободны."
        ),
        "submit_label": "Отменить черновик",
        "danger": True,
        "back_url": pair.get_absolute_url(),
    }
    context["form"] = form = DeedForm(request, pair, pair.starts_on, pair.ends_on)
    if form.is_valid():
        try:
            change_state(pair=pair, to=PairStatus.CANCELLED, on=clock.today(), by=request.user)
            messages.success(request, "Черновик отменён.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(pair)
    return render(request, "components/confirm_page.html", context)


def _not_cancelled(pair: Pair) -> str:
    """Why the pair is no draft to cancel, and what can be done instead."""
    if pair.status == PairStatus.CANCELLED:
        return describe_repeated_step(pair)
    if pair.status == PairStatus.AGREED:
        return "Отменить можно только черновик, а эта пара согласована. Сначала верните её в черновики."
    if pair.status == PairStatus.ACTIVE:
        return (
            "Отменить можно только черновик, а эта пара закреплена. Её завершают, прекращают досрочно или заменяют "
            f"{words_of(pair).mentor.accusative}."
        )
    return f"Отменить можно только черновик, а эта пара — «{pair.state_label}»: её окончание уже внесено."
