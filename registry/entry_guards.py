"""A municipality's own entries of the dictionaries serve it alone, kept by the database on both engines."""

from collections.abc import Iterator

from registry.database_guards import Guard


def row_guard(
    name: str, table: str, needs: tuple[str, ...], wrong: str, *, columns: tuple[str, ...] = (), changed: str = ""
) -> Guard:
    """Refuses by `name` a row of `table` for which the condition `wrong` (of NEW) holds.

    `columns`: whose change is judged besides new rows; `changed`: a condition of OLD and NEW that the change must meet,
    with `IS DISTINCT FROM` for unequal.
    """
    events = {"insert": "INSERT"} | ({"update": f"UPDATE OF {', '.join(columns)}"} if columns else {})

    def sqlite(event: str, when: str) -> str:
        only = f"AND ({changed.replace('IS DISTINCT FROM', 'IS NOT')})" if changed and event == "update" else ""
        return (
            f'CREATE TRIGGER "{name}_{event}" AFTER {when} ON {table} BEGIN '
            f"SELECT RAISE(ABORT, '{name}') WHERE ({wrong}) {only}; END"
        )

    only = f"AND (TG_OP = 'INSERT' OR ({changed}))" if changed else ""
    function = f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
        BEGIN
            IF ({wrong}) {only} THEN
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


def _entries_of_policies() -> Iterator[Guard]:
    for policy in ("policy", "policyproposal"):
        for name, (table, column) in _LISTS.items():
            yield row_guard(
                f"registry_{policy}_{name}_own",
                f"registry_{policy}_{name}",
                (table, f"registry_{policy}"),
                f"EXISTS (SELECT 1 FROM {table} entry JOIN registry_{policy} rules ON rules.id = NEW.{policy}_id "
                f"WHERE entry.id = NEW.{column} AND entry.municipality_id <> rules.municipality_id)",
            )


ENTRY_GUARDS = [
    row_guard(
        "registry_rolemodel_own_form",
        "registry_rolemodel",
        ("registry_form",),
        "EXISTS (SELECT 1 FROM registry_form form WHERE form.id = NEW.form_id AND form.municipality_id IS NOT NULL "
        "AND (NEW.municipality_id IS NULL OR form.municipality_id <> NEW.municipality_id))",
        columns=("form_id", "municipality_id"),
    ),
    row_guard(
        "registry_reason_replaces_portal",
        "registry_reason",
        (),
        "EXISTS (SELECT 1 FROM registry_reason other WHERE other.id = NEW.replaces_id "
        "AND other.municipality_id IS NOT NULL)",
        columns=("replaces_id", "municipality_id"),
    ),
    *_entries_of_policies(),
]
