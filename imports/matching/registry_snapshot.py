"""The register within the scope of one batch: a municipality, or one organisation of it."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from imports.matching.merge_choices import LeftBehind, values_left_behind
from imports.models import ColumnMapping, HeadingSynonym
from imports.parsing.parsed import KnownOrganisation, KnownPerson
from registry.models import Category, Mentee, Municipality, Organisation, OrganisationAlias, Person, PersonSpelling
from registry.queries.former_names import former_names_of_people
from russian.search_key import fold

_AT_A_TIME = 2000


class KnownPeople:
    """The people of a register for the reader of files; they are read on the first use, each time anew."""

    def __init__(self, snapshot: "RegistrySnapshot") -> None:
        self._snapshot = snapshot

    def __iter__(self) -> Iterator[KnownPerson]:
        for person in self._snapshot.people.values():
            if person.grade is None and person.merged_into_id is None:
                yield KnownPerson(
                    person.pk, person.last_name, person.first_name, person.middle_name, person.organisation_id,
                    person.birth_date, person.phone,
                )  # fmt: skip


class RegistrySnapshot:
    """Reads each thing once, whatever the number of rows.

    `organisation`: the batch is of this organisation alone; others are known by name only, so that their rows can be
    told apart, and their people are not read. `lock`: rows are locked until the end of the transaction, FOR NO KEY
    UPDATE: whoever makes a pair meanwhile refers to them and need not wait, so that nobody waits in a circle.
    """

    def __init__(
        self, municipality: Municipality, organisation: Organisation | None = None, *, lock: bool = False
    ) -> None:
        self.municipality = municipality
        self.organisation = organisation
        self._lock = lock

    @property
    def locks(self) -> bool:
        """Whether the rows stay locked until the end of the transaction."""
        return self._lock

    @cached_property
    def organisations(self) -> dict[int, Organisation]:
        organisations = Organisation.objects.filter(municipality=self.municipality).order_by("pk")
        return {
            organisation.pk: organisation
            for organisation in (self._locked(organisations) if self._lock else organisations)
        }

    @cached_property
    def known_organisations(self) -> list[KnownOrganisation]:
        aliases: dict[int, list[str]] = {}
        for pk, name in OrganisationAlias.objects.filter(municipality=self.municipality).values_list(
            "organisation_id", "name"
        ):
            aliases.setdefault(pk, []).append(name)
        return [
            KnownOrganisation(o.pk, o.short_name, o.full_name, tuple(aliases.get(o.pk, ())), o.inn)
            for o in self.organisations.values()
        ]

    @cached_property
    def own_organisation(self) -> KnownOrganisation | None:
        if self.organisation is None:
            return None
        return next(one for one in self.known_organisations if one.id == self.organisation.pk)

    @cached_property
    def people(self) -> dict[int, Person]:
        """People with their entries in both banks. The keys of search are computed whenever a person is written."""
        people = Person.objects.filter(municipality=self.municipality).select_related("mentor", "mentee").order_by("pk")
        people = people.defer("name_key", "search_key", "sort_key")
        if self.organisation is not None:
            people = people.filter(organisation=self.organisation)
        people = self._locked(people) if self._lock else people
        return {person.pk: person for person in people.iterator(chunk_size=_AT_A_TIME)}

    @cached_property
    def merged_into(self) -> dict[int, int]:
        """Of cards that were merged: primary key → that of the card which remains."""
        into = {person.pk: person.merged_into_id for person in self.people.values() if person.merged_into_id}
        merged_into = {}
        for pk, target in into.items():
            while target in into:
                target = into[target]
            if target in self.people:
                merged_into[pk] = target
        return merged_into

    @cached_property
    def left_behind(self) -> dict[int, LeftBehind]:
        """Surviving cards with the values that were rejected when cards were joined."""
        return values_left_behind(self.municipality, self.merged_into)

    @cached_property
    def former_names(self) -> dict[int, list[tuple[str, str, str]]]:
        """Person → last, first and middle names that they bore before; of who bore others."""
        condition = Q(person__municipality=self.municipality)
        if self.organisation is not None:
            condition &= Q(person__organisation=self.organisation)
        names_by_person: dict[int, list[tuple[str, str, str]]] = {}
        for pk, *names in former_names_of_people(condition):
            names_by_person.setdefault(pk, []).append((names[0], names[1], names[2]))
        return names_by_person

    @cached_property
    def spellings(self) -> dict[tuple[int, str], int]:
        """Organisation and key of a spelling → whom decisions have said it means."""
        spellings = PersonSpelling.objects.filter(organisation__municipality=self.municipality)
        if self.organisation is not None:
            spellings = spellings.filter(organisation=self.organisation)
        return {
            (organisation, key): self.merged_into.get(person, person)
            for organisation, key, person in spellings.values_list("organisation_id", "key", "person_id")
        }

    @staticmethod
    def _locked(rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_for_update(of=("self",), no_key=True)

    @cached_property
    def categories(self) -> dict[str, Category]:
        """The dictionary of categories of mentees, by folded title and alias."""
        by_spelling: dict[str, Category] = {}
        for category in Category.objects.all():
            for name in (category.title, *category.aliases):
                by_spelling.setdefault(fold(name), category)
        return by_spelling

    @cached_property
    def mentee_categories(self) -> dict[int, set[int]]:
        """Of every mentee of `people`: the categories in the register."""
        links = Mentee.categories.through.objects.filter(mentee__person__municipality=self.municipality)
        if self.organisation is not None:
            links = links.filter(mentee__person__organisation=self.organisation)
        by_mentee: dict[int, set[int]] = {}
        for mentee, category in links.values_list("mentee_id", "category_id"):
            by_mentee.setdefault(mentee, set()).add(category)
        return by_mentee

    @cached_property
    def heading_synonyms(self) -> dict[str, str]:
        """Folded heading → field code, as the municipality has widened the dictionary."""
        return dict(HeadingSynonym.objects.filter(municipality=self.municipality).values_list("key", "field"))

    @cached_property
    def column_mappings(self) -> dict[str, ColumnMapping]:
        """Earlier answers about columns, by the key of the headings."""
        mappings = ColumnMapping.objects.filter(municipality=self.municipality).select_related("remembered_by")
        return {mapping.headings_key: mapping for mapping in mappings}

    @property
    def known_people(self) -> KnownPeople:
        return KnownPeople(self)

    def allows(self, organisation_id: int | None) -> bool:
        """Whether rows of the organisation may be written by this batch."""
        return self.organisation is None or organisation_id == self.organisation.pk
