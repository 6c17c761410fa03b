"""«Перевод классов»: one page per organisation and school year, and the correction of a single pupil."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from registry import clock
from registry.access import Access, Right, require
from registry.actions.classes import correct_move, finish_departure, transfer_classes
from registry.enums import ClassOutcome
from registry.extension_points import reasons_to_end_ties, ties_ended_with, ties_of_people
from registry.forms.action_errors import add_errors
from registry.forms.classes import ClassMoveForm, ClassTransferForm
from registry.models import ClassMove, ClassTransfer, Organisation
from registry.queries.classes import in_class_of_this_year, moves_in, moves_of, pupils_to_move, transfer_of
from registry.queries.organisations import organisations_visible_to
from registry.queries.row_locks import hold_row
from registry.views.atomic_post import atomic_post
from russian.school_year import school_year_label, school_year_of


def _organisation(request: AuthenticatedRequest, pk: int) -> Organisation:
    """Whoever sees the people may look; only who keeps their cards may write."""
    organisation = get_object_or_404(organisations_visible_to(request.user), pk=pk)
    require(Access.of(request.user).in_organisation(Right.VIEW_PEOPLE, organisation))
    require(request.method != "POST" or _may_edit(request, organisation))
    return organisation


def _may_edit(request: AuthenticatedRequest, organisation: Organisation) -> bool:
    return Access.of(request.user).in_organisation(Right.EDIT_PEOPLE, organisation)


@require_http_methods(["GET", "POST"])
@atomic_post
def classes(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What is to be done this school year, or what has been done."""
    organisation = _organisation(request, pk)
    school_year = school_year_of(clock.today())
    if request.method == "POST":
        hold_row(organisation)
    if transfer := transfer_of(organisation, school_year):
        if request.method == "POST":
            messages.info(request, "Классы этой школы в этом учебном году уже переведены. Вот что получилось.")
            return redirect("registry:classes", organisation.pk)
        return _done_page(request, transfer)
    form = _form(request, organisation, school_year)
    if form.pupils and form.is_valid():
        try:
            transfer = transfer_classes(
                organisation=organisation,
                school_year=school_year,
                day=form.cleaned_data["day"],
                decisions=form.decisions(),
                by=request.user,
            )
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            _tell(request, transfer)
            return redirect("registry:classes", organisation.pk)
    context = {
        "form": form,
        "organisation": organisation,
        "may_edit": _may_edit(request, organisation),
        "year_label": school_year_label(school_year),
    }
    return render(request, "registry/classes.html", context)


def _form(request: AuthenticatedRequest, organisation: Organisation, school_year: int) -> ClassTransferForm:
    pupils = list(pupils_to_move(organisation, school_year))
    return ClassTransferForm(
        request.POST or None,
        pupils=pupils,
        school_year=school_year,
        moved=in_class_of_this_year(pupils, school_year),
        ties=ties_of_people(request.user, [pupil.pk for pupil in pupils]),
        reasons=reasons_to_end_ties(organisation),
    )


def _tell(request: AuthenticatedRequest, transfer: ClassTransfer) -> None:
    moves = list(moves_of(transfer))
    waiting = sum(move.outcome == ClassOutcome.LEFT and move.person.archived_on is None for move in moves)
    numbers = Counter(move.outcome for move in moves)
    labels = {ClassOutcome.UP: "переведены", ClassOutcome.STAYS: "остались", ClassOutcome.LEFT: "выбыли"}
    outcomes = [f"{word} — {numbers[outcome]}" for outcome, word in labels.items() if numbers[outcome]]
    messages.success(request, f"Перевод классов внесён: {', '.join(outcomes)}.")
    if waiting:
        messages.warning(request, "У выбывших остались открытые пары. Решите о каждой: они отмечены ниже.")


def _done_page(request: AuthenticatedRequest, transfer: ClassTransfer) -> HttpResponse:
    moves = list(moves_of(transfer))
    ties = ties_of_people(request.user, [move.person_id for move in moves if move.outcome == ClassOutcome.LEFT])
    rows = [(move, ties.get(move.person_id, [])) for move in moves]
    may_edit = _may_edit(request, transfer.organisation)
    context = {"transfer": transfer, "organisation": transfer.organisation, "rows": rows, "may_edit": may_edit}
    return render(request, "registry/classes_done.html", context)


def _move(request: AuthenticatedRequest, pk: int, move_pk: int) -> ClassMove:
    return get_object_or_404(moves_in(_organisation(request, pk)), pk=move_pk)


@require_http_methods(["GET", "POST"])
@atomic_post
def class_move(request: AuthenticatedRequest, pk: int, move_pk: int) -> HttpResponse:
    """What became of one pupil, and its correction."""
    move = _move(request, pk, move_pk)
    ties = ties_of_people(request.user, [move.person_id]).get(move.person_id, [])
    if not _may_edit(request, move.transfer.organisation):
        context: dict[str, object] = {
            "transfer": move.transfer,
            "organisation": move.transfer.organisation,
            "rows": [(move, ties)],
        }
        return render(request, "registry/classes_done.html", context)
    waits = move.outcome == ClassOutcome.LEFT and move.person.archived_on is None
    ended = ties_ended_with(request.user, move.person, move.on) if move.outcome == ClassOutcome.LEFT else []
    reasons = reasons_to_end_ties(move.transfer.organisation)
    form = ClassMoveForm(request.POST or None, instance=move, ties=ties, reasons=reasons)
    if form.is_valid():
        outcome, on = ClassOutcome(form.cleaned_data["outcome"]), form.cleaned_data["on"]
        try:
            correct_move(move=move, outcome=outcome, on=on, ends_ties=form.ends_ties, by=request.user)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, f"{move.person}: исправлено.")
            if ended and outcome != ClassOutcome.LEFT:
                names = "; ".join(tie.title for tie in ended)
                messages.warning(request, f"Законченные с выбытием пары сами не вернулись: {names}. {_HOW_TO_RETURN}")
                return redirect(ended[0].address)
            return redirect("registry:classes", pk)
    context = {
        "form": form,
        "move": move,
        "waits": waits,
        "ties": ties,
        "ended": ended,
        "how_to_return": _HOW_TO_RETURN,
        "heading": f"Исправить перевод: {move.person}",
        "back_url": reverse("registry:classes", args=[pk]),
        "crumbs": [("Перевод классов", reverse("registry:classes", args=[pk]))],
    }
    return render(request, "registry/class_move.html", context)


_HOW_TO_RETURN = (
    "Досрочно прекращённую пару возвращает к работе на её странице тот, кто стоит выше внёсшего: за куратора — "
    "руководитель, за руководителя — администратор. Вместо отменённого черновика создайте новую пару."
)


@require_POST
def class_move_finish(request: AuthenticatedRequest, pk: int, move_pk: int) -> HttpResponse:
    """Closes the card of who has left, when no pair holds them any more."""
    move = _move(request, pk, move_pk)
    try:
        finish_departure(move=move, by=request.user)
    except ValidationError as refusal:
        messages.error(request, "Закрыть карточку пока нельзя:\n" + "\n".join(refusal.messages))
        return redirect("registry:class_move", pk, move_pk)
    messages.success(request, f"{move.person}: карточка закрыта.")
    return redirect("registry:classes", pk)
