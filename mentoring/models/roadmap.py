"""Roadmaps: sections of items with a term, responsible people and a result (requirements A11)."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from mentoring.enums import RoadmapItemStatus, RoadmapLevel, RoadmapStatus
from registry import clock
from registry.models import Act, Municipality, Organisation
from registry.models.dictionary import DictionaryManager
from registry.plausible_dates import since

#: the longest period that a programme of the sources names is of five years (Сургут, п. 1.3.8), and one may begin late
MOST_YEARS = 6


def check_roadmap_period(starts_on: date, ends_on: date) -> None:
    """Raises ValidationError for a period that no roadmap is made for."""
    errors = {
        name: "Проверьте год: карты составляют на ближайшие годы."
        for name, day in (("starts_on", starts_on), ("ends_on", ends_on))
        if abs(day.year - clock.today().year) > MOST_YEARS
    }
    if ends_on > starts_on + relativedelta(years=MOST_YEARS):
        errors["ends_on"] = f"Дорожную карту составляют не больше чем на {MOST_YEARS} лет. Проверьте даты."
    if errors:
        raise ValidationError(errors)


class RoadmapPreset(models.Model):
    """A ready roadmap to begin with. `content` is a list of sections: {number, title, items: [{number, title, term,
    responsible, result}]}; an item whose term names several months has the last day of each in `due_days`, one that
    lasts as long as the roadmap («В течение года») has `whole_period` and no days (ADR 57)."""

    code = models.SlugField("код", unique=True)
    title = models.CharField("название", max_length=200)
    level = models.CharField("уровень", max_length=20, choices=RoadmapLevel)
    source = models.CharField("источник", max_length=200)
    columns = models.JSONField("заголовки столбцов", default=list)
    content = models.JSONField("разделы и пункты", default=list)
    #: {short: full}: those that the document explains in its own way
    abbreviations = models.JSONField("сокращения документа", default=dict, blank=True)

    objects = DictionaryManager()

    class Meta:
        verbose_name = "образец дорожной карты"
        verbose_name_plural = "образцы дорожных карт"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.code,)


def in_force(path: str = "") -> Q:
    """A condition on roadmaps: agreed, or approved by the head and sent to be agreed. `path` leads to the roadmap."""
    is_approved = Q(**{f"{path}status": RoadmapStatus.SUBMITTED, f"{path}approved_on__isnull": False})
    return Q(**{f"{path}status": RoadmapStatus.AGREED}) | is_approved


class Roadmap(models.Model):
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="roadmaps", verbose_name="муниципалитет"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="roadmaps",
        verbose_name="организация",
        null=True,
        blank=True,
        help_text="Пусто — муниципальная дорожная карта",
    )
    title = models.CharField("название", max_length=300)
    starts_on = models.DateField("начало")
    ends_on = models.DateField("окончание")
    columns = models.JSONField("заголовки столбцов", default=list)
    #: the code of the preset that it was begun on; its abbreviations are printed
    sample = models.CharField("образец", max_length=50, blank=True)
    status = models.CharField("состояние", max_length=20, choices=RoadmapStatus, default=RoadmapStatus.DRAFT)
    comment = models.TextField("замечания", blank=True, help_text="Того, кто вернул дорожную карту")
    #: by the head of the organisation (requirements A1.8); a municipal roadmap has no such approval
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто утвердил", null=True, blank=True
    )
    approved_on = models.DateField("утверждена", null=True, blank=True)
    #: since when it waits for the head or for the coordinator
    submitted_on = models.DateField("отправлена", null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто согласовал", null=True, blank=True
    )
    agreed_on = models.DateField("согласована", null=True, blank=True)
    act = models.ForeignKey(
        Act, models.PROTECT, related_name="roadmaps", verbose_name="утверждена актом", null=True, blank=True
    )
    #: minutes of the bodies that have adopted it: of the teachers' council, of the parents' one
    adopted_by = models.ManyToManyField(
        Act, related_name="adopted_roadmaps", verbose_name="принята протоколами", blank=True
    )

    history = HistoricalRecords(m2m_fields=["adopted_by"])

    class Meta:
        verbose_name = "дорожная карта"
        verbose_name_plural = "дорожные карты"
        ordering = ["-starts_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="mentoring_roadmap_period",
                violation_error_message="Дорожная карта кончается раньше, чем начинается.",
            ),
            models.CheckConstraint(
                condition=Q(status=RoadmapStatus.AGREED, agreed_by__isnull=False, agreed_on__isnull=False)
                | (~Q(status=RoadmapStatus.AGREED) & Q(agreed_by__isnull=True, agreed_on__isnull=True)),
                name="mentoring_roadmap_agreed",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_on__isnull=True)
                | Q(approved_by__isnull=False, approved_on__isnull=False, organisation__isnull=False),
                name="mentoring_roadmap_approved",
            ),
            models.CheckConstraint(
                condition=~Q(status=RoadmapStatus.RETURNED) | ~Q(comment=""),
                name="mentoring_roadmap_returned_with_comment",
                violation_error_message="Напишите, что исправить.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True) | Q(approved_on__isnull=True) | Q(agreed_on__gte=F("approved_on")),
                name="mentoring_roadmap_agreed_after_approval",
                violation_error_message="Сначала карту утверждает руководитель, потом её согласуют: проверьте даты.",
            ),
            models.CheckConstraint(
                condition=since("starts_on")
                & since("ends_on")
                & since("approved_on")
                & since("submitted_on")
                & since("agreed_on"),
                name="mentoring_roadmap_dates_plausible",
                violation_error_message="Проверьте год: даты дорожной карты — с 1990 по 2099 год.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """The period as far as it changes: an old roadmap is still told apart and marked (ADR 51)."""
        if self.starts_on is None or self.ends_on is None:
            return
        as_stored = Roadmap.objects.filter(pk=self.pk, starts_on=self.starts_on, ends_on=self.ends_on)
        if self.pk is None or not as_stored.exists():
            check_roadmap_period(self.starts_on, self.ends_on)

    def get_absolute_url(self) -> str:
        return reverse("mentoring:roadmap", args=[self.pk])

    @property
    def is_in_force(self) -> bool:
        is_approved = self.status == RoadmapStatus.SUBMITTED and self.approved_on is not None
        return self.status == RoadmapStatus.AGREED or is_approved

    @property
    def level(self) -> RoadmapLevel:
        return RoadmapLevel.SCHOOL if self.organisation_id else RoadmapLevel.MUNICIPAL


class RoadmapSection(models.Model):
    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="sections", verbose_name="дорожная карта")
    number = models.CharField("номер", max_length=20, blank=True)
    title = models.CharField("раздел", max_length=1000)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "раздел"
        verbose_name_plural = "разделы"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class RoadmapItem(models.Model):
    """The unit of a roadmap. The term is printed as typed; by the dates the page says which term is over."""

    section = models.ForeignKey(RoadmapSection, models.CASCADE, related_name="items", verbose_name="раздел")
    number = models.CharField("номер", max_length=20, blank=True)
    title = models.TextField("мероприятие")
    term = models.CharField("срок", max_length=200, blank=True)
    due_from = models.DateField("с", null=True, blank=True)
    due_to = models.DateField("по", null=True, blank=True)
    responsible = models.CharField("ответственный", max_length=400, blank=True)
    result = models.CharField("результат, вид документа", max_length=400, blank=True)
    status = models.CharField("состояние", max_length=20, choices=RoadmapItemStatus, default=RoadmapItemStatus.PLANNED)
    done_on = models.DateField("выполнено", null=True, blank=True)
    evidence = models.CharField("чем подтверждается", max_length=400, blank=True)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "пункт дорожной карты"
        verbose_name_plural = "пункты дорожной карты"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_from__isnull=True) | Q(due_to__isnull=True) | Q(due_to__gte=F("due_from")),
                name="mentoring_roadmapitem_term",
                violation_error_message="Срок кончается раньше, чем начинается.",
            ),
            models.CheckConstraint(
                condition=since("due_from") & since("due_to") & since("done_on"),
                name="mentoring_roadmapitem_dates_plausible",
                violation_error_message="Проверьте год: даты пункта — с 1990 по 2099 год.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def days(self) -> list["DueDay"]:
        """In their order; none of an item that is carried out once."""
        return list(self.due_days.all())

    @property
    def is_late(self) -> bool:
        """Of an item that is not done: one of the days for which it is still to be carried out is over."""
        open_days = [day.due_on for day in self.days if day.done_on is None]
        return any(day < clock.today() for day in (*open_days, self.due_to) if day)


class DueDay(models.Model):
    """One of several days by which an item is carried out (ADR 53): «Декабрь 2021, май 2022» has two. An item that is
    carried out once has its term alone."""

    item = models.ForeignKey(RoadmapItem, models.CASCADE, related_name="due_days", verbose_name="пункт дорожной карты")
    due_on = models.DateField("к какому дню")
    done_on = models.DateField("выполнено", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "день срока"
        verbose_name_plural = "дни срока"
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "due_on"],
                name="mentoring_dueday_once",
                violation_error_message="Этот день у пункта уже есть.",
            ),
            models.CheckConstraint(
                condition=since("due_on") & since("done_on"),
                name="mentoring_dueday_plausible",
                violation_error_message="Проверьте год: даты пункта — с 1990 по 2099 год.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on:%d.%m.%Y}"
