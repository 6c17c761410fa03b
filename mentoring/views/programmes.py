"""The page of a programme: writing, sending, approving and reading it, and marking its plan."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
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
from mentoring.enums import PlanSection, ProgrammeStatus
from mentoring.forms.pair_changes import ReasonForm
from mentoring.forms.programmes import AcquaintForm, NoteForm, PlanFormSet, PlanItemDoneForm, ProgrammeForm, plan_with
from mentoring.labels.programme import status_label
from mentoring.models import Pair, Programme
from mentoring.queries.comments import comment_authors, comments_on, unanswered_on
from mentoring.queries.pair_labels import labels_of, labels_of_pairs
from mentoring.queries.policies import programme_term_of, programme_words_of, words_of
from mentoring.queries.programmes import items_of_plan, plan_items_in, plans_to_take, programme_of, rows_of_plan
from mentoring.views.pair_changes import ask
from mentoring.views.pair_lookup import PairWithRights, find_pair
from registry import clock
from registry.forms.action_errors import add_errors
from registry.history.labels import changes_of
from registry.queries.row_locks import hold_row
from registry.views.atomic_post import atomic_post
from russian.document_names import DocumentName
from russian.typography import upper_first

APPROVED = ("утверждён", "утверждена", "утверждено")


def find_programme(request: AuthenticatedRequest, pair_pk: int, *, needs: str = "") -> tuple[PairWithRights, Programme]:
    lookup = find_pair(request, pair_pk, needs=needs)
    programme = get_object_or_404(programme_of(lookup.pair))
    programme.pair = lookup.pair
    return lookup, programme


@require_GET
def programme_detail(request: AuthenticatedRequest, pair_pk: int) -> HttpResponse:
    lookup = find_pair(request, pair_pk)
    programme = programme_of(lookup.pair).first()
    if programme is None:
        absent = {
            "pair": lookup.pair,
            "programme_term": programme_term_of(lookup.pair),
            "act": words_of(lookup.pair).act,
        }
        return render(request, "mentoring/programme_absent.html", absent)
    items = items_of_plan(programme)
    programme_words = programme_words_of(lookup.pair)
    sections = [(section.label, [item for item in items if item.section == section]) for section in PlanSection]
    context = {
        "pair": lookup.pair,
        "programme": programme,
        "programme_term": programme_term_of(lookup.pair),
        "programme_words": programme_words,
        "status_label": status_label(programme.status, programme_words),
        "sent_label": programme_words.agreeing("Отправлен", "Отправлена", "Отправлено"),
        "returned_label": programme_words.agreeing("Возвращён", "Возвращена", "Возвращено"),
        "words": words_of(lookup.pair),
        "labels": labels_of(lookup.pair),
        "rights": lookup.rights,
        "open": lookup.pair.is_led,
        "sections": [(title, rows) for title, rows in sections if rows],
        "comments": list(comments_on(programme)),
        "may_comment": bool(comment_authors(request.user, lookup.pair)),
        "changes": changes_of(programme, called=programme_words.nominative),
        "today": clock.today(),
    }
    return render(request, "mentoring/programme.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def programme_edit(request: AuthenticatedRequest, pair_pk: int) -> HttpResponse:
    lookup, programme = find_programme(request, pair_pk, needs="write_programme")
    if programme.status != ProgrammeStatus.DRAFT or not lookup.pair.is_led:
        document_name = programme_words_of(lookup.pair)
        messages.error(
            request, f"Править {document_name.accusative} можно в действующей паре, до отправки на утверждение."
        )
        return redirect(programme)
    form = ProgrammeForm(request.POST or None, instance=programme)
    offered = list(plans_to_take(request.user, lookup.pair))
    labels = labels_of_pairs(one.pair for one in offered)
    plan_to_take = next((one for one in offered if str(one.pk) == request.GET.get("from")), None)
    if request.method == "POST" or plan_to_take is None:
        plan = PlanFormSet(request.POST or None, instance=programme, prefix="plan")
    else:
        plan = plan_with(rows_of_plan(plan_to_take, lookup.pair), instance=programme, prefix="plan")
    if request.method == "POST" and form.is_valid() and plan.is_valid():
        texts = {name: form.cleaned_data[name] for name in TEXTS}
        try:
            save_programme(programme=programme, write=plan.save, by=request.user, **texts)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _happened(programme, "сохранён", "сохранена", "сохранено"))
            return redirect(programme)
    context = {
        "form": form,
        "plan": plan,
        "offered_plans": [(one, labels[one.pair_id].form) for one in offered],
        "plan_to_take": plan_to_take,
        "programme": programme,
        "programme_term": programme_term_of(lookup.pair),
        "programme_words": programme_words_of(lookup.pair),
        "pair": lookup.pair,
        "comments": list(unanswered_on(programme)),
    }
    return render(request, "mentoring/programme_form.html", context)


@require_POST
def programme_submit(request: AuthenticatedRequest, pair_pk: int) -> HttpResponse:
    _, programme = find_programme(request, pair_pk, needs="write_programme")
    success_text = _happened(programme, "отправлен", "отправлена", "отправлено", "руководителю на утверждение")
    return _act(request, programme, submit_programme, success_text=success_text)


@require_POST
def programme_approve(request: AuthenticatedRequest, pair_pk: int) -> HttpResponse:
    _, programme = find_programme(request, pair_pk, needs="approve_programme")
    return _act(request, programme, approve_programme, success_text=_happened(programme, *APPROVED))


def _happened(programme: Programme, masculine: str, feminine: str, neuter: str, tail: str = "") -> str:
    """«Программа утверждена.», «Индивидуальный план развития утверждён.»"""
    document_name = programme_words_of(programme.pair)
    deed = document_name.agreeing(masculine, feminine, neuter)
    return f"{' '.join(filter(None, (upper_first(document_name.nominative), deed, tail)))}."


def _act(
    request: AuthenticatedRequest, programme: Programme, act: Callable[..., Programme], *, success_text: str
) -> HttpResponse:
    try:
        act(programme=programme, by=request.user)
        messages.success(request, success_text)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(programme)


@dataclass(frozen=True)
class ProgrammePage:
    """A page that asks for one thing about a programme: who may open it, what it says and what it does."""

    #: right in the pair
    needs: str
    form: type[Form]
    #: gets keywords: programme, by, and the cleaned data of the form
    act: Callable[..., Programme]
    success_text: Callable[[Programme], str]
    #: the pair's name follows it
    heading: Callable[[DocumentName], str]
    intro: Callable[[Pair, DocumentName], str]
    submit_label: str


@require_http_methods(["GET", "POST"])
def programme_change(request: AuthenticatedRequest, pair_pk: int, page: ProgrammePage) -> HttpResponse:
    lookup, programme = find_programme(request, pair_pk, needs=page.needs)
    document_name = programme_words_of(lookup.pair)
    return ask(
        request,
        lookup.pair,
        page.form(request.POST or None),
        lambda values: page.act(programme=programme, by=request.user, **values),
        success_text=page.success_text(programme),
        heading=f"{page.heading(document_name)}: {lookup.pair}",
        intro=page.intro(lookup.pair, document_name),
        submit_label=page.submit_label,
    )


RETURN = ProgrammePage(
    needs="approve_programme",
    form=NoteForm,
    act=return_programme,
    success_text=lambda programme: _happened(programme, "возвращён", "возвращена", "возвращено", "на доработку"),
    heading=lambda document_name: f"Вернуть {document_name.accusative}",
    intro=lambda pair, document_name: (
        f"{upper_first(document_name.accusative)} снова можно будет править. Автор увидит ваши замечания."
    ),
    submit_label="Вернуть на доработку",
)
ACQUAINT = ProgrammePage(
    needs="acquaint",
    form=AcquaintForm,
    act=acquaint_mentee,
    success_text=lambda programme: f"Отмечено ознакомление: {programme.pair.mentee.person.full_name}.",
    heading=lambda document_name: f"Ознакомление с {document_name.instrumental}",
    intro=lambda pair, document_name: (
        f"{pair.mentee.person.full_name} знакомится с тем, что утвердил руководитель (Устюжна, п.\u00a03.11)."
    ),
    submit_label="Отметить ознакомление",
)
CORRECT = ProgrammePage(
    needs="write_programme",
    form=ReasonForm,
    act=correct_programme,
    success_text=lambda programme: f"Открыта новая версия {programme_words_of(programme.pair).genitive}.",
    heading=lambda document_name: f"Новая версия {document_name.genitive}",
    intro=lambda pair, document_name: "Утверждённая версия останется в истории, новую нужно будет утвердить снова.",
    submit_label="Начать новую версию",
)


@require_http_methods(["GET", "POST"])
@atomic_post
def plan_item_done(request: AuthenticatedRequest, pair_pk: int, item_pk: int) -> HttpResponse:
    lookup, programme = find_programme(request, pair_pk, needs="write_programme")
    item = get_object_or_404(plan_items_in(programme), pk=item_pk)
    if request.method == "POST":
        hold_row(item)

    def mark(values: dict[str, Any]) -> Programme:
        mark_plan_item(item=item, by=request.user, **values)
        return programme

    return ask(
        request,
        lookup.pair,
        PlanItemDoneForm(request.POST or None, item=item),
        mark,
        success_text="Отметка сохранена.",
        heading=item.title,
        intro=f"Мероприятие {programme_words_of(lookup.pair).genitive}: {lookup.pair}",
        submit_label="Сохранить",
    )
