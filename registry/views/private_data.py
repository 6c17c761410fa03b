"""What is kept of one person: given out as a file, and taken out of the register."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import AuthenticatedRequest
from registry import clock
from registry.access import Access, Right, require
from registry.actions.view_log import ViewSubject, record_view
from registry.forms.action_errors import add_errors
from registry.forms.private_data import DepersonalisingForm, KeepingForm
from registry.models.view_record import ViewKind
from registry.private_data.depersonalising import depersonalise_person, keep_person_data, plan_depersonalising
from registry.private_data.person_file import person_file
from registry.private_data.processing_register import MEASURES, processing_purposes
from registry.queries.municipalities import municipalities_reached
from registry.queries.people import may, people_visible_to
from registry.queries.rules import rules_or_none
from registry.views.atomic_post import atomic_post
from registry.views.lists import attachment


@require_GET
def person_download(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The file for the person; its name does not reveal who it is."""
    person = get_object_or_404(people_visible_to(request.user), pk=pk)
    require(may(request.user, Right.GIVE_PERSON_FILE, person))
    content = person_file(person, sensitive=may(request.user, Right.VIEW_SENSITIVE, person))
    record_view(ViewKind.PERSON_FILE, ViewSubject.of_person(person), by=request.user, each=True)
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = attachment(f"Сведения {person.pk} на {clock.today():%d.%m.%Y}.zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
@atomic_post
def person_depersonalise(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What is kept and what becomes of it; then the deed."""
    person = get_object_or_404(people_visible_to(request.user), pk=pk)
    require(may(request.user, Right.DEPERSONALISE, person))
    plan = plan_depersonalising(person)
    form = DepersonalisingForm(request.POST or None, words=f"{person}; {plan.fingerprint}")
    if form.is_valid():
        try:
            person = depersonalise_person(person=person, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, "Карточка обезличена. Сведения о человеке удалены.")
            return redirect(person)
    context = {
        "form": form,
        "plan": plan,
        "heading": f"Обезличить: {person}",
        "intro": "Сведения о человеке исчезнут из портала навсегда, а пары, сроки и показатели прошлых дней останутся.",
        "submit_label": "Обезличить навсегда",
        "danger": True,
        "back_url": person.get_absolute_url(),
        "crumbs": [("Карточка", person.get_absolute_url())],
    }
    return render(request, "registry/depersonalise.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def person_keep(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """«Оставить до …»: the other answer to «Пора решать»."""
    person = get_object_or_404(people_visible_to(request.user), pk=pk)
    require(may(request.user, Right.DEPERSONALISE, person))
    form = KeepingForm(request.POST or None, person=person)
    if form.is_valid():
        keep_person_data(person=person, by=request.user, **form.cleaned_data)
        messages.success(request, f"Личные сведения оставлены до {form.cleaned_data['until']:%d.%m.%Y}.")
        return redirect(person)
    context = {
        "form": form,
        "heading": f"Оставить личные сведения: {person}",
        "intro": "До этого дня портал не будет предлагать обезличить карточку.",
        "back_url": person.get_absolute_url(),
        "crumbs": [("Карточка", person.get_absolute_url())],
    }
    return render(request, "components/form_page.html", context)


@require_GET
def processing_register(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The purposes of processing in one municipality, by the rules in force."""
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    municipality = get_object_or_404(municipalities_reached(request.user, Right.VIEW_SETTINGS), pk=pk)
    today = clock.today()
    rules = rules_or_none(municipality, today)
    if rules is None:
        messages.error(request, "Сначала примите политику: из неё берутся сроки и обязательные согласия.")
        return redirect("registry:policy")
    context = {
        "municipality": municipality,
        "purposes": processing_purposes(rules),
        "measures": MEASURES,
        "today": today,
    }
    return render(request, "registry/processing_register.html", context)
