"""What can be brought in, one module per kind."""

from imports.enums import ImportKind
from imports.importers.base import Importer
from imports.importers.mentors import MentorImporter
from imports.importers.organisations import OrganisationImporter
from imports.importers.pairs.importers import MenteeAndPairImporter, PairImporter
from imports.importers.partners import PartnerImporter

IMPORTERS: dict[str, Importer] = {
    ImportKind.MENTORS: MentorImporter(),
    ImportKind.MENTEES: MenteeAndPairImporter(),
    ImportKind.PAIRS: PairImporter(),
    ImportKind.ORGANISATIONS: OrganisationImporter(),
    ImportKind.PARTNERS: PartnerImporter(),
}

__all__ = ["IMPORTERS", "Importer"]
