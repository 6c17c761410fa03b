"""Texts of acts that say something, kept by the database: the forms judge more strictly (registry/names.py)."""

from collections.abc import Iterator

from registry.database_guards import Guard
from registry.entry_guards import row_guard

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


ACT_GUARDS = [*_texts_say_something()]
