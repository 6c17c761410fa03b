"""What the database keeps of acts: texts that say something (the forms judge more strictly,
registry/names/text_checks.py), and the days of an act against those of what rests on it in the register (ADR 24).

Whichever row moves last is refused; a row that breaks a rule already is left alone until its own days move. On
PostgreSQL the writer of what rests on an act shares a lock on the act, which a writer of its days waits for.
"""

from collections.abc import Iterator

from registry.guards.installation import Guard
from registry.guards.rows import row_guard

#: a cancelled act becomes another
CANCELLED_KEPT = "registry_act_cancelled_kept"
#: an act is cancelled by one that is older
CANCELLED_LATER = "registry_act_cancelled_by_later"
#: an act rests on one that is younger: the link is new, or one of the two dates moves
BASIS_EARLIER = "registry_act_basis_earlier"
BASIS_OF_LATER = "registry_act_basis_of_later"
#: a curator is appointed before the act takes effect: the appointment moves, or the act
CURATOR_APPOINTED = "registry_curator_appointed_by_act"
CURATORS_APPOINTED = "registry_act_appoints_curators"
#: the act of a decision about a candidate is older than the proposal, or younger than the decision
CANDIDATE_DECIDED = "registry_mentor_decided_by_act"

_TABLE = "registry_act"
_DIGITS, _SIGNS = "0123456789", ' .,:;!?-/\\_*+=()№#«»„“”–—…"\u00a0'
#: column → signs of which alone no text of it consists
_MERE_SIGNS = {
    "number": _SIGNS,
    "kind_title": _DIGITS + _SIGNS,
    "title": _DIGITS + _SIGNS,
    "signatory": _DIGITS + _SIGNS,
}


def _texts_say_something() -> Iterator[Guard]:
    """What stands already is judged when it becomes another."""
    for column, signs in _MERE_SIGNS.items():
        tags = " OR ".join(f"REPLACE(NEW.{column}, '{sign}', '') <> NEW.{column}" for sign in "<>")
        yield row_guard(
            f"{_TABLE}_{column}_says_something",
            _TABLE,
            (),
            f"NEW.{column} <> '' AND (TRIM(NEW.{column}, '{signs}') = '' OR {tags})",
            columns=(column,),
            changed=f"NEW.{column} IS DISTINCT FROM OLD.{column}",
        )


def _changes(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


_KEPT = ("kind", "kind_title", "number", "dated", "effective_on", "organisation_id")
_SHARED = "PERFORM 1 FROM registry_act WHERE id = NEW.{column} FOR SHARE;"
_BASIS = "registry_act_basis"


def _acts_keep_their_order() -> Iterator[Guard]:
    """Of the days of acts that cancel each other or rest on each other."""
    yield row_guard(
        CANCELLED_KEPT,
        _TABLE,
        (),
        "NEW.cancelled_by_id IS NOT NULL",
        columns=_KEPT,
        changed=f"OLD.cancelled_by_id IS NOT NULL AND ({_changes(*_KEPT)})",
        new_rows=False,
    )
    yield row_guard(
        CANCELLED_LATER,
        _TABLE,
        (),
        "EXISTS (SELECT 1 FROM registry_act a WHERE a.id = NEW.cancelled_by_id AND a.dated < NEW.dated)"
        " OR EXISTS (SELECT 1 FROM registry_act a WHERE a.cancelled_by_id = NEW.id AND a.dated > NEW.dated)",
        columns=("dated", "cancelled_by_id"),
        changed=_changes("dated", "cancelled_by_id"),
        locks=_SHARED.format(column="cancelled_by_id"),
    )
    later = "SELECT 1 FROM registry_act_basis link JOIN registry_act a ON a.id = link.{other} WHERE link.{own} = NEW.id"
    rests_on = later.format(other="to_act_id", own="from_act_id")
    carries = later.format(other="from_act_id", own="to_act_id")
    yield row_guard(
        BASIS_OF_LATER,
        _TABLE,
        (_BASIS,),
        f"EXISTS ({rests_on} AND a.dated > NEW.dated) OR EXISTS ({carries} AND a.dated < NEW.dated)",
        columns=("dated",),
        changed=_changes("dated"),
        new_rows=False,
    )
    yield row_guard(
        BASIS_EARLIER,
        _BASIS,
        (_TABLE,),
        "EXISTS (SELECT 1 FROM registry_act a JOIN registry_act b ON b.id = NEW.to_act_id"
        " WHERE a.id = NEW.from_act_id AND b.dated > a.dated)",
        locks="PERFORM 1 FROM registry_act WHERE id IN (NEW.from_act_id, NEW.to_act_id) ORDER BY id FOR SHARE;",
    )


_EFFECT_AFTER = "SELECT 1 FROM registry_act a WHERE a.id = NEW.act_id AND a.effective_on > NEW.appointed_on"
_DECIDED_OTHERWISE = "(a.dated > m.decided_on OR a.dated < m.proposed_on)"


def _decisions_keep_their_act() -> Iterator[Guard]:
    """Of the days of acts and of what they decide."""
    yield row_guard(
        CURATOR_APPOINTED,
        "registry_curator",
        (_TABLE,),
        f"EXISTS ({_EFFECT_AFTER})",
        columns=("act_id", "appointed_on"),
        changed=_changes("act_id", "appointed_on"),
        locks=_SHARED.format(column="act_id"),
    )
    yield row_guard(
        CURATORS_APPOINTED,
        _TABLE,
        ("registry_curator",),
        "EXISTS (SELECT 1 FROM registry_curator c WHERE c.act_id = NEW.id AND c.appointed_on < NEW.effective_on)",
        columns=("effective_on",),
        changed=_changes("effective_on"),
        new_rows=False,
    )
    yield row_guard(
        CANDIDATE_DECIDED,
        "registry_mentor",
        (_TABLE,),
        "EXISTS (SELECT 1 FROM registry_act a JOIN registry_mentor m ON m.id = NEW.id"
        f" WHERE a.id = NEW.decision_act_id AND {_DECIDED_OTHERWISE})",
        columns=("decision_act_id", "decided_on", "proposed_on"),
        changed=_changes("decision_act_id", "decided_on", "proposed_on"),
        locks=_SHARED.format(column="decision_act_id"),
    )


ACT_GUARDS = [*_texts_say_something(), *_acts_keep_their_order(), *_decisions_keep_their_act()]
