"""What every request passes: second factor, readable parameters, kept files, notices, records that are gone."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from functools import cache
from http import HTTPStatus
from itertools import chain
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import is_valid_path, resolve, reverse

from accounts.models import User
from registry.access import Access
from registry.actions.kept_uploads import delete_uploads, given_back, keep_upload, uploads_of
from registry.models import KeptUpload
from registry.pages.reader_messages import collect_messages
from registry.pages.sent_texts import sent_texts
from registry.papers.act_texts import reader_act
from registry.queries.people import curators_visible_to, mentors_visible_to
from registry.queries.people_elsewhere import PersonElsewhere, person_elsewhere
from registry.queries.reader_words import words_of_reader
from registry.queries.removed_records import removed_record
from registry.queries.rule_versions import rules_read_once
from registry.side_texts import reader_words

#: a view as the addresses name it
ViewFunction = Callable[..., HttpResponse]


class SecondFactorMiddleware:
    """People whose role needs a second factor set it up before they see anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: ViewFunction, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not settings.MFA_REQUIRED_ROLES or not request.user.is_authenticated:
            return None
        if not getattr(view, "login_required", True) or request.path.startswith(_accounts()):
            return None
        needs = Access.of(request.user).roles.intersection(settings.MFA_REQUIRED_ROLES)
        if request.user.is_superuser or needs:
            from allauth.mfa.utils import is_mfa_enabled

            if not is_mfa_enabled(request.user):
                if "HX-Request" in request.headers:  # a part of a page: the way to the setup is no part of it
                    return HttpResponse(status=HTTPStatus.NO_CONTENT)
                messages.warning(
                    request,
                    "Для вашей роли обязателен второй фактор входа. Подключите приложение с кодами или ключ доступа.",
                )
                return redirect("mfa_activate_totp")
        return None


class RawParametersMiddleware:
    """Answers 400 to a NUL in whatever a request brings: no text has one, and PostgreSQL stores none.

    It stands before whatever reads the database: a cookie or an address with a NUL would be looked up there. JSON is
    sent as text of a field, which `registry.forms.json_shape` reads.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        headers = (str(value) for name, value in request.META.items() if name.startswith(("HTTP_", "CONTENT_")))
        cookies = chain.from_iterable(request.COOKIES.items())
        _refuse_nul(chain((request.path, request.META.get("QUERY_STRING", "")), headers, cookies, _texts(request.GET)))
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: ViewFunction, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        # Django cleans the names of the files themselves
        _refuse_nul(chain(_texts(request.POST), request.FILES))


def _texts(query: QueryDict) -> Iterator[str]:
    return (text for name, values in query.lists() for text in (name, *values))


def _refuse_nul(texts: Iterable[str]) -> None:
    if any("\0" in text for text in texts):
        raise BadRequest("a NUL in the request")


class RulesReadOnceMiddleware:
    """The rules of a municipality are read once for a page, however many of its parts ask for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with rules_read_once():
            return self.get_response(request)


class ReaderWordsMiddleware:
    """Texts name the two sides of mentoring, and the act that secures pairs, as the rules of the reader do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        words = cache(lambda: words_of_reader(request.user))
        with reader_words(lambda: words().sides), reader_act(lambda: words().act):
            return self.get_response(request)


class NoticesMiddleware:
    """Tells on the page that follows a save what the form has set right by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with collect_messages() as sentences:
            response = self.get_response(request)
        if response.status_code in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER) or "HX-Redirect" in response:
            for sentence in sentences:
                messages.info(request, sentence)
        return response


class ButtonAddressMiddleware:
    """Leads from the address of a button to the page where it is pressed.

    One comes there by a link after a stale form or a lapsed sign-in; what the button does takes a POST. Where the
    reader has no such page, the answer is its 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        address = _page_with_button(request)
        if (page := self._page(request, address)).status_code == HTTPStatus.NOT_FOUND:
            return page
        messages.info(request, "Это делают кнопкой на странице. Вот эта страница: проверьте её и нажмите кнопку снова.")
        return redirect(address)

    def _page(self, request: HttpRequest, address: str) -> HttpResponse:
        """The page as the reader would get it; it takes none of the messages that wait."""
        other = copy(request)
        other.path = other.path_info = address
        other.resolver_match = None
        other._messages = default_storage(other)  # type: ignore[attr-defined]
        return self.get_response(other)


class RemovedRecordMiddleware:
    """Tells what has become of the record of an address, by whom and when, and gives back what was typed about it: it
    was removed, or its person has moved on.

    Without that the answer is the 404 of a record that never was; so it is for who reads nothing of its organisation.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        name = _NO_RECORD.match(str(exception)) if isinstance(exception, Http404) else None
        match = request.resolver_match
        if name is None or match is None or match.app_name == "admin" or not isinstance(request.user, User):
            return None
        numbers = [value for value in match.kwargs.values() if isinstance(value, int)]
        removed = removed_record(request.user, name[1], numbers) if numbers else None
        if removed is None:
            elsewhere = person_elsewhere(request.user, name[1], numbers) if numbers else None
            return _page_of_person_elsewhere(request, elsewhere) if elsewhere is not None else None
        if "HX-Request" in request.headers:
            words = f"{GONE} Кто удалил: {removed.by}, {removed.at:%d.%m.%Y} в {removed.at:%H:%M}."
            return HttpResponse(words, status=HTTPStatus.NOT_FOUND, content_type="text/plain; charset=utf-8")
        is_form = request.method == "POST"
        context = {
            "removed": removed,
            "is_form": is_form,
            "texts": sent_texts(request.POST, removed.model) if is_form else [],
            "back_url": _page_above(request.path, without=removed.pk),
            "home_url": reverse("home"),
        }
        return render(request, "registry/removed_record.html", context, status=HTTPStatus.NOT_FOUND)


def _page_of_person_elsewhere(request: HttpRequest, elsewhere: PersonElsewhere) -> HttpResponse:
    if "HX-Request" in request.headers:
        words = f"{elsewhere.words} Ничего не записано."
        return HttpResponse(words, status=HTTPStatus.NOT_FOUND, content_type="text/plain; charset=utf-8")
    is_form = request.method == "POST"
    bank = next((one for one in ("mentor", "mentee") if hasattr(elsewhere.person, one)), None)
    if elsewhere.survivor is not None:
        title, address = "Открыть карточку", elsewhere.survivor.get_absolute_url()
    elif bank and elsewhere.last_day is not None:
        title = f"Список на {elsewhere.last_day:%d.%m.%Y}"
        address = f"{reverse(f'registry:{bank}s')}?on={elsewhere.last_day.isoformat()}"
    else:
        title, address = "На главную", reverse("home")
    context = {
        "elsewhere": elsewhere,
        "is_form": is_form,
        "texts": sent_texts(request.POST, type(elsewhere.person)) if is_form else [],
        "back_title": title,
        "back_url": address,
    }
    return render(request, "registry/person_elsewhere.html", context, status=HTTPStatus.NOT_FOUND)


#: what get_object_or_404 says; the name of a class stands once in the tree
_NO_RECORD = re.compile(r"No (\w+) matches the given query\.")
GONE = "Запись уже убрали из реестра, ничего не записано."


def _page_above(path: str, *, without: int) -> str:
    """The nearest page above the address that names the removed record nowhere."""
    parts = path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        address = f"/{'/'.join(parts[:length])}/"
        if is_valid_path(address) and without not in resolve(address).kwargs.values():
            return address
    return reverse("home")


def _page_with_button(request: HttpRequest) -> str:
    """The card of the person whom the button is about, or the nearest page above its address."""
    match = request.resolver_match
    if match is not None and match.view_name in _ENTRIES and isinstance(request.user, User):
        entry = _ENTRIES[match.view_name](request.user).filter(pk=match.kwargs["pk"]).first()
        if entry is not None:
            return reverse("registry:person", args=[entry.person_id])
    parts = request.path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        address = f"/{'/'.join(parts[:length])}/"
        if is_valid_path(address):
            return address
    return reverse("home")


#: whose buttons stand on the cards of people: name of the address → the entries that the reader sees
_ENTRIES: Mapping[str, Callable[[User], QuerySet[Any]]] = {
    "registry:candidate_propose": mentors_visible_to,
    "registry:curator_confirm": curators_visible_to,
}


class KeptUploadsMiddleware:
    """A file that came with a form need not be chosen again when the form is refused.

    Every file is kept before the form is judged and deleted when the form has led on. The page of a refused form names
    what is kept (`components/kept_uploads.html`), and the next attempt gets it back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_refused = response.status_code == HTTPStatus.OK
        # after an error of the server the files wait for the next attempt, and nothing more is asked of the database
        if not is_refused and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            delete_uploads(getattr(request, "kept_uploads", ()))
        return response

    def process_view(
        self, request: HttpRequest, view: ViewFunction, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        is_form = request.method == "POST" and request.content_type == "multipart/form-data"
        room = request.resolver_match.app_name if request.resolver_match else ""
        # the service section has pages of its own, which name no kept files
        if not is_form or room == "admin" or not isinstance(request.user, User):
            return
        fresh = [(field, upload) for field, upload in request.FILES.items() if isinstance(upload, UploadedFile)]
        uploads = self._given_back(request, request.user)
        for field, upload in fresh:
            if new := keep_upload(field=field, upload=upload, address=request.path, room=room, by=request.user):
                uploads.append(new)
        request.kept_uploads = uploads  # type: ignore[attr-defined]  # read by components/kept_uploads.html

    def _given_back(self, request: HttpRequest, author: User) -> list[KeptUpload]:
        """What an earlier attempt has left, put back into the form unless the author chose another file or none."""
        tokens, dropped = request.POST.getlist("kept-upload"), request.POST.getlist("drop-upload")
        stored = list(uploads_of(author, address=request.path, tokens=tokens)) if tokens else []
        dropped_uploads = [one for one in stored if one.token in dropped or one.field in request.FILES]
        delete_uploads(dropped_uploads)
        remaining = [one for one in stored if one not in dropped_uploads]
        for one in remaining:
            request.FILES[one.field] = given_back(one)
        return remaining


class SavedFormMiddleware:
    """Tells the page that follows a form which form has led on, so that its draft in the browser is forgotten
    (static/js/drafts.js). After an error of the server nothing is told, and the draft stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and self._has_led_on(request, response):
            response.set_cookie(
                f"{settings.COOKIE_PREFIX}saved_form",
                quote(request.path),
                max_age=600,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    def _has_led_on(self, request: HttpRequest, response: HttpResponse) -> bool:
        """Not to a sign-in."""
        is_signed_in = isinstance(getattr(request, "user", None), User)
        target = response.headers.get("Location", "")
        return is_signed_in and response.status_code == HTTPStatus.FOUND and not target.startswith(_accounts())


def _accounts() -> str:
    return reverse("account_login").rsplit("/", 2)[0]
