"""The public page of a personal link: what one is invited to, and accepting it."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import User
from registry.actions.access import InvitationClosed, accept_as_newcomer, accept_as_user
from registry.forms.access import NewcomerForm
from registry.models import Invitation
from registry.queries.memberships import has_account, invitation_by_token

PAGE = "registry/invitation.html"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "POST"])
def invitation_page(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitation_by_token(token)
    if invitation is None:
        return render(request, PAGE, {"closed": "unknown"}, status=404)
    if not invitation.is_open:
        return render(request, PAGE, {"closed": _why_closed(invitation)}, status=410)
    if request.user.is_authenticated:
        return _accept_signed_in(request, request.user, invitation, token)
    if has_account(invitation.email):
        invitation.refresh_from_db()  # the account may be a moment old: made by this invitation on a second page
        if not invitation.is_open:
            return render(request, PAGE, {"closed": _why_closed(invitation)}, status=410)
        return render(request, PAGE, {"invitation": invitation, "must_sign_in": True})
    return _accept_as_newcomer(request, invitation, token)


def _why_closed(invitation: Invitation) -> str:
    if invitation.accepted_at:
        return "accepted"
    return "revoked" if invitation.revoked_at else "expired"


def _accept_signed_in(request: HttpRequest, user: User, invitation: Invitation, token: str) -> HttpResponse:
    if invitation.email.casefold() != user.email.casefold():
        return render(request, PAGE, {"invitation": invitation, "wrong_account": True}, status=403)
    if request.method == "GET":
        return render(request, PAGE, {"invitation": invitation, "signed_in": True})
    try:
        membership = accept_as_user(token=token, user=user)
    except InvitationClosed as closed:
        messages.error(request, str(closed))
    else:
        messages.success(request, f"Приглашение принято: {membership}.")
    return redirect("home")


def _accept_as_newcomer(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    person = invitation.person
    names = {n: getattr(person, n) for n in ("last_name", "first_name", "middle_name")} if person else {}
    form = NewcomerForm(request.POST or None, email=invitation.email, initial=names)
    if form.is_valid():
        try:
            user = accept_as_newcomer(token=token, names=form.names(), password=form.cleaned_data["password"])
        except InvitationClosed as closed:
            messages.error(request, str(closed))
            return redirect(request.path)
        login(request, user, backend=BACKEND)
        messages.success(request, "Приглашение принято. Добро пожаловать!")
        return redirect("home")
    return render(request, PAGE, {"invitation": invitation, "form": form})
