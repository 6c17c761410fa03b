"""A spreadsheet that was brought in: the file as it came, what was read from it, and what became of every row."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.enums import ImportKind, ImportRowStatus, ImportStatus
from registry.models.municipality import Municipality
from registry.models.organisation import Organisation
from registry.uploads import import_path


class ImportBatch(models.Model):
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="import_batches", verbose_name="муниципалитет"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="import_batches",
        verbose_name="организация",
        null=True,
        blank=True,
        help_text="Если файл от одной организации",
    )
    kind = models.CharField("что в файле", max_length=20, choices=ImportKind)
    status = models.CharField("состояние", max_length=20, choices=ImportStatus, default=ImportStatus.DRAFT)
    file = models.FileField("файл", upload_to=import_path)
    file_name = models.CharField("имя файла", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    layout = models.JSONField(
        "как прочитан", default=dict, help_text="Листы, строка заголовков, колонки, кодировка, итог из файла"
    )
    warnings = models.JSONField("замечания к файлу", default=list)
    #: nobody: brought in by the command
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="import_batches",
        verbose_name="кто загрузил",
        null=True,
        blank=True,
    )
    uploaded_at = models.DateTimeField("загружен", default=timezone.now)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто записал", null=True, blank=True
    )
    committed_at = models.DateTimeField("записан", null=True, blank=True)

    class Meta:
        verbose_name = "загрузка"
        verbose_name_plural = "загрузки"
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ImportStatus.COMMITTED, committed_at__isnull=False)
                | (~Q(status=ImportStatus.COMMITTED) & Q(committed_at__isnull=True, committed_by__isnull=True)),
                name="registry_batch_committed",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("registry:import", args=[self.pk])


class ImportRow(models.Model):
    """One record of the file: a row with two people gives two."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name="загрузка")
    position = models.PositiveIntegerField("порядок")
    sheet = models.CharField("лист", max_length=100, blank=True)
    row = models.PositiveIntegerField("строка")
    status = models.CharField("что будет", max_length=20, choices=ImportRowStatus)
    cells = models.JSONField("как в файле", default=dict)
    record = models.JSONField("как понято", default=dict)
    changes = models.JSONField("что изменится", default=dict)
    warnings = models.JSONField("замечания", default=list)
    errors = models.JSONField("ошибки", default=list)
    candidates = models.JSONField("кто это может быть", default=list)
    decision = models.JSONField("решение человека", default=dict)
    #: grows with every decision, so that one made on a stale page is noticed
    revision = models.PositiveIntegerField("правка", default=0)
    #: primary key of the record that this row matched or made
    target_id = models.BigIntegerField("запись", null=True, blank=True)

    class Meta:
        verbose_name = "строка загрузки"
        verbose_name_plural = "строки загрузки"
        ordering = ["batch", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="registry_importrow_position")]
        indexes = [models.Index(fields=["batch", "status", "position"], name="registry_importrow_status")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}".strip()
