"""People, each with one card, and their former names."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registry import clock
from registry.card_texts import PERSON_TEXTS
from registry.enums import SEX_CHOICES, DatePrecision, Qualification
from registry.models.card_texts import CardTexts
from registry.models.municipality import Municipality
from registry.models.organisation import Organisation
from registry.names.text_checks import check_name
from registry.plausible_dates import OLDEST_BIRTH, OLDEST_WORK, plausible_days, since
from russian.person_names import person_name_key
from russian.search_key import fold
from russian.sort_key import sort_key

#: Whoever is younger signs through a legal representative (requirements B6).
AGE_OF_MAJORITY = 18
BETWEEN_FORMER_NAMES = "; "
LONGEST_FORMERLY = 300


def full_name(last_name: str, first_name: str, middle_name: str) -> str:
    return " ".join(part for part in (last_name, first_name, middle_name) if part)


def short_name(last_name: str, first_name: str, middle_name: str) -> str:
    """«Петрова М. С.» with no-break spaces."""
    initials = "\u00a0".join(f"{part[0]}." if part[0].isalpha() else part for part in (first_name, middle_name) if part)
    return f"{last_name}\u00a0{initials}".strip()


def class_label(grade: int, letter: str) -> str:
    """«7 «Б»», or «7 класс» where classes have no letters."""
    return f"{grade} «{letter}»" if letter else f"{grade} класс"


def join_former_names(names: Iterable[str]) -> str:
    """As `Person.formerly` keeps them."""
    return BETWEEN_FORMER_NAMES.join(dict.fromkeys(names))[:LONGEST_FORMERLY]


class NameOnDay(NamedTuple):
    """The name that somebody bore on a past day."""

    last_name: str
    first_name: str
    middle_name: str

    @property
    def short_name(self) -> str:
        return short_name(*self)

    @property
    def full_name(self) -> str:
        return full_name(*self)


class Person(CardTexts):
    """A human being in the register; may be a mentor, a mentee and a curator at once (reverse mentoring)."""

    card_texts = PERSON_TEXTS

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="people", verbose_name="муниципалитет")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="people", verbose_name="организация", null=True, blank=True
    )
    last_name = models.CharField("фамилия", max_length=100, validators=[check_name])
    first_name = models.CharField("имя", max_length=100, validators=[check_name])
    middle_name = models.CharField("отчество", max_length=100, blank=True, validators=[check_name])
    #: «Иванова; Сидорова Анна Петровна»: the names of `former_names` in words, the latest first
    formerly = models.CharField("прежние фамилии", max_length=LONGEST_FORMERLY, blank=True, editable=False)
    sex = models.CharField("пол", max_length=1, choices=SEX_CHOICES, blank=True)
    birth_date = models.DateField("дата рождения", null=True, blank=True)
    phone = models.CharField("телефон", max_length=20, blank=True, help_text="Например: +7 912 345-67-89")
    phone_note = models.CharField("телефон, как записан", max_length=100, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    position = models.CharField("должность", max_length=200, blank=True)
    subject = models.CharField("предмет или направление", max_length=200, blank=True)
    qualification = models.CharField("квалификационная категория", max_length=20, choices=Qualification, blank=True)
    education = models.CharField("образование", max_length=300, blank=True)
    working_since = models.DateField("стаж ведётся с", null=True, blank=True)
    working_since_precision = models.CharField(
        "точность даты стажа", max_length=10, choices=DatePrecision, default=DatePrecision.YEAR
    )
    experience_note = models.CharField("стаж, как записан", max_length=200, blank=True)
    grade = models.PositiveSmallIntegerField("класс", null=True, blank=True)
    grade_letter = models.CharField("буква класса", max_length=5, blank=True)
    representative_name = models.CharField(
        "законный представитель", max_length=200, blank=True, validators=[check_name]
    )
    representative_relation = models.CharField("кем приходится", max_length=60, blank=True)
    representative_phone = models.CharField("телефон представителя", max_length=60, blank=True)
    declension = models.JSONField("имя в падежах, исправления", default=dict, blank=True)
    archived_on = models.DateField("в архиве с", null=True, blank=True)
    #: who it is was taken out of the register (registry/private_data/depersonalising.py)
    depersonalised_on = models.DateField("обезличена", null=True, blank=True, editable=False)
    #: somebody has decided, with a reason in the history, that the term of keeping is longer
    keep_until = models.DateField("личные сведения оставлены до", null=True, blank=True, editable=False)
    #: a duplicate that was joined into another card; it stays in the archive with its history
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", verbose_name="объединён с", null=True, blank=True
    )
    name_key = models.CharField(max_length=320, editable=False, db_index=True)
    search_key = models.CharField(max_length=1100, editable=False)
    #: lists and pickers are ordered by it
    sort_key = models.CharField(max_length=240, editable=False)

    history = HistoricalRecords(excluded_fields=["name_key", "search_key", "sort_key"])

    class Meta:
        verbose_name = "человек"
        verbose_name_plural = "люди"
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["organisation", "name_key"], name="registry_person_org_name"),
            models.Index(fields=["sort_key", "id"], name="registry_person_in_order"),
            # Counts over a whole municipality read this index alone.
            models.Index(
                fields=["municipality", "id"],
                condition=Q(archived_on__isnull=True, merged_into__isnull=True),
                name="registry_person_present",
            ),
            # Whose classes move up in September.
            models.Index(
                fields=["organisation", "id"],
                condition=Q(grade__isnull=False, archived_on__isnull=True, merged_into__isnull=True),
                name="registry_person_pupils",
            ),
            # Where everybody works and since when, for counts of the banks by organisation on any day.
            models.Index(
                fields=["id", "organisation", "municipality", "working_since"],
                condition=Q(merged_into__isnull=True),
                name="registry_person_work",
            ),
        ]
        constraints = [
            *plausible_days("registry_person", "archived_on", "depersonalised_on", "keep_until"),
            models.CheckConstraint(
                condition=~Q(last_name="") & ~Q(first_name=""),
                name="registry_person_named",
                violation_error_message="Укажите фамилию и имя.",
            ),
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(grade__gte=1, grade__lte=11),
                name="registry_person_grade",
                violation_error_message="Класс — число от 1 до 11.",
            ),
            models.CheckConstraint(
                condition=Q(working_since__isnull=True)
                | Q(birth_date__isnull=True)
                | Q(working_since__gt=F("birth_date")),
                name="registry_person_works_after_birth",
                violation_error_message="Стаж начинается раньше даты рождения. Проверьте обе даты.",
            ),
            models.CheckConstraint(
                condition=since("birth_date", OLDEST_BIRTH),
                name="registry_person_birth_plausible",
                violation_error_message="Проверьте год рождения: раньше 1920 не бывает.",
            ),
            models.CheckConstraint(
                condition=since("working_since", OLDEST_WORK),
                name="registry_person_work_plausible",
                violation_error_message="Проверьте год начала стажа: раньше 1940 не бывает.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(archived_on__isnull=False),
                name="registry_person_merged_is_archived",
                violation_error_message="Объединённая карточка остаётся в архиве.",
            ),
            models.CheckConstraint(
                condition=Q(depersonalised_on__isnull=True) | Q(archived_on__isnull=False),
                name="registry_person_depersonalised_is_archived",
                violation_error_message="Обезличенная карточка остаётся в архиве.",
            ),
        ]

    #: the name of the past day that a page shows, where it was another (registry/queries/former_names.py)
    name_then: NameOnDay | None = None

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self.formerly = self.former_names_summary()
        self.set_keys()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registry:person", args=[self.pk])

    def set_keys(self) -> None:
        """Bulk writers call this themselves, after `formerly`."""
        self.name_key = person_name_key(self.full_name)[:320]
        self.sort_key = sort_key(self.last_name, self.first_name, self.middle_name)
        names = person_name_key(f"{self.full_name} {self.formerly}")
        self.search_key = f"{names} {fold(f'{self.position} {self.subject} {self.phone} {self.email}')}".strip()[:1100]

    def former_names_summary(self) -> str:
        """A former surname alone where first name and patronymic are the present ones, else the whole former name;
        without the name that the person bears again."""
        present = (self.first_name, self.middle_name)
        words = [
            last if (first, middle) == present and last != self.last_name else full_name(last, first, middle)
            for last, first, middle in self.former_names.values_list("last_name", "first_name", "middle_name")
            if (last, first, middle) != (self.last_name, *present)
        ]
        return join_former_names(words)

    def keep_former_names(self) -> None:
        """Writes what follows from the rows of `former_names`, and nothing else of the card."""
        card = Person.objects.filter(pk=self.pk).first()
        if card is None:
            return
        card.formerly = card.former_names_summary()
        card.set_keys()
        Person.objects.filter(pk=card.pk).update(formerly=card.formerly, search_key=card.search_key)

    @property
    def full_name_then(self) -> str:
        """As on the day that the page shows, or the present name."""
        return (self.name_then or self).full_name

    @property
    def short_name_then(self) -> str:
        return (self.name_then or self).short_name

    @property
    def name_now(self) -> str:
        """What has become of `name_then`: the surname alone where the rest is the same."""
        then = self.name_then
        is_surname = then is not None and (then.first_name, then.middle_name) == (self.first_name, self.middle_name)
        return self.last_name if is_surname else self.full_name

    @property
    def full_name(self) -> str:
        return full_name(self.last_name, self.first_name, self.middle_name)

    @property
    def short_name(self) -> str:
        return short_name(self.last_name, self.first_name, self.middle_name)

    @property
    def grade_label(self) -> str:
        if self.grade is None:
            return ""
        return class_label(self.grade, self.grade_letter)

    @property
    def occupation(self) -> str:
        """Post for employees, class for pupils."""
        return self.grade_label or self.position

    def age_on(self, day: date) -> int | None:
        """Full years, or None while the birth date is unknown."""
        return relativedelta(day, self.birth_date).years if self.birth_date else None

    def experience_months_on(self, day: date) -> int | None:
        """Whole months of experience, or None when unknown."""
        if self.working_since is None or self.working_since > day:
            return None if self.working_since is None else 0
        span = relativedelta(day, self.working_since)
        return span.years * 12 + span.months

    @property
    def experience_months(self) -> int | None:
        return self.experience_months_on(clock.today())

    @property
    def is_minor(self) -> bool:
        """A pupil of unknown age is treated as a minor: the safe side."""
        age = self.age_on(clock.today())
        return age < AGE_OF_MAJORITY if age is not None else self.grade is not None
