"""Where the rules call the two sides of mentoring otherwise, no page of a school says the usual words."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import Policy
from registry.side_texts import SidePair, reader_words, side_text
from russian.side_words import SideWords
from tests.every_thing import build_world
from tests.texts_of_pages import OF_FILES, texts_by_page

pytestmark = pytest.mark.django_db

#: «Совет наставников» is the name of a body, «педагог-наставник» a term of the sources
STANDARD = re.compile(
    r"(?<![\w-])(?P<body>совет\w*\s)?(?:наставник(?:а|у|ом|е|и|ов|ам|ами|ах)?|наставляем\w+)\b", re.IGNORECASE
)

#: the rules that say what the two sides are called
NAMES_OF_RULES = re.compile("как называть (наставника|наставляемого)", re.IGNORECASE)
#: the sheet of the score is in the words of the methodical recommendations
OF_SHEETS = {"monitoring:assessment", "monitoring:assessment_approve", "monitoring:assessment_correct"}


@pytest.mark.parametrize("who", ["curator", "head", "operator", "mentor"])
def test_no_page_says_the_usual_words(who):
    world = build_world()
    Policy.objects.update(mentor_term="шеф", mentee_term="подшефный")
    said, read = [], 0
    for name, page in texts_by_page(world, who, skipped=OF_FILES | OF_SHEETS):
        texts = NAMES_OF_RULES.sub(" ", page)
        read += 1
        said += [
            f"{name}: …{texts[max(0, match.start() - 60) : match.end() + 25]}"
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
