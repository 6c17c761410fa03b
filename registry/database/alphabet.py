"""The order of texts that store no sort key of their own: titles, users."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, Func
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

from russian.sort_key import LETTERS, POSITIONS, lettered

_FUNCTION = "registry_lettered"


class InAlphabet(Func):
    """Orders by a text as russian.sort_key has the letters, alike on SQLite and PostgreSQL."""

    arity = 1
    output_field = CharField()
    function = _FUNCTION

    def __init__(self, text: str | Combinable) -> None:
        """`text`: a field, or what is made of several."""
        super().__init__(F(text) if isinstance(text, str) else text)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        template = f"TRANSLATE(%(expressions)s, '{LETTERS}', '{POSITIONS}') COLLATE \"C\""
        return self.as_sql(compiler, connection, template=template, **context)


def teach_sqlite(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """SQLite has no TRANSLATE: it asks Python."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(_FUNCTION, 1, _lettered, deterministic=True)


def _lettered(text: str | None) -> str | None:
    return None if text is None else lettered(text)
