"""The page on which a region is spelt otherwise, for all its municipalities."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from registry.access import Access, require
from registry.actions.regions import respell_region
from registry.forms.action_errors import add_errors
from registry.forms.regions import RegionForm
from registry.queries.local_rules import versions_of_region
from registry.queries.municipalities import municipalities_of_region
from registry.views.atomic_post import atomic_post
from russian.numbers import plural


@require_http_methods(["GET", "POST"])
@atomic_post
def region_respell(request: AuthenticatedRequest) -> HttpResponse:
    """By who stands above all municipalities: with the region other rules may hold in them. `?region=`: the spelling
    to be mended."""
    require(Access.of(request.user).is_unlimited)
    form = RegionForm(request.POST or None, initial={"region": request.GET.get("region", "")})
    if form.is_valid() and form.is_confirmed() and (number := _respelt(request, form)) is not None:
        where = plural(number, "муниципалитете,муниципалитетах,муниципалитетах")
        messages.success(request, f"Регион теперь «{form.cleaned_data['spelling']}» — в {where} и в правилах региона.")
        return redirect("registry:levels")
    context = {
        "form": form,
        "heading": "Исправить название региона",
        "intro": "Правила региона действуют там, где он записан так же, как в них. Здесь оно меняется сразу у всех.",
        "submit_label": "Показать, что изменится",
        "back_url": reverse("registry:settings"),
        "crumbs": [("Настройки", reverse("registry:settings"))],
    }
    if form.is_asking:
        region, spelling = form.cleaned_data["region"], form.cleaned_data["spelling"]
        context |= {
            "region": region,
            "spelling": spelling,
            "municipalities": municipalities_of_region(region),
            "versions": versions_of_region(region),
            "versions_there": versions_of_region(spelling),
            "submit_label": "Подтвердить и исправить",
        }
    return render(request, "registry/region_respell.html", context)


def _respelt(request: AuthenticatedRequest, form: RegionForm) -> int | None:
    """How many municipalities; None when it was refused."""
    data = form.cleaned_data
    try:
        changed = respell_region(
            region=data["region"], spelling=data["spelling"], reason=data["reason"], by=request.user
        )
    except ValidationError as refusal:
        add_errors(form, refusal)
        return None
    return len(changed)
