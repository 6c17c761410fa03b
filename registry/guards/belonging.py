"""Belonging to organisations, kept by the database (ADR 23).

The rows of registry_affiliation are the truth; `registry_person.organisation_id` is the organisation of the open row.
After every statement the two agree:

* a new person with an organisation gets the open row «as long as known»;
* a row that is opened, closed or changed sets the column of its person;
* a column that is written without a row opens the row by itself: from the database's today, with the former one closed
  the day before. What began today is replaced, and who returns on that day never left. Code that knows a better day
  writes the rows first (registry/actions/affiliations.py); the column then agrees and nothing more happens;
* two rows of a person never share a day.

On PostgreSQL a row that is written directly locks its person FOR NO KEY UPDATE, so that racing transactions judge one
after the other; a row that the trigger of a person writes comes with that lock. SQLite has a single writer.
"""

from django.conf import settings

from registry.guards.installation import Guard

#: The name that the database refuses by: two belongings of a person share a day.
OVERLAP = "registry_affiliation_overlap"
_STEP = "registry_person_affiliation"

_FIRST_DAY, _NO_END = "0001-01-01", "9999-12-31"
_SQLITE_TODAY = "date('now', 'localtime')"
_SQLITE_YESTERDAY = "date('now', 'localtime', '-1 day')"
#: the day of the portal, whatever the time zone of the session is
_POSTGRESQL_TODAY = f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date"

_SHARES_A_DAY = f"""
    EXISTS (
        SELECT 1 FROM registry_affiliation other
        WHERE other.person_id = NEW.person_id AND other.id <> NEW.id
          AND COALESCE(other.since, '{_FIRST_DAY}') <= COALESCE(NEW.until, '{_NO_END}')
          AND COALESCE(other.until, '{_NO_END}') >= COALESCE(NEW.since, '{_FIRST_DAY}')
    )
"""
_REFUSE_OVERLAP = f"SELECT RAISE(ABORT, '{OVERLAP}') WHERE {_SHARES_A_DAY};"
_CLOSED_LEAVES_COLUMN = """
    UPDATE registry_person SET organisation_id = NULL
    WHERE id = OLD.person_id AND organisation_id = OLD.organisation_id AND OLD.until IS NULL
"""
_OPEN_SETS_COLUMN = """
    UPDATE registry_person SET organisation_id = NEW.organisation_id
    WHERE id = NEW.person_id AND NEW.until IS NULL
"""

_OPEN_ROW = "(SELECT organisation_id FROM registry_affiliation WHERE person_id = NEW.id AND until IS NULL)"
_NEW_PERSON_BELONGS = """
    INSERT INTO registry_affiliation (person_id, organisation_id, since, until)
    SELECT NEW.id, NEW.organisation_id, NULL, NULL WHERE NEW.organisation_id IS NOT NULL
"""
_PERSON_GOES = "DELETE FROM registry_affiliation WHERE person_id = OLD.id"


def _dated_step(today: str, yesterday: str) -> tuple[str, ...]:
    """The rows follow a column that was written without them."""
    return (
        f"DELETE FROM registry_affiliation WHERE person_id = NEW.id AND until IS NULL AND since >= {today};",
        f"UPDATE registry_affiliation SET until = {yesterday} WHERE person_id = NEW.id AND until IS NULL;",
        f"""UPDATE registry_affiliation SET until = NULL
            WHERE person_id = NEW.id AND until = {yesterday} AND organisation_id = NEW.organisation_id;""",
        f"""INSERT INTO registry_affiliation (person_id, organisation_id, since, until)
            SELECT NEW.id, NEW.organisation_id, {today}, NULL
            WHERE NEW.organisation_id IS NOT NULL AND {_OPEN_ROW} IS NULL;""",
    )


def _sqlite_trigger(name: str, event: str, table: str, condition: str, *statements: str) -> str:
    return f"""
        CREATE TRIGGER "{name}" AFTER {event} ON {table} FOR EACH ROW WHEN {condition}
        BEGIN
            {"".join(statements)}
        END
    """


_SQLITE_STEP = _dated_step(_SQLITE_TODAY, _SQLITE_YESTERDAY)
_POSTGRESQL_STEP = _dated_step("today", "today - 1")
_COLUMNS = "person_id, organisation_id, since, until"

BELONGING_GUARDS = [
    Guard(
        name=OVERLAP,
        table="registry_affiliation",
        needs=("registry_affiliation", "registry_person"),
        sqlite_triggers=(f"{OVERLAP}_insert", f"{OVERLAP}_update", f"{OVERLAP}_delete"),
        sqlite=(
            _sqlite_trigger(
                f"{OVERLAP}_insert",
                "INSERT",
                "registry_affiliation",
                "1",
                _REFUSE_OVERLAP,
                f"{_OPEN_SETS_COLUMN} AND organisation_id IS NOT NEW.organisation_id;",
            ),
            _sqlite_trigger(
                f"{OVERLAP}_update",
                f"UPDATE OF {_COLUMNS}",
                "registry_affiliation",
                "1",
                _REFUSE_OVERLAP,
                f"{_CLOSED_LEAVES_COLUMN} AND (NEW.until IS NOT NULL OR NEW.person_id <> OLD.person_id);",
                f"{_OPEN_SETS_COLUMN} AND organisation_id IS NOT NEW.organisation_id;",
            ),
            _sqlite_trigger(
                f"{OVERLAP}_delete", "DELETE", "registry_affiliation", "OLD.until IS NULL", f"{_CLOSED_LEAVES_COLUMN};"
            ),
        ),
        postgresql=(
            f"""
            CREATE OR REPLACE FUNCTION {OVERLAP}() RETURNS trigger LANGUAGE plpgsql AS $body$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    {_CLOSED_LEAVES_COLUMN};
                    RETURN NULL;
                END IF;
                IF pg_trigger_depth() = 1 THEN
                    PERFORM 1 FROM registry_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
                    IF current_setting('transaction_isolation') <> 'read committed' THEN
                        UPDATE registry_person SET name_key = name_key WHERE id = NEW.person_id;
                    END IF;
                END IF;
                IF {_SHARES_A_DAY} THEN
                    RAISE EXCEPTION '{OVERLAP}' USING ERRCODE = 'check_violation', CONSTRAINT = '{OVERLAP}';
                END IF;
                IF TG_OP = 'UPDATE' THEN
                    {_CLOSED_LEAVES_COLUMN} AND (NEW.until IS NOT NULL OR NEW.person_id <> OLD.person_id);
                END IF;
                {_OPEN_SETS_COLUMN} AND organisation_id IS DISTINCT FROM NEW.organisation_id;
                RETURN NULL;
            END
            $body$
            """,
            f'CREATE TRIGGER "{OVERLAP}" AFTER INSERT OR DELETE OR UPDATE OF {_COLUMNS} ON registry_affiliation'
            f" FOR EACH ROW EXECUTE FUNCTION {OVERLAP}()",
        ),
    ),
    Guard(
        name=_STEP,
        table="registry_person",
        needs=("registry_affiliation", "registry_person"),
        sqlite_triggers=(f"{_STEP}_insert", f"{_STEP}_update", f"{_STEP}_delete"),
        sqlite=(
            _sqlite_trigger(
                f"{_STEP}_insert", "INSERT", "registry_person", "NEW.organisation_id IS NOT NULL",
                f"{_NEW_PERSON_BELONGS};",
            ),
            _sqlite_trigger(
                f"{_STEP}_update",
                "UPDATE OF organisation_id",
                "registry_person",
                f"NEW.organisation_id IS NOT {_OPEN_ROW}",
                *_SQLITE_STEP,
            ),
            _sqlite_trigger(f"{_STEP}_delete", "DELETE", "registry_person", "1", f"{_PERSON_GOES};"),
        ),
        postgresql=(
            f"""
            CREATE OR REPLACE FUNCTION {_STEP}() RETURNS trigger LANGUAGE plpgsql AS $body$
            DECLARE
                today date := {_POSTGRESQL_TODAY};
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    {_PERSON_GOES};
                ELSIF TG_OP = 'INSERT' THEN
                    {_NEW_PERSON_BELONGS};
                ELSIF NEW.organisation_id IS DISTINCT FROM {_OPEN_ROW} THEN
                    {"".join(_POSTGRESQL_STEP)}
                END IF;
                RETURN NULL;
            END
            $body$
            """,
            f'CREATE TRIGGER "{_STEP}" AFTER INSERT OR DELETE OR UPDATE OF organisation_id ON registry_person'
            f" FOR EACH ROW EXECUTE FUNCTION {_STEP}()",
        ),
    ),
]  # fmt: skip
