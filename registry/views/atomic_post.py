"""One transaction round a request that writes: what it has read it holds until it has written."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])


def atomic_post(view: View) -> View:
    """A page that is only shown takes no transaction: on SQLite it would wait for every writer."""

    @wraps(view)
    def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return inner  # type: ignore[return-value]
