"""A pair names entries of the portal or of its own municipality, and a notice only where its reason has one."""

from registry.guards.rows import row_guard


def _foreign(table: str, match: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {table} entry JOIN registry_organisation host ON host.id = NEW.organisation_id "
        f"WHERE {match} AND entry.municipality_id <> host.municipality_id)"
    )


#: the names that the database refuses by
OWN_ENTRIES = "mentoring_pair_own_entries"
OWN_KINDS = "mentoring_pair_kinds_own"
NOTICE = "mentoring_pair_notice_of_reason"

PAIR_ENTRY_GUARDS = [
    row_guard(
        OWN_ENTRIES,
        "mentoring_pair",
        ("registry_organisation", "registry_form", "registry_rolemodel", "registry_reason"),
        " OR ".join(
            (
                _foreign("registry_form", "entry.id = NEW.form_id"),
                _foreign("registry_rolemodel", "entry.id = NEW.role_model_id"),
                _foreign("registry_reason", "entry.code = NEW.end_reason"),
            )
        ),
        columns=("organisation_id", "form_id", "role_model_id", "end_reason"),
    ),
    row_guard(
        OWN_KINDS,
        "mentoring_pair_kinds",
        ("mentoring_pair", "registry_organisation", "registry_kind"),
        "EXISTS (SELECT 1 FROM registry_kind entry JOIN mentoring_pair pair ON pair.id = NEW.pair_id "
        "JOIN registry_organisation host ON host.id = pair.organisation_id "
        "WHERE entry.id = NEW.kind_id AND entry.municipality_id <> host.municipality_id)",
    ),
    row_guard(
        NOTICE,
        "mentoring_pair",
        ("registry_reason",),
        "NEW.notified_on IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM registry_reason entry WHERE entry.code = NEW.end_reason AND entry.needs_notice)",
        columns=("end_reason", "notified_on"),
        changed="OLD.notified_on IS DISTINCT FROM NEW.notified_on OR OLD.end_reason IS DISTINCT FROM NEW.end_reason",
    ),
]
