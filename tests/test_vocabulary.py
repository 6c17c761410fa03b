"""Every model has its line in docs/vocabulary.md, with the label that the screen shows."""

from pathlib import Path

from django.apps import apps
from django.conf import settings

from tests.rooms import ROOMS_WITH_MODELS


def test_every_model_stands_in_the_vocabulary():
    text = (Path(settings.BASE_DIR) / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    expected = {
        f"| {model._meta.verbose_name} | {model._meta.verbose_name_plural} | `{model.__name__}` | {label} |"
        for label in ROOMS_WITH_MODELS
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.startswith("Historical") and model._meta.app_label == label
    }
    assert not sorted(expected.difference(text.splitlines()))
