"""The list of organisations."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from import_export.fields import Field

from imports.enums import ImportRowStatus
from imports.field_lists import field_labels, targets_of
from imports.importers.base import FileContext, Importer, clear, withhold
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportRow
from imports.parsing.parsed import ParsedRecord
from imports.record_values import ImportedValues, RecordValues
from imports.row_data import ColumnChanges
from imports.writing.planned_record import FileOrigin, PlannedRecord
from imports.writing.resources import BulkResource
from registry.enums import OrganisationKind
from registry.models import Organisation
from registry.queries.organisations import organisations_by_key
from russian.inn import has_right_checksum
from russian.name_key import name_key
from russian.search_key import fold

_TEXTS = ("full_name", "short_name", "phone", "email", *targets_of("organisation"))
_BY_LABEL = {fold(str(label)): kind for kind, label in OrganisationKind.choices}
#: What a name or a type in the clerk's own words tells, in this order.
_BY_WORD = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (OrganisationKind.EXTRACURRICULAR, r"дополнительного образования|творчеств|дши|дюсш|школа искусств"),
        (OrganisationKind.PRESCHOOL, r"детск\w+ сад|дошкольн|\bмбдоу\b|\bмадоу\b|\bмкдоу\b|\bдоу\b"),
        (OrganisationKind.COLLEGE, r"колледж|техникум|профессиональн\w+ образовательн|\bспо\b"),
        (OrganisationKind.UNIVERSITY, r"университет|институт|высшего образования"),
        (OrganisationKind.SCHOOL, r"общеобразовательн|\bшкол|гимнази|лице[йя]|\bсош\b|\bоош\b|\bнош\b"),
        (OrganisationKind.METHODICAL, r"методическ|\bдпо\b"),
        (OrganisationKind.AUTHORITY, r"управление образовани|отдел образовани"),
        (OrganisationKind.HEALTH, r"здравоохранени|больниц|поликлиник|амбулатори|\bг?буз\b|\bцрб\b"),
        (OrganisationKind.CULTURE, r"культур|библиотек|музей|клуб|театр|\b[мг]?бук\b|\bмук\b"),
        (OrganisationKind.SPORT, r"спорт"),
        (OrganisationKind.ENTREPRENEUR, r"индивидуальн\w+ предпринимател|^ип\b"),
        (OrganisationKind.PUBLIC, r"общественн|\bсовет\w* ветеранов|\bфонд\b|\bано\b|\bнко\b"),
        (OrganisationKind.ENTERPRISE, r"предприяти|\b(?:ооо|[зоп]?ао|спк|[мг]уп)\b|завод|комбинат|фабрик|ограниченной"),
    )
)  # fmt: skip
_NAME_TAKEN = "такое название или ИНН уже есть у другой организации"


def organisation_kind(label: str, name: str) -> OrganisationKind:
    """By the type as written, else by what the name says; what nothing tells is «иное»."""
    if exact := _BY_LABEL.get(fold(label)):
        return OrganisationKind(exact)
    for text in (fold(label), fold(name)):
        for kind, pattern in _BY_WORD:
            if text and pattern.search(text):
                return kind
    return OrganisationKind.OTHER


class OrganisationImportResource(BulkResource[Organisation]):
    full_name = Field("full_name", "full_name")
    short_name = Field("short_name", "short_name")
    kind = Field("kind", "kind")
    inn = Field("inn", "inn")
    phone = Field("phone", "phone")
    email = Field("email", "email")

    targets = {name: name for name in targets_of("organisation")}

    #: The clerk's own type must not undo what the coordinator has set.
    fixed = frozenset({"kind"})
    exact = frozenset({"inn", "phone", "email"})
    phones = frozenset({"phone"})

    class Meta(BulkResource.Meta):
        model = Organisation
        fields = ("match", "full_name", "short_name", "kind", "inn", "phone", "email")

    def __init__(self, *, snapshot: RegistrySnapshot, **options: Any) -> None:
        super().__init__(**options)
        self._municipality = snapshot.municipality

    def changes_of(self, instance: Organisation, values: ImportedValues) -> ColumnChanges:
        """Quotation marks and № do not make another name."""
        changes = super().changes_of(instance, values)
        for name in ("short_name", "full_name"):
            if name in changes and name_key(changes[name].before) == name_key(changes[name].after):
                del changes[name]
        return changes

    def made_of(self, values: ImportedValues) -> Organisation:
        organisation = Organisation(municipality=self._municipality)
        self.assign(organisation, values)
        return organisation

    def write_new(self) -> None:
        for write in self.new:
            write.record.set_keys()
        self.create_with_history(self.new)
        self.results.targets += self.new
        self.new = []

    def write_changed(self) -> None:
        for write in self.changed:
            write.record.set_keys()
        columns = {name for write in self.changed for name in write.changed}
        self.update_with_history(self.changed, [*sorted(columns), "search_key", "sort_key", "name_key"])
        self.results.targets += self.changed
        self.changed = []


class OrganisationImporter(Importer):
    parsed_as = "organisations"
    forms = "организация,организации,организаций"
    labels = field_labels("organisation") | {
        "full_name": "Полное наименование",
        "short_name": "Краткое наименование",
        "kind": "Тип организации",
        "inn": "ИНН",
        "phone": "Телефон",
        "email": "Электронная почта",
    }

    def values(self, record: ParsedRecord, raw: Mapping[str, Any], context: FileContext) -> RecordValues:
        """An ИНН with a wrong checksum is an issue of the parser, and is not written."""
        fields = record.fields
        values = RecordValues({name: text for name in _TEXTS if (text := fields.get(name))})
        if (inn := fields.text("inn")) and has_right_checksum(inn):
            values["inn"] = inn
        name = f"{fields.text('short_name')} {fields.text('full_name')}"
        values["kind"] = organisation_kind(fields.text("organisation_type"), name).value
        return values

    def identify(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> list[PlannedRecord]:
        return _Identifier(snapshot).identify(rows)

    def resource(
        self, snapshot: RegistrySnapshot, planned: Sequence[PlannedRecord], origin: FileOrigin | None = None
    ) -> OrganisationImportResource:
        stored = {one.match: snapshot.organisations[one.match] for one in planned if one.match is not None}
        return OrganisationImportResource(snapshot=snapshot, stored=stored, origin=origin)

    def pages(self, ids: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        return {o.pk: (o.short_name, o.get_absolute_url()) for o in organisations_by_key(list(ids)).values()}


class _Identifier:
    """By ИНН, else by exactly the name; nothing is guessed."""

    def __init__(self, snapshot: RegistrySnapshot) -> None:
        self._snapshot = snapshot
        self._known: dict[str, set[int]] = {}
        for stored in snapshot.known_organisations:
            for name in (stored.short_name, stored.full_name, *stored.aliases):
                self._known.setdefault(name_key(name), set()).add(stored.id)
        self._by_inn = {stored.inn: stored.id for stored in snapshot.known_organisations if stored.inn}
        #: whose a short name and an ИНН are: a primary key, or the key of a new row; some looked alike before
        self._names: dict[str, set[int | str]] = {}
        for stored in snapshot.known_organisations:
            self._names.setdefault(name_key(stored.short_name), set()).add(stored.id)
        self._by_inn_or_row: dict[str, int | str] = dict(self._by_inn)
        self._planned: dict[int | str, PlannedRecord] = {}

    def identify(self, rows: Sequence[ImportRow]) -> list[PlannedRecord]:
        for row in rows:
            clear(row)
            if row.decision.skip or (row.record.status == "off" and not row.decision.accept):
                withhold(row, ImportRowStatus.OFF)
            elif row.errors:
                withhold(row, ImportRowStatus.ERROR)
            elif row.record.status == "review" and not row.decision.accept:
                withhold(row, ImportRowStatus.REVIEW)
            else:
                self._identify(row)
        return list(self._planned.values())

    def _identify(self, row: ImportRow) -> None:
        values = RecordValues(row.record.values)
        match = self._match(values)
        if not self._snapshot.allows(match):
            message = f"файл загружается только для {self._snapshot.organisation}"
            withhold(row, ImportRowStatus.ERROR, "foreign_organisation", message)
        else:
            self._plan(row, match, values)

    def _plan(self, row: ImportRow, match: int | None, values: RecordValues) -> None:
        key = match or values.get("inn") or name_key(values["short_name"])
        if self._is_taken(values, key):
            withhold(row, ImportRowStatus.ERROR, "name_taken", _NAME_TAKEN)
        elif key in self._planned:
            self._planned[key].join(row, values)
        else:
            self._planned[key] = PlannedRecord(row, match, values)

    def _match(self, values: RecordValues) -> int | None:
        if pk := self._by_inn.get(values.get("inn", "")):
            return pk
        for name in ("short_name", "full_name"):
            pk = self._known.get(name_key(values.get(name, "")), set())
            if len(pk) == 1 and not self._has_other_inn(next(iter(pk)), values):
                return next(iter(pk))
        return None

    def _has_other_inn(self, pk: int, values: RecordValues) -> bool:
        inn = self._snapshot.organisations[pk].inn
        return bool(inn and values.get("inn") and inn != values["inn"])

    def _is_taken(self, values: RecordValues, key: int | str) -> bool:
        """Names and ИНН are unique in a municipality, also among the rows of the file."""
        inn = values.get("inn")
        return key not in self._names.setdefault(name_key(values["short_name"]), {key}) or bool(
            inn and self._by_inn_or_row.setdefault(inn, key) != key
        )
