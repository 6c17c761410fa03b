"""The stages of a set with the items of their checklists, and what a pair has done of them.

fixtures/stages.json fills the portal's own set (Холм, пп. 5.1–5.6).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from mentoring.enums import StageItemSource
from mentoring.models.pair import Pair
from mentoring.models.stage_set import StageSet
from registry.models import Form
from registry.names.keys import NamedOnce, NameKeyField
from registry.names.text_checks import check_title
from registry.papers.act_cases import ActCases
from registry.papers.act_texts import act_text
from registry.papers.uploads import check_scan, evidence_path
from registry.plausible_dates import plausible_days
from registry.side_texts import side_text


class StageManager(models.Manager["Stage"]):
    def get_by_natural_key(self, set_code: str, code: str) -> "Stage":
        return self.get(code=code, stage_set=StageSet.objects.get_by_natural_key(set_code))


class Stage(NamedOnce):
    unique_within = ("stage_set",)

    stage_set = models.ForeignKey(StageSet, models.CASCADE, related_name="stages", verbose_name="набор этапов")
    code = models.SlugField("код")
    number = models.PositiveSmallIntegerField("номер")
    title = models.CharField("название", max_length=100, validators=[check_title])
    source = models.CharField("источник", max_length=100, blank=True)
    #: nobody enters a stage out of use; who was at it once, is seen there still
    in_use = models.BooleanField("используется", default=True)

    #: equal for titles that look alike
    name_key = NameKeyField(of=["title"])

    objects = StageManager()
    history = HistoricalRecords(excluded_fields=["name_key"])

    class Meta:
        verbose_name = "этап"
        verbose_name_plural = "этапы"
        ordering = ["stage_set_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage_set", "code"],
                name="mentoring_stage_code",
                violation_error_message="Этап с таким кодом в наборе уже есть.",
            ),
            models.UniqueConstraint(
                fields=["stage_set", "number"],
                name="mentoring_stage_number",
                violation_error_message="Этап с таким номером в наборе уже есть. Обновите страницу.",
            ),
            models.UniqueConstraint(
                fields=["stage_set", "name_key"],
                name="mentoring_stage_title",
                violation_error_message="Этап с таким названием в наборе уже есть. Назовите этот иначе.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str, str]:
        return (self.stage_set.code, self.code)

    natural_key.dependencies = ["mentoring.stageset"]  # type: ignore[attr-defined]


class StageItemTemplateManager(models.Manager["StageItemTemplate"]):
    def get_by_natural_key(self, set_code: str, code: str) -> "StageItemTemplate":
        return self.get(code=code, stage__stage_set=StageSet.objects.get_by_natural_key(set_code))


class StageItemTemplate(models.Model):
    """An item of a stage: the portal's five stages have 21."""

    #: a copy keeps the code of what it was copied from; evidence and marks of pairs find it by that
    code = models.SlugField("код")
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="items", verbose_name="этап")
    position = models.PositiveSmallIntegerField("порядок")
    short_title = models.CharField(
        "коротко", max_length=80, blank=True, help_text="Как пункт зовут в списках и на странице пары"
    )
    title = models.TextField("что сделать")
    source = models.CharField("источник", max_length=100, blank=True)
    responsible = models.CharField("кто отвечает", max_length=100, blank=True)
    evidence_hint = models.CharField("чем подтверждается", max_length=150, blank=True)
    required = models.BooleanField("обязательно", default=True)
    #: forms (codes) for which the item is asked at all; empty means every form
    only_forms = models.JSONField("только для форм", default=list, blank=True)
    fulfilled_by = models.CharField(
        "выполняется само", max_length=20, choices=StageItemSource, blank=True, default=StageItemSource.HAND
    )
    #: nobody is asked for an item out of use; marks that were made stay
    in_use = models.BooleanField("используется", default=True)

    objects = StageItemTemplateManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "пункт этапа"
        verbose_name_plural = "пункты этапов"
        ordering = ["stage__stage_set_id", "stage__number", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "code"],
                name="mentoring_stageitemtemplate_code",
                violation_error_message="Пункт с таким кодом в этапе уже есть.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str, str]:
        return (self.stage.stage_set.code, self.code)

    natural_key.dependencies = ["mentoring.stage"]  # type: ignore[attr-defined]

    @property
    def brief(self) -> str:
        """The short name; the full text where there is none."""
        return self.brief_of()

    def brief_of(self, act: ActCases | None = None) -> str:
        """The short name of an item that an act of this kind has fulfilled."""
        is_of_act = self.fulfilled_by == StageItemSource.ACT
        return side_text(act_text(self.short_title, act) if is_of_act else self.short_title) or self.title

    def is_for(self, form: Form) -> bool:
        return not self.only_forms or form.code in self.only_forms


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
            *plausible_days("mentoring_pairstage", "entered_on", "left_on"),
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
            *plausible_days("mentoring_stageitem", "done_on"),
            models.UniqueConstraint(
                fields=["pair", "template"],
                name="mentoring_stageitem_once",
                violation_error_message="Этот пункт уже отмечен.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template}: {self.done_on:%d.%m.%Y}"
