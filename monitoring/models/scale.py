"""The versioned rubric (Кез, разд. 6): three criteria, nine indicators, marks 0–2, three levels.

Filled from fixtures/scale.json.
"""

from django.db import models
from django.db.models import F, Q

from monitoring.enums import Tone
from registry.models.dictionary import DictionaryManager
from registry.plausible_dates import plausible_days


class Scale(models.Model):
    code = models.SlugField("код", unique=True)
    title = models.CharField("название", max_length=200)
    version = models.PositiveSmallIntegerField("версия", default=1)
    source = models.CharField("источник", max_length=200)
    valid_from = models.DateField("действует с")

    objects = DictionaryManager()

    class Meta:
        verbose_name = "шкала"
        verbose_name_plural = "шкалы"
        ordering = ["-valid_from"]
        constraints = plausible_days("monitoring_scale", "valid_from")

    def __str__(self) -> str:
        return f"{self.title}, версия {self.version}"

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Criterion(models.Model):
    code = models.SlugField("код", unique=True)
    scale = models.ForeignKey(Scale, models.CASCADE, related_name="criteria", verbose_name="шкала")
    position = models.PositiveSmallIntegerField("порядок")
    title = models.CharField("критерий", max_length=300)

    objects = DictionaryManager()

    class Meta:
        verbose_name = "критерий"
        verbose_name_plural = "критерии"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Indicator(models.Model):
    code = models.SlugField("код", unique=True)
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="indicators", verbose_name="критерий")
    position = models.PositiveSmallIntegerField("порядок")
    title = models.TextField("показатель")
    hint = models.TextField("на что смотреть", blank=True)
    needs_partners = models.BooleanField("нужны партнёры", default=False)

    objects = DictionaryManager()

    class Meta:
        verbose_name = "показатель"
        verbose_name_plural = "показатели"
        ordering = ["criterion__position", "position"]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Level(models.Model):
    code = models.SlugField("код", unique=True)
    scale = models.ForeignKey(Scale, models.CASCADE, related_name="levels", verbose_name="шкала")
    lowest = models.PositiveSmallIntegerField("от")
    highest = models.PositiveSmallIntegerField("до")
    title = models.CharField("уровень", max_length=100)
    tone = models.CharField("как показывать", max_length=10, choices=Tone)

    objects = DictionaryManager()

    class Meta:
        verbose_name = "уровень"
        verbose_name_plural = "уровни"
        ordering = ["-lowest"]
        constraints = [
            models.CheckConstraint(condition=Q(highest__gte=F("lowest")), name="monitoring_level_bounds"),
            models.UniqueConstraint(fields=["scale", "lowest"], name="monitoring_level_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.code,)
