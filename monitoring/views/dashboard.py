"""The district's dashboard, its spreadsheet and its chart, all of one scope."""

from dataclasses import dataclass

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from mentoring.enums import StageNumber
from mentoring.models import Stage
from monitoring.charts import stages_chart
from monitoring.dashboards import KIND_CHIPS, District, district_on, organisations_on
from monitoring.exports import district_dataset
from monitoring.forms import DashboardForm
from monitoring.queries import INSIDE_ORGANISATION, organisations_monitored_by
from monitoring.tables import DistrictTable
from monitoring.tiles import district_tiles
from registry import clock
from registry.access import Access, Right, require
from registry.models import Organisation
from registry.views.lists import spreadsheet
from russian.school_year import school_year_of
from spreadsheets.writing.formats import FORMATS
from spreadsheets.writing.sheet import Sheet

#: An SVG of pygal carries its own styles; nothing else may load or run in it.
CHART_POLICY = {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "frame-ancestors": [NONE]}
STAGE_TITLES = StageNumber.labels
ROWS_ON_A_PAGE = 50


@dataclass
class Chosen:
    """What the address asks for, within what the user may see. Who may see what is settled by the real date: a past
    day gives back no access that has ended."""

    request: HttpRequest

    def __post_init__(self) -> None:
        self.access = Access.of(self.request.user)
        require(self.access.anywhere(Right.VIEW_MONITORING))

    @cached_property
    def form(self) -> DashboardForm:
        return DashboardForm(self.request.GET)

    @cached_property
    def organisations(self) -> list[Organisation]:
        """All of the user's organisations on the day, of every kind."""
        return list(organisations_on(organisations_monitored_by(self.request.user), self.form.day))

    @cached_property
    def district(self) -> District:
        kind = self.form.chosen_kind
        return district_on((row for row in self.organisations if not kind or row.kind == kind), self.form.day)

    @property
    def alone(self) -> Organisation | None:
        """The only organisation of someone who has no municipality to look at."""
        municipal = self.access.is_unlimited or self.access.municipality_ids(Right.VIEW_MONITORING)
        return self.organisations[0] if not municipal and len(self.organisations) == 1 else None


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    chosen = Chosen(request)
    if chosen.alone:
        return redirect(_only_organisation(chosen.alone, chosen))
    if (wanted := request.GET.get("export")) in FORMATS:
        sheet = Sheet.of(district_dataset(chosen.district, STAGE_TITLES))
        return spreadsheet(sheet, FORMATS[wanted], f"наставничество-{chosen.district.on:%Y-%m-%d}")
    district, form = chosen.district, chosen.form
    may_open = chosen.access.anywhere(INSIDE_ORGANISATION)
    rows = [row for row in district.rows if row.gaps] if form.only_gaps else district.rows
    table = DistrictTable(rows, order_by="name")
    RequestConfig(request, paginate={"per_page": ROWS_ON_A_PAGE}).configure(table)
    context = {
        "table": table,
        "district": district,
        "form": form,
        "on": form.day,
        "is_today": form.day == clock.today(),
        "school_year": school_year_of(form.day),
        "chips": _chips(chosen),
        "tiles": district_tiles(district, may_open=may_open, late_href=_sorted_by_overdue(request)),
        "stage_titles": STAGE_TITLES,
        "export_formats": FORMATS.values(),
        "stage_rows": Stage.objects.all(),
        "may_open": may_open,
    }
    return render(request, "monitoring/dashboard.html", context)


@csp(CHART_POLICY)
@require_safe
def district_chart(request: HttpRequest) -> HttpResponse:
    """Pairs by stage in each organisation, for the same choice as the page that shows it."""
    return HttpResponse(stages_chart(Chosen(request).district.rows, STAGE_TITLES), content_type="image/svg+xml")


def _only_organisation(organisation: Organisation, chosen: Chosen) -> str:
    address = reverse("monitoring:organisation", args=[organisation.pk])
    return f"{address}?on={chosen.form.day:%Y-%m-%d}" if "on" in chosen.request.GET else address


def _sorted_by_overdue(request: HttpRequest) -> str:
    query = request.GET.copy()
    query["sort"] = "-overdue"
    query.pop("page", None)
    return f"?{query.urlencode()}"


def _chips(chosen: Chosen) -> list[tuple[str, str]]:
    kinds = {row.kind for row in chosen.organisations}
    return [(kind.value, title) for kind, title in KIND_CHIPS.items() if kind in kinds]
