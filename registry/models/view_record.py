"""Who has looked at what is kept about people: a table that nobody alters (registry/guards/view_log.py, ADR 49)."""

from django.conf import settings
from django.db import models

from registry import clock
from registry.models.municipality import Municipality
from registry.models.organisation import Organisation
from registry.models.person import Person


class ViewKind(models.TextChoices):
    CARD = "card", "открыта карточка"
    SCAN = "scan", "скачан скан"
    UPLOAD = "upload", "скачан файл загрузки"
    EXPORT = "export", "выгружен список"
    ISSUED = "issued", "издан документ"
    PAPER = "paper", "открыт документ"
    DOWNLOAD = "download", "скачан документ"
    PERSON_FILE = "person_file", "выданы сведения о человеке"
    DEPERSONALISED = "depersonalised", "карточка обезличена"


class ViewRecord(models.Model):
    """One view, download or export. It holds no name and no text of a person: the card that it names tells who it is,
    as long as somebody knows.

    The record outlives what it names, so that its keys to people and places are no constraints of the database.
    """

    #: characters
    LONGEST_SUBJECT = 300

    at = models.DateTimeField("когда", default=clock.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто")
    kind = models.CharField("что сделано", max_length=20, choices=ViewKind)
    subject = models.CharField("что именно", max_length=LONGEST_SUBJECT, blank=True)
    rows = models.PositiveIntegerField("строк", null=True, blank=True)
    person = models.ForeignKey(
        Person,
        models.DO_NOTHING,
        related_name="+",
        verbose_name="о ком",
        null=True,
        db_constraint=False,
        db_index=False,
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, models.DO_NOTHING, related_name="+", verbose_name="организация", null=True, db_constraint=False,
        db_index=False,
    )  # fmt: skip
    municipality = models.ForeignKey(
        Municipality, models.DO_NOTHING, related_name="+", verbose_name="муниципалитет", null=True, db_constraint=False,
        db_index=False,
    )  # fmt: skip
    #: the same for what is written once an hour
    once_key = models.CharField(max_length=120, unique=True, editable=False)

    class Meta:
        verbose_name = "запись журнала просмотров"
        verbose_name_plural = "журнал просмотров"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "-at"], name="registry_view_of_organisation"),
            models.Index(fields=["municipality", "-at"], name="registry_view_of_municipality"),
            models.Index(fields=["person", "-at"], name="registry_view_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"
