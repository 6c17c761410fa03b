"""The list that every register has: scoped, filtered, sorted, paginated, exported in the same scope."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import django_tables2 as tables
from django import forms
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from accounts.requests import AuthenticatedRequest
from registry import clock
from registry.access import Access, Right, require
from registry.actions.view_log import record_export
from registry.exports.register_resource import RegisterResource
from registry.pages.raw_parameters import organisation_of_page
from registry.pages.unread_conditions import UnreadConditions, orders_by, unread_conditions
from spreadsheets.writing.formats import FORMATS, ExportFormat
from spreadsheets.writing.sheet import ExportSheet

ROWS_ON_A_PAGE = 25
#: the column and the filter that tell a reader of one organisation nothing
ORGANISATION = "organisation"


@dataclass(frozen=True)
class ChosenFilter:
    """A condition that the list is narrowed by, in words, and the address of the list without it."""

    label: str
    value: str
    without: str
    #: typed by the reader, so that it may be a name
    is_typed: bool = False


class RegisterList(SingleTableMixin, FilterView):
    """Subclasses name the right, the scoped queryset, the table, the filter and the words."""

    template_name = "components/list_page.html"
    right: Right
    heading: str
    intro = ""
    empty_icon = "inbox"
    empty_title: str
    empty_text = ""
    add_label = ""
    resource_class: type[RegisterResource] | None = None
    #: URL name of a page with more exports of the same rows
    more_exports = ""
    #: what the address asks for may be impossible; the list is then shown without it, and says so
    strict = False
    table_pagination = {"per_page": ROWS_ON_A_PAGE}

    def get(self, request: AuthenticatedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(self.may_open())
        if self.is_export:
            return self.export(FORMATS[request.GET["export"]])
        return super().get(request, *args, **kwargs)

    @property
    def is_export(self) -> bool:
        return self.resource_class is not None and self.request.GET.get("export") in FORMATS

    def may_open(self) -> bool:
        return Access.of(self.request.user).anywhere(self.right)

    def get_add_url(self) -> str | None:
        """Address of the page that adds a row, or None when the user may not."""
        return None

    def _add_url_here(self) -> str | None:
        """The form that asks for an organisation begins with that of the list."""
        address, organisation = self.get_add_url(), organisation_of_page(self.request)
        return f"{address}?{ORGANISATION}={organisation}" if address and organisation is not None else address

    def get_table(self, **kwargs: Any) -> tables.Table:
        table = super().get_table(**kwargs)
        if ORGANISATION in table.columns.names() and self.reads_one_organisation:
            organisations = {str(row.get_cell_value(ORGANISATION)) for row in table.paginated_rows}
            if len(organisations) == 1:
                table.columns.hide(ORGANISATION)
        return table

    @property
    def reads_one_organisation(self) -> bool:
        access = Access.of(self.request.user)
        return not access.is_municipal(self.right) and len(access.organisation_ids(self.right)) == 1

    def chosen_filters(self) -> list[ChosenFilter]:
        """What the list is narrowed by, as words that lead to the list without it."""
        form = self.filterset.form
        values = self.filterset.conditions
        filters = []
        for field in form:
            value = values.get(field.name)
            if value in form.fields[field.name].empty_values or self.is_default(field.name):
                continue
            words, without = _describe(field.field, value), self.address(**{field.name: None})
            filters.append(ChosenFilter(str(field.label), words, without, type(field.field) is forms.CharField))
        return filters

    def is_default(self, name: str) -> bool:
        default = self.filterset.untouched.get(name)
        return default is not None and self.filterset.conditions.get(name) == default

    def unread(self) -> UnreadConditions | None:
        """What the address asks for and this list does not have, beside its order."""
        columns = self.get_table_class().base_columns
        return unread_conditions(
            self.request,
            self.filterset.form,
            offered={
                "sort": orders_by(name for name, column in columns.items() if column.orderable is not False),
                "export": FORMATS if self.resource_class else (),
            },
            labels=self.filterset.labels(),
        )

    def address(self, **changes: str | None) -> str:
        """That of this list with some of its filters changed, on the first page; None removes one."""
        query = self.request.GET.copy()
        for name in ("page", *changes):
            query.pop(name, None)
        query.update({name: value for name, value in changes.items() if value is not None})
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def everywhere(self) -> str:
        """Where what the list hides by default is looked through as well; empty where nothing is hidden."""
        untouched = self.filterset.untouched
        hiding = {name: "all" for name, value in untouched.items() if value != "all" and self.is_default(name)}
        return self.address(**hiding) if hiding else ""

    def narrowing(self) -> list[forms.BoundField]:
        """The filters beside the search, without the one that has a single choice."""
        query = self.request.GET
        return [
            field
            for field in self.filterset.form
            if field.name != "q"
            and (field.name != ORGANISATION or query.get(ORGANISATION) or not self.reads_one_organisation)
        ]

    @property
    def reads_own_rows(self) -> bool:
        """Of who reads only what concerns them, a few rows, a list takes no filter."""
        return not Access.of(self.request.user).anywhere(self.right)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = self.chosen_filters()
        return super().get_context_data(
            heading=self.heading,
            intro=self.intro,
            empty_icon=self.empty_icon,
            empty_title=self.empty_title,
            empty_text=self.empty_text,
            add_url=self._add_url_here(),
            add_label=self.add_label,
            export_formats=FORMATS.values() if self.resource_class else (),
            more_exports=self.more_exports if Access.of(self.request.user).anywhere(Right.VIEW_PEOPLE) else "",
            filtered=bool(filters),
            unread=self.unread(),
            chosen_filters=filters,
            may_narrow=bool(filters) or not self.reads_own_rows,
            everywhere=self.everywhere(),
            narrowing=self.narrowing(),
            **kwargs,
        )

    def resource(self, resource_class: type[RegisterResource]) -> RegisterResource:
        """What makes the rows of the file; the filter of the list is there already."""
        return resource_class()

    def export(self, file_format: ExportFormat) -> HttpResponse:
        """The filtered rows of all pages, in the order of the list."""
        if self.resource_class is None:
            raise Http404
        self.filterset = self.get_filterset(self.get_filterset_class())
        self.object_list = self.filterset.qs
        order = self.request.GET.getlist("sort") or None
        table = self.get_table_class()(data=self.object_list, order_by=order, **self.get_table_kwargs())
        sheet = self.resource(self.resource_class).sheet_of(table.data.data, self.heading)
        filters = [f"{each.label}: {'…' if each.is_typed else each.value}" for each in self.chosen_filters()]
        return spreadsheet(
            sheet,
            file_format,
            f"{self.heading.lower()}-{clock.today():%Y-%m-%d}",
            request=self.request,
            right=self.right,
            conditions="; ".join(filters),
        )


def _describe(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value)
    if isinstance(field, forms.ChoiceField):
        choices = cast("Iterable[tuple[Any, Any]]", field.choices)
        return next((str(label) for code, label in choices if str(code) == str(value)), str(value))
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


class _CountedRows:
    """Rows that are counted while they are written."""

    def __init__(self, rows: Iterable[Sequence[object]]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Sequence[object]]:
        for row in self._rows:
            self.number += 1
            yield row


def spreadsheet(
    sheet: ExportSheet,
    file_format: ExportFormat,
    name: str,
    *,
    request: AuthenticatedRequest,
    right: Right,
    conditions: str = "",
) -> HttpResponse:
    """The table as a file to keep, and its row in the log of views; `name` is without its extension."""
    sheet.rows = rows = _CountedRows(sheet.rows)
    content = file_format.write(sheet)
    record_export(title=sheet.title, conditions=conditions, rows=rows.number, right=right, by=request.user)
    response = HttpResponse(content, content_type=file_format.content_type)
    response.headers["Content-Disposition"] = attachment(f"{name}.{file_format.code}")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def attachment(file_name: str) -> str:
    """A Content-Disposition for a Russian file name."""
    return content_disposition_header(True, file_name) or ""
