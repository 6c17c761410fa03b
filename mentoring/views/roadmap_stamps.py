"""The stamps of a roadmap: its act and minutes, and correcting what they say."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from mentoring.actions.roadmap_stamps import approve_by_act, correct_agreement, take_act_back, withdraw_agreement
from mentoring.enums import RoadmapStatus
from mentoring.forms.roadmap_stamps import ActBackForm, AgreementForm, RoadmapActForm
from mentoring.models import Roadmap
from mentoring.queries.roadmap_acts import acts_of_roadmap, describe_act_taken_back, may_name_act
from mentoring.queries.roadmaps import holds_for, roadmaps_visible_to
from registry.access import Right, require
from registry.enums import ActKind
from registry.forms.action_errors import add_errors
from registry.forms.portal_form import PortalFormMixin
from registry.queries.acts import acts_visible_to
from registry.queries.row_locks import hold_row
from registry.views.atomic_post import atomic_post
from russian.approval import approved_word


@require_http_methods(["GET", "POST"])
def roadmap_act(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The act that has approved the roadmap: its papers print «УТВЕРЖДЕНА»."""
    roadmap = get_object_or_404(roadmaps_visible_to(request.user), pk=pk)
    require(may_name_act(request.user, roadmap))
    if roadmap.status != RoadmapStatus.AGREED:
        messages.error(request, "Сначала дорожную карту согласуют, потом утверждают актом.")
        return redirect(roadmap)
    form = RoadmapActForm(request.POST or None, request.FILES or None, user=request.user, roadmap=roadmap)
    approved = approved_word(roadmap.title)
    if form.is_valid() and form.chosen_act is not None:
        reason = form.cleaned_data.get("reason", "")
        try:
            approve_by_act(roadmap=roadmap, act=form.chosen_act, reason=reason, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            word = "ПРИНЯТО" if form.chosen_act.kind == ActKind.MINUTES else approved
            messages.success(request, f"Акт указан: в документе будет гриф «{word}».")
            return redirect(roadmap)
    intro = (
        f"По приказу, распоряжению или постановлению в документе будет гриф «{approved}», по протоколу — «ПРИНЯТО». "
        "Протоколов может быть несколько."
    )
    return _page(request, form, roadmap, f"Чем утверждена: {roadmap}", intro)


@require_http_methods(["GET", "POST"])
@atomic_post
def roadmap_act_back(request: AuthenticatedRequest, pk: int, act_pk: int) -> HttpResponse:
    """Takes an act or minutes from the roadmap that were named by mistake."""
    roadmap = get_object_or_404(roadmaps_visible_to(request.user), pk=pk)
    require(may_name_act(request.user, roadmap))
    if request.method == "POST":
        hold_row(roadmap)
    act = acts_of_roadmap(roadmap).filter(pk=act_pk).first()
    if act is None:
        known = get_object_or_404(acts_visible_to(request.user), pk=act_pk)
        messages.error(request, describe_act_taken_back(roadmap, known))
        return redirect(roadmap)
    if request.method == "POST":
        hold_row(act)
    form = ActBackForm(request.POST or None, act=act)
    if form.is_valid():
        try:
            take_act_back(roadmap=roadmap, act=act, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Гриф убран. Сам акт остаётся в реестре.")
            return redirect(roadmap)
    intro = f"{act}, «{act.title}». Гриф с этим актом больше не напечатается, сам акт останется в реестре."
    return _page(request, form, roadmap, f"Убрать акт: {roadmap}", intro, submit_label="Убрать")


@require_http_methods(["GET", "POST"])
@atomic_post
def roadmap_agreement(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Corrects the day of the agreement or withdraws it."""
    roadmap = get_object_or_404(roadmaps_visible_to(request.user), pk=pk)
    require(holds_for(request.user, Right.AGREE_ROADMAPS, roadmap))
    if roadmap.status != RoadmapStatus.AGREED:
        messages.error(request, "Дорожная карта сейчас не согласована.")
        return redirect(roadmap)
    form = AgreementForm(request.POST or None, instance=roadmap)
    if form.is_valid():
        reason, withdrawn = form.cleaned_data["reason"], form.cleaned_data["withdrawn"]
        try:
            if withdrawn:
                withdraw_agreement(roadmap=roadmap, reason=reason, by=request.user)
            else:
                agreed_on = form.cleaned_data["agreed_on"]
                correct_agreement(roadmap=roadmap, agreed_on=agreed_on, reason=reason, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Согласование отозвано." if withdrawn else "Дата согласования исправлена.")
            return redirect(roadmap)
    intro = "Так исправляют гриф «СОГЛАСОВАНО», пока с ним не издан документ."
    return _page(request, form, roadmap, f"Исправить согласование: {roadmap}", intro)


def _page(
    request: AuthenticatedRequest,
    form: PortalFormMixin,
    roadmap: Roadmap,
    heading: str,
    intro: str,
    submit_label: str = "Сохранить",
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "intro": intro,
        "submit_label": submit_label,
        "back_url": roadmap.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)
