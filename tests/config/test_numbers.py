"""Every number of the demonstration opens exactly its rows: on first pages, dashboards, organisations and lists."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.db import connection
from django.test import Client

from config.demo.building import build
from config.demo.calendar import Calendar
from config.demo.district import PASSWORD
from registry import clock
from registry.models import Organisation

pytestmark = pytest.mark.django_db

_LINK = re.compile(r"<a\b(?P<attributes>[^>]*)>(?P<inside>.*?)</a>", re.DOTALL)
_TILE_WITHOUT_LINK = re.compile(r'<div class="tile[^"]*"><b>(?P<value>[^<]*)</b>')
_NUMBER = re.compile(r"^(\d+)(?:\D|$)")
#: links whose number is a name, or is told elsewhere
_NOT_FIGURES = re.compile(
    r'class="(?:btn|skip)|rel="(?:prev|next|nofollow)"|/people/\d+/|/pairs/\d+/|/acts/\d+|/documents/|/monitoring/assessments/\d+/'
)


#: nouns of what the register counts
_NOUNS = (
    "пар|дел|организаци|школ|строк|наставник|наставляем|мест|черновик|документ|акт|мероприяти|разрыв|участник|запис|файл|"
    "карточ|кандидат|куратор|обращени|пункт|этап|оцен|верси"
)
_MUTE = {
    "cell": re.compile(r'<td class="[^"]*\bnum\b[^"]*"[^>]*>\s*(?:<b>)?\s*([1-9]\d*)\s*(?:</b>)?\s*</td>'),
    "bold": re.compile(r"<(?:b|strong)>\s*([1-9]\d*)\s*</(?:b|strong)>"),
    "tag": re.compile(r'<span class="tag[^"]*">\s*([1-9]\d*)\s*</span>'),
    "text": re.compile(rf"(?<![\w№.,/–-])(?<!из )([1-9]\d*)\s(?:\w+(?:ых|их|ая|ые)\s)?(?:{_NOUNS})\w*"),
    "dash": re.compile(r"(?<=— )[1-9]\d*(?= ?[;|])"),
}
#: numbers within the words of a link that say where its own rows are, or of how many organisations they come
_OF_THE_SAME_ROWS = re.compile(r"\bв \d+ организаци\w+|карте \(\d+ пункт\w*\)|по данным \d+ из \d+ организаций")
#: numbers without a link: on which pages, of which sort, and why it is right
_STANDS_ALONE = [
    (r"/monitoring/assessments/", "cell|bold", "marks of 0–2 and their sums, no rows"),
    (r"/monitoring/$", "cell", "scores of 0–18 before and after, no rows"),
    (r"/settings/policy/|/organisations/N/rules/|/rules/", "cell|bold", "values of rules"),
    (
        r"/worklist/|/mentors/candidates/|/monitoring/(organisations/N|overdue)/",
        "tag",
        "the rows stand beneath the heading",
    ),
    (r"/worklist/reminders/", "text", "the text of a letter; its rows are one button away"),
    (r"/imports/$", "cell", "rows of the file; the first cell opens them, parted by what is to be decided"),
    (r"/imports/N/", "text", "rows of the file, which are not records of the register"),
    (r"/views/$", "text", "rows of a file that was given out then"),
    (r"/acts/(?:new|N/edit)/", "text", "acts, folded beneath the words"),
    (r"/pairs/N/$", "text", "items of a coming stage, folded beneath the words"),
]


@pytest.fixture
def district(settings, tmp_path):
    settings.DATA_DIR = settings.MEDIA_ROOT = tmp_path
    return build(Calendar.now(), say=lambda text: None)


def figures_on(page: str) -> Iterator[tuple[int, str]]:
    """(number, address) of every link that begins with a number, outside menu and paging."""
    main = re.sub(
        r'<nav class="(?:pages|crumb)".*?</nav>', "", page.partition('<main id="content"')[2], flags=re.DOTALL
    )
    for link in _LINK.finditer(main):
        link_text = re.sub(r"<[^>]+>", " ", link["inside"]).strip()
        found = _NUMBER.match(unescape(link_text).replace("\u00a0", " "))
        href = re.search(r'href="([^"]*)"', link["attributes"])
        if found and href and not _NOT_FIGURES.search(link["attributes"]):
            yield int(found[1]), unescape(href[1])


def share_on(page: str) -> Iterator[tuple[int, str]]:
    """«62 %: 5 из 8»: the part is what the tile leads to."""
    for tile in re.finditer(r'<a class="tile[^"]*" href="([^"]*)"><b>[^<]*%</b><span>[^<]*?(\d+) из \d+', page):
        yield int(tile[2]), unescape(tile[1])


def rows_at(client: Client, address: str) -> int:
    answer = client.get(address)
    assert answer.status_code == 200, address
    page = answer.content.decode()
    anchor, query = urlsplit(address).fragment, parse_qs(urlsplit(address).query)
    if urlsplit(address).path == "/worklist/":
        worklist = answer.context["worklist"]
        return sum(len(group.deadlines) for group in worklist.tasks) + len(worklist.awaiting)
    if urlsplit(address).path == "/monitoring/overdue/":
        of_municipality = len(answer.context["of_municipality"])
        return of_municipality if anchor == "municipality" else answer.context["page"].paginator.count + of_municipality
    if anchor == "overdue":
        return page.partition('id="overdue"')[2].partition("</section>")[0].count('<li><a href="')
    if "gaps" in query:
        return sum(len(row.record.gaps) for row in answer.context["table"].rows)
    return len(answer.context["table"].rows)


def wrong_figures(client: Client, addresses: list[str]) -> tuple[int, list[str]]:
    looked, wrong = 0, []
    for place in addresses:
        answer = client.get(place)
        assert answer.status_code == 200, place
        page = answer.content.decode()
        shares = set(share_on(page))
        linked_shares = {address for _, address in shares}
        for number, href in [*((n, a) for n, a in figures_on(page) if a not in linked_shares), *shares]:
            looked += 1
            rows = rows_at(client, urljoin(place, href))
            if rows != number:
                wrong.append(f"{place}: {number} leads to {rows} rows at {href}")
        mute = [tile["value"] for tile in _TILE_WITHOUT_LINK.finditer(page)]
        wrong += [f"{place}: {value} leads nowhere" for value in mute if value.isdigit() and value != "0"]
    return looked, wrong


def _beside_its_number(link: re.Match) -> str:
    """What a link says beyond the number that it opens: a second number there opens nothing."""
    link_text = unescape(re.sub(r"<[^>]+>", " ", link["inside"])).replace("\u00a0", " ").strip()
    opened = _NUMBER.match(link_text)
    is_tile = opened is not None and "tile" in link["attributes"]
    beyond = link_text[opened.end(1) :].removeprefix(" ").removeprefix("%") if is_tile else ""
    return f" {_OF_THE_SAME_ROWS.sub(' ', beyond)} "


def mute_numbers(page: str) -> Iterator[tuple[str, str]]:
    """(sort, number) of the numbers that look as if they counted rows, and are no link."""
    main = page.partition('<main id="content"')[2].partition("</main>")[0]
    main = re.sub(r"<(script|style|svg|select|textarea)\b.*?</\1>", " ", main, flags=re.DOTALL)
    main = re.sub(r'<nav class="(?:pages|crumb)".*?</nav>', " ", main, flags=re.DOTALL)
    main = _LINK.sub(_beside_its_number, main)
    parted = re.sub(r"</?(?:td|th|tr|div|li|ul|p|h\d|dt|dd|dl|br|section|summary|label)\b[^>]*>", " | ", main)
    page_text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", parted)).replace("\u00a0", " "))
    for sort, pattern in _MUTE.items():
        for found in pattern.finditer(page_text if sort == "text" else main):
            yield sort, found[0]


def pages_of(client: Client) -> Iterator[tuple[str, str]]:
    """(address with N for numbers, page): one of each kind that links lead to from the first page."""
    waiting, visited = ["/worklist/"], set()
    while waiting:
        address = waiting.pop()
        path, _, query = address.partition("?")
        kind = re.sub(r"\d+", "N", path), *sorted(part.partition("=")[0] for part in query.split("&"))
        if kind in visited or "export" in query or path.startswith(("/accounts/", "/admin/", "/static/")):
            continue
        visited.add(kind)
        answer = client.get(address)
        if answer.status_code != 200 or answer.streaming or "html" not in answer.headers["Content-Type"]:
            if answer.streaming:
                answer.getvalue()  # a file is closed when it has been read
            continue
        page = answer.content.decode()
        yield kind[0], page
        links = (urljoin(address, unescape(href)) for href in re.findall(r'href="([^"#]+)', page))
        waiting += [link for link in links if link.startswith("/") and not link.startswith("//")]


def mute_in(client: Client) -> tuple[int, list[str]]:
    found, pages = set(), 0
    for kind, page in pages_of(client):
        pages += 1
        for sort, text in mute_numbers(page):
            if not any(re.match(where, kind) and re.fullmatch(of, sort) for where, of, _ in _STANDS_ALONE):
                found.add(f"{kind}: «{text}» ({sort}) leads nowhere")
    return pages, sorted(found)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="hundreds of lists are opened: once is enough")
def test_every_number_opens_exactly_its_rows(district):
    today = clock.today()
    days = ["", f"?on={today - timedelta(days=45):%Y-%m-%d}"]
    school = district.main_school
    organisations = [*Organisation.objects.order_by("pk")[:5], school]
    own = [f"/monitoring/organisations/{school.pk}/{day}" for day in days]
    everywhere = [f"/monitoring/organisations/{each.pk}/{day}" for each in organisations for day in days]
    dashboards = [f"/monitoring/{day}" for day in days]
    kinds = [f"/monitoring/{day or '?'}&kind=school" for day in days]
    looked = 0
    for who, addresses in {
        "coordinator": ["/worklist/", *dashboards, *kinds, "/monitoring/?gaps=on", "/organisations/", *everywhere],
        "curator": ["/worklist/", "/organisations/", *own],
        "head": ["/worklist/", "/organisations/", *own],
    }.items():
        client = Client()
        assert client.login(email=f"{who}@zarechny.example", password=PASSWORD)
        number, wrong = wrong_figures(client, addresses)
        assert not wrong, "\n".join([who, *wrong])
        looked += number
        pages, mute = mute_in(client)
        assert pages > 60, who
        assert not mute, "\n".join([who, *mute])
    assert looked > 150
