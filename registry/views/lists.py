"""The list that every register has: scoped, filtered, sorted, paginated, exported in the same scope."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from accounts.requests import AuthenticatedRequest
from registry import clock
from registry.access import Access, Right, require
from registry.exports.register_resource import RegisterResource
from spreadsheets.writing.formats import FORMATS, ExportFormat
from spreadsheets.writing.sheet import ExportSheet

ROWS_ON_A_PAGE = 25


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
    #: a row's filter may be invalid; the list is then shown without it
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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filtered = any(value for name, value in self.request.GET.items() if name in self.filterset.filters)
        return super().get_context_data(
            heading=self.heading,
            intro=self.intro,
            empty_icon=self.empty_icon,
            empty_title=self.empty_title,
            empty_text=self.empty_text,
            add_url=self.get_add_url(),
            add_label=self.add_label,
            export_formats=FORMATS.values() if self.resource_class else (),
            more_exports=self.more_exports if Access.of(self.request.user).anywhere(Right.VIEW_PEOPLE) else "",
            filtered=filtered,
            narrowing=[field for field in self.filterset.form if field.name != "q"],
            **kwargs,
        )

    def export(self, chosen: ExportFormat) -> HttpResponse:
        """The filtered rows of all pages, in the order of the list."""
        if self.resource_class is None:
            raise Http404
        filterset = self.get_filterset(self.get_filterset_class())
        self.object_list = filterset.qs if filterset.is_valid() else self.get_queryset()
        order = self.request.GET.getlist("sort") or None
        table = self.get_table_class()(data=self.object_list, order_by=order, **self.get_table_kwargs())
        sheet = self.resource_class().sheet_of(table.data.data, self.heading)
        return spreadsheet(sheet, chosen, f"{self.heading.lower()}-{clock.today():%Y-%m-%d}")


def spreadsheet(sheet: ExportSheet, chosen: ExportFormat, name: str) -> HttpResponse:
    """The table as a file to keep; `name` is without its extension."""
    response = HttpResponse(chosen.write(sheet), content_type=chosen.content_type)
    response.headers["Content-Disposition"] = attachment(f"{name}.{chosen.code}")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def attachment(file_name: str) -> str:
    """A Content-Disposition for a Russian file name."""
    return content_disposition_header(True, file_name) or ""
