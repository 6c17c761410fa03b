"""The list that every register has: scoped, filtered, sorted, paginated, exported to XLSX in the same scope."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin
from import_export.resources import Resource

from registry import clock
from registry.access import Access, Right, require
from registry.exports.typed_xlsx import CONTENT_TYPE, typed_xlsx

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
    resource_class: type[Resource] | None = None
    #: a row's filter may be invalid; the list is then shown without it
    strict = False
    table_pagination = {"per_page": ROWS_ON_A_PAGE}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(self.may_open())
        if request.GET.get("export") == "xlsx" and self.resource_class:
            return self.export()
        return super().get(request, *args, **kwargs)

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
            exportable=self.resource_class is not None,
            filtered=filtered,
            narrowing=[field for field in self.filterset.form if field.name != "q"],
            **kwargs,
        )

    def export(self) -> HttpResponse:
        """The filtered rows, all pages, as XLSX."""
        filterset = self.get_filterset(self.get_filterset_class())
        rows = filterset.qs if filterset.is_valid() else self.get_queryset()
        dataset = self.resource_class().export(rows)
        response = HttpResponse(typed_xlsx(dataset), content_type=CONTENT_TYPE)
        name = f"{self.heading.lower()}-{clock.today():%Y-%m-%d}.xlsx"
        response.headers["Content-Disposition"] = attachment(name)
        return response


def attachment(file_name: str) -> str:
    """A Content-Disposition for a Russian file name."""
    return content_disposition_header(True, file_name) or ""
