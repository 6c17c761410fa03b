"""Whether the rules in force of a pair ask for a consent, in the database.

Says what `required_consents` (mentoring/pairing/consents.py) says, for queries that count pairs.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func
from django.db.models.sql.compiler import SQLCompiler

from registry.enums import ConsentKind, ConsentRule, RuleLevel

_RULE = "consents_required"


def _names(column: str, code: str) -> str:
    """Of a list of codes: JSON on both engines."""
    return f"CAST({column} AS TEXT) LIKE '%%\"{code}\"%%'"


def _local(owner: str, *, named_in: str = "decides") -> str:
    """The list of the latest version of rules of one owner, if that is in force, sets it, and names it in the list."""
    return f"""
        (SELECT CASE WHEN (l.valid_to IS NULL OR l.valid_to >= w.day) AND {_names("l.decides", _RULE)}
                      AND {_names(f"l.{named_in}", _RULE)} THEN CAST(l.{_RULE} AS TEXT) END
         FROM registry_localrules l WHERE {owner} AND l.valid_from <= w.day ORDER BY l.valid_from DESC LIMIT 1)
    """  # noqa: S608 names only


_OF_REGION = f"l.level = '{RuleLevel.REGION}' AND l.region = t.region"
_OF_KIND = f"l.level = '{RuleLevel.KIND}' AND l.municipality_id = t.id AND l.organisation_kind = o.kind"
_OF_ORGANISATION = f"l.level = '{RuleLevel.ORGANISATION}' AND l.organisation_id = o.id"
_OWN = f"CAST(p.{_RULE} AS TEXT)"
_LEFT_TO_REGION = f"CASE WHEN {_names('p.left_to_region', _RULE)} THEN {_local(_OF_REGION)} END"
#: what a level above asks for in any case is added
_BOUNDS = (
    f"CASE WHEN {_names('p.bounds', _RULE)} THEN {_OWN} END",
    _local(_OF_REGION, named_in="bounds"),
    _local(_OF_KIND, named_in="bounds"),
)
_IN_FORCE = f"""
    SELECT COALESCE({_local(_OF_ORGANISATION)}, {_local(_OF_KIND)}, {_LEFT_TO_REGION}, {_OWN})
           || {" || ".join(f"COALESCE({bound}, '')" for bound in _BOUNDS)} AS codes
    FROM (SELECT {{organisation}} AS organisation_id, {{day}} AS day) w
    JOIN registry_organisation o ON o.id = w.organisation_id
    JOIN registry_municipality t ON t.id = o.municipality_id
    JOIN registry_policy p ON p.municipality_id = t.id
     AND p.valid_from <= w.day AND (p.valid_to IS NULL OR p.valid_to >= w.day)
    ORDER BY p.valid_from DESC LIMIT 1
"""  # noqa: S608 names only


class IsAsked(Func):
    """Organisation, day, kind of consent, whether a representative signs it; `side`: of mentor or mentee.

    True where no rules are in force: the safe side.
    """

    arity = 4
    output_field = BooleanField()

    def __init__(self, *expressions: Any, side: str = ConsentRule.MENTOR, **extra: Any) -> None:
        super().__init__(*expressions, side=side, **extra)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:  # type: ignore[override]
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        (organisation, day, kind, representative), side = (sql for sql, _ in parts), self.extra["side"]
        sql = f"""
            COALESCE((
                SELECT CASE WHEN {kind} = '{ConsentKind.PARTICIPATION}' THEN {_names("r.codes", side)}
                            ELSE {_names("r.codes", ConsentRule.PERSONAL_DATA)} END
                       AND (NOT {representative} OR {_names("r.codes", ConsentRule.REPRESENTATIVE)})
                FROM ({_IN_FORCE.format(organisation=organisation, day=day)}) r
            ), TRUE)
        """  # noqa: S608 names only
        of_organisation, of_day, of_kind, of_representative = (tuple(params) for _, params in parts)
        return sql, (*of_kind, *of_representative, *of_organisation, *of_day)
