from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from mentoring.actions.programmes import (
    TEXTS,
    acquaint_mentee,
    approve_programme,
    correct_programme,
    mark_plan_item,
    return_programme,
    save_programme,
    submit_programme,
)
from mentoring.enums import PairStatus, PlanSection, ProgrammeStatus
from mentoring.forms.action_errors import place_errors
from mentoring.forms.pair_changes import ReasonForm
from mentoring.forms.programmes import AcquaintForm, NoteForm, PlanFormSet, PlanItemDoneForm, ProgrammeForm
from mentoring.models import Programme
from mentoring.queries.policies import programme_term_of
from mentoring.queries.programmes import programme_of
from mentoring.views.pair_changes import ask
from mentoring.views.pair_lookup import PairWithRights, find_pair
from registry import clock
from registry.history_labels import changes_of
from registry.views.atomic_post import atomic_post


def _find(request: AuthenticatedRequest, pair_pk: int, *, needs: str = "") -> tuple[PairWithRights, Programme]:
    found = find_pair(request, pair_pk, needs=needs)
    programme = get_object_or_404(programme_of(found.pair))
    programme.pair = found.pair
    return found, programme


@require_GET
def programme_detail(request: AuthenticatedRequest, pair_pk: int) -> HttpResponse:
    found = find_pair(request, pair_pk)
    programme = programme_of(found.pair).first()
    if programme is None:
        absent = {"pair": found.pair, "programme_term": programme_term_of(found.pair)}
        return render(request, "mentoring/programme_absent.html", absent)
    items = list(programme.items.all())
    sections = [(section.label, [item for item in items if item.section == section]) for section in PlanSection]
    context = {
        "pair": found.pair,
        "programme": programme,
        "programme_term": programme_term_of(found.pair),
        "rights": found.rights,
        "open": found.pair.status == PairStatus.ACTIVE,
        "sections": [(title, rows) for title, rows in sections if rows],
        "changes": changes_of(programme),
        "today": clock.today(),
    }
    return render(request, "mentoring/programme.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def programme_edit(request: AuthenticatedRequest, pair_pk: int) -> HttpResponse:
    found, programme = _find(request, pair_pk, needs="write_programme")
    if programme.status != ProgrammeStatus.DRAFT or found.pair.status != PairStatus.ACTIVE:
        messages.error(request, "Править можно программу действующей пары, пока она составляется.")
        return redirect(programme)
    form = ProgrammeForm(request.POST or None, instance=programme)
    plan = PlanFormSet(request.POST or None, instance=programme, prefix="plan")
    if request.method == "POST" and form.is_valid() and plan.is_valid():
        texts = {name: form.cleaned_data[name] for name in TEXTS}
        try:
            save_programme(programme=programme, write=plan.save, by=request.user, **texts)
        except ValidationError as error:
            place_errors(form, error)
        else:
            messages.success(request, "Программа сохранена.")
            return redirect(programme)
    context = {
        "form": form,
        "plan": plan,
        "programme": programme,
        "programme_term": programme_term_of(found.pair),
        "pair": found.pair,
    }
    return render(request, "mentoring/programme_form.html", context)


@require_POST
def programme_submit(request: AuthenticatedRequest, pair_pk: int) -> HttpResponse:
    _, programme = _find(request, pair_pk, needs="write_programme")
    try:
        submit_programme(programme=programme, by=request.user)
        messages.success(request, "Программа отправлена руководителю на утверждение.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(programme)


@require_POST
def programme_approve(request: AuthenticatedRequest, pair_pk: int) -> HttpResponse:
    _, programme = _find(request, pair_pk, needs="approve_programme")
    try:
        approve_programme(programme=programme, by=request.user)
        messages.success(request, "Программа утверждена.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(programme)


@require_http_methods(["GET", "POST"])
def programme_return(request: AuthenticatedRequest, pair_pk: int) -> HttpResponse:
    found, programme = _find(request, pair_pk, needs="approve_programme")
    return ask(
        request,
        found.pair,
        NoteForm(request.POST or None),
        lambda values: return_programme(programme=programme, note=values["note"], by=request.user),
        done="Программа возвращена на доработку.",
        heading=f"Вернуть программу: {found.pair}",
        intro="Программу снова можно будет править. Автор увидит ваши замечания.",
        submit_label="Вернуть на доработку",
    )


@require_http_methods(["GET", "POST"])
def programme_acquaint(request: AuthenticatedRequest, pair_pk: int) -> HttpResponse:
    found, programme = _find(request, pair_pk, needs="acquaint")
    return ask(
        request,
        found.pair,
        AcquaintForm(request.POST or None),
        lambda values: acquaint_mentee(programme=programme, on=values["on"], by=request.user),
        done="Отмечено: наставляемый ознакомлен.",
        heading=f"Ознакомление с программой: {found.pair}",
        intro=f"{found.pair.mentee.person.full_name} знакомится с утверждённой программой (Устюжна, п.\u00a03.11).",
        submit_label="Отметить ознакомление",
    )


@require_http_methods(["GET", "POST"])
def programme_correct(request: AuthenticatedRequest, pair_pk: int) -> HttpResponse:
    found, programme = _find(request, pair_pk, needs="write_programme")
    return ask(
        request,
        found.pair,
        ReasonForm(request.POST or None),
        lambda values: correct_programme(programme=programme, reason=values["reason"], by=request.user),
        done="Открыта новая версия программы.",
        heading=f"Новая версия программы: {found.pair}",
        intro="Утверждённая версия останется в истории, новую нужно будет утвердить снова.",
        submit_label="Начать новую версию",
    )


@require_http_methods(["GET", "POST"])
def plan_item_done(request: AuthenticatedRequest, pair_pk: int, item_pk: int) -> HttpResponse:
    found, programme = _find(request, pair_pk, needs="write_programme")
    item = get_object_or_404(programme.items, pk=item_pk)

    def mark(values: dict) -> Programme:
        mark_plan_item(item=item, by=request.user, **values)
        return programme

    return ask(
        request,
        found.pair,
        PlanItemDoneForm(request.POST or None, item=item),
        mark,
        done="Отметка сохранена.",
        heading=item.title,
        intro=f"Мероприятие программы: {found.pair}",
        submit_label="Сохранить",
    )
