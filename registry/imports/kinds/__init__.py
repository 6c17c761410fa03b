"""What can be brought in, one module per kind."""

from registry.enums import ImportKind
from registry.imports.kinds.base import Entry, Kind
from registry.imports.kinds.mentees import Mentees
from registry.imports.kinds.mentors import Mentors
from registry.imports.kinds.organisations import Organisations
from registry.imports.kinds.partners import Partners

KINDS: dict[str, Kind] = {
    ImportKind.MENTORS: Mentors(),
    ImportKind.MENTEES: Mentees(),
    ImportKind.ORGANISATIONS: Organisations(),
    ImportKind.PARTNERS: Partners(),
}

__all__ = ["KINDS", "Entry", "Kind"]
