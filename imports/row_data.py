"""What each row of a batch holds beside its cells: frozen data with the JSON form that the database stores.

What the batch holds of the file as a whole stands in `batch_data`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple, Self

from imports.record_values import RecordValues

#: the two people of a pair
SIDES = ("mentor", "mentee")
#: in the JSON of an answer, instead of the primary key of a card
_NEW = "new"
#: what becomes of values that were not chosen when two cards were joined
KEEP, TAKE = "keep", "take"
#: JSON keys that answer who is meant
_WHO = frozenset({"person", "row", "names"})
#: attributes of an issue beside code, message and column → key in JSON and what stands for nothing
_OF_ISSUE: dict[str, tuple[str, Any]] = {
    "sheet": ("sheet", None),
    "row": ("row", None),
    "before": ("before", None),
    "after": ("after", None),
    "of_row": ("of_row", None),
    "of_sheet": ("of_sheet", None),
    "rows": ("rows", ()),
    "candidates": ("candidates", None),
    "pairs": ("pairs", ()),
    "overlaps": ("overlaps", ()),
    "first_row": ("first_row", None),
    "organisation": ("organisation", None),
    "side": ("side", ""),
    "from_registry": ("register", False),
    "asks": ("asks", False),
    "echo": ("echo", False),
}
_ISSUE_ATTRIBUTE = {key: attribute for attribute, (key, _) in _OF_ISSUE.items()} | {
    name: name for name in ("code", "message", "column")
}
#: attributes that are lists in JSON
_LISTS_OF_ISSUE = ("rows", "candidates", "pairs", "overlaps")


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One person as a row tells of them.

    `values`: what the registry stores of them. `initials`: «Е.А.», when the file
    has no names. `raw_name`: the name as it stands in the cell. `organisation_name`: the organisation as the file
    spells it.
    """

    values: RecordValues = field(default_factory=RecordValues)
    initials: str = ""
    raw_name: str = ""
    organisation_name: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "PersonRecord":
        texts = (data.get("initials", ""), data.get("raw_name", ""), data.get("place", ""))
        return PersonRecord(RecordValues(data.get("values", {})), *texts)

    def to_json(self) -> dict[str, Any]:
        """Attributes that say nothing are left out."""
        texts = {"initials": self.initials, "raw_name": self.raw_name, "place": self.organisation_name}
        return {"values": dict(self.values)} | {key: text for key, text in texts.items() if text}


_NOBODY = PersonRecord()


@dataclass(frozen=True, slots=True)
class RowRecord(PersonRecord):
    """A row as the parser has understood it: a person, an organisation, or a pair.

    `status`: what the parser makes of the row: ready, review, off or error. `organisation`: primary key of the one it
    belongs to; `organisations`: of those that it may belong to. `sides`: the people of a pair, by side. `columns`: what
    an issue is about → heading of its column, of a pair.
    """

    status: str = ""
    organisation: int | None = None
    organisations: tuple[int, ...] = ()
    sides: Mapping[str, PersonRecord] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "RowRecord":
        values = RecordValues(data.get("values", {}))
        sides = {side: PersonRecord.from_json(values.pop(side)) for side in SIDES if side in values}
        columns = values.pop("columns", {})
        return RowRecord(
            values=values, initials=data.get("initials", ""), raw_name=data.get("raw_name", ""),
            organisation_name=data.get("organisation_raw", ""), status=data.get("status", ""),
            organisation=data.get("organisation"), organisations=tuple(data.get("organisations", ())),
            columns=columns, sides=sides,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        values = {**self.values, **{side: person.to_json() for side, person in self.sides.items()}}
        if self.columns:
            values["columns"] = dict(self.columns)
        texts = {"initials": self.initials, "raw_name": self.raw_name, "organisation_raw": self.organisation_name}
        return {
            "status": self.status,
            "values": values,
            "organisation": self.organisation,
            "organisations": list(self.organisations),
        } | {key: text for key, text in texts.items() if text}

    def person(self, side: str) -> PersonRecord:
        """The person of a side of the pair; «» is the row's own person."""
        return self.sides.get(side, _NOBODY) if side else self


@dataclass(frozen=True, slots=True)
class RowIssue:
    """A warning or an error of a row, or of the file as a whole; `code` is one of `imports.issue_codes`.

    `column`: the heading of the cell as in the file, two rows of it joined with « / ». `sheet`, `row`: where the file
    has it, from 1. `before` → `after`: a repaired text. `of_row`, `of_sheet`: another row that looks alike. `rows`: all
    rows that compete for the same. `pairs`: primary keys of pairs of the registry that it names. `overlaps`: in words,
    on which days more places of a mentor are asked for than are free. `candidates`: what a name or an organisation may
    mean, empty when nothing fits. `first_row`: the row that names a new organisation first.
    `organisation`: what the sheet is named after. `side`: «mentor» or «mentee» of a pair. `from_registry`: found by the
    comparison with the registry, and dropped before the next one. `asks`: a person has to answer it. `echo`: an error
    of another row, or of the file, says the same.
    """

    code: str
    message: str
    column: str | None = None
    sheet: str | None = None
    row: int | None = None
    before: str | None = None
    after: str | None = None
    of_row: int | None = None
    of_sheet: str | None = None
    rows: tuple[int, ...] = ()
    candidates: tuple[str, ...] | None = None
    pairs: tuple[int, ...] = ()
    overlaps: tuple[str, ...] = ()
    first_row: int | None = None
    organisation: str | None = None
    side: str = ""
    from_registry: bool = False
    asks: bool = False
    echo: bool = False

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        values = {attribute: data[key] for key, attribute in _ISSUE_ATTRIBUTE.items() if key in data}
        lists = {name: tuple(values[name]) for name in _LISTS_OF_ISSUE if values.get(name) is not None}
        return cls(**values | lists)

    def to_json(self) -> dict[str, Any]:
        """Attributes that say nothing are left out."""
        data: dict[str, Any] = {"code": self.code, "message": self.message, "column": self.column}
        for attribute, (key, nothing) in _OF_ISSUE.items():
            value = getattr(self, attribute)
            if value != nothing:
                data[key] = list(value) if attribute in _LISTS_OF_ISSUE else value
        return data


class ValueChange(NamedTuple):
    """What a column of the record holds now, and what it will hold; in the JSON of a row a list of the two."""

    before: Any
    after: Any


#: column → its change
ColumnChanges = dict[str, ValueChange]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the answer to a question may be: somebody of the registry (`person`), whoever stands on another row (`row`:
    its position), an organisation, or a form of mentoring (`form`: its code).

    `why`: what speaks for it, in words. `side`: the side of a pair that it is for; empty: the row's own person.
    """

    person: int | None = None
    row: int | None = None
    organisation: int | None = None
    form: str = ""
    why: str = ""
    side: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**data)

    def to_json(self) -> dict[str, Any]:
        values = {attribute.name: getattr(self, attribute.name) for attribute in fields(self)}
        return {name: value for name, value in values.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """Who is meant: a card (`person`), somebody new (`is_new`), or whoever stands on another row (`row`: its position).

    `names`: the names of somebody new as they were typed, by field. `skip`: the person is left out. `remember`: the
    spelling means this person from now on. False when nothing is answered.
    """

    person: int | None = None
    is_new: bool = False
    names: Mapping[str, str] | None = None
    row: int | None = None
    skip: bool = False
    remember: bool = False

    def __bool__(self) -> bool:
        return self != type(self)()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**_values_of_answer(data))

    def to_json(self) -> dict[str, Any]:
        return _json_of_answer(self)


def _values_of_answer(data: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(data)
    if values.get("person") == _NEW:
        values |= {"person": None, "is_new": True}
    return values


def _json_of_answer(answer: PersonAnswer) -> dict[str, Any]:
    """Attributes that say nothing are left out."""
    values = {attribute.name: getattr(answer, attribute.name) for attribute in fields(answer)}
    data = {name: value for name, value in values.items() if value is not None and value is not False and value != ""}
    if data.pop("is_new", False):
        data["person"] = _NEW
    return data


@dataclass(frozen=True, slots=True)
class Decision(PersonAnswer):
    """What a person has answered about a row.

    `organisation`: the one that is meant; `new_organisation`: it is to be made; `alias`: primary key of the spelling
    that the answer has taught. `form`: the code of a form of mentoring. `accept`: the row is taken as it is.
    `takes_place`: of the rows that contend for places of a mentor, this one has one. `reason`: why the row is left out.
    `of_merge`: KEEP what was chosen when two cards were joined, or TAKE what the file says. `mentor`, `mentee`: of the
    two sides of a pair. `by`: primary key of who decided; `at`: the moment, ISO.
    """

    organisation: int | None = None
    new_organisation: bool = False
    alias: int | None = None
    form: str = ""
    accept: bool = False
    takes_place: bool = False
    reason: str = ""
    of_merge: str = ""
    mentor: PersonAnswer | None = None
    mentee: PersonAnswer | None = None
    by: int | None = None
    at: str = ""

    def __bool__(self) -> bool:
        return self is not NO_DECISION and self != NO_DECISION

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Decision":
        if not data:
            return NO_DECISION
        sides = {side: PersonAnswer.from_json(data[side]) for side in SIDES if data.get(side) is not None}
        return cls(**_values_of_answer({**data, **sides}))

    def to_json(self) -> dict[str, Any]:
        data = _json_of_answer(self)
        return data | {side: data[side].to_json() for side in SIDES if side in data}

    def answer_of(self, side: str) -> PersonAnswer | None:
        """What is answered about a side of a pair; «» is the row's own person."""
        return getattr(self, side) if side else self

    def with_answer_of(self, side: str, answer: PersonAnswer | None) -> "Decision":
        """The decision with another answer about one side of a pair."""
        return replace(self, mentor=answer) if side == "mentor" else replace(self, mentee=answer)

    def followed_by(self, answer: "Decision", *, by: int, at: str) -> "Decision":
        """The decision with another answer added: a question that is answered anew loses its earlier answer.

        An empty answer takes everything back, and a row that is skipped needs no other answer.
        """
        if not answer:
            return NO_DECISION
        new = answer.to_json()
        remaining: dict[str, Any] = {}
        if not answer.skip:
            replaced = {"skip", "reason", *new, *(_WHO if _WHO & set(new) else ())}
            if answer.new_organisation:
                replaced |= {"organisation", "alias"}
            if answer.organisation is not None:
                replaced |= {"new_organisation", "alias"}
            remaining = {name: value for name, value in self.to_json().items() if name not in replaced}
        return Decision.from_json({**remaining, **new, "by": by, "at": at})


NO_DECISION = Decision()


def no_decision() -> Decision:
    return NO_DECISION
