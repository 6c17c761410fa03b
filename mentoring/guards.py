"""The cap, kept by the database: no mentor ever has more than three distinct mentees at any one moment.

Counted over the overlapping periods of pairs that hold a place (agreed, active, and ended ones until their end date),
across organisations and groups (Устюжна, п. 3.4). A personal limit and the policy in force on the day of the order (or
of the beginning, while there is no order) may lower it for pairs that come anew; the hard three holds always.

The number of distinct mentees of a mentor changes only where a pair begins, so the worst moment inside the new period
is its first day or the first day of another pair within it: those days are looked at.

The trigger runs after the row is written, so that a statement which moves several pairs is judged by its outcome.
On PostgreSQL it first locks the mentor's row FOR NO KEY UPDATE: racing transactions queue there, and each then sees
what the others committed. (FOR UPDATE would deadlock with the lock of the foreign key.) Where the isolation level is
higher than read committed, a lock alone does not make a later commit visible, so the row is touched and the loser gets
a serialization failure instead. SQLite has a single writer and needs no lock.
"""

from mentoring.enums import PLACE_HOLDING
from registry.database_guards import Guard
from registry.models.policy import MOST_MENTEES

#: The names that the database refuses by; mentoring/capacity_refusal.py explains them with people and dates.
CAP = "mentoring_pair_mentor_cap"
SELF = "mentoring_pair_not_self"

_STATUSES = ", ".join(f"'{status}'" for status in PLACE_HOLDING)

_WORST_LOAD = f"""
    SELECT MAX(load) FROM (
        SELECT (
            SELECT COUNT(DISTINCT other.mentee_id) FROM mentoring_pair other
            WHERE other.mentor_id = NEW.mentor_id AND other.status IN ({_STATUSES})
              AND other.starts_on <= moment.day AND COALESCE(other.ended_on, other.ends_on) >= moment.day
        ) AS load
        FROM (
            SELECT NEW.starts_on AS day
            UNION
            SELECT p.starts_on FROM mentoring_pair p
            WHERE p.mentor_id = NEW.mentor_id AND p.status IN ({_STATUSES})
              AND p.starts_on BETWEEN NEW.starts_on AND COALESCE(NEW.ended_on, NEW.ends_on)
        ) AS moment
    ) AS loads
"""

_LIMIT = f"""
    SELECT MIN({MOST_MENTEES},
        COALESCE((SELECT m.personal_limit FROM registry_mentor m WHERE m.id = NEW.mentor_id), {MOST_MENTEES}),
        COALESCE((
            SELECT p.mentee_limit FROM registry_policy p
            JOIN registry_organisation o ON o.municipality_id = p.municipality_id
            WHERE o.id = NEW.organisation_id
              AND p.valid_from <= COALESCE((SELECT a.dated FROM registry_act a WHERE a.id = NEW.act_id), NEW.starts_on)
            ORDER BY p.valid_from DESC LIMIT 1
        ), {MOST_MENTEES}))
"""

_SAME_PERSON = """
    (SELECT m.person_id FROM registry_mentor m WHERE m.id = NEW.mentor_id)
    = (SELECT e.person_id FROM registry_mentee e WHERE e.id = NEW.mentee_id)
"""

_WATCHED = "mentor_id, mentee_id, organisation_id, status, starts_on, ends_on, ended_on"

#: The pair takes a place that it did not hold before; merely giving one up is always allowed.
_TAKES_MORE = f"""
    OLD.status NOT IN ({_STATUSES}) OR OLD.mentor_id <> NEW.mentor_id OR OLD.mentee_id <> NEW.mentee_id
    OR NEW.starts_on < OLD.starts_on OR COALESCE(NEW.ended_on, NEW.ends_on) > COALESCE(OLD.ended_on, OLD.ends_on)
"""


def _sqlite_trigger(name: str, event: str, condition: str) -> str:
    return f"""
        CREATE TRIGGER "{name}" AFTER {event} ON mentoring_pair FOR EACH ROW WHEN {condition}
        BEGIN
            SELECT RAISE(ABORT, '{SELF}') WHERE {_SAME_PERSON};
            SELECT RAISE(ABORT, '{CAP}') WHERE NEW.status IN ({_STATUSES}) AND ({_WORST_LOAD}) > ({_LIMIT});
        END
    """


_POSTGRESQL_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION {CAP}() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        IF {_SAME_PERSON} THEN
            RAISE EXCEPTION '{SELF}' USING ERRCODE = 'check_violation', CONSTRAINT = '{SELF}';
        END IF;
        IF NEW.status NOT IN ({_STATUSES}) THEN
            RETURN NULL;
        END IF;
        IF TG_OP = 'UPDATE' AND NOT ({_TAKES_MORE}) THEN
            RETURN NULL;
        END IF;
        PERFORM 1 FROM registry_mentor WHERE id = NEW.mentor_id FOR NO KEY UPDATE;
        IF current_setting('transaction_isolation') <> 'read committed' THEN
            UPDATE registry_mentor SET included_on = included_on WHERE id = NEW.mentor_id;
        END IF;
        IF ({_WORST_LOAD}) > ({_LIMIT.replace("SELECT MIN(", "SELECT LEAST(")}) THEN
            RAISE EXCEPTION '{CAP}' USING ERRCODE = 'check_violation', CONSTRAINT = '{CAP}';
        END IF;
        RETURN NULL;
    END
    $body$
"""

GUARDS = [
    Guard(
        name=CAP,
        table="mentoring_pair",
        needs=(
            "mentoring_pair",
            "registry_mentor",
            "registry_mentee",
            "registry_policy",
            "registry_organisation",
            "registry_act",
        ),
        sqlite_triggers=(f"{CAP}_insert", f"{CAP}_update"),
        sqlite=(
            _sqlite_trigger(f"{CAP}_insert", "INSERT", "1"),
            _sqlite_trigger(f"{CAP}_update", f"UPDATE OF {_WATCHED}", f"({_TAKES_MORE})"),
        ),
        postgresql=(
            _POSTGRESQL_FUNCTION,
            f'CREATE TRIGGER "{CAP}" AFTER INSERT OR UPDATE OF {_WATCHED} ON mentoring_pair'
            f" FOR EACH ROW EXECUTE FUNCTION {CAP}()",
        ),
    )
]
