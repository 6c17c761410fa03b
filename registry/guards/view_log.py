"""What the log of views says stays as it was written: the database refuses to alter and to delete its rows."""

from registry.guards.installation import Guard

VIEW_LOG = "registry_view_log_frozen"
EXPLANATIONS = {VIEW_LOG: "Записи журнала просмотров не меняют и не удаляют."}

_TABLE = "registry_viewrecord"

VIEW_LOG_GUARDS = [
    Guard(
        name=VIEW_LOG,
        table=_TABLE,
        needs=(_TABLE,),
        sqlite_triggers=(f"{VIEW_LOG}_update", f"{VIEW_LOG}_delete"),
        sqlite=tuple(
            f'CREATE TRIGGER "{VIEW_LOG}_{event.lower()}" BEFORE {event} ON {_TABLE}'
            f" FOR EACH ROW BEGIN SELECT RAISE(ABORT, '{VIEW_LOG}'); END"
            for event in ("UPDATE", "DELETE")
        ),
        postgresql=(
            f"CREATE OR REPLACE FUNCTION {VIEW_LOG}() RETURNS trigger LANGUAGE plpgsql AS $body$"
            f" BEGIN RAISE EXCEPTION '{VIEW_LOG}' USING ERRCODE = 'check_violation', CONSTRAINT = '{VIEW_LOG}';"
            " END $body$",
            f'CREATE TRIGGER "{VIEW_LOG}" BEFORE DELETE OR UPDATE ON {_TABLE}'
            f" FOR EACH ROW EXECUTE FUNCTION {VIEW_LOG}()",
        ),
    )
]
