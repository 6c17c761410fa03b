"""The rows of all rules as one table of one statement: the database counts, groups, orders and cuts them together.

What is asked of the table is written once. Asked of each rule before they are united, every condition on the kind and
the day would be written, sent and planned as many times as there are rules.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.apps.registry import Apps
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import QuerySet

#: names of the columns that every row of a rule has, beside the primary key of its object
KIND, DAY, ORGANISATION, OBJECT = "deadline_kind", "deadline_day", "deadline_organisation", "deadline_object"
#: whether the reader waits for somebody else to do it
OF_OTHERS = "deadline_of_others"
#: in the order of the fields below
COLUMNS = (KIND, DAY, ORGANISATION, OBJECT, OF_OTHERS)
_TABLE = "due"


class Due(models.Model):  # noqa: DJ008  # never printed
    """Not a table of the database: its rows are those of the rules, for the length of one statement."""

    deadline_kind = models.CharField()
    deadline_day = models.DateField()
    deadline_organisation = models.IntegerField()
    deadline_object = models.IntegerField(primary_key=True)  # of one kind only; Django wants one
    deadline_of_others = models.BooleanField()

    class Meta:
        apps = Apps()  # apart from the models of the portal, for which there are migrations
        app_label = "registry"
        managed = False
        db_table = _TABLE


def rows_of_table(
    rules: Sequence[QuerySet[Any]], question: Callable[[QuerySet[Due]], QuerySet[Any]]
) -> list[tuple[Any, ...]]:
    """What the question finds in the united rows of the rules, which give COLUMNS as tuples. One statement, or none
    where nothing can be due. Days come as the database gives them: SQLite has text."""
    try:
        united, values = rules[0].union(*rules[1:], all=True).query.sql_with_params() if rules else ("", ())
        statement, statement_values = question(QuerySet(Due)).query.sql_with_params()
    except EmptyResultSet:
        return []
    if not united:
        return []
    columns = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        # both statements are the ORM's, and their values stay parameters
        cursor.execute(f"WITH {_TABLE} ({columns}) AS ({united}) {statement}", [*values, *statement_values])
        return cursor.fetchall()
