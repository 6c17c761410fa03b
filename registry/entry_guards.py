"""A municipality's own entries of the dictionaries serve it alone, kept by the database on both engines."""

import re
from collections.abc import Iterator

from registry.database_guards import Guard

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


#: lists of a policy → table and column of their entries
_LISTS = {
    "forms": ("registry_form", "form_id"),
    "role_models": ("registry_rolemodel", "rolemodel_id"),
    "kinds": ("registry_kind", "kind_id"),
}


#: rules of whatever level → their municipality; a region has none, so that it names entries of the portal alone
_OWNERS = {
    "policy": "rules.municipality_id",
    "policyproposal": "rules.municipality_id",
    "localrules": "COALESCE(rules.municipality_id, "
    "(SELECT o.municipality_id FROM registry_organisation o WHERE o.id = rules.organisation_id))",
}


def _entries_of_rules() -> Iterator[Guard]:
    for policy, owner in _OWNERS.items():
        for name, (table, column) in _LISTS.items():
            yield row_guard(
                f"registry_{policy}_{name}_own",
                f"registry_{policy}_{name}",
                (table, f"registry_{policy}", "registry_organisation"),
                f"EXISTS (SELECT 1 FROM {table} entry JOIN registry_{policy} rules ON rules.id = NEW.{policy}_id "
                f"WHERE entry.id = NEW.{column} AND entry.municipality_id IS NOT NULL "
                f"AND ({owner} IS NULL OR entry.municipality_id <> {owner}))",
            )


def _under_forms(table: str) -> Guard:
    """Stands under a form of the portal or of its own municipality."""
    return row_guard(
        f"{table}_own_form",
        table,
        ("registry_form",),
        "EXISTS (SELECT 1 FROM registry_form form WHERE form.id = NEW.form_id AND form.municipality_id IS NOT NULL "
        "AND (NEW.municipality_id IS NULL OR form.municipality_id <> NEW.municipality_id))",
        columns=("form_id", "municipality_id"),
    )


def _in_place_of_portal(table: str) -> Guard:
    return row_guard(
        f"{table}_replaces_portal",
        table,
        (),
        f"EXISTS (SELECT 1 FROM {table} other WHERE other.id = NEW.replaces_id AND other.municipality_id IS NOT NULL)",
        columns=("replaces_id", "municipality_id"),
    )


ENTRY_GUARDS = [
    *(_under_forms(table) for table in ("registry_rolemodel", "registry_siderequirement")),
    *(_in_place_of_portal(table) for table in ("registry_reason", "registry_siderequirement", "registry_planstep")),
    *_entries_of_rules(),
]
