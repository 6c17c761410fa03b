"""The cap, kept by the database: no mentor ever has more than three distinct mentees at any one moment.

Two counts, each over all organisations and groups (Устюжна, п. 3.4; ADR 20):

* as planned: pairs that hold a place (agreed, active, ended) by their written periods;
* in fact: ordered pairs alone, where an active one lasts until it is closed, whatever its period says.

A pair that takes a place is judged by the plan, a pair that begins to work by both. Neither count looks at today: the
same row is allowed or refused on any day. A personal limit and the rules in force on the day of the order (or of the
beginning, while there is no order) may lower the cap for pairs that come anew; the hard three holds always.

The number of distinct mentees of a mentor changes only where a pair begins, so the worst moment inside the new period
is its first day or the first day of another pair within it: those days are looked at.

The trigger runs after the row is written, so that a statement which moves several pairs is judged by its outcome.
On PostgreSQL it first locks the mentor's row FOR NO KEY UPDATE: racing transactions queue there, and each then sees
what the others committed. (FOR UPDATE would deadlock with the lock of the foreign key.) Where the isolation level is
higher than read committed, a lock alone does not make a later commit visible, so the row is touched and the loser gets
a serialization failure instead. SQLite has a single writer and needs no lock.
"""

from collections.abc import Callable

from mentoring.enums import ORDERED, PLACE_HOLDING
from mentoring.guards.dates import written_end
from registry.enums import MOST_MENTEES, RuleLevel
from registry.guards.installation import Guard

#: The names that the database refuses by; mentoring/refusals/capacity.py explains them with people and dates.
CAP = "mentoring_pair_mentor_cap"
SELF = "mentoring_pair_not_self"

#: the last day of an ordered pair that nobody has closed
_NO_END = "9999-12-31"

_PLANNED = ", ".join(f"'{status}'" for status in PLACE_HOLDING)
_ORDERED = ", ".join(f"'{status}'" for status in ORDERED)


def _end_in_fact(row: str) -> str:
    """Of an ordered pair: the constraint mentoring_pair_ended_has_date gives every closed one its day."""
    return f"COALESCE({row}.ended_on, '{_NO_END}')"


def _worst_load(statuses: str, end: Callable[[str], str]) -> str:
    return f"""
    SELECT MAX(load) FROM (
        SELECT (
            SELECT COUNT(DISTINCT other.mentee_id) FROM mentoring_pair other
            WHERE other.mentor_id = NEW.mentor_id AND other.status IN ({statuses})
              AND other.starts_on <= moment.day AND {end("other")} >= moment.day
        ) AS load
        FROM (
            SELECT NEW.starts_on AS day
            UNION
            SELECT p.starts_on FROM mentoring_pair p
            WHERE p.mentor_id = NEW.mentor_id AND p.status IN ({statuses})
              AND p.starts_on BETWEEN NEW.starts_on AND {end("NEW")}
        ) AS moment
    ) AS loads
"""


_LOAD_AS_PLANNED = _worst_load(_PLANNED, written_end)
_LOAD_IN_FACT = _worst_load(_ORDERED, _end_in_fact)

#: the day by which the rules of a pair are judged
_RULES_DAY = "COALESCE((SELECT a.dated FROM registry_act a WHERE a.id = NEW.act_id), NEW.starts_on)"


def _names_limit(column: str) -> str:
    """Of a list of codes: JSON on both engines."""
    return f"CAST({column} AS TEXT) LIKE '%\"mentee_limit\"%'"


def _local_limit(owner: str, *, named_in: str = "decides") -> str:
    """The limit of the latest version of rules of one owner, if that is in force, sets it, and names it in the list."""
    return f"""
        (SELECT CASE WHEN (l.valid_to IS NULL OR l.valid_to >= {_RULES_DAY}) AND {_names_limit("l.decides")}
                      AND {_names_limit(f"l.{named_in}")} THEN l.mentee_limit END
         FROM registry_localrules l WHERE {owner} AND l.valid_from <= {_RULES_DAY}
         ORDER BY l.valid_from DESC LIMIT 1)
    """


_OF_REGION = f"l.level = '{RuleLevel.REGION}' AND l.region = t.region"
_OF_KIND = f"l.level = '{RuleLevel.KIND}' AND l.municipality_id = t.id AND l.organisation_kind = o.kind"
_OF_ORGANISATION = f"l.level = '{RuleLevel.ORGANISATION}' AND l.organisation_id = o.id"
_BOUNDED = f"CASE WHEN {_names_limit('p.bounds')} THEN p.mentee_limit END"
_LEFT_TO_REGION = f"CASE WHEN {_names_limit('p.left_to_region')} THEN {_local_limit(_OF_REGION)} END"


def _limit(least: str) -> str:
    """The hard three, the mentor's own limit, and the rules in force (registry/policies/rules_in_force.py): that of the
    nearest level, none above what a level bounds. `least`: the engine's function for the least of several numbers."""
    bounds = (_BOUNDED, _local_limit(_OF_REGION, named_in="bounds"), _local_limit(_OF_KIND, named_in="bounds"))
    return f"""
    SELECT {least}({MOST_MENTEES},
        COALESCE((SELECT m.personal_limit FROM registry_mentor m WHERE m.id = NEW.mentor_id), {MOST_MENTEES}),
        COALESCE((
            SELECT CASE WHEN p.valid_to IS NULL OR p.valid_to >= {_RULES_DAY} THEN {least}(
                COALESCE(
                    {_local_limit(_OF_ORGANISATION)}, {_local_limit(_OF_KIND)}, {_LEFT_TO_REGION}, p.mentee_limit
                ),
                {", ".join(f"COALESCE({bound}, {MOST_MENTEES})" for bound in bounds)}
            ) END
            FROM registry_policy p
            JOIN registry_municipality t ON t.id = p.municipality_id
            JOIN registry_organisation o ON o.municipality_id = t.id
            WHERE o.id = NEW.organisation_id AND p.valid_from <= {_RULES_DAY}
            ORDER BY p.valid_from DESC LIMIT 1
        ), {MOST_MENTEES}))
"""


_LIMIT = _limit("MIN")

_SAME_PERSON = """
    (SELECT m.person_id FROM registry_mentor m WHERE m.id = NEW.mentor_id)
    = (SELECT e.person_id FROM registry_mentee e WHERE e.id = NEW.mentee_id)
"""
_UPDATE = "UPDATE OF mentor_id, mentee_id, organisation_id, status, starts_on, ends_on, ended_on"


def _takes_more(statuses: str, end: Callable[[str], str]) -> str:
    """The row counts where it did not count before; merely giving a place up is always allowed."""
    return f"""
    OLD.status NOT IN ({statuses}) OR OLD.mentor_id <> NEW.mentor_id OR OLD.mentee_id <> NEW.mentee_id
    OR NEW.starts_on < OLD.starts_on OR {end("NEW")} > {end("OLD")}
"""


_TAKES_MORE_AS_PLANNED = _takes_more(_PLANNED, written_end)
_TAKES_MORE_IN_FACT = _takes_more(_ORDERED, _end_in_fact)

_REFUSE_SELF = f"SELECT RAISE(ABORT, '{SELF}') WHERE {_SAME_PERSON};"
_REFUSE_AS_PLANNED = f"""
    SELECT RAISE(ABORT, '{CAP}') WHERE NEW.status IN ({_PLANNED}) AND ({_LOAD_AS_PLANNED}) > ({_LIMIT});
"""
#: A pair that was promised its place keeps the promise when a limit is lowered: only unclosed pairs are in its way.
_REFUSE_IN_FACT = f"""
    SELECT RAISE(ABORT, '{CAP}') WHERE NEW.status IN ({_ORDERED})
      AND ({_LOAD_IN_FACT}) > MAX(({_LIMIT}), ({_LOAD_AS_PLANNED}));
"""


def _sqlite_trigger(name: str, event: str, condition: str, *refusals: str) -> str:
    return f"""
        CREATE TRIGGER "{name}" AFTER {event} ON mentoring_pair FOR EACH ROW WHEN {condition}
        BEGIN
            {"".join(refusals)}
        END
    """


_POSTGRESQL_LIMIT = _limit("LEAST")

_POSTGRESQL_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION {CAP}() RETURNS trigger LANGUAGE plpgsql AS $body$
    DECLARE
        takes boolean := NEW.status IN ({_PLANNED});
        begins boolean := NEW.status IN ({_ORDERED});
        most integer;
        planned integer;
    BEGIN
        IF {_SAME_PERSON} THEN
            RAISE EXCEPTION '{SELF}' USING ERRCODE = 'check_violation', CONSTRAINT = '{SELF}';
        END IF;
        IF TG_OP = 'UPDATE' THEN
            takes := takes AND ({_TAKES_MORE_AS_PLANNED});
            begins := begins AND ({_TAKES_MORE_IN_FACT});
        END IF;
        IF NOT takes AND NOT begins THEN
            RETURN NULL;
        END IF;
        PERFORM 1 FROM registry_mentor WHERE id = NEW.mentor_id FOR NO KEY UPDATE;
        IF current_setting('transaction_isolation') <> 'read committed' THEN
            UPDATE registry_mentor SET included_on = included_on WHERE id = NEW.mentor_id;
        END IF;
        most := ({_POSTGRESQL_LIMIT});
        planned := ({_LOAD_AS_PLANNED});
        IF (takes AND planned > most) OR (begins AND ({_LOAD_IN_FACT}) > GREATEST(most, planned)) THEN
            RAISE EXCEPTION '{CAP}' USING ERRCODE = 'check_violation', CONSTRAINT = '{CAP}';
        END IF;
        RETURN NULL;
    END
    $body$
"""


CAP_GUARDS = [
    Guard(
        name=CAP,
        table="mentoring_pair",
        needs=(
            "mentoring_pair",
            "registry_mentor",
            "registry_mentee",
            "registry_policy",
            "registry_localrules",
            "registry_municipality",
            "registry_organisation",
            "registry_act",
        ),
        sqlite_triggers=(f"{CAP}_insert", f"{CAP}_update", f"{CAP}_begin"),
        sqlite=(
            _sqlite_trigger(f"{CAP}_insert", "INSERT", "1", _REFUSE_SELF, _REFUSE_AS_PLANNED, _REFUSE_IN_FACT),
            _sqlite_trigger(f"{CAP}_update", _UPDATE, f"({_TAKES_MORE_AS_PLANNED})", _REFUSE_SELF, _REFUSE_AS_PLANNED),
            _sqlite_trigger(f"{CAP}_begin", _UPDATE, f"({_TAKES_MORE_IN_FACT})", _REFUSE_IN_FACT),
        ),
        postgresql=(
            _POSTGRESQL_FUNCTION,
            f'CREATE TRIGGER "{CAP}" AFTER INSERT OR {_UPDATE} ON mentoring_pair FOR EACH ROW EXECUTE FUNCTION {CAP}()',
        ),
    ),
]
