"""What a reader sees and hears on every page that the table of addresses lets the reader open."""

import html
import re
from collections.abc import Collection, Iterator

from django.db import transaction
from django.test import Client
from django.urls import reverse

from mentoring.models import StageItemTemplate
from tests.addresses import ADDRESSES
from tests.every_thing import World

#: pages about the columns of spreadsheets, which are named as files name them
OF_FILES = {
    "imports:add",
    "imports:batch",
    "imports:cell",
    "imports:columns",
    "imports:corrections",
    "imports:headings",
}


def texts_by_page(world: World, who: str, *, skipped: Collection[str]) -> Iterator[tuple[str, str]]:
    """The name of each address and the texts of its page, without what the sources are quoted with."""
    client = Client()
    client.force_login(world.users[who])
    quotations = list(StageItemTemplate.objects.values_list("title", flat=True))
    for address in ADDRESSES:
        if address.post or address.expected[who] != 200 or address.name in skipped:
            continue
        things = {name: world.value_of(thing) for name, thing in address.things.items()}
        with transaction.atomic():
            response = client.get(reverse(address.name, kwargs=things))
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        if response.headers["Content-Type"].startswith("text/html"):
            yield address.name, without(quotations, texts_of(body.decode()))


def texts_of(page: str) -> str:
    """What is seen and what is read aloud."""
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    attributes = re.findall(r'\b(?:aria-label|title|placeholder|alt|data-label)="([^"]*)"', page)
    seen = re.sub(r"<[^>]+>", " ", page)
    return " ".join(html.unescape(" | ".join([seen, *attributes])).split())


def without(quotations: list[str], texts: str) -> str:
    """What a page says itself: the words of a source stand beside it, with their place."""
    for quotation in quotations:
        texts = texts.replace(" ".join(quotation.split()), " ")
    return texts
