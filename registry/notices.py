"""What a form has set right by itself, for the reader of the page that follows the save."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_notices: ContextVar[list[str] | None] = ContextVar("notices", default=None)


@contextmanager
def collected_notices() -> Iterator[list[str]]:
    """The list fills with what `notify` is given inside, each sentence once."""
    notices: list[str] = []
    token = _notices.set(notices)
    try:
        yield notices
    finally:
        _notices.reset(token)


def notify(sentence: str) -> None:
    """Does nothing where nobody collects, as in a worker."""
    notices = _notices.get()
    if notices is not None and sentence not in notices:
        notices.append(sentence)
