"""Main pages: queries with 1 pair and with 1,000 pairs, and server time as a ratio to a bare view."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from benchmarks.big_district import BigDistrict
from benchmarks.ratios import BARE, ratio_to_bare

MANY = 1000


def bare(request: AuthenticatedRequest) -> HttpResponse:
    """The baseline: session and user, nothing else."""
    return HttpResponse(request.user.email)


urlpatterns = [path(BARE.lstrip("/"), bare), path("", include("config.urls"))]


@dataclass(frozen=True)
class Page:
    name: str
    address: Callable[[BigDistrict], str]
    coordinator: bool = False


PAGES = (
    Page("Что нужно сделать", lambda d: "/worklist/"),
    Page("Пары", lambda d: "/pairs/"),
    Page("Пары района", lambda d: "/pairs/", coordinator=True),
    Page("Пара", lambda d: f"/pairs/{d.first_pair.pk}/"),
    Page("Наставники", lambda d: "/mentors/"),
    Page("Наставляемые", lambda d: "/mentees/"),
    Page("Кураторы", lambda d: "/curators/"),
    Page("Карточка человека", lambda d: f"/people/{d.first_pair.mentor.person_id}/"),
    Page("Организации", lambda d: "/organisations/", coordinator=True),
    Page("Организация", lambda d: f"/organisations/{d.school.pk}/"),
    Page("Мониторинг района", lambda d: "/monitoring/", coordinator=True),
    Page("Мониторинг организации", lambda d: f"/monitoring/organisations/{d.school.pk}/"),
    Page("Документы", lambda d: "/documents/"),
    Page("Новый приказ", lambda d: f"/documents/orders/new/{d.school.pk}/"),
    Page("Дорожные карты", lambda d: "/roadmaps/"),
    Page("Импорт", lambda d: "/imports/", coordinator=True),
    Page("Поиск", lambda d: "/search/?q=петров"),
)


@override_settings(ROOT_URLCONF="benchmarks.pages")
def run() -> bool:
    """Prints a table; returns whether some page costs more queries with many pairs than with one."""
    district = BigDistrict.with_one_pair()
    curator, coordinator = _signed_in(district.curator), _signed_in(district.coordinator)
    few = {page: _queries(coordinator if page.coordinator else curator, page.address(district)) for page in PAGES}
    district.grow(MANY)
    print(f"{'страница':<26} {'запросов: 1 пара':>17} {'1000 пар':>9} {'время к пустой странице':>25}")
    failed = False
    for page in PAGES:
        client = coordinator if page.coordinator else curator
        many = _queries(client, page.address(district))
        ratio = ratio_to_bare(client, page.address(district))
        failed |= many != few[page]
        sign = "" if many == few[page] else "  ← растёт"
        print(f"{page.name:<26} {few[page]:>17} {many:>9} {ratio:>24.1f}×{sign}", flush=True)
    return failed


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _queries(client: Client, address: str) -> int:
    client.get(address)  # warm: compiled templates, content types
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return len(queries)
