"""Which stages pairs go through: the portal's five, or those that a municipality has made for itself (A16-3)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registry.models import Form, Municipality
from registry.names.keys import NamedOnce, NameKeyField
from registry.names.text_checks import check_title
from registry.plausible_dates import since

#: code of the set that everybody has who chose no other (Холм, пп. 5.1–5.6)
PORTAL_SET = "five-stages"


class StageSetManager(models.Manager["StageSet"]):
    def get_by_natural_key(self, code: str) -> "StageSet":
        """Of the portal's own sets: an update reaches no other."""
        return self.get(code=code, municipality__isnull=True)

    def of_portal(self) -> "StageSet":
        return self.get_by_natural_key(PORTAL_SET)

    def in_force(self, municipality_id: int, form_id: int, on: date) -> "StageSet":
        """What the municipality has chosen for the form by the day; what it chose for one form stands before what it
        chose for all the rest."""
        assignments = StageAssignment.objects.filter(
            Q(form=form_id) | Q(form__isnull=True), municipality=municipality_id, valid_from__lte=on
        )
        latest = assignments.select_related("stage_set").order_by(F("form").asc(nulls_last=True), "-valid_from").first()
        return latest.stage_set if latest else self.of_portal()


class StageSet(NamedOnce):
    """Stages with their items. A pair takes the set in force when it becomes active, and keeps it: `pair.stage`."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="stage_sets", verbose_name="муниципалитет", null=True, blank=True
    )
    #: names a set that comes with the portal
    code = models.SlugField("код", max_length=60, blank=True)
    title = models.CharField("название", max_length=150, validators=[check_title])
    source = models.CharField("источник", max_length=150, blank=True)

    #: equal for titles that look alike
    name_key = NameKeyField(of=["title"])

    objects = StageSetManager()
    history = HistoricalRecords(excluded_fields=["name_key"])

    class Meta:
        verbose_name = "набор этапов"
        verbose_name_plural = "наборы этапов"
        ordering = [F("municipality").asc(nulls_first=True), "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(municipality__isnull=True) & ~Q(code="")) | Q(municipality__isnull=False, code=""),
                name="mentoring_stageset_whose",
                violation_error_message="Набор этапов — либо портала, с кодом, либо муниципалитета, без кода.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="mentoring_stageset_code",
                violation_error_message="Набор с таким кодом уже есть.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "name_key"],
                name="mentoring_stageset_title",
                violation_error_message="Набор этапов с таким названием уже есть. Назовите этот иначе.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def get_absolute_url(self) -> str:
        return reverse("mentoring:stage_set", args=[self.pk])

    @property
    def is_of_portal(self) -> bool:
        return self.municipality_id is None


class StageAssignment(models.Model):
    """From a day on, pairs of the form that become active in the municipality go through the set."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="stage_assignments", verbose_name="муниципалитет"
    )
    form = models.ForeignKey(
        Form,
        models.PROTECT,
        related_name="+",
        verbose_name="форма",
        null=True,
        blank=True,
        help_text="Пусто — остальные",
    )
    valid_from = models.DateField("действует с")
    stage_set = models.ForeignKey(StageSet, models.PROTECT, related_name="assignments", verbose_name="набор этапов")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "назначение этапов"
        verbose_name_plural = "назначения этапов"
        ordering = ["municipality", F("form").asc(nulls_last=True), "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "form", "valid_from"],
                name="mentoring_stageassignment_one_a_day",
                violation_error_message="Для этой формы с этого дня набор уже назначен. Выберите другой день.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "valid_from"],
                condition=Q(form__isnull=True),
                name="mentoring_stageassignment_rest_one_a_day",
                violation_error_message="Для остальных форм с этого дня набор уже назначен. Выберите другой день.",
            ),
            models.CheckConstraint(
                condition=since("valid_from"),
                name="mentoring_stageassignment_day_plausible",
                violation_error_message="Проверьте год, с которого действует набор: с 1990 по 2099.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_label}: «{self.stage_set}» с {self.valid_from:%d.%m.%Y}"

    @property
    def form_label(self) -> str:
        return str(self.form) if self.form else "остальные формы"
