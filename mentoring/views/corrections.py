"""Pages that put right an end or a last day entered by mistake: what stands in the way first, then the form."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from mentoring.actions.corrections import ALREADY, correct_act, correct_extension, correct_last_day, reopen
from mentoring.actions.late_records import TAKES_BACK
from mentoring.actions.states import lock
from mentoring.changes.corrections import obstacles_to_reopening
from mentoring.enums import ENDED
from mentoring.extension_points import obstacles_to_correcting_change
from mentoring.forms.corrections import LastDayForm, PeriodForm, ReopenForm
from mentoring.forms.pair_changes import OtherActForm
from mentoring.labels.changes import describe_change, reasons_of
from mentoring.models import Pair, PairChange
from mentoring.queries.acts import changes_of_acts, changes_of_pair
from mentoring.queries.corrections import end_in_force, extension_in_force, may_correct, who_corrects
from mentoring.queries.policies import words_of
from mentoring.queries.taken_back import taken_back_from
from mentoring.views.pair_changes import ask, posted
from mentoring.views.pair_lookup import find_pair
from registry.access import Access, Right, require
from registry.forms.act_choice import LATER
from registry.forms.action_errors import add_errors
from registry.papers.act_cases import cases_of
from registry.papers.act_texts import act_label, act_text
from registry.queries.row_locks import hold_row
from registry.side_texts import side_label
from registry.views.atomic_post import atomic_post


@dataclass(frozen=True)
class CorrectionPage:
    #: the step that is corrected; None when there is nothing to correct
    wrong: Callable[[Pair], PairChange | None]
    #: what has been built on it
    obstacles: Callable[[Pair, PairChange, User], list[str]]
    form: type[ReopenForm]
    #: gets keywords: pair, by, and the cleaned data of the form
    act: Callable[..., Pair]
    #: the pair's name follows it
    heading: str
    intro: str
    submit_label: str
    success_text: str
    #: what becomes of an act that is still to come
    about_awaited_act: str
    #: what becomes of the act that is named
    about_act: str


def _require_above(request: AuthenticatedRequest, wrong: PairChange) -> None:
    who = f"Эту запись исправляет тот, кто стоит выше внёсшего: {who_corrects(wrong, request.user)}."
    require(may_correct(request.user, wrong), who)


def _nothing_to_correct(pair: Pair, page: CorrectionPage) -> str:
    """Why there is nothing: it never was, another has corrected it, or the pair is not what the page is for."""
    if page is EXTENSION and pair.is_ended:
        when = f"последний день — {pair.last_day:%d.%m.%Y}"
        return (
            f"Продление не исправить: внесено окончание пары, {when}. Исправьте на её странице последний день или "
            "верните пару в работу."
        )
    if page is not EXTENSION and not any(change.to_status in ENDED for change in changes_of_pair(pair)):
        return f"Пара не заканчивалась: сейчас она в состоянии «{pair.state_label}». Исправлять пока нечего."
    if page is EXTENSION and not any(change.ends_on_after for change in changes_of_pair(pair)):
        return "Срок пары не продлевали: исправлять пока нечего."
    return ALREADY


def _of_papers(pair: Pair, wrong: PairChange, by: User) -> list[str]:
    return obstacles_to_correcting_change(wrong)


REOPEN = CorrectionPage(
    wrong=end_in_force,
    obstacles=lambda pair, wrong, by: obstacles_to_reopening(pair, wrong, by=by),
    form=ReopenForm,
    act=reopen,
    heading="Вернуть пару в работу",
    intro=side_label(
        "Для случая, когда пару закончили по ошибке. Она снова станет действующей на том этапе, на котором "
        "закончилась, и займёт место наставника. В событиях останутся и ошибка, и исправление."
    ),
    submit_label="Вернуть в работу",
    success_text="Окончание исправлено: пара снова действует.",
    about_awaited_act="Когда пара вернётся в работу, портал перестанет его ждать.",
    about_act="Пара на него больше не опирается, о нём напоминает только ошибочная запись.",
)
LAST_DAY = CorrectionPage(
    wrong=end_in_force,
    obstacles=_of_papers,
    form=LastDayForm,
    act=correct_last_day,
    heading="Исправить последний день",
    intro="Для случая, когда в дате окончания ошиблись. Показатели прошедших дней пересчитаются по верной дате.",
    submit_label="Исправить",
    success_text="Последний день исправлен.",
    about_awaited_act="Портал по-прежнему его ждёт.",
    about_act=act_label("Исправленная запись опирается на него. Другой акт указывают в «Исправить приказ»."),
)
EXTENSION = CorrectionPage(
    wrong=extension_in_force,
    obstacles=_of_papers,
    form=PeriodForm,
    act=correct_extension,
    heading="Исправить продление",
    intro="Для случая, когда в новом сроке ошиблись. Если продления не было вовсе, укажите прежний срок.",
    submit_label="Исправить",
    success_text="Срок исправлен.",
    about_awaited_act="Портал по-прежнему его ждёт, а если вернуть прежний срок — перестанет.",
    about_act="Исправленная запись опирается на него, а если вернуть прежний срок — нет.",
)


@require_http_methods(["GET", "POST"])
@atomic_post
def pair_correction(request: AuthenticatedRequest, pk: int, page: CorrectionPage) -> HttpResponse:
    pair = find_pair(request, pk).pair
    require(Access.of(request.user).in_organisation(Right.CORRECT_ENDS, pair.organisation))
    try:
        pair = lock(pair) if request.method == "POST" else pair
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(pair)
    wrong = page.wrong(pair)
    if wrong is None:
        messages.error(request, _nothing_to_correct(pair, page))
        return redirect(pair)
    _require_above(request, wrong)
    form = page.form(request.POST or None, pair=pair)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("on", "reason", TAKES_BACK) if name in form.cleaned_data}
        try:
            changed = page.act(pair=pair, by=request.user, **values)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, page.success_text)
            return redirect(changed)
    context = {
        "page": page,
        "pair": pair,
        "wrong": wrong,
        "called": cases_of(wrong.act.kind) if wrong.act else words_of(pair).act,
        "reasons": reasons_of(wrong),
        "form": form,
        "heading": f"{page.heading}: {pair}",
        "taken_back": taken_back_from(pair) if page is REOPEN else [],
        "obstacles": page.obstacles(pair, wrong, request.user),
        "opens_act": Access.of(request.user).in_organisation(Right.VIEW_DOCUMENTS, pair.organisation),
    }
    return render(request, "mentoring/correction.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def act_correction(request: AuthenticatedRequest, pk: int, change_pk: int) -> HttpResponse:
    """Another act instead of the one that was named for an end or an extension by mistake."""
    lookup = find_pair(request, pk)
    pair = lookup.pair
    require(Access.of(request.user).in_organisation(Right.CORRECT_ENDS, pair.organisation))
    change = changes_of_acts(pair).filter(pk=change_pk).first()
    if change is None:
        get_object_or_404(changes_of_pair(pair), pk=change_pk)
        messages.error(request, ALREADY)
        return redirect(pair)
    if request.method == "POST":
        hold_row(change)
        change.refresh_from_db()
    _require_above(request, change)
    if change.act is None or change.is_corrected or change not in {end_in_force(pair), extension_in_force(pair)}:
        messages.error(request, ALREADY)
        return redirect(pair)
    if obstacles := obstacles_to_correcting_change(change):
        messages.error(request, " ".join(obstacles))
        return redirect(pair)
    act_name = cases_of(change.act.kind)
    form = OtherActForm(*posted(request), pair=pair, change=change, may_enter=lookup.rights.order)
    return ask(
        request,
        pair,
        form,
        lambda values: (
            correct_act(
                change=change,
                act=values["act"],
                act_awaited=values["act_awaited"],
                reason=values["reason"],
                by=request.user,
            ).pair
        ),
        success_text=act_text(
            "Приказ (исправлен/исправлено)."
            if request.POST.get("act_way") != LATER
            else "(Прежний/Прежнее) приказ (снят/снято).",
            act_name,
        ),
        heading=f"Исправить {act_name.nominative}: {pair}",
        intro=(
            f"{describe_change(change, words_of(pair).mentor)}. Сейчас указан {change.act}, «{change.act.title}». "
            "Он останется в реестре."
        ),
        submit_label="Исправить",
    )
