"""The columns of free texts that a card has."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from django.db import models


class CardTexts(models.Model):
    """A model with free texts of `registry/card_texts.py`."""

    card_texts: ClassVar[Mapping[str, str]]

    class Meta:
        abstract = True

    @property
    def labelled_texts(self) -> Iterator[tuple[str, str]]:
        """Label and text of each that says something."""
        for name, label in self.card_texts.items():
            if text := getattr(self, name):
                yield label, text
