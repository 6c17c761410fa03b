"""Requests: the list by what is to be done, the page of one with its decision, and the pages that write."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from mentoring.actions.requests import (
    ask_council,
    correct_request,
    decide_request,
    finish_request,
    give_opinion,
    make_request,
    withdraw_request,
)
from mentoring.enums import OpinionGiver, PairStatus, RequestAuthor, RequestKind
from mentoring.forms.requests import ACCEPT, OpinionForm, OutcomeForm, RequestDecisionForm, RequestForm, WishForm
from mentoring.models import PairRequest, RequestOpinion
from mentoring.queries.pairs import pairs_visible_to
from mentoring.queries.requests import (
    ACCEPTED,
    COUNCIL,
    FINISHED,
    WAITING,
    kinds_for,
    numbers_by_section,
    opinions_of,
    pairs_awaited_by,
    people_wishing,
    requests_visible_to,
    section,
    voices_about,
)
from mentoring.views.pair_changes import crumbs_of, posted
from mentoring.views.pair_lookup import find_pair
from mentoring.views.request_lookup import PARAMETER, RequestWithRights, find_request
from registry.access import Access, Right, require
from registry.actions.view_log import ViewSubject
from registry.enums import PERSONAL_ROLES
from registry.forms.action_errors import add_errors
from registry.forms.deed import DeedForm
from registry.history.labels import changes_of
from registry.pages.unread_conditions import unread_conditions
from registry.queries.row_locks import hold_row
from registry.side_texts import side_text
from registry.views.atomic_post import atomic_post
from registry.views.consents import scan_response

ON_A_PAGE = 20
LIST = "mentoring:requests"
SECTIONS = (
    (WAITING, "Ждут решения"),
    (COUNCIL, "Ждут мнения совета"),
    (ACCEPTED, "Исполняются"),
    (FINISHED, "Закрыты"),
)


@require_GET
def request_list(request: AuthenticatedRequest) -> HttpResponse:
    access = Access.of(request.user)
    require(access.anywhere(Right.VIEW_REQUESTS) or bool(access.roles.intersection(PERSONAL_ROLES)))
    requests = requests_visible_to(request.user)
    section_name = request.GET.get("show", "")
    section_name = section_name if section_name in dict(SECTIONS) else WAITING
    counts = numbers_by_section(requests)
    page = Paginator(section(requests, section_name), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "chips": [(name, label, counts[name], name == section_name) for name, label in SECTIONS],
        "section_name": section_name,
        "page": page,
        "unread": unread_conditions(request, offered={"show": dict(SECTIONS)}, labels={"show": "раздел"}),
        "total": sum(counts[name] for name in (WAITING, ACCEPTED, FINISHED)),
        "reads_many": access.anywhere(Right.VIEW_REQUESTS),
        "reads_several_organisations": access.is_municipal(Right.VIEW_REQUESTS)
        or len(access.organisation_ids(Right.VIEW_REQUESTS)) > 1,
        "may_wish": people_wishing(request.user).exists(),
    }
    return render(request, "mentoring/requests/list.html", context)


@require_GET
def request_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    lookup = find_request(request, pk)
    form = RequestDecisionForm(request=lookup.request) if lookup.rights.decide else None
    return _page(request, lookup, form)


@require_http_methods(["GET", "POST"])
@atomic_post
def request_decide(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The decision stands on the page of the request; somebody who comes too late reads what has been decided."""
    lookup = find_request(request, pk)
    pair_request = lookup.request
    _require_office(request, pair_request)
    if request.method == "POST":
        hold_row(pair_request)
    if not pair_request.is_undecided:
        messages.error(request, f"Решать уже нечего: обращение в состоянии «{pair_request.get_status_display()}».")
        return redirect(pair_request)
    form = RequestDecisionForm(request.POST or None, request=pair_request)
    if form.is_valid():
        accepted = form.cleaned_data["verdict"] == ACCEPT
        try:
            decide_request(request=pair_request, accepted=accepted, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Решение внесено, его увидит тот, кто обратился.")
            return redirect(pair_request)
    return _page(request, lookup, form)


def _require_office(request: AuthenticatedRequest, pair_request: PairRequest) -> None:
    access = Access.of(request.user)
    leads = access.in_organisation(Right.RUN_PAIRS, pair_request.organisation)
    decides = access.in_organisation(Right.DECIDE_REQUESTS, pair_request.organisation)
    require(
        decides or (leads and pair_request.rule.curator_decides),
        "Решение принимает руководитель организации или администратор муниципалитета.",
    )


def _page(request: AuthenticatedRequest, lookup: RequestWithRights, form: RequestDecisionForm | None) -> HttpResponse:
    pair_request, access = lookup.request, Access.of(request.user)
    leads = access.in_organisation(Right.RUN_PAIRS, pair_request.organisation)
    awaited = pairs_awaited_by([pair_request]).get(pair_request.pair_id)
    context = {
        "pair_request": pair_request,
        "awaited": awaited,
        "opens_awaited": awaited is not None and pairs_visible_to(request.user).filter(pk=awaited.pk).exists(),
        "rights": lookup.rights,
        "opinions": opinions_of(pair_request),
        "form": form,
        "steps": _steps(pair_request) if lookup.rights.carry_out else [],
        "changes": changes_of(pair_request, hidden=("scan", "text")) if leads else [],
    }
    return render(request, "mentoring/requests/request.html", context)


def _steps(pair_request: PairRequest) -> list[tuple[str, str]]:
    """Pages that carry the request out: (address, words of the button), the likely one first."""
    by_request = f"?{PARAMETER}={pair_request.pk}"
    if pair_request.pair is not None:
        if pair_request.pair.status != PairStatus.ACTIVE:
            return []
        replace = (
            reverse("mentoring:pair_replace", args=[pair_request.pair.pk]) + by_request,
            side_text("Заменить наставника_вин"),
        )
        end = (reverse("mentoring:pair_terminate", args=[pair_request.pair.pk]) + by_request, "Прекратить досрочно")
        return {RequestKind.LAY_DOWN.value: [replace, end], RequestKind.REPLACE.value: [replace]}.get(
            pair_request.kind, []
        )
    entry = getattr(pair_request.person, "mentee", None)
    if pair_request.author == RequestAuthor.MENTEE and entry is not None:
        address = reverse("mentoring:pair_new_for", args=[entry.pk])
    else:
        address = reverse("mentoring:pair_new")
    return [(address + by_request, "Внести пару")]


@require_http_methods(["GET", "POST"])
@atomic_post
def pair_request(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A new request about a pair."""
    pair = find_pair(request, pk).pair
    voices = voices_about(request.user, pair)
    require(bool(voices))
    if not kinds_for(pair, voices):
        state = pair.state_label
        messages.error(request, f"Пара сейчас в состоянии «{state}»: обращений о ней вы подать не можете.")
        return redirect(pair)
    form = RequestForm(*posted(request), pair=pair, voices=voices, initial={"kind": request.GET.get("kind", "")})
    if form.is_valid() and (pair_request := _entered(request, form)):
        return redirect(pair_request)
    writes_down = any(voice.on_paper for voice in voices)
    context = {
        "form": form,
        "heading": f"Обращение: {pair}",
        "intro": "Прочтут куратор, руководитель и администратор портала, а совет наставников — если его спросят.",
        "back_url": pair.get_absolute_url(),
        "crumbs": crumbs_of(pair),
        "submit_label": "Внести" if writes_down else "Отправить",
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def request_wish(request: AuthenticatedRequest) -> HttpResponse:
    """A wish for a new pair."""
    require(people_wishing(request.user).exists(), side_text("О новой паре просят наставники и наставляемые."))
    form = WishForm(*posted(request), user=request.user)
    if form.is_valid() and (pair_request := _entered(request, form)):
        return redirect(pair_request)
    context = {
        "form": form,
        "heading": "Предложить новую пару",
        "intro": side_text("О ней просит наставник или наставляемый. Куратор ответит и, если решит так, внесёт пару."),
        "back_url": reverse(LIST),
        "crumbs": [("Обращения", reverse(LIST))],
        "submit_label": "Отправить",
    }
    return render(request, "components/form_page.html", context)


def _entered(request: AuthenticatedRequest, form: RequestForm | WishForm) -> PairRequest | None:
    """The request, or None when the form now shows why not."""
    try:
        pair_request = make_request(request=form.instance, by=request.user)
    except ValidationError as error:
        add_errors(form, error)
        return None
    messages.success(request, "Обращение отправлено. Решение и его причину вы увидите здесь.")
    return pair_request


@require_http_methods(["GET", "POST"])
@atomic_post
def request_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    lookup = find_request(request, pk)
    pair_request = lookup.request
    require(lookup.rights.is_own)
    if request.method == "GET" and not lookup.rights.correct:
        messages.error(request, "Обращение уже рассматривают, исправить его нельзя. Отзовите его и обратитесь заново.")
        return redirect(pair_request)
    form = RequestForm(*posted(request), instance=pair_request)
    if form.is_valid():
        try:
            correct_request(request=form.instance, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Изменения сохранены.")
            return redirect(pair_request)
    context = {"form": form, "heading": f"Исправить: {pair_request.title}", "back_url": pair_request.get_absolute_url()}
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def request_opinion(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    lookup = find_request(request, pk, needs="is_adviser")
    pair_request, access = lookup.request, Access.of(request.user)
    if request.method == "GET" and not lookup.rights.advise:
        messages.error(
            request, f"Обращение сейчас в состоянии «{pair_request.get_status_display()}»: мнение уже не нужно."
        )
        return redirect(pair_request)
    leads = access.in_organisation(Right.RUN_PAIRS, pair_request.organisation)
    giver = OpinionGiver.CURATOR if leads else OpinionGiver.COUNCIL
    earlier = next((opinion for opinion in opinions_of(pair_request) if opinion.giver == giver), None)
    opinion = earlier or RequestOpinion(request=pair_request, giver=giver)
    form = OpinionForm(request.POST or None, instance=opinion)
    if form.is_valid():
        try:
            give_opinion(opinion=form.instance, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Мнение внесено.")
            return redirect(pair_request)
    context = {
        "form": form,
        "heading": f"{giver.label.capitalize()}: мнение об обращении",
        "intro": f"{pair_request}. Мнение прочтут руководитель, куратор и тот, кто обратился.",
        "back_url": pair_request.get_absolute_url(),
        "submit_label": "Внести мнение",
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
def request_done(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    lookup = find_request(request, pk)
    pair_request = lookup.request
    require(Access.of(request.user).in_organisation(Right.RUN_PAIRS, pair_request.organisation))
    if request.method == "GET" and not pair_request.is_accepted:
        messages.error(request, f"Обращение сейчас в состоянии «{pair_request.get_status_display()}».")
        return redirect(pair_request)
    form = OutcomeForm(request.POST or None)
    if form.is_valid():
        try:
            finish_request(request=pair_request, outcome=form.cleaned_data["outcome"], by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Обращение исполнено.")
            return redirect(pair_request)
    context = {
        "form": form,
        "heading": f"Чем кончилось: {pair_request.title}",
        "intro": "Прочтёт тот, кто обратился. Обращение станет исполненным.",
        "back_url": pair_request.get_absolute_url(),
        "submit_label": "Внести и закрыть",
    }
    return render(request, "components/form_page.html", context)


@require_POST
def request_council(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    pair_request = find_request(request, pk).request
    require(Access.of(request.user).in_organisation(Right.RUN_PAIRS, pair_request.organisation))
    try:
        ask_council(request=pair_request, by=request.user)
        messages.success(request, "Обращение передано совету наставников.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(pair_request)


@require_http_methods(["GET", "POST"])
def request_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    lookup = find_request(request, pk)
    pair_request = lookup.request
    if pair_request.is_undecided:
        require(lookup.rights.withdraw, "Отозвать обращение может тот, кто обратился.")
    context: dict[str, Any] = {
        "heading": f"Отозвать обращение: {pair_request.title}",
        "consequence": "Решать его не будут. Обратиться снова можно в любой день.",
        "submit_label": "Отозвать",
        "back_url": pair_request.get_absolute_url(),
    }
    context["form"] = form = DeedForm(request, context["heading"], pair_request.text)
    if form.is_valid():
        try:
            withdraw_request(request=pair_request, by=request.user)
            messages.success(request, "Обращение отозвано.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(pair_request)
    return render(request, "components/confirm_page.html", context)


@require_GET
def request_scan(request: AuthenticatedRequest, pk: int) -> FileResponse:
    pair_request = find_request(request, pk).request
    if not pair_request.scan:
        raise Http404
    title = f"обращение {pair_request.pk} от {pair_request.asked_on:%d.%m.%Y}"
    subject = ViewSubject.of_organisation(pair_request.organisation, title)
    return scan_response(pair_request.scan, f"obrashchenie-{pair_request.pk}", subject=subject, by=request.user)
