from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django_tables2.data import TableQuerysetData

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
DATE = {"td": {"class": "date"}}


class RowsByKey(TableQuerysetData):
    """Finds the primary keys of a page first and then reads its rows: a database that sorts many rows need not join
    and reckon for all of them what is shown of twenty-five."""

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, slice):
            return super().__getitem__(key)
        keys = list(self.data.select_related(None).values_list("pk", flat=True)[key])
        rows = {row.pk: row for row in self.data.filter(pk__in=keys).order_by()}
        return [rows[pk] for pk in keys if pk in rows]


class RegisterTable(tables.Table):
    """A list of the portal: at most seven columns, a dash where a value is unknown."""

    class Meta:
        template_name = "components/table.html"
        default = "—"
        order_by_field = "sort"

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data=RowsByKey(data) if isinstance(data, QuerySet) else data, **kwargs)
