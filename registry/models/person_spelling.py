"""How an organisation's spreadsheets write a person."""

from typing import Any

from django.db import models

from registry.models.organisation import Organisation
from registry.models.person import Person
from russian.search_key import fold


class PersonSpelling(models.Model):
    """How spreadsheets of an organisation write a person («Петрова А.С.»); learned from review decisions."""

    #: characters
    LONGEST = 300

    person = models.ForeignKey(Person, models.CASCADE, related_name="spellings", verbose_name="человек")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="организация")
    name = models.CharField("как написано", max_length=LONGEST)
    key = models.CharField(max_length=LONGEST, editable=False)

    class Meta:
        verbose_name = "другое написание имени"
        verbose_name_plural = "другие написания имён"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="registry_person_spelling_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.make_key()
        super().save(*args, **kwargs)

    def make_key(self) -> str:
        return fold(self.name)[: self.LONGEST]
