"""Classes move up once a school year; a move keeps the class before it, so that the class of a past day is known."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import User
from registry import clock
from registry.enums import ClassOutcome
from registry.models.organisation import Organisation
from registry.models.person import Person
from registry.plausible_dates import since
from russian.school_year import school_year_label

#: what becomes of a pupil, of either sex
OUTCOMES = {
    ClassOutcome.UP: "переходит в следующий класс",
    ClassOutcome.STAYS: "остаётся в том же классе",
    ClassOutcome.LEFT: "выбывает или оканчивает школу",
}


class ClassTransfer(models.Model):
    """The classes of an organisation have moved into a school year."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="class_transfers", verbose_name="организация"
    )
    #: the year it begins in (russian/school_year.py)
    school_year = models.PositiveSmallIntegerField("учебный год")
    day = models.DateField("классы переведены с")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="кто перевёл", null=True)
    made_at = models.DateTimeField("когда перевёл", default=clock.now, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "перевод классов"
        verbose_name_plural = "переводы классов"
        ordering = ["-school_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "school_year"],
                name="registry_class_transfer_once",
                violation_error_message="Классы этой школы в этот учебный год уже переведены. Обновите страницу.",
            ),
            models.CheckConstraint(
                condition=since("day"),
                name="registry_class_transfer_plausible",
                violation_error_message="Проверьте год перевода классов.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.year_label}"

    @property
    def year_label(self) -> str:
        return school_year_label(self.school_year)


class ClassMove(models.Model):
    """What became of one pupil. `grade` and `grade_letter` are the class before."""

    transfer = models.ForeignKey(ClassTransfer, models.CASCADE, related_name="moves", verbose_name="перевод классов")
    person = models.ForeignKey(Person, models.CASCADE, related_name="class_moves", verbose_name="обучающийся")
    school_year = models.PositiveSmallIntegerField("учебный год")
    outcome = models.CharField("что с ним", max_length=10, choices=ClassOutcome)
    on = models.DateField("с какого дня")
    grade = models.PositiveSmallIntegerField("класс до перевода")
    grade_letter = models.CharField("буква класса до перевода", max_length=5, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "перевод обучающегося"
        verbose_name_plural = "переводы обучающихся"
        ordering = ["grade", "grade_letter", "person__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "school_year"],
                name="registry_class_move_once",
                violation_error_message="Этого обучающегося в этом учебном году уже перевели. Обновите страницу.",
            ),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=11),
                name="registry_class_move_grade",
                violation_error_message="Класс — число от 1 до 11.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ClassOutcome.UP) | Q(grade__lt=11),
                name="registry_class_move_last",
                violation_error_message="Из 11 класса переводить некуда: отметьте выбытие.",
            ),
            models.CheckConstraint(
                condition=since("on"),
                name="registry_class_move_plausible",
                violation_error_message="Проверьте год: день перевода или выбытия — с 1990 года.",
            ),
        ]
        indexes = [models.Index(fields=["person", "on"], name="registry_class_move_by_day")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_outcome_display()}"

    @property
    def outcome_label(self) -> str:
        """In the present tense, which has no gender."""
        return OUTCOMES[ClassOutcome(self.outcome)]

    @property
    def grade_after(self) -> int:
        """Of who has left: the last class."""
        return self.grade + 1 if self.outcome == ClassOutcome.UP else self.grade
