"""Triggers that mark the organisations whose stored figures a change of the register makes stale.

A mark is written by the statement that changes the rows, whoever sends it, in its transaction: whoever sees the change
sees the mark. Marks are only ever added here. An older one would not do instead of a new one: another transaction may
be about to delete it with the figures counted before this change. SQLite has a single writer, so there one mark is
enough (ADR 28).

`tests/monitoring/test_stored_figures.py` holds that every table that is read to count them is watched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registry.guards.installation import Guard

MARKS = "monitoring_stalefigures"
_TABLES_OF_ORGANISATIONS = (
    MARKS,
    "registry_organisation",
    "registry_municipality",
    "registry_affiliation",
    "registry_mentor",
    "registry_mentee",
    "mentoring_pair",
    "mentoring_programme",
    "mentoring_stageset",
)


@dataclass(frozen=True)
class WatchedTable:
    """A table that figures are counted from: triggers mark the stored figures of the organisations concerned as stale
    when a row of it comes, goes or changes."""

    table: str
    #: whose change matters; every row that comes or goes does
    columns: tuple[str, ...]
    #: SELECT of the organisations concerned by `{row}`, as `organisation`
    organisations: str
    #: what nothing is counted for yet, or no more, needs no mark
    events: tuple[str, ...] = ("insert", "update", "delete")


_OWN = "SELECT {row}.organisation_id AS organisation"
_ALL = "SELECT organisation.id AS organisation FROM registry_organisation organisation"
_OF_PAIR = "SELECT pair.organisation_id AS organisation FROM mentoring_pair pair WHERE pair.id = {row}.pair_id"
#: where the person of the row belongs or has belonged
_OF_PERSON = """
    SELECT affiliation.organisation_id AS organisation FROM registry_affiliation affiliation
    WHERE affiliation.person_id = {row}.person_id
"""
_OF_CARD = _OWN + " UNION " + _OF_PERSON.replace("{row}.person_id", "{row}.id")
#: and where they are in a pair, since a pair waits for a decision when one of the two moves
_OF_AFFILIATION = (
    _OWN
    + """
    UNION SELECT pair.organisation_id FROM registry_mentor mentor
    JOIN mentoring_pair pair ON pair.mentor_id = mentor.id WHERE mentor.person_id = {row}.person_id
    UNION SELECT pair.organisation_id FROM registry_mentee mentee
    JOIN mentoring_pair pair ON pair.mentee_id = mentee.id WHERE mentee.person_id = {row}.person_id
    UNION """
    + _OF_PERSON
)
_OF_MENTEE = """
    SELECT affiliation.organisation_id AS organisation FROM registry_mentee mentee
    JOIN registry_affiliation affiliation ON affiliation.person_id = mentee.person_id WHERE mentee.id = {row}.mentee_id
"""
#: where the two people of a pair are at home: the mentor's places and the young specialist count there
_OF_SIDES = (
    _OF_MENTEE
    + """
    UNION SELECT affiliation.organisation_id FROM registry_mentor mentor
    JOIN registry_affiliation affiliation ON affiliation.person_id = mentor.person_id WHERE mentor.id = {row}.mentor_id
"""
)
_OF_PAIR_AND_SIDES = _OWN + " UNION " + _OF_SIDES
_OF_DECISION = """
    SELECT pair.organisation_id AS organisation FROM mentoring_pair pair WHERE pair.id = {row}.pair_id
    UNION SELECT affiliation.organisation_id FROM mentoring_pair pair
    JOIN registry_mentor mentor ON mentor.id = pair.mentor_id JOIN registry_mentee mentee ON mentee.id = pair.mentee_id
    JOIN registry_affiliation affiliation ON affiliation.person_id IN (mentor.person_id, mentee.person_id)
    WHERE pair.id = {row}.pair_id
"""
_OF_ACT = """
    SELECT pair.organisation_id AS organisation FROM mentoring_pair pair WHERE pair.act_id = {row}.id
    UNION SELECT affiliation.organisation_id FROM mentoring_pair pair
    JOIN registry_mentee mentee ON mentee.id = pair.mentee_id
    JOIN registry_affiliation affiliation ON affiliation.person_id = mentee.person_id WHERE pair.act_id = {row}.id
"""
_OF_PLAN_ITEM = """
    SELECT pair.organisation_id AS organisation FROM mentoring_programme programme
    JOIN mentoring_pair pair ON pair.id = programme.pair_id WHERE programme.id = {row}.programme_id
"""
_OF_ROADMAP_ITEM = """
    SELECT roadmap.organisation_id AS organisation FROM mentoring_roadmapsection section
    JOIN mentoring_roadmap roadmap ON roadmap.id = section.roadmap_id WHERE section.id = {row}.section_id
"""
_OF_DUE_DAY = """
    SELECT roadmap.organisation_id AS organisation FROM mentoring_roadmapitem item
    JOIN mentoring_roadmapsection section ON section.id = item.section_id
    JOIN mentoring_roadmap roadmap ON roadmap.id = section.roadmap_id WHERE item.id = {row}.item_id
"""
_OF_ROADMAP_SECTION = """
    SELECT roadmap.organisation_id AS organisation FROM mentoring_roadmap roadmap WHERE roadmap.id = {row}.roadmap_id
"""
_OF_PORTALS_STAGE = (
    _ALL + " WHERE {row}.stage_set_id IN (SELECT own.id FROM mentoring_stageset own WHERE own.code <> '')"
)
_OF_MUNICIPALITY = _ALL + " WHERE organisation.municipality_id = {row}.municipality_id"
_SAME_ORGANISATION = _ALL + " WHERE organisation.id = {row}.id"
_OF_LOCAL_RULES = (
    _ALL
    + """ WHERE organisation.id = {row}.organisation_id OR organisation.municipality_id IN (
        SELECT municipality.id FROM registry_municipality municipality
        WHERE municipality.id = {row}.municipality_id AND organisation.kind = {row}.organisation_kind
           OR municipality.region = {row}.region
    )
"""
)
#: what figures read of rules
_RULES_OF_FIGURES = ("mentee_limit", "young_specialist_years", "bounds")

_OF_ENTRY = ("person_id", "included_on", "excluded_on")
WATCHED_TABLES = (
    WatchedTable(
        "registry_person",
        ("organisation_id", "municipality_id", "merged_into_id", "archived_on", "working_since"),
        _OF_CARD,
    ),
    WatchedTable("registry_affiliation", ("person_id", "organisation_id", "since", "until"), _OF_AFFILIATION),
    WatchedTable("registry_mentor", (*_OF_ENTRY, "personal_limit", "approval"), _OF_PERSON),
    WatchedTable("registry_mentee", (*_OF_ENTRY, "participant"), _OF_PERSON),
    WatchedTable("registry_mentee_categories", ("mentee_id", "category_id"), _OF_MENTEE),
    WatchedTable("registry_category", ("code",), _ALL),
    WatchedTable("registry_curator", ("organisation_id", "appointed_on", "confirmed_on", "dismissed_on"), _OWN),
    WatchedTable("registry_organisation", ("kind", "municipality_id"), _SAME_ORGANISATION, events=("update",)),
    WatchedTable(
        "registry_municipality",
        ("region",),
        _ALL + " WHERE organisation.municipality_id = {row}.id",
        events=("update",),
    ),
    WatchedTable(
        "registry_policy",
        ("municipality_id", "valid_from", "valid_to", *_RULES_OF_FIGURES, "left_to_region"),
        _OF_MUNICIPALITY,
    ),
    WatchedTable(
        "registry_localrules",
        (
            "level", "region", "municipality_id", "organisation_kind", "organisation_id", "valid_from", "valid_to",
            "decides", *_RULES_OF_FIGURES,
        ),
        _OF_LOCAL_RULES,
    ),
    WatchedTable("registry_act", ("dated", "effective_on"), _OF_ACT),
    WatchedTable("registry_kind", ("one_meeting",), _ALL),
    # A pair without a stage counts at the first one of the portal's set.
    WatchedTable("mentoring_stageset", ("code",), _ALL + " WHERE {row}.code <> ''"),
    WatchedTable("mentoring_stage", ("number", "stage_set_id"), _OF_PORTALS_STAGE),
    WatchedTable(
        "mentoring_pair",
        (
            "mentor_id", "mentee_id", "organisation_id", "status", "starts_on", "ends_on", "ended_on", "act_id",
            "stage_id", "created_on",
        ),
        _OF_PAIR_AND_SIDES,
    ),
    WatchedTable("mentoring_pair_kinds", ("pair_id", "kind_id"), _OF_PAIR),
    WatchedTable("mentoring_pairstage", ("pair_id", "stage_id", "entered_on"), _OF_PAIR),
    WatchedTable("mentoring_pairchange", ("pair_id", "to_status", "on", "act_awaited", "act_due_on"), _OF_PAIR),
    WatchedTable("mentoring_movedecision", ("pair_id", "side", "on", "ends"), _OF_DECISION),
    WatchedTable("mentoring_programme", ("pair_id", "status"), _OF_PAIR),
    WatchedTable("mentoring_planitem", ("programme_id", "due_on", "done_on"), _OF_PLAN_ITEM),
    WatchedTable(
        "mentoring_roadmap", ("organisation_id", "status", "starts_on", "submitted_on", "approved_on"), _OWN
    ),
    WatchedTable("mentoring_roadmapsection", ("roadmap_id",), _OF_ROADMAP_SECTION),
    WatchedTable("mentoring_roadmapitem", ("section_id", "due_to", "status"), _OF_ROADMAP_ITEM),
    WatchedTable("mentoring_dueday", ("item_id", "due_on", "done_on"), _OF_DUE_DAY),
)  # fmt: skip


def _guards() -> Iterator[Guard]:
    for watch in WATCHED_TABLES:
        for event in watch.events:
            name = f"{MARKS}_{watch.table}_{event}"
            yield Guard(
                name=name,
                table=watch.table,
                needs=tuple({watch.table, *_TABLES_OF_ORGANISATIONS}),
                sqlite_triggers=(name,),
                sqlite=(_sqlite(name, watch, event),),
                postgresql=_postgresql(name, watch, event),
            )


def _quoted(columns: Iterable[str]) -> list[str]:
    return [f'"{column}"' for column in columns]


def _sqlite(name: str, watch: WatchedTable, event: str) -> str:
    rows = {"insert": ["NEW"], "update": ["OLD", "NEW"], "delete": ["OLD"]}[event]
    columns, when = "", ""
    if event == "update":
        columns = f" OF {', '.join(_quoted(watch.columns))}"
        when = f"WHEN {' OR '.join(f'OLD.{column} IS NOT NEW.{column}' for column in _quoted(watch.columns))}"
    marks = "".join(
        f"INSERT INTO {MARKS} (organisation_id)"
        f" SELECT organisation FROM ({watch.organisations.format(row=row)}) AS found WHERE organisation IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {MARKS} mark WHERE mark.organisation_id = found.organisation);"
        for row in rows
    )
    return (
        f'CREATE TRIGGER "{name}" AFTER {event.upper()}{columns} ON {watch.table} FOR EACH ROW {when} BEGIN {marks} END'
    )


def _postgresql(name: str, watch: WatchedTable, event: str) -> tuple[str, str]:
    """One mark for each organisation of a statement, whatever the number of rows that it writes."""
    columns = ", ".join(_quoted(("id", *watch.columns)))
    old_rows, new_rows = f"SELECT {columns} FROM old_rows", f"SELECT {columns} FROM new_rows"
    rows = {
        "insert": new_rows,
        # Not a join by key: the plan is kept from the first statement, which may have written a single row.
        "update": f"({old_rows} EXCEPT {new_rows}) UNION ALL ({new_rows} EXCEPT {old_rows})",
        "delete": old_rows,
    }[event]
    tables = {"insert": "NEW TABLE AS new_rows", "delete": "OLD TABLE AS old_rows"}
    referencing = tables.get(event, "OLD TABLE AS old_rows NEW TABLE AS new_rows")
    function = f"""
        CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            INSERT INTO {MARKS} (organisation_id)
            SELECT DISTINCT found.organisation
            FROM ({rows}) AS written
            CROSS JOIN LATERAL ({watch.organisations.format(row="written")}) AS found
            WHERE found.organisation IS NOT NULL;
            RETURN NULL;
        END
        $body$
    """
    trigger = (
        f'CREATE TRIGGER "{name}" AFTER {event.upper()} ON {watch.table} REFERENCING {referencing}'
        f' FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()'
    )
    return function, trigger


GUARDS = list(_guards())
