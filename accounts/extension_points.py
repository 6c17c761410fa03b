"""What rooms above know about users: accounts offers the list, they register in `AppConfig.ready()`."""

from collections.abc import Callable

#: raises ValidationError for what is no name; asked about names that have been changed
name_checks: list[Callable[[str], None]] = []
#: name of a guard of the database → what it refuses, in the words that the service section says
guard_explanations: dict[str, str] = {}
