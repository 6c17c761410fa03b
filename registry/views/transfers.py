"""The page that moves a person to another organisation and asks about everything that stays behind."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from registry.access import Right, require
from registry.actions.affiliations import (
    correct_transfer,
    present_affiliation,
    refusals_to_move_curator,
    transfer_person,
)
from registry.extension_points import MoveQuestion, questions_of_move
from registry.forms.action_errors import add_errors
from registry.forms.curatorship_questions import questions_about_offices
from registry.forms.transfers import TransferCorrectionForm, TransferForm
from registry.models import Person
from registry.queries.people import may, may_correct_transfer, people_openable_by, people_visible_to
from registry.templatetags.registry_format import element_id
from registry.views.atomic_post import atomic_post
from registry.views.held_card import refusal_to_write
from registry.views.leaving import page_of_what_holds
from russian.typography import full_stop


@require_http_methods(["GET", "POST"])
@atomic_post
def person_transfer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(people_visible_to(request.user), pk=pk)
    require(may(request.user, Right.TRANSFER_PEOPLE, person), _WHO_TRANSFERS)
    if refusal := refusal_to_write(request, person):
        messages.error(request, refusal)
        return redirect(person)
    person = get_object_or_404(people_visible_to(request.user), pk=pk)  # as it is now that the card is held
    heading = f"Перевести в другую организацию: {person}"
    if refusals := refusals_to_move_curator(person, request.user):
        return page_of_what_holds(request, person, heading, "Сейчас перевести нельзя", refusals)
    posted = (request.POST or None, request.FILES or None)
    form = TransferForm(*posted, person=person, present=present_affiliation(person))
    questions = [
        *questions_of_move(request.user, person, *posted),
        *questions_about_offices(request.user, person, *posted),
    ]
    if form.is_bound:
        _name_unanswered(form, questions)
    if form.is_valid():
        try:
            transfer = transfer_person(person=person, questions=questions, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            where = transfer.person.organisation
            success_text = (
                f"{person.short_name} теперь в организации {where}." if where else full_stop(f"Уход внесён: {person}")
            )
            messages.success(request, success_text)
            return _next_page(request, person, transfer.next_pages)
    context = {
        "form": form,
        "questions": questions,
        "has_files": any(question.form.is_multipart() for question in questions),
        "person": person,
        "heading": heading,
        "back_url": person.get_absolute_url(),
    }
    return render(request, "registry/person_transfer.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def person_transfer_correct(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who stands above the organisations corrects a move that was entered wrongly."""
    person = get_object_or_404(people_visible_to(request.user), pk=pk)
    require(may_correct_transfer(request.user, person), _WHO_CORRECTS)
    if refusal := refusal_to_write(request, person):
        messages.error(request, refusal)
        return redirect(person)
    present = present_affiliation(person)
    if present is None:
        messages.info(request, "Сейчас человек ни в одной организации не числится: внесите перевод.")
        return redirect(person)
    form = TransferCorrectionForm(request.POST or None, person=person, present=present)
    if form.is_valid():
        try:
            correct_transfer(person=person, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Исправлено. Что было внесено раньше, видно в истории.")
            return redirect(person)
    context = {
        "form": form,
        "heading": f"Исправить перевод: {person}",
        "intro": f"Сейчас внесено: {present}. Отчёты за дни, которых касается ошибка, станут верными.",
        "submit_label": "Исправить",
        "back_url": person.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)


_WHO_TRANSFERS = (
    "Переводит та организация, из которой человек уходит, или муниципальный координатор. Попросите их внести перевод."
)
_WHO_CORRECTS = "Исправляет перевод муниципальный координатор или администратор. Напишите им, что внесено неверно."


def _name_unanswered(form: TransferForm, questions: Sequence[MoveQuestion]) -> None:
    """Each error leads to its field."""
    links = {}
    for question in questions:
        for name, errors in question.form.errors.items():
            for message in errors:
                text = f"{question.heading}: {message}"
                form.add_error(None, text)
                links[text] = f"#{_element_of(question.form, name)}"
    vars(form)["links"] = links


def _element_of(form: BaseForm, name: str) -> str:
    """The id of what the error is about: the field, or the whole question."""
    if name not in form.fields:
        return str(form.prefix)
    return element_id(form[name])


def _bank_of(person: Person) -> str:
    """The list in which the reader found who is not theirs any more."""
    return "registry:mentors" if hasattr(person, "mentor") else "registry:mentees"


def _next_page(request: AuthenticatedRequest, person: Person, pages: list[tuple[str, str]]) -> HttpResponse:
    """The first of what is left to do; the others are named."""
    if not pages:
        is_open = people_openable_by(request.user).filter(pk=person.pk).exists()
        return redirect(person if is_open else _bank_of(person))
    for title, _ in pages[1:]:
        messages.info(request, f"Осталось: {title}.")
    return redirect(pages[0][1])
