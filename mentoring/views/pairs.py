from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.actions.pairs import agree_pair, change_pair, version_of
from mentoring.actions.states import change_state, policy_of
from mentoring.deadlines import overdue_pairs
from mentoring.enums import PairStatus
from mentoring.exports.pairs import PairResource
from mentoring.filters.pairs import PairFilter
from mentoring.forms.action_errors import place_errors
from mentoring.forms.pairs import PairForm
from mentoring.models import Pair
from mentoring.pair_page import pair_page
from mentoring.queries.pairs import pairs_visible_to
from mentoring.queries.suitable import suitable_mentors
from mentoring.stages import with_checklist
from mentoring.tables.pairs import PairTable
from mentoring.views.pair_lookup import find_pair
from registry import clock
from registry.access import Access, Right, require
from registry.enums import PERSONAL_ROLES
from registry.views.lists import RegisterList


class PairList(RegisterList):
    right = Right.VIEW_PAIRS
    heading = "Пары"
    empty_icon = "people"
    empty_title = "Пар пока нет"
    empty_text = "Выберите наставляемого, и портал покажет подходящих наставников со свободными местами."
    add_label = "Новая пара"
    table_class = PairTable
    filterset_class = PairFilter
    resource_class = PairResource

    def may_open(self) -> bool:
        """Also mentors and mentees, who find their own pairs here."""
        access = Access.of(self.request.user)
        return access.anywhere(Right.VIEW_PAIRS) or bool(access.roles.intersection(PERSONAL_ROLES))

    def get_queryset(self) -> QuerySet[Pair]:
        rows = pairs_visible_to(self.request.user).for_screen()
        if self.request.GET.get("export"):
            return rows.select_related("role_model").prefetch_related("kinds")
        return rows

    def get_table(self, **kwargs) -> PairTable:
        table = super().get_table(**kwargs)
        shown = [row.record.pk for row in table.page.object_list] if table.page else []
        table.overdue = overdue_pairs(Pair.objects.filter(pk__in=shown))
        return table

    def get_add_url(self) -> str | None:
        allowed = Access.of(self.request.user).anywhere(Right.PROPOSE_PAIRS)
        return reverse("mentoring:pair_new") if allowed else None


def pair_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = pairs_visible_to(request.user).for_screen()
    rows = rows.select_related("role_model", "group", "predecessor__mentor__person", "predecessor__mentee__person")
    rows = with_checklist(rows).select_related("curator__person", "organisation__municipality", "successor")
    pair = get_object_or_404(rows.prefetch_related("kinds"), pk=pk)
    page = pair_page(pair, request.user)
    return render(request, "mentoring/pair.html", {"pair": pair, "page": page, "rights": page.rights})


@require_http_methods(["GET", "POST"])
def pair_edit(request: HttpRequest, pk: int) -> HttpResponse:
    pair = find_pair(request, pk, needs="propose").pair
    if pair.status != PairStatus.DRAFT:
        messages.error(request, "Править можно только черновик.")
        return redirect(pair)
    try:
        policy = policy_of(pair)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(pair)
    form = PairForm(
        request.POST or None,
        user=request.user,
        mentee=pair.mentee,
        policy=policy,
        initial=PairForm.values_of(pair, version_of(pair)),
    )
    if form.is_valid():
        values = {**form.cleaned_data}
        try:
            changed = change_pair(
                pair=pair,
                kinds=values.pop("kinds"),
                group_title=values.pop("group_title"),
                seen=values.pop("seen"),
                changes=values,
                by=request.user,
            )
        except ValidationError as error:
            place_errors(form, error)
        else:
            messages.success(request, "Изменения сохранены.")
            return redirect(changed)
    starts_on, ends_on = form.period(pair.starts_on, pair.ends_on)
    context = {
        "form": form,
        "mentee": pair.mentee,
        "pair": pair,
        "chosen": (chosen := form.chosen_mentor()),
        "suitable": suitable_mentors(request.user, pair.mentee, starts_on, ends_on, policy=policy, keep=chosen),
        "period": (starts_on, ends_on),
    }
    return render(request, "mentoring/pair_form.html", context)


@require_POST
def pair_agree(request: HttpRequest, pk: int) -> HttpResponse:
    pair = find_pair(request, pk, needs="propose").pair
    try:
        agree_pair(pair=pair, by=request.user)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, "Пара согласована. Теперь нужен приказ о закреплении.")
    return redirect(pair)


@require_http_methods(["GET", "POST"])
def pair_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    pair = find_pair(request, pk, needs="propose").pair
    if request.method == "POST":
        try:
            change_state(pair=pair, to=PairStatus.CANCELLED, on=clock.today(), by=request.user)
            messages.success(request, "Черновик отменён.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(pair)
    require(pair.status == PairStatus.DRAFT, "Отменить можно только черновик.")
    context = {
        "heading": f"Отменить черновик: {pair}",
        "consequence": "Пара останется в реестре отменённой, вернуть её в черновики нельзя. Места наставника свободны.",
        "submit_label": "Отменить черновик",
        "danger": True,
        "back_url": pair.get_absolute_url(),
    }
    return render(request, "components/confirm_page.html", context)
