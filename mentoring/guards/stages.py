"""Which stages a pair may be at, kept by the database (ADR 33).

A pair is at a stage of a set of the portal or of the municipality that leads it, keeps the set, and enters no stage out
of use; its stays and marks are of the same set. A stage is not taken out of use while an active pair is at it: on
PostgreSQL the writer of a pair shares a lock on the stage, which whoever takes it out of use waits for. What a
municipality chooses is its own set or the portal's.
"""

from collections.abc import Iterable

from mentoring.enums import PairStatus
from registry.guards.installation import Guard
from registry.guards.rows import days_between, row_guard
from registry.plausible_dates import LEAP_YEAR

#: The pair would leave its set, go by that of another municipality, or enter a stage out of use.
STAGE_OF_PAIR = "mentoring_pair_stage_of_its_set"
#: A pair is at the stage that is taken out of use, or the stage moves to another set.
STAGE_HELD = "mentoring_stage_held"
#: A municipality chooses the set of another one.
SET_CHOSEN = "mentoring_stageassignment_own_set"
#: The set changes hands.
SET_KEPT = "mentoring_stageset_kept"
STAY_OF_PAIR = "mentoring_pairstage_of_set"
MARK_OF_PAIR = "mentoring_stageitem_of_set"
#: An item is done before the pair, or one of its first stage more than a year before it.
MARK_TOO_EARLY = "mentoring_stageitem_since_pair"

_SET_OF = "(SELECT s.stage_set_id FROM mentoring_stage s WHERE s.id = {stage})"
_NEW_SET, _OLD_SET = _SET_OF.format(stage="NEW.stage_id"), _SET_OF.format(stage="OLD.stage_id")
#: the set belongs to another municipality than the organisation that leads the pair
_FOREIGN_SET = """
    EXISTS (
        SELECT 1 FROM mentoring_stage s JOIN mentoring_stageset t ON t.id = s.stage_set_id
        WHERE s.id = NEW.stage_id AND t.municipality_id <>
            (SELECT o.municipality_id FROM registry_organisation o WHERE o.id = NEW.organisation_id)
    )
"""
_OUT_OF_USE = f"""
    NEW.status = '{PairStatus.ACTIVE}' AND EXISTS (
        SELECT 1 FROM mentoring_stage s WHERE s.id = NEW.stage_id AND NOT s.in_use
    )
"""
_LEAVES_SET = f"{_NEW_SET} <> {_OLD_SET}"
_STAGE_MOVES = "OLD.stage_id IS NULL OR NEW.stage_id <> OLD.stage_id"
_HELD = f"""
    NEW.stage_set_id <> OLD.stage_set_id OR (OLD.in_use AND NOT NEW.in_use AND EXISTS (
        SELECT 1 FROM mentoring_pair p WHERE p.stage_id = NEW.id AND p.status = '{PairStatus.ACTIVE}'
    ))
"""
_FOREIGN_CHOICE = """
    EXISTS (
        SELECT 1 FROM mentoring_stageset t
        WHERE t.id = NEW.stage_set_id AND t.municipality_id <> NEW.municipality_id
    )
"""
_CHANGES_HANDS = "COALESCE(NEW.municipality_id, 0) <> COALESCE(OLD.municipality_id, 0)"
_SET_OF_PAIR = """
    (SELECT s.stage_set_id FROM mentoring_pair p JOIN mentoring_stage s ON s.id = p.stage_id WHERE p.id = NEW.pair_id)
"""
_FOREIGN_STAY = f"{_NEW_SET} <> {_SET_OF_PAIR}"
_FOREIGN_MARK = f"""
    (SELECT s.stage_set_id FROM mentoring_stageitemtemplate i JOIN mentoring_stage s ON s.id = i.stage_id
     WHERE i.id = NEW.template_id) <> {_SET_OF_PAIR}
"""

#: stages that the pair has before the stage of the item
_STAGE_BEFORE = """
    SELECT 1 FROM mentoring_stage f
    WHERE f.stage_set_id = s.stage_set_id AND f.number < s.number AND (
        f.in_use OR EXISTS (SELECT 1 FROM mentoring_pairstage y WHERE y.pair_id = p.id AND y.stage_id = f.id))
"""
#: marks of the pair in whose place it stands come with their days
_TAKEN_OVER = """
    SELECT 1 FROM mentoring_stageitem m JOIN mentoring_stageitemtemplate n ON n.id = m.template_id
    WHERE m.pair_id = p.predecessor_id AND n.code = i.code AND m.done_on = NEW.done_on
"""
_EARLY_MARK = f"""
    EXISTS (
        SELECT 1 FROM mentoring_pair p, mentoring_stageitemtemplate i JOIN mentoring_stage s ON s.id = i.stage_id
        WHERE p.id = NEW.pair_id AND i.id = NEW.template_id AND NEW.done_on < p.starts_on
          AND ({days_between("p.starts_on", "NEW.done_on")} > {LEAP_YEAR} OR EXISTS ({_STAGE_BEFORE}))
          AND NOT EXISTS ({_TAKEN_OVER})
    )
"""

_OF_PAIR = "UPDATE OF stage_id, organisation_id"


def _refusal(name: str) -> str:
    return f"RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"


def _function(name: str, body: str) -> str:
    return f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            {body}
            RETURN NULL;
        END
        $body$
    """


def _guard(name: str, table: str, events: dict[str, str], condition: str, needs: Iterable[str] = ()) -> Guard:
    """Refuses rows of the table for which the condition holds. `events`: suffix of the name on SQLite → event."""
    return Guard(
        name=name,
        table=table,
        needs=(table, *needs),
        sqlite_triggers=tuple(f"{name}_{suffix}" for suffix in events),
        sqlite=tuple(
            f'CREATE TRIGGER "{name}_{suffix}" AFTER {event} ON {table} FOR EACH ROW WHEN {condition}'
            f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
            for suffix, event in events.items()
        ),
        postgresql=(
            _function(name, f"IF {condition} THEN {_refusal(name)} END IF;"),
            f'CREATE TRIGGER "{name}" AFTER {" OR ".join(events.values())} ON {table}'
            f" FOR EACH ROW EXECUTE FUNCTION {name}()",
        ),
    )


_TABLES = ("mentoring_pair", "mentoring_stage", "mentoring_stageset", "registry_organisation")

STAGE_GUARDS = [
    Guard(
        name=STAGE_OF_PAIR,
        table="mentoring_pair",
        needs=_TABLES,
        sqlite_triggers=(f"{STAGE_OF_PAIR}_insert", f"{STAGE_OF_PAIR}_update"),
        sqlite=(
            f"""
            CREATE TRIGGER "{STAGE_OF_PAIR}_insert" AFTER INSERT ON mentoring_pair FOR EACH ROW
            WHEN NEW.stage_id IS NOT NULL AND ({_FOREIGN_SET} OR {_OUT_OF_USE})
            BEGIN SELECT RAISE(ABORT, '{STAGE_OF_PAIR}'); END
            """,
            f"""
            CREATE TRIGGER "{STAGE_OF_PAIR}_update" AFTER {_OF_PAIR} ON mentoring_pair FOR EACH ROW
            WHEN NEW.stage_id IS NOT NULL
                AND ({_FOREIGN_SET} OR (({_STAGE_MOVES}) AND ({_LEAVES_SET} OR {_OUT_OF_USE})))
            BEGIN SELECT RAISE(ABORT, '{STAGE_OF_PAIR}'); END
            """,
        ),
        postgresql=(
            _function(
                STAGE_OF_PAIR,
                f"""
            IF NEW.stage_id IS NULL THEN
                RETURN NULL;
            END IF;
            IF {_FOREIGN_SET} THEN
                {_refusal(STAGE_OF_PAIR)}
            END IF;
            IF TG_OP = 'UPDATE' THEN
                IF NOT ({_STAGE_MOVES}) THEN
                    RETURN NULL;
                END IF;
                IF {_LEAVES_SET} THEN
                    {_refusal(STAGE_OF_PAIR)}
                END IF;
            END IF;
            PERFORM 1 FROM mentoring_stage WHERE id = NEW.stage_id FOR SHARE;
            IF {_OUT_OF_USE} THEN
                {_refusal(STAGE_OF_PAIR)}
            END IF;
                """,
            ),
            f'CREATE TRIGGER "{STAGE_OF_PAIR}" AFTER INSERT OR {_OF_PAIR} ON mentoring_pair'
            f" FOR EACH ROW EXECUTE FUNCTION {STAGE_OF_PAIR}()",
        ),
    ),
    _guard(
        STAGE_HELD,
        "mentoring_stage",
        {"update": "UPDATE OF in_use, stage_set_id"},
        _HELD,
        needs=("mentoring_pair",),
    ),
    _guard(
        SET_CHOSEN,
        "mentoring_stageassignment",
        {"insert": "INSERT", "update": "UPDATE OF stage_set_id, municipality_id"},
        _FOREIGN_CHOICE,
        needs=("mentoring_stageset",),
    ),
    _guard(SET_KEPT, "mentoring_stageset", {"update": "UPDATE OF municipality_id"}, _CHANGES_HANDS),
    _guard(
        STAY_OF_PAIR,
        "mentoring_pairstage",
        {"insert": "INSERT", "update": "UPDATE OF stage_id, pair_id"},
        _FOREIGN_STAY,
        needs=("mentoring_pair", "mentoring_stage"),
    ),
    _guard(
        MARK_OF_PAIR,
        "mentoring_stageitem",
        {"insert": "INSERT", "update": "UPDATE OF template_id, pair_id"},
        _FOREIGN_MARK,
        needs=("mentoring_pair", "mentoring_stage", "mentoring_stageitemtemplate"),
    ),
    row_guard(
        MARK_TOO_EARLY,
        "mentoring_stageitem",
        ("mentoring_pair", "mentoring_stage", "mentoring_stageitemtemplate", "mentoring_pairstage"),
        _EARLY_MARK,
        columns=("done_on", "template_id", "pair_id"),
        changed="NEW.done_on IS DISTINCT FROM OLD.done_on OR NEW.template_id IS DISTINCT FROM OLD.template_id"
        " OR NEW.pair_id IS DISTINCT FROM OLD.pair_id",
    ),
]
