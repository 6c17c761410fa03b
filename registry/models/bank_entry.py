"""What mentors and mentees share: a dated place in a bank (база), with the history of coming and going (Кез, п. 4)."""

from django.db import models

from registry import clock
from registry.models.card_texts import CardTexts
from registry.models.person import Person


class BankEntry(CardTexts):
    included_on = models.DateField("включён в базу", default=clock.today)
    excluded_on = models.DateField("исключён из базы", null=True, blank=True)
    exclusion_reason = models.CharField("причина исключения", max_length=300, blank=True)
    note = models.TextField("примечание", blank=True)

    #: each child declares its own one-to-one
    person: Person

    class Meta:
        abstract = True
        ordering = ["person__sort_key", "pk"]

    def __str__(self) -> str:
        return self.person.full_name

    def get_absolute_url(self) -> str:
        return self.person.get_absolute_url()

    @property
    def is_archived(self) -> bool:
        return self.excluded_on is not None
