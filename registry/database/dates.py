"""Days reckoned by the database, alike on SQLite and PostgreSQL."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, F, Func
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler


class DaysAfter(Func):
    """`days` calendar days after the day of the expression."""

    arity = 1
    output_field = DateField()

    def __init__(self, day: Combinable | str, days: int) -> None:
        super().__init__(F(day) if isinstance(day, str) else day, days=int(days))

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="date(%(expressions)s, '+%(days)s days')", **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="(%(expressions)s + %(days)s)", **context)


class MonthsAfter(Func):
    """The same day `months` calendar months after; the last day of a shorter month: 29 February → 28 February."""

    arity = 1
    output_field = DateField()
    #: SQLite would make 1 March of «29 February and a year»
    _ON_SQLITE = (
        "(SELECT min(date(day, '+%(months)s months'), date(day, 'start of month', '+%(months)s months', '+1 month', "
        "'-1 day')) FROM (SELECT %(expressions)s AS day))"
    )

    def __init__(self, day: Combinable | str, months: int) -> None:
        super().__init__(F(day) if isinstance(day, str) else day, months=int(months))

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template=self._ON_SQLITE, **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        template = "(%(expressions)s + interval '%(months)s months')::date"
        return self.as_sql(compiler, connection, template=template, **context)
