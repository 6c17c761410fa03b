"""Whom the rows of a bank of people mean: somebody of the file, of the registry, or a question for the reviewer."""

from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property

from imports.enums import ImportRowStatus
from imports.importers.base import clear, withhold
from imports.issue_codes import Severity, severity_of
from imports.matching.learned_spellings import keys_of
from imports.matching.near_rows import NearRows
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.matching.row_matching import PeopleMatcher, PersonMatch, key_of_person
from imports.models import ImportRow
from imports.record_values import RecordValues
from imports.row_data import Candidate, RowIssue
from imports.writing.planned_record import PlannedRecord
from registry.names.people_matching import Groups, PeopleIndex, PersonKey, person_key, same_person

#: errors of the file that choosing an organisation answers
_ANSWERED_BY_ORGANISATION = frozenset({"unknown_organisation", "missing_organisation"})
_ABOUT_ORGANISATION = _ANSWERED_BY_ORGANISATION | {"organisation_ambiguous", "new_organisation"}
#: warnings of the file that choosing a person answers
_OF_AGE = "age_unusual_in_class"
_ABOUT_PERSON = frozenset({"initials_only", "fuzzy_duplicate"})
_QUESTIONS = {
    "several_namesakes": "в организации несколько полных тёзок; не ясно, о ком строка",
    "maybe_known": "похожий человек уже есть в реестре",
    "middle_name_missing": "в реестре есть человек с той же фамилией и именем; отчество указано не везде",
    "spelled_otherwise": "в реестре имя написано немного иначе",
}


class PeopleIdentifier:
    """Identifies the people of a batch, once. `bank`: the attribute of a person that is their entry; «»: none."""

    def __init__(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot, *, bank: str) -> None:
        self._rows = rows
        self._snapshot = snapshot
        self._bank = bank
        self._matcher = PeopleMatcher(snapshot.people.values(), snapshot.merged_into, snapshot.former_names)
        self._planned: list[PlannedRecord] = []
        self._by_match: dict[int, PlannedRecord] = {}
        self._new = Groups()
        self._planned_at: dict[int, PlannedRecord] = {}
        self._near_rows = NearRows()

    def identify(self) -> list[PlannedRecord]:
        """The records to be written; rows that repeat another join its record, those joined by a decision come last."""
        later = []
        for row in self._rows:
            clear(row)
            if row.decision.row is not None:
                later.append(row)
            elif self._may_be_written(row):
                self._identify(row)
        for row in later:
            if self._may_be_written(row):
                self._join_chosen(row)
        return self._planned

    def _may_be_written(self, row: ImportRow) -> bool:
        """False when the row is put aside whoever it means."""
        decision, organisation = row.decision, self._organisation_of(row)
        stored = self._snapshot.organisations.get(organisation) if isinstance(organisation, int) else None
        answered = _ANSWERED_BY_ORGANISATION if decision.organisation else ()
        if decision.skip or (row.record.status == "off" and not decision.accept):
            withhold(row, ImportRowStatus.OFF)
        elif any(error.code not in answered for error in row.errors):
            withhold(row, ImportRowStatus.ERROR)
        elif organisation is None:
            self._ask_organisation(row)
        elif stored is not None and not self._snapshot.allows(stored.pk):
            message = f"{stored.short_name}: файл загружается только для {self._snapshot.organisation}"
            withhold(
                row, ImportRowStatus.ERROR, "foreign_organisation", message, column=self._column(row, "organisation")
            )
        elif stored is not None and stored.is_archived:
            withhold(row, ImportRowStatus.ERROR, "archived_organisation", f"{stored} в архиве")
        elif self._has_open_question(row):
            withhold(row, ImportRowStatus.REVIEW)
        else:
            return True
        return False

    def _organisation_of(self, row: ImportRow) -> Hashable | None:
        """Primary key of the organisation as chosen or read; another value for one to be made; None: unknown."""
        return row.decision.organisation or row.record.organisation

    def _values_of(self, row: ImportRow) -> RecordValues:
        return RecordValues(row.record.values, organisation=self._organisation_of(row))

    def _ask_organisation(self, row: ImportRow) -> None:
        """Several organisations fit; a batch of one organisation may not choose another."""
        candidates = [pk for pk in row.record.organisations if self._snapshot.allows(pk)]
        if candidates or self._snapshot.organisation is None:
            row.candidates = [Candidate(organisation=pk) for pk in candidates]
            if any(issue.code in _ABOUT_ORGANISATION for issue in row.warnings):
                withhold(row, ImportRowStatus.REVIEW)
            else:
                message = "организации, к которой относилась строка, в реестре больше нет"
                withhold(row, ImportRowStatus.REVIEW, "unknown_organisation", message)
        else:
            message = f"строка другой организации: файл загружается только для {self._snapshot.organisation}"
            withhold(row, ImportRowStatus.ERROR, "foreign_organisation", message)

    def _has_open_question(self, row: ImportRow) -> bool:
        """A warning of the file to be reviewed that is about neither the person nor the organisation."""
        codes = {warning.code for warning in row.warnings if severity_of(warning.code) is Severity.REVIEW}
        open_codes = codes - _ABOUT_PERSON - {"organisation_ambiguous", "new_organisation"}
        if _OF_AGE in open_codes and self._is_of_known_age(row):
            open_codes.remove(_OF_AGE)
        return bool(open_codes) and not row.decision.accept

    def _is_of_known_age(self, row: ImportRow) -> bool:
        """Whether the card says the same of birth and class: who entered it there was asked."""
        values = self._values_of(row)
        if row.record.initials or "last_name" not in values:  # a row of a pair names two people
            return False
        names = (values["last_name"], values["first_name"], values.get("middle_name"))
        person = self._snapshot.people.get(self._matcher.find(self._key(row, values), *names).person or 0)
        known = (person.birth_date, person.grade) if person is not None else None
        return known == (values.day("birth_date"), values.get("grade"))

    @staticmethod
    def _column(row: ImportRow, about: str) -> str | None:
        return row.record.columns.get(about)

    def _identify(self, row: ImportRow) -> None:
        decision = row.decision
        values = self._values_of(row)
        if decision.person is not None:
            person = self._snapshot.merged_into.get(decision.person, decision.person)
            if person in self._snapshot.people:
                self._match(row, person, values)
            else:
                withhold(row, ImportRowStatus.REVIEW, "changed_meanwhile", "выбранной карточки больше нет")
            return
        values |= decision.names or {}
        if row.record.initials and decision.names is None:
            if not self._match_as_before(row, values):
                self._ask_by_initials(row, values)
            return
        key = self._key(row, values)
        match = self._matcher.find(
            key, values["last_name"], values["first_name"], values.get("middle_name"),
            former_name=values.get("former_name"),
        )  # fmt: skip
        if decision.is_new and match.person is None:
            self._add_new(row, key, values)
        else:
            self._match_or_add(row, key, values, match)

    @staticmethod
    def _key(row: ImportRow, values: RecordValues) -> PersonKey:
        return person_key(
            row, values["last_name"], values["first_name"], values.get("middle_name"),
            organisation=values["organisation"], birth_date=values.day("birth_date"),
            phone=values.get("phone"),
        )  # fmt: skip

    def _match_or_add(self, row: ImportRow, key: PersonKey, values: RecordValues, match: PersonMatch) -> None:
        if match.person is not None:
            if self._is_gone(match.person):
                row.candidates = [Candidate(person=match.person, why="был в базе раньше")]
                withhold(row, ImportRowStatus.REVIEW, "in_archive", "человек исключён из базы или в архиве")
            else:
                self._match(row, match.person, values)
        elif (match.code or self._is_near_another(row)) and self._match_as_before(row, values):
            return
        elif match.code:
            row.candidates = [Candidate(person=possible.person, why=possible.why) for possible in match.possible]
            withhold(row, ImportRowStatus.REVIEW, match.code, _QUESTIONS[match.code], column=self._column(row, "name"))
        elif alike := [warning for warning in row.warnings if warning.code == "fuzzy_duplicate"]:
            row.candidates = self._rows_named(row, alike)
            withhold(row, ImportRowStatus.REVIEW)
        elif not self._is_repeated(key) and (near := self._near_rows.near(key, values)):
            row.candidates = [
                Candidate(row=other.ref.position, why=f"строка {other.ref.row} этого файла") for other in near
            ]
            message = f"похоже на строку {near[0].ref.row} этого файла: не ясно, один это человек или два"
            withhold(row, ImportRowStatus.REVIEW, "near_row", message, column=self._column(row, "name"))
        else:
            if match.namesake is not None:
                self._warn_of_namesake(row, match.namesake)
            self._add_new(row, key, values)

    def _is_repeated(self, key: PersonKey) -> bool:
        """Whether a row before names the same new person."""
        return any(same_person(key, other) for other, _ in self._new_named(key))

    @staticmethod
    def _is_near_another(row: ImportRow) -> bool:
        return any(warning.code == "fuzzy_duplicate" for warning in row.warnings)

    def _match_as_before(self, row: ImportRow, values: RecordValues) -> bool:
        """Matches the person for whom an earlier decision stands, unless birth date or phone contradict it."""
        organisation, spellings = values["organisation"], self._snapshot.spellings
        pk = next((spellings[organisation, key] for key in keys_of(row.record) if (organisation, key) in spellings), 0)
        person = self._snapshot.people.get(pk)
        if person is None or self._is_gone(pk):
            return False
        for name in ("birth_date", "phone"):
            stored, new = getattr(person, name), values.get(name)
            if stored and new and str(stored) != new:
                return False
        message = f"{person.full_name}: узнано по прежнему решению"
        row.warnings.append(RowIssue("known_by_decision", message, self._column(row, "name"), from_registry=True))
        self._match(row, pk, values)
        return True

    def _is_gone(self, pk: int) -> bool:
        person = self._snapshot.people[pk]
        entry = getattr(person, self._bank, None)
        return person.archived_on is not None or (entry is not None and entry.excluded_on is not None)

    def _match(self, row: ImportRow, person: int, values: RecordValues) -> None:
        planned = self._by_match.get(person)
        if planned is None:
            planned = self._by_match[person] = self._plan(PlannedRecord(row, person, values))
        else:
            self._join(planned, row, values)
        self._planned_at[row.position] = planned

    def _add_new(self, row: ImportRow, key: PersonKey, values: RecordValues) -> None:
        earlier = next((planned for other, planned in self._new_named(key) if same_person(key, other)), None)
        if earlier is None:
            earlier = self._plan(PlannedRecord(row, None, values))
            self._remember_new(key, values)
        else:
            self._join(earlier, row, values)
        self._planned_at[row.position] = earlier

    def _remember_new(self, key: PersonKey, values: RecordValues) -> None:
        """A later row may mean this new person; `key.ref`: the row."""
        self._new.add(hash(key[1:5]), key)
        self._near_rows.add(key, values)

    def _new_named(self, key: PersonKey) -> Iterator[tuple[PersonKey, PlannedRecord]]:
        """New people of the same name and organisation, with their records."""
        for other in self._new.of(hash(key[1:5])):
            if other[1:5] == key[1:5]:
                yield other, self._planned_at[other.ref.position]

    def _plan(self, planned: PlannedRecord) -> PlannedRecord:
        self._planned.append(planned)
        return planned

    def _join(self, planned: PlannedRecord, row: ImportRow, values: RecordValues) -> None:
        row.candidates = [Candidate(row=planned.row.position, why=f"тот же человек, что в строке {planned.row.row}")]
        planned.join(row, values)

    def _join_chosen(self, row: ImportRow) -> None:
        planned = self._planned_at.get(row.decision.row) if row.decision.row is not None else None
        if planned is None:
            withhold(row, ImportRowStatus.REVIEW, "changed_meanwhile", "выбранная строка не вносится")
        else:
            self._join(planned, row, RecordValues())

    def _warn_of_namesake(self, row: ImportRow, pk: int) -> None:
        organisation = self._snapshot.people[pk].organisation_id
        where = self._snapshot.organisations[organisation].short_name if organisation else "без организации"
        message = f"полный тёзка уже есть в реестре ({where}): это другой человек"
        row.warnings.append(RowIssue("namesake_in_register", message, self._column(row, "name"), from_registry=True))

    def _ask_by_initials(self, row: ImportRow, values: RecordValues) -> None:
        last, initials, organisation = values["last_name"], row.record.initials, values["organisation"]
        possible_people = self._matcher.with_initials(last, initials, organisation)
        row.candidates = [Candidate(person=possible.person, why=possible.why) for possible in possible_people]
        known_names = {key_of_person(self._snapshot.people[possible.person]).name for possible in possible_people}
        for key in self._file_index.with_initials(last, initials, organisation):
            if key.name not in known_names:
                row.candidates.append(Candidate(row=key.ref.position, why=f"строка {key.ref.row} этого файла"))
        withhold(row, ImportRowStatus.REVIEW)

    @cached_property
    def _by_number(self) -> dict[tuple[str, int | None], ImportRow]:
        """By sheet and number of the row."""
        return {(row.sheet, row.row): row for row in self._rows}

    @cached_property
    def _file_index(self) -> PeopleIndex:
        """Full names of the file, made only when a row with initials asks for it."""
        return PeopleIndex(
            self._key(row, self._values_of(row))
            for row in self._rows
            if row.record.values.get("first_name") and row.record.values.get("last_name")
        )

    def _rows_named(self, row: ImportRow, warnings: Sequence[RowIssue]) -> list[Candidate]:
        candidates = []
        for warning in warnings:
            other = self._by_number.get((warning.of_sheet or row.sheet, warning.of_row))
            if other is not None:
                candidates.append(Candidate(row=other.position, why=f"строка {other.row} этого файла"))
        return candidates
