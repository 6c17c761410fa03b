"""Places in the banks against the birth of their people, kept by the database. A birth that is corrected later is
judged by the card's form alone."""

from registry.guards.rows import row_guard

#: table → name by which an entry is refused that begins before its person was born
ENTRY_BEFORE_BIRTH = {table: f"{table}_not_before_birth" for table in ("registry_mentor", "registry_mentee")}
EXPLANATIONS = dict.fromkeys(ENTRY_BEFORE_BIRTH.values(), "Включение в базу раньше даты рождения. Проверьте обе даты.")

BANK_GUARDS = [
    row_guard(
        name,
        table,
        ("registry_person",),
        "EXISTS (SELECT 1 FROM registry_person p WHERE p.id = NEW.person_id AND p.birth_date > NEW.included_on)",
        columns=("included_on",),
        changed="NEW.included_on IS DISTINCT FROM OLD.included_on",
    )
    for table, name in ENTRY_BEFORE_BIRTH.items()
]
