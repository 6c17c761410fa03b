from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from registry.access import Access, Right, require
from registry.queries.acts import acts_visible_to
from registry.views.consents import scan_response


@require_GET
def act_detail(request: HttpRequest, pk: int) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_DOCUMENTS))
    act = get_object_or_404(acts_visible_to(request.user).select_related("cancelled_by"), pk=pk)
    context = {"act": act, "curators": act.curators.select_related("person", "organisation")}
    return render(request, "registry/act.html", context)


@require_GET
def act_scan(request: HttpRequest, pk: int) -> FileResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_DOCUMENTS))
    act = get_object_or_404(acts_visible_to(request.user), pk=pk)
    if not act.scan:
        raise Http404
    return scan_response(act.scan, f"akt-{act.pk}")
