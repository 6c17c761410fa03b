"""A municipality's own entries of the dictionaries serve it alone, kept by the database on both engines."""

from collections.abc import Iterator

from registry.guards.installation import Guard
from registry.guards.rows import row_guard

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
