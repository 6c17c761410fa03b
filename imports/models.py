"""An uploaded spreadsheet: the file, the rows that were read from it, and the outcome of every row."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from imports.batch_data import FileLayout
from imports.enums import ImportJob, ImportKind, ImportRowStatus, ImportStatus
from imports.heading_keys import heading_key
from imports.json_fields import (
    CandidatesField,
    ChangesField,
    CorrectionsField,
    DecisionField,
    IssuesField,
    LayoutField,
    RecordField,
)  # fmt: skip
from imports.row_data import RowRecord, no_decision
from registry.models.municipality import Municipality
from registry.models.organisation import Organisation
from registry.papers.uploads import import_path


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
    #: empty until the file is read
    kind = models.CharField("что в файле", max_length=20, choices=ImportKind, blank=True)
    #: what the file was said to be: a kind or «auto»; the only sheet that was asked for
    kind_choice = models.CharField("что в файле, по словам загрузившего", max_length=20, default="auto")
    sheet_choice = models.CharField("лист", max_length=100, blank=True)
    status = models.CharField("состояние", max_length=20, choices=ImportStatus, default=ImportStatus.UPLOADED)
    file = models.FileField("файл", upload_to=import_path)
    file_name = models.CharField("имя файла", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    #: of the opened form and what was sent by it: a form sent twice makes one batch
    upload_key = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique
    layout = LayoutField(
        "как прочитан", default=FileLayout, help_text="Листы, строка заголовков, колонки, кодировка, итог из файла"
    )
    warnings = IssuesField("замечания к файлу", default=list)
    #: heading as in the file → field code of `imports.parsing.headings`, or None: not imported
    mapping = models.JSONField("что в столбцах, по словам человека", default=dict)
    corrections = CorrectionsField("исправленные ячейки", default=list)
    #: what is being done in the background, since when, and what came in its way
    job = models.CharField("в работе", max_length=10, choices=ImportJob, blank=True)
    job_since = models.DateTimeField("в работе с", null=True, blank=True)
    failure = models.CharField("что помешало", max_length=500, blank=True)
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
    #: also the moment in the history of everything that was written
    committed_at = models.DateTimeField("внесён", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто отменил", null=True, blank=True
    )
    undone_at = models.DateTimeField("запись отменена", null=True, blank=True)

    class Meta:
        verbose_name = "загрузка"
        verbose_name_plural = "загрузки"
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[ImportStatus.COMMITTED, ImportStatus.UNDONE], committed_at__isnull=False)
                | (
                    ~Q(status__in=[ImportStatus.COMMITTED, ImportStatus.UNDONE])
                    & Q(committed_at__isnull=True, committed_by__isnull=True)
                ),
                name="imports_batch_committed",
            ),
            models.CheckConstraint(
                condition=Q(status=ImportStatus.UNDONE, undone_at__isnull=False)
                | (~Q(status=ImportStatus.UNDONE) & Q(undone_at__isnull=True, undone_by__isnull=True)),
                name="imports_batch_undone",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("imports:batch", args=[self.pk])

    @property
    def job_requested_at(self) -> datetime:
        """Tells the job in progress from every other job of the batch. Raises ValueError when there is no job."""
        if self.job_since is None:
            raise ValueError(f"batch {self.pk} has no job")
        return self.job_since


class ImportRow(models.Model):
    """One record of the file: a row with two people gives two."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name="загрузка")
    position = models.PositiveIntegerField("порядок")
    sheet = models.CharField("лист", max_length=100, blank=True)
    row = models.PositiveIntegerField("строка")
    #: which of the records of one row, from 0
    part = models.PositiveSmallIntegerField("часть строки", default=0)
    status = models.CharField("что будет", max_length=20, choices=ImportRowStatus)
    cells = models.JSONField("как в файле", default=dict)
    record = RecordField("как понято", default=RowRecord)
    changes = ChangesField("что изменится", default=dict)
    warnings = IssuesField("замечания", default=list)
    errors = IssuesField("ошибки", default=list)
    #: the code of what keeps the row from being written, for filtering
    issue_code = models.CharField("сомнение", max_length=40, blank=True)
    #: the same for all rows that one answer decides (`imports.review.question_keys`); empty: the row is asked alone
    question_key = models.CharField(max_length=60, default="", editable=False)
    candidates = CandidatesField("кто это может быть", default=list)
    decision = DecisionField("решение человека", default=no_decision)
    #: grows with every decision, so that one made on a stale page is noticed
    revision = models.PositiveIntegerField("правка", default=0)
    #: folded, for search and for rows that are alike: whom the row names; how it spells the organisation
    name_key = models.CharField(max_length=300, default="", editable=False)
    organisation_key = models.CharField(max_length=300, default="", editable=False)
    #: primary key of the record that this row matched or made
    target_id = models.BigIntegerField("запись", null=True, blank=True)

    class Meta:
        verbose_name = "строка загрузки"
        verbose_name_plural = "строки загрузки"
        ordering = ["batch", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="imports_row_position")]
        indexes = [
            models.Index(fields=["batch", "status", "issue_code", "position"], name="imports_row_issue"),
            models.Index(fields=["batch", "question_key"], condition=~Q(question_key=""), name="imports_row_question"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}".strip()


class ImportedRecord(models.Model):
    """What a committed batch has written, record by record: where a card's facts came from, and what undo takes back.

    A record that several rows tell of stands here once for each of them. What stood there before is in the record's
    own history, in the version before `batch.committed_at`.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="records", verbose_name="загрузка")
    row = models.ForeignKey(ImportRow, models.CASCADE, related_name="records", verbose_name="строка")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name="вид записи")
    object_id = models.BigIntegerField("запись")
    created = models.BooleanField("создана")

    class Meta:
        verbose_name = "записанное загрузкой"
        verbose_name_plural = "записанное загрузками"
        ordering = ["batch", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "content_type", "object_id", "row"], name="imports_record_once")
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="imports_record_of")]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"


class HeadingSynonym(models.Model):
    """What a municipality's schools call a column; widens the dictionary of `imports.parsing.headings`."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="heading_synonyms", verbose_name="муниципалитет"
    )
    heading = models.CharField("заголовок столбца", max_length=90, help_text="Как его пишут в таблицах")
    key = models.CharField(max_length=120, editable=False)
    field = models.CharField("что это", max_length=40)

    history = HistoricalRecords(excluded_fields=["key"])

    class Meta:
        verbose_name = "заголовок"
        verbose_name_plural = "словарь заголовков"
        ordering = ["heading"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key"],
                name="imports_heading_synonym_once",
                violation_error_message="Такой заголовок уже есть в словаре.",
            )
        ]

    def __str__(self) -> str:
        return self.heading

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = heading_key(self.heading)[:120]
        super().save(*args, **kwargs)


class ColumnMapping(models.Model):
    """What a person said of the columns of a table, remembered for the next file with the same headings."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="column_mappings", verbose_name="муниципалитет"
    )
    #: SHA-256 of the folded headings in their order
    headings_key = models.CharField(max_length=64, editable=False)
    headings = models.JSONField("заголовки")
    mapping = models.JSONField("что в столбцах")
    remembered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", verbose_name="кто указал", null=True, blank=True
    )
    remembered_at = models.DateTimeField("когда", default=timezone.now)

    class Meta:
        verbose_name = "запомненные столбцы"
        verbose_name_plural = "запомненные столбцы"
        ordering = ["-remembered_at"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "headings_key"], name="imports_column_mapping_once")
        ]

    def __str__(self) -> str:
        return ", ".join(self.headings)
