"""The five stages of a pair and their checklist (Холм, пп. 5.1–5.6). Filled from fixtures/stages.json."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from mentoring.enums import StageItemSource
from mentoring.models.pair import Pair
from registry.models.dictionary import DictionaryManager
from registry.uploads import check_scan, evidence_path


class Stage(models.Model):
    code = models.SlugField("код", unique=True)
    number = models.PositiveSmallIntegerField("номер", unique=True)
    title = models.CharField("название", max_length=100)
    source = models.CharField("источник", max_length=60)

    objects = DictionaryManager()

    class Meta:
        verbose_name = "этап"
        verbose_name_plural = "этапы"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class StageItemTemplate(models.Model):
    """One of the 21 checklist items."""

    code = models.SlugField("код", unique=True)
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="items", verbose_name="этап")
    position = models.PositiveSmallIntegerField("порядок")
    title = models.TextField("что сделать")
    #: in a list the words of the source stand on demand
    short_title = models.CharField("кратко", max_length=80, blank=True)
    source = models.CharField("источник", max_length=60)
    responsible = models.CharField("кто отвечает", max_length=100, blank=True)
    evidence_hint = models.CharField("чем подтверждается", max_length=150, blank=True)
    required = models.BooleanField("обязательно", default=True)
    #: forms (codes) for which the item is asked at all; empty means every form
    only_forms = models.JSONField("только для форм", default=list, blank=True)
    fulfilled_by = models.CharField(
        "выполняется само", max_length=20, choices=StageItemSource, blank=True, default=StageItemSource.HAND
    )

    objects = DictionaryManager()

    class Meta:
        verbose_name = "пункт этапа"
        verbose_name_plural = "пункты этапов"
        ordering = ["stage__number", "position"]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    @property
    def brief(self) -> str:
        return self.short_title or self.title


class PairStage(models.Model):
    """When a pair was at a stage; a second stay after a step back is a second row."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="stages", verbose_name="пара")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", verbose_name="этап")
    entered_on = models.DateField("начат")
    left_on = models.DateField("завершён", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "этап пары"
        verbose_name_plural = "этапы пары"
        ordering = ["entered_on", "pk"]
        # Which pairs have moved since a day.
        indexes = [models.Index(fields=["entered_on", "pair"], name="mentoring_pairstage_entered")]
        constraints = [
            models.UniqueConstraint(
                fields=["pair"], condition=Q(left_on__isnull=True), name="mentoring_pairstage_one_current"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("entered_on")),
                name="mentoring_pairstage_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair}: {self.stage}"


class StageItem(models.Model):
    """A checklist item that a person has marked as done for a pair."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="stage_items", verbose_name="пара")
    template = models.ForeignKey(StageItemTemplate, models.PROTECT, related_name="+", verbose_name="пункт")
    done_on = models.DateField("выполнено")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто отметил", null=True
    )
    evidence = models.CharField("чем подтверждается", max_length=300, blank=True)
    scan = models.FileField("файл", upload_to=evidence_path, blank=True, validators=[check_scan])

    history = HistoricalRecords()

    class Meta:
        verbose_name = "выполненный пункт"
        verbose_name_plural = "выполненные пункты"
        ordering = ["template__stage__number", "template__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "template"],
                name="mentoring_stageitem_once",
                violation_error_message="Этот пункт уже отмечен.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template}: {self.done_on:%d.%m.%Y}"
