"""The dashboard of a district and its spreadsheet, both with one scope."""

from dataclasses import dataclass, replace
from functools import partial

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from accounts.requests import AuthenticatedRequest
from monitoring.dashboards import KIND_CHIPS, DistrictSummary, OrganisationRow, district_of
from monitoring.exports import district_dataset
from monitoring.figures.catalogue import PAIRS
from monitoring.figures.scope import FigureScope
from monitoring.forms import DashboardForm
from monitoring.queries import INSIDE_ORGANISATION
from monitoring.tables import DistrictTable
from monitoring.tiles import district_tiles
from registry import clock
from registry.access import Access, Right, require
from registry.models import Organisation
from registry.pages.unread_conditions import UnreadConditions, orders_by, unread_conditions
from registry.queries.municipalities import municipalities_where
from registry.queries.organisations import organisations_on, organisations_visible_to
from registry.views.lists import spreadsheet
from russian.school_year import school_year_of
from spreadsheets.writing.formats import FORMATS
from spreadsheets.writing.sheet import ExportSheet

ROWS_ON_A_PAGE = 50


@dataclass
class DashboardChoice:
    """The parameters of the address within what the user may see. Rights are those of today: a past day gives back no
    access that has ended."""

    request: AuthenticatedRequest

    def __post_init__(self) -> None:
        self.access = Access.of(self.request.user)
        require(self.access.anywhere(Right.VIEW_MONITORING))

    @cached_property
    def form(self) -> DashboardForm:
        return DashboardForm(self.request.GET)

    @property
    def organisations(self) -> QuerySet[Organisation]:
        """All organisations of the user on the day, of every kind."""
        return organisations_on(organisations_visible_to(self.request.user, Right.VIEW_MONITORING), self.form.day)

    @cached_property
    def district(self) -> DistrictSummary:
        kind = self.form.chosen_kind
        organisations = self.organisations.filter(kind=kind) if kind else self.organisations
        municipalities = None if kind else municipalities_where(self.request.user, Right.VIEW_MONITORING)
        return district_of(FigureScope(organisations, self.form.day, kind, municipalities))

    @cached_property
    def chosen_rows(self) -> DistrictSummary:
        """The district, or those of its rows that the address asks for, with their own totals."""
        gaps, founder = self.form.only_gaps, self.form.chosen_founder
        if not gaps and founder is None:
            return self.district
        rows = self.district.rows
        rows = [row for row in rows if row.gaps] if gaps else rows
        rows = rows if founder is None else [row for row in rows if row.organisation.founder == founder]
        return DistrictSummary(rows, replace(self.district.scope, municipalities=None, _results={}))

    @cached_property
    def table(self) -> DistrictTable:
        """The table at the page and in the order of the address."""
        table = DistrictTable(
            self.chosen_rows.rows,
            on=self.form.day,
            figures=self.district.figures_in_use,
            inside=self.inside,
            only_gaps=self.form.only_gaps,
            order_by="name",
        )
        RequestConfig(self.request, paginate={"per_page": ROWS_ON_A_PAGE}).configure(table)
        return table

    @property
    def rows_shown(self) -> list[OrganisationRow]:
        """The rows of the page."""
        return [row.record for row in self.table.paginated_rows]

    @property
    def unread(self) -> UnreadConditions | None:
        """An impossible day is told beside its field."""
        columns = orders_by(self.table.columns.names())
        offered = {"on": None, "sort": columns, "export": FORMATS}
        return unread_conditions(self.request, self.form, offered=offered)

    @cached_property
    def inside(self) -> frozenset[int]:
        """Organisations of the district that the user may look inside."""
        rows = self.district.rows
        return frozenset(row.key for row in rows if self.access.in_organisation(INSIDE_ORGANISATION, row.organisation))

    @cached_property
    def alone(self) -> Organisation | None:
        """The only organisation of a reader without a municipality."""
        if self.access.is_municipal(Right.VIEW_MONITORING):
            return None
        first_two = self.organisations[:2]
        return first_two[0] if len(first_two) == 1 else None

    @property
    def chips(self) -> list[tuple[str, str]]:
        """Kinds with at least one organisation, with their titles."""
        kinds = set(self.organisations.order_by().values_list("kind", flat=True).distinct())
        return [(kind.value, title) for kind, title in KIND_CHIPS.items() if kind in kinds]


@require_safe
def dashboard(request: AuthenticatedRequest) -> HttpResponse:
    choice = DashboardChoice(request)
    if choice.alone:
        return redirect(_only_organisation(choice.alone, choice))
    if (format_code := request.GET.get("export")) in FORMATS:
        sheet = ExportSheet.of(district_dataset(choice.chosen_rows, choice.inside))
        name = f"наставничество-{choice.form.day:%Y-%m-%d}"
        return spreadsheet(sheet, FORMATS[format_code], name, request=request, right=Right.VIEW_MONITORING)
    district, form = choice.district, choice.form
    may_open_all = len(choice.inside) == len(district.rows)
    context = {
        "unread": choice.unread,
        "table": choice.table,
        "rows_shown": choice.rows_shown,
        "narrowed": choice.chosen_rows is not district,
        "scored_rows": [row for row in choice.rows_shown if row.score_change],
        "district": district,
        "form": form,
        "on": form.day,
        "is_today": form.day == clock.today(),
        "school_year": school_year_of(form.day),
        "chips": choice.chips,
        "tiles": district_tiles(district, may_open=may_open_all, sorted_by=partial(_sorted_by, request)),
        "export_formats": FORMATS.values(),
        "inside": choice.inside,
        "opens_all": may_open_all,
        "pairs_address": PAIRS.rows_behind.of_district(district.scope) if PAIRS.rows_behind else "",
        "may_open": choice.access.anywhere(INSIDE_ORGANISATION),
    }
    return render(request, "monitoring/dashboard.html", context)


def _only_organisation(organisation: Organisation, choice: DashboardChoice) -> str:
    address = reverse("monitoring:organisation", args=[organisation.pk])
    return f"{address}?on={choice.form.day:%Y-%m-%d}" if "on" in choice.request.GET else address


def _sorted_by(request: AuthenticatedRequest, column: str) -> str:
    """The address of the present page sorted by a column, the largest first."""
    query = request.GET.copy()
    query["sort"] = f"-{column}"
    query.pop("page", None)
    return f"?{query.urlencode()}"
