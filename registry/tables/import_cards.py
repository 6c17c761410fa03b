"""Rows of a batch as a person sees them: what is asked, what would change, who may be meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count

from registry.enums import ImportKind, ImportRowStatus, OrganisationKind, Qualification
from registry.imports.codes import Gravity, gravity_of
from registry.imports.findings import advice
from registry.imports.kinds import KINDS
from registry.models import ImportBatch, ImportRow, Organisation, Person
from registry.templatetags.registry_format import phone

_TITLES = {
    "initials_only": "Вместо имени инициалы",
    "organisation_ambiguous": "Какая это организация",
    "fuzzy_duplicate": "Похоже на другую строку файла",
    "formula_without_value": "Формула без значения",
    "name_unclear": "Имя читается неуверенно",
    "new_organisation": "Организации нет в реестре",
    "unknown_organisation": "Организации нет в реестре",
    "missing_organisation": "Не указана организация",
    "several_namesakes": "Несколько тёзок",
    "maybe_known": "Похожий человек уже есть",
    "middle_name_missing": "Отчество указано не везде",
    "spelled_otherwise": "Имя написано иначе",
    "in_archive": "Был в базе раньше",
    "changed_meanwhile": "Карточка изменилась",
    "bad_date": "Невозможная дата",
    "missing_name": "Нет имени",
    "foreign_organisation": "Строка другой организации",
    "hidden_row": "Скрытая строка",
    "struck_row": "Зачёркнутая строка",
    "marked_dismissed": "Отмечено увольнение",
}
_ASKS_ORGANISATION = {"organisation_ambiguous", "unknown_organisation", "missing_organisation"}
_ASKS_PERSON = {
    "initials_only", "fuzzy_duplicate", "several_namesakes", "maybe_known", "middle_name_missing", "spelled_otherwise",
    "in_archive",
}  # fmt: skip
_WORDS = {
    "qualification": dict(Qualification.choices),
    "kind": dict(OrganisationKind.choices),
    "in_bank": {True: "да", False: "нет"},
}
_DATES = {"birth_date", "working_since", "excluded_on", "archived_on"}


@dataclass(frozen=True)
class Option:
    """A radio of a card."""

    value: str
    title: str
    about: str = ""
    why: str = ""


@dataclass
class Card:
    row: ImportRow
    name: str
    about: str
    title: str = ""
    findings: list[dict[str, Any]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    asks_organisation: bool = False
    asks_names: bool = False
    alike: int = 0
    target: tuple[str, str] | None = None
    decided: str = ""
    form: Any = None


class CardMaker:
    """Reads what the rows of one page mention in a constant number of queries."""

    def __init__(self, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
        self._batch = batch
        self._kind = KINDS[batch.kind]
        self._rows = rows
        mentioned = [candidate for row in rows for candidate in row.candidates]
        self.organisations = {
            organisation.pk: organisation
            for organisation in Organisation.objects.filter(municipality=batch.municipality_id).order_by("short_name")
        }
        ids = {c["person"] for c in mentioned if "person" in c}
        ids |= {row.decision["person"] for row in rows if isinstance(row.decision.get("person"), int)}
        self._people = self._named_people(ids)
        positions = {c["row"] for c in mentioned if "row" in c} | {
            row.decision["row"] for row in rows if "row" in row.decision
        }
        self._others = {row.position: row for row in batch.rows.filter(position__in=positions)}
        self._pages = self._kind.pages({row.target_id for row in rows if row.target_id})

    def _named_people(self, ids: set[int]) -> Mapping[int, Person]:
        found = Person.objects.filter(pk__in=ids, municipality=self._batch.municipality_id)
        return {person.pk: person for person in found.select_related("organisation", "mentor")}

    @property
    def choices(self) -> list[Organisation]:
        """Organisations that a row may be said to belong to."""
        own = self._batch.organisation_id
        return [o for o in self.organisations.values() if not o.is_archived and own in (None, o.pk)]

    def spelt_alike(self) -> Mapping[str, int]:
        """How many rows of the batch spell an organisation as a row of this page does."""
        spellings = {row.record["organisation_raw"] for row in self._rows if row.record.get("organisation_raw")}
        if not spellings:
            return {}
        found = self._batch.rows.filter(record__organisation_raw__in=spellings)
        counted = found.values_list("record__organisation_raw").annotate(rows=Count("pk")).order_by()
        return dict(counted)

    def cards(self) -> list[Card]:
        return [self._card(row) for row in self._rows]

    def _card(self, row: ImportRow) -> Card:
        card = Card(row, self._name(row), self._about(row))
        grave = self._grave(row)
        card.findings = [found | {"advice": advice(found["code"])} for found in (*row.errors, *row.warnings)]
        card.title = self._title(row, grave)
        card.changes = [
            (self._kind.labels[name], self._shown(name, before), self._shown(name, after))
            for name, (before, after) in row.changes.items()
            if name in self._kind.labels
        ]
        card.target = self._pages.get(row.target_id)
        card.decided = self._decided(row)
        if self._batch.status == "draft":
            self._put_question(card, {found["code"] for found in grave})
        return card

    @staticmethod
    def _grave(row: ImportRow) -> list[dict[str, Any]]:
        """What keeps the row from being written."""
        asking = _ASKS_PERSON | {"changed_meanwhile"}
        return row.errors + [
            found
            for found in row.warnings
            if gravity_of(found["code"]) is not Gravity.TOLD or (found.get("register") and found["code"] in asking)
        ]

    def _title(self, row: ImportRow, grave: list[dict[str, Any]]) -> str:
        known = [found for found in grave if found["code"] in _TITLES]
        first = next((found for found in known if found["code"] in _ASKS_ORGANISATION), known[0] if known else None)
        if first is None:
            return self._name(row)
        about = row.record.get("organisation_raw") if first["code"] in _ASKS_ORGANISATION else None
        about = about or row.record.get("raw_name") or self._name(row)
        return f"{_TITLES[first['code']]}: {about}"

    def _name(self, row: ImportRow) -> str:
        values = row.record["values"] | row.decision.get("names", {})
        if self._batch.kind == ImportKind.ORGANISATIONS:
            return values.get("short_name") or "без названия"
        parts = (values.get(name) for name in ("last_name", "first_name", "middle_name"))
        return row.record.get("raw_name") or " ".join(part for part in parts if part) or "без имени"

    def _about(self, row: ImportRow) -> str:
        values = row.record["values"]
        place = row.decision.get("organisation") or row.record.get("organisation")
        organisation = self.organisations.get(place)
        parts = [
            organisation.short_name if organisation else row.record.get("organisation_raw"),
            values.get("position"),
            values.get("subject"),
            self._shown("birth_date", values.get("birth_date")) if values.get("birth_date") else None,
            f"стаж: {values['experience_note']}" if values.get("experience_note") else None,
            phone(values["phone"]) if values.get("phone") else None,
            values.get("inn"),
            values.get("address"),
        ]
        return " · ".join(part for part in parts if part)

    def _shown(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return "не указано"
        if name == "organisation":
            known = self.organisations.get(value)
            return known.short_name if known else "не указано"
        if name in _DATES:
            return f"{date.fromisoformat(value):%d.%m.%Y}"
        if name == "phone":
            return phone(value)
        return str(_WORDS.get(name, {}).get(value, value))

    def _put_question(self, card: Card, codes: set[str]) -> None:
        row = card.row
        if row.status not in (ImportRowStatus.REVIEW, ImportRowStatus.ERROR, ImportRowStatus.OFF):
            return
        if row.status == ImportRowStatus.OFF:
            card.options = [] if row.decision.get("skip") else [Option("accept", "Всё-таки загрузить эту строку")]
            return
        card.asks_organisation = bool(codes & _ASKS_ORGANISATION) and not row.decision.get("organisation")
        if card.asks_organisation:
            card.options = [
                Option(f"organisation:{c['organisation']}", self.organisations[c["organisation"]].short_name)
                for c in row.candidates
                if c.get("organisation") in self.organisations
            ]
        elif row.status == ImportRowStatus.REVIEW:
            card.options = [option for c in row.candidates if (option := self._candidate(c))]
            card.asks_names = "initials_only" in codes
            if codes & _ASKS_PERSON:
                new = (
                    "Новый человек — впишу имя и отчество"
                    if card.asks_names
                    else "Это другой человек — записать нового"
                )
                card.options.append(Option("new", new))
            elif "changed_meanwhile" not in codes:
                card.options.append(Option("accept", "Загрузить как есть"))
        if row.status == ImportRowStatus.REVIEW:
            card.options.append(Option("skip", "Пропустить эту строку"))

    def _candidate(self, candidate: Mapping[str, Any]) -> Option | None:
        if "row" in candidate:
            other = self._others.get(candidate["row"])
            title = self._name(other) if other else ""
            return Option(f"row:{candidate['row']}", title, "тот же человек", candidate["why"]) if other else None
        person = self._people.get(candidate.get("person"))
        if person is None:
            return None
        mentor = getattr(person, "mentor", None)
        parts = [
            person.occupation,
            person.organisation.short_name if person.organisation else "без организации",
            f"{person.birth_date:%d.%m.%Y}" if person.birth_date else "",
            f"в базе с {mentor.included_on.year} года" if mentor else "не в базе наставников",
        ]
        return Option(
            f"person:{person.pk}", person.full_name, " · ".join(part for part in parts if part), candidate["why"]
        )

    def _decided(self, row: ImportRow) -> str:
        """The decision in words."""
        decision, said = row.decision, []
        if place := self.organisations.get(decision.get("organisation")):
            said.append(f"организация — {place.short_name}")
        if decision.get("person") == "new":
            said.append("новый человек")
        elif person := self._people.get(decision.get("person")):
            said.append(f"это {person.full_name}")
        if other := self._others.get(decision.get("row")):
            said.append(f"то же, что строка {other.row}")
        if decision.get("accept"):
            said.append("загрузить как есть")
        if decision.get("skip"):
            said.append("пропустить")
        return ", ".join(said)
