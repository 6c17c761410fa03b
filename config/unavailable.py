"""503 in words while the database is busy or unreachable or the disk is full, 409 when what a form names is no more.
Any other error stays a 500."""

import errno
import sys
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from registry.queries.policy import NoPolicy

#: seconds after which a client may try again
RETRY_AFTER = 10
BUSY = (
    "Портал сейчас занят: другой пользователь или большая загрузка пишет в реестр. Ничего из отправленного не записано."
)
FULL = "На сервере кончилось место. Ничего из отправленного не записано. Сообщите об этом тому, кто ведёт портал."
UNREACHABLE = "База данных сейчас не отвечает. Ничего из отправленного не записано."
AGAIN = "Введённое осталось на странице. Подождите минуту и повторите."
GONE = (
    "Пока вы отправляли форму, другой пользователь убрал из реестра запись, на которую она ссылается. Ничего из "
    "отправленного не записано."
)
ANOTHER = "Введённое осталось на странице: обновите её и выберите другую запись."

_FULL_DISK = (errno.ENOSPC, errno.EDQUOT)
#: primary codes of SQLite (https://sqlite.org/rescode.html): busy, locked; full; failed input or output, no file
_SQLITE = {5: BUSY, 6: BUSY, 13: FULL, 10: UNREACHABLE, 14: UNREACHABLE}
#: codes and classes of PostgreSQL (appendix A of its manual): lock not available, deadlock, serialisation, timeout of a
#: statement; disk full; too many connections and other lack of resources, shutdown, connection
_POSTGRESQL = {
    "55P03": BUSY, "40P01": BUSY, "40001": BUSY, "57014": BUSY, "53100": FULL, "53": BUSY,
    "57P": UNREACHABLE, "08": UNREACHABLE,
}  # fmt: skip


def error_page(request: HttpRequest) -> HttpResponse:
    """The handler of uncaught exceptions (`handler500`), whatever part of a request has raised them."""
    errors = list(_chain(sys.exc_info()[1]))
    if any(map(_names_what_is_gone, errors)) or any(_missed_a_row(request, error) for error in errors[:1]):
        return _page(request, HTTPStatus.CONFLICT, GONE, ANOTHER)
    message = next(filter(None, map(_words, errors)), "")
    if not message:
        return server_error(request)
    response = _page(request, HTTPStatus.SERVICE_UNAVAILABLE, message, AGAIN)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _page(request: HttpRequest, status: HTTPStatus, message: str, advice: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = HttpResponse(f"{message} {advice}", content_type="text/plain; charset=utf-8")
    else:
        context = {"message": message, "page": _page_before(request), "may_repeat": advice == AGAIN}
        response = HttpResponse(render_to_string("503.html", context))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _names_what_is_gone(error: BaseException) -> bool:
    """Whether a reference to a row was refused, at the latest at the end of the transaction."""
    cause = error.__cause__
    return isinstance(error, IntegrityError) and (
        getattr(cause, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_FOREIGNKEY"
        or getattr(cause, "sqlstate", "") == "23503"
    )


def _missed_a_row(request: HttpRequest, error: BaseException) -> bool:
    """Whether something that is sent could not be read anew: a record was removed between the check of the form and
    the write. A missing policy is a record that was never there; an error that came of a missing record is another."""
    return request.method == "POST" and isinstance(error, ObjectDoesNotExist) and not isinstance(error, NoPolicy)


def _words(error: BaseException) -> str:
    """Empty for an error that waiting does not mend, such as a missing table."""
    if isinstance(error, OSError):
        return FULL if error.errno in _FULL_DISK else ""
    if not isinstance(error, OperationalError):
        return ""
    cause = error.__cause__
    if (code := getattr(cause, "sqlite_errorcode", None)) is not None:
        return _SQLITE.get(code & 0xFF, "")
    state = getattr(cause, "sqlstate", None)
    if state is None:  # no answer at all; SQLite always gives its code
        return UNREACHABLE
    return next((_POSTGRESQL[part] for part in (state, state[:3], state[:2]) if part in _POSTGRESQL), "")


def _page_before(request: HttpRequest) -> str:
    """The page of the portal from which something was sent: the draft of its form is offered there."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    is_own = referrer.netloc == request.META.get("HTTP_HOST")
    if request.method == "GET" or not is_own:
        return request.get_full_path() if request.method == "GET" else request.path
    return f"{referrer.path}?{referrer.query}" if referrer.query else referrer.path
