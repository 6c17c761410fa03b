"""Where the rules call the two sides of mentoring otherwise, no page of a school says the usual words."""

import html
import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from mentoring.models import StageItemTemplate
from registry.models import Policy
from registry.side_texts import SidePair, reader_words, side_text
from russian.side_words import SideWords
from tests.addresses import ADDRESSES
from tests.every_thing import build_world

pytestmark = pytest.mark.django_db

#: «Совет наставников» is the name of a body, «педагог-наставник» a term of the sources
STANDARD = re.compile(
    r"(?<![\w-])(?P<body>совет\w*\s)?(?:наставник(?:а|у|ом|е|и|ов|ам|ами|ах)?|наставляем\w+)\b", re.IGNORECASE
)

#: the rules that say what the two sides are called
NAMES_OF_RULES = re.compile("как называть (наставника|наставляемого)", re.IGNORECASE)
#: pages about the columns of spreadsheets, which are named as files name them
OF_FILES = {
    "imports:add",
    "imports:batch",
    "imports:cell",
    "imports:columns",
    "imports:corrections",
    "imports:headings",
}
#: the sheet of the score is in the words of the methodical recommendations
OF_SHEETS = {"monitoring:assessment", "monitoring:assessment_approve", "monitoring:assessment_correct"}


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


@pytest.mark.parametrize("who", ["curator", "head", "operator", "mentor"])
def test_no_page_says_the_usual_words(who):
    world = build_world()
    Policy.objects.update(mentor_term="шеф", mentee_term="подшефный")
    client = Client()
    client.force_login(world.users[who])
    said, read, quotations = [], 0, list(StageItemTemplate.objects.values_list("title", flat=True))
    for address in ADDRESSES:
        if address.post or address.expected[who] != 200 or address.name in OF_FILES | OF_SHEETS:
            continue
        things = {name: world.value_of(thing) for name, thing in address.things.items()}
        with transaction.atomic():
            response = client.get(reverse(address.name, kwargs=things))
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        texts = without(quotations, NAMES_OF_RULES.sub(" ", texts_of(body.decode())))
        read += 1
        said += [
            f"{address.name}: …{texts[max(0, match.start() - 60) : match.end() + 25]}"
            for match in STANDARD.finditer(texts)
            if not match["body"]
        ]
    assert read > 8
    assert not said, "\n".join(said)


def test_a_file_keeps_the_words_by_which_it_is_read_back():
    world = build_world()
    Policy.objects.update(mentor_term="шеф", mentee_term="подшефный")
    client = Client()
    client.force_login(world.users["curator"])
    sheet = client.get(f"{reverse('registry:mentees')}?export=csv").getvalue().decode("utf-8-sig")
    assert "Категория наставляемого" in sheet
    assert "шефн" not in sheet


def test_a_word_of_the_feminine_agrees():
    of_nurseries = SidePair(SideWords.of("няня"), SideWords.of("новичок"))
    with reader_words(lambda: of_nurseries):
        assert side_text("Выберите (другого/другую) наставника_вин.") == "Выберите другую няню."
        assert side_text("Нет наставника, решение совета наставников") == "Нет няни, решение совета наставников"
    assert side_text("Выберите (другого/другую) наставника_вин.") == "Выберите другого наставника."
