from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.audit import with_audit
from registry.forms.acts import ActScanForm
from registry.history_labels import changes_of
from registry.queries.acts import acts_visible_to, may_attach_scan
from registry.views.atomic_post import atomic_post
from registry.views.consents import scan_response


@require_GET
def act_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_DOCUMENTS))
    act = get_object_or_404(acts_visible_to(request.user).select_related("cancelled_by"), pk=pk)
    context = {
        "act": act,
        "curators": act.curators.select_related("person", "organisation"),
        "may_attach_scan": may_attach_scan(request.user, act),
        "changes": changes_of(act, hidden=("scan",)),
    }
    return render(request, "registry/act.html", context)


@require_GET
def act_scan(request: AuthenticatedRequest, pk: int) -> FileResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_DOCUMENTS))
    act = get_object_or_404(acts_visible_to(request.user), pk=pk)
    if not act.scan:
        raise Http404
    return scan_response(act.scan, f"akt-{act.pk}")


@require_http_methods(["GET", "POST"])
@atomic_post
def act_scan_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Attaches the scan or replaces it; the former file stays in the history."""
    require(Access.of(request.user).anywhere(Right.VIEW_DOCUMENTS))
    act = get_object_or_404(acts_visible_to(request.user), pk=pk)
    require(may_attach_scan(request.user, act))
    replaces = bool(act.scan)
    back = reverse("registry:act", args=[act.pk])
    form = ActScanForm(request.POST or None, request.FILES or None, instance=act)
    if form.is_valid():
        with_audit(act, by=request.user, reason="Скан заменён" if replaces else "Скан приложен")
        form.save()
        messages.success(request, "Скан заменён." if replaces else "Скан приложен.")
        return redirect(back)
    context = {
        "form": form,
        "heading": "Заменить скан" if replaces else "Приложить скан",
        "intro": f"{act}, «{act.title}»",
        "back_url": back,
        "crumbs": [(str(act), back)],
    }
    return render(request, "components/form_page.html", context)
