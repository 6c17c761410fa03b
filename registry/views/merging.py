"""Cards that may be of one person: the list, two side by side, the check, the joining and its undoing."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.actions.merging import forget_distinction, merge_people, record_distinct, undo_merge, way_back
from registry.actions.view_log import record_card_view
from registry.database.search import matches_person
from registry.forms.merging import MergeForm
from registry.forms.who_one_is import AGE_CONFIRMED
from registry.merge_values import Reassignment
from registry.merging.field_comparison import Section, compare_cards, fuller
from registry.merging.plan import MergePlan, distinction_of, plan_merge
from registry.merging.record import merge_summary
from registry.merging.related_records import related_records_of
from registry.models import Person
from registry.pages.unread_conditions import unread_conditions
from registry.queries.duplicates import (
    REASONS,
    Likeness,
    cards_found,
    distinct_pairs,
    likely_duplicates,
    merges_visible_to,
    people_to_merge,
)
from registry.queries.people import may, people_visible_to
from registry.views.lists import ROWS_ON_A_PAGE
from russian.search_key import fold

SHORTEST = 2
MOST_FOUND = 20


@require_GET
def duplicates(request: AuthenticatedRequest) -> HttpResponse:
    """«Возможные дубли» of all organisations where the user may merge cards."""
    require(Access.of(request.user).anywhere(Right.MERGE_PEOPLE))
    likely = likely_duplicates(request.user)
    counts = {reason: sum(likeness.reason == reason for likeness in likely) for reason in REASONS}
    why = request.GET.get("why", "")
    distinct = distinct_pairs(request.user)
    likenesses = [likeness for likeness in likely if likeness.reason == why] if why in REASONS else likely
    if why == "distinct":
        likenesses = distinct
    page = Paginator(likenesses, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "unread": unread_conditions(request, offered={"why": {*REASONS, "distinct"}}, labels={"why": "чем похожи"}),
        "rows": _with_cards(request, list(page.object_list)),
        "total": len(likely),
        "apart": len(distinct),
        "chips": [(reason, REASONS[reason], count) for reason, count in counts.items() if count],
        "why": why,
    }
    return render(request, "registry/merge_duplicates.html", context)


def _with_cards(request: AuthenticatedRequest, likenesses: list[Likeness]) -> list[tuple[Likeness, Person, Person]]:
    pks = {pk for likeness in likenesses for pk in (likeness.one, likeness.other)}
    cards = people_to_merge(request.user).filter(pk__in=pks).select_related("organisation", "mentor", "mentee")
    by_pk = {card.pk: card for card in cards}
    return [(likeness, by_pk[likeness.one], by_pk[likeness.other]) for likeness in likenesses]


@require_GET
def merge_with(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """«Объединить с другой карточкой…»: likely ones first, others by search."""
    person = _card(request, pk)
    search = request.GET.get("q", "").strip()[:100]
    likenesses = [likeness for likeness in likely_duplicates(request.user) if pk in (likeness.one, likeness.other)]
    likely = [(likeness, other if one.pk == pk else one) for likeness, one, other in _with_cards(request, likenesses)]
    context = {
        "person": person,
        "search": search,
        "likely": likely,
        "searched": len(fold(search)) >= SHORTEST,
        "most": MOST_FOUND,
        "is_municipal": Access.of(request.user).is_municipal(Right.MERGE_PEOPLE),
    }
    if context["searched"]:
        context["people"] = cards_found(request.user, person, matches_person(search))[:MOST_FOUND]
    return render(request, "registry/merge_with.html", context)


@require_GET
def merge_compare(request: AuthenticatedRequest, pk: int, other_pk: int) -> HttpResponse:
    """Two cards side by side. What was chosen before (in the address) stays chosen."""
    one, other = _card(request, pk), _card(request, other_pk)
    for person in (one, other):
        record_card_view(person, by=request.user)
    sections = compare_cards(one, other)
    form = MergeForm(request.GET, people=(one, other), sections=sections)
    form.is_valid()
    choices = form.cleaned_data
    context = {
        "people": [one, other],
        "keep": choices.get("keep") or fuller(one, other).pk,
        "sections": _sections_with_choices(sections, choices),
        "related_records": [related_records_of(one), related_records_of(other)],
        "obstacles": plan_merge(one, other, {}).obstacles,
        "distinct": distinction_of(one, other).first(),
        "check_url": reverse("registry:merge_check", args=[pk, other_pk]),
    }
    return render(request, "registry/merge_compare.html", context)


@require_POST
def merge_distinct(request: AuthenticatedRequest, pk: int, other_pk: int) -> HttpResponse:
    """«Это разные люди», or the distinction removed."""
    one, other = _card(request, pk), _card(request, other_pk)
    if one == other or one.municipality_id != other.municipality_id:
        raise Http404
    if "forget" in request.POST:
        forget_distinction(one=one, other=other)
        messages.success(request, "Отметка снята: карточки снова сравниваются.")
        return redirect("registry:merge", pk, other_pk)
    record_distinct(one=one, other=other, by=request.user)
    messages.success(request, f"Отмечено: {one} и {other} — разные люди. В списке возможных дублей их больше нет.")
    return redirect("registry:duplicates")


def _sections_with_choices(sections: list[Section], choices: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "title": section.title,
            "equal": section.equal,
            "rows": [
                {
                    "comparison": comparison,
                    "sides": [
                        {
                            "owner": owner,
                            "label": label,
                            "is_chosen": owner == (choices.get(comparison.name) or comparison.preferred),
                        }
                        for owner, label in zip(comparison.owners, comparison.values_shown, strict=True)
                    ],
                }
                for comparison in section.differing
            ],
        }
        for section in sections
    ]


@require_http_methods(["GET", "POST"])
def merge_check(request: AuthenticatedRequest, pk: int, other_pk: int) -> HttpResponse:
    """Everything that will happen, and the button; what was shown is what is done."""
    one, other = _card(request, pk), _card(request, other_pk)
    form = MergeForm(request.POST or request.GET, people=(one, other), sections=compare_cards(one, other))
    back = reverse("registry:merge", args=[pk, other_pk])
    if not form.is_valid():
        return redirect(back)
    survivor, absorbed = (one, other) if form.cleaned_data["keep"] == one.pk else (other, one)
    refusal: list[str] = []
    if request.method == "POST":
        try:
            merge = merge_people(
                survivor=survivor,
                absorbed=absorbed,
                choices=form.choices(),
                shown_fingerprint=request.POST.get("shown_fingerprint", ""),
                is_confirmed=AGE_CONFIRMED in request.POST,
                by=request.user,
            )
        except ValidationError as error:
            refusal = error.messages
            survivor, absorbed = _card(request, survivor.pk), _card(request, absorbed.pk)
        else:
            messages.success(request, "Карточки объединены. Если это ошибка, объединение можно отменить.")
            return redirect("registry:merge_record", merge.pk)
    plan = plan_merge(survivor, absorbed, form.choices())
    query = {"keep": survivor.pk, **plan.chosen_owners}
    context = {
        "plan": plan,
        "refusal": [reason for reason in refusal if reason not in plan.obstacles],
        "outcome": _outcome(plan),
        "reassignments": _by_kind(plan),
        "hidden": query,
        "back_url": f"{back}?{'&'.join(f'{name}={value}' for name, value in query.items())}",
    }
    return render(request, "registry/merge_check.html", context)


def _outcome(plan: MergePlan) -> list[tuple[str, str, str]]:
    """(fact, value that stays, value that is dropped) of every fact on which the cards differ."""
    rows = []
    for comparison in (comparison for section in plan.sections for comparison in section.differing):
        at = comparison.owners.index(plan.chosen_owners[comparison.name])
        rows.append((comparison.label, comparison.values_shown[at], comparison.values_shown[1 - at]))
    return rows


def _by_kind(plan: MergePlan) -> list[tuple[str, list[Reassignment]]]:
    return [(kind, list(group)) for kind, group in groupby(plan.reassignments, key=attrgetter("kind"))]


@require_GET
def merge_record(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What a merge did, and whether it can be undone."""
    merge = get_object_or_404(merges_visible_to(request.user), pk=pk)
    may_undo = all(may(request.user, Right.MERGE_PEOPLE, person) for person in (merge.survivor, merge.absorbed))
    context = {"merge": merge, "summary": merge_summary(merge), "may_undo": may_undo and merge.undone_at is None}
    return render(request, "registry/merge_record.html", context)


@require_http_methods(["GET", "POST"])
def merge_undo(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    merge = get_object_or_404(merges_visible_to(request.user), pk=pk)
    for person in (merge.survivor, merge.absorbed):
        require(may(request.user, Right.MERGE_PEOPLE, person))
    if request.method == "POST":
        try:
            undo_merge(merge=merge, by=request.user)
        except ValidationError as refusal:
            messages.error(request, "Отменить объединение нельзя:\n" + "\n".join(refusal.messages))
            return redirect("registry:merge_record", merge.pk)
        messages.success(request, "Объединение отменено: снова две карточки.")
        return redirect("registry:merge_record", merge.pk)
    _, obstacles = way_back(merge)
    context = {"merge": merge, "obstacles": obstacles, "summary": merge_summary(merge)}
    return render(request, "registry/merge_undo.html", context)


def _card(request: AuthenticatedRequest, pk: int) -> Person:
    visible = people_visible_to(request.user).select_related("organisation", "municipality", "mentor", "mentee")
    person = get_object_or_404(visible, pk=pk)
    require(may(request.user, Right.MERGE_PEOPLE, person))
    return person
