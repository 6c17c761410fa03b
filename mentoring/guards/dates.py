"""The dates of acts against their pairs, kept by the database (ADR 24).

The act that secures a pair is not dated after its last day; the act of an end or an extension is not dated before every
act that has secured the pair, nor after the period to which it extends. Whichever row moves last is refused. A row that
breaks a rule already is left alone until its own dates move. On PostgreSQL the writer of a pair or a change shares a
lock on the acts, which a writer of their dates waits for.
"""

from mentoring.enums import ENDED, PairStatus
from registry.guards.installation import Guard
from registry.guards.rows import days_between, row_guard

#: The act that secures a pair is dated after its last day; mentoring/refusals/dates.py explains these two.
ACT_AFTER_END = "mentoring_pair_act_not_after_end"
#: The act of a change is dated before the pair was secured, or after the period to which it extends.
ACT_OUT_OF_ORDER = "mentoring_change_act_in_order"

#: The act of an end or an extension takes effect after it: the change moves, or the act.
CHANGE_IN_EFFECT = "mentoring_change_act_in_effect"
CHANGES_IN_EFFECT = "mentoring_act_in_effect_for_changes"
#: The act leaves a decision about a candidate that it cannot hold. One that it made by securing a pair, on its own day,
#: takes the new day (mentoring/registry_extensions/act_dependants.py).
CANDIDATES_DECIDED = "mentoring_act_decides_about_candidates"


def written_end(row: str) -> str:
    return f"COALESCE({row}.ended_on, {row}.ends_on)"


_STATES_ENDED = ", ".join(f"'{status}'" for status in ENDED)


def _ends_or_extends(change: str) -> str:
    what = f"{change}.to_status IN ({_STATES_ENDED}) OR {change}.ends_on_after IS NOT NULL"
    return f"{change}.act_id IS NOT NULL AND ({what})"


def _acts_that_secured(pair: str) -> str:
    """Of the appointment and of every order in its place."""
    return f"""
    SELECT p.act_id FROM mentoring_pair p WHERE p.id = {pair}
    UNION
    SELECT s.act_id FROM mentoring_pairchange s
    WHERE s.pair_id = {pair} AND s.to_status = '{PairStatus.ACTIVE}'
      AND s.from_status IN ('{PairStatus.AGREED}', '{PairStatus.ACTIVE}')
      AND s.to_stage_id IS NULL AND s.ends_on_after IS NULL
"""


def _out_of_order(change: str) -> str:
    dated = f"(SELECT own.dated FROM registry_act own WHERE own.id = {change}.act_id)"
    return f"""
    ({dated} > {change}.ends_on_after
     OR {dated} < (SELECT MIN(a.dated) FROM registry_act a WHERE a.id IN ({_acts_that_secured(f"{change}.pair_id")})))
"""


_PAIR_ENDS_BEFORE_ACT = f"""
    {written_end("NEW")} < (SELECT a.dated FROM registry_act a WHERE a.id = NEW.act_id)
"""
_PAIR_MOVES = f"OLD.act_id IS NULL OR NEW.act_id <> OLD.act_id OR {written_end('NEW')} < {written_end('OLD')}"
_UPDATE_OF_DATES = "UPDATE OF act_id, ends_on, ended_on"
_UPDATE_OF_CHANGE = "UPDATE OF act_id, ends_on_after, to_status, pair_id"

_PAIRS_END_BEFORE_ACT = f"""
    SELECT 1 FROM mentoring_pair p WHERE p.act_id = NEW.id AND {written_end("p")} < NEW.dated
"""
_CHANGES_OUT_OF_ORDER = f"""
    SELECT 1 FROM mentoring_pairchange c
    WHERE c.pair_id IN (
        SELECT p.id FROM mentoring_pair p WHERE p.act_id = NEW.id
        UNION SELECT s.pair_id FROM mentoring_pairchange s WHERE s.act_id = NEW.id
    ) AND {_ends_or_extends("c")} AND {_out_of_order("c")}
"""
_NEEDED = ("mentoring_pair", "mentoring_pairchange", "registry_act")
_ACT_DATES = "mentoring_act_dates"


def _refuse_on_sqlite(name: str, event: str, table: str, condition: str, refusals: dict[str, str]) -> str:
    """`refusals`: name by which the database refuses → condition."""
    selects = "".join(f"SELECT RAISE(ABORT, '{refused}') WHERE {when};" for refused, when in refusals.items())
    return f'CREATE TRIGGER "{name}" AFTER {event} ON {table} FOR EACH ROW WHEN {condition} BEGIN {selects} END'


def _postgresql_function(name: str, first: str, refusals: dict[str, str]) -> str:
    checks = "".join(
        f"""
        IF {when} THEN
            RAISE EXCEPTION '{refused}' USING ERRCODE = 'check_violation', CONSTRAINT = '{refused}';
        END IF;"""
        for refused, when in refusals.items()
    )
    return f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            {first}
            {checks}
            RETURN NULL;
        END
        $body$
    """


def _postgresql_trigger(name: str, event: str, table: str) -> str:
    return f'CREATE TRIGGER "{name}" AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()'


_PAIR_REFUSALS = {ACT_AFTER_END: _PAIR_ENDS_BEFORE_ACT}
_CHANGE_REFUSALS = {ACT_OUT_OF_ORDER: _out_of_order("NEW")}
_ACT_REFUSALS = {
    ACT_AFTER_END: f"EXISTS ({_PAIRS_END_BEFORE_ACT})",
    ACT_OUT_OF_ORDER: f"EXISTS ({_CHANGES_OUT_OF_ORDER})",
}


def _in_effect_later(change: str, act: str) -> str:
    """A paper that comes later may be the ground; one that is to take effect later still may not."""
    added = days_between(f"{act}.effective_on", f"{change}.ends_on_before")
    return (
        f"{act}.effective_on > {act}.dated AND ({change}.ends_on_after IS NOT NULL AND {added} > 1"
        f' OR {change}.ends_on_after IS NULL AND {act}.effective_on > {change}."on")'
    )


def _changes(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


_OF_CHANGE = ("act_id", "on", "ends_on_before", "ends_on_after", "to_status")
_IN_FORCE = "NOT EXISTS (SELECT 1 FROM mentoring_pairchange k WHERE k.corrects_id = c.id)"

_EFFECT_GUARDS = [
    row_guard(
        CHANGE_IN_EFFECT,
        "mentoring_pairchange",
        ("registry_act",),
        f"{_ends_or_extends('NEW')} AND EXISTS"
        f" (SELECT 1 FROM registry_act a WHERE a.id = NEW.act_id AND {_in_effect_later('NEW', 'a')})",
        columns=tuple(f'"{column}"' for column in _OF_CHANGE),
        changed=_changes(*(f'"{column}"' for column in _OF_CHANGE)),
        locks="PERFORM 1 FROM registry_act WHERE id = NEW.act_id FOR SHARE;",
    ),
    row_guard(
        CHANGES_IN_EFFECT,
        "registry_act",
        ("mentoring_pairchange",),
        "EXISTS (SELECT 1 FROM mentoring_pairchange c WHERE c.act_id = NEW.id AND"
        f" ({_ends_or_extends('c')}) AND {_IN_FORCE} AND {_in_effect_later('c', 'NEW')})",
        columns=("dated", "effective_on"),
        changed=_changes("dated", "effective_on"),
        new_rows=False,
    ),
    row_guard(
        CANDIDATES_DECIDED,
        "registry_act",
        ("registry_mentor", "mentoring_pair"),
        "EXISTS (SELECT 1 FROM registry_mentor m WHERE m.decision_act_id = NEW.id"
        " AND (NEW.dated > m.decided_on OR NEW.dated < m.proposed_on) AND NOT (m.decided_on = OLD.dated"
        " AND EXISTS (SELECT 1 FROM mentoring_pair p WHERE p.mentor_id = m.id AND p.act_id = NEW.id)))",
        columns=("dated",),
        changed=_changes("dated"),
        new_rows=False,
    ),
]

DATE_GUARDS = [
    *_EFFECT_GUARDS,
    Guard(
        name=ACT_AFTER_END,
        table="mentoring_pair",
        needs=_NEEDED,
        sqlite_triggers=(f"{ACT_AFTER_END}_insert", f"{ACT_AFTER_END}_update"),
        sqlite=(
            _refuse_on_sqlite(
                f"{ACT_AFTER_END}_insert", "INSERT", "mentoring_pair", "NEW.act_id IS NOT NULL", _PAIR_REFUSALS
            ),
            _refuse_on_sqlite(
                f"{ACT_AFTER_END}_update", _UPDATE_OF_DATES, "mentoring_pair", f"({_PAIR_MOVES})", _PAIR_REFUSALS
            ),
        ),
        postgresql=(
            _postgresql_function(
                ACT_AFTER_END,
                f"""
                IF NEW.act_id IS NULL THEN
                    RETURN NULL;
                END IF;
                IF TG_OP = 'UPDATE' THEN
                    IF NOT ({_PAIR_MOVES}) THEN
                        RETURN NULL;
                    END IF;
                END IF;
                PERFORM 1 FROM registry_act a WHERE a.id = NEW.act_id FOR SHARE;
                """,
                _PAIR_REFUSALS,
            ),
            _postgresql_trigger(ACT_AFTER_END, f"INSERT OR {_UPDATE_OF_DATES}", "mentoring_pair"),
        ),
    ),
    Guard(
        name=ACT_OUT_OF_ORDER,
        table="mentoring_pairchange",
        needs=_NEEDED,
        sqlite_triggers=(f"{ACT_OUT_OF_ORDER}_insert", f"{ACT_OUT_OF_ORDER}_update"),
        sqlite=tuple(
            _refuse_on_sqlite(
                f"{ACT_OUT_OF_ORDER}_{name}",
                event,
                "mentoring_pairchange",
                _ends_or_extends("NEW"),
                _CHANGE_REFUSALS,
            )
            for name, event in (("insert", "INSERT"), ("update", _UPDATE_OF_CHANGE))
        ),
        postgresql=(
            _postgresql_function(
                ACT_OUT_OF_ORDER,
                f"""
                IF NOT ({_ends_or_extends("NEW")}) THEN
                    RETURN NULL;
                END IF;
                PERFORM 1 FROM registry_act a
                WHERE a.id = NEW.act_id OR a.id IN ({_acts_that_secured("NEW.pair_id")})
                ORDER BY a.id FOR SHARE;
                """,
                _CHANGE_REFUSALS,
            ),
            _postgresql_trigger(ACT_OUT_OF_ORDER, f"INSERT OR {_UPDATE_OF_CHANGE}", "mentoring_pairchange"),
        ),
    ),
    Guard(
        name=_ACT_DATES,
        table="registry_act",
        needs=_NEEDED,
        sqlite_triggers=(_ACT_DATES,),
        sqlite=(
            _refuse_on_sqlite(_ACT_DATES, "UPDATE OF dated", "registry_act", "NEW.dated <> OLD.dated", _ACT_REFUSALS),
        ),
        postgresql=(
            _postgresql_function(_ACT_DATES, "IF NEW.dated = OLD.dated THEN RETURN NULL; END IF;", _ACT_REFUSALS),
            _postgresql_trigger(_ACT_DATES, "UPDATE OF dated", "registry_act"),
        ),
    ),
]
