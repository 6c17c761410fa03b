"""Pages of a wide district: with ten organisations and with a thousand, as ratios to a bare view of the same run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from benchmarks.ratios import ratio_to_bare
from benchmarks.wide_district import WideDistrict
from config.memory import configure_collector
from registry import clock

FEW = 10
PAIRS_EACH = 100
#: organisations at the end, by engine: a region runs on PostgreSQL
MANY = {"postgresql": 1000, "sqlite": 100}
#: what a page of the whole district may cost, to the bare view; and a school's own, to itself among ten organisations
MOST_OF_A_DISTRICT = 150
MOST_OF_A_SCHOOL = 1.3


@dataclass(frozen=True)
class WidePage:
    name: str
    address: Callable[[WideDistrict], str]
    #: who opens it: an attribute of the district
    reader: str = "curator"
    #: it must keep to the limit
    limited: bool = True


def _a_past_day() -> str:
    return f"{clock.today() - timedelta(days=60):%Y-%m-%d}"


PAGES = (
    WidePage("Район: что сделать", lambda d: "/worklist/", "coordinator"),
    WidePage("Район: мониторинг", lambda d: "/monitoring/", "coordinator"),
    WidePage("Район: мониторинг, прошлый день", lambda d: f"/monitoring/?on={_a_past_day()}", "coordinator"),
    WidePage("Район: пары", lambda d: "/pairs/", "coordinator", limited=False),
    WidePage("Район: пары с просрочкой", lambda d: "/pairs/?overdue=yes", "coordinator", limited=False),
    WidePage("Район: наставники", lambda d: "/mentors/", "coordinator", limited=False),
    WidePage("Район: наставляемые", lambda d: "/mentees/", "coordinator", limited=False),
    WidePage("Район: кураторы", lambda d: "/curators/", "coordinator", limited=False),
    WidePage("Район: организации", lambda d: "/organisations/", "coordinator", limited=False),
    WidePage("Район: поиск", lambda d: "/search/?q=петрова", "coordinator", limited=False),
    WidePage("Школа: что сделать", lambda d: "/worklist/"),
    WidePage("Школа: что сделать, директор", lambda d: "/worklist/", "head"),
    WidePage("Школа: пары", lambda d: "/pairs/"),
    WidePage("Школа: пара", lambda d: f"/pairs/{d.first_pair.pk}/"),
    WidePage("Школа: наставники", lambda d: "/mentors/"),
    WidePage("Школа: наставляемые", lambda d: "/mentees/"),
    WidePage("Школа: карточка человека", lambda d: f"/people/{d.first_pair.mentor.person_id}/"),
    WidePage("Школа: мониторинг", lambda d: f"/monitoring/organisations/{d.school.pk}/"),
    WidePage("Школа: документы", lambda d: "/documents/"),
    WidePage("Школа: поиск", lambda d: "/search/?q=петрова"),
)


@dataclass(frozen=True)
class Cost:
    queries: int
    #: time to that of the bare view
    ratio: float


@override_settings(ROOT_URLCONF="benchmarks.pages")
def run() -> bool:
    """Prints a table; returns whether some page passes its limit or costs more queries with more organisations."""
    many = MANY[connection.vendor]
    begun = perf_counter()
    district = WideDistrict.of(FEW, PAIRS_EACH)
    # as config/wsgi.py does at the start of a worker; what filled the district is no part of a page either
    configure_collector()
    of_few = {page: _cost(page, district) for page in PAGES}
    district.grow(many)
    configure_collector()
    print(f"Организаций {FEW} и {many}, пар в каждой {PAIRS_EACH}; заполнено за {perf_counter() - begun:.0f} с")
    print(f"{'страница':<34} {'запросов':>9} {'время к пустой странице':>25} {'рост':>6}")
    failed = False
    for page in PAGES:
        before, after = of_few[page], _cost(page, district)
        growth = after.ratio / before.ratio
        wrong = after.queries != before.queries
        if page.limited:
            wrong |= after.ratio > MOST_OF_A_DISTRICT if page.reader == "coordinator" else growth > MOST_OF_A_SCHOOL
        queries = f"{before.queries}, {after.queries}"
        ratios = f"{before.ratio:.1f}×, {after.ratio:.1f}×"
        print(f"{page.name:<34} {queries:>9} {ratios:>25} {growth:>6.2f}{'  ← много' if wrong else ''}", flush=True)
        failed |= wrong
    return failed


def _cost(page: WidePage, district: WideDistrict) -> Cost:
    client = Client()
    client.force_login(getattr(district, page.reader))
    address = page.address(district)
    client.get(address)  # warm: compiled templates, content types
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return Cost(len(queries), ratio_to_bare(client, address))
