"""The only public pages of the room: is this paper real? They show no personal data."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.queries import document_by_code, predecessor_of


@login_not_required
@never_cache
@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Where a code is typed by hand from paper."""
    if code := request.GET.get("code", "").strip():
        return redirect("reports:verify", typed_code(code))
    return render(request, "reports/verify_form.html")


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """An unknown code is answered with 404 and words, so that a search engine keeps no such page."""
    document = document_by_code(typed_code(code))
    status = 200 if document else 404
    context = {
        "document": document,
        "code": code,
        "predecessor": predecessor_of(document) if document is not None else None,
    }
    return render(request, "reports/verify.html", context, status=status)


def typed_code(text: str) -> str:
    """People leave out the dashes and type small letters: «7kq2 9fhm…» is «7KQ2-9FHM-…»."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())[:16]
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4)) or "-"
