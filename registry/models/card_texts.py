"""Free texts of a card that nothing else is made of: one list, from which form, card and exported bank follow."""

from collections.abc import Iterator
from typing import ClassVar

from django.db import models


class CardTexts(models.Model):
    #: columns of the model, in the order in which they are shown
    card_texts: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @property
    def labelled_texts(self) -> Iterator[tuple[str, str]]:
        """Label and text of each that says something."""
        for name in self.card_texts:
            if text := getattr(self, name):
                yield str(self._meta.get_field(name).verbose_name), text
