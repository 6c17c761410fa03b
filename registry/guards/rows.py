"""A guard that judges one row by one condition: the triggers of both engines from the same SQL."""

import re

from registry.guards.installation import Guard

_DAYS = re.compile(r"DAYS_BETWEEN\(([\w.]+), ([\w.]+)\)")


_ON_SQLITE, _ON_POSTGRESQL = r"(julianday(\1) - julianday(\2))", r"(\1 - \2)"


def days_between(later: str, earlier: str) -> str:
    """For the condition of a `row_guard`: how many days after the column `earlier` the other one lies."""
    return f"DAYS_BETWEEN({later}, {earlier})"


def row_guard(
    name: str,
    table: str,
    needs: tuple[str, ...],
    wrong: str,
    *,
    columns: tuple[str, ...] = (),
    changed: str = "",
    new_rows: bool = True,
    locks: str = "",
) -> Guard:
    """Refuses by `name` a row of `table` for which the condition `wrong` (of NEW) holds.

    `columns`: whose change is judged besides new rows; `changed`: a condition of OLD and NEW that the change must meet,
    with `IS DISTINCT FROM` for unequal; `new_rows`: whether these are judged at all; `locks`: a statement by which
    PostgreSQL holds first what the row is judged by.
    """
    events = {"insert": "INSERT"} if new_rows else {}
    events |= {"update": f"UPDATE OF {', '.join(columns)}"} if columns else {}

    def sqlite(event: str, when: str) -> str:
        only = f"AND ({changed.replace('IS DISTINCT FROM', 'IS NOT')})" if changed and event == "update" else ""
        return (
            f'CREATE TRIGGER "{name}_{event}" AFTER {when} ON {table} BEGIN '
            f"SELECT RAISE(ABORT, '{name}') WHERE ({_DAYS.sub(_ON_SQLITE, wrong)}) {only}; END"
        )

    only = f"AND (TG_OP = 'INSERT' OR ({changed}))" if changed else ""
    function = f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
        BEGIN
            {locks}
            IF ({_DAYS.sub(_ON_POSTGRESQL, wrong)}) {only} THEN
                RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NULL;
        END $$ LANGUAGE plpgsql
    """
    when = " OR ".join(events.values())
    trigger = f'CREATE TRIGGER "{name}" AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()'
    return Guard(
        name=name,
        table=table,
        needs=(table, *needs),
        sqlite_triggers=tuple(f"{name}_{event}" for event in events),
        sqlite=tuple(sqlite(event, when) for event, when in events.items()),
        postgresql=(function, trigger),
    )
