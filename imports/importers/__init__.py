"""What can be brought in, one module per kind."""

from imports.enums import ImportKind
from imports.importers.base import Importer, PlannedRecord
from imports.importers.mentors import Mentors
from imports.importers.organisations import Organisations
from imports.importers.pairs.importers import MenteesWithMentors, Pairs
from imports.importers.partners import Partners

IMPORTERS: dict[str, Importer] = {
    ImportKind.MENTORS: Mentors(),
    ImportKind.MENTEES: MenteesWithMentors(),
    ImportKind.PAIRS: Pairs(),
    ImportKind.ORGANISATIONS: Organisations(),
    ImportKind.PARTNERS: Partners(),
}

__all__ = ["IMPORTERS", "Importer", "PlannedRecord"]
