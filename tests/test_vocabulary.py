"""Every model has its line in docs/vocabulary.md, with the label that the screen shows, and no line is of no model."""

import re
from collections import Counter
from pathlib import Path

from django.apps import apps
from django.conf import settings

from tests.rooms import ROOMS_WITH_MODELS

#: | label | labels | `Model` | room |
ROW_OF_MODEL = re.compile(rf"\| [^|]+ \| [^|]+ \| `\w+` \| ({'|'.join(ROOMS_WITH_MODELS)}) \|")


def test_every_model_stands_in_the_vocabulary_and_nothing_else_does():
    text = (Path(settings.BASE_DIR) / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    expected = {
        f"| {model._meta.verbose_name} | {model._meta.verbose_name_plural} | `{model.__name__}` | {label} |"
        for label in ROOMS_WITH_MODELS
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.startswith("Historical") and model._meta.app_label == label
    }
    assert {line for line in text.splitlines() if ROW_OF_MODEL.fullmatch(line)} == expected


def test_a_term_stands_for_one_thing():
    text = (Path(settings.BASE_DIR) / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    terms = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ") and "`" in line]
    assert [term for term, number in Counter(terms).items() if number > 1] == []
