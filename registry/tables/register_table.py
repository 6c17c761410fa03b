"""What every table of a list begins with: the order of the alphabet, and few queries for long lists."""

from collections.abc import Iterator
from typing import Any

import django_tables2 as tables
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.sql.where import WhereNode
from django_tables2.columns.base import BoundColumn
from django_tables2.data import TableListData, TableQuerysetData
from django_tables2.rows import BoundRow, BoundRows
from django_tables2.utils import Accessor, OrderBy, OrderByTuple, signature

from registry.database.alphabet import InAlphabet

#: an address may ask for another number of rows, but not for all that there are
MOST_ROWS_ON_A_PAGE = 500
NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
DATE = {"td": {"class": "date"}}
#: on a phone the value stands without its heading, where it says itself what it is
BARE = {"td": {"class": "bare"}}


class Alphabetical(tables.Column):
    """A column of texts that no sort key is stored of."""

    def order(self, queryset: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        text = InAlphabet(self.accessor.replace(".", "__"))
        return queryset.order_by(text.desc() if is_descending else text.asc(), "pk"), True


class AlphabeticalTemplate(Alphabetical, tables.TemplateColumn):
    pass


class RowsByKey(TableQuerysetData):
    """Finds the primary keys of a page first and then reads its rows: a database that sorts many rows need not join
    and reckon for all of them what is shown of twenty-five.

    The rows are read without the conditions by which they were found, so what a table shows is no annotation of a join
    that a condition narrows to one row.
    """

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, slice):
            return super().__getitem__(key)
        keys = list(self.data.select_related(None).values_list("pk", flat=True)[key])
        without_conditions = self.data.order_by()
        without_conditions.query.where = WhereNode()  # to ask again who meets them may cost as much
        rows = {row.pk: row for row in without_conditions.filter(pk__in=keys)}
        return [rows[pk] for pk in keys if pk in rows]


class RowsInMemory(TableListData):
    """Sorts by keys calculated once a row; the library compares rows two by two, and a district has a thousand."""

    def order_by(self, aliases: OrderByTuple) -> None:
        for alias in map(OrderBy, reversed(aliases)):
            column = self.table.columns[alias.bare]
            turned = alias.is_descending != column.order_by_alias.is_descending
            for key in reversed(column.order_by.opposite if turned else column.order_by):
                self.data.sort(key=Accessor(key.bare).resolve, reverse=key.is_descending)


class TableRow(BoundRow):
    """Its columns are asked once a table which arguments they take; the library asks again for every cell, and a page
    has hundreds."""

    def _call_render(self, bound_column: BoundColumn, value: Any = None) -> Any:
        if bound_column.link:
            return super()._call_render(bound_column, value)
        names = self.table.arguments_by_column
        if bound_column.name not in names:
            names[bound_column.name] = signature(bound_column.render)
        positional, takes_any = names[bound_column.name]
        arguments = self._optional_cell_arguments(bound_column, value)
        return bound_column.render(**(arguments if takes_any else {name: arguments[name] for name in positional}))


class TableRows(BoundRows):
    def __iter__(self) -> Iterator[TableRow]:
        return (TableRow(record, table=self.table) for record in self.data)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return TableRows(data=self.data[key], table=self.table)
        return TableRow(self.data[key], table=self.table)


class RegisterTable(tables.Table):
    """A list of the portal: at most seven columns, a dash where a value is unknown."""

    class Meta:
        template_name = "components/table.html"
        default = "—"
        order_by_field = "sort"

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        rows = RowsByKey(data) if isinstance(data, QuerySet) else RowsInMemory(list(data))
        super().__init__(data=rows, **kwargs)
        # A heading in the words of the reader is put into them once, not for the label of every cell.
        for column in self.columns.iterall():
            if column.column.verbose_name is not None:
                column.column.verbose_name = str(column.column.verbose_name)
        self.rows = TableRows(data=self.data, table=self)
        #: what each column's cells are made from, as `signature` gives it
        self.arguments_by_column: dict[str, tuple[tuple[str, ...], str | None]] = {}

    @property
    def order_by(self) -> Any:
        return super().order_by

    @order_by.setter
    def order_by(self, value: Any) -> None:
        """An address may name anything; no column has a point in its name, which the library would warn of."""
        names = value.split(",") if isinstance(value, str) else value or ()
        tables.Table.order_by.fset(self, [name for name in names if "." not in name])

    def paginate(
        self, paginator_class: type[Paginator] = Paginator, per_page: int | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """A page has as many rows as an address may ask for; of another number it has the usual one."""
        is_possible = per_page is not None and 0 < per_page <= MOST_ROWS_ON_A_PAGE
        super().paginate(paginator_class, per_page if is_possible else None, *args, **kwargs)
