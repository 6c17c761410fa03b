"""Moving a pair to another stage, and marking the items of its stages."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from mentoring.actions.checklist import advance_stage, mark_item, return_to_stage, unmark_item
from mentoring.actions.states import lock
from mentoring.forms.pair_changes import EarlierStageForm
from mentoring.forms.stage_items import StageItemForm
from mentoring.queries.stage_items import item_templates_for, stage_marks_of, stage_of_pair_with_code
from mentoring.views.pair_changes import ask
from mentoring.views.pair_lookup import find_pair
from registry import clock
from registry.actions.view_log import ViewSubject
from registry.forms.action_errors import add_errors
from registry.views.atomic_post import atomic_post
from registry.views.consents import scan_response


@require_POST
def stage_advance(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    pair = find_pair(request, pk, needs="run").pair
    shown_stage = stage_of_pair_with_code(pair, request.POST.get("from_stage", ""))
    if shown_stage is None:
        messages.error(request, "Не понятно, с какого этапа перейти. Нажмите кнопку на этой странице ещё раз.")
        return redirect(pair)
    try:
        moved = advance_stage(pair=pair, from_stage=shown_stage, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Пара на этапе «{moved.stage}».")
    return redirect(pair)


@require_http_methods(["GET", "POST"])
def stage_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    pair = find_pair(request, pk, needs="run").pair
    if pair.stage is None or not pair.is_led:
        messages.error(request, "Этапы ведутся у действующей пары.")
        return redirect(pair)
    return ask(
        request,
        pair,
        EarlierStageForm(request.POST or None, current=pair.stage),
        lambda values: return_to_stage(pair=pair, by=request.user, **values),
        success_text="Пара вернулась на предыдущий этап.",
        heading=f"Вернуться на предыдущий этап: {pair}",
        intro=f"Сейчас этап «{pair.stage}». Отметки о выполненном останутся.",
        submit_label="Вернуться",
    )


@require_http_methods(["GET", "POST"])
@atomic_post
def stage_item(request: AuthenticatedRequest, pk: int, item_pk: int) -> HttpResponse:
    pair = find_pair(request, pk, needs="run").pair
    if request.method == "POST":
        try:
            lock(pair)
        except ValidationError as error:  # a card of the pair has meanwhile been joined into another
            messages.error(request, " ".join(error.messages))
            return redirect(pair)
    template = get_object_or_404(item_templates_for(pair), pk=item_pk)
    mark = stage_marks_of(pair).filter(template=template).first()
    if "tick" in request.POST and mark is not None:
        messages.info(request, f"Уже отмечено: {template.brief}.")
        return redirect(f"{pair.get_absolute_url()}#item-{template.code}")
    initial = StageItemForm.values_of(mark) if mark else None
    posted = {"done_on": clock.today()} if "tick" in request.POST else request.POST or None
    form = StageItemForm(posted, request.FILES or None, initial=initial)
    if form.is_valid():
        try:
            mark_item(pair=pair, template=template, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Отмечено: {template.brief}.")
            return redirect(f"{pair.get_absolute_url()}#item-{template.code}")
    context = {"form": form, "pair": pair, "template": template, "mark": mark, "back_url": pair.get_absolute_url()}
    return render(request, "mentoring/stage_item.html", context)


@require_POST
@atomic_post
def stage_item_unmark(request: AuthenticatedRequest, pk: int, item_pk: int) -> HttpResponse:
    """The button carries the version of the mark that its page shows; one that was corrected meanwhile stays."""
    pair = find_pair(request, pk, needs="run").pair
    template = get_object_or_404(item_templates_for(pair), pk=item_pk)
    try:
        lock(pair)
        mark = stage_marks_of(pair).filter(template=template).first()
        initial = StageItemForm.values_of(mark) if mark is not None else None
        if mark is not None and not StageItemForm(request.POST, initial=initial).shows_what_is_stored():
            messages.error(request, "Отметка не снята: сейчас в ней не то, что было на странице. Проверьте её.")
            return redirect("mentoring:stage_item", pk, item_pk)
        unmark_item(pair=pair, template=template, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Отметка снята.")
    return redirect(f"{pair.get_absolute_url()}#item-{template.code}")


@require_GET
def stage_item_scan(request: AuthenticatedRequest, pk: int, item_pk: int) -> FileResponse:
    """The scan leaves only through the pair that the reader may see."""
    pair = find_pair(request, pk).pair
    mark = get_object_or_404(stage_marks_of(pair).exclude(scan=""), template=item_pk)
    title = f"подтверждение пункта этапа {mark.template.code}, пара {pair.pk}"
    subject = ViewSubject.of_organisation(pair.organisation, title)
    return scan_response(mark.scan, f"etap-{mark.template.code}", subject=subject, by=request.user)
