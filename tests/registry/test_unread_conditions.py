"""What the address of a list asks for and the list does not have is told above the rows, on every list."""

import re
from collections.abc import Iterator
from copy import deepcopy
from html import unescape

import pytest
from django import forms
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from registry.enums import Role
from registry.views.lists import RegisterList
from tests.factories import CuratorFactory, MenteeFactory, MentorFactory, PairFactory, UserFactory, member

pytestmark = pytest.mark.django_db

#: lists that no RegisterList makes, and a condition of theirs
OTHER_LISTS = {
    "home": "show", "monitoring:dashboard": "kind", "monitoring:overdue": "kind", "mentoring:requests": "show",
    "registry:duplicates": "why", "registry:candidates": "organisation", "imports:headings": "municipality",
    "mentoring:exports": "year",
}  # fmt: skip
NONSENSE = "xyz"


def _patterns(resolver: URLResolver, path: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        route = path + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one, route)
        else:
            yield route, one


def _lists() -> dict[str, type[RegisterList]]:
    found = {f"/{route}": getattr(one.callback, "view_class", object) for route, one in _patterns(get_resolver())}
    return {address: view for address, view in found.items() if issubclass(view, RegisterList)}


LISTS = _lists()


@pytest.fixture
def superuser() -> Client:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def text_of(client: Client, address: str, query: str = "") -> str:
    page = client.get(f"{address}?{query}" if query else address)
    assert page.status_code == 200, (address, query)
    return " ".join(unescape(page.content.decode()).split())


def address_without(text: str) -> str:
    match = re.search(r'<a href="([^"]*)">Открыть список без', text)
    return match[1] if match else ""


def test_every_list_is_walked():
    views = {view for view in RegisterList.__subclasses__() if not view.__subclasses__()}
    assert views <= set(LISTS.values())
    assert len(LISTS) >= 13


@pytest.mark.parametrize("address", sorted(LISTS))
def test_a_list_says_what_it_does_not_understand_and_leads_to_itself_without_it(address, superuser, district):
    PairFactory(organisation=district.school)
    CuratorFactory(organisation=district.school)
    filters = LISTS[address].filterset_class.base_filters
    # a filter keeps the field that it makes: the list's own is left alone
    judged = {name for name, one in deepcopy(filters).items() if type(one.field) is not forms.CharField and name != "q"}
    clean = text_of(superuser, address)
    assert "портал не понял" not in clean
    for name in (*judged, "no_such_condition", "sort", *(["export"] if LISTS[address].resource_class else [])):
        text = text_of(superuser, address, f"{name}={NONSENSE}&page=1")
        assert f": {NONSENSE}» портал не понял" in text, name
        assert address_without(text) == address, name
        rows = re.findall(r"<tbody.*</tbody>", text)
        assert rows == re.findall(r"<tbody.*</tbody>", clean), name
    label = next((str(filters[name].label) for name in judged), "")
    assert label
    assert f"«{label}: " in text_of(superuser, address, f"{next(iter(judged))}={NONSENSE}")


@pytest.mark.parametrize(("name", "parameter"), OTHER_LISTS.items())
def test_the_other_lists_say_it_too(name, parameter, superuser, district):
    address = reverse(name)
    assert "портал не понял" not in text_of(superuser, address)
    for query in (f"{parameter}={NONSENSE}", f"{parameter}x=1"):
        text = text_of(superuser, address, query)
        assert "портал не понял" in text, query
        assert address_without(text) == address


def test_what_is_understood_stays_and_what_is_empty_is_no_condition(superuser, district):
    mine = MenteeFactory(organisation=district.school, participant="teacher")
    MenteeFactory(organisation=district.school, participant="student")
    text = text_of(superuser, "/mentees/", f"participant=teacher&category={NONSENSE}&state=&q=")
    assert text.count(mine.person.full_name) == 1
    assert "Отобрано:" in text
    assert address_without(text) == "/mentees/?participant=teacher"
    file = superuser.get(f"/mentees/?participant=teacher&category={NONSENSE}&export=csv").content.decode("utf-8-sig")
    assert len(file.strip().splitlines()) == 2


def test_of_two_values_the_one_that_is_not_taken_is_told(superuser, district):
    text = text_of(superuser, "/mentees/", "participant=pupil&participant=teacher")
    assert "«Кто это: pupil» портал не понял" in text
    assert address_without(text) == "/mentees/?participant=teacher"


def test_people_in_the_archive_stay_hidden_where_the_condition_about_them_is_nonsense(superuser, district):
    gone = MentorFactory(organisation=district.school, excluded_on="2026-01-01", exclusion_reason="уволен")
    assert gone.person.full_name not in text_of(superuser, "/mentors/", f"archive={NONSENSE}")


def test_somebody_else_s_organisation_is_told_as_one_that_is_not_there(superuser, district, neighbour):
    text = text_of(neighbour, "/mentees/", f"organisation={district.school.pk}")
    nobody = text_of(neighbour, "/mentees/", "organisation=999999")
    assert f"«Организация: {district.school.pk}» портал не понял" in text
    assert "«Организация: 999999» портал не понял" in nobody


def test_a_long_value_is_cut_and_no_tag_runs(superuser, district):
    raw = superuser.get("/mentees/", {"category": "<script>" + "а" * 500}).content.decode()
    assert "<script>а" not in raw
    assert "&lt;script&gt;а" in raw
    assert "а" * 60 not in raw.split("портал не понял")[0].split("callout")[-1]


@pytest.mark.parametrize("on", ["2026-10-01", "01.10.2026"])
def test_a_day_is_read_as_the_day_however_it_is_written(superuser, district, on):
    MentorFactory(organisation=district.school, included_on="2026-09-01")
    text = text_of(superuser, "/mentors/", f"on={on}")
    assert "портал не понял" not in text
    assert "Организация в тот день" in text


def test_a_reader_of_own_rows_is_told_as_well(district):
    client = Client()
    client.force_login(member(Role.MENTOR, person=PairFactory(organisation=district.school).mentor.person))
    assert "портал не понял" in text_of(client, "/pairs/", "no_such_condition=1")
