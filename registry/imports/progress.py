"""How far a long import has come, told while it runs."""

from collections.abc import Callable

#: (what is being done, in words; done of it from 0 to 1)
Progress = Callable[[str, float], None]


def unheard(step: str, done: float) -> None:
    """For callers who do not ask."""
