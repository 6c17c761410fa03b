"""An issued paper never changes: the database refuses to alter what was frozen, and to delete the row."""

from registry.guards.installation import Guard

FROZEN = "reports_document_frozen"

_FROZEN_COLUMNS = (
    "kind, municipality_id, organisation_id, number, dated, title, payload, pdf, sha256, verification_code,"
    " issued_by_id, issued_at"
)

GUARDS = [
    Guard(
        name=FROZEN,
        table="reports_issueddocument",
        needs=("reports_issueddocument",),
        sqlite_triggers=(f"{FROZEN}_update", f"{FROZEN}_delete"),
        sqlite=(
            f'CREATE TRIGGER "{FROZEN}_update" BEFORE UPDATE OF {_FROZEN_COLUMNS} ON reports_issueddocument'
            f" FOR EACH ROW BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END",
            f'CREATE TRIGGER "{FROZEN}_delete" BEFORE DELETE ON reports_issueddocument'
            f" FOR EACH ROW BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END",
        ),
        postgresql=(
            f"CREATE OR REPLACE FUNCTION {FROZEN}() RETURNS trigger LANGUAGE plpgsql AS $body$"
            f" BEGIN RAISE EXCEPTION '{FROZEN}' USING ERRCODE = 'check_violation', CONSTRAINT = '{FROZEN}'; END $body$",
            f'CREATE TRIGGER "{FROZEN}" BEFORE DELETE OR UPDATE OF {_FROZEN_COLUMNS} ON reports_issueddocument'
            f" FOR EACH ROW EXECUTE FUNCTION {FROZEN}()",
        ),
    )
]
