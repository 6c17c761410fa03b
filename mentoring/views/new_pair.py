"""A pair in two screens: whom to support, then who and how."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from mentoring.actions.pairs import create_pair
from mentoring.actions.requests import create_wished_pair
from mentoring.enums import PairStatus, RequestAuthor
from mentoring.forms.pairs import PairForm
from mentoring.forms.quick_mentee import QuickMenteeForm
from mentoring.models import Pair, PairRequest
from mentoring.pairing.default_period import usual_end
from mentoring.queries.new_pairs import (
    describe_unavailable_mentee,
    mentees_led_by,
    mentees_to_choose_from,
    only_curator_of,
    usual_kinds,
)
from mentoring.queries.policies import words_by_rules, words_of, words_of_proposer
from mentoring.queries.suitable import suitable_mentors, unsuitable_for_search
from mentoring.views.request_lookup import PARAMETER, wish_of_page
from registry import clock
from registry.access import Access, Right, require
from registry.actions.bank import complete_card, enter_in_bank
from registry.forms.action_errors import add_errors
from registry.models import Mentee, Organisation
from registry.pages.raw_parameters import initial_organisation, whole_number
from registry.policies.rules_in_force import RulesInForce
from registry.queries.organisations import organisations_in_use
from registry.queries.policy import NoPolicy
from registry.queries.rules import rules_in_force
from registry.side_texts import side_text
from registry.views.atomic_post import atomic_post

MOST_FOUND = 20


@require_http_methods(["GET", "POST"])
@atomic_post
def mentee_choice(request: AuthenticatedRequest) -> HttpResponse:
    """First screen: find the mentee, or add one."""
    access = Access.of(request.user)
    require(access.anywhere(Right.PROPOSE_PAIRS))
    may_add = access.anywhere(Right.EDIT_PEOPLE)
    form = (
        QuickMenteeForm(request.POST or None, user=request.user, initial=initial_organisation(request))
        if may_add
        else None
    )
    wish = wish_of_page(request)
    by_wish = f"?{PARAMETER}={wish.pk}" if wish else ""
    if form is not None and form.is_valid():
        person, entry = form.mentee()
        if person.pk is not None:
            complete_card(person=person, values=form.details(), by=request.user)
        if entry.pk is None:
            entry = enter_in_bank(person=person, entry=entry, by=request.user)
            messages.success(request, f"Теперь в базе {side_text('наставляемых')}: {person.full_name}.")
        return redirect(f"{reverse('mentoring:pair_new_for', args=[entry.pk])}{by_wish}")
    searched = request.GET.get("who", "").strip()
    rows = list(mentees_to_choose_from(request.user, searched)[: MOST_FOUND + 1])
    context = {
        "form": form,
        "mentees": rows[:MOST_FOUND],
        "more": len(rows) > MOST_FOUND,
        "searched": searched,
        "wish": wish,
        "by_wish": by_wish,
        "words": words_of_proposer(request.user),
    }
    return render(request, "mentoring/mentee_choice.html", context)


@require_http_methods(["GET", "POST"])
def pair_for_mentee(request: AuthenticatedRequest, mentee_pk: int) -> HttpResponse:
    """Second screen: the mentor with a free place, form, period; «Показать» shows mentors anew without saving."""
    require(Access.of(request.user).anywhere(Right.PROPOSE_PAIRS))
    mentee = get_object_or_404(mentees_led_by(request.user), pk=mentee_pk)
    # what is sent is refused beside its fields
    if request.method != "POST" and (why := describe_unavailable_mentee(mentee)):
        messages.error(request, why)
        return redirect(mentee.person)
    today = clock.today()
    try:
        policy = rules_in_force(_where_led(request, mentee) or mentee.person.municipality, today)
    except NoPolicy as error:
        messages.error(request, str(error))
        return redirect("mentoring:pair_new")
    wish = wish_of_page(request)
    initial = _initial(request, mentee, policy, wish)
    form = _form(request, mentee, policy, initial)
    if request.method == "POST" and "refresh" not in request.POST and form.is_valid():
        try:
            pair = _entered(request, form, mentee, wish)
        except ValidationError as error:
            add_errors(form, error)
        else:
            _tell(request, pair)
            return redirect(pair)
    context = _context(request, form, mentee, policy, initial)
    return render(request, "mentoring/pair_form.html", {**context, "wish": wish})


def _entered(request: AuthenticatedRequest, form: PairForm, mentee: Mentee, wish: PairRequest | None) -> Pair:
    if wish is None:
        return create_pair(mentee=mentee, by=request.user, **form.cleaned_data)
    return create_wished_pair(request=wish, mentee=mentee, by=request.user, **form.cleaned_data)


def _form(request: AuthenticatedRequest, mentee: Mentee, policy: RulesInForce, initial: dict[str, Any]) -> PairForm:
    """Shows the mentors anew and keeps the entered values without validation."""
    if request.method == "POST" and "refresh" not in request.POST:
        return PairForm(request.POST, user=request.user, mentee=mentee, policy=policy, initial=initial)
    posted: dict[str, Any] = {name: request.POST.get(name) for name in PairForm.base_fields if name in request.POST}
    if "kinds" in posted:
        posted["kinds"] = request.POST.getlist("kinds")
    return PairForm(user=request.user, mentee=mentee, policy=policy, initial={**initial, **posted})


def _initial(
    request: AuthenticatedRequest, mentee: Mentee, policy: RulesInForce, wish: PairRequest | None
) -> dict[str, Any]:
    starts_on = clock.today()
    organisation = _host(request, mentee)
    return {
        "organisation": organisation.pk if organisation else None,
        "starts_on": starts_on,
        "ends_on": usual_end(starts_on, policy),
        "kinds": usual_kinds(),
        "curator": only_curator_of(organisation),
        "mentor": _wishing_mentor(wish),
    }


def _wishing_mentor(wish: PairRequest | None) -> int | None:
    mentor = getattr(wish.person, "mentor", None) if wish and wish.author == RequestAuthor.MENTOR else None
    return mentor.pk if mentor else None


def _host(request: AuthenticatedRequest, mentee: Mentee) -> Organisation | None:
    """The mentee's organisation, where the user may lead pairs in it."""
    organisations = organisations_in_use(request.user, Right.PROPOSE_PAIRS)
    home = mentee.person.organisation_id
    return None if home is None else organisations.filter(pk=home).first()


def _where_led(request: AuthenticatedRequest, mentee: Mentee) -> Organisation | None:
    """The organisation whose rules the page goes by: the chosen one, at first the mentee's."""
    number = whole_number(request.POST.get("organisation", ""))
    hosts = organisations_in_use(request.user, Right.PROPOSE_PAIRS)
    led = hosts.filter(pk=number).first() if number is not None else _host(request, mentee)
    if led is None and len(only := hosts[:2]) == 1:
        led = only[0]
    return led or mentee.person.organisation


def _context(
    request: AuthenticatedRequest, form: PairForm, mentee: Mentee, policy: RulesInForce, initial: dict[str, Any]
) -> dict[str, Any]:
    starts_on, ends_on = form.period(initial["starts_on"], initial["ends_on"])
    search, mentor = request.POST.get("mentor_search", ""), form.chosen_mentor()
    suitable = suitable_mentors(
        request.user, mentee, starts_on, ends_on, policy=policy, search=search, keep=mentor, form=form.chosen_form()
    )
    return {
        "form": form,
        "mentee": mentee,
        "words": words_by_rules(policy),
        "pair": None,
        "chosen_mentor": mentor,
        "search": search,
        "period": (starts_on, ends_on),
        "suitable": suitable,
        "unsuitable": [] if suitable else unsuitable_for_search(request.user, mentee, search, policy.municipality_id),
    }


def _tell(request: AuthenticatedRequest, pair: Pair) -> None:
    if pair.status == PairStatus.AGREED:
        act = words_of(pair).act.nominative
        messages.success(request, f"Пара внесена и согласована: все согласия есть. Теперь издайте {act} о закреплении.")
    else:
        messages.warning(request, "Пара сохранена как черновик: не хватает согласий. Внесите их по ссылкам ниже.")
