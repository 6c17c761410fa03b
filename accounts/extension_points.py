"""What rooms above know about users: accounts offers the list, they register in `AppConfig.ready()`."""

from collections.abc import Callable, Iterable
from typing import Any

#: raises ValidationError for what is no name; asked about names that have been changed
name_checks: list[Callable[[str], None]] = []
#: name of a guard of the database → what it refuses, in the words that the service section says
guard_explanations: dict[str, str] = {}
#: what others know of a user's place, in words that make a poor password; the user may not be saved yet
password_words: list[Callable[[Any], Iterable[str]]] = []
